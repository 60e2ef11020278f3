"""How the address of an object is written: ``5:17:CallExpr->row@/9:4`` is made on line 5, called on line 9.

mypy carries addresses as texts in its types. Only this module writes their parts and takes them apart.
"""

from __future__ import annotations

from typing import Final

_ROWS: Final = "[]"
_SITE: Final = "@"
_AGE: Final = "'"


def rows(queryset: str) -> str:
    """Return the address of what stands for the rows of a queryset, or of a relation to many."""
    return f"{queryset}{_ROWS}"


def queryset(address: str) -> str | None:
    """Return whose rows they are; ``None`` where the object is no such rows."""
    return address.removesuffix(_ROWS) if address.endswith(_ROWS) else None


def below(address: str, name: str) -> str:
    """Return the address of what an object has under a name: a related row, the user of a request."""
    return f"{address}.{name}"


def at_site(address: str, site: str) -> str:
    """Return the address of what a body makes that is called there."""
    return f"{address}{_SITE}{site}" if site else address


def is_of_site(address: str, site: str) -> bool:
    return f"{_SITE}{site}" in address


def moved(address: str, site: str, other: str) -> str:
    """Return the address that the object has when the same body is called from another site."""
    return address.replace(f"{_SITE}{site}", f"{_SITE}{other}")


def aged(address: str) -> str:
    """Return the address of what earlier turns of a loop have made at the same place."""
    return f"{address}{_AGE}"


def is_aged(address: str) -> bool:
    return address.endswith(_AGE)
