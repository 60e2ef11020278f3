"""The databases under test: how they and their tables are made, and how Django is turned to one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.core.management import call_command
from django.db import connections

if TYPE_CHECKING:
    from pathlib import Path

    from postgres import PostgresServer

Settings = dict[str, dict[str, Any]]
ALIASES: Final = ("default", "other")


def sqlite_settings(folder: Path) -> Settings:
    """Return the settings of two files, which outlive no test: they need not reach the disk."""
    options = {"init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF"}
    return {
        alias: {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(folder / f"{alias}.sqlite3"),
            "OPTIONS": options,
        }
        for alias in ALIASES
    }


def postgresql_settings(server: PostgresServer) -> Settings:
    """Return the settings of two databases of that server, which are made here."""
    with server.connect() as connection:
        for alias in ALIASES:
            connection.execute(f"CREATE DATABASE library_{alias}".encode())
    return {
        alias: {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": f"library_{alias}",
            "USER": "postgres",
            "HOST": "127.0.0.1",
            "PORT": str(server.port),
        }
        for alias in ALIASES
    }


def native(made: Settings) -> Settings:
    """Return the settings of the same databases on the engine that waits on the event loop."""
    return {alias: {**one, "ENGINE": "aobjects.backends.postgresql"} for alias, one in made.items()}


def is_native(made: Settings) -> bool:
    return bool(made["default"]["ENGINE"] == "aobjects.backends.postgresql")


def current() -> Settings:
    """Return the settings to which Django is turned."""
    found: Settings = settings.DATABASES
    return found


def use(databases: Settings) -> None:
    """Turn Django to these databases: ``override_settings`` does not, Django reads them once."""
    close()
    settings.DATABASES = databases
    connections.settings = connections.configure_settings(databases)
    # Models that are loaded with these settings import their backends.
    assert [connections[alias] for alias in databases]


def close() -> None:
    """Close this thread's connections and forget them."""
    for alias in connections:
        connections[alias].close()
        del connections[alias]


def make_tables() -> None:
    for alias in ALIASES:
        call_command("migrate", database=alias, run_syncdb=True, verbosity=0)


def empty_tables() -> None:
    for alias in ALIASES:
        call_command("flush", database=alias, interactive=False, inhibit_post_migrate=True, verbosity=0)
