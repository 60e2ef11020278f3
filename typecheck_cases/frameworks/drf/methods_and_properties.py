"""Methods of the serializer, methods and properties of the model, and field classes of the project."""

from library.models import Author, Book
from rest_framework import serializers


class MethodSerializer(serializers.ModelSerializer):
    byline = serializers.SerializerMethodField()
    length = serializers.SerializerMethodField("how_long")

    class Meta:
        model = Book
        fields = ["title", "byline", "length"]

    def get_byline(self, obj):
        return f"{obj.title} by {obj.author.name}"

    def how_long(self, obj):
        return obj.pages


class CountSerializer(serializers.Serializer):
    name = serializers.CharField()
    books = serializers.SerializerMethodField()

    def get_books(self, author: Author) -> int:
        return self.count(author)

    def count(self, author: Author) -> int:
        return author.books.count()


class NameField(serializers.Field):
    def to_representation(self, value):
        return value.author.name


class RowField(serializers.CharField):
    def get_attribute(self, instance):
        return instance.author.name


class UpperField(serializers.CharField):
    def to_representation(self, value):
        return value.upper()


class OwnFieldSerializer(serializers.Serializer):
    author = NameField(source="*")


class RowFieldSerializer(serializers.Serializer):
    author = RowField()


class UpperSerializer(serializers.Serializer):
    title = UpperField()


class CountedSerializer(serializers.Serializer):
    chapters = serializers.IntegerField(source="chapters.count")


class TagsSerializer(serializers.Serializer):
    tags = serializers.ListField(source="tags.all")


class FirstSerializer(serializers.Serializer):
    first = serializers.ReadOnlyField(source="chapters.first")


class LazySerializer(serializers.Serializer):
    title = serializers.CharField()
    tags = serializers.ReadOnlyField(source="tags.all")


class RequestSerializer(serializers.Serializer):
    title = serializers.CharField()
    note = serializers.SerializerMethodField()

    def get_note(self, obj):
        return self.context["book"].author.name


async def a_method_that_reads_a_relation() -> object:
    book = await Book.objects.aget(pk=1)
    return MethodSerializer(book).data  # E: async-unsafe-call


async def a_method_that_reads_a_loaded_relation() -> object:
    book = await Book.objects.select_related("author").aget(pk=1)
    return MethodSerializer(book).data


async def a_method_that_calls_another() -> object:
    author = await Author.objects.aget(pk=1)
    return CountSerializer(author).data  # E: async-unsafe-call


async def a_field_class_of_the_project() -> object:
    book = await Book.objects.aget(pk=1)
    return OwnFieldSerializer(book).data  # E: async-unsafe-call


async def a_field_class_of_the_project_with_the_author() -> object:
    book = await Book.objects.select_related("author").aget(pk=1)
    return OwnFieldSerializer(book).data


async def a_field_that_asks_the_row() -> object:
    book = await Book.objects.aget(pk=1)
    return RowFieldSerializer(book).data  # E: async-unsafe-call


async def a_field_that_changes_a_text() -> object:
    book = await Book.objects.aget(pk=1)
    return UpperSerializer(book).data


async def a_count_by_its_source() -> object:
    book = await Book.objects.aget(pk=1)
    return CountedSerializer(book).data  # E: async-unsafe-call


async def a_count_of_prefetched_rows() -> object:
    book = await Book.objects.prefetch_related("chapters").aget(pk=1)
    return CountedSerializer(book).data


async def a_list_of_related_rows() -> object:
    book = await Book.objects.aget(pk=1)
    return TagsSerializer(book).data  # E: async-unsafe-call


async def the_first_of_related_rows() -> object:
    book = await Book.objects.aget(pk=1)
    return FirstSerializer(book).data  # E: async-unsafe-call


async def a_queryset_that_nobody_has_evaluated_yet() -> object:
    book = await Book.objects.aget(pk=1)
    return LazySerializer(book).data


async def a_row_of_the_context() -> object:
    book = await Book.objects.aget(pk=1)
    serializer = RequestSerializer(book, context={"book": book})
    return serializer.data  # E: async-unsafe-call


async def a_loaded_row_of_the_context() -> object:
    book = await Book.objects.select_related("author").aget(pk=1)
    serializer = RequestSerializer(book, context={"book": book})
    return serializer.data


class FullSerializer(serializers.Serializer):
    title = serializers.CharField()
    author = serializers.SerializerMethodField()

    def get_author(self, obj):
        if self.context.get("full"):
            return obj.author.name
        return None


class WithFullSerializer(serializers.Serializer):
    book = FullSerializer(source="*")


async def no_context() -> object:
    book = await Book.objects.aget(pk=1)
    return FullSerializer(book).data


async def a_context_that_asks_for_more() -> object:
    book = await Book.objects.aget(pk=1)
    serializer = FullSerializer(book, context={"full": True})
    return serializer.data  # E: async-unsafe-call


async def a_context_that_asks_for_less() -> object:
    book = await Book.objects.aget(pk=1)
    return FullSerializer(book, context={"full": False}).data


async def the_context_of_the_serializer_around_it() -> object:
    book = await Book.objects.aget(pk=1)
    serializer = WithFullSerializer(book, context={"full": True})
    return serializer.data  # E: async-unsafe-call


async def no_context_of_the_serializer_around_it() -> object:
    book = await Book.objects.aget(pk=1)
    return WithFullSerializer(book).data
