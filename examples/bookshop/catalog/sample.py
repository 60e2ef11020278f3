"""The rows that the demo and the tests start with."""

from datetime import date
from decimal import Decimal

from django.utils import timezone

from catalog.models import Activity, Author, Book, Order, OrderLine, Profile, Publisher, Reader, Review, Tag


def fill() -> None:
    """Write a small shop into an empty database: two authors, three books, one reader with a cart."""
    press = Publisher.objects.create(name="Ace", city="New York")
    le_guin = Author.objects.create(name="Ursula K. Le Guin", slug="le-guin", publisher=press)
    lem = Author.objects.create(name="Stanislaw Lem", slug="lem")
    science_fiction, classic = (Tag.objects.create(label=label) for label in ("science fiction", "classic"))

    dispossessed = Book.objects.create(
        title="The Dispossessed",
        isbn="9780061054884",
        summary="A physicist leaves an anarchist moon.",
        pages=387,
        price=Decimal("9.90"),
        stock=4,
        published=date(1974, 5, 1),
        author=le_guin,
    )
    solaris = Book.objects.create(
        title="Solaris",
        isbn="9780156027601",
        summary="An ocean thinks.",
        pages=204,
        price=Decimal("8.50"),
        stock=2,
        published=date(1961, 1, 1),
        author=lem,
        translator=le_guin,
    )
    Book.objects.create(
        title="Eden",
        isbn="9780156278065",
        pages=262,
        price=Decimal("7.00"),
        published=date(1959, 1, 1),
        author=lem,
    )
    dispossessed.tags.set([science_fiction, classic])
    solaris.tags.set([science_fiction])

    ada = Reader.objects.create_user("ada", email="ada@example.org", password="lovelace")
    Profile.objects.create(reader=ada, display_name="Ada", city="London")
    Review.objects.create(book=solaris, reader=ada, stars=5, text="Again.")
    placed = Order.objects.create(customer=ada, status=Order.Status.PLACED, placed_at=timezone.now())
    OrderLine.objects.create(order=placed, book=dispossessed, quantity=2)
    cart = Order.objects.create(customer=ada)
    OrderLine.objects.create(order=cart, book=solaris)
    Activity.objects.create(verb="added", target=solaris)
    Activity.objects.create(verb="joined", target=lem)
