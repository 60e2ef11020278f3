"""What the shop sells, who reads it and who buys it; both states of the example share these models."""

from typing import Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models


class Publisher(models.Model):
    name = models.CharField(max_length=80)
    city = models.CharField(max_length=80)

    def __str__(self) -> str:
        return self.name


class Author(models.Model):
    name = models.CharField(max_length=80)
    slug = models.SlugField(unique=True)
    bio = models.TextField(default="", blank=True)
    # Unset for authors who publish themselves.
    publisher = models.ForeignKey(
        Publisher, null=True, blank=True, on_delete=models.SET_NULL, related_name="authors"
    )

    def __str__(self) -> str:
        return self.name


class Tag(models.Model):
    label = models.CharField(max_length=40, unique=True)

    def __str__(self) -> str:
        return self.label


class BookQuerySet(models.QuerySet["Book"]):
    def in_stock(self) -> Self:
        return self.filter(stock__gt=0)


class Book(models.Model):
    title = models.CharField(max_length=120)
    isbn = models.CharField(max_length=13, unique=True)
    summary = models.TextField(default="", blank=True)
    pages = models.PositiveIntegerField()
    price = models.DecimalField(max_digits=6, decimal_places=2)
    stock = models.PositiveIntegerField(default=0)
    published = models.DateField()
    author = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="books")
    translator = models.ForeignKey(
        Author, null=True, blank=True, on_delete=models.SET_NULL, related_name="translations"
    )
    tags = models.ManyToManyField(Tag, related_name="books")

    objects = BookQuerySet.as_manager()

    def __str__(self) -> str:
        return self.title


class Profile(models.Model):
    """What a reader tells the others; made at the first visit, so a user may have none."""

    reader = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="profile")
    display_name = models.CharField(max_length=80)
    city = models.CharField(max_length=80, default="", blank=True)

    def __str__(self) -> str:
        return self.display_name


class Review(models.Model):
    book = models.ForeignKey(Book, on_delete=models.CASCADE, related_name="reviews")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reviews")
    stars = models.PositiveSmallIntegerField()
    text = models.TextField(default="", blank=True)

    def __str__(self) -> str:
        return f"{self.stars} stars"


class Order(models.Model):
    class Status(models.TextChoices):
        OPEN = "open", "Open"
        PLACED = "placed", "Placed"

    customer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="orders")
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    placed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"Order {self.pk}"


class OrderLine(models.Model):
    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="lines")
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="order_lines")
    quantity = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"{self.quantity} x book {self.book_id}"


class Activity(models.Model):
    """An entry of the news feed: it points to a book, an author or a review."""

    verb = models.CharField(max_length=40)
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE)
    object_id = models.PositiveBigIntegerField()
    target = GenericForeignKey("content_type", "object_id")

    def __str__(self) -> str:
        return self.verb
