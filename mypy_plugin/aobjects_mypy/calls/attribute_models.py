"""The fields of classes that read themselves off an object: pydantic's models, ninja's schemas.

A class says by its annotations which attributes it reads, and by ``Field(alias=...)`` under which names.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from mypy import nodes
from mypy.expandtype import expand_type_by_instance
from mypy.maptype import map_instance_to_supertype
from mypy.types import AnyType, Instance, Type, TypeOfAny

from aobjects_mypy.syntax import annotated, class_facts, definitions, expressions
from aobjects_mypy.types import instances
from aobjects_mypy.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from django.db.models import Field as Column
    from django.db.models.fields.related import RelatedField

    from aobjects_mypy.analysis.evaluator import Evaluator

_SCHEMAS: Final = frozenset({"ninja.schema.Schema", "ninja.Schema", "ninja.schema.BaseSchema"})
_MODEL_SCHEMAS: Final = frozenset(
    {
        "ninja.orm.metaclass.ModelSchema",
        "ninja.orm.ModelSchema",
        "ninja.ModelSchema",
        "ninja.orm.factory.ModelSchema",
    }
)
_MODELS: Final = frozenset({"pydantic.main.BaseModel", "pydantic.BaseModel"}) | _SCHEMAS | _MODEL_SCHEMAS
_ROOTS: Final = frozenset({"pydantic.root_model.RootModel", "pydantic.RootModel"})
_LIBRARIES: Final = ("pydantic", "ninja")
_FIELDS: Final = frozenset({"pydantic.fields.Field", "pydantic.Field", "ninja.Field", "ninja.schema.Field"})
CREATED: Final = "aobjects_created"
"""Where a class that nobody wrote keeps its fields, see ``created_schemas``."""
_CONFIG: Final = "model_config"
RESOLVER: Final = "resolve_"
_GENERATORS: Final = "alias_generator"
_BY_NAME: Final = ("populate_by_name", "validate_by_name", "allow_population_by_field_name")

Path = tuple[str, ...]
"""What is read one after the other: ``("author", "name")``."""


@dataclass(frozen=True, slots=True)
class Field:
    """What one field of a class reads."""

    name: str
    sources: Sequence[Path]
    """The first of these that the object has is read."""
    type: Type
    resolver: str = ""
    """The full name of the static method that gives the value in place of an attribute."""
    validators: Sequence[str] = ()
    """The full names of the class methods that get what was read, in their order, and return the value."""
    is_validated: bool = True
    """Whether the value is then held against the type."""
    is_required: bool = False
    """Whether an object without it is refused."""


@dataclass(frozen=True, slots=True)
class Model:
    """A class that reads itself off objects."""

    name: str
    fields: Sequence[Field]
    from_attributes: bool
    """Whether it does so without being told."""
    is_schema: bool
    """Whether ninja's getter stands in between: it has managers and querysets give their rows."""
    validators: Sequence[str] = ()
    """The full names of the class methods that get the object itself before it is read."""
    is_known: bool = True
    """Whether all that happens is in sight."""

    @property
    def needed(self) -> list[str]:
        """Return the attributes without which an object is refused."""
        return [
            field.name
            for field in self.fields
            if field.is_required and not field.resolver and list(field.sources) == [(field.name,)]
        ]


def is_model(info: nodes.TypeInfo) -> bool:
    return _has_base(info, _MODELS | _ROOTS)


def root(instance: Instance) -> Type | None:
    """Return the type that a ``RootModel[...]`` is about."""
    for name in _ROOTS:
        generic = instances.as_supertype(instance, name)
        if generic is not None and generic.args:
            return generic.args[0]
    return None


def of(analysis: Evaluator, instance: Instance) -> Model:
    """Read the fields of a class, those of its bases before its own."""
    info = instance.type
    config = _config(analysis, info)
    aliases_unknown = _GENERATORS in config
    by_name = any(config.get(key, False) for key in _BY_NAME)
    is_schema = _has_base(info, _SCHEMAS | _MODEL_SCHEMAS)
    found: dict[str, Field | None] = {}
    validators = _Validators()
    for base in reversed(info.mro):
        if base.module_name.partition(".")[0] in _LIBRARIES or base.module_name == "builtins":
            continue
        validators.add(analysis, base)
        found |= base.metadata.get(CREATED, {}).get("fields", {})
        if _is_about_a_model(base):
            found |= _columns(analysis, base)
        for name, variable in _annotated(base):
            found[name] = _field(analysis, instance, base, variable, by_name=by_name)
    fields = [
        _with_methods(field, info, validators, is_schema=is_schema)
        for field in found.values()
        if field is not None
    ]
    return Model(
        info.name,
        fields,
        is_schema or bool(config.get("from_attributes") or config.get("orm_mode")),
        is_schema,
        validators.before,
        is_known=not (aliases_unknown or validators.are_unknown or _is_refused(info, fields)),
    )


