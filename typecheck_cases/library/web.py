"""A request as Django's middleware prepares it: session and user are there, and neither is loaded."""

from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from library.rows import SIGNED_IN_KEY


def signed_in_request(path: str = "/") -> HttpRequest:
    """Build a request whose session belongs to the user "u"."""
    request = RequestFactory().get(path)
    request.session = SessionStore(SIGNED_IN_KEY)
    AuthenticationMiddleware(lambda request: HttpResponse()).process_request(request)
    return request


async def answer(request: HttpRequest) -> HttpResponse:
    """Answer a request, as what stands behind a middleware does."""
    return HttpResponse(request.path)
