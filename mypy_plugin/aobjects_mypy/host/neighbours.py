"""What the plugins behind ours answer: mypy asks only the first one that has an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mypy.plugin import ChainedPlugin, Plugin
from mypy.types import CallableType

if TYPE_CHECKING:
    from collections.abc import Callable

    from mypy.plugin import AttributeContext, FunctionContext, FunctionSigContext, MethodContext
    from mypy.types import FunctionLike, Type


def behind(plugin: Plugin, ctx: Any) -> Plugin:
    """Return what stands behind ``plugin``, mypy's own plugin included, as mypy would ask it."""
    # No interface shows the plugins; a checker has them, and so do both analysers.
    plugins = ctx.api.plugin._plugins
    return ChainedPlugin(plugin.options, plugins[plugins.index(plugin) + 1 :])


# Where ours has an answer, it gets what the others make of the same question for mypy's own.


def after_function_hook(
    plugin: Plugin, fullname: str, ours: Callable[[FunctionContext], Type]
) -> Callable[[FunctionContext], Type]:
    def answer(ctx: FunctionContext) -> Type:
        theirs = behind(plugin, ctx).get_function_hook(fullname)
        return ours(ctx._replace(default_return_type=theirs(ctx)) if theirs is not None else ctx)

    return answer


def after_signature_hook(
    plugin: Plugin, fullname: str, ours: Callable[[FunctionSigContext], FunctionLike]
) -> Callable[[FunctionSigContext], FunctionLike]:
    def answer(ctx: FunctionSigContext) -> FunctionLike:
        theirs = behind(plugin, ctx).get_function_signature_hook(fullname)
        signature = theirs(ctx) if theirs is not None else ctx.default_signature
        # Ours takes one signature, as mypy gives it.
        return (
            ours(ctx._replace(default_signature=signature))
            if isinstance(signature, CallableType)
            else signature
        )

    return answer


def after_method_hook(
    plugin: Plugin, fullname: str, ours: Callable[[MethodContext], Type]
) -> Callable[[MethodContext], Type]:
    def answer(ctx: MethodContext) -> Type:
        theirs = behind(plugin, ctx).get_method_hook(fullname)
        return ours(ctx._replace(default_return_type=theirs(ctx)) if theirs is not None else ctx)

    return answer


def after_attribute_hook(
    plugin: Plugin, fullname: str, ours: Callable[[AttributeContext], Type]
) -> Callable[[AttributeContext], Type]:
    def answer(ctx: AttributeContext) -> Type:
        theirs = behind(plugin, ctx).get_attribute_hook(fullname)
        return ours(ctx._replace(default_attr_type=theirs(ctx)) if theirs is not None else ctx)

    return answer
