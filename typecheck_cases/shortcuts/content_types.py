"""A content type fetches its objects with a query; naming its model needs none."""

from asgiref.sync import sync_to_async
from django.contrib.contenttypes.models import ContentType
from library.models import Book


async def fetches_the_object() -> object:
    content_type = await sync_to_async(ContentType.objects.get_for_model)(Book)
    return content_type.get_object_for_this_type(pk=1)  # E: async-unsafe-query


async def names_the_model() -> object:
    content_type = await sync_to_async(ContentType.objects.get_for_model)(Book)
    return content_type.model_class()


async def fetches_in_a_thread() -> object:
    content_type = await sync_to_async(ContentType.objects.get_for_model)(Book)
    return await sync_to_async(content_type.get_object_for_this_type)(pk=1)
