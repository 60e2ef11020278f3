"""Follow ``super()`` along the method resolution order, which the class of the object decides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from mypy.nodes import TypeInfo

_SUPER: Final = "super of "


def next_definer(info: TypeInfo, behind: TypeInfo, name: str) -> TypeInfo | None:
    """Return the class that has the name, of those that come after ``behind`` for an instance of ``info``."""
    if behind not in info.mro:
        return None
    following = info.mro[info.mro.index(behind) + 1 :]
    return next((base for base in following if name in base.names), None)


def step(behind: TypeInfo, name: str) -> str:
    """Write down that ``super()`` of a class was asked for a name, among the methods a body calls."""
    return f"{_SUPER}{behind.fullname} {name}"


def leads_elsewhere(called: str, info: TypeInfo, seen: TypeInfo) -> bool:
    """Tell whether a method that a body calls is another for an instance of ``info`` than for ``seen``."""
    if called.startswith(_SUPER):
        behind, _, name = called.removeprefix(_SUPER).partition(" ")
        start = next((base for base in seen.mro if base.fullname == behind), None)
        if start is None:
            return False
        return next_definer(info, start, name) is not next_definer(seen, start, name)
    mine, theirs = info.get(called), seen.get(called)
    return mine is not None and theirs is not None and mine.node is not theirs.node
