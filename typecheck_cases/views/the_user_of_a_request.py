"""The user that is awaited is a row as a query makes it: nothing is loaded on it."""

# mypy: allow-untyped-defs, allow-untyped-calls, allow-any-generics
# mypy: disable-error-code="no-any-return, misc, union-attr, index, override"

from django.http import HttpResponse
from library.web import signed_in_request


async def joins_the_names_of_the_groups(request):
    user = await request.auser()
    return HttpResponse(",".join(user.groups.values_list("name", flat=True)))  # E: async-unsafe-iteration


async def lists_the_groups_asynchronously(request):
    user = await request.auser()
    return HttpResponse(",".join([group.name async for group in user.groups.all()]))


async def asks_for_a_permission(request):
    user = await request.auser()
    return HttpResponse(str(user.has_perm("o.add_book")))  # E: async-unsafe-query


async def asks_for_all_permissions(request):
    user = await request.auser()
    return HttpResponse(str(user.get_all_permissions()))  # E: async-unsafe-query


async def asks_for_a_permission_asynchronously(request):
    user = await request.auser()
    return HttpResponse(str(await user.ahas_perm("o.add_book")))


async def saves_the_user(request):
    user = await request.auser()
    user.first_name = "new"
    user.save()  # E: async-unsafe-query
    return HttpResponse("ok")


async def checks_the_password(request):
    user = await request.auser()
    user.set_password("new")
    await user.asave()
    return HttpResponse(str(user.check_password("new")))


def is_known(request):
    return request.user.is_authenticated


def has_a_name(user):
    return bool(user.username)


async def asks_a_helper(request):
    return HttpResponse(str(is_known(request)))  # E: async-unsafe-call


async def gives_the_user_to_a_helper(request):
    return HttpResponse(str(has_a_name(request.user)))  # E: async-unsafe-call


async def gives_the_awaited_user_to_a_helper(request):
    return HttpResponse(str(has_a_name(await request.auser())))


async def asks_a_helper_with_a_request_of_its_own():
    return is_known(signed_in_request())  # E: async-unsafe-call
