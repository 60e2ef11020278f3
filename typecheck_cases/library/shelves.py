"""Sync functions that run a query whatever they are given, as a project's service layer has them."""

from __future__ import annotations

from typing import TYPE_CHECKING, overload

from django.db import connection, transaction
from django.shortcuts import get_object_or_404

from library.models import Author, Book, Chapter, Node, Publisher, Tag

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet


def count_books() -> int:
    return Book.objects.count()


def titles() -> list[str]:
    return [book.title for book in Book.objects.order_by("pk")]


def titles_by_number() -> dict[int, str]:
    return {book.pk: book.title for book in Book.objects.all()}


def titles_like(text: str = "b", limit: int = 3) -> list[str]:
    return list(Book.objects.filter(title__contains=text).values_list("title", flat=True)[:limit])


def newest() -> QuerySet[Book]:
    return Book.objects.order_by("-pk")


def newest_with_author() -> QuerySet[Book]:
    return newest().select_related("author")


def find(pk: int) -> Book:
    return get_object_or_404(Book, pk=pk)


def first_title() -> str:
    book = Book.objects.first()
    return book.title if book is not None else ""


def is_enabled(flag: str) -> bool:
    return Tag.objects.filter(label=flag).exists()


def add_tag(label: str) -> Tag:
    return Tag.objects.create(label=label)


def rename(book: Book, title: str) -> None:
    book.title = title
    book.save()


def forget(author: Author) -> None:
    author.delete()


def renumber() -> None:
    with transaction.atomic():
        Chapter.objects.update(number=0)


@transaction.atomic
def renumber_at_once() -> None:
    Chapter.objects.update(number=0)


def now() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return str(cursor.fetchone())


def again(book: Book) -> str:
    fresh = Book.objects.select_related("author").get(pk=book.pk)
    return fresh.author.name


def reload(book: Book) -> None:
    book.refresh_from_db()


def titles_cached(known: list[str] | None) -> list[str]:
    if known is not None:
        return known
    return titles()


def count_if(wanted: bool) -> int:
    total = 0
    if wanted:
        total = Book.objects.count()
    return total


def count_or(number: int) -> int:
    return number or Book.objects.count()


def count_unless(number: int | None) -> int:
    return Book.objects.count() if number is None else number


def count_below(pk: int) -> int:
    if pk <= 0:
        return 0
    return count_below(pk - 1) + Book.objects.filter(pk=pk).count()


def count_down(number: int) -> int:
    return 0 if number <= 0 else count_down(number - 1)


def even(number: int) -> bool:
    Publisher.objects.count()
    return number == 0 or odd(number - 1)


def odd(number: int) -> bool:
    return number != 0 and even(number - 1)


def ping(number: int) -> int:
    return pong(number - 1) if number > 0 else 0


def pong(number: int) -> int:
    return ping(number - 1) if number > 0 else 0


def counted(number: int) -> int:
    Publisher.objects.count()
    return counted_later(number - 1) if number else 0


def counted_later(number: int) -> int:
    return counted(number)


def hands_on(number: int) -> int:
    return takes_over(number)


def takes_over(number: int) -> int:
    Publisher.objects.count()
    return hands_on(number - 1) if number else 0


def depth(node: Node) -> int:
    parent = node.parent
    return 0 if parent is None else 1 + depth(parent)


def counter() -> Callable[[], int]:
    def count() -> int:
        return Book.objects.count()

    return count


def count_inside() -> int:
    def count() -> int:
        return Book.objects.count()

    return count()


def count_for_certain() -> int:
    try:
        return Book.objects.count()
    finally:
        connection.queries_log.clear()


@overload
def describe(value: int) -> int: ...
@overload
def describe(value: str) -> str: ...
def describe(value: int | str) -> int | str:
    Book.objects.count()
    return value


def forgiving(pk: int) -> str:
    try:
        return Book.objects.get(pk=pk).title
    except Book.DoesNotExist:
        return ""


def count_either(exact: bool) -> int:
    if exact:
        print("counting")
        number = Book.objects.count()
    else:
        number = len(Book.objects.all())
    return number


def count_after_a_branch(loud: bool) -> int:
    if loud:
        print("counting")
    return Book.objects.count()


def count_in_a_loop() -> int:
    total = 0
    while True:
        total += Book.objects.count()
        if total:
            break
    return total


def count_nothing() -> int:
    return 0


async def acount_books() -> int:
    return await Book.objects.acount()


def count_on_either_branch(exact: bool) -> int:
    if exact:
        return Book.objects.count()
    return Author.objects.count()


def count_for_ever() -> int:
    while True:
        return Book.objects.count()


def count_up_to(limit: int | None = None) -> int:
    if limit is None:
        return 0
    return Book.objects.filter(pages__lte=limit).count()


def count_unless_zero(limit: int) -> int:
    if not limit:
        return 0
    return Book.objects.filter(pages__lte=limit).count()


def count_forgivingly() -> int:
    try:
        return Book.objects.count()
    except Exception:
        return 0
