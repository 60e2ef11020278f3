"""How the address of an object is written: ``5:17:CallExpr->row@/9:4`` is made on line 5, called on line 9.

mypy carries addresses as texts in its types. Only this module writes their parts and takes them apart.
"""

from __future__ import annotations

from typing import Final, NewType

Address = NewType("Address", str)
NOWHERE: Final = Address("")
"""In place of the address of what is no object of the heap."""
SCOPE: Final = Address("name:self.scope")
"""The one scope that a consumer has, from whatever call it is read."""

EMPTY: Final = Address("empty")
"""The object of a container that was made empty: joining it with another adds nothing."""
WIDENED: Final = Address("widened")
"""In place of what still changed from turn to turn of a loop."""

_ROWS: Final = "[]"
_SITE: Final = "@"
_AGE: Final = "'"
_MODULE: Final = "module:"
_FOUND_BY_NAME: Final = ("<", _MODULE, SCOPE)


def at(line: int, column: int, kind: str) -> Address:
    """Return the address of what an expression, a statement or a definition makes."""
    return Address(f"{line}:{column}:{kind}")


def in_role(place: Address, role: str) -> Address:
    """Return the address of one of several objects that one place makes."""
    return Address(f"{place}{role}")


def part(place: Address, of: object) -> Address:
    """Return the place inside a place: two parts of one value are two objects."""
    return Address(f"{place}/{of}")


def of_name(name: str, what: str = "") -> Address:
    """Return the address of what a name, or a path, has stood for since before the body."""
    return Address(f"name:{name}:{what}" if what else f"name:{name}")


def of_parameter(position: int, what: str = "") -> Address:
    """Return the address of what stands for any argument while a function is summarized."""
    return Address(f"parameter {position} {what}" if what else f"parameter {position}")


def of_self(fullname: str) -> Address:
    """Return the address of the object of a class on which its methods run."""
    return Address(f"self:{fullname}")


def meeting(how: str, what: str) -> Address:
    """Return the address of what several ways, or several methods, have brought to one thing."""
    return Address(f"{how}:{what}")


def sole(what: str) -> Address:
    """Return the address of what a body has one of, under its name."""
    return Address(what)


def of_process(what: str) -> Address:
    """Return the address of what a process has one of: a content type, the answer of a call that is kept."""
    return Address(f"<{what}>")


def of_module(fullname: str) -> Address:
    """Return the address of what a container of a module holds."""
    return Address(f"{_MODULE}{fullname}")


def is_found_by_name(address: Address) -> bool:
    """Tell an object that is found by its address, not through a value."""
    return address.startswith(_FOUND_BY_NAME)


def rows(queryset: Address) -> Address:
    """Return the address of what stands for the rows of a queryset, or of a relation to many."""
    return Address(f"{queryset}{_ROWS}")


def queryset(address: Address) -> Address | None:
    """Return whose rows they are; ``None`` where the object is no such rows."""
    return Address(address.removesuffix(_ROWS)) if address.endswith(_ROWS) else None


def below(address: Address, name: str) -> Address:
    """Return the address of what an object has under a name: a related row, the user of a request."""
    return Address(f"{address}.{name}")


def at_site(address: Address, site: str) -> Address:
    """Return the address of what a body makes that is called there."""
    return Address(f"{address}{_SITE}{site}" if site else address)


def is_of_site(address: Address, site: str) -> bool:
    return f"{_SITE}{site}" in address


def moved(address: Address, site: str, other: str) -> Address:
    """Return the address that the object has when the same body is called from another site."""
    return Address(address.replace(f"{_SITE}{site}", f"{_SITE}{other}"))


def aged(address: Address) -> Address:
    """Return the address of what earlier turns of a loop have made at the same place."""
    return Address(f"{address}{_AGE}")


def is_aged(address: Address) -> bool:
    return address.endswith(_AGE)
