"""``explained()`` and ``NotesMiddleware``: the note of a ``SynchronousOnlyOperation``, on its way out."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, cast

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.core.exceptions import SynchronousOnlyOperation

from aobjects import explaining

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase


def explain(error: BaseException) -> None:
    """Add to an exception, and to those that led to it or that it groups, what was refused and what to write.

    Anything but a ``SynchronousOnlyOperation`` is left as it is, as is one that has its note by now.

    >>> error = ValueError("no such book")
    >>> explain(error)
    >>> getattr(error, "__notes__", [])
    []
    """
    seen: set[int] = set()
    pending: list[BaseException | None] = [error]
    while pending:
        found = pending.pop()
        if found is None or id(found) in seen:
            continue
        seen.add(id(found))
        if isinstance(found, SynchronousOnlyOperation) and not getattr(found, "__notes__", ()):
            found.add_note(explaining.of_error(found).note)
        pending += [found.__cause__, found.__context__]
        if isinstance(found, BaseExceptionGroup):
            pending += cast("BaseExceptionGroup[BaseException]", found).exceptions


@contextmanager
def explained() -> Generator[None]:
    """Explain what is raised in the block: around a task, a consumer, a management command.

    >>> with explained():
    ...     book = "await Book.objects.aget(pk=1)"

    Nothing is done where nothing is raised. As a decorator it explains what a sync function raises; in an
    ``async def`` it is a plain ``with``.
    """
    try:
        yield
    except BaseException as error:
        explain(error)
        raise


class NotesMiddleware:
    """Explain what views raise: a line of ``MIDDLEWARE``, anywhere in it.

    The note stands in the log, on Django's page for errors, and in Sentry, below the traceback.

    >>> async def view(request):
    ...     return "200 OK"
    >>> iscoroutinefunction(NotesMiddleware(view))
    True
    """

    sync_capable = True
    async_capable = True

    def __init__(self, get_response: Callable[[HttpRequest], Any]) -> None:
        self.get_response = get_response
        if iscoroutinefunction(get_response):
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> Any:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """Take up what a view has raised, and leave it to Django.

        >>> from django.test import RequestFactory
        >>> middleware = NotesMiddleware(lambda request: "200 OK")
        >>> middleware.process_exception(RequestFactory().get("/"), ValueError("no such book"))
        """
        explain(exception)
        return None


__all__ = ["NotesMiddleware", "explain", "explained"]
