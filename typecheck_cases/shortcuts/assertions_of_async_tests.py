"""Assertions of Django's test cases that open a connection, in a test that is async."""

from asgiref.sync import sync_to_async
from django.db import connection
from django.test import TransactionTestCase
from django.test.utils import CaptureQueriesContext
from library.models import Book


async def counts_queries() -> None:
    case = TransactionTestCase()
    with case.assertNumQueries(1):  # E: async-unsafe-query "assertNumQueries" runs a query
        await Book.objects.acount()


async def captures_queries() -> None:
    with CaptureQueriesContext(connection):  # E: async-unsafe-query "CaptureQueriesContext" runs a query
        await Book.objects.acount()


async def compares_a_queryset() -> None:
    case = TransactionTestCase()
    case.assertQuerySetEqual(Book.objects.none(), [])
    case.assertQuerySetEqual(Book.objects.all(), [])  # E: async-unsafe-iteration "assertQuerySetEqual()"


async def counts_queries_in_a_thread() -> None:
    def count() -> None:
        with TransactionTestCase().assertNumQueries(1):
            Book.objects.count()

    await sync_to_async(count)()


async def compares_rows() -> None:
    rows = [book async for book in Book.objects.all()]
    TransactionTestCase().assertEqual(rows, [book async for book in Book.objects.all()])
