"""What every checker that knows Django's fields, or is told them, knows of the values of a row."""

import datetime
from decimal import Decimal
from typing import assert_type

from people.models import Author, Profile
from shop.models import Book, Shelf, Tome


def values(book: Book, profile: Profile, tome: Tome) -> None:
    assert_type(book.title, str)
    assert_type(book.blurb, str | None)
    assert_type(book.stock, int)
    assert_type(book.price, Decimal)
    assert_type(book.released, datetime.date | None)
    assert_type(profile.motto, str | None)
    assert_type(tome.volume, int)
    assert_type(tome.title, str)


def rows(book: Book, author: Author, profile: Profile, place: Shelf.Place) -> None:
    assert_type(book.author, Author)
    assert_type(book.editor, Author | None)
    assert_type(author.mentor, Author | None)
    assert_type(author.profile, Profile)
    assert_type(profile.author, Author)
    assert_type(place.shelf, Shelf)
    assert_type(book.author.books.get(), Book)
