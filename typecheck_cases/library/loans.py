"""Models whose managers load relations for every row, in each way that Django offers."""

from __future__ import annotations

from typing import ClassVar, Generic, TypeVar

from django.db import models

from library.models import Author, Book, M

Row = TypeVar("Row", bound=models.Model)


class ReaderManager(models.Manager["Reader"]):
    """The manager that Django follows a foreign key with: `Meta.base_manager_name` says so."""

    def get_queryset(self) -> models.QuerySet[Reader]:
        return super().get_queryset().select_related("favourite")


class Reader(M):
    name = models.CharField(max_length=50)
    favourite = models.ForeignKey(Author, null=True, on_delete=models.SET_NULL, related_name="fans")

    objects = models.Manager()
    with_favourite = ReaderManager()

    class Meta(M.Meta):
        base_manager_name = "with_favourite"


class LoanQuerySet(models.QuerySet["Loan"]):
    """Methods that a project gives its querysets: some load, some do not."""

    def open(self) -> LoanQuerySet:
        return self.filter(returned=False)

    def with_book(self) -> LoanQuerySet:
        return self.select_related("book")

    def complete(self) -> LoanQuerySet:
        return self.with_book().select_related("book__author").prefetch_related("reader")

    def short(self) -> LoanQuerySet:
        return self.only("returned")


class FullManager(models.Manager["Loan"]):
    def get_queryset(self) -> models.QuerySet[Loan]:
        return super().get_queryset().select_related("book")

    def latest_first(self) -> models.QuerySet[Loan]:
        return self.order_by("-pk")

    def of_authors(self) -> models.QuerySet[Loan]:
        return self.get_queryset().select_related("book__author")


_LoanManager = models.Manager.from_queryset(LoanQuerySet)


class OpenManager(_LoanManager["Loan"]):
    def get_queryset(self) -> LoanQuerySet:
        return LoanQuerySet(self.model, using=self._db).open().with_book()


class InlineManager(models.Manager.from_queryset(LoanQuerySet)):  # type: ignore[misc]
    """django-stubs knows nothing of a base that is no name: mypy takes its queries for ``Any``."""

    def closed(self) -> models.QuerySet[Loan]:
        return self.with_book().filter(returned=True)  # type: ignore[no-any-return]


class SharedManager(models.Manager[Row], Generic[Row]):
    """One manager for several models, as projects share them."""

    def newest(self) -> models.QuerySet[Row]:
        return self.order_by("-pk")


class Loan(M):
    book = models.ForeignKey(Book, on_delete=models.CASCADE, related_name="loans")
    reader = models.ForeignKey(Reader, on_delete=models.CASCADE, related_name="loans")
    returned = models.BooleanField(default=False)

    objects = models.Manager()
    full = FullManager()
    states = LoanQuerySet.as_manager()
    mixed = models.Manager.from_queryset(LoanQuerySet)()
    pending = OpenManager()
    inline = InlineManager()
    shared: SharedManager[Loan] = SharedManager()


class Reminder(M):
    """Its default manager, which related managers and `aget_or_create` build on, loads the loan."""

    loan: models.ForeignKey[Loan] = models.ForeignKey(
        Loan, on_delete=models.CASCADE, related_name="reminders"
    )
    text = models.CharField(max_length=50)

    class LoanManager(models.Manager["Reminder"]):
        def get_queryset(self) -> models.QuerySet[Reminder]:
            return super().get_queryset().select_related("loan")

    plain = models.Manager()
    loaded = LoanManager()

    class Meta(M.Meta):
        default_manager_name = "loaded"


class Fine(M):
    """Annotated as projects do that came from django-types, or that any checker is to understand."""

    id: int
    loan: models.ForeignKey[Loan, Loan] = models.ForeignKey(
        Loan, on_delete=models.CASCADE, related_name="fines"
    )
    loan_id: int
    payer: models.ForeignKey[Reader | None, Reader | None] = models.ForeignKey(
        Reader, null=True, on_delete=models.SET_NULL, related_name="fines"
    )
    cents: models.IntegerField[int, int] = models.IntegerField(default=0)

    objects: ClassVar[models.Manager[Fine]] = models.Manager()
