"""``AsyncQuerySet``: a Django queryset whose every evaluation is awaited, and ``aio``, which makes one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, overload

from aobjects.generics import M, Row
from aobjects.managers import AsyncManager

if TYPE_CHECKING:
    from collections.abc import Coroutine, Sequence
    from typing import Self

    from django.db.models import Prefetch, QuerySet
    from django.db.models.expressions import Combinable
    from django.db.models.fetch_modes import FetchMode

    from aobjects.evaluation import AsyncRows
    from aobjects.managers import AnyQuerySet


class AsyncQuerySet(AsyncManager[M, Row]):
    """An async queryset: awaited it is the list of its rows, and nothing else evaluates it.

    Subclass it to type the methods of a project's own queryset; ``as_manager()`` puts it on a model.

    >>> await AsyncQuerySet(Book.objects.filter(pages__gt=400))
    [<Book: Dune>, <Book: Emma>]
    """

    if TYPE_CHECKING:

        def __init__(self, source: QuerySet[M, Row]) -> None: ...

    @property
    def _queryset_class(self) -> type[AsyncRows[Any, Any]]:
        return type(self)

    @overload
    def __getitem__(self, index: int) -> Coroutine[Any, Any, Row]: ...
    @overload
    def __getitem__(self, index: slice) -> Self: ...
    def __getitem__(self, index: int | slice) -> Any:
        """Return an awaitable of one row, or the queryset of a slice.

        >>> await Book.aobjects.all()[1]
        <Book: Emma>
        >>> await Book.aobjects.all()[1:]
        [<Book: Emma>, <Book: Ulysses>]
        """
        if isinstance(index, slice):
            return self._slice(index)
        if index < 0:
            # Django refuses it before it would run a query.
            return self.sync()[index]
        return self.item(index)

    def _slice(self, index: slice) -> Any:
        # With a step, Django makes a list of the rows.
        if index.step is not None and not self._has_rows:
            return self._later("__getitem__", index)
        return self._build("__getitem__", index)

    @overload
    async def item(self, index: int) -> Row: ...
    @overload
    async def item(self, index: slice) -> list[Row]: ...
    async def item(self, index: int | slice) -> Any:
        """Await the row at this index; raises ``IndexError``. The database sends this one row.

        A slice gives the list of its rows.

        >>> await Book.aobjects.order_by("title").item(2)
        <Book: Ulysses>
        >>> await Book.aobjects.order_by("title").item(slice(0, 2))
        [<Book: Dune>, <Book: Emma>]
        """
        if isinstance(index, slice):
            return await self._slice(index)
        if self._has_rows:
            return self._source[index]
        return await self._run("__getitem__", index)

    async def delete(self) -> tuple[int, dict[str, int]]:
        """Await how many rows were deleted, in all and of each model.

        >>> await Tag.aobjects.filter(label="unused").delete()
        (0, {})
        """
        return await self._run("delete")

    def __and__(self, other: AnyQuerySet) -> Self:
        """Return a queryset of the rows that are in both.

        >>> await (Book.aobjects.filter(pages__gt=400) & Book.aobjects.exclude(title="Emma"))
        [<Book: Dune>]
        """
        return self._build("__and__", other)

    def __or__(self, other: AnyQuerySet) -> Self:
        """Return a queryset of the rows that are in one of the two.

        >>> await (Book.aobjects.filter(title="Dune") | Book.aobjects.filter(title="Emma"))
        [<Book: Dune>, <Book: Emma>]
        """
        return self._build("__or__", other)

    def __xor__(self, other: AnyQuerySet) -> Self:
        """Return a queryset of the rows that are in exactly one of the two.

        >>> await (Book.aobjects.filter(pages__gt=400) ^ Book.aobjects.filter(title="Emma"))
        [<Book: Dune>]
        """
        return self._build("__xor__", other)

    @property
    def _known_related_objects(self) -> Any:
        # Django's ``qs | aqs`` reads this of its right-hand side.
        return self.sync()._known_related_objects  # type: ignore[attr-defined]  # not in django-stubs

    @property
    def ordered(self) -> bool:
        """Whether the rows come in an order.

        >>> Book.aobjects.order_by().ordered
        False
        """
        return self.sync().ordered

    @property
    def totally_ordered(self) -> bool:
        """Whether no two rows have the same place in the order; Django 6.1 and newer.

        >>> Book.aobjects.order_by("title").totally_ordered  # doctest: +DJANGO61
        False
        """
        return self.sync().totally_ordered

    if TYPE_CHECKING:
        # The same methods as the manager's; here the class stays.
        def all(self) -> Self: ...
        def none(self) -> Self: ...
        def filter(self, *args: Any, **kwargs: Any) -> Self: ...
        def exclude(self, *args: Any, **kwargs: Any) -> Self: ...
        def complex_filter(self, filter_obj: Any) -> Self: ...
        def annotate(self, *args: Any, **kwargs: Any) -> Self: ...
        def alias(self, *args: Any, **kwargs: Any) -> Self: ...
        def order_by(self, *field_names: str | Combinable) -> Self: ...
        def reverse(self) -> Self: ...
        def distinct(self, *field_names: str) -> Self: ...
        def select_related(self, *fields: str | None) -> Self: ...
        def prefetch_related(self, *lookups: str | Prefetch[Any, Any, Any] | None) -> Self: ...
        def select_for_update(
            self,
            nowait: bool = False,
            skip_locked: bool = False,
            of: Sequence[str] = (),
            no_key: bool = False,
        ) -> Self: ...
        def only(self, *fields: str) -> Self: ...
        def defer(self, *fields: str | None) -> Self: ...
        def using(self, alias: str | None) -> Self: ...
        def union(self, *other_qs: AnyQuerySet, all: bool = False) -> Self: ...
        def intersection(self, *other_qs: AnyQuerySet) -> Self: ...
        def difference(self, *other_qs: AnyQuerySet) -> Self: ...
        def fetch_mode(self, fetch_mode: FetchMode) -> Self: ...


__all__ = ["AsyncQuerySet"]
