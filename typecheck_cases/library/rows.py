"""The rows that the ground truth and the cases find in the database, and the state of the caches."""

from datetime import timedelta

from django.apps import apps
from django.contrib import auth
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.contrib.sites.models import Site
from django.core.cache import caches
from django.core.management import call_command
from django.utils import timezone

from library import market
from library.loans import Fine, Loan, Reader, Reminder
from library.models import (
    Author,
    Book,
    Chapter,
    City,
    Gen,
    Line,
    Node,
    Note,
    Profile,
    Publisher,
    Region,
    Restaurant,
    Tag,
)
from library.novels import Contract, Genre, Novel, Review, Writer

SESSION_KEY = "k" * 32
SIGNED_IN_KEY = "s" * 32


def create_tables() -> None:
    """Create every table, without migrations: there is no history to keep."""
    call_command("migrate", run_syncdb=True, verbosity=0)
    call_command("createcachetable", verbosity=0)


def fill() -> None:
    """Insert the rows that the README of the ground truth names; primary keys count from 1."""
    publisher = Publisher.objects.create(name="p1")
    a1 = Author.objects.create(name="a1", bio="writes", publisher=publisher)
    a2 = Author.objects.create(name="a2")
    Profile.objects.create(author=a1, nick="n1")
    tags = [Tag.objects.create(label=label) for label in ("t1", "t2")]
    for index in range(4):
        book = Book.objects.create(
            title=f"b{index}",
            author=a2 if index == 3 else a1,
            editor=a2 if index == 0 else None,
            pub_date=f"2020-01-0{index + 1}",
        )
        book.tags.set(tags)
        for number in (1, 2):
            Chapter.objects.create(book=book, number=number)
        Note.objects.create(obj=book, text="n")
    Note.objects.create(text="none")
    Restaurant.objects.create(name="r1", stars=3)
    City.objects.create(region=Region.objects.create(code="r1"))
    Node.objects.create(parent=Node.objects.create())
    Gen.objects.create()
    Line.objects.create(order=publisher, n=1)
    reader = Reader.objects.create(name="r1", favourite=a1)
    loan = Loan.objects.create(book_id=1, reader=reader)
    Reminder.plain.create(loan=loan, text="now")
    Fine.objects.create(loan=loan, payer=reader)
    fill_novels()
    user = User.objects.create_user("u", password="pw")
    User.objects.create_superuser("su", password="pw")
    market.fill()
    store_session(SESSION_KEY, {"v": 1})
    store_session(
        SIGNED_IN_KEY,
        {
            auth.SESSION_KEY: str(user.pk),
            auth.BACKEND_SESSION_KEY: "django.contrib.auth.backends.ModelBackend",
            auth.HASH_SESSION_KEY: user.get_session_auth_hash(),
        },
    )


def fill_novels() -> None:
    """Insert the rows of the models with ``aobjects``."""
    teacher = Writer.objects.create(name="w1")
    writer = Writer.objects.create(name="w2", teacher=teacher)
    Contract.objects.create(writer=writer)
    genre = Genre.objects.create(label="g1")
    for pages in (300, 200, 100):
        novel = Novel.objects.create(title=f"n{pages}", pages=pages, writer=writer, editor=teacher)
        novel.genres.add(genre)
        Review.objects.create(novel=novel, critic=teacher)


def store_session(key: str, data: dict[str, object]) -> None:
    """Insert a session under a key of our choice; SessionStore.save() would choose one itself."""
    Session.objects.create(
        session_key=key,
        session_data=SessionStore().encode(data),
        expire_date=timezone.now() + timedelta(days=14),
    )


def warm() -> None:
    """Bring the caches that live in the process to their usual state: content types known, the rest empty."""
    caches["default"].clear()
    Site.objects.clear_cache()
    ContentType.objects.clear_cache()
    ContentType.objects.get_for_models(*apps.get_models(include_auto_created=True))


def cold() -> None:
    """Forget every content type, as in a process that has just started."""
    ContentType.objects.clear_cache()
