"""Signals: who listens to them is written here, or connected when the app starts."""

# mypy: disable-error-code="no-untyped-def"

from django.dispatch import Signal, receiver

from library.models import Author

rang = Signal()
rang_out = Signal()
heard = Signal()
heard_by_name = Signal()


@receiver(rang)
def on_ring(sender, book, **kwargs):
    return book.author.name


@receiver(rang_out)
def on_end(sender, book, **kwargs):
    return book.title


def on_heard(sender, **kwargs):
    Author.objects.create(name=kwargs["name"])


def on_name(sender, name, **kwargs):
    return name.upper()
