"""What type checkers do not see in this app's models; written by `python -m aobjects.stubgen`."""

# ruff: noqa
# fmt: off
# pyright: reportPrivateUsage=false

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import django.contrib.auth.models as _django_contrib_auth_models
    import people.models as _people_models
    import shop.async_bases as _shop_async_bases
    import shop.models as _shop_models
    from aobjects import AsyncManyRelatedManager, AsyncRelatedManager
    from aobjects.models import AsyncModel
    from collections.abc import Coroutine
    from django.db.models import CharField, ForeignKey, OneToOneField, TextField
    from django.db.models.fields.related_descriptors import RelatedManager
    from typing import Any

    # mypy, zuban and pyrefly replace these by True. They know Django's fields, and would know less of them
    # for a declaration in a base class.
    MYPY = TYPE_CHECKING_WITH_PYREFLY = False

    class AuthorBase(AsyncModel):
        id: int
        mentor_id: int | None
        amentor: Coroutine[Any, Any, _people_models.Author | None]
        pupils: RelatedManager[_people_models.Author]
        apupils: AsyncRelatedManager[_people_models.Author]
        profile: _people_models.Profile
        aprofile: Coroutine[Any, Any, _people_models.Profile]
        books: RelatedManager[_shop_models.Book]
        abooks: _shop_async_bases._BookBaseAsyncRelatedManager[_shop_models.Book]
        edited: RelatedManager[_shop_models.Book]
        aedited: _shop_async_bases._BookBaseAsyncRelatedManager[_shop_models.Book]
        if not (MYPY or TYPE_CHECKING_WITH_PYREFLY):
            name: CharField[Any, str]
            mentor: ForeignKey[Any, _people_models.Author | None]

    class MemberBase(AsyncModel):
        id: int
        agroups: AsyncManyRelatedManager[_django_contrib_auth_models.Group]
        auser_permissions: AsyncManyRelatedManager[_django_contrib_auth_models.Permission]
        shelf: _shop_models.Shelf
        ashelf: Coroutine[Any, Any, _shop_models.Shelf]

    class ProfileBase(AsyncModel):
        id: int
        author_id: int
        aauthor: Coroutine[Any, Any, _people_models.Author]
        if not (MYPY or TYPE_CHECKING_WITH_PYREFLY):
            author: OneToOneField[Any, _people_models.Author]
            motto: TextField[Any, str | None]

else:
    # To Django each of these classes is AsyncModel itself: no model, no migration and no base more.
    from aobjects.models import AsyncModel

    def __getattr__(name):
        if name.endswith("Base"):
            return AsyncModel
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
