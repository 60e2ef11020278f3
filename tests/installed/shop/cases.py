"""One function for each row of the table, with the row as its text, and permitted twins without a mark."""

from __future__ import annotations

import constance.utils
import django_filters
import guardian.shortcuts as permissions
import simple_history.utils
import tablib
import waffle
from allauth.account import utils as accounts
from allauth.account.models import EmailAddress
from asgiref.sync import sync_to_async
from constance import config
from constance.utils import get_values
from django.contrib.auth.models import Group, User
from django.test import RequestFactory
from guardian.core import ObjectPermissionChecker
from guardian.shortcuts import assign_perm, remove_perm
from import_export import resources
from oauth2_provider.models import AccessToken, clear_expired
from shop.models import Book, Imprint
from simple_history.utils import update_change_reason
from taggit.models import Tag
from waffle import switch_is_active


class BookFilter(django_filters.FilterSet):
    class Meta:
        model = Book
        fields = ("title",)


class BookResource(resources.ModelResource):
    class Meta:
        model = Book


async def asks_a_flag() -> object:
    """waffle.flag_is_active"""
    return waffle.flag_is_active(RequestFactory().get("/"), "beta")  # E: async-unsafe-query "waffle.flag_is


async def asks_a_switch() -> object:
    """waffle.switch_is_active"""
    return switch_is_active("beta")  # E: async-unsafe-query "switch_is_active" runs a query


async def asks_a_sample() -> object:
    """waffle.sample_is_active"""
    return waffle.sample_is_active("beta")  # E: async-unsafe-query


async def asks_a_switch_in_a_thread() -> bool:
    return await sync_to_async(switch_is_active)("beta")


async def asks_a_switch_again() -> bool:
    await sync_to_async(switch_is_active)("beta")
    return switch_is_active("beta")


async def asks_a_switch_in_a_helper() -> bool:
    return _is_beta()  # E: async-unsafe-call "_is_beta" runs a query


def _is_beta() -> bool:
    return waffle.switch_is_active("beta")


async def reads_the_singleton() -> object:
    return Imprint.get_solo()  # E: async-unsafe-call "get_solo" runs a query


async def reads_the_singleton_in_a_thread() -> object:
    return await sync_to_async(Imprint.get_solo)()


async def gives_a_permission() -> object:
    """guardian.shortcuts.assign_perm"""
    user, book = await User.objects.aget(pk=1), await Book.objects.aget(pk=1)
    return assign_perm("change_book", user, book)  # E: async-unsafe-query "assign_perm" runs a query


async def takes_a_permission() -> None:
    """guardian.shortcuts.remove_perm"""
    user, book = await User.objects.aget(pk=1), await Book.objects.aget(pk=1)
    remove_perm("change_book", user, book)  # E: async-unsafe-query


async def gives_a_permission_in_a_thread() -> None:
    user, book = await User.objects.aget(pk=1), await Book.objects.aget(pk=1)
    await sync_to_async(assign_perm)("change_book", user, book)


async def lists_the_permissions() -> object:
    """guardian.shortcuts.get_perms"""
    user, book = await User.objects.aget(pk=1), await Book.objects.aget(pk=1)
    return permissions.get_perms(user, book)  # E: async-unsafe-query


async def lists_the_objects_of_a_user() -> object:
    """guardian.shortcuts.get_objects_for_user"""
    user = await User.objects.aget(pk=1)
    return permissions.get_objects_for_user(user, "shop.change_book")  # E: async-unsafe-query


async def lists_the_objects_of_a_group() -> object:
    """guardian.shortcuts.get_objects_for_group"""
    group = await Group.objects.aget(pk=1)
    return permissions.get_objects_for_group(group, "shop.change_book")  # E: async-unsafe-query


async def lists_the_permissions_of_a_user() -> object:
    """guardian.shortcuts.get_user_perms"""
    user, book = await User.objects.aget(pk=1), await Book.objects.aget(pk=1)
    return permissions.get_user_perms(user, book)  # E: async-unsafe-query


async def lists_the_permissions_of_the_groups() -> object:
    """guardian.shortcuts.get_group_perms"""
    user, book = await User.objects.aget(pk=1), await Book.objects.aget(pk=1)
    return permissions.get_group_perms(user, book)  # E: async-unsafe-query


async def lists_the_permissions_of_a_model() -> object:
    """guardian.shortcuts.get_perms_for_model"""
    return permissions.get_perms_for_model(Book)  # E: async-unsafe-query


async def lists_the_users_of_a_book() -> object:
    """guardian.shortcuts.get_users_with_perms"""
    return permissions.get_users_with_perms(await Book.objects.aget(pk=1))  # E: async-unsafe-query


async def lists_the_groups_of_a_book() -> object:
    """guardian.shortcuts.get_groups_with_perms"""
    return permissions.get_groups_with_perms(await Book.objects.aget(pk=1))  # E: async-unsafe-query


