"""Async permissions, which adrf asks on the event loop: the user, and the row, of views that name them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy import nodes

from aobjects_mypy.domain import heap
from aobjects_mypy.models import application
from aobjects_mypy.rules.drf import authentication, declared, library
from aobjects_mypy.types import instances

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mypy.types import Instance, Type

    from aobjects_mypy.analysis.evaluator import Evaluator

_OF_REQUEST: Final = "has_permission"
OF_ROW: Final = "has_object_permission"
_OWN_STEPS: Final = ("get_permissions", "check_permissions", "check_object_permissions")


def is_asked(function: nodes.FuncDef) -> bool:
    return (
        function.is_coroutine
        and function.name in (_OF_REQUEST, OF_ROW)
        and library.of_class(function.info) is not None
    )


def classes(listed: nodes.Expression | None) -> Iterator[nodes.TypeInfo]:
    """Yield the classes that are asked for sure: of ``A | B`` the first, of ``A & B`` both."""
    if isinstance(listed, (nodes.ListExpr, nodes.TupleExpr)):
        for item in listed.items:
            yield from classes(item)
    elif isinstance(listed, nodes.OpExpr) and listed.op in ("&", "|"):
        yield from classes(listed.left)
        if listed.op == "&":
            yield from classes(listed.right)
    elif isinstance(listed, nodes.RefExpr) and isinstance(listed.node, nodes.TypeInfo):
        yield listed.node


def views(analysis: Evaluator, permission: nodes.TypeInfo) -> Sequence[nodes.TypeInfo]:
    """Return the views of adrf that name a class: those beside it, and those that the URLs lead to."""
    modules = [permission.module_name]
    modules += [source.module for source in application.sources(analysis.callees.consult)]
    found = {
        info.fullname: info
        for module in dict.fromkeys(modules)
        for info in analysis.callees.classes(module)
        if authentication.is_known(info) and not library.has_own(info, *_OWN_STEPS)
    }
    return [info for info in found.values() if permission in classes(_named(analysis, info))]


def _named(analysis: Evaluator, view: nodes.TypeInfo) -> nodes.Expression | None:
    return declared.value_of(analysis, view, "permission_classes")


def before(analysis: Evaluator, named_by: Sequence[nodes.TypeInfo]) -> list[authentication.Asked]:
    """Return what each of the views asks before: who it is."""
    found = [authentication.of_class(analysis, info) for info in named_by]
    if not found or None in found:
        return []
    return [authentication.Asked(asked.authentication, (), ()) for asked in found if asked is not None]


def begin(
    several: Sequence[authentication.Asked],
    request: Instance,
    analysis: Evaluator,
    function: nodes.FuncDef,
    first: Type | None,
) -> None:
    """Put on the request whom any of the views finds."""
    found: dict[str, list[Type]] = {}
    for number, asked in enumerate(several):
        with analysis.site(f"#{number}"):
            authentication.begin(asked, request, analysis, function, first)
        record = analysis.entry(request)
        for name, value in record.fields.items() if isinstance(record, heap.Record) else ():
            found.setdefault(name, []).append(value)
        analysis.put(request, heap.Record({}))
    known = {name: instances.union(values) for name, values in found.items() if len(values) == len(several)}
    analysis.put(request, heap.Record(known))
