"""Which functions strawberry calls on the event loop: resolvers, permissions, extensions, plain ones too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy import nodes

from aobjects_mypy.rules.strawberry import elsewhere, execution, vocabulary
from aobjects_mypy.syntax import class_facts, expressions, walk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

_CALLED: Final[Mapping[str, frozenset[str]]] = {
    "strawberry.permission.BasePermission": frozenset({"has_permission"}),
    "strawberry.extensions.field_extension.FieldExtension": frozenset({"resolve"}),
    "strawberry.extensions.base_extension.SchemaExtension": frozenset(
        {"on_operation", "on_validate", "on_parse", "on_execute", "resolve", "get_results"}
    ),
}
"""By a class: what is called of its subclasses, where it is no coroutine function."""
_AS_IMPORTED: Final = {
    "strawberry.BasePermission": "strawberry.permission.BasePermission",
    "strawberry.extensions.FieldExtension": "strawberry.extensions.field_extension.FieldExtension",
    "strawberry.extensions.SchemaExtension": "strawberry.extensions.base_extension.SchemaExtension",
}


def plain(tree: nodes.MypyFile, consult: Callable[[str], None]) -> Iterator[nodes.FuncDef]:
    """Yield the plain functions of a module that are called on the event loop."""
    full = vocabulary.names_of(tree)
    if full is None:
        yield from elsewhere.plain(tree, consult)
        return
    found = [
        function
        for definition in walk.classes(tree.defs)
        for function in (*_methods(definition, full), *_called(definition))
        if not function.is_coroutine and not function.is_async_generator
    ]
    found += [function for function in _named(tree, full) if not function.is_coroutine]
    if found and execution.is_async(tree, full, consult):
        yield from found


def _methods(definition: nodes.ClassDef, full: vocabulary.FullName) -> Iterator[nodes.FuncDef]:
    """Yield the resolvers in the body of a class."""
    for statement in walk.scope_statements(definition.defs.body):
        decorator = statement if isinstance(statement, nodes.Decorator) else None
        field = vocabulary.field_of(decorator, full)
        if decorator is not None and field is not None and not (field.is_of_django or field.is_extended):
            yield decorator.func


def _called(definition: nodes.ClassDef) -> Iterator[nodes.FuncDef]:
    """Yield the methods of a permission or an extension."""
    if isinstance(definition.info, nodes.FakeInfo):
        return
    bases = (name for name in class_facts.base_names(definition.info) if name != definition.info.fullname)
    names = frozenset().union(*(_CALLED.get(_AS_IMPORTED.get(base, base), ()) for base in bases))
    for statement in definition.defs.body:
        if isinstance(statement, nodes.FuncDef) and statement.name in names:
            yield statement


def _named(tree: nodes.MypyFile, full: vocabulary.FullName) -> Iterator[nodes.FuncDef]:
    """Yield the functions of the module that a field names: ``strawberry.field(resolver=books)``."""
    for definition in walk.classes(tree.defs):
        for statement in definition.defs.body:
            if isinstance(statement, nodes.AssignmentStmt):
                field = vocabulary.field_call(statement.rvalue, full)
                resolver = field.resolver if field is not None else None
                if field is None or resolver is None or field.is_of_django or field.is_extended:
                    continue
                node = resolver.node if isinstance(resolver, nodes.RefExpr) else None
                if isinstance(node, nodes.FuncDef) and expressions.fullname(resolver) in _own(tree):
                    yield node


def _own(tree: nodes.MypyFile) -> frozenset[str]:
    """Return the full names of the functions that the module defines itself."""
    return frozenset(statement.fullname for statement in tree.defs if isinstance(statement, nodes.FuncDef))
