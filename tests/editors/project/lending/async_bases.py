"""What type checkers do not see in this app's models; written by `python -m aobjects.stubgen`."""

# ruff: noqa
# fmt: off
# pyright: reportPrivateUsage=false

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as _datetime
    import lending.async_bases as _lending_async_bases
    import lending.models as _lending_models
    import shop.models as _shop_models
    from aobjects import AsyncManyRelatedManager, AsyncQuerySet, AsyncRelatedManager
    from aobjects.descriptors import AsyncManagerDescriptor
    from aobjects.generics import M, ModelT
    from aobjects.models import AsyncModel
    from collections.abc import Coroutine
    from django.db.models import CharField, DateField, ForeignKey, IntegerField, ManyToManyField, OneToOneField, PositiveIntegerField, TextField
    from django.db.models.fields.related_descriptors import ManyRelatedManager, RelatedManager
    from typing import Any, Self

    # mypy, zuban and pyrefly replace these by True. They know Django's fields, and would know less of them
    # for a declaration in a base class.
    MYPY = TYPE_CHECKING_WITH_PYREFLY = False

    class BranchBase(AsyncModel):
        id: int
        members: ManyRelatedManager[_lending_models.Member, Any]
        amembers: AsyncManyRelatedManager[_lending_models.Member]
        loan_set: RelatedManager[_lending_models.Loan]
        aloan_set: _lending_async_bases._LoanBaseAsyncRelatedManager[_lending_models.Loan]
        if not (MYPY or TYPE_CHECKING_WITH_PYREFLY):
            city: CharField[Any, str]

    class CardBase(AsyncModel):
        id: int
        member_id: int
        amember: Coroutine[Any, Any, _lending_models.Member]
        if not (MYPY or TYPE_CHECKING_WITH_PYREFLY):
            member: OneToOneField[Any, _lending_models.Member]
            number: PositiveIntegerField[Any, int]

    class _LoanBaseQuerySet(AsyncQuerySet[M]):
        def overdue(self, days: int=...) -> Self: ...
        def titles(self) -> Coroutine[Any, Any, list[str]]: ...

    class _LoanBaseDescriptor(AsyncManagerDescriptor):
        def __get__(self, instance: None, owner: type[ModelT]) -> _LoanBaseQuerySet[ModelT]: ...

    class _LoanBaseAsyncRelatedManager(_LoanBaseQuerySet[M], AsyncRelatedManager[M]):
        pass

    class _LoanBaseAsyncManyRelatedManager(_LoanBaseQuerySet[M], AsyncManyRelatedManager[M]):
        pass

    class LoanBase(AsyncModel):
        aobjects: _LoanBaseDescriptor = _LoanBaseDescriptor()
        id: int
        member_id: int
        branch_id: int | None
        book_id: int
        amember: Coroutine[Any, Any, _lending_models.Member]
        abranch: Coroutine[Any, Any, _lending_models.Branch | None]
        abook: Coroutine[Any, Any, _shop_models.Book]
        if not (MYPY or TYPE_CHECKING_WITH_PYREFLY):
            member: ForeignKey[Any, _lending_models.Member]
            branch: ForeignKey[Any, _lending_models.Branch | None]
            book: ForeignKey[Any, _shop_models.Book]
            days: IntegerField[Any, int]
            ends: DateField[Any, _datetime.date]
            note: TextField[Any, str | None]

    class MemberBase(AsyncModel):
        id: int
        sponsor_id: int | None
        asponsor: Coroutine[Any, Any, _lending_models.Member | None]
        abranches: AsyncManyRelatedManager[_lending_models.Branch]
        guests: RelatedManager[_lending_models.Member]
        aguests: AsyncRelatedManager[_lending_models.Member]
        card: _lending_models.Card
        acard: Coroutine[Any, Any, _lending_models.Card]
        loans: RelatedManager[_lending_models.Loan]
        aloans: _lending_async_bases._LoanBaseAsyncRelatedManager[_lending_models.Loan]
        if not (MYPY or TYPE_CHECKING_WITH_PYREFLY):
            name: CharField[Any, str]
            sponsor: ForeignKey[Any, _lending_models.Member | None]
            branches: ManyToManyField[_lending_models.Branch, Any]

else:
    # To Django each of these classes is AsyncModel itself: no model, no migration and no base more.
    from aobjects.models import AsyncModel

    def __getattr__(name):
        if name.endswith("Base"):
            return AsyncModel
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
