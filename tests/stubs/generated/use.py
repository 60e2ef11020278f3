# ruff: noqa: B018
from decimal import Decimal
from typing import assert_type

from reviews.models import Award, Review
from shop.models import Author, Book, Building, Classic, Note, Novel, Profile, Reader, Tag


async def fields(book: Book, award: Award, reader: Reader, room: Building.Room) -> None:
    assert_type(book.title, str)
    assert_type(book.pages, int)
    assert_type(book.price, Decimal)
    assert_type(book.author, Author)
    assert_type(book.editor, Author | None)
    assert_type(book.author_id, int)
    assert_type(book.editor_id, int | None)
    assert_type(award.book_id, int)
    assert_type(reader.shelf, str)
    assert_type(room.seats, int)
    assert_type((await Book.aobjects.get()).title, str)


async def relations_to_one(book: Book, author: Author, tag: Tag, note: Note) -> None:
    assert_type(await book.aauthor, Author)
    assert_type(await book.aeditor, Author | None)
    assert_type(await author.amentor, Author | None)
    assert_type(author.profile, Profile)
    assert_type(await author.aprofile, Profile)
    assert_type(await book.aaward, Award)
    assert_type(await tag.aowner, Reader | None)
    await note.asubject
    book.apublisher  # E:
    tag.books_of  # E:


async def relations_to_many(book: Book, author: Author, tag: Tag, reader: Reader) -> None:
    assert_type(await author.abooks, list[Book])
    assert_type(await author.abooks.filter(title="x").first(), Book | None)
    assert_type(await author.apupils.get(), Author)
    assert_type(await author.aedited.count(), int)
    assert_type(await book.atags, list[Tag])
    assert_type(await tag.abooks, list[Book])
    assert_type(await book.anotes, list[Note])
    assert_type(await book.areviews, list[Review])
    assert_type(await reader.areview_set.get(), Review)
    author.abook  # E:
    reader.atag_set  # E:


def reverse_managers(author: Author, tag: Tag) -> None:
    assert_type(author.books.get(), Book)
    assert_type(tag.books.get(), Book)


async def own_methods() -> None:
    assert_type(await Book.aobjects.published(), list[Book])
    assert_type(await Book.aobjects.filter(pages=3).longer_than(3).published().first(), Book | None)
    assert_type(await Book.aobjects.titles(), list[str])
    assert_type(await Book.aobjects.afind("Emma"), Book | None)
    assert_type(await Novel.aobjects.published(), list[Novel])
    assert_type(await Classic.aobjects.published().first(), Classic | None)
    Book.aobjects.longer_than("3")  # E:
    Book.aobjects.publshed()  # E:


async def inherited(novel: Novel) -> None:
    assert_type(novel.genre, str)
    assert_type(await novel.aauthor, Author)
