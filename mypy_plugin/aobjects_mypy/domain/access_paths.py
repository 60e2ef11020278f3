"""How a chain that starts at a name is written: ``self.book``, ``rows['first'].author``.

The variables of a state have these texts as keys, and a name is the shortest of them: a dict finds no other
value as fast. Only this module writes them and takes them apart.
"""

from __future__ import annotations


def attribute(owner: str, name: str) -> str:
    return f"{owner}.{name}"


def item(container: str, key: str | int) -> str:
    return f"{container}[{key!r}]"


def under(container: str, key: str) -> str:
    """Return the item under a key that has a name: ``rows[pk]``; texts and numbers are written otherwise."""
    return f"{container}[{key}]"


def container_of(path: str) -> str | None:
    """Return where the item under a named key is, ``None`` for any other path."""
    container, _, key = path.partition("[")
    return container if key.endswith("]") and (key[0] in "_(" or key[0].isalpha()) else None


def is_keyed_by(path: str, name: str) -> bool:
    """Tell an item whose key is this name, or is read off it."""
    container = container_of(path)
    if container is None:
        return False
    keys = path[len(container) + 1 : -1].strip("()").split(", ")
    return any(key == name or key.startswith(f"{name}.") for key in keys)


def length(container: str) -> str:
    """Return where it says how many items a container has: no item's key is written like that."""
    return f"{container}[]"


def is_name(path: str) -> bool:
    """Tell a variable from what is read off one."""
    return "." not in path and "[" not in path


def variable(path: str) -> str:
    """Return the name that a path starts at."""
    return path.partition(".")[0].partition("[")[0]


def split(path: str) -> tuple[str, str]:
    """Return what has the attribute that a path ends with, and its name; nothing, and a name."""
    owner, _, name = path.rpartition(".")
    return owner, name


def has_items(path: str) -> bool:
    """Tell a path with an item on the way."""
    return "[" in path


def key(path: str, container: str) -> str | None:
    """Return the text that is the key of an item of ``container``."""
    start, end = f"{container}['", "']"
    return path[len(start) : -len(end)] if path.startswith(start) and path.endswith(end) else None


def prefixes(path: str) -> tuple[str, ...]:
    """Return what the paths begin with that lead on from here."""
    return f"{path}.", f"{path}["
