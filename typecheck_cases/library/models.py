"""The models of the ground truth: each kind of relation and field that async code can trip over."""

from __future__ import annotations

from django.contrib.contenttypes.fields import GenericForeignKey, GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.db import models


class M(models.Model):
    class Meta:
        abstract = True
        app_label = "o"


class Publisher(M):
    name = models.CharField(max_length=50)

    def __str__(self) -> str:
        return self.name


class Author(M):
    name = models.CharField(max_length=50)
    bio = models.TextField(default="")
    publisher = models.ForeignKey(Publisher, null=True, on_delete=models.SET_NULL)


class AuthorProxy(Author):
    class Meta(M.Meta):
        proxy = True


class Profile(M):
    author = models.OneToOneField(Author, on_delete=models.CASCADE, related_name="profile")
    nick = models.CharField(max_length=50)


class Tag(M):
    label = models.CharField(max_length=50, unique=True)


class Note(M):
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, null=True)
    object_id = models.PositiveIntegerField(null=True)
    obj = GenericForeignKey("content_type", "object_id")
    text = models.CharField(max_length=50)


class LongQS(models.QuerySet["Book"]):
    def long(self) -> LongQS:
        return self.filter(pages__gt=100)

    def titles(self) -> list[str]:
        return [b.title for b in self]

    def longest(self) -> Book | None:
        return self.order_by("-pages").first()

    def has_long(self) -> bool:
        long = self.long()
        return long.exists()

    async def alongest(self) -> Book | None:
        return await self.order_by("-pages").afirst()

    async def awith_author(self) -> Book:
        return await self.select_related("author").aget(pk=1)


class EagerManager(models.Manager["Book"]):
    def get_queryset(self) -> models.QuerySet[Book]:
        return super().get_queryset().filter(pk__lte=Publisher.objects.count() + 100)


class Book(M):
    title = models.CharField(max_length=50)
    author = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="books")
    editor = models.ForeignKey(Author, on_delete=models.SET_NULL, null=True, related_name="edited")
    tags = models.ManyToManyField(Tag, related_name="books")
    pub_date = models.DateField(default="2020-01-01")
    pages = models.IntegerField(default=0)
    meta = models.JSONField(default=dict)
    doc = models.FileField(null=True)
    kind = models.CharField(max_length=1, choices=[("a", "A")], default="a")
    notes = GenericRelation(Note, "object_id", "content_type")
    objects = models.Manager()
    custom = models.Manager.from_queryset(LongQS)()
    eager = EagerManager()

    class Meta(M.Meta):
        get_latest_by = "pub_date"
        constraints = (
            models.UniqueConstraint(fields=["title", "author"], name="uq"),
            models.CheckConstraint(condition=models.Q(pages__gte=0), name="ck"),
        )


class Chapter(M):
    book = models.ForeignKey(Book, on_delete=models.CASCADE, related_name="chapters")
    number = models.IntegerField()

    class Meta(M.Meta):
        ordering = ("number",)


class Place(M):
    name = models.CharField(max_length=50)


class Restaurant(Place):
    stars = models.IntegerField(default=0)


class Region(M):
    code = models.CharField(max_length=5, unique=True)


class City(M):
    region = models.ForeignKey(Region, to_field="code", on_delete=models.CASCADE, related_name="cities")


class Node(M):
    parent = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="children")


class Gen(M):
    a = models.IntegerField(default=1)
    b = models.GeneratedField(
        expression=models.F("a") * 2, output_field=models.IntegerField(), db_persist=True
    )
    c = models.IntegerField(db_default=7)


class Line(M):
    pk = models.CompositePrimaryKey("order_id", "n")
    order = models.ForeignKey(Publisher, on_delete=models.CASCADE, related_name="lines")
    n = models.IntegerField()
