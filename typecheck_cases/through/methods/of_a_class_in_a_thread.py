"""A thread runs a method of a class: what its body does to a row is known, and nothing else changes."""

from asgiref.sync import sync_to_async
from library.models import Author, Book, Chapter


class Adapters:
    @staticmethod
    def author(book: Book) -> Author:
        return book.author

    @staticmethod
    def first_chapter(book: Book) -> Chapter | None:
        return book.chapters.first()

    @classmethod
    def title(cls, book: Book) -> str:
        return book.title

    @classmethod
    def author_name(cls, book: Book) -> str:
        return cls.author(book).name

    @staticmethod
    async def aauthor(book: Book) -> Author:
        return await sync_to_async(Adapters.author)(book)

    @classmethod
    async def atitle(cls, book: Book) -> str:
        return await sync_to_async(cls.title)(book)


def by_way_of_a_function(book: Book) -> str:
    return Adapters.author_name(book)


async def reads_another_relation_than_a_static_method() -> bool:
    book = await Book.objects.aget(pk=1)
    await sync_to_async(Adapters.author)(book)
    return book.chapters.exists()  # E: async-unsafe-query "book.chapters.exists" runs a query


async def reads_what_a_static_method_has_read() -> str:
    book = await Book.objects.aget(pk=1)
    await sync_to_async(Adapters.author)(book)
    return book.author.name


async def reads_what_a_class_method_has_not_read() -> str:
    book = await Book.objects.aget(pk=1)
    await sync_to_async(Adapters.title)(book)
    return book.author.name  # E: async-unsafe-relation "author" of "Book" is not loaded


async def reads_what_a_class_method_has_read_through_another() -> str:
    book = await Book.objects.aget(pk=1)
    await sync_to_async(Adapters.author_name)(book)
    return book.author.name


async def reads_another_relation_than_what_an_async_method_awaits() -> bool:
    book = await Book.objects.aget(pk=1)
    await Adapters.aauthor(book)
    return book.chapters.exists()  # E: async-unsafe-query "book.chapters.exists" runs a query


async def reads_what_an_async_method_awaits() -> str:
    book = await Book.objects.aget(pk=1)
    await Adapters.aauthor(book)
    return book.author.name


async def reads_what_an_async_class_method_leaves() -> str:
    book = await Book.objects.aget(pk=1)
    await Adapters.atitle(book)
    return book.author.name  # E: async-unsafe-relation "author" of "Book" is not loaded


async def reads_another_relation_than_a_function_that_calls_one() -> bool:
    book = await Book.objects.aget(pk=1)
    await sync_to_async(by_way_of_a_function)(book)
    return book.chapters.exists()  # E: async-unsafe-query "book.chapters.exists" runs a query


async def counts_what_a_static_method_has_asked_for() -> bool:
    book = await Book.objects.prefetch_related("chapters").aget(pk=1)
    await sync_to_async(Adapters.first_chapter)(book)
    return book.chapters.exists()


async def calls_one_on_the_loop_that_reads_what_is_loaded() -> bool:
    book = await Book.objects.select_related("author").aget(pk=1)
    Adapters.author(book)
    return book.chapters.exists()  # E: async-unsafe-query "book.chapters.exists" runs a query
