"""A queryset keeps its rows once it was evaluated; a queryset derived from it does not have them."""

from asgiref.sync import sync_to_async
from library.models import Book


async def reads_the_kept_rows() -> tuple[int, str, bool]:
    books = Book.objects.order_by("pk")
    titles = [book.title async for book in books]
    return len(books), books[0].title, bool(titles)


async def loops_again_over_the_kept_rows() -> list[str]:
    books = Book.objects.order_by("pk")
    async for book in books:
        assert book.title
    return [book.title for book in books]


async def derives_a_new_queryset() -> int:
    books = Book.objects.order_by("pk")
    async for book in books:
        assert book.title
    return len(books.filter(pages=0))  # E: async-unsafe-iteration


async def copies_without_the_rows() -> int:
    books = Book.objects.order_by("pk")
    async for book in books:
        assert book.title
    return len(books.all())  # E: async-unsafe-iteration


async def leaves_the_cache_empty_with_aiterator() -> int:
    books = Book.objects.order_by("pk")
    async for book in books.aiterator():
        assert book.title
    return len(books)  # E: async-unsafe-iteration


async def fills_its_cache() -> list[Book]:
    books = Book.objects.order_by("pk")
    books._fetch_all()  # E: async-unsafe-iteration "_fetch_all" evaluates a queryset of "Book"
    return list(books)


async def fills_its_cache_in_a_thread() -> list[Book]:
    books = Book.objects.order_by("pk")
    await sync_to_async(books._fetch_all)()
    return list(books)
