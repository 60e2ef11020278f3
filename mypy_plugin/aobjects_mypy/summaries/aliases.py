"""Find the function behind a name that a module or a class assigns: an alias, a lambda, a ``partial``.

mypy knows such a name as a variable, and no more of it than its type.  What the name was given is read off
the statement; for callers in other modules it is kept beside the summaries.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from mypy import nodes

from aobjects_mypy import names
from aobjects_mypy.syntax import class_facts, definitions, expressions, walk
from aobjects_mypy.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mypy.types import Type

_STATIC: Final = "static"
_CLASS: Final = "class"
_PROPERTY: Final = "property"
_KINDS: Final = {
    names.STATICMETHOD: _STATIC,
    names.CLASSMETHOD: _CLASS,
    names.PROPERTY: _PROPERTY,
}
_GIVEN: Final = (
    nodes.LambdaExpr, nodes.CallExpr, nodes.RefExpr, nodes.DictExpr, nodes.ListExpr, nodes.TupleExpr,
    nodes.DictionaryComprehension,
    nodes.StrExpr,
)  # fmt: skip
"""What may be a function, or hold some; or name a template."""
_DEPTH: Final = 10
"""How many names may stand for one another: more are a circle."""


@dataclass(frozen=True, slots=True)
class Assigned:
    """What a name was given by the one statement that binds it."""

    variable: nodes.Var
    statement: nodes.AssignmentStmt


@dataclass(frozen=True, slots=True)
class _Made:
    """A function that was made for a name, and what it was made from."""

    statement: nodes.AssignmentStmt | None
    body: nodes.Block | None
    function: nodes.FuncDef
    original: nodes.SymbolNode | None


class Aliases:
    """Makes, for each name, a function that says by what arguments it is called."""

    def __init__(
        self,
        module: Callable[[str], nodes.MypyFile | None],
        stored: Callable[[str, str], dict[str, Any] | None],
    ) -> None:
        self._module: Final = module
        self._stored: Final = stored
        self._assigned: Final[dict[str, tuple[list[nodes.Statement], dict[nodes.Var, Assigned]]]] = {}
        self._made: Final[dict[nodes.Var, _Made]] = {}
        self._originals: Final[dict[nodes.FuncDef, nodes.SymbolNode]] = {}

    def behind(self, node: nodes.Node | None) -> nodes.Node | None:
        """Return the function that a name stands for; what is no such name is returned as it is."""
        if not isinstance(node, nodes.Var):
            return node
        return self._function(node, _DEPTH) or node

    def original(self, node: nodes.Node | None) -> nodes.Node | None:
        """Return the function whose body an alias runs."""
        if isinstance(node, nodes.FuncDef):
            return self._originals.get(node, node)
        return node

    def of_module(self, tree: nodes.MypyFile) -> Iterator[tuple[nodes.Var, nodes.FuncDef]]:
        """Yield the names of a module that stand for functions."""
        for assigned in self._assigned_in(tree.fullname).values():
            function = self._function(assigned.variable, _DEPTH)
            if function is not None:
                yield assigned.variable, function

    def assigned(self, variable: nodes.Var) -> nodes.Expression | None:
        """Return what the one statement gives that binds a name of a module."""
        module = definitions.module_of(variable)
        if not module or module.startswith(names.NEVER_SUMMARIZED):
            return None
        found = self._assigned_in(module).get(variable)
        return found.statement.rvalue if found is not None else None

    def signature(self, function: nodes.FuncDef) -> list[Any]:
        """Write down by what arguments an alias is called."""
        kinds = [kind.value for kind in function.arg_kinds]
        return [
            list(function.arg_names),
            kinds,
            [function.is_static, function.is_class, function.is_property, function.is_coroutine],
        ]

    def _function(self, variable: nodes.Var, depth: int) -> nodes.FuncDef | None:
        module = definitions.module_of(variable)
        if not module or module.startswith(names.NEVER_SUMMARIZED) or not depth:
            return None
        assigned = self._assigned_in(module).get(variable)
        known = self._made.get(variable)
        if assigned is None:
            return self._from_store(module, variable, known)
        made = self._make(assigned, known, depth)
        if made is None:
            self._made.pop(variable, None)
            return None
        self._made[variable] = made
        if made.original is not None:
            self._originals[made.function] = made.original
        return made.function

    def _from_store(self, module: str, variable: nodes.Var, known: _Made | None) -> nodes.FuncDef | None:
        tree = self._module(module)
        if tree is None or tree.defs:
            return None
        if known is None or known.statement is not None:
            signature = (self._stored(module, variable.fullname) or {}).get("signature")
            if signature is None:
                return None
            known = self._made[variable] = _Made(None, None, _restored(variable, signature), None)
        return known.function

    def _make(self, assigned: Assigned, known: _Made | None, depth: int) -> _Made | None:
        variable, statement = assigned.variable, assigned.statement
        kind, value = _unwrapped(statement.rvalue, variable)
        if isinstance(value, nodes.LambdaExpr):
            return _current(known, statement, value.body) or _Made(
                statement, value.body, _from_lambda(variable, statement, value, kind), None
            )
        if isinstance(value, nodes.CallExpr):
            if expressions.fullname(value.callee) != names.PARTIAL or not value.args:
                return None
            target = self._target(value.args[0], depth)
            function = definitions.function_of(target)
            if function is None or isinstance(value.args[0], nodes.LambdaExpr):
                return None
            return _current(known, statement, function.body) or _Made(
                statement, function.body, _forwarding(variable, statement, function, value), None
            )
        target = self._target(value, depth)
        function = definitions.function_of(target)
        if function is None or not isinstance(target, nodes.SymbolNode):
            return None
        current = _current(known, statement, function.body)
        if current is not None and current.original is self.original(target):
            return current
        original = self.original(target)
        assert isinstance(original, nodes.SymbolNode)
        return _Made(statement, function.body, _twin(variable, function, kind), original)

    def _target(self, expr: nodes.Expression, depth: int) -> nodes.Node | None:
        """Return the function of the project that an expression names."""
        if not isinstance(expr, nodes.RefExpr):
            return None
        node: nodes.Node | None = expr.node
        if node is None and isinstance(expr, nodes.MemberExpr) and isinstance(expr.expr, nodes.RefExpr):
            owner = expr.expr.node
            symbol = owner.get(expr.name) if isinstance(owner, nodes.TypeInfo) else None
            node = symbol.node if symbol is not None else None
        if isinstance(node, nodes.Var):
            return self._function(node, depth - 1)
        function = definitions.function_of(node)
        if function is None or function.fullname.startswith(names.NEVER_SUMMARIZED):
            return None
        return node

    def _assigned_in(self, module: str) -> dict[nodes.Var, Assigned]:
        tree = self._module(module)
        if tree is None or tree.is_stub:
            return {}
        known = self._assigned.get(module)
        if known is None or known[0] is not tree.defs:
            # A module that is parsed anew has other statements.
            known = self._assigned[module] = tree.defs, dict(_assigned(tree))
        return known[1]


def _current(known: _Made | None, statement: nodes.AssignmentStmt, body: nodes.Block) -> _Made | None:
    return known if known is not None and known.statement is statement and known.body is body else None


def _assigned(tree: nodes.MypyFile) -> Iterator[tuple[nodes.Var, Assigned]]:
    """Yield the names of a module and its classes that one statement binds to what may be a function."""
    yield from _assigned_once(tree, tree.defs, None)
    for definition in walk.classes(tree.defs):
        yield from _assigned_once(tree, definition.defs.body, definition)


def _assigned_once(
    tree: nodes.MypyFile, body: list[nodes.Statement], definition: nodes.ClassDef | None
) -> Iterator[tuple[nodes.Var, Assigned]]:
    bound: dict[nodes.Var, Assigned | None] = {}
    for statement in walk.scope_statements(body):
        if not isinstance(statement, nodes.AssignmentStmt):
            continue
        for target in statement.lvalues:
            variable = target.node if isinstance(target, nodes.NameExpr) else None
            if isinstance(variable, nodes.Var):
                is_new = variable not in bound and _may_be_function(statement, variable, definition)
                bound[variable] = Assigned(variable, statement) if is_new else None
    found = [assigned for assigned in bound.values() if assigned is not None]
    if not found:
        return
    changed = set(
        _global_names(tree.defs) if definition is None else class_facts.assigned_by_methods(definition)
    )
    for assigned in found:
        variable = assigned.variable
        if variable.name not in changed and not _is_imported_anew(tree, variable):
            yield variable, assigned


def _is_imported_anew(tree: nodes.MypyFile, variable: nodes.Var) -> bool:
    """Tell a name that an import or a ``def`` in another branch binds, too."""
    info = variable.info if variable.info is not nodes.VAR_NO_INFO else None
    table = info.names if info else tree.names
    symbol = table.get(variable.name)
    return symbol is None or symbol.node is not variable or f"{variable.name}-redefinition" in table


def _may_be_function(
    statement: nodes.AssignmentStmt, variable: nodes.Var, definition: nodes.ClassDef | None
) -> bool:
    if definition is not None and statement.unanalyzed_type is not None:
        # A field of an object, which is given another value in the next object.
        return variable.is_classvar or variable.is_final
    return isinstance(statement.rvalue, _GIVEN)


def _global_names(body: list[nodes.Statement]) -> Iterator[str]:
    """Yield the names that functions bind anew by ``global``."""
    for statement in walk.scope_statements(body):
        if isinstance(statement, nodes.ClassDef):
            yield from _global_names(statement.defs.body)
            continue
        function = definitions.function_of(statement)
        for inner in walk.statements(function.body) if function is not None else ():
            if isinstance(inner, nodes.GlobalDecl):
                yield from inner.names


def _unwrapped(expr: nodes.Expression, variable: nodes.Var) -> tuple[str, nodes.Expression]:
    """Return what ``staticmethod(...)`` or ``property(...)`` of a class body makes a method of."""
    kind = ""
    if isinstance(expr, nodes.CallExpr) and len(expr.args) >= 1 and variable.info:
        kind = _KINDS.get(expressions.fullname(expr.callee), "")
        if kind and expr.arg_kinds[0] is nodes.ARG_POS:
            return kind, expr.args[0]
    return "", expr


def _from_lambda(
    variable: nodes.Var, statement: nodes.AssignmentStmt, value: nodes.LambdaExpr, kind: str
) -> nodes.FuncDef:
    function = nodes.FuncDef(variable.name, list(value.arguments), value.body)
    return _placed(function, variable, statement, kind)


def _placed(
    function: nodes.FuncDef, variable: nodes.Var, statement: nodes.AssignmentStmt | None, kind: str
) -> nodes.FuncDef:
    function._fullname = variable.fullname
    if variable.info is not nodes.VAR_NO_INFO:
        function.info = variable.info
    if statement is not None:
        function.set_line(statement)
    return _flagged(function, kind)


def _flagged(function: nodes.FuncDef, kind: str) -> nodes.FuncDef:
    function.is_static = kind == _STATIC
    function.is_class = kind == _CLASS
    function.is_property = kind == _PROPERTY
    return function


def _twin(variable: nodes.Var, original: nodes.FuncDef, kind: str) -> nodes.FuncDef:
    """Return a function of the same body that is called by another name, and perhaps in another way."""
    # A function that mypy read from its cache has no body, and not even arguments.
    arguments = list(original.arguments) if original.body.body else []
    function = nodes.FuncDef(variable.name, arguments, original.body)
    function.arg_names, function.arg_kinds = list(original.arg_names), list(original.arg_kinds)
    function.is_coroutine, function.is_generator = original.is_coroutine, original.is_generator
    _placed(function, variable, None, kind)
    if not kind:
        function.is_static, function.is_class = original.is_static, original.is_class
        function.is_property = original.is_property
    return function


def _restored(variable: nodes.Var, signature: list[Any]) -> nodes.FuncDef:
    function = nodes.FuncDef(variable.name, [], nodes.Block([]))
    arg_names, kinds, (is_static, is_class, is_property, is_coroutine) = signature
    function.arg_names = list(arg_names)
    function.arg_kinds = [nodes.ArgKind(kind) for kind in kinds]
    _placed(function, variable, None, "")
    function.is_static, function.is_class, function.is_property = is_static, is_class, is_property
    function.is_coroutine = is_coroutine
    return function


def _forwarding(
    variable: nodes.Var, statement: nodes.AssignmentStmt, target: nodes.FuncDef, made: nodes.CallExpr
) -> nodes.FuncDef:
    """Return ``def get(limit): return target(given, limit=limit)`` for ``get = partial(target, given)``."""
    callee, *given = made.args
    given_kinds, given_names = made.arg_kinds[1:], made.arg_names[1:]
    positional = sum(kind is nodes.ARG_POS for kind in given_kinds)
    skipped = positional + (target.is_class and not target.is_static)
    arguments, passed, kinds, keys = [], list(given), list(given_kinds), list(given_names)
    for position, (name, kind) in enumerate(zip(target.arg_names, target.arg_kinds, strict=True)):
        if (position < skipped and kind.is_positional()) or name is None or name in given_names:
            continue
        typ = _type_at(target, position)
        parameter = nodes.Var(name, typ)
        arguments.append(nodes.Argument(parameter, typ, None, kind))
        expr = nodes.NameExpr(name)
        expr.kind, expr.node = nodes.LDEF, parameter
        expr.set_line(made)
        by_position = kind.is_star() or (nodes.ARG_STAR in target.arg_kinds and kind.is_positional())
        passed.append(expr)
        kinds.append(kind if kind.is_star() else nodes.ARG_POS if by_position else nodes.ARG_NAMED)
        keys.append(None if by_position else name)
    call = nodes.CallExpr(callee, passed, kinds, keys)
    call.set_line(made)
    returned = nodes.ReturnStmt(call)
    returned.set_line(made)
    function = nodes.FuncDef(variable.name, arguments, nodes.Block([returned]))
    # A partial is no method of the class that it stands in.
    return _placed(function, variable, statement, _STATIC)


def _type_at(function: nodes.FuncDef, position: int) -> Type | None:
    arg_types = getattr(function.type, "arg_types", [])
    return arg_types[position] if position < len(arg_types) else None
