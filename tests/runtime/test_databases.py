"""The databases under test are what the settings say, and are empty when a test begins."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from library.models import Author, Book, Room
from reviews.models import Award


def test_the_connection_goes_to_the_database_that_the_test_is_named_after(vendor: str) -> None:
    assert connection.vendor == vendor


@pytest.mark.parametrize("attempt", [1, 2])
async def test_rows_of_a_test_are_gone_in_the_next(attempt: int) -> None:
    author = await Author.objects.acreate(name="Le Guin")
    book = await Book.objects.acreate(title="The Dispossessed", author=author)
    await Award.objects.acreate(book=book, name=f"Hugo {attempt}")
    assert await Book.objects.acount() == 1


@pytest.mark.commits
@pytest.mark.parametrize("attempt", [1, 2])
async def test_committed_rows_of_a_test_are_gone_in_the_next(attempt: int) -> None:
    assert not transaction.get_connection().in_atomic_block
    await Room.every.acreate(name=f"Room {attempt}", seats=attempt)
    assert await Room.every.acount() == 1
