"""A request as Django's middleware prepares it: session and user are there, and neither is loaded."""

from collections.abc import Awaitable, Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils.module_loading import import_string

from library.rows import SIGNED_IN_KEY


def signed_in_request(path: str = "/") -> HttpRequest:
    """Build a request whose session belongs to the user "u"."""
    request = RequestFactory().get(path)
    request.session = SessionStore(SIGNED_IN_KEY)
    AuthenticationMiddleware(lambda request: HttpResponse()).process_request(request)
    return request


def behind_middleware(view: Callable[..., Any]) -> Callable[..., Awaitable[object]]:
    """Put the project's own middleware in front of a view, as the settings name it."""
    handler = view
    for path in reversed(settings.MIDDLEWARE):
        if path.startswith("library."):
            handler = import_string(path)(handler)
    return handler


async def answer(request: HttpRequest) -> HttpResponse:
    """Answer a request, as what stands behind a middleware does."""
    return HttpResponse(request.path)
