"""``run_sync`` runs a sync function in the thread that Django's sync code has, and nothing else."""

from __future__ import annotations

import asyncio
import contextvars
import threading
from typing import Final

import aobjects
import asgiref.sync
import pytest
from aobjects import run_sync, sync

REQUEST: Final = contextvars.ContextVar("REQUEST", default="none")


def describe(title: str, *, pages: int = 0) -> str:
    return f"{title}, {pages} pages"


async def read() -> str:
    return "read"


def test_arguments_and_result_pass_through() -> None:
    assert asyncio.run(run_sync(describe, "Dune", pages=412)) == "Dune, 412 pages"


def test_an_argument_may_have_any_name() -> None:
    def call(func: str, thread_sensitive: str) -> str:
        return func + thread_sensitive

    assert asyncio.run(run_sync(call, func="a", thread_sensitive="b")) == "ab"


def test_it_runs_in_the_thread_of_sync_to_async() -> None:
    async def threads() -> tuple[int, int, int]:
        return (
            threading.get_ident(),
            await run_sync(threading.get_ident),
            await sync.sync_to_async(threading.get_ident)(),
        )

    loop, ours, theirs = asyncio.run(threads())
    assert ours == theirs != loop


def test_an_error_is_raised_where_it_is_awaited() -> None:
    with pytest.raises(ValueError, match="invalid literal"):
        asyncio.run(run_sync(int, "many"))


def test_context_variables_go_there_and_come_back() -> None:
    def swap() -> str:
        before = REQUEST.get()
        REQUEST.set("changed")
        return before

    async def both() -> tuple[str, str]:
        REQUEST.set("given")
        return await run_sync(swap), REQUEST.get()

    assert asyncio.run(both()) == ("given", "changed")


def test_an_async_function_is_refused() -> None:
    with pytest.raises(TypeError, match="sync_to_async can only be applied to sync functions"):
        asyncio.run(run_sync(read))  # type: ignore[unused-coroutine]  # it never runs


def test_sync_reexports_what_asgiref_has() -> None:
    assert sync.sync_to_async is asgiref.sync.sync_to_async
    assert sync.async_to_sync is asgiref.sync.async_to_sync
    assert aobjects.run_sync is sync.run_sync
