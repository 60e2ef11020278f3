"""``is_valid()`` asks the database for related rows and unique columns, and what its own methods ask."""

from asgiref.sync import sync_to_async
from library.models import Author, Book, Chapter, Tag
from rest_framework import serializers
from rest_framework.validators import UniqueValidator


class PlainSerializer(serializers.Serializer):
    title = serializers.CharField(max_length=50)
    pages = serializers.IntegerField(required=False)


class AuthorKeySerializer(serializers.Serializer):
    author = serializers.PrimaryKeyRelatedField(queryset=Author.objects.all())


class ChapterSerializer(serializers.ModelSerializer):
    class Meta:
        model = Chapter
        fields = ["number", "book"]


class NumberSerializer(serializers.ModelSerializer):
    class Meta:
        model = Chapter
        fields = ["number", "book"]
        read_only_fields = ["book"]


class TagSerializer(serializers.ModelSerializer):
    class Meta:
        model = Tag
        fields = ["label"]


class ReadTagSerializer(serializers.ModelSerializer):
    class Meta:
        model = Tag
        fields = ["label"]
        extra_kwargs: dict[str, dict[str, list[object]]] = {"label": {"validators": []}}


class UniqueSerializer(serializers.Serializer):
    name = serializers.CharField(validators=[UniqueValidator(queryset=Author.objects.all())])


class TogetherSerializer(serializers.ModelSerializer):
    author = serializers.IntegerField(source="author_id")

    class Meta:
        model = Book
        fields = ["title", "author"]


class TitleSerializer(serializers.ModelSerializer):
    class Meta:
        model = Book
        fields = ["title", "pages"]


class OwnSerializer(serializers.Serializer):
    title = serializers.CharField()

    def validate_title(self, value):
        if Book.objects.filter(title=value).exists():
            raise serializers.ValidationError("taken")
        return value


class WholeSerializer(serializers.Serializer):
    title = serializers.CharField()

    def validate(self, attrs):
        return {**attrs, "count": Book.objects.count()}


class HarmlessSerializer(serializers.Serializer):
    title = serializers.CharField()

    def validate_title(self, value):
        return value.strip()

    def validate(self, attrs):
        return attrs


def not_taken(value):
    if Author.objects.filter(name=value).exists():
        raise serializers.ValidationError("taken")


class FunctionSerializer(serializers.Serializer):
    name = serializers.CharField(validators=[not_taken])


class InnerSerializer(serializers.Serializer):
    inner = AuthorKeySerializer()


async def plain_fields() -> object:
    return PlainSerializer(data={"title": "t"}).is_valid()


async def the_row_behind_a_key() -> object:
    serializer = AuthorKeySerializer(data={"author": 1})
    return serializer.is_valid()  # E: async-unsafe-call "AuthorKeySerializer.is_valid" runs a query


async def the_row_behind_a_key_that_is_not_sent() -> object:
    return AuthorKeySerializer(data={}).is_valid()


async def the_row_behind_a_key_in_a_thread() -> object:
    serializer = AuthorKeySerializer(data={"author": 1})
    return await sync_to_async(serializer.is_valid)()


async def the_row_behind_a_key_of_the_model() -> object:
    sent = {"number": 1, "book": 1}
    return ChapterSerializer(data=sent).is_valid()  # E: async-unsafe-call


async def a_key_that_is_only_read() -> object:
    sent = {"number": 1, "book": 1}
    return NumberSerializer(data=sent).is_valid()


async def a_unique_column() -> object:
    return TagSerializer(data={"label": "new"}).is_valid()  # E: async-unsafe-call


async def a_unique_column_without_its_validator() -> object:
    return ReadTagSerializer(data={"label": "new"}).is_valid()


async def a_validator_that_is_written_down() -> object:
    return UniqueSerializer(data={"name": "new"}).is_valid()  # E: async-unsafe-call


async def columns_that_are_not_unique() -> object:
    return TitleSerializer(data={"title": "t"}).is_valid()


async def a_method_for_a_field() -> object:
    return OwnSerializer(data={"title": "t"}).is_valid()  # E: async-unsafe-call


async def a_method_for_all_fields() -> object:
    serializer = WholeSerializer(data={"title": "t"})
    return serializer.is_valid(raise_exception=True)  # E: async-unsafe-call


async def methods_that_ask_nothing() -> object:
    return HarmlessSerializer(data={"title": "t"}).is_valid()


async def a_function_as_a_validator() -> object:
    return FunctionSerializer(data={"name": "n"}).is_valid()  # E: async-unsafe-call


async def a_serializer_inside() -> object:
    sent = {"inner": {"author": 1}}
    return InnerSerializer(data=sent).is_valid()  # E: async-unsafe-call


async def asked_twice() -> object:
    serializer = AuthorKeySerializer(data={"author": 1})
    await sync_to_async(serializer.is_valid)()
    return serializer.is_valid(), serializer.errors, serializer.validated_data


async def what_was_found() -> object:
    serializer = AuthorKeySerializer(data={"author": 1})
    await sync_to_async(serializer.is_valid)()
    return serializer.data


class OwnAndUniqueSerializer(serializers.ModelSerializer):
    class Meta:
        model = Tag
        fields = ["id", "label"]

    def validate(self, attrs):
        return {**attrs, "count": Book.objects.count()}


class HouseSerializer(serializers.ModelSerializer):
    class Meta:
        model = Tag
        fields = ["label", "note"]

    note = serializers.CharField(required=False)


class NotedSerializer(serializers.Serializer):
    title = serializers.CharField()
    note = serializers.CharField()

    def validate_title(self, value):
        if Book.objects.filter(title=value).exists():
            raise serializers.ValidationError("taken")
        return value


async def some_fields() -> object:
    sent = dict(note="n")
    return HouseSerializer(data=sent, partial=True).is_valid()


async def some_fields_with_a_unique_column() -> object:
    return HouseSerializer(data={"label": "new"}, partial=True).is_valid()  # E: async-unsafe-call


async def some_fields_without_the_unique_column() -> object:
    return HouseSerializer(data={"note": "n"}, partial=True).is_valid()


async def all_fields() -> object:
    sent = dict(label="new")
    return HouseSerializer(data=sent).is_valid()  # E: async-unsafe-call


async def all_fields_as_it_is_said() -> object:
    sent = dict(label="new")
    return HouseSerializer(data=sent, partial=False).is_valid()  # E: async-unsafe-call


async def some_fields_of_which_each_is_unique() -> object:
    sent = dict(label="new")
    return TagSerializer(data=sent, partial=True).is_valid()  # E: async-unsafe-call


async def a_method_for_some_fields() -> object:
    sent: dict[str, str] = dict()
    return OwnAndUniqueSerializer(data=sent, partial=True).is_valid()  # E: async-unsafe-call


async def a_method_for_one_of_some_fields() -> object:
    sent = dict(note="n")
    return NotedSerializer(data=sent, partial=True).is_valid()
