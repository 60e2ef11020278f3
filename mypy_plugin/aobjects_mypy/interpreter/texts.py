"""Texts that are known to the letter: the names that ``getattr`` is called with, and lists of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy import nodes
from mypy.types import Instance, LiteralType, TupleType, UnionType, get_proper_type

from aobjects_mypy import names
from aobjects_mypy.syntax import expressions
from aobjects_mypy.types import instances

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mypy.types import Type

_MOST: Final = 16
"""How many texts a loop goes through one by one; of more, any may be meant."""
_LISTS: Final = frozenset({names.LIST, names.SET})


def listing(
    shape: Type | None, items: Sequence[nodes.Expression], values: Sequence[Type | None]
) -> Type | None:
    """Return the type of ``["title", "author"]``, which says what stands in the list."""
    container = get_proper_type(shape) if shape is not None else None
    texts = [_as_value(value) for value in values if value is not None]
    if (
        not isinstance(container, Instance)
        or container.type.fullname not in _LISTS
        or len(container.args) != 1
        or not all(isinstance(item, nodes.StrExpr) for item in items)
        or not (len(items) == len(texts) <= _MOST)
        or not all(map(_is_text, texts))
    ):
        return None
    return container.copy_modified(args=[UnionType(texts) if len(texts) > 1 else texts[0]])


def _as_value(value: Type) -> Type:
    """Return a text as the value that it is, where mypy expects one of some literals."""
    literal = get_proper_type(value)
    if isinstance(literal, LiteralType):
        return literal.fallback.copy_modified(last_known_value=literal)
    return value


def listed(value: Type | None) -> Sequence[Type]:
    """Return the texts that a loop goes through, in their order; nothing where other things may be there."""
    proper = get_proper_type(value) if value is not None else None
    if isinstance(proper, TupleType):
        found: Sequence[Type] = proper.items
    elif isinstance(proper, Instance) and proper.type.fullname in _LISTS and proper.args:
        found = instances.items(proper.args[0])
    else:
        return ()
    return found if len(found) <= _MOST and all(map(_is_text, found)) else ()


def is_listing(value: Type) -> bool:
    """Tell a list or set of known texts."""
    return not isinstance(get_proper_type(value), TupleType) and bool(listed(value))


def kept(shape: Type | None, value: Type) -> Type | None:
    """Return the value of a name whose type says less: ``str`` of a text, ``list[str]`` of a list of them."""
    proper = get_proper_type(shape) if shape is not None else None
    known = get_proper_type(value)
    if not isinstance(proper, Instance) or not isinstance(known, Instance):
        return None
    is_same = proper.type is known.type and proper.last_known_value is None
    return known if is_same and (_is_text(known) or is_listing(known)) else None


def _is_text(value: Type) -> bool:
    return expressions.text(value) is not None
