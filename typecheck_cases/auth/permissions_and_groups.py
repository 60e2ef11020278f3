"""A user's permissions are queries; so are the rows of its groups."""

from django.contrib.auth.models import Group, User


async def asks_for_a_permission() -> bool:
    user = await User.objects.aget(username="u")
    return user.has_perm("o.add_book")  # E: async-unsafe-query


async def lists_the_groups() -> list[Group]:
    user = await User.objects.aget(username="u")
    return list(user.groups.all())  # E: async-unsafe-iteration


async def asks_asynchronously() -> bool:
    user = await User.objects.aget(username="u")
    return await user.ahas_perm("o.add_book")


async def reads_what_the_row_holds() -> tuple[bool, bool, str]:
    user = await User.objects.aget(username="u")
    return user.is_superuser, user.check_password("pw"), user.get_username()
