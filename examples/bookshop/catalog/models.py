"""What the shop sells, who reads it and who buys it; both states of the example share these models."""

from django.contrib.auth.models import AbstractUser
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models

from catalog.async_bases import (
    ActivityBase,
    AuthorBase,
    BookBase,
    OrderBase,
    OrderLineBase,
    ProfileBase,
    PublisherBase,
    ReaderBase,
    ReviewBase,
    TagBase,
)


class Publisher(PublisherBase):
    name = models.CharField(max_length=80)
    city = models.CharField(max_length=80)

    def __str__(self) -> str:
        return self.name


class Author(AuthorBase):
    name = models.CharField(max_length=80)
    slug = models.SlugField(unique=True)
    bio = models.TextField(default="", blank=True)
    # Unset for authors who publish themselves.
    publisher = models.ForeignKey(
        Publisher, null=True, blank=True, on_delete=models.SET_NULL, related_name="authors"
    )

    def __str__(self) -> str:
        return self.name


class Tag(TagBase):
    label = models.CharField(max_length=40, unique=True)

    def __str__(self) -> str:
        return self.label


class BookManager(models.Manager["Book"]):
    def in_stock(self) -> models.QuerySet["Book"]:
        return self.filter(stock__gt=0)


class Book(BookBase):
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

    objects = BookManager()

    def __str__(self) -> str:
        return self.title


class Reader(ReaderBase, AbstractUser):
    """Who logs in: the user of the settings."""


class Profile(ProfileBase):
    """What a reader tells the others; made at the first visit, so a reader may have none."""

    reader = models.OneToOneField(Reader, on_delete=models.CASCADE, related_name="profile")
    display_name = models.CharField(max_length=80)
    city = models.CharField(max_length=80, default="", blank=True)

    def __str__(self) -> str:
        return self.display_name


class Review(ReviewBase):
    book = models.ForeignKey(Book, on_delete=models.CASCADE, related_name="reviews")
    reader = models.ForeignKey(Reader, on_delete=models.CASCADE, related_name="reviews")
    stars = models.PositiveSmallIntegerField()
    text = models.TextField(default="", blank=True)

    def __str__(self) -> str:
        return f"{self.stars} stars"


class Order(OrderBase):
    class Status(models.TextChoices):
        OPEN = "open", "Open"
        PLACED = "placed", "Placed"

    customer = models.ForeignKey(Reader, on_delete=models.CASCADE, related_name="orders")
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    placed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"Order {self.pk}"


class OrderLine(OrderLineBase):
    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="lines")
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="order_lines")
    quantity = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"{self.quantity} x book {self.book_id}"


class Activity(ActivityBase):
    """An entry of the news feed: it points to a book, an author or a review."""

    verb = models.CharField(max_length=40)
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE)
    object_id = models.PositiveBigIntegerField()
    target = GenericForeignKey("content_type", "object_id")

    def __str__(self) -> str:
        return self.verb