async def checks_a_permission() -> bool:
    """guardian.core.ObjectPermissionChecker.has_perm"""
    user, book = await User.objects.aget(pk=1), await Book.objects.aget(pk=1)
    return ObjectPermissionChecker(user).has_perm("change_book", book)  # E: async-unsafe-query


async def checks_all_permissions() -> object:
    """guardian.core.ObjectPermissionChecker.get_perms"""
    user, book = await User.objects.aget(pk=1), await Book.objects.aget(pk=1)
    checker = ObjectPermissionChecker(user)
    return checker.get_perms(book)  # E: async-unsafe-query


async def fetches_permissions_before() -> None:
    """guardian.core.ObjectPermissionChecker.prefetch_perms"""
    user = await User.objects.aget(pk=1)
    ObjectPermissionChecker(user).prefetch_perms(Book.objects.all())  # E: async-unsafe-query


async def checks_a_permission_asynchronously() -> bool:
    user, book = await User.objects.aget(pk=1), await Book.objects.aget(pk=1)
    return await user.ahas_perm("change_book", book)


async def asks_a_setting() -> bool:
    return bool(config.THEME == "dark")  # E: async-unsafe-query "config.THEME" runs a query


async def tests_a_setting() -> int:
    if config.THEME:  # E: async-unsafe-query "config.THEME" runs a query
        return 1
    return 2


async def writes_a_setting_down() -> str:
    return f"{config.THEME}"  # E: async-unsafe-query "config.THEME" runs a query


async def counts_with_a_setting() -> object:
    return config.PER_PAGE * 2  # E: async-unsafe-query "config.PER_PAGE" runs a query


async def changes_a_setting() -> None:
    config.THEME = "dark"  # E: async-unsafe-query "config.THEME = ..." runs a query


async def awaits_a_setting() -> bool:
    theme = await config.THEME
    return bool(theme == "dark")


async def changes_a_setting_asynchronously() -> None:
    await config.aset("THEME", "dark")


async def reads_all_settings() -> object:
    """constance.utils.get_values"""
    return get_values()  # E: async-unsafe-query "get_values" runs a query


async def reads_some_settings() -> object:
    """constance.utils.get_values_for_keys"""
    return constance.utils.get_values_for_keys(["THEME"])  # E: async-unsafe-query


async def reads_all_settings_asynchronously() -> object:
    return await constance.utils.aget_values()


async def reads_the_history() -> object:
    book = await Book.objects.aget(pk=1)
    return book.history.first()  # E: async-unsafe-query "book.history.first" runs a query


async def counts_the_history_of_all() -> object:
    return Book.history.count()  # E: async-unsafe-query "Book.history.count" runs a query


async def lists_the_history() -> object:
    book = await Book.objects.aget(pk=1)
    return list(book.history.all())  # E: async-unsafe-iteration


async def reads_the_latest_state() -> object:
    """simple_history.manager.HistoryManager.most_recent"""
    book = await Book.objects.aget(pk=1)
    return book.history.most_recent()  # E: async-unsafe-query


async def stores_a_history() -> object:
    """simple_history.manager.HistoryManager.bulk_history_create"""
    book = await Book.objects.aget(pk=1)
    return Book.history.bulk_history_create([book])  # E: async-unsafe-query


async def reads_the_history_asynchronously() -> object:
    book = await Book.objects.aget(pk=1)
    return await book.history.afirst(), [row async for row in Book.history.all()]


async def gives_a_reason() -> None:
    """simple_history.utils.update_change_reason"""
    update_change_reason(await Book.objects.aget(pk=1), "a reason")  # E: async-unsafe-query


async def creates_many_with_history() -> object:
    """simple_history.utils.bulk_create_with_history"""
    return simple_history.utils.bulk_create_with_history([], Book)  # E: async-unsafe-query


async def updates_many_with_history() -> object:
    """simple_history.utils.bulk_update_with_history"""
    book = await Book.objects.aget(pk=1)
    return simple_history.utils.bulk_update_with_history([book], Book, ["title"])  # E: async-unsafe-query


async def lists_the_tags() -> object:
    book = await Book.objects.aget(pk=1)
    return list(book.tags.all())  # E: async-unsafe-iteration


async def lists_the_names_of_the_tags() -> object:
    book = await Book.objects.aget(pk=1)
    return list(book.tags.names())  # E: async-unsafe-iteration


async def adds_a_tag() -> None:
    """taggit.managers._TaggableManager.add"""
    book = await Book.objects.aget(pk=1)
    book.tags.add("new")  # E: async-unsafe-query


async def sets_the_tags() -> None:
    """taggit.managers._TaggableManager.set"""
    book = await Book.objects.aget(pk=1)
    book.tags.set(["new"])  # E: async-unsafe-query


async def removes_a_tag() -> None:
    """taggit.managers._TaggableManager.remove"""
    book = await Book.objects.aget(pk=1)
    book.tags.remove("new")  # E: async-unsafe-query


