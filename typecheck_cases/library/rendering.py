"""Sync functions that run a query only for what their arguments have not loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django.db.models import QuerySet

    from library.models import Author, Book, Chapter


def author_name(book: Book) -> str:
    return book.author.name


def heading(book: Book) -> str:
    return f"{book.title} by {author_name(book)}"


def page(book: Book) -> str:
    return f"<h1>{heading(book)}</h1>"


def imprint(book: Book) -> str:
    publisher = book.author.publisher
    return publisher.name if publisher is not None else ""


def context(book: Book) -> dict[str, object]:
    return {"book": book, "author": book.author.name, "key": book.author_id}


def both_names(book: Book) -> tuple[str, str]:
    editor = book.editor
    return book.author.name, editor.name if editor is not None else ""


def length(book: Book) -> str:
    return f"{book.pages} pages"


def author_key(book: Book) -> int:
    return book.author_id


def nick(author: Author) -> str:
    return author.profile.nick


def labels(book: Book) -> list[str]:
    return [tag.label for tag in book.tags.all()]


def count_labels(book: Book) -> int:
    return book.tags.count()


def chapter_place(chapter: Chapter) -> str:
    return f"{heading(chapter.book)}, {chapter.number}"


def listing(books: list[Book]) -> list[str]:
    return [author_name(book) for book in books]


def enumeration(books: Iterable[Book]) -> str:
    lines = []
    for book in books:
        lines.append(heading(book))
    return "\n".join(lines)


def table(books: Sequence[Book]) -> str:
    return ", ".join(f"{book.title} ({book.author.name})" for book in books)


def titles_of(books: Iterable[Book]) -> list[str]:
    return [book.title for book in books]


def titles_of_rows(books: QuerySet[Book]) -> list[str]:
    return [book.title for book in books]


def how_many(books: QuerySet[Book]) -> int:
    return books.count()


def size(books: QuerySet[Book]) -> int:
    return len(books)


def narrowed(books: QuerySet[Book]) -> QuerySet[Book]:
    return books.filter(pages=0).select_related("author")


def by_key(books: Mapping[int, Book]) -> dict[int, str]:
    return {key: book.author.name for key, book in books.items()}


def pair(one: Book, other: Book) -> str:
    return f"{one.title} / {other.author.name}"


def names_of(*books: Book) -> list[str]:
    return [book.author.name for book in books]


def signed(book: Book, *, author: Author) -> str:
    book.author = author
    return f"{book.title}, {book.author.name}"


def perhaps(book: Book, with_author: bool = False) -> str:
    return f"{book.title} {book.author.name if with_author else ''}"


def safe_name(book: Book | None) -> str:
    assert book is not None
    return book.author.name


def name_or_nothing(book: Book | None) -> str:
    if book is None:
        return ""
    return book.author.name


def insist(book: Book | None) -> str:
    if book is None:
        raise ValueError(book)
    return book.author.name


def field_title(book: Book) -> str:
    return book.title


def biography(book: Book) -> str:
    return book.author.bio


def by_name(**books: Book) -> list[str]:
    return [book.author.name for book in books.values()]


def first_and_rest(first: Book, *rest: Book) -> str:
    return f"{first.author.name} and {len(rest)} more"


def on_either_branch(book: Book, loud: bool) -> str:
    if loud:
        return book.author.name.upper()
    return book.author.name


def forgiving_name(book: Book) -> str:
    try:
        return book.author.name
    except Exception:
        return ""


def sorted_by_name(books: list[Book]) -> list[Book]:
    return sorted(books, key=lambda book: book.author.name)
