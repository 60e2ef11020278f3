"""What a serializer class says of its fields: in its body, and in its ``Meta``."""

from __future__ import annotations

import enum
from dataclasses import field, replace
from typing import TYPE_CHECKING, Final

from mypy import nodes

from aobjects_mypy import names
from aobjects_mypy.rules.drf import library
from aobjects_mypy.syntax import class_facts, definitions, expressions, walk
from aobjects_mypy.types import instances
from aobjects_mypy.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from aobjects_mypy.analysis.analysis import Analysis


class Kind(enum.Enum):
    """What a field makes of the value that it has read."""

    PLAIN = "the value"
    TEXT = "its text"
    METHOD = "what a method of the serializer makes of the row"
    NESTED = "what another serializer makes of it"
    KEY = "its key"
    STRING = "the text of a related row"
    ATTRIBUTE = "an attribute of a related row"
    ITEMS = "each of its items"
    OWN = "what a class of the project makes of it"


_TEXTS: Final = frozenset(
    {"CharField", "EmailField", "RegexField", "SlugField", "URLField", "IPAddressField", "ChoiceField"}
)
_RELATED: Final = {
    "StringRelatedField": Kind.STRING,
    "PrimaryKeyRelatedField": Kind.KEY,
    "HyperlinkedRelatedField": Kind.KEY,
    "SlugRelatedField": Kind.ATTRIBUTE,
    "RelatedField": Kind.OWN,
}
SERIALIZERS: Final = frozenset(
    {"BaseSerializer", "Serializer", "ModelSerializer", "HyperlinkedModelSerializer", "ListSerializer"}
)
_OWN_READING: Final = ("to_representation", "get_attribute")
ALL: Final = "__all__"
_CHANGE_FIELDS: Final = (
    "get_fields", "fields", "_readable_fields", "_writable_fields", "get_field_names",
    "get_default_field_names", "get_extra_kwargs", "build_field", "build_relational_field",
    "build_standard_field", "build_nested_field", "build_property_field",
)  # fmt: skip
"""A class that has one of these chooses its fields while it runs."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a serializer, as far as it touches rows."""

    name: str
    kind: Kind
    source: tuple[str, ...] = ()
    """The names it reads, one after the other; none of them where it gets the row itself."""
    many: bool = False
    serializer: nodes.TypeInfo | None = None
    """Of a nested one, or of a class of the project's own: the class."""
    attribute: tuple[str, ...] = ()
    """What it reads of a related row, or the method it calls."""
    model: str = ""
    depth: int = 0
    """Of a serializer that nobody wrote: its model, and how many more there are inside it."""
    is_async: bool = False
    read_only: bool = False
    write_only: bool = False
    queries: str = ""
    """What of it asks the database when it validates."""
    validators: Sequence[nodes.Expression] = ()


@dataclass(frozen=True, slots=True)
class Meta:
    """The inner class."""

    info: nodes.TypeInfo | None = None
    model: nodes.TypeInfo | None = None
    fields: Sequence[str] | None = None
    is_all: bool = False
    exclude: Sequence[str] | None = None
    depth: int = 0
    extra: Mapping[str, Mapping[str, nodes.Expression]] = field(default_factory=dict)
    validators: Sequence[nodes.Expression] | None = None


def declared_fields(analysis: Analysis, info: nodes.TypeInfo) -> dict[str, Field]:
    """Return the fields that the body of the class declares, or that of a serializer behind it."""
    found: dict[str, Field] = {}
    for base in reversed(info.mro):
        origin = library.of_class(base)
        if origin is None or library.is_of_library(base.fullname):
            continue
        for name, symbol in base.names.items():
            if not isinstance(symbol.node, nodes.Var):
                continue
            found.pop(name, None)
            value = value_of(analysis, base, name)
            made = _field(analysis, name, value) if isinstance(value, nodes.CallExpr) else None
            if made is not None:
                found[name] = made
    return found


def value_of(analysis: Analysis, info: nodes.TypeInfo, name: str) -> nodes.Expression | None:
    """Return what the body of a class, or of the first of its bases with the name, assigns to it."""
    return definitions.returned(analysis.callees.class_value(info, name))


