"""What is interrupted in the middle is there as a whole or not at all, and what goes on beside it does so."""

from __future__ import annotations

import asyncio
import random
import threading
from contextlib import aclosing, asynccontextmanager, nullcontext
from typing import TYPE_CHECKING, Any

import pytest
from aobjects import aatomic, agather, concurrent, hops
from django.db import IntegrityError
from lending import assert_nothing_is_lent
from library.models import Tag
from test_cancellation import endless

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator
    from contextlib import AbstractAsyncContextManager

    Around = Callable[[], AbstractAsyncContextManager[None]]

pytestmark = pytest.mark.commits


@pytest.fixture(params=[nullcontext, concurrent], ids=["alone", "concurrent"])
def around(request: pytest.FixtureRequest) -> Iterator[Around]:
    yield request.param
    assert_nothing_is_lent()


@pytest.mark.parametrize("limit", [1, 4])
async def test_a_stream_goes_on_after_a_transaction_in_its_loop_is_cancelled(limit: int) -> None:
    await Tag.objects.abulk_create(Tag(label=f"{number}") for number in range(20))
    read = 0
    async with concurrent(max_connections=limit):
        async for tag in Tag.aobjects.order_by("pk").iterator(chunk_size=3):
            read += 1
            try:
                async with asyncio.timeout(0.2 if read % 7 == 0 else 20), aatomic():
                    await Tag.aobjects.filter(pk=tag.pk).update(label=f"{tag.label} again")
                    if read % 7 == 0:
                        await hops.run(endless)
            except TimeoutError:
                pass
        assert read == 20
        assert await Tag.aobjects.filter(label__endswith=" again").count() == 18


async def create(label: str) -> Tag:
    return await Tag.aobjects.create(label=label)


async def create_as_django_does(label: str) -> Tag:
    return await Tag.objects.acreate(label=label)


async def save(label: str) -> None:
    await Tag(label=label).asave()


@pytest.mark.parametrize("write", [create, create_as_django_does, save])
async def test_a_row_whose_writing_timed_out_can_be_written_again(
    around: Around, write: Callable[[str], Awaitable[Any]]
) -> None:
    chance, written = random.Random(4), set[str]()
    async with around():
        for number in range(40):
            label = f"{number}"
            try:
                await asyncio.wait_for(write(label), chance.random() / 50)
                written.add(label)
            except TimeoutError:
                pass
        assert written <= set(await Tag.aobjects.values_list("label", flat=True))
        for number in range(40):
            await Tag.aobjects.get_or_create(label=f"{number}")
        assert await Tag.aobjects.count() == 40


async def test_what_fails_in_a_transaction_stops_what_is_awaited_with_it(around: Around) -> None:
    async def fail_later() -> None:
        await asyncio.sleep(0.05)
        raise KeyError

    async with around(), asyncio.timeout(60):
        with pytest.raises(KeyError):
            async with aatomic():
                await Tag.aobjects.create(label="lost")
                await agather(hops.run(endless), fail_later())
        with pytest.raises(IntegrityError):
            async with aatomic():
                await Tag.aobjects.create(label="twice")
                await agather(Tag.aobjects.count(), Tag.aobjects.create(label="twice"), Tag.aobjects.count())
        assert await Tag.aobjects.count() == 0


async def write_two(name: str) -> None:
    async with aatomic():
        await Tag.aobjects.create(label=f"{name}, first")
        await Tag.aobjects.create(label=f"{name}, second")


def test_loops_that_end_in_the_middle_leave_no_half_transaction(around: Around, vendor: str) -> None:
    async def end_in_the_middle(number: int) -> None:
        async with around():
            # asyncio.run cancels what is left.
            tasks.extend(asyncio.ensure_future(write_two(f"{number} {n}")) for n in range(20))
            await asyncio.sleep(chance.random() / 50)

    chance, tasks = random.Random(5), list[asyncio.Task[None]]()
    for number in range(8):
        asyncio.run(end_in_the_middle(number))
    assert Tag.objects.filter(label__endswith="first").count() * 2 == Tag.objects.count()
    assert len(tasks) == 160


def test_loops_of_several_threads_share_the_pool(vendor: str) -> None:
    async def write(name: str, seconds: float | None) -> None:
        async with asyncio.timeout(seconds):
            await write_two(name)

    async def main(name: str) -> None:
        chance = random.Random(name)
        async with concurrent(max_connections=2):
            tasks = [write(f"{name} {n}", chance.random() / 2 if n % 3 == 0 else None) for n in range(40)]
            found = await asyncio.gather(*tasks, return_exceptions=True)
        failed.extend(error for error in found if error and not isinstance(error, TimeoutError))

    failed: list[BaseException] = []
    threads = [threading.Thread(target=asyncio.run, args=(main(name),)) for name in "abc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert not failed
    assert Tag.objects.filter(label__endswith="first").count() * 2 == Tag.objects.count()
    assert_nothing_is_lent()


async def numbers() -> AsyncGenerator[int]:
    async with aatomic():
        for number in range(3):
            await Tag.aobjects.create(label=f"{number}")
            yield number


async def test_a_generator_that_is_left_half_way_rolls_back_when_it_is_closed(around: Around) -> None:
    async with around():
        async with aclosing(numbers()) as rows:
            async for _ in rows:
                break
        assert await Tag.aobjects.count() == 0


@pytest.mark.parametrize("write", [Tag.aobjects.create, Tag.objects.acreate])
def test_what_follows_one_that_is_left_is_refused_and_not_lost(
    write: Callable[..., Awaitable[Tag]], around: Around
) -> None:
    async def main() -> None:
        async with around():
            async for _ in numbers():
                break
            # The loop has not closed it yet: that would be rolled back without a word.
            with pytest.raises(RuntimeError, match="aclosing"):
                await write(label="after")

    asyncio.run(main())
    assert not Tag.objects.exists()


async def nested() -> AsyncGenerator[int]:
    async with aclosing(numbers()) as rows, aatomic():
        async for number in rows:
            yield number


async def through_a_manager() -> AsyncGenerator[int]:
    async with in_transaction():
        yield 1
        yield 2


@asynccontextmanager
async def in_transaction() -> AsyncGenerator[None]:
    async with aatomic():
        yield


@pytest.mark.parametrize("generate", [nested, through_a_manager])
def test_so_it_is_however_deep_the_block_stands(
    generate: Callable[[], AsyncGenerator[int]], around: Around
) -> None:
    async def main() -> None:
        async with around():
            async for _ in generate():
                break
            with pytest.raises(RuntimeError, match="aclosing"):
                await Tag.aobjects.create(label="after")

    asyncio.run(main())
    assert not Tag.objects.exists()


async def test_the_loop_over_one_and_a_manager_around_a_block_write_as_they_did(around: Around) -> None:
    async with around():
        async for number in numbers():
            await Tag.aobjects.create(label=f"{number} in the loop")
            await Tag.objects.acreate(label=f"{number} in the loop, by Django")
        async with in_transaction():
            await Tag.aobjects.create(label="in a manager")
        await Tag.aobjects.create(label="after")
        assert await Tag.aobjects.count() == 3 * 3 + 2


def test_one_that_is_not_closed_is_named_where_its_task_goes_on(around: Around) -> None:
    async def main() -> None:
        async with around():
            rows = numbers()
            await anext(rows)
            # As the event loop does with one that nobody refers to.
            await asyncio.ensure_future(rows.aclose())
            with pytest.raises(RuntimeError, match="aclosing"):
                await Tag.aobjects.count()

    asyncio.run(main())
    assert not Tag.objects.exists()
