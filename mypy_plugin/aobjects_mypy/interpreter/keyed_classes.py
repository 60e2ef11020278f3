"""Classes that keep themselves under a key: ``kinds[cls.name] = cls`` in ``__init_subclass__``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy import nodes

from aobjects_mypy.syntax import definitions, keys, walk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aobjects_mypy.interpreter.interpreter import Interpreter

_HOOK: Final = "__init_subclass__"
_LOOKUPS: Final = frozenset({"get", "pop"})


def under(
    interpreter: Interpreter, callee: nodes.Expression, classes: Sequence[nodes.TypeInfo]
) -> Sequence[nodes.TypeInfo]:
    """Return those of the classes that may stand under the key by which the called one was looked up."""
    key = _key(interpreter, callee)
    asked = keys.of(key, interpreter.evaluate_quietly(key)) if key is not None else None
    if asked is None:
        return classes
    return [info for info in classes if _own_key(interpreter, info) in (None, asked)]


def _key(interpreter: Interpreter, callee: nodes.Expression) -> nodes.Expression | None:
    """Return the key of ``kinds[key]`` and ``kinds.get(key)``, or of what a name was given by these."""
    if isinstance(callee, nodes.IndexExpr):
        return callee.index
    if isinstance(callee, nodes.CallExpr) and isinstance(callee.callee, nodes.MemberExpr) and callee.args:
        return callee.args[0] if callee.callee.name in _LOOKUPS else None
    if not isinstance(callee, nodes.NameExpr) or callee.kind == nodes.GDEF:
        return None
    given = [
        part.rvalue
        for part in walk.walk(interpreter.frames[-1].function.body)
        if isinstance(part, nodes.AssignmentStmt)
        for target in part.lvalues
        if isinstance(target, nodes.NameExpr) and target.name == callee.name
    ]
    return _key(interpreter, given[0]) if len(given) == 1 and given[0] is not callee else None


def _own_key(interpreter: Interpreter, info: nodes.TypeInfo) -> str | None:
    """Return the key under which a class is kept, where it is written down."""
    for base in info.mro[1:]:
        hook = base.names.get(_HOOK)
        body = interpreter.callees.body(hook.node) if hook is not None else None
        if body is None or not body.arguments:
            continue
        own = body.arguments[0].variable.name
        for part in walk.walk(body.body):
            if not isinstance(part, nodes.AssignmentStmt) or not _is_name(part.rvalue, own):
                continue
            for target in part.lvalues:
                if isinstance(target, nodes.IndexExpr):
                    return _written(interpreter, info, target.index, own)
    return None


def _written(interpreter: Interpreter, info: nodes.TypeInfo, key: nodes.Expression, own: str) -> str | None:
    if isinstance(key, nodes.MemberExpr) and _is_name(key.expr, own):
        if key.name == "__name__":
            return info.name
        given = definitions.returned(interpreter.callees.class_value(info, key.name))
    elif isinstance(key, nodes.NameExpr) and info.module_name == interpreter.chain[0].module:
        # mypy's cache leaves out what stands beside the bases.
        given = info.defn.keywords.get(key.name)
    else:
        return None
    return keys.of(given) if given is not None else None


def _is_name(expr: nodes.Expression, name: str) -> bool:
    return isinstance(expr, nodes.NameExpr) and expr.name == name
