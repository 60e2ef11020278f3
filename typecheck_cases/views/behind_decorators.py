"""Django's own decorators await the user, and load its session by that; they put nothing on the request."""

# mypy: allow-untyped-defs, allow-untyped-calls, allow-any-generics
# mypy: disable-error-code="no-any-return, misc, union-attr, index, override"

from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseForbidden
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods


@login_required
async def signed_in(request):
    return HttpResponse(request.user.username)  # E: async-unsafe-query


@login_required
async def signed_in_asynchronously(request):
    user = await request.auser()
    return HttpResponse(user.username)


@login_required
async def session_of_who_is_signed_in(request):
    return HttpResponse(request.session.get("theme"))


@require_http_methods(["GET"])
async def one_method(request):
    return HttpResponse(request.session.get("theme"))  # E: async-unsafe-query


@never_cache
async def never_cached(request):
    return HttpResponse(request.user.username)  # E: async-unsafe-query


@csrf_exempt
async def exempt(request):
    return HttpResponse(request.session.setdefault("theme", "dark"))  # E: async-unsafe-query


@csrf_exempt
@never_cache
async def exempt_and_never_cached(request):
    request.session["theme"] = "dark"  # E: async-unsafe-query
    return HttpResponse("ok")


@csrf_exempt
async def exempt_and_asynchronous(request):
    await request.session.aset("theme", "dark")
    return HttpResponse(request.session.get("theme"))


@csrf_exempt
@login_required
async def exempt_and_signed_in(request):
    return HttpResponse(request.session.get("theme"))


def with_user(view):
    @wraps(view)
    async def attach_user(request):
        request.user = await request.auser()
        return await view(request)

    return attach_user


@with_user
async def behind_a_decorator_of_the_project(request):
    return HttpResponse(request.user.username)


async def staff(request):
    async def check(request):
        if not request.user.is_staff:  # E: async-unsafe-query
            return HttpResponseForbidden("staff only")
        return HttpResponse("ok")

    return await check(request)
