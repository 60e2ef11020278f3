"""How a chain that starts at a name is written: ``self.book``, ``rows['first'].author``.

The variables of a state have these texts as keys, and a name is the shortest of them: a dict finds no other
value as fast. Only this module writes them and takes them apart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NewType

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

AccessPath = NewType("AccessPath", str)


def name(text: str) -> AccessPath:
    """Return the path of a variable."""
    return AccessPath(text)


def attribute(owner: AccessPath, name: str) -> AccessPath:
    return AccessPath(f"{owner}.{name}")


def item(container: AccessPath, key: str | int) -> AccessPath:
    return AccessPath(f"{container}[{key!r}]")


def under(container: AccessPath, keys: Sequence[AccessPath], *, is_tuple: bool) -> AccessPath:
    """Return the item under keys that have names: ``rows[pk]``; texts and numbers are written otherwise."""
    written = ", ".join(keys)
    return AccessPath(f"{container}[({written})]" if is_tuple else f"{container}[{written}]")


def container_of(path: AccessPath) -> AccessPath | None:
    """Return where the item under a named key is, ``None`` for any other path."""
    container, _, key = path.partition("[")
    is_named = key.endswith("]") and (key[0] in "_(" or key[0].isalpha())
    return AccessPath(container) if is_named else None


def is_keyed_by(path: AccessPath, key: AccessPath) -> bool:
    """Tell an item whose key is this, or is read off it."""
    container = container_of(path)
    if container is None:
        return False
    keys = path[len(container) + 1 : -1].strip("()").split(", ")
    return any(known == key or known.startswith(f"{key}.") for known in keys)


def length(container: AccessPath) -> AccessPath:
    """Return where it says how many items a container has: no item's key is written like that."""
    return AccessPath(f"{container}[]")


def is_name(path: AccessPath) -> bool:
    """Tell a variable from what is read off one."""
    return "." not in path and "[" not in path


def variable(path: AccessPath) -> str:
    """Return the name that a path starts at."""
    return path.partition(".")[0].partition("[")[0]


def start(path: AccessPath) -> tuple[str, str]:
    """Return the name that a chain of attributes starts at, and what is read off it; a name, and nothing."""
    first, _, rest = path.partition(".")
    return first, rest


def split(path: AccessPath) -> tuple[AccessPath | None, str]:
    """Return what has the attribute that a path ends with, and its name; nothing, and a name."""
    owner, _, name = path.rpartition(".")
    return AccessPath(owner) if owner else None, name


def has_items(path: AccessPath) -> bool:
    """Tell a path with an item on the way."""
    return "[" in path


def key(path: AccessPath, container: AccessPath) -> str | None:
    """Return the text that is the key of an item of ``container``."""
    start, end = f"{container}['", "']"
    return path[len(start) : -len(end)] if path.startswith(start) and path.endswith(end) else None


def leading_on(path: AccessPath, known: Iterable[AccessPath]) -> list[AccessPath]:
    """Return what of ``known`` is read off a path, or is an item that has it as its key."""
    prefixes = (f"{path}.", f"{path}[")
    return [one for one in known if one.startswith(prefixes) or ("[" in one and is_keyed_by(one, path))]
