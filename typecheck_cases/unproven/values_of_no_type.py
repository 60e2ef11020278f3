"""Of a value without a type, its names tell: a relation, a property or a method of a model, a query."""

from contextvars import ContextVar
from typing import Any

from library.models import Author, Book

HELD: ContextVar[Any] = ContextVar("held")


async def relation() -> str:
    HELD.set(await Book.objects.aget(pk=1))
    return str(HELD.get().author.name)  # E: async-unsafe-unproven


async def column() -> str:
    HELD.set(await Book.objects.aget(pk=1))
    return str(HELD.get().title)


async def column_of_the_key() -> str:
    HELD.set(await Book.objects.aget(pk=1))
    return str(HELD.get().author_id)


async def relation_that_is_read_again() -> str:
    HELD.set(await Book.objects.select_related("author").aget(pk=1))
    book: Book = HELD.get()
    assert isinstance(book, Book)
    book.author = await Author.objects.aget(pk=1)
    return book.author.name


async def relation_by_getattr() -> str:
    HELD.set(await Book.objects.aget(pk=1))
    name = "author"
    return str(getattr(HELD.get(), name))  # E: async-unsafe-unproven


async def column_by_getattr() -> str:
    HELD.set(await Book.objects.aget(pk=1))
    name = "title"
    return str(getattr(HELD.get(), name))


async def a_name_that_is_a_value() -> str:
    HELD.set(await Book.objects.aget(pk=1))
    name = "".join(sorted("author", key="author".index))
    return str(getattr(HELD.get(), name))  # E: async-unsafe-unproven


async def saved() -> None:
    HELD.set(await Book.objects.aget(pk=1))
    HELD.get().save()  # E: async-unsafe-unproven


async def saved_asynchronously() -> None:
    HELD.set(await Book.objects.aget(pk=1))
    await HELD.get().asave()


async def refreshed() -> None:
    HELD.set(await Book.objects.aget(pk=1))
    HELD.get().refresh_from_db()  # E: async-unsafe-unproven


async def counted() -> int:
    HELD.set(Book.objects.filter(pk=1))
    return int(HELD.get().count())  # E: async-unsafe-unproven


async def item_of_a_list_counted() -> int:
    HELD.set([1, 1])
    return int(HELD.get().count(1))


async def found() -> None:
    HELD.set(Book.objects.all())
    print(HELD.get().get(pk=1))  # E: async-unsafe-unproven


async def found_in_a_dict() -> None:
    HELD.set({"pk": 1})
    print(HELD.get().get("pk"), HELD.get().get("title", ""), HELD.get().values())


async def iterated() -> None:
    HELD.set(Book.objects.all())
    for book in HELD.get().filter(pk=1):  # E: async-unsafe-unproven
        print(book.pk)


async def iterated_asynchronously() -> None:
    HELD.set(Book.objects.all())
    async for book in HELD.get().filter(pk=1):
        print(book.pk)


async def held_and_measured() -> int:
    HELD.set(Book.objects.all())
    books = HELD.get().exclude(pk=0).order_by("pk")
    return len(books)  # E: async-unsafe-unproven


async def held_and_measured_when_fetched() -> int:
    HELD.set(Book.objects.all())
    books = HELD.get().exclude(pk=0).order_by("pk")
    async for book in books:
        print(book.pk)
    return len(books)


async def manager() -> None:
    HELD.set(await Author.objects.aget(pk=1))
    print([book.pk for book in HELD.get().books.all()])  # E: async-unsafe-unproven


async def manager_asynchronously() -> None:
    HELD.set(await Author.objects.aget(pk=1))
    print([book.pk async for book in HELD.get().books.all()])


async def added_to_a_set() -> None:
    HELD.set({1})
    HELD.get().add(2)
    HELD.get().remove(1)
    HELD.get().clear()