def _field(analysis: Analysis, name: str, call: nodes.CallExpr) -> Field | None:
    origin = library.of_expression(analysis, call.callee)
    if origin is None:
        return None
    given = keywords(call)
    read_only, write_only = is_true(given.get("read_only")), is_true(given.get("write_only"))
    source = _source(name, given.get("source"))
    many = is_true(given.get("many"))
    if source is None or ("many" in given and not many and not is_false(given["many"])):
        return None
    validators = _listed(given.get("validators"))
    made = Field(
        name, Kind.PLAIN, source, many, is_async=origin.is_async, read_only=read_only,
        write_only=write_only, validators=validators, queries=unique_validator(analysis, validators),
    )  # fmt: skip
    return _of_origin(made, origin, call, given)


def _of_origin(
    made: Field,
    origin: library.Origin,
    call: nodes.CallExpr,
    given: Mapping[str, nodes.Expression],
) -> Field | None:
    if origin.name in SERIALIZERS:
        if origin.info is None:
            return None
        return replace(made, kind=Kind.NESTED, serializer=origin.info)
    if origin.info is not None and library.has_own(origin.info, *_OWN_READING):
        queries = _query_of(origin, given, made.queries)
        return replace(made, kind=Kind.OWN, serializer=origin.info, queries=queries)
    if origin.name == "SerializerMethodField":
        method = given.get("method_name") or (call.args[0] if call.args else None)
        called = expressions.string(method) if method is not None else f"get_{made.name}"
        if called is None:
            return None
        return replace(made, kind=Kind.METHOD, source=(), attribute=(called,), read_only=True)
    if origin.name in _RELATED:
        return _related(made, origin, call, given)
    if origin.name in ("HyperlinkedIdentityField", "HiddenField"):
        return None if origin.name == "HiddenField" else replace(made, source=(), read_only=True)
    if origin.name == "ReadOnlyField":
        return replace(made, read_only=True)
    if origin.name in ("ListField", "MultipleChoiceField"):
        return replace(made, kind=Kind.ITEMS)
    return replace(made, kind=Kind.TEXT) if origin.name in _TEXTS else made


def _related(
    made: Field, origin: library.Origin, call: nodes.CallExpr, given: Mapping[str, nodes.Expression]
) -> Field | None:
    kind = _RELATED[origin.name]
    queries = _query_of(origin, given, made.queries)
    if kind is Kind.STRING:
        return replace(made, kind=kind, read_only=True)
    if kind is Kind.OWN:
        return None
    if kind is Kind.KEY:
        lookup = expressions.string(given["lookup_field"]) if "lookup_field" in given else "pk"
        if lookup is None:
            return None
        if lookup != "pk":
            return replace(made, kind=Kind.ATTRIBUTE, attribute=(lookup,), queries=queries)
        return replace(made, kind=kind, queries=queries)
    slug = given.get("slug_field") or (call.args[0] if call.args else None)
    read = expressions.string(slug) if slug is not None else None
    if read is None:
        return None
    return replace(made, kind=kind, attribute=tuple(read.replace("__", ".").split(".")), queries=queries)


def _query_of(origin: library.Origin, given: Mapping[str, nodes.Expression], otherwise: str) -> str:
    is_related = origin.name in _RELATED and "queryset" in given
    return f"{origin.name}.to_internal_value" if is_related else otherwise


def unique_validator(analysis: Analysis, validators: Sequence[nodes.Expression]) -> str:
    """Return the first of the validators that asks the database."""
    for one in validators:
        origin = library.of_expression(analysis, one.callee) if isinstance(one, nodes.CallExpr) else None
        if origin is not None and origin.name.startswith("Unique"):
            return origin.name
    return ""


def _source(name: str, given: nodes.Expression | None) -> tuple[str, ...] | None:
    if given is None:
        return (name,)
    text = expressions.string(given)
    if text is None:
        return None
    return () if text == "*" else tuple(text.split("."))


def keywords(call: nodes.CallExpr) -> dict[str, nodes.Expression]:
    return {name: arg for name, arg in zip(call.arg_names, call.args, strict=True) if name}


