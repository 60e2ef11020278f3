"""The one class that can stand behind a protocol or an abstract class, as far as a module can see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mypy.types import Instance

from aobjects_mypy import names
from aobjects_mypy.domain import heap
from aobjects_mypy.rules import registry
from aobjects_mypy.syntax import expressions
from aobjects_mypy.types import addresses

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mypy import nodes

    from aobjects_mypy.interpreter.interpreter import Interpreter


def behind(interpreter: Interpreter, instance: Instance, path: str) -> Instance | None:
    """Return an object of the only class that implements what a name is declared as."""
    if interpreter.sink.is_summary or not _is_open(instance.type):
        return None
    known = interpreter.found_out.implementations
    if instance.type not in known:
        known[instance.type] = _only(interpreter, instance.type)
    found = known[instance.type]
    if found is None:
        return None
    address = interpreter.allocate(f"name:{path}:{found.fullname}", heap.Record({}))
    return addresses.with_address(Instance(found, []), address)


def _is_open(info: nodes.TypeInfo) -> bool:
    if not (info.is_protocol or info.is_abstract) or info.type_vars or not registry.is_plain(info):
        return False
    return not expressions.is_standard(info.module_name) and not info.module_name.startswith(
        names.NEVER_SUMMARIZED
    )


def _only(interpreter: Interpreter, info: nodes.TypeInfo) -> nodes.TypeInfo | None:
    modules = dict.fromkeys([interpreter.chain[0].module, info.module_name])
    seen = {found for module in modules for found in interpreter.callees.classes(module)}
    found = [other for other in seen if other is not info and _implements(other, info)]
    return found[0] if len(found) == 1 and not found[0].type_vars else None


def _implements(other: nodes.TypeInfo, info: nodes.TypeInfo) -> bool:
    if other.is_protocol or other.is_abstract or not registry.is_plain(other):
        return False
    if expressions.is_standard(other.module_name):
        return False
    if info in other.mro:
        return True
    members = list(_members(info))
    return info.is_protocol and bool(members) and all(other.get(name) is not None for name in members)


def _members(info: nodes.TypeInfo) -> Iterator[str]:
    for base in info.mro:
        if base.is_protocol and not expressions.is_standard(base.module_name):
            yield from (name for name in base.names if not (name.startswith("__") and name.endswith("__")))
