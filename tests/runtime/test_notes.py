"""A ``SynchronousOnlyOperation`` says what it was and what to write, where that is switched on."""

from __future__ import annotations

import asyncio
import inspect
import logging
from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final

import pytest
from aobjects import explaining
from aobjects.notes import NotesMiddleware, explain, explained
from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, SESSION_KEY, authenticate
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.sessions.backends.db import SessionStore as DatabaseSession
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.core.exceptions import SynchronousOnlyOperation
from django.db import connection, transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.template import Context, Engine
from django.test import AsyncClient, RequestFactory, modify_settings, override_settings
from django.urls import path
from library.models import Author, Book, Note, Tag

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

THREAD: Final = 'put it in a sync function and use "await sync_to_async(function)()"'
EACH: Final = 'use "async for", or "[row async for row in queryset]"'


def byline(book: Book) -> str:
    return book.author.name


@pytest.fixture
def book() -> Book:
    author = Author.objects.create(name="Frank Herbert")
    made = Book.objects.create(title="Dune", author=author, pages=612)
    made.tags.add(Tag.objects.create(label="desert"))
    return made


OPERATIONS: Final[dict[str, Callable[[Book, Author], object]]] = {
    # Rows.
    '"author" of Book(pk={book}) is not loaded: add select_related("author") to its query': (
        lambda book, author: book.author
    ),
    '"profile" of Author(pk={author}) is not loaded: add select_related("profile") to its query': (
        lambda book, author: author.profile
    ),
    # Managers of rows.
    '"tags" of Book(pk={book}) is not prefetched: add prefetch_related("tags") to its query, '
    'or use "async for", or "[row async for row in book.tags.all()]"': lambda book, author: list(
        book.tags.all()
    ),
    '"books" of Author(pk={author}) is not prefetched: add prefetch_related("books") to its query, '
    'or use "await author.books.all().acount()"': lambda book, author: len(author.books.all()),
    '"count" of author.books runs a query: use "await author.books.acount(...)"': (
        lambda book, author: author.books.count()
    ),
    '"add" of book.tags runs a query: use "await book.tags.aadd(...)"': lambda book, author: book.tags.add(1),
    # Querysets.
    f"a queryset of Book is evaluated: {EACH}": lambda book, author: list(author.books.filter(pages=1)),
    'a queryset of Book is evaluated: use "await queryset.aexists()"': lambda book, author: bool(
        Book.objects.all()
    ),
    'a queryset of Book is evaluated: use "[row async for row in queryset[n : n + 1]][0]"': (
        lambda book, author: Book.objects.order_by("pk")[0]
    ),
    'a queryset of Book is evaluated: use "[row async for row in queryset]"': (
        lambda book, author: len(Book.objects.all()[:2])
    ),
    'a queryset of Book is evaluated: use "async for ... in queryset.aiterator()"': (
        lambda book, author: list(Book.objects.iterator())
    ),
    '"exists" of a queryset of Book runs a query: use "await queryset.aexists(...)"': (
        lambda book, author: Book.objects.filter(pk=1).exists()
    ),
    '"get" of Book.objects runs a query: use "await Book.objects.aget(...)"': (
        lambda book, author: Book.objects.get(pk=1)
    ),
    # What is written.
    '"save" of Book(pk={book}) runs a query: use "await book.asave(...)"': lambda book, author: book.save(),
    '"delete" of Author(pk={author}) runs a query: use "await author.adelete(...)"': (
        lambda book, author: author.delete()
    ),
    # Functions.
    '"get_object_or_404" runs a query: use "await aget_object_or_404(...)"': (
        lambda book, author: get_object_or_404(Book, pk=1)
    ),
    '"authenticate" runs a query: use "await aauthenticate(...)"': (
        lambda book, author: authenticate(username="ada", password="")
    ),
    f'"Atomic.__enter__" runs a query: {THREAD}': lambda book, author: transaction.atomic().__enter__(),
    f'"BaseDatabaseWrapper.cursor" runs a query: {THREAD}': lambda book, author: connection.cursor(),
}


async def noted(operation: Callable[[], object]) -> str:
    with pytest.raises(SynchronousOnlyOperation) as caught, explained():
        operation()
    [note] = caught.value.__notes__
    return note


@pytest.mark.parametrize("note", OPERATIONS)
async def test_the_note_names_the_row_and_what_to_write(note: str, book: Book) -> None:
    row = await Book.objects.aget(pk=book.pk)
    author = await Author.objects.aget(pk=book.author_id)
    expected = note.format(book=row.pk, author=author.pk) if "{" in note else note
    assert await noted(lambda: OPERATIONS[note](row, author)) == expected


