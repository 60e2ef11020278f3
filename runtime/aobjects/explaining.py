"""What raised ``SynchronousOnlyOperation``, and what to write instead: read off the frames that led to it."""

from __future__ import annotations

import inspect
import os
import site
import sysconfig
from contextlib import suppress
from dataclasses import dataclass
from types import FrameType
from typing import TYPE_CHECKING, Any, Final, TypeGuard, TypeVar, cast

import asgiref
import django
from django.contrib.sessions.backends.base import SessionBase
from django.db.models import Model, QuerySet
from django.db.models.fields.related_descriptors import ForwardManyToOneDescriptor, ReverseOneToOneDescriptor
from django.db.models.manager import BaseManager
from django.db.models.query_utils import DeferredAttribute

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from django.core.exceptions import SynchronousOnlyOperation

_T = TypeVar("_T")
Step = tuple[FrameType, int]
"""A frame, and the line in it."""

_THREAD: Final = 'put it in a sync function and use "await sync_to_async(function)()"'
_SPECIAL: Final = {
    "__iter__": 'use "async for", or "[row async for row in {rows}]"',
    "__len__": 'use "await {rows}.acount()"',
    "__bool__": 'use "await {rows}.aexists()"',
    "__getitem__": 'use "[row async for row in {rows}[...]]"',
    "__repr__": 'use "[row async for row in {rows}]"',
    "_iterator": 'use "async for ... in {rows}.aiterator()"',
}
_OF_MANAGER: Final = "manager_method"
_OF_SESSION: Final = {
    "__getitem__": "get",
    "__setitem__": "set",
    "__delitem__": "pop",
    "__contains__": "has_key",
}
_GENERIC: Final = "django.contrib.contenttypes.fields"
_ITEM: Final = 'use "[row async for row in {rows}[n : n + 1]][0]"'
_SLICED: Final = 'use "[row async for row in {rows}]"'


def _folders() -> tuple[str, ...]:
    paths = sysconfig.get_paths()
    found = [paths[name] for name in ("stdlib", "platstdlib", "purelib", "platlib")]
    found += [*site.getsitepackages(), site.getusersitepackages()]
    found += [os.path.dirname(path) for path in (django.__file__, asgiref.__file__, __file__) if path]
    return tuple({os.path.realpath(folder) + os.sep for folder in found})


_LIBRARIES: Final = _folders()


@dataclass(frozen=True, slots=True)
class Explanation:
    """One operation that Django refused."""

    note: str
    """What it was, and what to write: ``"author" of Book(pk=1) is not loaded: add ...``."""
    places: tuple[tuple[str, int], ...]
    """The lines of the project that led to it, the file and its number; the innermost comes last."""
    line: int
    """Which of the places is the line in async code: the position in ``places``, -1 where there are none."""


def of_error(error: SynchronousOnlyOperation) -> Explanation:
    """Explain an exception by its traceback: what is known is what it has passed."""
    steps: list[Step] = []
    traceback = error.__traceback__
    while traceback is not None:
        steps.append((traceback.tb_frame, traceback.tb_lineno))
        traceback = traceback.tb_next
    return of_steps(steps)


def of_frame(frame: FrameType | None) -> Explanation:
    """Explain what is about to be raised in a frame."""
    steps: list[Step] = []
    while frame is not None:
        steps.append((frame, frame.f_lineno))
        frame = frame.f_back
    return of_steps(steps[::-1])


def of_steps(steps: Sequence[Step]) -> Explanation:
    """Explain what the innermost of these frames has raised."""
    ours = [number for number, (frame, _) in enumerate(steps) if _is_project(frame.f_code.co_filename)]
    below = steps[ours[-1] + 1 :] if ours else steps
    places = tuple((steps[number][0].f_code.co_filename, steps[number][1]) for number in ours)
    in_async = [
        position
        for position, number in enumerate(ours)
        if steps[number][0].f_code.co_flags & (inspect.CO_COROUTINE | inspect.CO_ASYNC_GENERATOR)
    ]
    line = in_async[-1] if in_async else len(places) - 1
    return Explanation(_words([frame for frame, _ in below]), places, line)


def _is_project(path: str) -> bool:
    return not path.startswith("<") and not os.path.realpath(path).startswith(_LIBRARIES)


def _words(frames: Sequence[FrameType]) -> str:
    """Return the note for what the project has called: the first of these frames is nearest to it."""
    for read in (_relation, _manager, _method):
        for position, frame in enumerate(frames):
            note = read(frame, _is_direct(frames[:position]))
            if note:
                return note
    return _function(frames)


def _is_direct(frames: Iterable[FrameType]) -> bool:
    """Tell whether the project itself calls what comes after these frames."""
    return all(frame.f_code.co_name == _OF_MANAGER for frame in frames)


def _relation(frame: FrameType, is_direct: bool) -> str:
    """Explain a descriptor that fetches what a row lacks."""
    descriptor, row = frame.f_locals.get("self"), frame.f_locals.get("instance")
    if frame.f_code.co_name != "__get__" or not _is(row, Model):
        return ""
    if _is(descriptor, DeferredAttribute):
        name = str(cast("Any", descriptor).field.attname)
        load = f'"await {_variable(row)}.arefresh_from_db(fields=["{name}"])"'
        return f'"{name}" of {_row(row)} is deferred: do not leave it out of its query, or first {load}'
    if _is(descriptor, ForwardManyToOneDescriptor):
        name = str(cast("Any", descriptor).field.name)
    elif _is(descriptor, ReverseOneToOneDescriptor):
        name = str(cast("Any", descriptor).related.get_accessor_name())
    elif frame.f_globals.get("__name__") == _GENERIC:
        # Imported, it would want the apps to be ready.
        generic: Any = descriptor
        name = str(getattr(generic, "field", generic).name)
        return f'"{name}" of {_row(row)} is not loaded: add prefetch_related("{name}") to its query'
    else:
        return ""
    return f'"{name}" of {_row(row)} is not loaded: add select_related("{name}") to its query'


