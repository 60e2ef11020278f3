"""``save()`` writes to the database, and leaves a row of which only what was written is there."""

from asgiref.sync import sync_to_async
from library.models import Author, Book, Publisher
from rest_framework import serializers


class PublisherSerializer(serializers.ModelSerializer):
    class Meta:
        model = Publisher
        fields = ["id", "name"]


class AuthorSerializer(serializers.ModelSerializer):
    publisher_name = serializers.CharField(source="publisher.name", read_only=True, default="")

    class Meta:
        model = Author
        fields = ["name", "publisher", "publisher_name"]


class BookSerializer(serializers.ModelSerializer):
    author_bio = serializers.CharField(source="author.publisher.name", read_only=True)

    class Meta:
        model = Book
        fields = ["title", "author", "author_bio"]
        validators: list[object] = []


class OwnSerializer(serializers.Serializer):
    name = serializers.CharField()

    def create(self, validated_data):
        return Publisher.objects.create(**validated_data)

    def update(self, instance, validated_data):
        instance.name = validated_data["name"]
        return instance


class LetterSerializer(serializers.Serializer):
    name = serializers.CharField()

    def create(self, validated_data):
        return dict(validated_data)


async def a_new_row() -> None:
    serializer = PublisherSerializer(data={"name": "n"})
    serializer.is_valid(raise_exception=True)
    serializer.save()  # E: async-unsafe-query "PublisherSerializer.save" runs a query


async def a_new_row_in_a_thread() -> object:
    serializer = PublisherSerializer(data={"name": "n"})
    serializer.is_valid(raise_exception=True)
    await sync_to_async(serializer.save)()
    return serializer.data


async def a_row_that_was_there() -> None:
    publisher = await Publisher.objects.aget(pk=1)
    serializer = PublisherSerializer(publisher, data={"name": "n"}, partial=True)
    serializer.is_valid(raise_exception=True)
    serializer.save()  # E: async-unsafe-query


async def a_method_that_creates() -> None:
    serializer = OwnSerializer(data={"name": "n"})
    serializer.is_valid(raise_exception=True)
    serializer.save()  # E: async-unsafe-call


async def a_method_that_updates_without_a_query() -> object:
    publisher = await Publisher.objects.aget(pk=1)
    serializer = OwnSerializer(publisher, data={"name": "n"})
    serializer.is_valid(raise_exception=True)
    return serializer.save()


async def a_method_that_creates_no_row() -> object:
    serializer = LetterSerializer(data={"name": "n"})
    serializer.is_valid(raise_exception=True)
    return serializer.save()


async def the_row_of_a_key_that_was_sent() -> object:
    serializer = AuthorSerializer(data={"name": "n", "publisher": 1})
    await sync_to_async(serializer.is_valid)(raise_exception=True)
    await sync_to_async(serializer.save)()
    return serializer.data


async def what_is_behind_that_row() -> object:
    serializer = BookSerializer(data={"title": "new", "author": 1})
    await sync_to_async(serializer.is_valid)(raise_exception=True)
    await sync_to_async(serializer.save)()
    return serializer.data  # E: async-unsafe-call


async def the_row_that_is_returned() -> object:
    serializer = BookSerializer(data={"title": "new", "author": 1})
    await sync_to_async(serializer.is_valid)(raise_exception=True)
    book = await sync_to_async(serializer.save)()
    assert book.author is not None
    return [tag for tag in book.tags.all()]  # E: async-unsafe-iteration
