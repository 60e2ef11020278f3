"""``Loaded[Model, "path"]``: check the paths, and put them into the type."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Final

from mypy.types import AnyType, Instance, RawExpressionType, Type, TypeOfAny, UnboundType, get_proper_type

from aobjects_mypy import diagnostics, names
from aobjects_mypy.types import addresses

if TYPE_CHECKING:
    from collections.abc import Callable

    from mypy.plugin import AnalyzeTypeContext, Plugin

    from aobjects_mypy.models.model_schema import ModelSchema
    from aobjects_mypy.models.schema import Schema

_WRITTEN: Final = "Loaded"


def analyze_with(
    schema: Schema, behind: Callable[[AnalyzeTypeContext], Plugin]
) -> Callable[[AnalyzeTypeContext], Type]:
    return lambda ctx: _analyze(ctx, schema, behind)


def _analyze(ctx: AnalyzeTypeContext, schema: Schema, behind: Callable[[AnalyzeTypeContext], Plugin]) -> Type:
    # ``Loaded`` is ``Annotated`` to every checker; what is written tells one from the other.
    arguments = ctx.type.args
    if ctx.type.name.rpartition(".")[2] != _WRITTEN:
        return _analyze_plain(ctx, behind(ctx))
    if not arguments:
        return AnyType(TypeOfAny.from_error)
    analyzed = ctx.api.analyze_type(arguments[0])
    model = get_proper_type(analyzed)
    if not isinstance(model, Instance):
        return analyzed
    known = next(
        (found for base in model.type.mro if (found := schema.model(base.fullname)) is not None), None
    )
    paths = []
    for argument in arguments[1:]:
        path = _path(argument)
        if path is None:
            ctx.api.fail(f'"{_WRITTEN}" takes a model and the paths that are loaded, as strings', ctx.context)
            continue
        if known is not None and _report_unknown(ctx, schema, known, path):
            continue
        paths.append(path)
    return addresses.with_loaded_paths(model, paths)


def _analyze_plain(ctx: AnalyzeTypeContext, behind: Plugin) -> Type:
    """Let the others read ``Annotated[...]``: mypy asks only the first plugin that answers."""
    hook = behind.get_type_analyze_hook(names.ANNOTATED)
    if hook is not None:
        return hook(ctx)
    return ctx.api.analyze_type(ctx.type.args[0]) if ctx.type.args else AnyType(TypeOfAny.from_error)


def _path(argument: Type) -> str | None:
    if isinstance(argument, RawExpressionType) and isinstance(argument.literal_value, str):
        return argument.literal_value
    if isinstance(argument, UnboundType) and argument.original_str_expr is not None:
        return argument.original_str_expr
    return None


def _report_unknown(ctx: AnalyzeTypeContext, schema: Schema, model: ModelSchema, path: str) -> bool:
    current: ModelSchema | None = model
    for part in path.split("__"):
        if current is None:
            return False
        relation, manager = current.relations.get(part), current.managers.get(part)
        if relation is None and manager is None and current.column(part) is None:
            choices = [*current.relations, *current.managers, *current.columns]
            close = difflib.get_close_matches(part, choices, n=1)
            message = diagnostics.unknown_loaded_path(part, current.name, close[0] if close else None)
            ctx.api.fail(message, ctx.context, code=diagnostics.RELATION)
            return True
        target = relation.target if relation is not None else manager.target if manager is not None else None
        current = schema.model(target) if target is not None else None
    return False
