"""``aatomic()`` commits or rolls back what happens inside it, and nothing else."""

from __future__ import annotations

import asyncio
import threading
import time
from typing import TYPE_CHECKING

import databases
import pytest
from aobjects import aatomic, concurrent
from asgiref.sync import async_to_sync, sync_to_async
from django.db import DEFAULT_DB_ALIAS, IntegrityError, connection, transaction
from django.test import TestCase, TransactionTestCase
from library.models import Author, Tag

if TYPE_CHECKING:
    from conftest import RunCase


async def labels() -> list[str]:
    return [label async for label in Tag.objects.order_by("label").values_list("label", flat=True)]


async def thread() -> int:
    return await sync_to_async(threading.get_ident)()


class FailError(Exception):
    """Raised by the tests themselves."""


async def test_a_block_that_ends_is_committed() -> None:
    async with aatomic():
        await Tag.objects.acreate(label="kept")
    assert await labels() == ["kept"]


async def test_an_exception_rolls_back_and_is_raised() -> None:
    with pytest.raises(FailError):
        async with aatomic():
            await Tag.objects.acreate(label="lost")
            raise FailError
    assert await labels() == []


async def test_an_inner_block_is_a_savepoint() -> None:
    async with aatomic():
        await Tag.objects.acreate(label="outer")
        with pytest.raises(FailError):
            async with aatomic():
                await Tag.objects.acreate(label="inner")
                raise FailError
    assert await labels() == ["outer"]


async def test_without_a_savepoint_the_inner_failure_takes_the_outer_block_along() -> None:
    async with aatomic():
        with pytest.raises(FailError):
            async with aatomic(savepoint=False):
                raise FailError
        with pytest.raises(transaction.TransactionManagementError):
            await Tag.objects.acreate(label="refused")
        await sync_to_async(transaction.set_rollback)(False)


async def test_a_failed_query_can_be_caught_around_an_inner_block() -> None:
    await Tag.objects.acreate(label="first")
    async with aatomic():
        with pytest.raises(IntegrityError):
            async with aatomic():
                await Tag.objects.acreate(label="first")
        await Tag.objects.acreate(label="second")
    assert await labels() == ["first", "second"]


async def test_sibling_tasks_take_turns_with_their_savepoints() -> None:
    first_is_inside, first_may_fail = asyncio.Event(), asyncio.Event()

    async def fails() -> None:
        async with aatomic():
            await Tag.objects.acreate(label="fails")
            first_is_inside.set()
            await first_may_fail.wait()
            raise FailError

    async def succeeds() -> None:
        await first_is_inside.wait()
        asyncio.get_running_loop().call_later(0.05, first_may_fail.set)
        async with aatomic():
            await Tag.objects.acreate(label="succeeds")

    async with aatomic():
        results = await asyncio.gather(fails(), succeeds(), return_exceptions=True)
    assert [type(result) for result in results] == [FailError, type(None)]
    assert await labels() == ["succeeds"]


@pytest.mark.commits
async def test_the_block_has_one_thread_that_is_not_the_one_outside() -> None:
    async with aatomic():
        inside = {await thread() for _ in range(3)}
        inside |= set(await asyncio.gather(thread(), thread()))
    assert len(inside) == 1
    assert await thread() not in inside


@pytest.mark.commits
async def test_others_see_nothing_of_it_before_the_commit() -> None:
    async def seen_outside() -> list[str]:
        await asked.wait()
        return await labels()

    asked = asyncio.Event()
    outside = asyncio.ensure_future(seen_outside())
    async with aatomic():
        await Tag.objects.acreate(label="new")
        asked.set()
        assert await outside == []
        assert await labels() == ["new"]
    assert await labels() == ["new"]


@pytest.mark.commits
@pytest.mark.postgresql
async def test_what_another_task_writes_meanwhile_survives_the_rollback() -> None:
    async def write_outside() -> None:
        await asked.wait()
        await Tag.objects.acreate(label="outside")

    asked = asyncio.Event()
    outside = asyncio.ensure_future(write_outside())
    with pytest.raises(FailError):
        async with aatomic():
            await Tag.objects.acreate(label="inside")
            asked.set()
            await outside
            raise FailError
    assert await labels() == ["outside"]