def _manager(frame: FrameType, is_direct: bool) -> str:
    """Explain the rows of a related manager: they can be prefetched, or gone through."""
    rows = frame.f_locals.get("self")
    if frame.f_code.co_name not in ("__iter__", "__len__", "__bool__", "__getitem__", "__repr__"):
        return ""
    owner = getattr(rows, "_hints", {}).get("instance")
    if not _is_queryset(rows) or not _is(owner, Model) or _is_changed(rows):
        return ""
    name = _accessor(owner, rows)
    if not name:
        return ""
    use = _SPECIAL[frame.f_code.co_name].format(rows=f"{_variable(owner)}.{name}.all()")
    ways = f'add prefetch_related("{name}") to its query' + (f", or {use}" if is_direct else "")
    return f'"{name}" of {_row(owner)} is not prefetched: {ways}'


def _method(frame: FrameType, is_direct: bool) -> str:
    """Explain a method of a queryset, a manager, a row, a session: its async twin, where it has one."""
    value, name = frame.f_locals.get("self"), frame.f_code.co_name
    if not is_direct or value is None or _is(value, type):
        return ""
    if name == _OF_MANAGER:
        # The method of a manager that calls that of its queryset.
        name = str(frame.f_locals.get("name"))
    if _is_queryset(value):
        what = shown = f"a queryset of {value.model.__name__}"
        if name in _SPECIAL:
            use = _SPECIAL[name]
            if value.query.is_sliced and name in ("__len__", "__bool__"):
                use = _SLICED
            elif isinstance(frame.f_locals.get("k"), int):
                use = _ITEM
            return f"{what} is evaluated: {use.format(rows='queryset')}"
        shown = "queryset"
    elif _is(value, BaseManager):
        what = shown = _name_of_manager(value)
    else:
        shown = _variable(value) if _is(value, Model) else ""
        what = _row(value) if _is(value, Model) else type(cast("object", value)).__name__
    owner: type[Any] = type(cast("object", value))
    if issubclass(owner, SessionBase):
        name = _OF_SESSION.get(name, name)
    if name.startswith("_") or not callable(getattr(owner, f"a{name}", None)):
        return ""
    use = f'use "await {shown}.a{name}(...)"' if shown else f'await its "a{name}(...)"'
    return f'"{name}" of {what} runs a query: {use}'


def _is_changed(rows: QuerySet[Any]) -> bool:
    """Tell what is more than all the rows of a manager: it queries whatever was prefetched."""
    query: Any = rows.query
    return bool(len(query.where.children) > 1 or query.order_by or query.distinct or query.is_sliced)


def _name_of_manager(manager: Any) -> str:
    owner = getattr(manager, "instance", None)
    if not _is(owner, Model):
        return f"{manager.model.__name__}.{getattr(manager, 'name', None) or 'objects'}"
    name = getattr(manager, "prefetch_cache_name", None)
    if name is None and hasattr(manager, "field"):
        name = manager.field.remote_field.get_accessor_name()
    return f"{_variable(owner)}.{name}"


def _function(frames: Sequence[FrameType]) -> str:
    """Explain anything else by the name of what the project has called."""
    for frame in frames:
        module = str(frame.f_globals.get("__name__"))
        if frame.f_code.co_name == "get_user" and module.startswith("django.contrib.auth"):
            return '"request.user" runs a query: use "await request.auser()"'
    if not frames:
        return f"this runs a query: {_THREAD}"
    first = frames[0]
    # Of a wrapper, what is wrapped.
    wrapped = first.f_locals.get("func") if "func" in first.f_code.co_freevars else None
    name = str(getattr(wrapped, "__qualname__", first.f_code.co_qualname)).rpartition("<locals>.")[2]
    scope = getattr(wrapped, "__globals__", first.f_globals)
    if inspect.iscoroutinefunction(scope.get(f"a{name}")):
        return f'"{name}" runs a query: use "await a{name}(...)"'
    return f'"{name}" runs a query: {_THREAD}'


def _accessor(owner: Model, rows: QuerySet[Any]) -> str:
    """Return the name of the manager of a row that gives such rows, where only one does."""
    # A reverse foreign key says which it is.
    known: dict[Any, object] = getattr(rows, "_known_related_objects", {})
    for field in known:
        if field.is_relation and field.remote_field.model in type(owner).__mro__:
            return str(field.remote_field.get_accessor_name() or "")
    found: list[str] = []
    for field in owner._meta.get_fields():
        if field.related_model is rows.model and (field.many_to_many or field.one_to_many):
            accessor: Callable[[], str] | None = getattr(field, "get_accessor_name", None)
            found.append(accessor() if accessor is not None else field.name)
    return found[0] if len(found) == 1 else ""


def _is_queryset(value: object) -> TypeGuard[QuerySet[Any]]:
    return issubclass(type(value), QuerySet)


def _is(value: object, kind: type[_T]) -> TypeGuard[_T]:
    """Tell an instance by its class alone: a lazy object that is asked for its own runs its query."""
    return issubclass(type(value), kind)


def _variable(row: Model) -> str:
    """Return a name that code may well have for a row."""
    return type(row).__name__.lower()


def _row(row: Model) -> str:
    """Show a row by its class and key, as far as they are loaded: nothing is asked of the database here."""
    key = None
    with suppress(AttributeError):
        key = row.__dict__.get(row._meta.pk.attname)
    return f"{type(row).__name__}(pk={key!r})"


__all__ = ["Explanation", "of_error", "of_frame", "of_steps"]
