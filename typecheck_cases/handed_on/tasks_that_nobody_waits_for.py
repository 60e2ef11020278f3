"""A task raises where it runs: who only starts it is not at fault, who waits for it is."""

# mypy: allow-untyped-defs, allow-untyped-calls, allow-any-generics
# mypy: disable-error-code="no-any-return, misc, union-attr, index, var-annotated, attr-defined"

import asyncio

from library.market import Goods

running = set()


async def shout(item):
    await asyncio.sleep(0)
    return item.aisle.name


def spawn(coroutine):
    task = asyncio.create_task(coroutine)
    running.add(task)
    task.add_done_callback(running.discard)
    return task


def shout_later(goods):
    return spawn(shout(goods))


def about_to_shout(goods):
    return shout(goods)


async def one():
    return await Goods.objects.aget(pk=1)


async def spawns_in_a_sync_function():
    shout_later(await one())


async def starts_a_task():
    asyncio.create_task(shout(await one()))  # noqa: RUF006


async def keeps_a_task():
    task = asyncio.create_task(shout(await one()))
    running.add(task)
    task.add_done_callback(running.discard)


async def waits_for_a_task():
    await asyncio.create_task(shout(await one()))  # E: async-unsafe-call


async def awaits_what_a_function_builds():
    return await about_to_shout(await one())  # E: async-unsafe-call


async def reads_what_the_task_will_read():
    goods = await one()
    shout_later(goods)
    return goods.aisle.name  # E: async-unsafe-relation "aisle" of "Goods"
