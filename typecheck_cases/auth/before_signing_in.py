"""`aauthenticate(request, ...)` reads neither the session nor the user of the request."""

# mypy: disable-error-code="no-untyped-def"

from django.contrib.auth import aauthenticate
from django.http import HttpResponse


async def the_session_is_still_unread(request):
    user = await aauthenticate(request, username="u", password="p")
    request.session["seen"] = user is not None  # E: async-unsafe-query
    return HttpResponse()


async def the_session_was_loaded_before(request):
    await request.session.aset("seen", 1)
    user = await aauthenticate(request, username="u", password="p")
    request.session["seen"] = user is not None
    return HttpResponse()


async def the_user_is_still_unread(request):
    await aauthenticate(request, username="u", password="p")
    return HttpResponse(request.user.get_username())  # E: async-unsafe-query


async def the_user_in_async_code(request):
    await aauthenticate(request, username="u", password="p")
    return HttpResponse((await request.auser()).get_username())
