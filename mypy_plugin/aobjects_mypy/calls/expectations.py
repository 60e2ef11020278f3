"""A value that goes where ``Loaded`` is written must have what it names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mypy.types import CallableType, Instance, TupleType, Type, get_proper_type

from aobjects_mypy import diagnostics
from aobjects_mypy.domain.load_state import Status
from aobjects_mypy.orm import evaluation, paths, relations
from aobjects_mypy.syntax import signatures
from aobjects_mypy.types import addresses, instances

if TYPE_CHECKING:
    from mypy import nodes

    from aobjects_mypy.analysis.analysis import Analysis
    from aobjects_mypy.syntax.call import Call


def check_call(analysis: Analysis, signature: Type | None, call: Call) -> None:
    """Report each argument that is known to lack what its parameter's ``Loaded`` names."""
    callee = get_proper_type(signature) if signature is not None else None
    if not isinstance(callee, CallableType):
        return
    for position, argument in enumerate(call.arguments):
        formal = signatures.formal(callee, call, position)
        if formal is not None:
            check_value(analysis, formal, argument.value, argument.expr)


def check_value(analysis: Analysis, wanted: Type, value: Type | None, node: nodes.Context) -> None:
    for item in instances.items(wanted):
        if isinstance(item, Instance):
            for given in instances.instances(value):
                _check_instance(analysis, item, given, node)
        elif isinstance(item, TupleType):
            for members in instances.items(value):
                if isinstance(members, TupleType) and len(members.items) == len(item.items):
                    for inner, member in zip(item.items, members.items, strict=True):
                        check_value(analysis, inner, member, node)


def _check_instance(analysis: Analysis, wanted: Instance, given: Instance, node: nodes.Context) -> None:
    named = addresses.loaded_paths(wanted)
    if named is not None:
        if relations.is_row(given):
            _check_row(analysis, given, named, node)
        return
    if not wanted.args or not any(_has_paths(arg) for arg in wanted.args):
        return
    name = addresses.address_of(given)
    row = (
        evaluation.rows_object(analysis, name) if name is not None and evaluation.is_queryset(given) else None
    )
    generic = instances.as_supertype(given, wanted.type.fullname)
    if generic is None:
        return
    for inner, member in zip(wanted.args, generic.args, strict=False):
        tagged = member
        if row is not None:
            tagged = instances.tag_all(
                member, {info.fullname: row for info in instances.untagged_classes(member)}
            )
        check_value(analysis, inner, tagged, node)


def _has_paths(typ: Type) -> bool:
    return any(
        addresses.loaded_paths(item) is not None or any(_has_paths(arg) for arg in item.args)
        for item in instances.items(typ)
        if isinstance(item, Instance)
    )


def _check_row(analysis: Analysis, given: Instance, wanted: tuple[str, ...], node: nodes.Context) -> None:
    found = analysis.row(given)
    schema = analysis.model_of(given.type)
    if found is None or schema is None:
        return
    for path in wanted:
        status = paths.status(analysis, found[1], schema, path.split("__"))
        if status is Status.LOADED:
            continue
        is_field = schema.column(path) is not None and path not in schema.relations
        words = diagnostics.deferred_argument if is_field else diagnostics.unloaded_argument
        error = words(path, schema.name, found[1].state.query)
        analysis.report(error if status is Status.MISSING else error.as_unproven(), node)
