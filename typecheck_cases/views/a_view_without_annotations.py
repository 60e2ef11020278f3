"""A view's first parameter is Django's request, whether or not an annotation says so."""

# mypy: allow-untyped-defs, allow-untyped-calls, allow-any-generics
# mypy: disable-error-code="no-any-return, misc, union-attr, index, override"

from asgiref.sync import sync_to_async
from django.contrib.auth import alogin, alogout, login, logout
from django.http import HttpResponse, JsonResponse


async def reads_the_name(request):
    return HttpResponse(request.user.username)  # E: async-unsafe-query


async def asks_by_name(request):
    user = getattr(request, "user", None)
    return HttpResponse(str(user.pk))  # E: async-unsafe-query


async def only_takes_the_user(request):
    user = request.user
    return JsonResponse({"has": user is not None})


async def reads_the_session(request):
    return HttpResponse(request.session.get("theme"))  # E: async-unsafe-query


async def reads_an_item_of_the_session(request):
    return HttpResponse(request.session["_auth_user_id"])  # E: async-unsafe-query


async def writes_the_session(request):
    request.session["theme"] = "dark"  # E: async-unsafe-query
    return HttpResponse("ok")


async def reads_the_session_asynchronously(request):
    await request.session.aset("theme", request.GET.get("theme", "dark"))
    return HttpResponse(await request.session.aget("theme"))


async def awaits_the_user(request):
    user = await request.auser()
    return HttpResponse(user.username)


async def awaiting_the_user_loads_the_session_alone(request):
    await request.auser()
    return HttpResponse(request.session["_auth_user_id"])


async def awaiting_the_user_leaves_the_other(request):
    await request.auser()
    return HttpResponse(request.user.username)  # E: async-unsafe-query


async def puts_the_user_on_the_request(request):
    request.user = await request.auser()
    return HttpResponse(request.user.username)


async def reads_the_user_in_a_thread_first(request):
    await sync_to_async(lambda: request.user.pk)()
    return HttpResponse(request.user.username)


async def reads_what_came_with_the_request(request):
    given = request.POST.get("name"), request.GET.get("page"), request.headers.get("accept")
    return HttpResponse(f"{given} {request.method} {request.path} {request.COOKIES.get('theme')}")


async def logs_in(request):
    user = await request.auser()
    login(request, user)  # E: async-unsafe-query
    return HttpResponse("ok")


async def logs_out(request):
    logout(request)  # E: async-unsafe-query
    return HttpResponse("ok")


async def logs_in_asynchronously(request):
    await alogin(request, await request.auser())
    return HttpResponse(request.user.username)


async def logs_out_asynchronously(request):
    await alogout(request)
    return HttpResponse(request.user.username)