async def removes_all_tags() -> None:
    """taggit.managers._TaggableManager.clear"""
    book = await Book.objects.aget(pk=1)
    book.tags.clear()  # E: async-unsafe-query


async def lists_similar_books() -> object:
    """taggit.managers._TaggableManager.similar_objects"""
    book = await Book.objects.aget(pk=1)
    return book.tags.similar_objects()  # E: async-unsafe-query


async def lists_all_tags() -> object:
    return list(Tag.objects.all())  # E: async-unsafe-iteration


async def lists_the_tags_asynchronously() -> object:
    book = await Book.objects.aget(pk=1)
    return [tag async for tag in book.tags.all()], [name async for name in book.tags.names()]


async def lists_all_tags_asynchronously() -> object:
    return [tag async for tag in Tag.objects.all()], await Tag.objects.acount()


async def lists_the_filtered_books() -> object:
    return list(BookFilter({}, queryset=Book.objects.all()).qs)  # E: async-unsafe-iteration


async def reads_authors_of_filtered_books() -> object:
    filtered = BookFilter({"title": "Emma"}, queryset=Book.objects.all())
    return [book.author.name async for book in filtered.qs]  # E: async-unsafe-relation "author" of "Book"


async def reads_loaded_authors_of_filtered_books() -> object:
    filtered = BookFilter({"title": "Emma"}, queryset=Book.objects.select_related("author"))
    return [book.author.name async for book in filtered.qs]


async def exports_the_books() -> object:
    """import_export.resources.Resource.export"""
    return BookResource().export()  # E: async-unsafe-query "BookResource.export" runs a query


async def imports_books() -> object:
    """import_export.resources.Resource.import_data"""
    data = tablib.Dataset(["1", "Emma", "1"], headers=["id", "title", "author"])
    return BookResource().import_data(data)  # E: async-unsafe-query "BookResource.import_data"


async def exports_the_books_in_a_thread() -> object:
    return await sync_to_async(BookResource().export)()


async def finds_the_address() -> object:
    return EmailAddress.objects.filter(email="ann@example.org").first()  # E: async-unsafe-query


async def finds_the_address_asynchronously() -> object:
    return await EmailAddress.objects.filter(email="ann@example.org").afirst()


async def finds_the_first_address() -> object:
    """allauth.account.managers.EmailAddressManager.get_primary"""
    user = await User.objects.aget(pk=1)
    return EmailAddress.objects.get_primary(user)  # E: async-unsafe-query


async def asks_whether_an_address_is_known() -> object:
    """allauth.account.managers.EmailAddressManager.is_verified"""
    return EmailAddress.objects.is_verified("ann@example.org")  # E: async-unsafe-query


async def finds_the_users_of_an_address() -> object:
    """allauth.account.managers.EmailAddressManager.get_users_for"""
    return EmailAddress.objects.get_users_for("ann@example.org")  # E: async-unsafe-query


async def finds_an_address_of_a_user() -> object:
    """allauth.account.managers.EmailAddressManager.get_for_user"""
    user = await User.objects.aget(pk=1)
    return EmailAddress.objects.get_for_user(user, "ann@example.org")  # E: async-unsafe-query


async def finds_the_known_address() -> object:
    """allauth.account.managers.EmailAddressManager.get_verified"""
    user = await User.objects.aget(pk=1)
    return EmailAddress.objects.get_verified(user)  # E: async-unsafe-query


async def finds_the_new_address() -> object:
    """allauth.account.managers.EmailAddressManager.get_new"""
    user = await User.objects.aget(pk=1)
    return EmailAddress.objects.get_new(user)  # E: async-unsafe-query


async def adds_an_address() -> object:
    """allauth.account.managers.EmailAddressManager.add_email"""
    user, request = await User.objects.aget(pk=1), RequestFactory().get("/")
    return EmailAddress.objects.add_email(request, user, "new@example.org")  # E: async-unsafe-query


async def asks_for_a_verified_address() -> object:
    """allauth.account.utils.has_verified_email"""
    return accounts.has_verified_email(await User.objects.aget(pk=1))  # E: async-unsafe-query


async def sets_the_addresses_up() -> object:
    """allauth.account.utils.setup_user_email"""
    user = await User.objects.aget(pk=1)
    return accounts.setup_user_email(RequestFactory().get("/"), user, [])  # E: async-unsafe-query


async def finds_users_by_address() -> object:
    """allauth.account.utils.filter_users_by_email"""
    return accounts.filter_users_by_email("ann@example.org")  # E: async-unsafe-query


async def reads_the_address_of_a_row() -> object:
    return accounts.user_email(await User.objects.aget(pk=1))


async def drops_old_tokens() -> None:
    """oauth2_provider.models.clear_expired"""
    clear_expired()  # E: async-unsafe-query "clear_expired" runs a query


async def counts_the_tokens() -> object:
    return AccessToken.objects.count()  # E: async-unsafe-query "AccessToken.objects.count"


async def counts_the_tokens_asynchronously() -> object:
    return await AccessToken.objects.acount()
