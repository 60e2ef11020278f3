"""``to_representation`` of the project runs in place of that of the library, or around it."""

from library.models import Author, Book
from rest_framework import serializers


class BaseBookSerializer(serializers.ModelSerializer):
    class Meta:
        model = Book
        fields = ["title", "author"]


class BeforeSerializer(BaseBookSerializer):
    def to_representation(self, instance):
        shown = super().to_representation(instance)
        shown["author"] = instance.author.name
        return shown


class InPlaceSerializer(serializers.ModelSerializer):
    author_name = serializers.CharField(source="author.name")

    class Meta:
        model = Book
        fields = ["title", "author_name"]

    def to_representation(self, instance):
        return {"title": instance.title}


class AroundSerializer(serializers.ModelSerializer):
    author_name = serializers.CharField(source="author.name")

    class Meta:
        model = Book
        fields = ["title", "author_name"]

    def to_representation(self, instance):
        shown = super().to_representation(instance)
        return {"book": shown}


class BareSerializer(serializers.BaseSerializer):
    def to_representation(self, instance: Book) -> object:
        return {"author": instance.author.name}


class OuterSerializer(serializers.ModelSerializer):
    books = BareSerializer(many=True, read_only=True)

    class Meta:
        model = Author
        fields = ["books"]


class ChoosingSerializer(serializers.ModelSerializer):
    author_name = serializers.CharField(source="author.name")

    class Meta:
        model = Book
        fields = ["title", "author_name"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields.pop("author_name")


class KeptSerializer(serializers.ModelSerializer):
    author_name = serializers.CharField(source="author.name")

    class Meta:
        model = Book
        fields = ["title", "author_name"]

    def __init__(self, *args, **kwargs):
        self.note = "kept"
        super().__init__(*args, **kwargs)


async def what_it_adds() -> object:
    book = await Book.objects.aget(pk=1)
    return BeforeSerializer(book).data  # E: async-unsafe-call


async def what_it_adds_of_a_loaded_row() -> object:
    book = await Book.objects.select_related("author").aget(pk=1)
    return BeforeSerializer(book).data


async def what_it_leaves_out() -> object:
    book = await Book.objects.aget(pk=1)
    return InPlaceSerializer(book).data


async def what_is_read_inside_it() -> object:
    book = await Book.objects.aget(pk=1)
    return AroundSerializer(book).data  # E: async-unsafe-call


async def called_by_name() -> object:
    book = await Book.objects.aget(pk=1)
    return AroundSerializer().to_representation(book)  # E: async-unsafe-call


async def without_fields() -> object:
    book = await Book.objects.aget(pk=1)
    return BareSerializer(book).data  # E: async-unsafe-call


async def without_fields_inside_another() -> object:
    author = await Author.objects.aget(pk=1)
    return OuterSerializer(author).data  # E: async-unsafe-call


async def without_fields_inside_another_of_prefetched_rows() -> object:
    author = await Author.objects.prefetch_related("books").aget(pk=1)
    return OuterSerializer(author).data


async def fields_that_are_taken_out() -> object:
    book = await Book.objects.aget(pk=1)
    return ChoosingSerializer(book).data


async def fields_that_are_taken_out_outside() -> object:
    book = await Book.objects.aget(pk=1)
    serializer = AroundSerializer(book)
    serializer.fields.pop("author_name")
    return serializer.data


async def a_constructor_of_its_own() -> object:
    book = await Book.objects.aget(pk=1)
    return KeptSerializer(book).data  # E: async-unsafe-call


async def a_constructor_of_its_own_and_a_loaded_row() -> object:
    book = await Book.objects.select_related("author").aget(pk=1)
    return KeptSerializer(book).data
