"""Rows become instances without ``Model.__init__``, where nothing can see the difference."""

# Django's own machinery is generic in types that nobody names here, and private.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
# pyright: reportUnknownVariableType=false, reportMissingTypeArgument=false, reportAttributeAccessIssue=false
# pyright: reportMissingParameterType=false, reportPrivateUsage=false

from __future__ import annotations

import inspect
from operator import attrgetter
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Model, QuerySet, query
from django.db.models.base import ModelState
from django.db.models.fields.files import FileDescriptor, ImageFileDescriptor
from django.db.models.fields.related_descriptors import ForeignKeyDeferredAttribute
from django.db.models.query import ModelIterable
from django.db.models.query_utils import DeferredAttribute
from django.db.models.signals import post_init, pre_init

from aobjects import fastpaths, parts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    _Build = Callable[[Sequence[Any]], Model]

# On an instance that has nothing yet, each of these puts a value into its __dict__, and does no more.
PLAIN_ATTRIBUTES: Final = (
    DeferredAttribute,
    ForeignKeyDeferredAttribute,
    FileDescriptor,
    ImageFileDescriptor,
)
MAKING: Final = ("__init__", "__new__", "__setattr__", "__getattribute__", "from_db.__func__")
DEFAULT_FETCH_MODE: Final = getattr(query, "DEFAULT_FETCH_MODE", None)
"""From Django 6.1 on."""
_HAS_FETCH_MODES: Final = hasattr(ModelState, "fetch_mode")


class _Look:
    """What a model class looked like when it was found that making an instance does nothing but fill it."""

    __slots__ = ("_attributes", "_seen", "fields")

    def __init__(self, model: type[Model]) -> None:
        self.fields: Any = model._meta.concrete_fields
        self._attributes = attrgetter(*MAKING, *(field.attname for field in self.fields))
        self._seen = self._attributes(model)

    def is_still_of(self, model: type[Model]) -> bool:
        # Django forgets the list when the model gets a field.
        return self.fields is model._meta.concrete_fields and self._seen == self._attributes(model)


_looks: Final = dict[type[Model], _Look | None]()


def is_plain(model: type[Model]) -> bool:
    """Tell whether ``Model.from_db`` does nothing for this class but put values into a new instance.

    It is asked before each query: signals may be connected, and methods replaced, at any time.

    >>> is_plain(Author)
    True
    """
    # Nearly always there is no receiver at all.
    if pre_init.receivers and pre_init.has_listeners(model):
        return False
    if post_init.receivers and post_init.has_listeners(model):
        return False
    look = _looks.get(model)
    if look is None or not look.is_still_of(model):
        look = _looks[model] = _Look(model) if _is_made_plainly(model) else None
    return look is not None


def _is_made_plainly(model: type[Model]) -> bool:
    from_db = getattr(model.from_db, "__func__", None)
    return (
        fastpaths.is_written_in(model.__init__, Model.__module__)
        and fastpaths.is_written_in(from_db, Model.__module__)
        and model.__new__ is object.__new__
        and model.__setattr__ is object.__setattr__
        and model.__getattribute__ is object.__getattribute__
        and type(model).__call__ is type.__call__
        # Model.__init__ calls that of the classes behind it.
        and super(Model, model).__init__ is object.__init__
        and not hasattr(model, "_state")
        and all(
            type(inspect.getattr_static(model, field.attname, None)) in PLAIN_ATTRIBUTES
            for field in model._meta.concrete_fields
        )
    )


def builder(model: type[Model], names: Sequence[str], db: str, fetch_mode: Any) -> _Build:
    """Return a function that makes an instance from the values of these attributes, as ``from_db`` would."""
    new = object.__new__

    def build(values: Sequence[Any]) -> Model:
        state: Any = new(ModelState)
        state.adding = False
        state.db = db
        if _HAS_FETCH_MODES:
            state.fetch_mode = fetch_mode
        instance = new(model)
        instance._state = state
        instance.__dict__.update(zip(names, values, strict=False))
        return instance

    return build


def names_in_order(model: type[Model], names: Iterable[str]) -> list[str]:
    """Return the attributes in the order in which ``from_db`` gives them values: that of the fields."""
    wanted = set(names)
    return [field.attname for field in model._meta.concrete_fields if field.attname in wanted]


