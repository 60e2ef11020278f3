"""Awaitable relations have exactly the types of Django's own."""

from collections.abc import Coroutine
from typing import Any, assert_type

from aobjects import AsyncRelatedManager
from django.contrib.contenttypes.models import ContentType
from library.models import BookLoan, DiscLoan, Member, Place, Shelf

from shop.models import Author, Book, Leaflet, Own, Profile, Publisher, Tag, Tome


async def to_one(book: Book, author: Author, profile: Profile, tag: Tag) -> None:
    _ = assert_type(book.aauthor, Coroutine[Any, Any, Author])
    assert_type(await book.aauthor, Author)
    assert_type(await book.aauthor, Author)
    assert_type(await book.aeditor, Author | None)
    assert_type(await book.apublisher, Publisher)
    assert_type(await author.ateacher, Author | None)
    assert_type(await author.aprofile, Profile)
    assert_type(await profile.aauthor, Author)
    assert_type(await tag.acontent_type, ContentType)
    assert_type(await tag.athing, Any | None)
    assert_type((await (await book.aauthor).aprofile).pk, int)


async def to_many(author: Author, book: Book, member: Member, shelf: Shelf) -> None:
    assert_type(await author.abooks, list[Book])
    assert_type([row async for row in author.aedited], list[Book])
    assert_type(await author.abooks.long(), list[Book])
    assert_type(await author.abooks.filter(pages=1).long().order_by("pages").titles(), list[str])
    assert_type(author.apupils, AsyncRelatedManager[Author])
    assert_type(await author.afriends, list[Author])
    assert_type(await author.abooks.create(title="Dune", pages=1), Book)
    await author.abooks.add(book, bulk=False)
    assert_type(await book.ashelves.filter(label="A").first(), Shelf | None)
    assert_type(await book.ashelves.tidy(2), int)
    await book.ashelves.add(shelf, through_defaults={})
    assert_type(await book.ashelves.create(label="A", through_defaults={}), Shelf)
    assert_type(await shelf.abooks.long().values_list("title", "pages"), list[tuple[str, int]])
    assert_type(await member.agroups.values_list("name", flat=True), list[str])
    assert_type(await book.atags.order_by("label"), list[Tag])
    assert_type(await book.atags.published(), list[Tag])


async def from_other_apps(book: Book, member: Member) -> None:
    assert_type(await book.afans, list[Member])
    assert_type(await book.aloans, list[BookLoan])
    assert_type(await book.aloans.open(), list[BookLoan])
    assert_type(await book.aplace_set, list[Place])
    assert_type(await member.adiscloan_set.get(), DiscLoan)
    assert_type(await member.afavourite, Book | None)


async def inherited(tome: Tome, leaflet: Leaflet, loan: BookLoan, chapter: Book.Chapter) -> None:
    assert_type(await tome.aauthor, Author)
    assert_type(await tome.abook_ptr, Book)
    assert_type(await tome.aloans.oldest(), BookLoan | None)
    assert_type(await leaflet.aeditor, Author | None)
    assert_type(await loan.aholder, Member)
    assert_type(await loan.abook, Book)
    assert_type(await chapter.abook, Book)


async def of_either(one: Book | Tome, other: Book.Chapter | BookLoan) -> None:
    assert_type(await one.aauthor, Author)
    assert_type(await other.abook, Book)


def own(row: Own) -> None:
    assert_type(row.abook, str)


async def wrong(book: Book, author: Author) -> None:
    await book.aautor  # E: attr-defined "Book" has no attribute "aautor"; maybe "aauthor" or "author"?
    author.abook  # noqa: B018 # E: attr-defined "Author" has no attribute "abook"; maybe "abooks" or "books"?
    await author.abooks.lng()  # E: attr-defined "AsyncBook_RelatedManager" has no attribute "lng"; maybe
    author.abooks.crate()  # E: attr-defined "AsyncBook_RelatedManager" has no attribute "crate"; maybe
    await author.abooks.filter(titel="")  # E: misc Cannot resolve keyword 'titel' into field.
    await book.ashelves.create(nam="")  # E: misc Unexpected attribute "nam" for model "Shelf"
    book.atags.filter(lable="")  # E: misc Cannot resolve keyword 'lable' into field.
    for row in author.abooks:  # E: misc
        print(row)
