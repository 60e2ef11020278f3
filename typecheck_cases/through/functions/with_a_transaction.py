"""A block of `atomic()` inside a function opens the connection."""

from asgiref.sync import sync_to_async
from django.db import transaction
from library.models import Chapter


def renumber() -> None:
    with transaction.atomic():
        Chapter.objects.update(number=0)


async def renumbers() -> None:
    renumber()  # E: async-unsafe-call "renumber" runs a query


async def renumbers_in_a_thread() -> None:
    await sync_to_async(renumber)()