async def test_a_deferred_field_is_named(book: Book) -> None:
    row = await Book.objects.only("pages").aget(pk=book.pk)
    assert await noted(lambda: row.title) == (
        f'"title" of Book(pk={book.pk}) is deferred: do not leave it out of its query, '
        'or first "await book.arefresh_from_db(fields=["title"])"'
    )


async def test_a_generic_relation_is_prefetched(book: Book) -> None:
    made = await Note.objects.acreate(subject=await Book.objects.aget(pk=book.pk), text="Reread.")
    row = await Note.objects.aget(pk=made.pk)
    assert await noted(lambda: row.subject) == (
        f'"subject" of Note(pk={row.pk}) is not loaded: add prefetch_related("subject") to its query'
    )


async def test_a_session_has_async_methods(book: Book) -> None:
    session = DatabaseSession("a" * 32)
    with modify_settings(INSTALLED_APPS={"append": ["django.contrib.sessions"]}):
        note = await noted(lambda: session["basket"])
    assert note == '"get" of SessionStore runs a query: await its "aget(...)"'


async def test_what_reads_the_row_does_not_matter(book: Book) -> None:
    note = f'"author" of Book(pk={book.pk}) is not loaded: add select_related("author") to its query'
    template = Engine().from_string("{{ book.author }}")
    readers: list[Callable[[Book], object]] = [
        byline,
        attrgetter("author.name"),
        lambda row: sorted([row], key=byline),
        lambda row: template.render(Context({"book": row})),
    ]
    for read in readers:
        row = await Book.objects.aget(pk=book.pk)
        assert await noted(partial(read, row)) == note


async def test_what_the_note_says_to_write_raises_nothing(book: Book) -> None:
    with explained():
        row = await Book.objects.select_related("author").prefetch_related("tags").aget(pk=book.pk)
        assert byline(row) == "Frank Herbert"
        assert [tag.label for tag in row.tags.all()] == ["desert"]
        assert await row.author.books.acount() == 1
        await row.asave()


async def test_the_line_in_async_code_and_the_way_from_there_are_known(book: Book) -> None:
    row = await Book.objects.aget(pk=book.pk)
    first = inspect.getsourcelines(byline)[1]
    with pytest.raises(SynchronousOnlyOperation) as caught:
        byline(row)
    found = explaining.of_error(caught.value)
    assert [line for _, line in found.places[found.line + 1 :]] == [first + 1]
    assert {file for file, _ in found.places} == {__file__}


async def test_other_errors_and_sync_code_get_no_note(book: Book) -> None:
    with pytest.raises(ValueError, match="no book") as caught, explained():
        raise ValueError("no book")
    assert not hasattr(caught.value, "__notes__")
    with explained():
        assert await sync_to_async(byline)(await Book.objects.aget(pk=book.pk)) == "Frank Herbert"


async def test_what_a_group_or_another_error_holds_gets_its_note(book: Book) -> None:
    row = await Book.objects.aget(pk=book.pk)

    async def read() -> str:
        return byline(row)

    with pytest.raises(ExceptionGroup) as caught, explained():
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(read())
    [inner] = caught.value.exceptions
    assert inner.__notes__[0].startswith('"author" of Book')

    with pytest.raises(LookupError) as chained, explained():
        try:
            byline(row)
        except SynchronousOnlyOperation as error:
            raise LookupError("no byline") from error
    cause = chained.value.__cause__
    assert cause is not None
    explain(chained.value)
    assert len(cause.__notes__) == 1


async def test_a_lazy_user_is_asked_for_nothing(book: Book) -> None:
    """One that tells its class by a query would raise again, while it is explained."""
    request = RequestFactory().get("/")
    request.session = SessionStore()
    request.session[SESSION_KEY] = "1"
    request.session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    AuthenticationMiddleware(lambda request: HttpResponse()).process_request(request)
    assert await noted(lambda: request.user.is_authenticated) == (
        '"request.user" runs a query: use "await request.auser()"'
    )


async def show(request: HttpRequest, pk: int) -> HttpResponse:
    return HttpResponse(byline(await Book.objects.aget(pk=pk)))


urlpatterns = [path("<int:pk>/", show)]


@pytest.mark.parametrize("is_on", [True, False])
async def test_the_middleware_puts_it_into_the_log(
    is_on: bool, book: Book, caplog: pytest.LogCaptureFixture
) -> None:
    middleware = [f"{NotesMiddleware.__module__}.{NotesMiddleware.__name__}"] if is_on else []
    client: Any = AsyncClient(raise_request_exception=False)
    with override_settings(ROOT_URLCONF=__name__, MIDDLEWARE=middleware), caplog.at_level(logging.ERROR):
        answer = await client.get(f"/{book.pk}/")
    assert answer.status_code == 500
    assert (f'"author" of Book(pk={book.pk}) is not loaded' in caplog.text) is is_on
