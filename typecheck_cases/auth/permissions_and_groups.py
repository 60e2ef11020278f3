"""A user's permissions are queries; so are the rows of its groups."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import Group, Permission, User


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


async def asks_twice() -> bool:
    user = await User.objects.aget(username="u")
    if await user.ahas_perm("o.add_book"):
        return True
    return user.has_perm("o.change_book")


async def asks_for_another_kind() -> bool:
    user = await User.objects.aget(username="u")
    own = await user.aget_user_permissions()
    return bool(own) or user.has_perm("o.add_book")  # E: async-unsafe-query


async def may_do_everything() -> bool:
    user = await User.objects.aget(is_superuser=True)
    return user.has_perm("o.add_book") and user.has_module_perms("o")


async def lists_what_may_be_done() -> set[str]:
    user = await User.objects.aget(is_superuser=True)
    return user.get_all_permissions()  # E: async-unsafe-query


async def may_do_nothing() -> bool:
    await User.objects.filter(username="u").aupdate(is_active=False)
    user = await User.objects.aget(username="u", is_active=False)
    return user.has_perm("o.add_book")


async def asked_before_whether_it_may_do_everything() -> bool:
    user = await User.objects.aget(username="su")
    if not user.is_superuser:
        return False
    return user.has_perm("o.add_book")


async def asks_for_one_object() -> bool:
    user = await User.objects.aget(username="u")
    return user.has_perm("o.add_book", user)


async def read_again() -> bool:
    user = await User.objects.aget(username="u")
    await user.aget_all_permissions()
    user = await User.objects.aget(username="u")
    return user.has_perm("o.add_book")  # E: async-unsafe-query


async def declared_as_any_user() -> bool:
    users: dict[str, AbstractBaseUser] = {}
    users["u"] = await User.objects.aget(username="u")
    return may_add(users["u"])  # E: async-unsafe-call


def may_add(user: AbstractBaseUser) -> bool:
    return user.has_perm("o.add_book")  # type: ignore[attr-defined, no-any-return]


async def the_text_of_a_permission() -> str:
    permission = await Permission.objects.order_by("pk").aget(codename="add_book")
    return str(permission)  # E: async-unsafe-relation


async def the_texts_of_permissions() -> list[str]:
    return [f"{permission}" async for permission in Permission.objects.all()]  # E: async-unsafe-relation


async def the_text_of_a_permission_with_its_type() -> str:
    permission = await Permission.objects.select_related("content_type").aget(codename="add_book")
    return str(permission)


async def the_name_of_a_permission() -> str:
    permission = await Permission.objects.aget(codename="add_book")
    return permission.name
