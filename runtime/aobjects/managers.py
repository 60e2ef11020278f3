"""``AsyncManager``: what builds a query, and the way back to Django, for managers and querysets."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Literal, overload

from django.db.models.manager import ManagerDescriptor
from django.db.models.query import RawQuerySet

from aobjects.awaited import AwaitedQueries
from aobjects.generics import M, ModelT, Row
from aobjects.rawquerysets import AsyncRawQuerySet
from aobjects.sources import Recipe, queryset_of

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping, Sequence
    from typing import Self

    from django.db.models import Model, Prefetch, QuerySet
    from django.db.models.expressions import Combinable
    from django.db.models.fetch_modes import FetchMode
    from django.db.models.manager import BaseManager
    from django.db.models.sql.query import Query

    from aobjects.descriptors import AsyncManagerOf
    from aobjects.evaluation import AsyncRows
    from aobjects.querysets import AsyncQuerySet


def manager_of(model: type[Model], instance: None = None) -> BaseManager[Any]:
    """Return the manager that is named ``objects``, or the default manager where there is none."""
    manager = model._meta.managers_map.get("objects") or model._default_manager
    # Django's own descriptor refuses instances, abstract and swapped models, in its own words.
    return ManagerDescriptor(manager).__get__(instance, model)


class AsyncManager(AwaitedQueries[M, Row]):
    """An async manager around a Django manager; ``AsyncManager(Book)`` is one around ``Book.objects``.

    What builds a query returns an ``AsyncQuerySet`` and runs nothing; what runs one is awaited. A method of
    the project's own manager or queryset does what Django's would do when it is awaited, and can be chained.

    >>> books = AsyncManager(Book)
    >>> await books.filter(pages__gt=400).order_by("title")
    [<Book: Dune>, <Book: Emma>]
    >>> await books.published().count()
    2
    """

    # With a variable of its own: zuban makes Any of the default of Row where a constructor leaves it open.
    def __init__(self: AsyncManager[ModelT, ModelT], source: type[ModelT] | BaseManager[ModelT]) -> None:
        super().__init__(manager_of(source) if isinstance(source, type) else source)

    @property
    def _queryset_class(self) -> type[AsyncRows[Any, Any]]:
        # It inherits from this class.
        from aobjects.querysets import AsyncQuerySet

        return AsyncQuerySet

    # What builds a query of other rows than the model's.

    def values(self, *fields: str | Combinable, **expressions: Any) -> AsyncQuerySet[M, dict[str, Any]]:
        """Return a queryset whose rows are dictionaries.

        >>> await Book.aobjects.values("title", "pages").first()
        {'title': 'Dune', 'pages': 612}
        """
        return self._build("values", *fields, **expressions)

    @overload
    def values_list(
        self, *fields: str | Combinable, flat: Literal[False] = False, named: Literal[False] = False
    ) -> AsyncQuerySet[M, tuple[Any, ...]]: ...
    @overload
    def values_list(
        self, *fields: str | Combinable, flat: bool = False, named: bool = False
    ) -> AsyncQuerySet[M, Any]: ...
    def values_list(
        self, *fields: str | Combinable, flat: bool = False, named: bool = False
    ) -> AsyncQuerySet[M, Any]:
        """Return a queryset whose rows are tuples, named tuples, or single values with ``flat=True``.

        >>> await Book.aobjects.values_list("title", flat=True)
        ['Dune', 'Emma', 'Ulysses']
        """
        return self._build("values_list", *fields, flat=flat, named=named)

    def dates(
        self,
        field_name: str,
        kind: Literal["year", "month", "week", "day"],
        order: Literal["ASC", "DESC"] = "ASC",
    ) -> AsyncQuerySet[M, datetime.date]:
        """Return a queryset of the dates that occur in a field.

        >>> await Book.aobjects.dates("published_on", "year")
        [datetime.date(1815, 1, 1), datetime.date(1965, 1, 1)]
        """
        return self._build("dates", field_name, kind, order)

    def datetimes(
        self,
        field_name: str,
        kind: Literal["year", "month", "week", "day", "hour", "minute", "second"],
        order: Literal["ASC", "DESC"] = "ASC",
        tzinfo: datetime.tzinfo | None = None,
    ) -> AsyncQuerySet[M, datetime.datetime]:
        """Return a queryset of the times that occur in a field.

        >>> await Loan.aobjects.datetimes("lent_at", "hour")
        []
        """
        return self._build("datetimes", field_name, kind, order, tzinfo)

    def raw(
        self,
        raw_query: str,
        params: Any = (),
        translations: Mapping[str, str] | None = None,
        using: str | None = None,
    ) -> AsyncRawQuerySet[M]:
        """Return a queryset of the rows that this SQL selects.

        >>> await Tag.aobjects.raw("SELECT * FROM library_tag WHERE label = %s", ["desert"])
        [<Tag: desert>]
        """
        make = partial(self._call, "raw", raw_query, params, translations, using)
        rows: AsyncRawQuerySet[M] = AsyncRawQuerySet(Recipe(RawQuerySet, make, lambda: f"raw({raw_query!r})"))
        return rows

    # What builds a query of the model's rows. AsyncQuerySet declares these again: there, the class stays.

    def all(self) -> AsyncQuerySet[M, Row]:
        """Return a queryset of all rows, which has not been evaluated.

        >>> await Book.aobjects.all()
        [<Book: Dune>, <Book: Emma>, <Book: Ulysses>]
        """
        return self._build("all")

    def none(self) -> AsyncQuerySet[M, Row]:
        """Return a queryset without rows, which runs no query.

        >>> await Book.aobjects.none()
        []
        """
        return self._build("none")

    def filter(self, *args: Any, **kwargs: Any) -> AsyncQuerySet[M, Row]:
        """Return a queryset of the rows that match.

        >>> await Book.aobjects.filter(author__name="Frank Herbert")
        [<Book: Dune>]
        """
        return self._build("filter", *args, **kwargs)

    def exclude(self, *args: Any, **kwargs: Any) -> AsyncQuerySet[M, Row]:
        """Return a queryset of the rows that do not match.

        >>> await Book.aobjects.exclude(title="Dune")
        [<Book: Emma>, <Book: Ulysses>]
        """
        return self._build("exclude", *args, **kwargs)

    def complex_filter(self, filter_obj: Any) -> AsyncQuerySet[M, Row]:
        """Return a queryset of the rows that match a ``Q`` or a dictionary of lookups.

        >>> await Book.aobjects.complex_filter({"title": "Dune"})
        [<Book: Dune>]
        """
        return self._build("complex_filter", filter_obj)

    def annotate(self, *args: Any, **kwargs: Any) -> AsyncQuerySet[M, Row]:
        """Return a queryset whose rows have these expressions as attributes.

        >>> book = await Book.aobjects.annotate(double=F("pages") * 2).get(title="Dune")
        >>> book.double
        1224
        """
        return self._build("annotate", *args, **kwargs)

    def alias(self, *args: Any, **kwargs: Any) -> AsyncQuerySet[M, Row]:
        """Return a queryset that can filter and order by these expressions, and does not select them.

        >>> await Book.aobjects.alias(double=F("pages") * 2).filter(double__gt=1000)
        [<Book: Dune>]
        """
        return self._build("alias", *args, **kwargs)

    def order_by(self, *field_names: str | Combinable) -> AsyncQuerySet[M, Row]:
        """Return a queryset in this order.

        >>> await Book.aobjects.order_by("-title").first()
        <Book: Ulysses>
        """
        return self._build("order_by", *field_names)

    def reverse(self) -> AsyncQuerySet[M, Row]:
        """Return a queryset in the opposite order.

        >>> await Book.aobjects.order_by("title").reverse().first()
        <Book: Ulysses>
        """
        return self._build("reverse")

    def distinct(self, *field_names: str) -> AsyncQuerySet[M, Row]:
        """Return a queryset without double rows; PostgreSQL takes field names.

        >>> await Book.aobjects.filter(tags__isnull=False).distinct()
        [<Book: Dune>]
        """
        return self._build("distinct", *field_names)

    def select_related(self, *fields: str | None) -> AsyncQuerySet[M, Row]:
        """Return a queryset that loads these relations by a join; ``None`` forgets them.

        >>> dune = await Book.aobjects.select_related("author").get(title="Dune")
        >>> dune.author
        <Author: Frank Herbert>
        """
        return self._build("select_related", *fields)

    def prefetch_related(self, *lookups: str | Prefetch[Any, Any, Any] | None) -> AsyncQuerySet[M, Row]:
        """Return a queryset that loads these relations by a query each; ``None`` forgets them.

        >>> dune = await Book.aobjects.prefetch_related("tags").get(title="Dune")
        >>> list(dune.tags.all())
        [<Tag: desert>]
        """
        return self._build("prefetch_related", *lookups)

    def select_for_update(
        self, nowait: bool = False, skip_locked: bool = False, of: Sequence[str] = (), no_key: bool = False
    ) -> AsyncQuerySet[M, Row]:
        """Return a queryset that locks its rows until the transaction ends.

        >>> await Book.aobjects.select_for_update().filter(title="Dune")
        [<Book: Dune>]
        """
        return self._build("select_for_update", nowait, skip_locked, of, no_key)

    def only(self, *fields: str) -> AsyncQuerySet[M, Row]:
        """Return a queryset that loads these fields of its rows and no others.

        >>> dune = await Book.aobjects.only("title").get(title="Dune")
        >>> "pages" in dune.get_deferred_fields()
        True
        """
        return self._build("only", *fields)

    def defer(self, *fields: str | None) -> AsyncQuerySet[M, Row]:
        """Return a queryset that leaves these fields out; ``None`` forgets which.

        >>> dune = await Book.aobjects.defer("pages").get(title="Dune")
        >>> dune.get_deferred_fields()
        {'pages'}
        """
        return self._build("defer", *fields)

    def using(self, alias: str | None) -> AsyncQuerySet[M, Row]:
        """Return a queryset on this database.

        >>> await Book.aobjects.using("other").count()
        0
        """
        return self._build("using", alias)

    def extra(
        self,
        select: Mapping[str, Any] | None = None,
        where: Sequence[str] | None = None,
        params: Sequence[Any] | None = None,
        tables: Sequence[str] | None = None,
        order_by: Sequence[str | Combinable] | None = None,
        select_params: Sequence[Any] | None = None,
    ) -> AsyncQuerySet[M, Row]:
        """Return a queryset with pieces of SQL; Django advises against it.

        >>> await Book.aobjects.extra(where=["pages > %s"], params=[600])
        [<Book: Dune>]
        """
        return self._build("extra", select, where, params, tables, order_by, select_params)

    def union(self, *other_qs: AnyQuerySet, all: bool = False) -> AsyncQuerySet[M, Row]:
        """Return a queryset of the rows of this one and of the others.

        >>> await Tag.aobjects.filter(label="desert").union(Tag.aobjects.filter(label="war"))
        [<Tag: desert>]
        """
        return self._build("union", *other_qs, all=all)

    def intersection(self, *other_qs: AnyQuerySet) -> AsyncQuerySet[M, Row]:
        """Return a queryset of the rows that are in this one and in all others.

        >>> await Tag.aobjects.intersection(Tag.aobjects.filter(label="war"))
        []
        """
        return self._build("intersection", *other_qs)

    def difference(self, *other_qs: AnyQuerySet) -> AsyncQuerySet[M, Row]:
        """Return a queryset of the rows that are in this one and in none of the others.

        >>> await Tag.aobjects.difference(Tag.aobjects.filter(label="war"))
        [<Tag: desert>]
        """
        return self._build("difference", *other_qs)

    def fetch_mode(self, fetch_mode: FetchMode) -> AsyncQuerySet[M, Row]:
        """Return a queryset whose rows load what is missing in this way; Django 6.1 and newer.

        >>> from django.db.models import FETCH_PEERS  # doctest: +DJANGO61
        >>> await Book.aobjects.fetch_mode(FETCH_PEERS).first()  # doctest: +DJANGO61
        <Book: Dune>
        """
        return self._build("fetch_mode", fetch_mode)

    # The way back to Django.

    def sync(self) -> QuerySet[M, Row]:
        """Return Django's own queryset, to be used in synchronous code.

        >>> Book.aobjects.filter(title="Dune").sync().query.is_sliced
        False
        """
        return queryset_of(self._source)

    @property
    def query(self) -> Query:
        """The query, which Django's ``Subquery``, ``Exists`` and lookups take.

        >>> await Author.aobjects.filter(Exists(Book.aobjects.filter(author=OuterRef("pk"), pages=612)))
        [<Author: Frank Herbert>]
        """
        return self.sync().query

    def resolve_expression(self, *args: Any, **kwargs: Any) -> Any:
        """Take part in a Django query, as a lookup's value or an expression.

        >>> await Book.aobjects.filter(author__in=Author.aobjects.filter(name="Jane Austen"))
        [<Book: Emma>]
        """
        return self.sync().resolve_expression(*args, **kwargs)

    def db_manager(self, using: str | None = None, hints: dict[str, Model] | None = None) -> Self:
        """Return this manager on another database.

        >>> await Book.aobjects.db_manager("other").count()
        0
        """
        manager_class: Any = type(self)
        manager: Self = manager_class(self._source.db_manager(using, hints))
        return manager

    @classmethod
    def as_manager(cls) -> AsyncManagerOf[Self]:
        """Return what a model assigns to ``aobjects`` to have this class there.

        >>> class AsyncBooks(AsyncQuerySet["Book"]):
        ...     def long(self) -> "AsyncBooks":
        ...         return self.filter(pages__gt=600)
        >>> class LongBook(Book):
        ...     aobjects = AsyncBooks.as_manager()
        ...
        ...     class Meta:
        ...         proxy = True
        ...         app_label = "library"
        >>> LongBook.aobjects.long().filter(title="Dune").__class__.__name__
        'AsyncBooks'
        """
        from aobjects.descriptors import AsyncManagerOf

        return AsyncManagerOf(cls)


if TYPE_CHECKING:
    AnyQuerySet = AsyncManager[Any, Any] | QuerySet[Any, Any]

__all__ = ["AsyncManager", "manager_of"]
