"""A function under ``transaction.atomic`` runs in a thread: its rows are those that it has loaded."""

# mypy: allow-untyped-defs, allow-untyped-calls, allow-untyped-decorators
# mypy: disable-error-code="no-any-return"

from functools import wraps

from asgiref.sync import sync_to_async
from django.db import transaction
from library.models import Book


def in_thread(function):
    @wraps(function)
    async def wrapper(*args, **kwargs):
        return await sync_to_async(function)(*args, **kwargs)

    return wrapper


def logged(function):
    @wraps(function)
    def wrapper(*args, **kwargs):
        return function(*args, **kwargs)

    return wrapper


@in_thread
@transaction.atomic
def get_in_thread(pk):
    return Book.objects.select_for_update().get(pk=pk)


@transaction.atomic
def get(pk):
    return Book.objects.get(pk=pk)


@transaction.atomic(durable=True)
def get_full(pk):
    return Book.objects.select_related("author").get(pk=pk)


@logged
@transaction.atomic
def get_logged(pk):
    return Book.objects.select_related("author").get(pk=pk)


@logged
@transaction.atomic
def nothing():
    return 1


class Shop:
    @transaction.atomic
    def get(self, pk):
        return Book.objects.get(pk=pk)

    @transaction.atomic
    def get_full(self, pk):
        return Book.objects.select_related("author").get(pk=pk)


async def a_column_of_its_row():
    return (await get_in_thread(1)).title


async def what_its_row_lacks():
    return (await get_in_thread(1)).author.name  # E: async-unsafe-relation


async def run_in_a_thread_here():
    return (await sync_to_async(get)(1)).author.name  # E: async-unsafe-relation


async def a_full_row_of_a_thread():
    return (await sync_to_async(get_full)(1)).author.name


async def behind_another_decorator():
    return get_logged(1)  # E: async-unsafe-call "get_logged" runs a query: "transaction.atomic"


async def behind_another_decorator_in_a_thread():
    return (await sync_to_async(get_logged)(1)).author.name


async def that_queries_nothing_else():
    return nothing()  # E: async-unsafe-call


async def a_method_in_a_thread():
    return (await sync_to_async(Shop().get)(1)).author.name  # E: async-unsafe-relation


async def a_method_that_loads_in_a_thread():
    return (await sync_to_async(Shop().get_full)(1)).author.name


async def a_method_on_the_loop():
    return Shop().get_full(1).title  # E: async-unsafe-call
