"""Handlers that a decorator keeps by the class of an event, or by a name: those of that key are called."""

# mypy: disable-error-code="no-untyped-def, no-untyped-call, no-any-return, type-arg, index"

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from library.market import Goods

Handler = Callable[[Any], Awaitable[Any]]
_handlers: dict[type, list[Handler]] = defaultdict(list)
_listeners: dict = {}
_tasks: dict[str, Callable[..., Any]] = {}


@dataclass
class Sold:
    item: Goods


@dataclass
class Counted:
    item: Goods


class Moved:
    def __init__(self, item):
        self.item = item


def on(kind: type) -> Callable[[Handler], Handler]:
    def register(handler: Handler) -> Handler:
        _handlers[kind].append(handler)
        return handler

    return register


def listens(kind):
    def register(function):
        _listeners.setdefault(kind, []).append(function)
        return function

    return register


def task(name):
    def register(function):
        _tasks[name] = function
        return function

    return register


async def publish(event: Any) -> list[Any]:
    return [await handler(event) for handler in _handlers[type(event)]]


async def publish_at_once(event: Any) -> list[Any]:
    return await asyncio.gather(*(handler(event) for handler in _handlers[type(event)]))


async def tell(event):
    for function in _listeners.get(type(event), []):
        await function(event)


async def run(name, item):
    return await _tasks[name](item)


@on(Sold)
async def writes_down(event: Sold) -> str:
    return event.item.name


@on(Sold)
async def thanks(event: Sold) -> str:
    return event.item.aisle.name


@on(Counted)
async def adds_up(event: Counted) -> int:
    return event.item.price


@listens(Moved)
async def looks_for_the_aisle(event):
    return event.item.aisle.name


@task("name")
async def name_of(item):
    return item.name


@task("aisle")
async def aisle_of(item):
    return item.aisle.name


async def something_sold():
    return await publish(Sold(await Goods.objects.aget(pk=1)))  # E: async-unsafe-call


async def something_sold_in_full():
    return await publish(Sold(await Goods.objects.select_related("aisle").aget(pk=1)))


async def something_counted():
    return await publish(Counted(await Goods.objects.aget(pk=1)))


async def told_at_once():
    return await publish_at_once(Sold(await Goods.objects.aget(pk=1)))  # E: async-unsafe-call


async def something_moved():
    await tell(Moved(await Goods.objects.aget(pk=1)))  # E: async-unsafe-call


async def something_moved_in_full():
    await tell(Moved(await Goods.objects.select_related("aisle").aget(pk=1)))


async def nobody_listens():
    await tell(Counted(await Goods.objects.aget(pk=1)))


async def a_task_by_its_name():
    return await run("aisle", await Goods.objects.aget(pk=1))  # E: async-unsafe-call


async def another_task_by_its_name():
    return await run("name", await Goods.objects.aget(pk=1))
