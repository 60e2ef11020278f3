"""What is loaded flows through the async side as through Django's."""

from aobjects import AsyncQuerySet, aio
from library.models import BookLoan, Member, Shelf

from shop.models import Author, Book, Publisher, Tome


async def loaded(book_id: int) -> None:
    book = await Book.aobjects.select_related("author").get(pk=book_id)
    print(book.author.name)
    first = await Book.aobjects.select_related("author").first()
    print(first.author.name if first else "")
    print((await Book.aobjects.select_related("author").long().select_related("publisher")[0]).author.name)
    for row in await Book.aobjects.select_related("author").filter(pages=1):
        print(row.author.name)
    async for row in Book.aobjects.select_related("author__teacher").order_by("title")[:3]:
        print(row.author.teacher)
    print([row.author.name async for row in Book.aobjects.select_related("author").iterator()])
    for row in await Book.aobjects.select_related("author").eval():
        print(row.author.name)
    for row in await (Book.aobjects.select_related("author") | Book.aobjects.filter(pages=1)):
        print(row.author.name)
    print((await aio(Book.objects.select_related("author")).get(pk=1)).author.name)
    print((await Tome.aobjects.select_related("author").latest("pk")).author.name)


async def missing(book_id: int) -> None:
    book = await Book.aobjects.get(pk=book_id)
    print(book.author.name)  # E: async-unsafe-relation "author" of "Book" is not loaded
    first = await Book.aobjects.long().first()
    print(first.author.name if first else "")  # E: async-unsafe-relation
    print((await Book.aobjects.all()[0]).author.name)  # E: async-unsafe-relation
    for row in await Book.aobjects.filter(pages=1):
        print(row.author.name)  # E: async-unsafe-relation
    async for row in Book.aobjects.select_related("author"):
        print(row.author.teacher)  # E: async-unsafe-relation "teacher" of "Author" is not loaded
    async for row in Book.aobjects.iterator():
        print(row.author.name)  # E: async-unsafe-relation
    print([row.author.name for row in await Book.aobjects.eval()])  # E: async-unsafe-relation
    forgotten = Book.aobjects.select_related("author").all().select_related(None)
    print((await forgotten.get(pk=1)).author)  # E: async-unsafe-relation
    print((await aio(Book.objects.all()).get(pk=1)).author.name)  # E: async-unsafe-relation
    print((await Tome.aobjects.latest("pk")).author.name)  # E: async-unsafe-relation


async def deferred() -> None:
    book = await Book.aobjects.only("title").get(pk=1)
    print(book.title)
    print(book.pages)  # E: async-unsafe-deferred
    for row in await Book.aobjects.defer("pages"):
        print(row.pages)  # E: async-unsafe-deferred


async def awaited_relations() -> None:
    book = await Book.aobjects.get(pk=1)
    author = await book.aauthor
    print(author.name, book.author.name)
    print(author.teacher)  # E: async-unsafe-relation "teacher" of "Author" is not loaded
    await author.ateacher
    print(author.teacher)
    loan = await BookLoan.aobjects.get(pk=1)
    print((await loan.aholder).username, loan.holder.username)
    print(loan.book)  # E: async-unsafe-relation


async def related_rows(author_id: int) -> None:
    author = await Author.aobjects.get(pk=author_id)
    for book in await author.abooks.filter(pages=1):
        print(book.author.name)
        print(book.publisher.name)  # E: async-unsafe-relation
    async for book in author.abooks:
        print(book.author.name)
    async for book in author.abooks.all().select_related("publisher"):
        print(book.publisher.name)
    for book in await author.abooks.long():
        print(book.editor)  # E: async-unsafe-relation
    created = await author.abooks.create(title="Emma", pages=2, publisher_id=1)
    print(created.author.name)
    for tag in await (await author.abooks.get(pages=1)).atags:
        print(tag.content_type)  # E: async-unsafe-relation


async def prefetched() -> None:
    author = await Author.aobjects.prefetch_related("books").latest("pk")
    print([book.title for book in author.books.all()])
    shelf = await Shelf.aobjects.get(pk=1)
    print([book.title for book in shelf.books.all()])  # E: async-unsafe-iteration
    print(await shelf.abooks)


async def created() -> None:
    author = await Author.aobjects.create(name="Herbert")
    publisher = await Publisher.objects.acreate(name="Ace")
    book = await Book.aobjects.create(title="Dune", pages=1, author=author, publisher_id=publisher.pk)
    print(book.author.name)
    print(book.publisher.name)  # E: async-unsafe-relation
    found, _ = await Member.aobjects.get_or_create(username="ada")
    print(found.favourite)  # E: async-unsafe-relation


async def newest() -> Book:
    return await Book.aobjects.select_related("author").latest("pk")


async def any_book() -> Book:
    return await Book.aobjects.get(pk=1)


def with_authors() -> AsyncQuerySet[Book]:
    return Book.aobjects.select_related("author")


async def handed_out() -> None:
    print((await newest()).author.name)
    print((await any_book()).author.name)  # E: async-unsafe-relation
    print((await with_authors().get(pk=1)).author.name)
    print((await with_authors().get(pk=1)).publisher.name)  # E: async-unsafe-relation


async def given(book: Book, books: AsyncQuerySet[Book]) -> None:
    print(book.author.name)
    for row in await books.order_by("pk"):
        print(row.author.name)


async def synchronously() -> None:
    print(list(Book.aobjects.filter(pages=1).sync()))  # E: async-unsafe-iteration
    print(Book.aobjects.sync().count())  # E: async-unsafe-query
    print(await Book.aobjects.sync().acount())
