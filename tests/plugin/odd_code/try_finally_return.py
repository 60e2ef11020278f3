"""Every part of a try statement, with a return out of its middle."""

from __future__ import annotations

from shop.models import Book


async def view() -> None:
    book = None
    try:
        try:
            book = await Book.objects.select_related("author").aget()
            return
        except ValueError:
            raise
    except (Book.DoesNotExist, KeyError) as error:
        book = None
        raise LookupError from error
    else:
        print(book.author)
    finally:
        if book is not None:
            print(book.author)
        del book
