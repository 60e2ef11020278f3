"""A library: each kind of field, relation, inheritance and manager that the runtime has to serve."""

from __future__ import annotations

from aobjects import AsyncModel
from django.contrib.auth.models import AbstractUser
from django.contrib.contenttypes.fields import GenericForeignKey, GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.db import models


class Reader(AsyncModel, AbstractUser):
    """The user model of the test project."""


class Publisher(models.Model):
    """A model that stays as Django made it."""

    name = models.CharField(max_length=50)

    def __str__(self) -> str:
        return self.name


class Author(AsyncModel, models.Model):
    name = models.CharField(max_length=50)
    publisher = models.ForeignKey(Publisher, on_delete=models.SET_NULL, null=True, related_name="authors")
    mentor = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="pupils")
    friends = models.ManyToManyField("self")

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.name


class Profile(AsyncModel, models.Model):
    author = models.OneToOneField(Author, on_delete=models.CASCADE, related_name="profile")
    motto = models.CharField(max_length=50)

    def __str__(self) -> str:
        return self.motto


class Tag(AsyncModel, models.Model):
    label = models.CharField(max_length=50, unique=True)
    owner = models.ForeignKey(Reader, on_delete=models.CASCADE, null=True, related_name="tags")

    def __str__(self) -> str:
        return self.label


class Note(AsyncModel, models.Model):
    """A remark on any row."""

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE)
    object_id = models.PositiveIntegerField()
    subject = GenericForeignKey("content_type", "object_id")
    text = models.CharField(max_length=50)

    def __str__(self) -> str:
        return self.text


class BookQuerySet(models.QuerySet["Book"]):
    def published(self) -> BookQuerySet:
        return self.filter(published_on__isnull=False)

    def titles(self) -> list[str]:
        """Evaluate: a method that returns no queryset."""
        return [book.title for book in self]


class Book(AsyncModel, models.Model):
    title = models.CharField(max_length=50)
    author = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="books")
    editor = models.ForeignKey(Author, on_delete=models.SET_NULL, null=True, related_name="edited")
    tags = models.ManyToManyField(Tag, related_name="books")
    borrowers = models.ManyToManyField(Reader, through="Loan", related_name="borrowed")
    notes = GenericRelation(Note)
    pages = models.IntegerField(default=0)
    published_on = models.DateField(null=True)

    objects = BookQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        get_latest_by = "published_on"

    def __str__(self) -> str:
        return self.title


class Novel(Book):
    """A multi-table child: its rows are books too."""

    genre = models.CharField(max_length=50)


class Classic(Book):
    """A proxy: the same rows under another name."""

    class Meta:
        proxy = True


class Loan(AsyncModel, models.Model):
    """Who holds a book: the ``through`` model of ``Book.borrowers``."""

    book = models.ForeignKey(Book, on_delete=models.CASCADE, related_name="loans")
    reader = models.ForeignKey(Reader, on_delete=models.CASCADE, related_name="loans")
    lent_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.book_id} to {self.reader_id}"


class RoomQuerySet(models.QuerySet["Room"]):
    def with_seats(self, seats: int) -> RoomQuerySet:
        return self.filter(seats__gte=seats)


class RoomManager(models.Manager["Room"]):
    def get_queryset(self) -> RoomQuerySet:
        return RoomQuerySet(self.model, using=self._db).filter(closed=False)

    def largest(self) -> Room | None:
        return self.order_by("-seats").first()


class Room(AsyncModel, models.Model):
    """No ``objects``: the default manager has a name, methods and a first filter of its own."""

    name = models.CharField(max_length=50)
    seats = models.IntegerField(default=0)
    closed = models.BooleanField(default=False)

    open = RoomManager.from_queryset(RoomQuerySet)()
    every = models.Manager["Room"]()

    def __str__(self) -> str:
        return self.name
