"""A signal calls its receivers where it is sent; `asend` runs the sync ones in a thread."""

# mypy: disable-error-code="no-untyped-def, no-untyped-call, no-any-return, var-annotated"

from asgiref.sync import sync_to_async
from django.dispatch import Signal, receiver
from library.models import Author, Book

done = Signal()
idle = Signal()
adone = Signal()
mixed = Signal()
writes = Signal()
only = Signal()


@receiver(done)
def on_done(sender, book, **kwargs):
    return book.author.name


@receiver(idle)
def on_idle(sender, book, **kwargs):
    return book.title


async def listen(sender, book, **kwargs):
    return book.author.name


adone.connect(listen)


@receiver([mixed])
def on_mixed(sender, book, **kwargs):
    return book.author.name


@receiver(writes)
def on_writes(signal, sender, **kwargs):
    Author.objects.create(name="C")


@receiver(only, sender=Author)
def on_only(sender, book, **kwargs):
    return book.author.name


async def one():
    return await Book.objects.aget(pk=1)


async def full():
    return await Book.objects.select_related("author").aget(pk=1)


async def send_raises():
    done.send(sender=Book, book=await one())  # E: async-unsafe-call


async def send_positional_raises():
    done.send(Book, book=await one())  # E: async-unsafe-call "on_done"


async def send_is_fine():
    done.send(sender=Book, book=await full())


async def send_in_thread_is_fine():
    await sync_to_async(done.send)(sender=Book, book=await one())


async def idle_is_fine():
    idle.send(sender=Book, book=await one())


async def asend_raises():
    await adone.asend(sender=Book, book=await one())  # E: async-unsafe-call


async def asend_is_fine():
    await adone.asend(sender=Book, book=await full())


async def asend_sync_is_fine():
    await mixed.asend(sender=Book, book=await one())


async def mixed_send_raises():
    mixed.send(sender=Book, book=await one())  # E: async-unsafe-call


async def writes_raises():
    writes.send(sender=None)  # E: async-unsafe-call "on_writes"


async def writes_is_fine():
    await writes.asend(sender=None)


async def other_sender_is_fine():
    only.send(sender=Book, book=await one())


async def that_sender_raises():
    only.send(sender=Author, book=await one())  # E: async-unsafe-call


async def save_is_fine():
    book = await one()
    await book.asave()