def _has_base(info: nodes.TypeInfo, wanted: frozenset[str]) -> bool:
    return any(name in wanted for name in class_facts.base_names(info))


def _annotated(info: nodes.TypeInfo) -> Iterator[tuple[str, nodes.Var]]:
    for name, symbol in info.names.items():
        node = symbol.node
        if (
            isinstance(node, nodes.Var)
            and not name.startswith("_")
            and name != _CONFIG
            and not (node.is_classvar or node.is_inferred or node.is_property)
            and node.type is not None
        ):
            yield name, node


def _field(
    analysis: Evaluator, instance: Instance, base: nodes.TypeInfo, variable: nodes.Var, *, by_name: bool
) -> Field | None:
    name = variable.name
    sources: list[Path] = [(name,)]
    aliases = _aliases_in_annotation(base, name)
    if variable.has_explicit_value or variable.is_initialized_in_class:
        assigned = _aliases(analysis, _value(analysis, base, name))
        aliases = assigned if assigned or assigned is None else aliases
    if aliases is None:
        return None
    if aliases:
        sources = [*aliases, *(sources if by_name else [])]
    assert variable.type is not None
    typ = variable.type
    if instance.type.has_base(base.fullname):
        typ = expand_type_by_instance(typ, map_instance_to_supertype(instance, base))
    return Field(name, sources, typ, is_required=not variable.has_explicit_value)


def _value(analysis: Evaluator, info: nodes.TypeInfo, name: str) -> nodes.Expression | None:
    """Return what the body of this very class assigns to a name."""
    if name not in info.names:
        return None
    return definitions.returned(analysis.callees.class_value(info, name))


# Names -----------------------------------------------------------------------------------------------------


def _aliases(analysis: Evaluator, value: nodes.Expression | None) -> list[Path] | None:
    """Return what a field is read from if not from its name; ``None`` where that is not known."""
    if not isinstance(value, nodes.CallExpr) or analysis.callees.imported(value.callee) not in _FIELDS:
        return []
    return _aliases_of(value)


def _aliases_in_annotation(info: nodes.TypeInfo, name: str) -> list[Path] | None:
    """Return what ``Annotated[int, Field(alias="author_id")]`` is read from, see ``_aliases``."""
    for source in class_facts.annotated_with(info, name):
        value = annotated.parsed(source)
        if value is not None and _called(value) == "Field":
            return _aliases_of(value)
    return []


def _aliases_of(value: nodes.CallExpr) -> list[Path] | None:
    given = dict(zip(value.arg_names, value.args, strict=True))
    if nodes.ARG_STAR2 in value.arg_kinds:
        return None
    alias = given.get("validation_alias") or given.get("alias")
    if alias is None or expressions.is_none(alias):
        return []
    return _paths(alias)


def _called(call: nodes.CallExpr) -> str:
    return call.callee.name if isinstance(call.callee, (nodes.NameExpr, nodes.MemberExpr)) else ""


def _paths(alias: nodes.Expression) -> list[Path] | None:
    """Return the paths of ``"author.name"``, ``AliasPath("author", "name")`` and ``AliasChoices(...)``."""
    text = expressions.string(alias)
    if text is not None:
        return [(text,)]
    if not isinstance(alias, nodes.CallExpr):
        return None
    kind = _called(alias)
    if kind == "AliasPath":
        path = [expressions.string(part) for part in alias.args]
        known = tuple(part for part in path if part is not None)
        # Behind an index, nothing is said.
        return [known] if known and len(known) == len(path) else None
    if kind == "AliasChoices":
        choices = [_paths(choice) for choice in alias.args]
        known_choices = [path for choice in choices if choice is not None for path in choice]
        return known_choices if all(choice is not None for choice in choices) else None
    return None


def _config(analysis: Evaluator, info: nodes.TypeInfo) -> Mapping[str, bool]:
    """Return the keys of ``model_config``, or of ``class Config``, and which of them are true."""
    found: dict[str, bool] = {}
    for base in reversed(info.mro):
        if base.module_name.partition(".")[0] in _LIBRARIES:
            continue
        value = _value(analysis, base, _CONFIG)
        if isinstance(value, nodes.CallExpr):
            for name, argument in zip(value.arg_names, value.args, strict=True):
                if name is not None:
                    found[name] = _is_true(argument)
        elif isinstance(value, nodes.DictExpr):
            for key, argument in value.items:
                if isinstance(key, nodes.StrExpr):
                    found[key.value] = _is_true(argument)
        nested = base.names.get("Config")
        if nested is not None and isinstance(nested.node, nodes.TypeInfo):
            for name in nested.node.names:
                expr = _value(analysis, nested.node, name)
                if expr is not None:
                    found[name] = _is_true(expr)
    return found


def _is_true(expr: nodes.Expression) -> bool:
    return isinstance(expr, nodes.NameExpr) and expr.name == "True"


# Methods ---------------------------------------------------------------------------------------------------


