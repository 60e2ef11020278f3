"""What ``AsyncModel`` adds to a model: awaitable relations, and the twins of its managers and querysets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from mypy import nodes
from mypy.mro import calculate_mro
from mypy.semanal_shared import has_placeholder
from mypy.server.trigger import make_trigger, make_wildcard_trigger
from mypy.types import AnyType, Instance, TypeOfAny, get_proper_type
from mypy.typevars import fill_typevars

from aobjects_mypy import names
from aobjects_mypy.models.accessors import Leads, accessors_of
from aobjects_mypy.types import counterparts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mypy.plugin import ClassDefContext

    from aobjects_mypy.models.accessors import Accessor
    from aobjects_mypy.models.schema import Schema

_ASYNC_MANAGER: Final = "aobjects"
_LIBRARY: Final = ("django.db.", "typing", "builtins")
_DEFAULT_MANAGER: Final = "_default_manager"
_RELATED_MANAGERS: Final = {
    Leads.TO_MANY: counterparts.TO_MANY,
    Leads.THROUGH_TABLE: counterparts.THROUGH_TABLE,
}


class _IncompleteError(Exception):
    """A class that is needed has not been analyzed yet."""


def complete(ctx: ClassDefContext, schema: Schema, find: Callable[[str], nodes.TypeInfo | None]) -> None:
    """Add to a model what the runtime adds; django-stubs has added what Django does."""
    analyzer: Any = ctx.api  # the interface does not tell whether something was put off
    if analyzer.deferred and not ctx.api.final_iteration:
        return
    model = schema.model_class(ctx.cls.info.fullname)
    if model is None:
        return
    try:
        _Model(ctx, find, list(accessors_of(model)), list(model._meta.managers_map)).complete(schema)
    except _IncompleteError:
        ctx.api.defer()


class _Model:
    def __init__(
        self,
        ctx: ClassDefContext,
        find: Callable[[str], nodes.TypeInfo | None],
        accessors: list[Accessor],
        managers: list[str],
    ) -> None:
        self._info: Final = ctx.cls.info
        self._api: Final = ctx.api
        self._find: Final = find
        self._accessors: Final = accessors
        self._managers: Final = managers
        self._translate: Final = counterparts.Twins(find)
        self._twins: Final[dict[str, str]] = {}

    def complete(self, schema: Schema) -> None:
        self._wait_for_bases(schema)
        for name in (*self._managers, _DEFAULT_MANAGER):
            self._follow(self._info, name, self._info, _ASYNC_MANAGER)
            for django in self._project_classes(self._info, name, schema):
                self._add_twin(django)
        noted: dict[str, list[Any]] = {}
        for accessor in self._accessors:
            if accessor.leads is not Leads.TO_ONE and accessor.target is not None:
                self._add_related_twins(accessor, schema)
            if self._add_accessor(accessor):
                noted[accessor.async_name] = [accessor.name, accessor.target, accessor.nullable]
                self._follow(self._info, accessor.name, self._info, accessor.async_name)
        counterparts.note_twins(self._info, self._twins, noted)

    def _wait_for_bases(self, schema: Schema) -> None:
        """Let the bases come first: what they have is inherited, not made again."""
        for base in self._info.mro[1:]:
            is_model = base.has_base(names.ASYNC_MODEL) and schema.model_class(base.fullname) is not None
            if is_model and base.fullname != names.ASYNC_MODEL and not counterparts.is_noted(base):
                self._wait()

    def _wait(self) -> None:
        """Come back later; where there is no later, go on without."""
        if not self._api.final_iteration:
            raise _IncompleteError

    def _follow(self, info: nodes.TypeInfo, name: str, twin: nodes.TypeInfo, twin_name: str) -> None:
        """Let the daemon check the uses of a twin again when what it stands for changes."""
        for written_on in (info, self._queryset_class(info)):
            holder = written_on.get_containing_type_info(name) if written_on is not None else None
            if holder is not None:
                trigger = make_trigger(f"{holder.fullname}.{name}")
                self._api.add_plugin_dependency(trigger, make_trigger(f"{twin.fullname}.{twin_name}"))

    def _queryset_class(self, manager: nodes.TypeInfo) -> nodes.TypeInfo | None:
        return self._find(counterparts.queryset_class(manager) or "")

    # Relations.

    def _add_accessor(self, accessor: Accessor) -> bool:
        """Add ``aauthor``, unless the name is taken: what the project wrote stays."""
        known = self._info.get(accessor.async_name)
        if known is not None:
            # An inherited one serves this model too; one of an earlier round is made anew.
            return known.plugin_generated and accessor.async_name in self._info.names
        to_one = accessor.leads is Leads.TO_ONE
        descriptor = self._find(names.ASYNC_RELATION if to_one else names.ASYNC_RELATION_TO_MANY)
        if descriptor is None:
            self._wait()
            return False
        _add_variable(self._info, accessor.async_name, Instance(descriptor, []))
        return True

    def _add_related_twins(self, accessor: Accessor, schema: Schema) -> None:
        target = self._find(accessor.target or "")
        if target is None or _DEFAULT_MANAGER not in target.names:
            self._wait()
        if target is None:
            return
        own = list(self._project_classes(target, _DEFAULT_MANAGER, schema))
        if not target.has_base(names.ASYNC_MODEL):
            for django in own:
                self._add_twin(django)
        if accessor.leads is Leads.GENERIC:
            related = self._generic_manager(accessor, target) if own else None
        else:
            kind = _RELATED_MANAGERS[accessor.leads]
            related = self._find(counterparts.related_manager_class(target, kind) or "")
            if related is None and own:
                # The other side of a many-to-many relation has not been analyzed yet.
                self._wait()
        if related is not None:
            self._add_twin(related)

    def _generic_manager(self, accessor: Accessor, target: nodes.TypeInfo) -> nodes.TypeInfo | None:
        """Make the class of a generic relation's managers, which django-stubs takes for anything."""
        inherited = self._info.get(accessor.async_name)
        if inherited is not None and accessor.async_name not in self._info.names:
            return None
        base, symbol = self._find(names.RELATED_MANAGER), target.get(_DEFAULT_MANAGER)
        manager = get_proper_type(symbol.type) if symbol is not None else None
        if base is None or not isinstance(manager, Instance) or manager.type.fullname == names.MANAGER:
            return None
        known = self._find(counterparts.generic_manager(self._info, target))
        related = Instance(base, [Instance(target, [])])
        return known or _make_class(self._info, f"{target.name}_RelatedManager", related, manager)

    # Managers and querysets.

    def _project_classes(self, model: nodes.TypeInfo, name: str, schema: Schema) -> Iterator[nodes.TypeInfo]:
        """Yield the class of a manager and that of its querysets, where they are not Django's own."""
        symbol = model.get(name)
        manager = get_proper_type(symbol.type) if symbol is not None else None
        if not isinstance(manager, Instance) or not manager.type.has_base(names.BASE_MANAGER):
            return
        installed = schema.model(model.fullname)
        queryset = counterparts.queryset_class(manager.type) or (
            installed.queryset_class(name) if installed else None
        )
        for info in (manager.type, self._find(queryset or "")):
            if info is not None and not info.module_name.startswith("django.db."):
                yield info

    def _add_twin(self, django: nodes.TypeInfo) -> None:
        known = self._twins.get(django.fullname) or counterparts.noted_twin(
            self._info.mro[1:], django.fullname
        )
        if known is not None:
            return
        base = self._base_of_twin(django)
        if base is None:
            self._wait()
            return
        # An earlier round may have made it.
        symbol = self._info.names.get(f"Async{django.name}{counterparts.MARK}")
        twin = symbol.node if symbol is not None else None
        if not isinstance(twin, nodes.TypeInfo):
            twin = _make_class(self._info, f"Async{django.name}", base)
        twin.defn.type_vars = django.defn.type_vars.copy()
        twin.type_vars = []
        twin.add_type_vars()
        twin.fallback_to_any = django.fallback_to_any
        counterparts.note_django(twin, django)
        for name in self._members(django):
            _add_variable(twin, name, AnyType(TypeOfAny.implementation_artifact))
            self._follow(django, name, twin, name)
        counterparts.list_inherited(twin)
        self._twins[django.fullname] = twin.fullname

    def _base_of_twin(self, django: nodes.TypeInfo) -> Instance | None:
        own = fill_typevars(django)
        base = self._translate.plain_type(own) if isinstance(own, Instance) else None
        placeholders = [typ for typ in (*django.defn.type_vars, base) if typ and has_placeholder(typ)]
        return base if not placeholders else None

    def _members(self, django: nodes.TypeInfo) -> Iterator[str]:
        """Yield the names that the project gave to a manager or queryset."""
        queryset = self._queryset_class(django)
        for written_on in (django, queryset):
            for info in written_on.mro if written_on is not None else []:
                if not info.module_name.startswith(_LIBRARY):
                    # A method that is added or removed makes another twin.
                    self._api.add_plugin_dependency(make_wildcard_trigger(info.fullname))
        for info in django.mro:
            if info.module_name.startswith(_LIBRARY):
                continue
            for name, symbol in info.names.items():
                if name.startswith("_") or name in _CLASS_METHODS:
                    continue
                if symbol.plugin_generated and not self._is_copied(django, name):
                    continue
                if isinstance(symbol.node, (nodes.FuncBase, nodes.Decorator, nodes.Var)):
                    yield name

    def _is_copied(self, django: nodes.TypeInfo, name: str) -> bool:
        """Tell what Django copies to a manager too: methods of the project's queryset, nothing else of it."""
        queryset = self._queryset_class(django)
        writer = queryset.get_containing_type_info(name) if queryset is not None else None
        if writer is None or writer.module_name.startswith(_LIBRARY):
            return False
        return self._translate.method(django, name) is not None


_CLASS_METHODS: Final = frozenset({"as_manager", "from_queryset"})


def _make_class(model: nodes.TypeInfo, name: str, *bases: Instance) -> nodes.TypeInfo:
    definition = nodes.ClassDef(name, nodes.Block([]))
    definition.fullname = f"{model.fullname}.{name}{counterparts.MARK}"
    made = nodes.TypeInfo(nodes.SymbolTable(), definition, model.module_name)
    definition.info = made
    made.bases = list(bases)
    calculate_mro(made)
    made.metaclass_type = made.calculate_metaclass_type()
    model.names[f"{name}{counterparts.MARK}"] = nodes.SymbolTableNode(nodes.MDEF, made, plugin_generated=True)
    return made


def _add_variable(info: nodes.TypeInfo, name: str, typ: AnyType | Instance) -> None:
    variable = nodes.Var(name, typ)
    variable.info = info
    variable._fullname = f"{info.fullname}.{name}"
    variable.is_initialized_in_class = True
    variable.is_inferred = True
    info.names[name] = nodes.SymbolTableNode(nodes.MDEF, variable, plugin_generated=True)
