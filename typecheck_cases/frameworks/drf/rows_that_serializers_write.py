"""What a serializer of the project writes in its own methods is run where it is saved; a thread may do it."""

from adrf import serializers as async_serializers
from adrf.decorators import api_view
from asgiref.sync import sync_to_async
from django.test import AsyncRequestFactory
from library.models import Book, Chapter
from rest_framework import serializers
from rest_framework.response import Response


class ChapterIn(serializers.ModelSerializer):
    class Meta:
        model = Chapter
        fields = ["number"]


class WithChapters(serializers.ModelSerializer):
    chapters = ChapterIn(many=True)

    class Meta:
        model = Book
        fields = ["title", "author", "chapters"]

    def create(self, validated_data):
        chapters = validated_data.pop("chapters")
        book = Book.objects.create(**validated_data)
        for chapter in chapters:
            Chapter.objects.create(book=book, **chapter)
        return book


class AwaitedWithChapters(async_serializers.ModelSerializer):
    chapters = ChapterIn(many=True)

    class Meta:
        model = Book
        fields = ["title", "author", "chapters"]

    async def acreate(self, validated_data):
        chapters = validated_data.pop("chapters")
        book = await Book.objects.acreate(**validated_data)
        for chapter in chapters:
            await Chapter.objects.acreate(book=book, **chapter)
        return book


class AwaitedWithQuery(AwaitedWithChapters):
    async def acreate(self, validated_data):
        chapters = validated_data.pop("chapters")
        book = await Book.objects.acreate(**validated_data)
        book.chapters.create(**chapters[0])  # E: async-unsafe-query
        return book


class Updating(serializers.ModelSerializer):
    class Meta:
        model = Book
        fields = ["title", "author"]

    def update(self, instance, validated_data):
        for name, value in validated_data.items():
            setattr(instance, name, value)
        instance.save()
        return instance


class AwaitedUpdating(async_serializers.ModelSerializer):
    class Meta:
        model = Book
        fields = ["title", "author"]

    async def aupdate(self, instance, validated_data):
        for name, value in validated_data.items():
            setattr(instance, name, value)
        await instance.asave()
        return instance


NEW = {"title": "new", "author": 1, "chapters": [{"number": 7}]}


def post(view):
    return lambda: view(AsyncRequestFactory().post("/", NEW, content_type="application/json"))


@api_view(["POST"])
async def written_here(request):
    serializer = WithChapters(data=request.data)
    await sync_to_async(serializer.is_valid)()
    serializer.save()  # E: async-unsafe-call
    return Response({})


@api_view(["POST"])
async def written_in_a_thread(request):
    serializer = WithChapters(data=request.data)
    await sync_to_async(serializer.is_valid)()
    book = await sync_to_async(serializer.save)()
    return Response({"title": book.title, "author": book.author.name})


@api_view(["POST"])
async def many_of_what_was_written(request):
    serializer = WithChapters(data=request.data)
    await sync_to_async(serializer.is_valid)()
    book = await sync_to_async(serializer.save)()
    return Response({"chapters": book.chapters.count()})  # E: async-unsafe-query


@api_view(["POST"])
async def shown_after_a_thread(request):
    serializer = WithChapters(data=request.data)
    await sync_to_async(serializer.is_valid)()
    await sync_to_async(serializer.save)()
    return Response(serializer.data)  # E: async-unsafe-call


@api_view(["POST"])
async def awaited(request):
    serializer = AwaitedWithChapters(data=request.data)
    await sync_to_async(serializer.is_valid)()
    book = await serializer.asave()
    return Response({"title": book.title})


@api_view(["POST"])
async def awaited_with_a_query(request):
    serializer = AwaitedWithQuery(data=request.data)
    await sync_to_async(serializer.is_valid)()
    book = await serializer.asave()
    return Response({"title": book.title})


@api_view(["POST"])
async def the_publisher_of_what_was_set(request):
    book = await Book.objects.select_related("author").aget(pk=1)
    serializer = Updating(book, data=request.data)
    await sync_to_async(serializer.is_valid)()
    await sync_to_async(serializer.save)()
    return Response({"publisher": str(book.author.publisher)})  # E: async-unsafe-relation


@api_view(["POST"])
async def the_author_that_was_set(request):
    book = await Book.objects.aget(pk=1)
    serializer = Updating(book, data=request.data)
    await sync_to_async(serializer.is_valid)()
    saved = await sync_to_async(serializer.save)()
    return Response({"author": saved.author.name})


@api_view(["POST"])
async def an_editor_that_was_not_set(request):
    serializer = Updating(await Book.objects.aget(pk=1), data=request.data)
    await sync_to_async(serializer.is_valid)()
    saved = await sync_to_async(serializer.save)()
    return Response({"editor": saved.editor.name})  # E: async-unsafe-relation


@api_view(["POST"])
async def awaited_and_the_author_that_was_set(request):
    serializer = AwaitedUpdating(await Book.objects.aget(pk=1), data=request.data)
    await sync_to_async(serializer.is_valid)()
    saved = await serializer.asave()
    return Response({"author": saved.author.name})


@api_view(["POST"])
async def awaited_and_an_editor_that_was_not_set(request):
    serializer = AwaitedUpdating(await Book.objects.aget(pk=1), data=request.data)
    await sync_to_async(serializer.is_valid)()
    saved = await serializer.asave()
    return Response({"editor": saved.editor.name})  # E: async-unsafe-relation


REQUESTS = {
    "written_here": post(written_here),
    "written_in_a_thread": post(written_in_a_thread),
    "many_of_what_was_written": post(many_of_what_was_written),
    "shown_after_a_thread": post(shown_after_a_thread),
    "awaited": post(awaited),
    "AwaitedWithQuery.acreate": post(awaited_with_a_query),
    "the_publisher_of_what_was_set": post(the_publisher_of_what_was_set),
    "the_author_that_was_set": post(the_author_that_was_set),
    "an_editor_that_was_not_set": post(an_editor_that_was_not_set),
    "awaited_and_the_author_that_was_set": post(awaited_and_the_author_that_was_set),
    "awaited_and_an_editor_that_was_not_set": post(awaited_and_an_editor_that_was_not_set),
}
