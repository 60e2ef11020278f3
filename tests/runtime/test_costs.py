"""No operation changes threads more often than Django's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pytest
from library.models import Author, Book
from test_querysets import RUN

if TYPE_CHECKING:
    from counting import Hops

OURS_ONLY: Final = {"item"}


class WithoutPrefix:
    """Django's async methods under our names."""

    def __init__(self, queryset: Any) -> None:
        self._queryset = queryset

    def filter(self, **conditions: Any) -> WithoutPrefix:
        return WithoutPrefix(self._queryset.filter(**conditions))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._queryset, f"a{name}")


@pytest.mark.parametrize("name", sorted(RUN.keys() - OURS_ONLY))
async def test_no_more_hops_than_django(name: str, hops: Hops) -> None:
    author = await Author.objects.acreate(name="Le Guin")
    row = await Book.objects.acreate(title="The Dispossessed", author=author)
    hops.count()
    await RUN[name](WithoutPrefix(Book.objects.all()), row)  # type: ignore[arg-type]  # same names
    theirs = hops.count()
    await RUN[name](Book.aobjects.all(), row)
    assert hops.count() <= theirs
