"""What one module keeps in a dict of another is what a third finds there."""

from library import kept_rows
from library.keeping_rows import author_of, forget, load
from library.kept_rows import books, by_here, full_books, in_order
from library.models import Book


async def kept_by_another_module() -> str:
    forget()
    await load()
    return books[1].author.name  # E: async-unsafe-relation


async def kept_with_its_author() -> str:
    forget()
    await load()
    return full_books[1].author.name


async def a_column() -> str:
    forget()
    await load()
    return books[1].title


async def each_of_them() -> list[str]:
    forget()
    await load()
    return [book.author.name for book in books.values()]  # E: async-unsafe-relation


async def by_the_name_of_the_module() -> str:
    forget()
    await load()
    return kept_rows.books[1].author.name  # E: async-unsafe-relation


async def in_a_list() -> list[str]:
    forget()
    await load()
    return [book.author.name for book in in_order]  # E: async-unsafe-relation


async def in_a_list_by_the_name_of_the_module() -> list[str]:
    forget()
    await load()
    return [book.author.name for book in kept_rows.in_order]  # E: async-unsafe-relation


async def asked_for() -> str:
    forget()
    await load()
    book = books.get(1)
    return book.author.name if book else ""  # E: async-unsafe-relation


async def asked_for_with_its_author() -> str:
    forget()
    await load()
    book = full_books.get(1)
    return book.author.name if book else ""


async def a_memo_of_another_module() -> str:
    forget()
    book = await Book.objects.aget(pk=1)
    author = await author_of(book)
    return author.publisher.name if author.publisher else ""  # E: async-unsafe-relation


async def a_column_of_a_memo() -> str:
    forget()
    book = await Book.objects.aget(pk=1)
    return (await author_of(book)).name


async def keep_here(pk: int) -> None:
    by_here["one"] = await Book.objects.aget(pk=pk)


async def kept_from_here() -> str:
    forget()
    await keep_here(1)
    return by_here["one"].author.name  # E: async-unsafe-relation


async def kept_from_here_and_given_an_author() -> str:
    forget()
    await keep_here(1)
    book = by_here["one"]
    book.author = await author_of(book)
    return book.author.name


async def emptied_and_filled_here() -> str:
    by_here.clear()
    by_here["one"] = await Book.objects.select_related("author").aget(pk=1)
    return kept_rows.by_here["one"].author.name


async def emptied_and_filled_here_without() -> str:
    kept_rows.by_here.clear()
    kept_rows.by_here["one"] = await Book.objects.aget(pk=1)
    return by_here["one"].author.name  # E: async-unsafe-relation
