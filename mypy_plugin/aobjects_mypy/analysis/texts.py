"""Texts that are known to the letter: the names that ``getattr`` is called with, and lists of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy import nodes
from mypy.types import Instance, LiteralType, NoneType, TupleType, UnionType, get_proper_type

from aobjects_mypy import names
from aobjects_mypy.domain import address_parts
from aobjects_mypy.syntax import expressions
from aobjects_mypy.types import addresses, instances

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mypy.types import Type

_MOST: Final = 16
"""How many texts a loop goes through one by one; of more, any may be meant."""
_LISTS: Final = frozenset({names.LIST, names.SET})


def listing(
    shape: Type | None, items: Sequence[nodes.Expression], values: Sequence[Type | None]
) -> Type | None:
    """Return the type of ``["title", "author"]``, which says what stands in the list.

    And of ``[("Written by", "author")]``.
    """
    if not all(isinstance(item, (nodes.StrExpr, nodes.TupleExpr)) for item in items) or None in values:
        return None
    return _made_of(shape, [_as_value(value) for value in values if value is not None])


def joined(shape: Type | None, parts: Sequence[Type | None]) -> Type | None:
    """Return the type of ``[*BASE, "author"]`` and ``BASE + ["author"]``, of texts and lists of them."""
    texts: list[Type] = []
    for part in parts:
        proper = get_proper_type(part) if part is not None else None
        found = [part] if part is not None and is_told(part) else _members(proper)
        if not found and not is_empty(proper):
            return None
        texts += map(_as_value, found)
    return _made_of(shape, texts)


def _members(value: Type | None) -> Sequence[Type]:
    if isinstance(value, TupleType):
        return listed(value)
    container = _list(value)
    return instances.items(container.args[0]) if container is not None and _held(container) else ()


def _made_of(shape: Type | None, texts: Sequence[Type]) -> Type | None:
    container = _list(shape)
    are_texts = all(is_told(text) or isinstance(text, NoneType) for text in texts)
    if container is None or not are_texts or not (0 < len(texts) <= _MOST):
        return None
    made = container.copy_modified(args=[UnionType(texts) if len(texts) > 1 else texts[0]])
    made.extra_attrs = None
    return made


def _list(value: Type | None) -> Instance | None:
    container = get_proper_type(value) if value is not None else None
    if not isinstance(container, Instance) or len(container.args) != 1:
        return None
    return container if container.type.fullname in _LISTS else None


def is_empty(value: Type | None) -> bool:
    """Tell ``[]`` and ``()``."""
    proper = get_proper_type(value) if value is not None else None
    if isinstance(proper, TupleType):
        return not proper.items
    return isinstance(proper, Instance) and addresses.address_of(proper) == address_parts.EMPTY


def added(one: Type | None, other: Type | None) -> Type | None:
    """Return ``one + other`` of two tuples of known texts."""
    left, right = get_proper_type(one) if one else None, get_proper_type(other) if other else None
    if not isinstance(left, TupleType) or not isinstance(right, TupleType):
        return None
    found = [*left.items, *right.items]
    return left.copy_modified(items=found) if found and all(map(_is_text, found)) else None


def kept_by_object(value: Type | None) -> Type | None:
    """Return what an attribute holds; to a list of texts, any method may add others."""
    proper = get_proper_type(value) if value is not None else None
    if isinstance(proper, Instance) and proper.type.fullname in _LISTS and is_listing(proper):
        return addresses.kept(proper)
    return value


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
    return found if len(found) <= _MOST and all(map(is_told, found)) else ()


def at_most(value: Type | None) -> list[str] | None:
    """Return the texts of a list or a tuple that was made of them: no others, on some ways fewer.

    ``list[Literal["author"]]`` is only declared.
    """
    found: dict[str, None] = {}
    for item in instances.items(value):
        if isinstance(item, TupleType):
            texts = [expressions.text(member) for member in item.items]
        else:
            texts = [expressions.text(member) for member in (_held(item) or {"": item}).values()]
        if None in texts:
            return None
        found |= dict.fromkeys(text for text in texts if text is not None)
    return list(found) or None


def either(one: Instance, other: Instance) -> Instance | None:
    """Return a list that is one of two lists of known texts: ``None`` beside them says that some may lack."""
    if one.type is not other.type:
        return None
    left, right = _held(one), _held(other)
    if left is None or right is None:
        return None
    if one.args == other.args and list(left) == list(right):
        return one
    held = {**left, **right}
    return one.copy_modified(args=[UnionType([*held.values(), NoneType()])]) if len(held) <= _MOST else None


def _held(value: Type | None) -> dict[str, Type] | None:
    container = _list(value)
    if container is None:
        return None
    held: dict[str, Type] = {}
    for item in instances.items(container.args[0]):
        if is_told(item):
            held[str(item)] = item
        elif not isinstance(item, NoneType):
            return None
    return held or None


def is_listing(value: Type) -> bool:
    """Tell a list or set of known texts, or of those that it has at most."""
    return not isinstance(get_proper_type(value), TupleType) and (
        bool(listed(value)) or all(_held(item) is not None for item in instances.items(value))
    )


def kept(shape: Type | None, value: Type | None) -> Type | None:
    """Return the value of a name whose type says less: ``str`` of a text, ``bool`` of what is ``True``."""
    proper = get_proper_type(shape) if shape is not None else None
    known = get_proper_type(value) if value is not None else None
    if isinstance(proper, Instance) and proper.type.fullname == names.TUPLE and isinstance(known, TupleType):
        return known if listed(known) else None
    if isinstance(proper, TupleType) and isinstance(known, TupleType):
        return known if len(proper.items) == len(known.items) and is_told(known) else None
    if not isinstance(proper, Instance) or not isinstance(known, Instance):
        return None
    is_same = proper.type is known.type and proper.last_known_value is None
    is_flag = known.type.fullname == names.BOOL and known.last_known_value is not None
    return known if is_same and (is_flag or _is_text(known) or is_listing(known)) else None


def _is_text(value: Type) -> bool:
    return expressions.text(value) is not None


def is_told(value: Type) -> bool:
    """Tell a text that is known, or a tuple of constants with one among them."""
    proper = get_proper_type(value)
    if not isinstance(proper, TupleType):
        return _is_text(value)
    return any(map(_is_text, proper.items)) and all(map(_is_plain, proper.items))


def _is_plain(value: Type) -> bool:
    proper = get_proper_type(value)
    return isinstance(proper, (NoneType, LiteralType)) or (
        isinstance(proper, Instance) and proper.last_known_value is not None
    )
