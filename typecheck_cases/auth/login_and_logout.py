"""`login`, `logout` and `authenticate` query; their twins begin with an `a`."""

from django.contrib.auth import aauthenticate, alogin, alogout, authenticate, login, logout
from django.contrib.auth.models import User
from library.web import signed_in_request


async def logs_in() -> None:
    user = await User.objects.aget(username="u")
    login(signed_in_request(), user)  # E: async-unsafe-query


async def logs_out() -> None:
    logout(signed_in_request())  # E: async-unsafe-query


async def authenticates() -> object:
    return authenticate(username="u", password="pw")  # E: async-unsafe-query


async def does_it_asynchronously() -> None:
    request = signed_in_request()
    user = await aauthenticate(username="u", password="pw")
    await alogin(request, user)
    await alogout(request)
