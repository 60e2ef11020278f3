"""``asave()`` is awaited; ``save()`` of the same serializer is synchronous, and so is ``is_valid()``."""

from adrf import serializers
from asgiref.sync import sync_to_async
from library.models import Author, Book, Publisher


class PublisherSerializer(serializers.ModelSerializer):
    class Meta:
        model = Publisher
        fields = ["name"]


class AuthorSerializer(serializers.ModelSerializer):
    class Meta:
        model = Author
        fields = ["name", "publisher"]


class PublisherOfSerializer(serializers.ModelSerializer):
    publisher = PublisherSerializer(read_only=True)

    class Meta:
        model = Author
        fields = ["name", "publisher"]


class BookSerializer(serializers.ModelSerializer):
    details = PublisherOfSerializer(source="author", read_only=True)

    class Meta:
        model = Book
        fields = ["title", "author", "details"]
        validators: list[object] = []


class OwnSerializer(serializers.Serializer):
    name = serializers.CharField()

    async def acreate(self, validated_data):
        return await Publisher.objects.acreate(**validated_data)


async def saved() -> object:
    serializer = PublisherSerializer(data={"name": "n"})
    serializer.is_valid(raise_exception=True)
    await serializer.asave()
    return await serializer.adata


async def saved_synchronously() -> None:
    serializer = PublisherSerializer(data={"name": "n"})
    serializer.is_valid(raise_exception=True)
    serializer.save()  # E: async-unsafe-query "PublisherSerializer.save" runs a query


async def validated_synchronously() -> None:
    serializer = AuthorSerializer(data={"name": "n", "publisher": 1})
    serializer.is_valid(raise_exception=True)  # E: async-unsafe-call


async def validated_in_a_thread() -> object:
    serializer = AuthorSerializer(data={"name": "n", "publisher": 1})
    await sync_to_async(serializer.is_valid)(raise_exception=True)
    await serializer.asave()
    return await serializer.adata


async def saved_and_read() -> object:
    serializer = BookSerializer(data={"title": "new", "author": 1})
    await sync_to_async(serializer.is_valid)(raise_exception=True)
    await serializer.asave()
    return await serializer.adata  # E: async-unsafe-call


async def saved_by_a_method() -> object:
    serializer = OwnSerializer(data={"name": "n"})
    serializer.is_valid(raise_exception=True)
    return await serializer.asave()


async def changed() -> object:
    author = await Author.objects.aget(pk=1)
    serializer = PublisherOfSerializer(author, data={"name": "n"})
    serializer.is_valid(raise_exception=True)
    await serializer.asave()
    return await serializer.adata  # E: async-unsafe-call


async def changed_with_the_publisher() -> object:
    author = await Author.objects.select_related("publisher").aget(pk=1)
    serializer = PublisherOfSerializer(author, data={"name": "n"})
    serializer.is_valid(raise_exception=True)
    await serializer.asave()
    return await serializer.adata
