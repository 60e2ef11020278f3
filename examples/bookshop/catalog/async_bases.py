"""What type checkers do not see in this app's models; written by `python -m aobjects.stubgen`."""

# ruff: noqa
# fmt: off
# pyright: reportPrivateUsage=false

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import catalog.async_bases as _catalog_async_bases
    import catalog.models as _catalog_models
    import datetime as _datetime
    import decimal as _decimal
    import django.contrib.auth.models as _django_contrib_auth_models
    import django.contrib.contenttypes.models as _django_contrib_contenttypes_models
    from aobjects import AsyncManyRelatedManager, AsyncQuerySet, AsyncRelatedManager
    from aobjects.descriptors import AsyncManagerDescriptor
    from aobjects.generics import M, ModelT
    from aobjects.models import AsyncModel
    from collections.abc import Coroutine
    from django.db.models import CharField, DateField, DateTimeField, DecimalField, ForeignKey, ManyToManyField, OneToOneField, PositiveBigIntegerField, PositiveIntegerField, PositiveSmallIntegerField, SlugField, TextField
    from django.db.models.fields.related_descriptors import ManyRelatedManager, RelatedManager
    from typing import Any

    # mypy, zuban and pyrefly replace these by True. They know Django's fields, and would know less of them
    # for a declaration in a base class.
    MYPY = TYPE_CHECKING_WITH_PYREFLY = False

    class ActivityBase(AsyncModel):
        id: int
        content_type_id: int
        acontent_type: Coroutine[Any, Any, _django_contrib_contenttypes_models.ContentType]
        atarget: Coroutine[Any, Any, Any]
        if not (MYPY or TYPE_CHECKING_WITH_PYREFLY):
            verb: CharField[Any, str]
            content_type: ForeignKey[Any, _django_contrib_contenttypes_models.ContentType]
            object_id: PositiveBigIntegerField[Any, int]

    class AuthorBase(AsyncModel):
        id: int
        publisher_id: int | None
        apublisher: Coroutine[Any, Any, _catalog_models.Publisher | None]
        books: RelatedManager[_catalog_models.Book]
        abooks: _catalog_async_bases._BookBaseAsyncRelatedManager[_catalog_models.Book]
        translations: RelatedManager[_catalog_models.Book]
        atranslations: _catalog_async_bases._BookBaseAsyncRelatedManager[_catalog_models.Book]
        if not (MYPY or TYPE_CHECKING_WITH_PYREFLY):
            name: CharField[Any, str]
            slug: SlugField[Any, str]
            bio: TextField[Any, str]
            publisher: ForeignKey[Any, _catalog_models.Publisher | None]

    class _BookBaseQuerySet(AsyncQuerySet[M]):
        def in_stock(self) -> AsyncQuerySet[_catalog_models.Book]: ...

    class _BookBaseDescriptor(AsyncManagerDescriptor):
        def __get__(self, instance: None, owner: type[ModelT]) -> _BookBaseQuerySet[ModelT]: ...

    class _BookBaseAsyncRelatedManager(_BookBaseQuerySet[M], AsyncRelatedManager[M]):
        pass

    class _BookBaseAsyncManyRelatedManager(_BookBaseQuerySet[M], AsyncManyRelatedManager[M]):
        pass

    class BookBase(AsyncModel):
        aobjects: _BookBaseDescriptor = _BookBaseDescriptor()
        id: int
        author_id: int
        translator_id: int | None
        aauthor: Coroutine[Any, Any, _catalog_models.Author]
        atranslator: Coroutine[Any, Any, _catalog_models.Author | None]
        atags: AsyncManyRelatedManager[_catalog_models.Tag]
        reviews: RelatedManager[_catalog_models.Review]
        areviews: AsyncRelatedManager[_catalog_models.Review]
        order_lines: RelatedManager[_catalog_models.OrderLine]
        aorder_lines: AsyncRelatedManager[_catalog_models.OrderLine]
        if not (MYPY or TYPE_CHECKING_WITH_PYREFLY):
            title: CharField[Any, str]
            isbn: CharField[Any, str]
            summary: TextField[Any, str]
            pages: PositiveIntegerField[Any, int]
            price: DecimalField[Any, _decimal.Decimal]
            stock: PositiveIntegerField[Any, int]
            published: DateField[Any, _datetime.date]
            author: ForeignKey[Any, _catalog_models.Author]
            translator: ForeignKey[Any, _catalog_models.Author | None]
            tags: ManyToManyField[_catalog_models.Tag, Any]

    class OrderBase(AsyncModel):
        id: int
        customer_id: int
        acustomer: Coroutine[Any, Any, _catalog_models.Reader]
        lines: RelatedManager[_catalog_models.OrderLine]
        alines: AsyncRelatedManager[_catalog_models.OrderLine]
        if not (MYPY or TYPE_CHECKING_WITH_PYREFLY):
            customer: ForeignKey[Any, _catalog_models.Reader]
            status: CharField[Any, str]
            placed_at: DateTimeField[Any, _datetime.datetime | None]

    class OrderLineBase(AsyncModel):
        id: int
        order_id: int
        book_id: int
        aorder: Coroutine[Any, Any, _catalog_models.Order]
        abook: Coroutine[Any, Any, _catalog_models.Book]
        if not (MYPY or TYPE_CHECKING_WITH_PYREFLY):
            order: ForeignKey[Any, _catalog_models.Order]
            book: ForeignKey[Any, _catalog_models.Book]
            quantity: PositiveIntegerField[Any, int]

    class ProfileBase(AsyncModel):
        id: int
        reader_id: int
        areader: Coroutine[Any, Any, _catalog_models.Reader]
        if not (MYPY or TYPE_CHECKING_WITH_PYREFLY):
            reader: OneToOneField[Any, _catalog_models.Reader]
            display_name: CharField[Any, str]
            city: CharField[Any, str]

    class PublisherBase(AsyncModel):
        id: int
        authors: RelatedManager[_catalog_models.Author]
        aauthors: AsyncRelatedManager[_catalog_models.Author]
        if not (MYPY or TYPE_CHECKING_WITH_PYREFLY):
            name: CharField[Any, str]
            city: CharField[Any, str]

    class ReaderBase(AsyncModel):
        id: int
        agroups: AsyncManyRelatedManager[_django_contrib_auth_models.Group]
        auser_permissions: AsyncManyRelatedManager[_django_contrib_auth_models.Permission]
        profile: _catalog_models.Profile
        aprofile: Coroutine[Any, Any, _catalog_models.Profile]
        reviews: RelatedManager[_catalog_models.Review]
        areviews: AsyncRelatedManager[_catalog_models.Review]
        orders: RelatedManager[_catalog_models.Order]
        aorders: AsyncRelatedManager[_catalog_models.Order]

    class ReviewBase(AsyncModel):
        id: int
        book_id: int
        reader_id: int
        abook: Coroutine[Any, Any, _catalog_models.Book]
        areader: Coroutine[Any, Any, _catalog_models.Reader]
        if not (MYPY or TYPE_CHECKING_WITH_PYREFLY):
            book: ForeignKey[Any, _catalog_models.Book]
            reader: ForeignKey[Any, _catalog_models.Reader]
            stars: PositiveSmallIntegerField[Any, int]
            text: TextField[Any, str]

    class TagBase(AsyncModel):
        id: int
        books: ManyRelatedManager[_catalog_models.Book, Any]
        abooks: _catalog_async_bases._BookBaseAsyncManyRelatedManager[_catalog_models.Book]
        if not (MYPY or TYPE_CHECKING_WITH_PYREFLY):
            label: CharField[Any, str]

else:
    # To Django each of these classes is AsyncModel itself: no model, no migration and no base more.
    from aobjects.models import AsyncModel

    def __getattr__(name):
        if name.endswith("Base"):
            return AsyncModel
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
