"""The private server starts from either source, and survives what the tests of faults do to it."""

from __future__ import annotations

import signal

import psycopg
import pytest
from postgres import PostgresServer, find_programs, installed_programs, wheel_programs


@pytest.fixture
def vendor() -> str:
    """Run once: these tests ask Django for nothing."""
    return "none"


@pytest.fixture
def database() -> None:
    """Make no transaction."""


@pytest.mark.parametrize("source", [installed_programs, wheel_programs])
def test_a_server_of_either_source_starts_answers_and_leaves_nothing(source: type) -> None:
    programs = next(source(), None)
    if programs is None:
        pytest.skip(f"nothing here for {source.__name__}")
    server = PostgresServer(programs)
    try:
        server.start()
        with server.connect() as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
    finally:
        server.remove()
    assert not server.folder.exists()


def test_a_killed_server_drops_its_connections_and_comes_back_with_its_data() -> None:
    programs = find_programs()
    if programs is None:
        pytest.skip("no PostgreSQL here")
    server = PostgresServer(programs)
    try:
        server.start()
        connection = server.connect()
        connection.execute("CREATE TABLE kept AS SELECT 7 AS n")
        server.stop(signal.SIGQUIT)
        with pytest.raises(psycopg.OperationalError):
            connection.execute("SELECT 1")
        connection.close()
        server.start()
        with server.connect() as again:
            assert again.execute("SELECT n FROM kept").fetchone() == (7,)
    finally:
        server.remove()
