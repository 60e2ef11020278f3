"""Literal values of columns, read off expressions, lookups and annotations."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from mypy import nodes
from mypy.types import Instance, LiteralType, NoneType, Type

from aobjects_mypy import names
from aobjects_mypy.domain import column_value, heap
from aobjects_mypy.domain.column_value import NONE, ColumnValue, Literal
from aobjects_mypy.models.model_schema import Kind
from aobjects_mypy.syntax import definitions, expressions
from aobjects_mypy.types import declared, instances

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from aobjects_mypy.analysis.analysis import Analysis
    from aobjects_mypy.domain.load_state import LoadState
    from aobjects_mypy.models.model_schema import ModelSchema
    from aobjects_mypy.syntax.call import Call

_NOT_NULL: Final = ColumnValue(none_of=frozenset({NONE}))
_NULL: Final = ColumnValue(one_of=frozenset({NONE}))
_CLASSES: Final = {
    "CharField": names.STR, "TextField": names.STR, "SlugField": names.STR, "EmailField": names.STR,
    "URLField": names.STR, "BooleanField": names.BOOL, "IntegerField": names.INT,
    "PositiveIntegerField": names.INT, "SmallIntegerField": names.INT, "BigIntegerField": names.INT,
    "PositiveSmallIntegerField": names.INT, "PositiveBigIntegerField": names.INT,
}  # fmt: skip
"""Fields whose values are those that a literal stands for."""
_FALSE: Final[Mapping[str, Literal]] = {
    names.STR: (names.STR, ""),
    names.BOOL: (names.BOOL, "False"),
    names.INT: (names.INT, "0"),
}
_ALWAYS_TRUE: Final = frozenset({"DateField", "DateTimeField", "UUIDField"})
"""Fields whose values are true, unless they are ``None``."""
_COMPARES: Final = frozenset(
    {
        "exact", "iexact", "in", "gt", "gte", "lt", "lte", "range", "contains", "icontains", "startswith",
        "istartswith", "endswith", "iendswith", "regex", "iregex", "date", "year", "month", "day",
    }
)  # fmt: skip
"""Lookups that no NULL fits."""


def literal(analysis: Analysis, expr: nodes.Expression, value: Type | None) -> Literal | None:
    """Return the value that an expression is known to have, of a member of an enumeration its own value."""
    if expressions.is_none(expr):
        return NONE
    if expressions.is_name(expr, names.TRUE, names.FALSE):
        return names.BOOL, str(expr.fullname == names.TRUE)  # type: ignore[attr-defined]  # a name
    if isinstance(expr, nodes.StrExpr):
        return names.STR, expr.value
    if isinstance(expr, nodes.IntExpr):
        return names.INT, str(expr.value)
    if isinstance(expr, nodes.MemberExpr):
        member = _member(analysis, expr)
        if member is not None:
            return member
    members = instances.items(value)
    return _of_value(analysis, members[0]) if len(members) == 1 else None


def _of_value(analysis: Analysis, value: Type) -> Literal | None:
    if isinstance(value, NoneType):
        return NONE
    known = value if isinstance(value, LiteralType) else getattr(value, "last_known_value", None)
    if not isinstance(known, LiteralType):
        return None
    if known.fallback.type.is_enum:
        return _of_enumeration(analysis, known.fallback.type, str(known.value))
    return known.fallback.type.fullname, str(known.value)


def _member(analysis: Analysis, expr: nodes.MemberExpr) -> Literal | None:
    """Read ``Status.CLOSED``, ``Ticket.Status.CLOSED`` and ``self.Status.CLOSED``."""
    node = expr.expr.node if isinstance(expr.expr, nodes.RefExpr) else None
    info = node if isinstance(node, nodes.TypeInfo) else None
    if info is None and isinstance(expr.expr, nodes.MemberExpr):
        info = _nested(analysis, expr.expr)
    return _of_enumeration(analysis, info, expr.name) if info is not None and info.is_enum else None


def _nested(analysis: Analysis, expr: nodes.MemberExpr) -> nodes.TypeInfo | None:
    inner = expr.expr
    if not isinstance(inner, nodes.NameExpr):
        return None
    owners = instances.instances(analysis.state.named(inner.name))
    infos = [inner.node] if isinstance(inner.node, nodes.TypeInfo) else [owner.type for owner in owners]
    for info in infos:
        symbol = info.get(expr.name)
        if symbol is not None and isinstance(symbol.node, nodes.TypeInfo):
            return symbol.node
    return None


def _of_enumeration(analysis: Analysis, info: nodes.TypeInfo, name: str) -> Literal | None:
    function = analysis.callees.class_value(info, name)
    written = definitions.returned(function)
    if isinstance(written, nodes.TupleExpr) and written.items:
        # Django's choices: the value, its label.
        written = written.items[0]
    if isinstance(written, nodes.StrExpr):
        return names.STR, written.value
    if isinstance(written, nodes.IntExpr):
        return names.INT, str(written.value)
    return None


def literals(analysis: Analysis, expr: nodes.Expression) -> frozenset[Literal] | None:
    """Return the values of a display in which all are written down."""
    if not isinstance(expr, (nodes.ListExpr, nodes.TupleExpr, nodes.SetExpr)) or not expr.items:
        return None
    found = [literal(analysis, item, analysis.type_of(item)) for item in expr.items]
    return None if None in found else frozenset(item for item in found if item is not None)


def false_values(schema: ModelSchema, column: str) -> frozenset[Literal]:
    """Return the values of a column that are false; nothing where that is not known."""
    field = next((field for field in schema.model._meta.concrete_fields if field.attname == column), None)
    if field is None or not type(field).__module__.startswith("django."):
        return frozenset()
    kind = _CLASSES.get(type(field).__name__)
    if kind is not None:
        return frozenset({NONE, _FALSE[kind]})
    is_key = field.is_relation or field.primary_key
    return frozenset({NONE}) if is_key or type(field).__name__ in _ALWAYS_TRUE else frozenset()


def column_of(schema: ModelSchema, name: str) -> str | None:
    """Return the column that a field, or a relation with one key, is about."""
    relation = schema.relations.get(name)
    if relation is not None:
        is_forward = relation.kind is Kind.FORWARD and len(relation.attnames) == 1
        return relation.attnames[0] if is_forward else None
    return schema.column(name)


def fitting(schema: ModelSchema, column: str, values: frozenset[Literal]) -> frozenset[Literal] | None:
    """Return these values where the database compares such with the column as Python does."""
    field = next((field for field in schema.model._meta.concrete_fields if field.attname == column), None)
    if field is None or not type(field).__module__.startswith("django."):
        return None
    kind = _CLASSES.get(type(field).__name__)
    return values if all(value == NONE or value[0] == kind for value in values) else None


def filtered(analysis: Analysis, schema: ModelSchema, state: LoadState, call: Call) -> LoadState:
    """Return the state of the rows that fit the lookups of ``filter()`` or ``get()``."""
    for name, argument in call.keywords.items():
        state = _looked_up(analysis, schema, state, name, argument.expr, argument.value)
    for argument in call.positional:
        state = _fits(analysis, schema, state, argument.expr)
    return state


def excluded(analysis: Analysis, schema: ModelSchema, state: LoadState, call: Call) -> LoadState:
    """Return the state of the rows that ``exclude()`` leaves: of several lookups any may be why."""
    if len(call.arguments) != 1:
        return state
    if call.positional:
        return _fits_not(analysis, schema, state, call.positional[0].expr)
    [(name, argument)] = call.keywords.items() or [("", call.arguments[0])]
    return _looked_up(analysis, schema, state, name, argument.expr, argument.value, fits=False)


def _fits(analysis: Analysis, schema: ModelSchema, state: LoadState, expr: nodes.Expression) -> LoadState:
    """Follow ``Q(status="closed") & ~Q(text="")``."""
    if isinstance(expr, nodes.OpExpr) and expr.op == "&":
        return _fits(analysis, schema, _fits(analysis, schema, state, expr.left), expr.right)
    if isinstance(expr, nodes.UnaryExpr) and expr.op == "~":
        return _fits_not(analysis, schema, state, expr.expr)
    for name, value in _lookups(expr):
        if name is None:
            state = _fits(analysis, schema, state, value)
        else:
            state = _looked_up(analysis, schema, state, name, value, analysis.type_of(value))
    return state


def _fits_not(analysis: Analysis, schema: ModelSchema, state: LoadState, expr: nodes.Expression) -> LoadState:
    if isinstance(expr, nodes.OpExpr) and expr.op == "|":
        return _fits_not(analysis, schema, _fits_not(analysis, schema, state, expr.left), expr.right)
    if isinstance(expr, nodes.UnaryExpr) and expr.op == "~":
        return _fits(analysis, schema, state, expr.expr)
    found = list(_lookups(expr))
    if len(found) != 1 or found[0][0] is None:
        return state
    name, value = found[0]
    return _looked_up(analysis, schema, state, name or "", value, analysis.type_of(value), fits=False)


def _lookups(expr: nodes.Expression) -> Iterator[tuple[str | None, nodes.Expression]]:
    if isinstance(expr, nodes.CallExpr) and expressions.fullname(expr.callee) in (
        names.CONDITION,
        "django.db.models.Q",
    ):
        given = list(zip(expr.arg_kinds, expr.arg_names, expr.args, strict=True))
        if not any(kind.is_star() or name in ("_negated", "_connector") for kind, name, _ in given):
            yield from ((name, value) for _, name, value in given)


def _looked_up(
    analysis: Analysis,
    schema: ModelSchema,
    state: LoadState,
    name: str,
    expr: nodes.Expression,
    value: Type | None,
    *,
    fits: bool = True,
) -> LoadState:
    """Return the state of the rows that fit a lookup, or of those that do not."""
    field, _, rest = name.partition("__")
    column = column_of(schema, field)
    if column is None:
        return state
    if rest == "isnull":
        is_null = _boolean(expr)
        return state if is_null is None else state.with_value(column, _NULL if is_null is fits else _NOT_NULL)
    if not fits:
        return _left(analysis, schema, state, column, rest, expr, value)
    if rest in ("", "exact"):
        known = literal(analysis, expr, value)
        if known == NONE:
            return state.with_value(column, _NULL)
        only = fitting(schema, column, frozenset({known})) if known is not None else None
        if only is not None:
            return state.with_value(column, ColumnValue(one_of=only))
        return state.with_value(column, _NOT_NULL) if known is not None or _is_given(value) else state
    if rest == "in":
        listed = literals(analysis, expr)
        only = fitting(schema, column, listed) if listed is not None else None
        if only is not None:
            # No NULL is in a list: that of None is left out.
            return state.with_value(column, ColumnValue(one_of=only - {NONE}))
    if rest in ("gt", "gte") and isinstance(expr, nodes.IntExpr) and expr.value >= (rest == "gte"):
        zero = fitting(schema, column, frozenset({_FALSE[names.INT]}))
        if zero is not None:
            state = state.with_value(column, ColumnValue(none_of=zero))
    is_compared = rest in _COMPARES or rest.partition("__")[0] in ("date", "year")
    goes_on = field in schema.relations and not rest.endswith("isnull")
    return state.with_value(column, _NOT_NULL) if is_compared or goes_on else state


def _left(
    analysis: Analysis,
    schema: ModelSchema,
    state: LoadState,
    column: str,
    rest: str,
    expr: nodes.Expression,
    value: Type | None,
) -> LoadState:
    """Return the state of the rows of which a lookup is not true, that of a column by ``rest``."""
    if rest in ("", "exact"):
        known = literal(analysis, expr, value)
        gone = frozenset({known}) if known is not None else None
    else:
        gone = literals(analysis, expr) if rest == "in" else None
    fits = fitting(schema, column, gone) if gone is not None else None
    return state.with_value(column, ColumnValue(none_of=fits)) if fits else state


def _boolean(expr: nodes.Expression) -> bool | None:
    if expressions.is_name(expr, names.TRUE):
        return True
    return False if expressions.is_name(expr, names.FALSE) else None


def _is_given(value: Type | None) -> bool:
    """Tell what is certainly not ``None``."""
    members = instances.items(value)
    return bool(members) and all(
        isinstance(member, LiteralType)
        or (isinstance(member, Instance) and member.type.fullname != names.OBJECT)
        for member in members
    )


def annotated(state: LoadState, call: Call) -> LoadState:
    """Return the state of rows on which ``annotate()`` or ``extra(select=...)`` has put values."""
    if call.callee_name == "extra":
        select = call.argument(0, "select")
        return _with_selected(state, select.expr) if select is not None else state
    for name in call.keywords:
        state = state.with_value(name, _NOT_NULL)
    for argument in call.positional:
        alias = _default_alias(argument.expr)
        state = state.with_value(alias, _NOT_NULL) if alias is not None else state
    return state


def _with_selected(state: LoadState, select: nodes.Expression) -> LoadState:
    for key, _ in select.items if isinstance(select, nodes.DictExpr) else ():
        text = expressions.string(key) if key is not None else None
        state = state.with_value(text, _NOT_NULL) if text is not None else state
    return state


def _default_alias(expr: nodes.Expression) -> str | None:
    """Return ``books__count`` for ``Count("books")``."""
    if not isinstance(expr, nodes.CallExpr) or not expr.args or not isinstance(expr.args[0], nodes.StrExpr):
        return None
    name = expressions.fullname(expr.callee).rpartition(".")[2]
    return f"{expr.args[0].value}__{name.lower()}"


def assigned(
    analysis: Analysis, schema: ModelSchema, state: LoadState, column: str, value: Type | None
) -> LoadState:
    """Return the state after ``row.column = value``."""
    state = state.without_values({column})
    members = instances.items(value)
    known = _of_value(analysis, members[0]) if len(members) == 1 else None
    fits = fitting(schema, column, frozenset({known})) if known is not None else None
    if fits is not None:
        return state.with_value(column, ColumnValue(one_of=fits))
    return state


def constructed(
    analysis: Analysis, schema: ModelSchema, state: LoadState, values: Mapping[str, Type | None]
) -> LoadState:
    """Return the state of a new row: of what it was not given, it has the defaults."""
    if not all(made.__module__.startswith("django.") for made in (schema.model.save, schema.model.__init__)):
        # What the project does to a row that is saved, or made, is not looked at.
        return state
    given = {schema.column(name) or name: value for name, value in values.items()}
    for column, default in _defaults(schema):
        if column in given:
            state = assigned(analysis, schema, state, column, given[column])
        elif default is None:
            state = state.with_value(column, ColumnValue(one_of=frozenset({NONE})))
        elif isinstance(default, (str, bool, int)):
            plain = analysis.instance_of(f"builtins.{type(default).__name__}")
            if plain is not None:
                state = assigned(analysis, schema, state, column, declared.literal(plain, default))
    return state


def _defaults(schema: ModelSchema) -> Iterator[tuple[str, object]]:
    """Yield what Django itself puts into a column of a new row, where that is the same each time."""
    for field in schema.model._meta.concrete_fields:
        is_stamped = getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)
        is_made = field.primary_key or is_stamped or (field.has_default() and callable(field.default))
        if type(field).__module__.startswith("django.") and not is_made:
            yield field.attname, field.get_default()


def changed(analysis: Analysis, address: str, columns: Iterable[str]) -> None:
    """Forget that columns of other rows were compared with these."""
    analysis.write_columns()
    gone = [f"{address}.{column}" for column in columns]
    for name, entry in list(analysis.state.heap.items()):
        if not isinstance(entry, heap.Row) or not any(
            value.compared for value in entry.state.values.values()
        ):
            continue
        values = entry.state.values
        for column in gone:
            values = {key: value.without(column) for key, value in values.items()}
        analysis.state.heap[name] = replace(entry, state=replace(entry.state, values=values))


def joined_values(one: LoadState, other: LoadState) -> dict[str, ColumnValue]:
    """Return what holds of the rows of either."""
    return {
        name: column_value.join(value, other.values[name])
        for name, value in one.values.items()
        if name in other.values
    }
