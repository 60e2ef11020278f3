"""What the bodies of managers, querysets and model forms say, kept in the class for callers in other modules.

mypy frees a module's bodies when it is checked, and a cached module has none.  The metadata of a class is
serialised with it and part of the module's interface: when a fact changes, the callers are checked again.
The facts are read when the class is defined, before names are bound: they are about syntax only.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, TypeGuard

from mypy import nodes
from mypy.types import CallableType, Instance, TypeType, get_proper_type

from aobjects_mypy import names
from aobjects_mypy.syntax import annotated, expressions, imports, walk
from aobjects_mypy.types import instances
from aobjects_mypy.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

_KEY: Final = "aobjects_mypy"
_CHAINS: Final = "chains"
_FIELDS: Final = "fields"
_EXCLUDE: Final = "exclude"
_KEPT: Final = "kept"
_CHANGED: Final = "changed"
_UNSEEN: Final = "unseen"
_DECORATORS: Final = "decorators"
_ANNOTATED: Final = "annotated"

Chain = list[list[Any]]
"""Steps ``[method, argument, ...]``: a string, ``None``, or ``[OPAQUE]`` for what is no literal."""

OPAQUE: Final = "?"
SUPER: Final = "super"
ANEW: Final = "anew"
"""``BookQuerySet(self.model)``: the chain begins with a queryset of that class."""
_ROWS: Final = (names.QUERYSET, names.BASE_MANAGER, names.ASYNC_ROWS)


def note(
    definition: nodes.ClassDef,
    neutral: frozenset[str],
    imports_of: Callable[[str], Mapping[str, str] | None],
    path: str,
) -> None:
    """Read the facts of a class that is being defined in the file ``path`` and store them in it.

    Steps by a ``neutral`` method are left out: it changes which rows come, not what is loaded on them.
    ``imports_of`` gives what a module imports, see ``imports.original``.
    """
    info = definition.info
    facts: dict[str, Any] = {}
    # A base that mypy cannot read may be one: ``class Shelves(models.Manager.from_queryset(ShelfQuerySet))``.
    if info.fallback_to_any or any(info.has_base(base) for base in _ROWS):
        chains = _chains(definition, neutral)
        if chains:
            facts[_CHAINS] = chains
    elif info.has_base(names.MODEL_FORM):
        for key in (_FIELDS, _EXCLUDE):
            listed = _listed_in_meta(definition, key)
            if listed is not None:
                facts[key] = listed
    kept = _kept_parameters(definition)
    if kept:
        facts[_KEPT] = kept
    changed = _changed_attributes(definition)
    if changed:
        facts[_CHANGED] = changed
    unseen = list(_unseen_bases(definition, imports_of)) if info.fallback_to_any else []
    if unseen:
        facts[_UNSEEN] = unseen
    above = list(_decorators(definition, imports_of)) if definition.decorators else []
    if above:
        facts[_DECORATORS] = above
    calls = annotated.calls(definition, path)
    if calls:
        facts[_ANNOTATED] = calls
    if facts:
        info.metadata[_KEY] = facts
    else:
        info.metadata.pop(_KEY, None)


def all_of(info: nodes.TypeInfo) -> str:
    """Return everything that is stored in this very class, to be compared."""
    return json.dumps(info.metadata.get(_KEY), sort_keys=True)


def of_class(info: nodes.TypeInfo) -> dict[str, Any]:
    """Return what is stored in this very class and is about no single method."""
    return {name: fact for name, fact in info.metadata.get(_KEY, {}).items() if name != _CHAINS}


def chain(info: nodes.TypeInfo, method: str) -> Chain | None:
    """Return the steps of a method defined in this very class, or ``None`` if they are not known."""
    found = info.metadata.get(_KEY, {}).get(_CHAINS, {}).get(method)
    return found if isinstance(found, list) else None


def form_fields(info: nodes.TypeInfo) -> frozenset[str] | None:
    return _listed(info, _FIELDS)


def excluded_fields(info: nodes.TypeInfo) -> frozenset[str] | None:
    return _listed(info, _EXCLUDE)


def _listed(info: nodes.TypeInfo, key: str) -> frozenset[str] | None:
    for base in info.mro:
        found = base.metadata.get(_KEY, {}).get(key)
        if found is not None:
            return frozenset(found)
    return None


def form_model(info: nodes.TypeInfo) -> nodes.TypeInfo | None:
    """Return the class that ``Meta.model`` of a form names."""
    meta = instances.member(info, "Meta")
    node = instances.member(meta, "model") if isinstance(meta, nodes.TypeInfo) else None
    if isinstance(node, nodes.TypeInfo):
        return node
    named = node.target if isinstance(node, nodes.TypeAlias) else getattr(node, "type", None)
    typ = get_proper_type(named) if named is not None else None
    if isinstance(typ, CallableType):
        typ = get_proper_type(typ.ret_type)
    elif isinstance(typ, TypeType):
        typ = typ.item
    return typ.type if isinstance(typ, Instance) else None


def annotated_with(info: nodes.TypeInfo, name: str) -> list[str]:
    """Return the source of the calls in the annotation that this very class has for a name."""
    found: list[str] = info.metadata.get(_KEY, {}).get(_ANNOTATED, {}).get(name, [])
    return found


def kept_parameters(info: nodes.TypeInfo) -> dict[str, str]:
    """Return the attribute that ``__init__`` of this very class keeps each parameter in."""
    kept: dict[str, str] = info.metadata.get(_KEY, {}).get(_KEPT, {})
    return kept


def changed_attributes(info: nodes.TypeInfo) -> list[str]:
    """Return the attributes that methods of this very class assign, beside ``__init__``."""
    changed: list[str] = info.metadata.get(_KEY, {}).get(_CHANGED, [])
    return changed


def unseen_bases(info: nodes.TypeInfo) -> list[str]:
    """Return the full names of the bases of this very class that mypy has no types for."""
    unseen: list[str] = info.metadata.get(_KEY, {}).get(_UNSEEN, [])
    return unseen


def base_names(info: nodes.TypeInfo) -> Iterator[str]:
    """Yield the full names of a class and all its bases, those that mypy has no types for too."""
    for base in info.mro:
        yield base.fullname
        yield from unseen_bases(base)


def decorators(info: nodes.TypeInfo) -> list[str]:
    """Return the full names under which the module of the class imports what decorates it."""
    found: list[str] = info.metadata.get(_KEY, {}).get(_DECORATORS, [])
    return found


def _decorators(
    definition: nodes.ClassDef, imports_of: Callable[[str], Mapping[str, str] | None]
) -> Iterator[str]:
    imported = imports_of(definition.info.module_name) or {}
    for decorator in definition.decorators:
        written = expressions.access_path(
            decorator.callee if isinstance(decorator, nodes.CallExpr) else decorator
        )
        # Names are not bound yet.
        head, dot, rest = (written or "").partition(".")
        if head in imported:
            yield f"{imported[head]}{dot}{rest}"


def _unseen_bases(
    definition: nodes.ClassDef, imports_of: Callable[[str], Mapping[str, str] | None]
) -> Iterator[str]:
    for base in (*definition.base_type_exprs, *definition.removed_base_type_exprs):
        name = imports.named(base, imports_of)
        if name and not isinstance(base.node if isinstance(base, nodes.RefExpr) else None, nodes.TypeInfo):
            yield name


def _changed_attributes(definition: nodes.ClassDef) -> list[str]:
    methods = (function for function in _functions(definition) if function.name != "__init__")
    return sorted({name for function in methods for name in _assigned_by(function)})


def assigned_by_methods(definition: nodes.ClassDef) -> set[str]:
    """Return the attributes of their first parameter that the methods of a class assign, ``__init__`` too."""
    return {name for function in _functions(definition) for name in _assigned_by(function)}


def _functions(definition: nodes.ClassDef) -> Iterator[nodes.FuncDef]:
    for statement in walk.scope_statements(definition.defs.body):
        function = statement.func if isinstance(statement, nodes.Decorator) else statement
        if isinstance(function, nodes.FuncDef) and function.arguments:
            yield function


def _assigned_by(function: nodes.FuncDef) -> Iterator[str]:
    myself = function.arguments[0].variable.name
    for node in walk.statements(function.body):
        for target in node.lvalues if isinstance(node, nodes.AssignmentStmt) else ():
            if _is_attribute(target, myself):
                yield target.name


def _is_attribute(expr: nodes.Expression, myself: str) -> TypeGuard[nodes.MemberExpr]:
    return (
        isinstance(expr, nodes.MemberExpr)
        and isinstance(expr.expr, nodes.NameExpr)
        and expr.expr.name == myself
    )


def _kept_parameters(definition: nodes.ClassDef) -> dict[str, str]:
    constructors = [function for function in _methods(definition) if function.name == "__init__"]
    if not constructors:
        return {}
    first, *others = map(_kept_by, constructors)
    return {
        parameter: name
        for parameter, name in first.items()
        if all(kept.get(parameter) == name for kept in others)
    }


def _kept_by(constructor: nodes.FuncDef) -> dict[str, str]:
    if not constructor.arguments:
        return {}
    myself, *parameters = [argument.variable.name for argument in constructor.arguments]
    kept: dict[str, str] = {}
    for statement in constructor.body.body:
        if isinstance(statement, nodes.AssignmentStmt) and isinstance(statement.rvalue, nodes.NameExpr):
            for target in statement.lvalues:
                if _is_attribute(target, myself):
                    kept[statement.rvalue.name] = target.name
    return {parameter: name for parameter, name in kept.items() if parameter in parameters}


def _chains(definition: nodes.ClassDef, neutral: frozenset[str]) -> dict[str, Chain]:
    """Return the chains of the methods; two of one name must agree: either may run."""
    found: dict[str, tuple[Chain] | None] = {}
    for function in _methods(definition):
        chain = _chain_of(function, neutral)
        found[function.name] = chain if found.get(function.name, chain) == chain else None
    return {name: chain[0] for name, chain in found.items() if chain is not None}


def _methods(definition: nodes.ClassDef) -> Iterator[nodes.FuncDef]:
    for statement in walk.scope_statements(definition.defs.body):
        if isinstance(statement, nodes.FuncDef) and not statement.is_coroutine and not statement.is_generator:
            yield statement


def _listed_in_meta(definition: nodes.ClassDef, name: str) -> list[str] | None:
    for statement in definition.defs.body:
        if not isinstance(statement, nodes.ClassDef) or statement.name != "Meta":
            continue
        for assignment in statement.defs.body:
            if isinstance(assignment, nodes.AssignmentStmt) and any(
                isinstance(target, nodes.NameExpr) and target.name == name for target in assignment.lvalues
            ):
                if isinstance(assignment.rvalue, nodes.StrExpr):
                    return [assignment.rvalue.value]
                return _strings(assignment.rvalue)
    return None


def _strings(expr: nodes.Expression) -> list[str] | None:
    if not isinstance(expr, (nodes.ListExpr, nodes.TupleExpr)):
        return None
    found = [item.value for item in expr.items if isinstance(item, nodes.StrExpr)]
    return found if len(found) == len(expr.items) else None


class _UnknownError(Exception):
    """The body does more than build one queryset from another."""


def _chain_of(function: nodes.FuncDef, neutral: frozenset[str]) -> tuple[Chain] | None:
    """Return the steps of a body that builds a queryset from ``self``; in a tuple: no steps are a fact."""
    if not function.arguments:
        return None
    myself = function.arguments[0].variable.name
    returned: list[Chain] = []
    try:
        _Builder(neutral, returned).run(function.body.body, {myself: []})
    except _UnknownError:
        return None
    if not returned or any(other != returned[0] for other in returned):
        return None
    return (returned[0],)


@dataclass(frozen=True, slots=True)
class _Builder:
    """Follows a body that builds a queryset step by step."""

    neutral: frozenset[str]
    returned: list[Chain]

    def run(self, body: Iterable[nodes.Statement], chains: dict[str, Chain]) -> None:
        for statement in body:
            if isinstance(statement, nodes.ReturnStmt):
                if statement.expr is None:
                    raise _UnknownError
                self.returned.append(self._steps(statement.expr, chains))
                return
            if isinstance(statement, nodes.AssignmentStmt):
                self._assign(statement, chains)
            elif isinstance(statement, nodes.IfStmt):
                self._branch(statement, chains)
            elif not _is_idle(statement):
                raise _UnknownError

    def _assign(self, statement: nodes.AssignmentStmt, chains: dict[str, Chain]) -> None:
        for target in statement.lvalues:
            if isinstance(target, nodes.NameExpr):
                chains.pop(target.name, None)
                try:
                    chains[target.name] = self._steps(statement.rvalue, chains)
                except _UnknownError:
                    continue

    def _branch(self, statement: nodes.IfStmt, chains: dict[str, Chain]) -> None:
        blocks = [*statement.body, *([statement.else_body] if statement.else_body is not None else [])]
        ends: list[dict[str, Chain]] = [dict(chains)] if statement.else_body is None else []
        for block in blocks:
            inner = dict(chains)
            self.run(block.body, inner)
            if not (block.body and isinstance(block.body[-1], (nodes.ReturnStmt, nodes.RaiseStmt))):
                ends.append(inner)
        for name in list(chains):
            if any(end.get(name) != chains[name] for end in ends):
                # The branches load different things: which one ran is not known.
                if all(end.get(name) == ends[0].get(name) for end in ends) and name in ends[0]:
                    chains[name] = ends[0][name]
                else:
                    del chains[name]

    def _steps(self, expr: nodes.Expression, chains: dict[str, Chain]) -> Chain:
        if isinstance(expr, nodes.NameExpr) and expr.name in chains:
            return chains[expr.name]
        if not isinstance(expr, nodes.CallExpr):
            raise _UnknownError
        if isinstance(expr.callee, nodes.SuperExpr):
            # What the parent's method does is found when the chain is followed, with the class at hand.
            return [[SUPER, expr.callee.name]]
        if isinstance(expr.callee, nodes.NameExpr) and expr.args and _is_own_model(expr.args[0], chains):
            return [[ANEW, expr.callee.name]]
        if not isinstance(expr.callee, nodes.MemberExpr):
            raise _UnknownError
        before = self._steps(expr.callee.expr, chains)
        if expr.callee.name in self.neutral:
            return before
        return [*before, [expr.callee.name, *map(_argument, expr.args)]]


def _is_idle(statement: nodes.Statement) -> bool:
    if isinstance(statement, (nodes.PassStmt, nodes.RaiseStmt, nodes.AssertStmt)):
        return True
    return isinstance(statement, nodes.ExpressionStmt) and isinstance(statement.expr, nodes.StrExpr)


def _is_own_model(expr: nodes.Expression, chains: dict[str, Chain]) -> bool:
    return (
        isinstance(expr, nodes.MemberExpr)
        and expr.name == "model"
        and isinstance(expr.expr, nodes.NameExpr)
        and expr.expr.name in chains
    )


def _argument(expr: nodes.Expression) -> object:
    if isinstance(expr, nodes.StrExpr):
        return expr.value
    if isinstance(expr, nodes.NameExpr) and expr.name == "None":
        return None
    return [OPAQUE]
