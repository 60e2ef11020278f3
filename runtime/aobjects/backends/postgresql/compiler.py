"""Django's compilers, which it looks for here; in a job, others have their turn where there is much to do."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, TypeVar

from django.db.backends.postgresql.operations import DatabaseOperations
from django.db.models.sql.constants import GET_ITERATOR_CHUNK_SIZE, MULTI

from aobjects.backends.postgresql import jobs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.db.models.sql import compiler

    _Base = compiler.SQLCompiler
    _InsertBase = compiler.SQLInsertCompiler
    _UpdateBase = compiler.SQLUpdateCompiler

R = TypeVar("R")

CALLS_BETWEEN_LOOKS: Final = 100

_djangos: Final = import_module(DatabaseOperations.compiler_module)

if not TYPE_CHECKING:
    _Base = _djangos.SQLCompiler
    _InsertBase = _djangos.SQLInsertCompiler
    _UpdateBase = _djangos.SQLUpdateCompiler


def __getattr__(name: str) -> Any:
    # The others are Django's, and other ones in newer versions.
    return getattr(_djangos, name)


class SQLCompiler(_Base):
    """Whatever makes rows, instances or values of a project's own, asks this for the results."""

    only_pauses = True

    def results_iter(
        self,
        results: Any = None,
        tuple_expected: bool = False,
        chunked_fetch: bool = False,
        chunk_size: int = GET_ITERATOR_CHUNK_SIZE,
    ) -> Iterator[Any]:
        if jobs.current() is not None:
            if results is None:
                results = self.execute_sql(MULTI, chunked_fetch=chunked_fetch, chunk_size=chunk_size)
            results = _pausing(results)
        return super().results_iter(results, tuple_expected, chunked_fetch, chunk_size)


class SQLInsertCompiler(_InsertBase):
    """``bulk_create()`` asks this for each value of each row."""

    _asked = 0

    def pre_save_val(self, field: Any, obj: Any) -> Any:
        self._asked += 1
        if not self._asked % CALLS_BETWEEN_LOOKS:
            jobs.pause()
        return super().pre_save_val(field, obj)


class SQLUpdateCompiler(_UpdateBase):
    """``bulk_update()`` has a condition and a value for each row, which this compiles."""

    _asked = 0

    def compile(self, node: Any) -> Any:
        self._asked += 1
        if not self._asked % CALLS_BETWEEN_LOOKS:
            jobs.pause()
        return super().compile(node)


def _pausing(chunks: Iterable[R]) -> Iterator[R]:
    for chunk in chunks:
        # Each chunk of a stream is read in a job of its own.
        jobs.pause()
        yield chunk


__all__ = ["SQLCompiler", "SQLInsertCompiler", "SQLUpdateCompiler"]
