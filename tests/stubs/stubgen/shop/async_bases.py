"""What type checkers do not see in this app's models; written by `python -m aobjects.stubgen`."""

# ruff: noqa
# fmt: off
# pyright: reportPrivateUsage=false

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as _datetime
    import decimal as _decimal
    import django.contrib.contenttypes.models as _django_contrib_contenttypes_models
    import people.models as _people_models
    import shop.async_bases as _shop_async_bases
    import shop.models as _shop_models
    from aobjects import AsyncManyRelatedManager, AsyncQuerySet, AsyncRelatedManager
    from aobjects.descriptors import AsyncManagerDescriptor
    from aobjects.generics import M, ModelT
    from aobjects.models import AsyncModel
    from collections.abc import Coroutine, Sequence
    from django.db.models import CharField, DateField, DecimalField, ForeignKey, IntegerField, ManyToManyField, OneToOneField, PositiveIntegerField, TextField
    from django.db.models.fields.related_descriptors import ManyRelatedManager, RelatedManager
    from typing import Any, Literal, Self

    # mypy, zuban and pyrefly replace these by True. They know Django's fields, and would know less of them
    # for a declaration in a base class.
    MYPY = TYPE_CHECKING_WITH_PYREFLY = False

    class _BookBaseQuerySet(AsyncQuerySet[M]):
        def by(self, names: Sequence[str], /, born: _datetime.date | None=...) -> AsyncQuerySet[_shop_models.Book]: ...
        def in_stock(self, at_least: int=...) -> Self: ...
        def newest(self) -> Coroutine[Any, Any, _shop_models.Book | None]: ...
        def titles(self, *, first: Literal['a', 'b'] | None=...) -> Coroutine[Any, Any, list[str]]: ...

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
        editor_id: int | None
        printer_id: int
        aauthor: Coroutine[Any, Any, _people_models.Author]
        aeditor: Coroutine[Any, Any, _people_models.Author | None]
        aprinter: Coroutine[Any, Any, _people_models.Author]
        atags: AsyncManyRelatedManager[_shop_models.Tag]
        anotes: _shop_async_bases._NoteBaseAsyncRelatedManager[_shop_models.Note]
        tome: _shop_models.Tome
        atome: Coroutine[Any, Any, _shop_models.Tome]
        places: RelatedManager[_shop_models.Shelf.Place]
        aplaces: AsyncRelatedManager[_shop_models.Shelf.Place]
        if not (MYPY or TYPE_CHECKING_WITH_PYREFLY):
            title: CharField[Any, str]
            blurb: TextField[Any, str | None]
            stock: PositiveIntegerField[Any, int]
            price: DecimalField[Any, _decimal.Decimal]
            released: DateField[Any, _datetime.date | None]
            author: ForeignKey[Any, _people_models.Author]
            editor: ForeignKey[Any, _people_models.Author | None]
            printer: ForeignKey[Any, _people_models.Author]
            tags: ManyToManyField[_shop_models.Tag, Any]

    class _NoteBaseQuerySet(AsyncQuerySet[M]):
        def shared(self) -> AsyncQuerySet[_shop_models.Note]: ...

    class _NoteBaseDescriptor(AsyncManagerDescriptor):
        def __get__(self, instance: None, owner: type[ModelT]) -> _NoteBaseQuerySet[ModelT]: ...

    class _NoteBaseAsyncRelatedManager(_NoteBaseQuerySet[M], AsyncRelatedManager[M]):
        pass

    class _NoteBaseAsyncManyRelatedManager(_NoteBaseQuerySet[M], AsyncManyRelatedManager[M]):
        pass

    class NoteBase(AsyncModel):
        aobjects: _NoteBaseDescriptor = _NoteBaseDescriptor()
        id: int
        content_type_id: int
        acontent_type: Coroutine[Any, Any, _django_contrib_contenttypes_models.ContentType]
        asubject: Coroutine[Any, Any, Any]
        if not (MYPY or TYPE_CHECKING_WITH_PYREFLY):
            content_type: ForeignKey[Any, _django_contrib_contenttypes_models.ContentType]
            object_id: PositiveIntegerField[Any, int]

    class OldBookBase(AsyncModel):
        pass

    class ShelfBase(AsyncModel):
        id: int
        owner_id: int
        aowner: Coroutine[Any, Any, _people_models.Member]
        place_set: RelatedManager[_shop_models.Shelf.Place]
        aplace_set: AsyncRelatedManager[_shop_models.Shelf.Place]
        if not (MYPY or TYPE_CHECKING_WITH_PYREFLY):
            owner: OneToOneField[Any, _people_models.Member]

    class Shelf_PlaceBase(AsyncModel):
        id: int
        shelf_id: int
        book_id: int
        ashelf: Coroutine[Any, Any, _shop_models.Shelf]
        abook: Coroutine[Any, Any, _shop_models.Book]
        if not (MYPY or TYPE_CHECKING_WITH_PYREFLY):
            shelf: ForeignKey[Any, _shop_models.Shelf]
            book: ForeignKey[Any, _shop_models.Book]

    class TagBase(AsyncModel):
        id: int
        books: ManyRelatedManager[_shop_models.Book, Any]
        abooks: _shop_async_bases._BookBaseAsyncManyRelatedManager[_shop_models.Book]

    class TomeBase(AsyncModel):
        book_ptr_id: int
        abook_ptr: Coroutine[Any, Any, _shop_models.Book]
        if not (MYPY or TYPE_CHECKING_WITH_PYREFLY):
            volume: IntegerField[Any, int]

else:
    # To Django each of these classes is AsyncModel itself: no model, no migration and no base more.
    from aobjects.models import AsyncModel

    def __getattr__(name):
        if name.endswith("Base"):
            return AsyncModel
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
