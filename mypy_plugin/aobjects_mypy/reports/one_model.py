"""Whether an expression always stands for the rows of one model: ``self.model.objects`` does not."""

from __future__ import annotations

import ast
from functools import cached_property
from typing import TYPE_CHECKING, Final

from aobjects_mypy.orm import methods

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aobjects_mypy.models.model_schema import ModelSchema
    from aobjects_mypy.models.schema import Schema
    from aobjects_mypy.reports.source import Source

_Function = ast.FunctionDef | ast.AsyncFunctionDef
_OPEN: Final = frozenset({"Any", "Model", "object"})
_SCALARS: Final = frozenset(
    {"bool", "bytes", "date", "datetime", "Decimal", "float", "int", "Iterable", "list", "None", "Optional",
     "Sequence", "set", "str", "UUID"}
)  # fmt: skip


class OneModel:
    """Looks at one module: where a load is added, whatever else comes by there has to have the relation."""

    def __init__(self, source: Source, module: str, schema: Schema, model: ModelSchema) -> None:
        self._source: Final = source
        self._module: Final = module
        self._schema: Final = schema
        self._model: Final = model
        self._asked: Final[set[tuple[_Function, str]]] = set()
        """The names that are looked at: ``rows = rows.filter()`` says nothing by itself."""

    def is_settled(self, expr: ast.AST) -> bool:
        """Tell an expression that no caller and no subclass makes one of another model."""
        match expr:
            case ast.Constant():
                return True
            case ast.Name(id=name):
                return self._is_name_settled(expr, name)
            case ast.Attribute(value=value) | ast.Await(value=value) | ast.Starred(value=value):
                return self.is_settled(value)
            case ast.Subscript(value=value, slice=index):
                return self.is_settled(value) and self.is_settled(index)
            case ast.Call(func=ast.Attribute(value=value, attr=name)) if methods.of_rows(name)[0] is not None:
                # What it is given chooses rows.
                return self.is_settled(value)
            case ast.Call(func=function, args=arguments, keywords=keywords):
                given = [*arguments, *(keyword.value for keyword in keywords)]
                return all(self.is_settled(each) for each in (function, *given))
            case _:
                return False

    def _is_name_settled(self, expr: ast.Name, name: str) -> bool:
        functions = [each for each in self._source.ancestors(expr) if isinstance(each, _Function)]
        for function in functions:
            given = next((each for each in _parameters(function) if each.arg == name), None)
            if given is not None and name in ("self", "cls"):
                return self._is_owner_settled(function)
            if given is not None and (given.annotation is None or not self._says_model(given.annotation)):
                return False
            bound = list(_bound(function, name))
            if given is not None or bound:
                is_asked = (function, name) in self._asked
                self._asked.add((function, name))
                return is_asked or all(map(self._is_settled_there, bound))
        around = next(iter(functions), None)
        return around is None or name != "super" or self._is_owner_settled(around)

    def _is_settled_there(self, bound: ast.AST) -> bool:
        """Tell the same of what a name is given at one place."""
        node = bound
        for around in self._source.ancestors(bound):
            match around:
                case ast.Tuple() | ast.List() | ast.Starred():
                    node = around
                case ast.Assign(value=value) | ast.NamedExpr(value=value):
                    return self.is_settled(value)
                case ast.AnnAssign(value=ast.expr() as value):
                    return self.is_settled(value)
                case ast.For(iter=rows) | ast.AsyncFor(iter=rows) | ast.comprehension(iter=rows):
                    return node is around.target and self.is_settled(rows)
                case ast.Import() | ast.ImportFrom():
                    return True
                case _:
                    return False
        return False

    def _says_model(self, annotation: ast.expr) -> bool:
        """Tell an annotation that names a model, or what is none."""
        if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
            try:
                annotation = ast.parse(annotation.value, mode="eval").body
            except SyntaxError:
                return False
        named = {
            part.attr if isinstance(part, ast.Attribute) else part.id
            for part in ast.walk(annotation)
            if isinstance(part, (ast.Attribute, ast.Name))
        }
        return named.isdisjoint(_OPEN) and (named <= _SCALARS or not named.isdisjoint(self._models))

    @cached_property
    def _models(self) -> set[str]:
        """The names of the model and of those around it."""
        related = [each.target or "" for each in self._model.relations.values()]
        related += [each.target for each in self._model.managers.values()]
        return {each.rpartition(".")[2] for each in related if each} | {self._model.name}

    def _owner(self, function: _Function) -> ast.ClassDef | None:
        around = self._source.parents.get(function)
        return around if isinstance(around, ast.ClassDef) else None

    def _is_owner_settled(self, function: _Function) -> bool:
        """Tell a method of the model itself, or of a class whose managers no other model has."""
        owner = self._owner(function)
        if owner is None:
            return False
        fullname = f"{self._module}.{self._source.scope(owner.lineno)}"
        managed = self._schema.managed_by(fullname)
        return self._schema.model(fullname) is not None or (
            managed is not None and managed[0].fullname == self._model.fullname
        )


def _parameters(function: _Function) -> Iterator[ast.arg]:
    given = function.args
    yield from (*given.posonlyargs, *given.args, *given.kwonlyargs)
    yield from (each for each in (given.vararg, given.kwarg) if each is not None)


def _bound(function: _Function, name: str) -> Iterator[ast.AST]:
    """Yield what binds a name in a function."""
    for part in ast.walk(function):
        match part:
            case ast.Name(id=found, ctx=ast.Store()) if found == name:
                yield part
            case ast.alias(name=imported, asname=known) if (known or imported) == name:
                yield part
            case (
                ast.FunctionDef(name=found) | ast.AsyncFunctionDef(name=found) | ast.ClassDef(name=found)
            ) if found == name and part is not function:
                # It may hand on whatever it is given.
                yield part
            case _:
                pass
