"""The async twin of a project's own manager or queryset: its methods, as ``aobjects`` offers them."""

from __future__ import annotations

import ast
import inspect
import sys
import textwrap
from typing import TYPE_CHECKING, Any

from django.db.models import Manager, QuerySet

from aobjects import sources
from aobjects.stubgen.imports import Imports

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType

    from django.db.models.manager import BaseManager


def own_methods(manager: BaseManager[Any]) -> dict[str, Callable[..., Any]]:
    """Return the public methods that the project wrote on this manager and on its queryset."""
    found: dict[str, Callable[..., Any]] = {}
    for kind in (sources.queryset_class(type(manager)), type(manager)):
        for name, method in inspect.getmembers(kind, inspect.isfunction):
            written = inspect.unwrap(method)
            if not name.startswith("_") and not written.__module__.startswith("django."):
                found[name] = written
    return dict(sorted(found.items()))


def stub(method: Callable[..., Any], imports: Imports) -> Iterator[str]:
    """Yield the lines of what stands for this method: it is chained, or awaited.

    >>> print(*stub(type(Book.objects.all()).published, Imports()), sep="\\n")
    def published(self) -> Self: ...
    """
    node = _definition(method)
    module = sys.modules[method.__module__]
    arguments = node.args
    first, *_ = (*arguments.posonlyargs, *arguments.args)
    for argument in ast.walk(arguments):
        if isinstance(argument, ast.arg) and argument.annotation is not None:
            argument.annotation = ast.Name(imports.annotation(argument.annotation, module))
        elif isinstance(argument, ast.arg) and argument is not first:
            argument.annotation = ast.Name(imports.member("typing", "Any"))
    arguments.defaults = [ast.Constant(...) for _ in arguments.defaults]
    arguments.kw_defaults = [each and ast.Constant(...) for each in arguments.kw_defaults]
    returned = _returned(method, node.returns, imports)
    yield f"def {node.name}({ast.unparse(arguments)}) -> {returned}: ..."


def _definition(method: Callable[..., Any]) -> ast.FunctionDef | ast.AsyncFunctionDef:
    definition = _tree(method)
    assert isinstance(definition, ast.FunctionDef | ast.AsyncFunctionDef)
    return definition


def _bases(kind: type) -> list[ast.expr]:
    definition = _tree(kind)
    assert isinstance(definition, ast.ClassDef)
    return definition.bases


def _tree(written: type | Callable[..., Any]) -> ast.stmt:
    return ast.parse(textwrap.dedent(inspect.getsource(written))).body[0]


def _returned(method: Callable[..., Any], written: ast.expr | None, imports: Imports) -> str:
    anything = imports.member("typing", "Any")
    if written is None:
        return anything
    if isinstance(written, ast.Constant) and isinstance(written.value, str):
        written = ast.parse(written.value, mode="eval").body
    module = sys.modules[method.__module__]
    if not inspect.iscoroutinefunction(method):
        if _class_name(written, module) in ("Self", method.__qualname__.rpartition(".")[0]):
            return imports.member("typing", "Self")
        if rows := _rows(written, module, imports):
            return rows
    text = imports.annotation(written, module)
    if inspect.isasyncgenfunction(method):
        return text
    return f"{imports.member('collections.abc', 'Coroutine')}[{anything}, {anything}, {text}]"


def _rows(written: ast.expr, module: ModuleType, imports: Imports) -> str | None:
    """Return the async twin of a returned queryset, or None for anything else."""
    kind, arguments = _parts(written)
    found: type = getattr(module, ast.unparse(kind), object)
    is_queryset = _is_queryset(found)
    if is_queryset and not arguments and found.__module__ != QuerySet.__module__:
        # What the rows of the project's own class are stands where it names its base.
        home = sys.modules[found.__module__]
        return next(filter(None, (_rows(base, home, imports) for base in _bases(found))), None)
    if not is_queryset and _class_name(written, module) not in (QuerySet.__name__, Manager.__name__):
        return None
    rows = ", ".join(imports.annotation(argument, module) for argument in arguments)
    return f"{imports.member('aobjects', 'AsyncQuerySet')}[{rows or imports.member('typing', 'Any')}]"


def _is_queryset(named: object) -> bool:
    return inspect.isclass(named) and issubclass(named, QuerySet)


def _parts(written: ast.expr) -> tuple[ast.expr, list[ast.expr]]:
    """Return the class that an annotation names, and its arguments."""
    match written:
        case ast.Subscript(value=kind, slice=ast.Tuple(elts=arguments)):
            return kind, arguments
        case ast.Subscript(value=kind, slice=argument):
            return kind, [argument]
        case _:
            return written, []


def _class_name(written: ast.expr, module: ModuleType) -> str:
    # The generated module does not import this class: its name is looked up beside the imports.
    return Imports().annotation(_parts(written)[0], module).rpartition(".")[2]


__all__ = ["own_methods", "stub"]
