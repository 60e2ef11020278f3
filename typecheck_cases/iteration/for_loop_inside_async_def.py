"""A plain `for` over a queryset evaluates it; `async for` does it without blocking."""

from library.models import Book


async def loops_synchronously() -> int:
    pages = 0
    for book in Book.objects.all():  # E: async-unsafe-iteration
        pages += book.pages
    return pages


async def loops_asynchronously() -> int:
    pages = 0
    async for book in Book.objects.all():
        pages += book.pages
    return pages


async def loops_over_a_variable() -> None:
    books = Book.objects.filter(pages=0).order_by("title")
    for book in books:  # E: async-unsafe-iteration
        print(book.title, end="")


async def loops_over_a_manager_s_slice() -> None:
    async for book in Book.objects.order_by("pk")[:2]:
        assert book.title in {"b0", "b1"}
