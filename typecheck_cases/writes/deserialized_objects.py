"""A deserialized object is a row that waits to be saved: saving it is a query, reading it none."""

from asgiref.sync import sync_to_async
from django.core import serializers

TEXT = '[{"model": "o.author", "pk": 1, "fields": {"name": "Jane"}}]'


async def saves_what_was_read() -> None:
    for found in serializers.deserialize("json", TEXT):
        found.save()  # E: async-unsafe-query "DeserializedObject.save" runs a query


async def only_reads() -> list[object]:
    return [found.object for found in serializers.deserialize("json", TEXT)]


async def saves_it_in_a_thread() -> None:
    for found in serializers.deserialize("json", TEXT):
        await sync_to_async(found.save)()
