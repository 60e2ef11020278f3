"""What modules write of strawberry and of strawberry-django: decorators, and what they are given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from mypy import nodes

from aobjects_mypy.syntax import class_facts, imports
from aobjects_mypy.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_LIBRARIES: Final = ("strawberry", "strawberry_django")
_PLAIN: Final = ("strawberry.",)
_OF_DJANGO: Final = ("strawberry_django.", "strawberry.django.")
_FIELDS: Final = frozenset({"field", "mutation", "subscription", "connection", "node", "offset_paginated"})
_OF_DJANGO_ALONE: Final = frozenset({"input_mutation"})
_TYPES: Final = frozenset({"type", "interface"})
FullName: TypeAlias = "Callable[[nodes.Node], str]"
"""Gives the full name of what is written ``strawberry.field``, typed or not."""
_HINTS: Final = frozenset({"only", "select_related", "prefetch_related", "annotate"})


_PERMISSION: Final = "PermissionExtension"
_LOOK_FIRST: Final = frozenset({"permission_classes", "extensions"})


@dataclass(frozen=True, slots=True)
class FieldCall:
    """``@strawberry.field(...)``, ``strawberry.field(resolver=...)``"""

    is_of_django: bool
    """Then a plain resolver runs in a thread."""
    given: Mapping[str, nodes.Expression]
    """What it is given by name, and what it is given first: the resolver."""

    @property
    def is_extended(self) -> bool:
        """Tell a field whose extensions may call the resolver in any way, as strawberry's own do not."""
        listed = self.given.get("extensions")
        written = listed.items if isinstance(listed, nodes.ListExpr) else [listed]
        return listed is not None and not all(map(_calls_as_it_is, written))

    @property
    def has_hints(self) -> bool:
        """Tell a field that says what strawberry-django's optimizer has to load for it."""
        return any(name in _HINTS for name in self.given)

    @property
    def resolver(self) -> nodes.Expression | None:
        return self.given.get("resolver")


def _calls_as_it_is(expr: nodes.Expression | None) -> bool:
    """Tell ``PermissionExtension(...)``: it asks first, and calls the resolver where it stands."""
    callee = expr.callee if isinstance(expr, nodes.CallExpr) else None
    return isinstance(callee, (nodes.NameExpr, nodes.MemberExpr)) and callee.name == _PERMISSION


def named(expr: nodes.Node, full: FullName) -> tuple[str, str]:
    """Return which of the libraries something is of, and its name there: ``("strawberry", "field")``."""
    name = full(expr)
    if name.startswith(_OF_DJANGO):
        return "strawberry_django", name.rpartition(".")[2]
    return ("strawberry", name.rpartition(".")[2]) if name.startswith(_PLAIN) else ("", "")


def field_call(expr: nodes.Expression, full: FullName) -> FieldCall | None:
    """Read a decorator, or the call that makes a field of a resolver."""
    call = expr if isinstance(expr, nodes.CallExpr) else None
    library, kind = named(call.callee if call is not None else expr, full)
    is_of_django = library == "strawberry_django"
    if not library or kind not in (_FIELDS | _OF_DJANGO_ALONE if is_of_django else _FIELDS):
        return None
    given: dict[str, nodes.Expression] = {}
    for position, argument in enumerate(call.args if call is not None else ()):
        key = call.arg_names[position] if call is not None else None
        if key is not None:
            given[key] = argument
        elif position == 0:
            given["resolver"] = argument
    return FieldCall(is_of_django, given)


def field_of(decorator: nodes.Decorator | None, full: FullName) -> FieldCall | None:
    """Return what makes a field of a function that nothing else is done to."""
    written = decorator.original_decorators if decorator is not None else []
    return field_call(written[0], full) if len(written) == 1 else None


def passed(decorator: nodes.Decorator | None, full: FullName) -> list[nodes.Expression]:
    """Return the decorators that make something of a function, and have nobody else look at the request."""
    found = []
    for expr in decorator.original_decorators if decorator is not None else ():
        name = full(expr.callee if isinstance(expr, nodes.CallExpr) else expr)
        given = expr.arg_names if isinstance(expr, nodes.CallExpr) else ()
        if name.startswith((*_PLAIN, *_OF_DJANGO)) and _LOOK_FIRST.isdisjoint(given):
            found.append(expr)
    return found


def library_of(info: nodes.TypeInfo) -> str:
    """Return the library that makes a GraphQL type of a class, or nothing."""
    for name in class_facts.decorators(info):
        if name.rpartition(".")[2] in _TYPES and name.startswith((*_OF_DJANGO, *_PLAIN)):
            return "strawberry_django" if name.startswith(_OF_DJANGO) else "strawberry"
    return ""


def refuses_rows(info: nodes.TypeInfo) -> bool:
    """Tell a type that implements an interface: strawberry takes objects of the class alone for it."""
    if info.get("is_type_of") is not None:
        return False
    return any(_is_interface(base) for base in info.mro[1:])


def _is_interface(info: nodes.TypeInfo) -> bool:
    decorators = class_facts.decorators(info)
    return any(name.startswith(_PLAIN) and name.endswith(".interface") for name in decorators)


def names_of(tree: nodes.MypyFile) -> FullName | None:
    """Return what gives the full names that a module uses, where it imports anything of strawberry."""
    found = imports.of(tree) or {}
    if not any(name.partition(".")[0] in _LIBRARIES for name in found.values()):
        return None
    return lambda expr: imports.named(expr, lambda name: found if name == tree.fullname else None)