@pytest.mark.commits
@pytest.mark.postgresql
async def test_blocks_of_several_tasks_are_transactions_of_their_own() -> None:
    async def enter(label: str, *, fail: bool) -> None:
        async with aatomic():
            await Tag.objects.acreate(label=label)
            await all_inside.wait()
            if fail:
                raise FailError

    all_inside = asyncio.Barrier(4)
    await asyncio.gather(*(enter(str(n), fail=n % 2 == 0) for n in range(4)), return_exceptions=True)
    assert await labels() == ["1", "3"]


@pytest.mark.commits
async def test_cancellation_rolls_back() -> None:
    async def write_and_wait() -> None:
        async with aatomic():
            await Tag.objects.acreate(label="lost")
            inside.set()
            await asyncio.sleep(60)

    inside = asyncio.Event()
    task = asyncio.ensure_future(write_and_wait())
    await inside.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await labels() == []


@pytest.mark.commits
async def test_a_timeout_around_the_block_rolls_back() -> None:
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.2), aatomic():
            await Tag.objects.acreate(label="lost")
            await asyncio.sleep(60)
    assert await labels() == []


@pytest.mark.commits
async def test_cancellation_while_it_begins_leaves_no_transaction() -> None:
    async def enter() -> None:
        async with aatomic():
            await Tag.objects.acreate(label="lost")
            await asyncio.sleep(60)

    for steps in range(40):
        task = asyncio.ensure_future(enter())
        for _ in range(steps):
            await asyncio.sleep(0.0003)
        task.cancel()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert await labels() == []
    await Tag.objects.acreate(label="not locked")


@pytest.mark.commits
async def test_functions_of_on_commit_run_after_the_commit() -> None:
    seen: list[tuple[bool, int]] = []

    def hook() -> None:
        seen.append((connection.in_atomic_block, Tag.objects.count()))

    async with aatomic():
        await Tag.objects.acreate(label="new")
        await sync_to_async(transaction.on_commit)(hook)
        assert seen == []
    assert seen == [(False, 1)]


@pytest.mark.commits
async def test_an_on_commit_function_may_call_async_code() -> None:
    async def count() -> int:
        return await Tag.objects.acount()

    counted: list[int] = []
    async with aatomic():
        await Tag.objects.acreate(label="new")
        await sync_to_async(transaction.on_commit)(lambda: counted.append(async_to_sync(count)()))
    assert counted == [1]


@pytest.mark.commits
async def test_functions_of_on_commit_do_not_run_after_a_rollback() -> None:
    with pytest.raises(FailError):
        async with aatomic():
            await sync_to_async(transaction.on_commit)(lambda: pytest.fail("the block was rolled back"))
            raise FailError


@pytest.mark.commits
async def test_sync_code_inside_and_async_code_inside_that_take_part() -> None:
    @aatomic
    async def deep() -> None:
        await Tag.objects.acreate(label="deep")

    def sync_step() -> None:
        Tag.objects.create(label="sync")
        async_to_sync(deep)()

    with pytest.raises(FailError):
        async with aatomic():
            await sync_to_async(sync_step)()
            assert await labels() == ["deep", "sync"]
            raise FailError
    assert await labels() == []


@pytest.mark.commits
async def test_it_joins_a_transaction_of_the_sync_code_around() -> None:
    async def write() -> None:
        async with aatomic():
            await Tag.objects.acreate(label="joined")

    def roll_back() -> None:
        with transaction.atomic():
            async_to_sync(write)()
            transaction.set_rollback(True)

    await sync_to_async(roll_back)()
    assert await labels() == []


@pytest.mark.commits
async def test_a_durable_block_inside_another_is_refused() -> None:
    async with aatomic():
        with pytest.raises(RuntimeError, match="durable atomic block cannot be nested"):
            async with aatomic(durable=True):
                pass
    async with aatomic(durable=True):
        await Tag.objects.acreate(label="durable")
    assert await labels() == ["durable"]


@pytest.mark.commits
async def test_using_names_the_database() -> None:
    with pytest.raises(FailError):
        async with aatomic(using="other"):
            await Author.objects.using("other").acreate(name="lost")
            await Author.objects.using(DEFAULT_DB_ALIAS).acreate(name="kept")
            raise FailError
    assert [author.name async for author in Author.objects.all()] == ["kept"]
    assert await Author.objects.using("other").acount() == 0


