"""What installed packages run, by full names, with the async twin where a package has one: data."""

from __future__ import annotations

from typing import Final

from aobjects_mypy.calls.operations import WRAP

_PERMISSIONS: Final = "guardian.shortcuts."
_TAGS: Final = "taggit.managers._TaggableManager."
_HISTORY: Final = "simple_history."
_EMAIL: Final = "allauth.account.managers.EmailAddressManager."
_EXPORTS: Final = "import_export.resources.Resource."

FUNCTIONS: Final[dict[str, str]] = {
    "allauth.account.utils.filter_users_by_email": WRAP,
    "allauth.account.utils.has_verified_email": WRAP,
    "allauth.account.utils.setup_user_email": WRAP,
    "constance.utils.get_values": "aget_values",
    "constance.utils.get_values_for_keys": "aget_values_for_keys",
    f"{_PERMISSIONS}assign_perm": WRAP,
    f"{_PERMISSIONS}get_objects_for_group": WRAP,
    f"{_PERMISSIONS}get_objects_for_user": WRAP,
    f"{_PERMISSIONS}get_perms": WRAP,
    f"{_PERMISSIONS}remove_perm": WRAP,
    "oauth2_provider.models.clear_expired": WRAP,
    f"{_HISTORY}utils.bulk_create_with_history": WRAP,
    f"{_HISTORY}utils.bulk_update_with_history": WRAP,
    f"{_HISTORY}utils.update_change_reason": WRAP,
}

CACHED: Final[dict[str, str]] = {
    f"{_PERMISSIONS}get_group_perms": WRAP,
    f"{_PERMISSIONS}get_groups_with_perms": WRAP,
    f"{_PERMISSIONS}get_perms_for_model": WRAP,
    f"{_PERMISSIONS}get_user_perms": WRAP,
    f"{_PERMISSIONS}get_users_with_perms": WRAP,
    "waffle.flag_is_active": WRAP,
    "waffle.sample_is_active": WRAP,
    "waffle.switch_is_active": WRAP,
}
"""They ask the database in a process that begins, or after the cache has let go of the answer."""

METHODS: Final[dict[str, str]] = {
    f"{_EMAIL}add_email": WRAP,
    f"{_EMAIL}get_for_user": WRAP,
    f"{_EMAIL}get_new": WRAP,
    f"{_EMAIL}get_primary": WRAP,
    f"{_EMAIL}get_users_for": WRAP,
    f"{_EMAIL}get_verified": WRAP,
    f"{_EMAIL}is_verified": WRAP,
    f"{_EXPORTS}export": WRAP,
    f"{_EXPORTS}import_data": WRAP,
    "guardian.core.ObjectPermissionChecker.get_perms": WRAP,
    "guardian.core.ObjectPermissionChecker.has_perm": WRAP,
    "guardian.core.ObjectPermissionChecker.prefetch_perms": WRAP,
    f"{_HISTORY}manager.HistoryManager.bulk_history_create": WRAP,
    f"{_HISTORY}manager.HistoryManager.most_recent": WRAP,
    f"{_TAGS}add": WRAP,
    f"{_TAGS}clear": WRAP,
    f"{_TAGS}remove": WRAP,
    f"{_TAGS}set": WRAP,
    f"{_TAGS}similar_objects": WRAP,
}
"""Of objects, managers and classes."""

LAZY_VALUES: Final = frozenset({f"{_TAGS}names", f"{_TAGS}slugs"})
"""Methods of managers that give a queryset of values, which has run nothing yet."""

RESOURCES: Final = ("import_export.resources.ModelResource", "import_export.resources.Resource")
FILTERS: Final = (
    "django_filters.filterset.BaseFilterSet",
    "django_filters.FilterSet",
    "django_filters.filterset.FilterSet",
    "django_filters.rest_framework.FilterSet",
)
