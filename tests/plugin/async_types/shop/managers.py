"""``aobjects`` has the methods of the model's own manager and queryset."""

from collections.abc import AsyncIterator, Coroutine
from typing import Any, TypeVar, assert_type

from aobjects import AsyncManager, AsyncModel, AsyncQuerySet, aio
from library.models import BookLoan, DiscLoan, Loan, Member, Shelf

from shop.models import Archive, Author, Book, Leaflet, Tag, Tome
from shop.querysets import BookQuerySet

L = TypeVar("L", bound=Loan)


async def methods() -> None:
    assert_type(await Book.aobjects.long(), list[Book])
    assert_type([book async for book in Book.aobjects.long()[:3]], list[Book])
    assert_type(await Book.aobjects.long()[0], Book)
    _ = assert_type(Book.aobjects.titles(), Coroutine[Any, Any, list[str]])
    assert_type(await Book.aobjects.titles(), list[str])
    assert_type(await Book.aobjects.heaviest(), Book | None)
    assert_type(await Book.aobjects.drafts().values_list("pages", flat=True), list[int])
    assert_type(await Book.aobjects.each_title(), list[str])
    assert_type(await Book.aobjects.acount_long(), int)
    assert_type(Book.aobjects.astream(), AsyncIterator[str])
    assert_type(await Book.aobjects.named("Dune"), Book)
    assert_type(await Book.aobjects.named(None), None)
    assert_type(Book.aobjects.all().is_long, bool)
    assert_type(Book.aobjects.all().shelf_mark, str)
    assert_type(Book.aobjects.all().limit, int)
    assert_type(await Shelf.aobjects.tidy(times=2), int)
    assert_type(await Member.aobjects.create_user("ada"), Member)


async def chains() -> None:
    assert_type(await Book.aobjects.filter(pages=1).long().exclude(pages=2).reverse().titles(), list[str])
    assert_type(await (Book.aobjects.long() | Book.aobjects.all().long()).long(), list[Book])
    assert_type(await Book.aobjects.using("default").select_related("author").long().get(pk=1), Book)
    assert_type(await Book.aobjects.db_manager("default").long(), list[Book])
    assert_type(Book.aobjects.long().sync().long(), BookQuerySet[Book])
    assert_type(Book.aobjects.sync().long(), BookQuerySet[Book])


async def of_any_model() -> None:
    assert_type(await Tag.aobjects.published().filter(label="a"), list[Tag])
    assert_type(await Tag.aobjects.filter(label="a").published().get(), Tag)
    assert_type(await Archive.aobjects.published(), list[Archive])
    assert_type(Author.aobjects, AsyncManager[Author, Author])
    assert_type(Author.aobjects.all(), AsyncQuerySet[Author, Author])


async def inherited() -> None:
    assert_type(await Tome.aobjects.long(), list[Tome])
    assert_type(await Tome.aobjects.filter(weight=1).long().heaviest(), Book | None)
    assert_type(await Leaflet.aobjects.all().long(), list[Leaflet])
    assert_type(await BookLoan.aobjects.open(), list[BookLoan])
    assert_type(await BookLoan.aobjects.oldest(), BookLoan | None)
    assert_type(await DiscLoan.aobjects.filter(number=1), list[DiscLoan])
    assert_type(await Book.Chapter.aobjects.get(book__title="Dune"), Book.Chapter)


async def generic(model: type[L], book: type[Book], either: type[BookLoan | DiscLoan]) -> L | None:
    assert_type(await book.aobjects.long(), list[Book])
    assert_type(await either.aobjects.oldest(), BookLoan | DiscLoan | None)
    assert_type(await model.aobjects.filter(holder__username="a"), list[L])
    return await model.aobjects.oldest()


async def values_of_lookups() -> None:
    assert_type(await Author.aobjects.filter(books__in=Book.aobjects.long()), list[Author])
    assert_type(await Author.objects.exclude(books__in=Book.aobjects.long()).aget(), Author)
    Author.objects.filter(book__in=Book.aobjects.all())  # E: misc Cannot resolve keyword 'book' into field


async def of_two(is_book: bool) -> None:
    either = Book.aobjects if is_book else Tome.aobjects
    assert_type(await either.long().titles(), list[str])
    related = Tag.aobjects.all() if is_book else Archive.aobjects.all()
    assert_type(await related.count(), int)


async def in_hand(author: Author) -> None:
    assert_type(await aio(Book.objects.long()).long(), list[Book])
    assert_type(await aio(author.books).long().titles(), list[str])
    assert_type(await aio(Book.plain).filter(pages=1), list[Book])


async def takes_any(books: AsyncQuerySet[Book], manager: AsyncManager[Book]) -> int:
    return await books.count() + await manager.count()


async def gives_any(author: Author) -> None:
    await takes_any(Book.aobjects.long(), Book.aobjects)
    await takes_any(author.abooks.all(), author.abooks)


def instances(book: Book, model: type[AsyncModel]) -> None:
    model.aobjects.all()
    book.aobjects  # noqa: B018 # E: arg-type


async def wrong() -> None:
    Book.aobjects.lng()  # E: attr-defined "AsyncManagerFromBookQuerySet[Book]" has no attribute "lng"; maybe
    Book.aobjects.all().lng()  # E: attr-defined "AsyncBookQuerySet[Book, Book]" has no attribute "lng"; maybe
    books, authors = Book.aobjects, Author.aobjects.all()
    books.filtr()  # E: attr-defined "AsyncManagerFromBookQuerySet[Book]" has no attribute "filtr"; maybe
    books.long().updte()  # E: attr-defined "AsyncBookQuerySet[Book, Book]" has no attribute "updte"; maybe
    authors.gett()  # E: attr-defined "AsyncQuerySet[Author, Author]" has no attribute "gett"; maybe "get"?
    await Book.aobjects.named(1)  # E: call-overload
    Book.aobjects._own()  # E: attr-defined
    Book.aobjects.get(pk=1)  # E: unused-coroutine
    Author.aobjects.long()  # E: attr-defined "AsyncManager[Author, Author]" has no attribute "long"
    for book in Book.aobjects.long():  # E: misc
        print(book)
