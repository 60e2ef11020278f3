"""What every checker, with a plugin or without, knows of relations and of `aobjects`."""

from typing import Any, assert_type

from people.models import Author, Member, Profile
from shop.models import Book, Note, OldBook, Shelf, Tag, Tome


async def to_one(book: Book, author: Author, profile: Profile, shelf: Shelf) -> None:
    assert_type(await book.aauthor, Author)
    assert_type(await book.aeditor, Author | None)
    assert_type(await book.aprinter, Author)
    assert_type(await author.amentor, Author | None)
    assert_type(await author.aprofile, Profile)
    assert_type(await profile.aauthor, Author)
    assert_type(await shelf.aowner, Member)


async def to_many(book: Book, author: Author, tag: Tag, shelf: Shelf, member: Member) -> None:
    assert_type(await author.abooks, list[Book])
    assert_type(await author.aedited, list[Book])
    assert_type(await author.abooks.in_stock().filter(pk=1).titles(), list[str])
    assert_type(await author.abooks.add(book), None)
    assert_type(await author.apupils, list[Author])
    assert_type(await book.atags, list[Tag])
    assert_type(await book.anotes, list[Note])
    assert_type(await tag.abooks, list[Book])
    assert_type(await tag.abooks.in_stock(2).get(pk=1), Book)
    assert_type(await shelf.aplace_set, list[Shelf.Place])
    assert_type(await book.aplaces.first(), Shelf.Place | None)
    assert_type(await member.ashelf, Shelf)


async def managers(tome: Tome, book: Book) -> None:
    assert_type(await Book.aobjects, list[Book])
    assert_type(await Book.aobjects.in_stock(at_least=2).order_by("pk")[:3], list[Book])
    assert_type(await Book.aobjects.filter().titles(first="a"), list[str])
    assert_type(await Book.aobjects.in_stock().newest(), Book | None)
    assert_type(await Book.aobjects.by(["Ada"], born=None), list[Book])
    assert_type(await Note.aobjects.shared().filter(pk=1), list[Note])
    assert_type(await book.anotes.shared(), list[Note])
    assert_type(await Author.aobjects.get(pk=1), Author)
    assert_type(await Tome.aobjects.in_stock(), list[Tome])
    assert_type(await OldBook.aobjects.in_stock().first(), OldBook | None)
    assert_type(await tome.aauthor, Author)
    assert_type(await tome.abook_ptr, Book)
    assert_type((await Book.aobjects.get(pk=1)).label(), str)


def columns(book: Book) -> tuple[int, int, int | None]:
    return book.id, book.author_id, book.editor_id


async def anything(note: Note) -> Any:
    return await note.asubject
