"""A shallow copy and a pickle of a queryset carry its rows, so that making them fetches the rows."""

import copy
import pickle

from library.models import Book


async def copies_shallowly() -> object:
    return copy.copy(Book.objects.all())  # E: async-unsafe-iteration


async def pickles() -> bytes:
    return pickle.dumps(Book.objects.all())  # E: async-unsafe-iteration


async def copies_deeply() -> object:
    return copy.deepcopy(Book.objects.all())


async def pickles_the_query() -> bytes:
    return pickle.dumps(Book.objects.all().query)