class _StandIn:
    """What Django's loop takes for the class of a model, to make its instances with."""

    def __init__(self, model: type[Model]) -> None:
        self._model = model
        self._meta = model._meta
        self._names: Sequence[str] | None = None

    def from_db(
        self, db: str, names: Sequence[str], values: Sequence[Any], *, fetch_mode: Any = None
    ) -> Model:
        # Each query gives one list of names to all its rows.
        if names is not self._names:
            self._names = names
            self._build = builder(self._model, names_in_order(self._model, names), db, fetch_mode)
        return self._build(values)


def _stand_in(klass_info: Any) -> None:
    """Let Django make the instances of a query, and those that ``select_related`` joins, in the short way."""
    if is_plain(klass_info["model"]):
        klass_info["model"] = _StandIn(klass_info["model"])
    for related in klass_info.get("related_klass_infos", ()):
        _stand_in(related)


class HydratingIterable(ModelIterable):  # type: ignore[type-arg]  # not generic when it runs
    """``ModelIterable``, without ``Model.__init__`` where that cannot be seen."""

    if TYPE_CHECKING:
        queryset: Any
        chunked_fetch: bool
        chunk_size: int

    def __iter__(self) -> Iterator[Model]:
        queryset = self.queryset
        db = queryset.db
        compiler = queryset.query.get_compiler(using=db)
        results = compiler.execute_sql(chunked_fetch=self.chunked_fetch, chunk_size=self.chunk_size)
        info = compiler.klass_info
        fetch_mode = getattr(queryset, "_fetch_mode", None)
        model = info["model"]
        if (
            queryset._known_related_objects
            or info.get("related_klass_infos")
            or getattr(fetch_mode, "track_peers", False)
            or not is_plain(model)
        ):
            _stand_in(info)
            yield from self._djangos_loop(compiler, results)
            return
        fastpaths.taken["hydration"] += 1
        first, end = info["select_fields"][0], info["select_fields"][-1] + 1
        names = [column[0].target.attname for column in compiler.select[first:end]]
        build = builder(model, names_in_order(model, names), db, fetch_mode)
        if first == 0 and end == len(compiler.select):
            yield from map(build, compiler.results_iter(results))
            return
        annotations = compiler.annotation_col_map.items()
        for row in compiler.results_iter(results):
            instance = build(row[first:end])
            for name, position in annotations:
                setattr(instance, name, row[position])
            yield instance

    def _djangos_loop(self, compiler: Any, results: Any) -> Iterable[Model]:
        """Return Django's own loop over the results of a query that ran."""
        fastpaths.taken["hydration with relations"] += 1
        compiler.execute_sql = lambda **_: results  # pyright: ignore
        real = self.queryset
        queryset: Any = SimpleNamespace(
            db=compiler.using,
            model=real.model,
            query=SimpleNamespace(get_compiler=lambda using: compiler),  # pyright: ignore
            _known_related_objects=real._known_related_objects,
            _fetch_mode=getattr(real, "_fetch_mode", None),
        )
        return ModelIterable(queryset, self.chunked_fetch, self.chunk_size)


def _makes_instances(queryset: Any) -> bool:
    """Tell whether Django's own loop would make the rows: not that of values(), nor one of a project."""
    return (
        getattr(queryset, "_iterable_class", None) is ModelIterable
        and fastpaths.is_written_in(ModelIterable.__iter__, ModelIterable.__module__)
        and fastpaths.are_on()
    )


def _evaluates_as_django(queryset: Any) -> bool:
    kind = type(queryset)
    return all(
        fastpaths.is_written_in(method, QuerySet.__module__)
        for method in (kind.__iter__, kind.__len__, kind._fetch_all)
    )


def rows_of(queryset: Any) -> list[Any]:
    """Evaluate a queryset, and return its rows."""
    if _makes_instances(queryset) and queryset._result_cache is None and _evaluates_as_django(queryset):
        # Nobody sees a class of ours: other tasks may clone the queryset meanwhile.
        queryset._result_cache = list(HydratingIterable(queryset))
        if queryset._prefetch_related_lookups:
            parts.prefetch(queryset)
    return list(queryset)


def streaming(queryset: Any) -> Any:
    """Return a copy of a queryset whose ``iterator()`` takes the short way; anything else as it is."""
    if not _makes_instances(queryset):
        return queryset
    copy = queryset._chain()
    copy._iterable_class = HydratingIterable
    return copy


__all__ = [
    "DEFAULT_FETCH_MODE",
    "HydratingIterable",
    "builder",
    "is_plain",
    "names_in_order",
    "rows_of",
    "streaming",
]
