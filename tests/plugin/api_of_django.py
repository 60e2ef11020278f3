"""Print the public methods of Django's querysets, managers and model instances, and of our own, as JSON."""

from __future__ import annotations

import inspect
import json
from typing import Any, Final

import django
from aobjects import (
    AsyncManager,
    AsyncManyRelatedManager,
    AsyncQuerySet,
    AsyncRawQuerySet,
    AsyncRelatedManager,
)
from django.apps import apps
from django.db.models import Manager, Model, QuerySet
from django.db.models.query import RawQuerySet

django.setup()

# Of the app below typecheck_cases/; through these models, mypy knows nothing of the descriptors.
AUTHOR: Final[Any] = apps.get_model("o", "Author")
BOOK: Final[Any] = apps.get_model("o", "Book")
TAG: Final[Any] = apps.get_model("o", "Tag")
USER: Final[Any] = apps.get_model("auth", "User")
RELATED: Final = [
    descriptor.related_manager_cls
    for descriptor in (AUTHOR.books, AUTHOR.edited, BOOK.tags, TAG.books, BOOK.notes)
]


def methods(*kinds: type) -> set[str]:
    return {
        name
        for kind in kinds
        for name in dir(kind)
        if not name.startswith("_") and callable(getattr(kind, name))
    }


MANAGER: Final = methods(Manager)
DJANGO: Final = {
    "QUERYSET": methods(QuerySet),
    "MANAGER": MANAGER,
    "RELATED": methods(*RELATED) - MANAGER,
    "RAW": methods(RawQuerySet),
    "USERS": methods(type(USER.objects)) - MANAGER,
    "INSTANCE": methods(Model),
    "per field": {name for name in methods(BOOK) - methods(Model) if name.endswith("_pub_date")},
}
OURS: Final[dict[str, list[type]]] = {
    "QUERYSET": [AsyncQuerySet],
    "MANAGER": [AsyncManager],
    "RELATED": [AsyncRelatedManager, AsyncManyRelatedManager],
    "RAW": [AsyncRawQuerySet],
}


def is_awaited(kind: type, name: str) -> bool:
    return inspect.iscoroutinefunction(getattr(kind, name, None))


def printed(names: dict[str, set[str]]) -> dict[str, list[str]]:
    return {owner: sorted(found) for owner, found in names.items()}


ours = {owner: methods(*kinds) for owner, kinds in OURS.items()}
awaited = {
    owner: {name for name in ours[owner] if any(is_awaited(kind, name) for kind in kinds)}
    for owner, kinds in OURS.items()
}
print(json.dumps({"django": printed(DJANGO), "ours": printed(ours), "awaited": printed(awaited)}))
