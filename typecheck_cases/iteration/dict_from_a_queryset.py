"""`dict` reads the pairs of a queryset; a dict comprehension with `async for` is the permitted way."""

from library.models import Book


async def makes_a_dict() -> dict[int, str]:
    return dict(Book.objects.values_list("pk", "title"))  # E: async-unsafe-iteration


async def makes_a_dict_asynchronously() -> dict[int, str]:
    return {pk: title async for pk, title in Book.objects.values_list("pk", "title")}


async def extends_a_list() -> list[Book]:
    books: list[Book] = []
    books.extend(Book.objects.all())  # E: async-unsafe-iteration
    return books