class _Validators:
    """The class methods that get what is read before its type is looked at."""

    def __init__(self) -> None:
        self.before: list[str] = []
        self.are_unknown = False
        self._of_fields: Final[dict[str, list[tuple[str, str]]]] = {}

    def add(self, analysis: Evaluator, info: nodes.TypeInfo) -> None:
        for name, symbol in info.names.items():
            node = analysis.callees.definition(symbol.node) if symbol.node is not None else None
            for decorator in node.original_decorators if isinstance(node, nodes.Decorator) else ():
                if isinstance(decorator, nodes.CallExpr):
                    self._add(decorator, f"{info.fullname}.{name}")

    def _add(self, decorator: nodes.CallExpr, fullname: str) -> None:
        kind = expressions.dotted(decorator.callee).rpartition(".")[2]
        mode = _keyword(decorator, "mode")
        if kind == "model_validator" and mode == "before":
            self.before.append(fullname)
        elif (kind == "model_validator" and mode == "wrap") or kind == "root_validator":
            self.are_unknown = True
        elif kind == "field_validator" and mode in ("before", "wrap", "plain"):
            for argument in decorator.args:
                name = expressions.string(argument)
                if name is not None and name != mode:
                    self._of_fields.setdefault(name, []).append((mode, fullname))

    def of(self, name: str) -> list[tuple[str, str]]:
        return [*self._of_fields.get("*", ()), *self._of_fields.get(name, ())]


def _keyword(call: nodes.CallExpr, name: str) -> str | None:
    given = dict(zip(call.arg_names, call.args, strict=True))
    return expressions.string(given[name]) if name in given else None


def _with_methods(field: Field, info: nodes.TypeInfo, validators: _Validators, *, is_schema: bool) -> Field:
    resolver = ""
    if is_schema:
        resolver = _resolver(info, ".".join(field.sources[0]))
    of_field = validators.of(field.name)
    # The last that is defined runs first.
    before = [fullname for mode, fullname in reversed(of_field) if mode != "wrap"]
    is_validated = not any(mode in ("wrap", "plain") for mode, _ in of_field)
    return replace(field, resolver=resolver, validators=before, is_validated=is_validated)


def _is_refused(info: nodes.TypeInfo, fields: Sequence[Field]) -> bool:
    """Tell a schema whose resolver is no static method: ninja raises another error."""
    resolvers = [field.resolver.rpartition(".")[2] for field in fields if field.resolver]
    functions = [definitions.method_of(info, name) for name in resolvers if info.get(name) is not None]
    return any(function is None or not function.is_static for function in functions)


def _resolver(info: nodes.TypeInfo, name: str) -> str:
    """Return the static method that ninja calls in place of reading; one that is none raises."""
    definer = info.get_containing_type_info(f"{RESOLVER}{name}")
    return f"{definer.fullname}.{RESOLVER}{name}" if definer is not None else ""


# A model's columns -----------------------------------------------------------------------------------------


def _is_about_a_model(info: nodes.TypeInfo) -> bool:
    """Tell a class that has ``ModelSchema`` itself among its bases: then its ``Meta`` counts."""
    bases = {base.type.fullname for base in info.bases} | set(class_facts.unseen_bases(info))
    return bool(bases & _MODEL_SCHEMAS)


def _columns(analysis: Evaluator, info: nodes.TypeInfo) -> dict[str, Field | None]:
    """Return the fields that ``Meta`` of a ``ModelSchema`` names: a foreign key is read by its column."""
    meta = info.names.get("Meta")
    model = class_facts.form_model(info)
    schema = analysis.model_of(model) if model is not None else None
    if schema is None or meta is None or not isinstance(meta.node, nodes.TypeInfo):
        return {}
    fields, exclude = _value(analysis, meta.node, "fields"), _value(analysis, meta.node, "exclude")
    only = _listed(fields)
    without = _listed(exclude) or []
    if fields is None and "fields" in meta.node.names:
        return {}
    if only is None and fields is not None and expressions.string(fields) != "__all__":
        return {}
    return columns(schema.model._meta.get_fields(), only, without)


def _listed(expr: nodes.Expression | None) -> list[str] | None:
    return expressions.literal_strings(expr) if expr is not None else None


def columns(
    of_model: Sequence[Column[object, object] | object], only: Sequence[str] | None, without: Sequence[str]
) -> dict[str, Field | None]:
    from django.db.models import ManyToManyRel, ManyToOneRel

    found: dict[str, Field | None] = {}
    anything = AnyType(TypeOfAny.special_form)
    for column in of_model:
        name = getattr(column, "name", "")
        if isinstance(column, (ManyToOneRel, ManyToManyRel)) or name in without:
            continue
        if only is not None and name not in only:
            continue
        found[name] = Field(name, [(_column(column),)], anything)
    return found


def _column(column: RelatedField[object, object] | object) -> str:
    """Return the attribute that is read: that of the key, or the manager of a many-to-many relation."""
    attname = getattr(column, "attname", None)
    return attname if isinstance(attname, str) else str(getattr(column, "name", ""))
