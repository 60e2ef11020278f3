"""What a chain of querysets stays, and what it becomes when it is awaited, iterated or sliced."""

from aobjects import aio
from shop.models import Author, Book, Plain


async def chained() -> None:
    filtered = Author.aobjects.filter(name="Ada").exclude(pk=1).order_by("name")
    # ^ is AsyncQuerySet[Author]
    await filtered.distinct().reverse().first()
    #              ^ offers everything of Author.aobjects.filter()
    #                         ^ offers all delete filter item ordered union of Author.aobjects.distinct()
    own = Book.aobjects.filter(stock=1).in_stock().order_by("title")[:3]
    # ^ is AsyncBooks
    await own.all().in_stock()
    #               ^ offers in_stock copies filter of Book.aobjects.all()
    wrapped = aio(Plain.objects.filter(name="Ada"))
    # ^ is AsyncQuerySet[Plain]
    both = wrapped | wrapped.none()
    # ^ is AsyncQuerySet[Plain]
    await both.count()
    #          ^ leads to aobjects/awaited.py: async def count(


async def awaited() -> None:
    authors = await Author.aobjects.filter(name="Ada")
    # ^ is list[Author]
    books = await Book.aobjects.in_stock()
    # ^ is list[Book]
    everybody = await Author.aobjects
    # ^ is list[Author]
    plain = await aio(Plain.objects.all())
    # ^ is list[Plain]
    amount = await Author.aobjects.count()
    # ^ is int
    there = await Author.aobjects.exists()
    # ^ is bool
    copies = await Book.aobjects.in_stock().copies()
    # ^ is int
    made = await Author.aobjects.get_or_create(name="Ada")
    # ^ is tuple[Author, bool]
    print(authors, books, everybody, plain, amount, there, copies, made)


async def iterated() -> None:
    async for author in Author.aobjects.all():
        #     ^ is Author
        print(author.name)
        #            ^ offers name pk abooks asave of Author()
    async for book in Book.aobjects.iterator(chunk_size=10):
        #     ^ is Book
        print(book.title)
        #          ^ offers title stock aauthor atags of Book()


async def sliced() -> None:
    second = await Author.aobjects.all()[1]
    # ^ is Author
    some = Author.aobjects.all()[1:3]
    # ^ is AsyncQuerySet[Author]
    third = await some.item(2)
    # ^ is Author
    print(second, third)


async def other_rows() -> None:
    mappings = await Author.aobjects.values("name")
    # ^ is list[dict[str, Any]]
    rows = await Author.aobjects.values_list("name", "pk")
    # ^ is list[tuple[Any, ...]]
    values = Author.aobjects.values("name")
    # ^ is AsyncQuerySet[Author, dict[str, Any]]
    print(mappings, rows, await values.first())
