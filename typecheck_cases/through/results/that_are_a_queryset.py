"""A function in another module builds the queryset: what it loads is known, and what it does not."""

from library import repository
from library.models import Book


async def plain() -> str:
    book = await repository.books().aget(pk=1)
    return book.author.name  # E: async-unsafe-relation "author" of "Book"


async def plain_in_a_loop() -> None:
    async for book in repository.books():
        print(book.author.name)  # E: async-unsafe-relation


async def narrowed() -> str:
    book = await repository.visible(Book.objects.all()).aget(pk=1)
    return book.author.name  # E: async-unsafe-relation


async def from_a_method() -> str:
    book = await repository.Shelf().rows().aget(pk=1)
    return book.author.name  # E: async-unsafe-relation


async def from_a_class_method() -> str:
    book = await repository.Shelf.of_everybody().aget(pk=1)
    return book.author.name  # E: async-unsafe-relation


async def without_the_field() -> int:
    book = await repository.headings().aget(pk=1)
    return book.pages  # E: async-unsafe-deferred


async def evaluates_it() -> int:
    return len(repository.books_with_author())  # E: async-unsafe-iteration


async def with_the_field() -> str:
    book = await repository.headings().aget(pk=1)
    return book.title


async def with_author() -> str:
    book = await repository.books_with_author().aget(pk=1)
    return book.author.name


async def with_author_through_another_function() -> str:
    book = await repository.short_books().aget(pk=1)
    return book.author.name


async def with_author_on_the_branch_that_is_taken() -> str:
    book = await repository.books_for(wanted=True).aget(pk=1)
    return book.author.name


async def narrowed_with_author() -> str:
    book = await repository.visible(Book.objects.select_related("author")).aget(pk=1)
    return book.author.name


async def extended() -> str:
    book = await repository.with_author(Book.objects.all()).aget(pk=1)
    return book.author.name


async def from_a_property() -> str:
    book = await repository.Shelf().current.aget(pk=1)
    return book.author.name


async def from_an_overriding_method() -> str:
    book = await repository.ShelfWithAuthors().rows().aget(pk=1)
    return book.author.name
