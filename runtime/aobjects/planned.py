"""Calls of which it is known what one query they run: an engine may run that, where a call needs a job."""

# Django's own machinery is generic in types that nobody names here, and private.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportPrivateUsage=false

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any, Final

from django.db import DEFAULT_DB_ALIAS, router
from django.db.models.signals import post_init, pre_init

from aobjects import fastpaths, hydration, plans
from aobjects.compiled import PLAIN_VALUES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.db.backends.base.base import BaseDatabaseWrapper

    from aobjects.compiled import Plan, Statement


class PlannedCall:
    """A synchronous call; who has connections can ask it for its query first, and give it the rows.

    Not an ``ABC``: each call is asked whether it is one, which would take six calls of Python's.
    """

    def __init__(self, call: Callable[[], Any]) -> None:
        self._call: Final = call

    def __call__(self) -> Any:
        return self._call()

    def statement(self, wrappers: Mapping[str, BaseDatabaseWrapper]) -> Statement | None:
        """Return its query, if that has been compiled, and asks for no code but Django's on its way."""
        raise NotImplementedError

    def result(self, rows: list[Any]) -> Any:
        """Return what the call returns when these are the rows, or raise what it raises."""
        raise NotImplementedError


class Get(PlannedCall):
    """A manager's ``get()``."""

    def __init__(self, manager: Any, conditions: Mapping[str, Any], call: Callable[[], Any]) -> None:
        super().__init__(call)
        self._manager = manager
        self._conditions = conditions

    def statement(self, wrappers: Mapping[str, BaseDatabaseWrapper]) -> Statement | None:
        conditions = self._conditions
        for value in conditions.values():
            # To read a deferred field of a row is a query.
            if type(value) not in PLAIN_VALUES or type(value) is datetime.datetime:
                return None
        names = tuple(conditions)
        found = _find(self._manager, "get", names, wrappers)
        if found is None:
            return None
        known, wrapper = found
        return known.plan.statement_of(wrapper, [conditions[name] for name in known.names])

    def result(self, rows: list[Any]) -> Any:
        return plans.the_one(self._manager.model, rows)


class Rows(PlannedCall):
    """The rows of ``filter()``."""

    def __init__(self, filtered: plans.Filtered, call: Callable[[], Any]) -> None:
        super().__init__(call)
        self._filtered = filtered

    def statement(self, wrappers: Mapping[str, BaseDatabaseWrapper]) -> Statement | None:
        manager, names, lookups = self._filtered.conditions
        if lookups is None:
            return None
        found = _find(manager, "filter", names, wrappers)
        if found is None:
            return None
        known, wrapper = found
        return known.plan.statement(wrapper, lookups)

    def result(self, rows: list[Any]) -> Any:
        return list(self._filtered.take(rows))


class _Known:
    """A plan for a manager's method, and what it was found by that nobody may have replaced since."""

    __slots__ = ("names", "plan", "watch")

    def __init__(self, plan: Plan, names: tuple[str, ...], watch: fastpaths.Watch) -> None:
        self.plan = plan
        self.names = names
        self.watch = watch


def _find(
    manager: Any, method: str, names: tuple[str, ...], wrappers: Mapping[str, BaseDatabaseWrapper]
) -> tuple[_Known, BaseDatabaseWrapper] | None:
    # A router is code of the project, as is a receiver.
    if router.routers or pre_init.receivers or post_init.receivers:
        return None
    alias = DEFAULT_DB_ALIAS if manager._db is None and not manager._hints else plans.database(manager)
    wrapper = wrappers.get(alias)
    if wrapper is None or not fastpaths.are_on() or not plans.is_untouched(manager, method):
        return None
    key: tuple[Any, ...] = (type(manager), manager.model, alias, type(wrapper), method, names)
    known: _Known | None = plans.found.get(key)
    if known is not None:
        plan = known.plan
        if known.watch.is_unchanged() and plan.has_current_lookups():
            return known, wrapper
        plans.found.pop(key, None)
    in_order = tuple(sorted(names))
    compiled = plans.compiled((manager.model, alias, type(wrapper), method == "get", in_order))
    if (
        compiled is None
        or not (compiled.is_possible and compiled.is_djangos)
        or not hydration.is_plain(manager.model)
        or not plans.is_plain_manager(manager, method)
    ):
        return None
    if len(plans.found) >= plans.MOST_PLANS:
        plans.found.clear()
    known = plans.found[key] = _Known(compiled, in_order, compiled.watch() | plans.watch(manager, method))
    return known, wrapper


__all__ = ["Get", "PlannedCall", "Rows"]