def is_true(expr: nodes.Expression | None) -> bool:
    return expr is not None and expressions.is_name(expr, names.TRUE)


def is_false(expr: nodes.Expression | None) -> bool:
    return expr is not None and expressions.is_name(expr, names.FALSE)


def _listed(expr: nodes.Expression | None) -> Sequence[nodes.Expression]:
    return expr.items if isinstance(expr, (nodes.ListExpr, nodes.TupleExpr)) else ()


# Meta ------------------------------------------------------------------------------------------------


def meta(analysis: Analysis, info: nodes.TypeInfo) -> Meta:
    """Read the ``Meta`` of a serializer, or of the one behind it."""
    inner = instances.member(info, "Meta")
    if not isinstance(inner, nodes.TypeInfo):
        return Meta()
    listed = value_of(analysis, inner, "fields")
    excluded = value_of(analysis, inner, "exclude")
    depth = value_of(analysis, inner, "depth")
    validators = value_of(analysis, inner, "validators")
    read_only = strings(analysis, value_of(analysis, inner, "read_only_fields")) or ()
    extra = _extra(value_of(analysis, inner, "extra_kwargs"))
    for name in read_only:
        extra[name] = {**extra.get(name, {}), "read_only": _true()}
    return Meta(
        inner,
        class_facts.form_model(info),
        strings(analysis, listed),
        isinstance(listed, nodes.StrExpr) and listed.value == ALL,
        strings(analysis, excluded),
        depth.value if isinstance(depth, nodes.IntExpr) else 0,
        extra,
        _listed(validators) if validators is not None else None,
    )


def _true() -> nodes.NameExpr:
    expr = nodes.NameExpr("True")
    expr.fullname = names.TRUE
    return expr


def _extra(expr: nodes.Expression | None) -> dict[str, Mapping[str, nodes.Expression]]:
    found: dict[str, Mapping[str, nodes.Expression]] = {}
    for key, value in expr.items if isinstance(expr, nodes.DictExpr) else ():
        if isinstance(key, nodes.StrExpr) and isinstance(value, nodes.DictExpr):
            found[key.value] = {
                name.value: one for name, one in value.items if isinstance(name, nodes.StrExpr)
            }
    return found


def strings(analysis: Analysis, expr: nodes.Expression | None) -> list[str] | None:
    """Return the names of a list that is written down, also as ``[*Base.Meta.fields, "more"]``."""
    if isinstance(expr, nodes.OpExpr) and expr.op == "+":
        left, right = strings(analysis, expr.left), strings(analysis, expr.right)
        return left + right if left is not None and right is not None else None
    if isinstance(expr, (nodes.ListExpr, nodes.TupleExpr)):
        found: list[str] = []
        for item in expr.items:
            inner = strings(analysis, item.expr) if isinstance(item, nodes.StarExpr) else [_text(item)]
            if inner is None or None in inner:
                return None
            found += [text for text in inner if text is not None]
        return found
    owner = (
        expr.expr.node
        if isinstance(expr, nodes.MemberExpr) and isinstance(expr.expr, nodes.RefExpr)
        else None
    )
    if isinstance(expr, nodes.MemberExpr) and isinstance(owner, nodes.TypeInfo):
        return strings(analysis, value_of(analysis, owner, expr.name))
    node = expr.node if isinstance(expr, nodes.RefExpr) else None
    if isinstance(node, nodes.Var):
        value = value_of(analysis, node.info, node.name) if node.info else analysis.callees.assigned(node)
        return strings(analysis, value)
    return None


def _text(expr: nodes.Expression) -> str | None:
    return expressions.string(expr)


def chooses_fields(analysis: Analysis, info: nodes.TypeInfo) -> bool:
    """Tell a serializer that changes its fields while it runs."""
    if library.has_own(info, *_CHANGE_FIELDS):
        return True
    body = analysis.callees.body(instances.member(info, "__init__"))
    return body is not None and any(
        isinstance(part, nodes.MemberExpr) and part.name == "fields" for part in walk.walk(body.body)
    )