async def test_as_a_decorator_each_call_is_a_block() -> None:
    @aatomic
    async def bare(label: str, *, fail: bool) -> str:
        await Tag.objects.acreate(label=label)
        if fail:
            raise FailError
        return label

    @aatomic(using="default")
    async def called(label: str) -> str:
        return await bare(label, fail=False)

    assert await bare("a", fail=False) == "a"
    with pytest.raises(FailError):
        await bare("b", fail=True)
    assert list(await asyncio.gather(called("c"), called("d"))) == ["c", "d"]
    assert await labels() == ["a", "c", "d"]
    assert bare.__name__ == "bare"


def test_a_sync_function_cannot_be_decorated() -> None:
    with pytest.raises(TypeError, match=r"aatomic decorates async functions.*use transaction\.atomic"):

        @aatomic()  # type: ignore[arg-type]  # the test is about this
        def write() -> None: ...


async def test_a_block_is_entered_once() -> None:
    block = aatomic()
    async with block:
        with pytest.raises(RuntimeError, match="call aatomic\\(\\) once for each block"):
            async with block:
                pass


@pytest.mark.commits
@pytest.mark.parametrize("native", [True, False], ids=["of Django", "of aobjects"])
async def test_a_task_that_outlives_the_block_is_refused(native: bool) -> None:
    from aobjects import hops

    async def query_later() -> int:
        await ended.wait()
        return await (Tag.objects.acount() if native else hops.run(Tag.objects.count))

    ended = asyncio.Event()
    async with aatomic():
        task = asyncio.ensure_future(query_later())
    ended.set()
    with pytest.raises(RuntimeError, match=r"(?s)started inside aatomic\(\).*Await the task inside"):
        await task


@pytest.mark.commits
async def test_a_task_cannot_write_on_its_connection_while_the_block_commits() -> None:
    async def write_late() -> None:
        await committing.wait()
        await Tag.objects.acreate(label="late")

    def commit_slowly() -> None:
        loop.call_soon_threadsafe(committing.set)
        time.sleep(0.1)

    committing, loop = asyncio.Event(), asyncio.get_running_loop()
    async with aatomic():
        task = asyncio.ensure_future(write_late())
        await sync_to_async(transaction.on_commit)(commit_slowly)
    with pytest.raises(RuntimeError, match="its transaction is over"):
        await task
    assert await labels() == []


@pytest.mark.commits
def test_it_needs_no_sync_code_above() -> None:
    async def main() -> list[str]:
        try:
            with pytest.raises(FailError):
                async with aatomic(), aatomic():
                    await Tag.objects.acreate(label="lost")
                    raise FailError
            async with aatomic():
                await Tag.objects.acreate(label="own thread")
            async with concurrent(), aatomic():
                await Tag.objects.acreate(label="pool")
            return await labels()
        finally:
            await sync_to_async(databases.close)()

    assert asyncio.run(main()) == ["own thread", "pool"]


@pytest.mark.commits
async def test_many_blocks_leave_neither_thread_nor_connection() -> None:
    before = threading.active_count()
    for n in range(20):
        async with aatomic():
            await Tag.objects.acreate(label=str(n))
    assert await Tag.objects.acount() == 20
    assert threading.active_count() <= before + 1


@pytest.mark.commits
def test_in_a_test_case_of_django_it_joins_the_transaction_and_is_rolled_back_with_the_test(
    run_case: RunCase,
) -> None:
    class Case(TestCase):
        async def test_join(self) -> None:
            assert await labels() == []
            async with aatomic(durable=True):
                await Tag.objects.acreate(label="test")
                assert await thread() == threading.main_thread().ident
            assert await labels() == ["test"]

        test_again = test_join

    run_case(Case)


@pytest.mark.commits
def test_in_a_transaction_test_case_of_django_it_commits(run_case: RunCase) -> None:
    class Case(TransactionTestCase):
        async def test_commit(self) -> None:
            assert await labels() == []
            async with aatomic():
                await Tag.objects.acreate(label="test")
                assert await thread() != threading.main_thread().ident
            assert await labels() == ["test"]

        test_again = test_commit

    run_case(Case)
