"""A ``ModelSerializer`` makes fields of those of its model: of a foreign key it needs the column only."""

from library.models import Author, Book, Chapter, City, Profile, Tag
from rest_framework import serializers


class AllSerializer(serializers.ModelSerializer):
    class Meta:
        model = Book
        fields = "__all__"


class KeySerializer(serializers.ModelSerializer):
    class Meta:
        model = Book
        fields = ["id", "title", "author", "editor"]


class WithoutTagsSerializer(serializers.ModelSerializer):
    class Meta:
        model = Book
        exclude = ["tags"]


class DeepSerializer(serializers.ModelSerializer):
    class Meta:
        model = Chapter
        fields = ["number", "book"]
        depth = 1


class ReverseSerializer(serializers.ModelSerializer):
    class Meta:
        model = Author
        fields = ["name", "books"]


class ProfileOfSerializer(serializers.ModelSerializer):
    class Meta:
        model = Author
        fields = ["name", "profile"]


class ProfileSerializer(serializers.ModelSerializer):
    class Meta:
        model = Profile
        fields = "__all__"


class CitySerializer(serializers.ModelSerializer):
    class Meta:
        model = City
        fields = ["id", "region"]


class MoreSerializer(KeySerializer):
    class Meta(KeySerializer.Meta):
        fields = [*KeySerializer.Meta.fields, "tags"]


class ExtraSerializer(serializers.ModelSerializer):
    class Meta:
        model = Book
        fields = ["title", "written_by", "tags"]
        extra_kwargs = {"written_by": {"source": "author.name"}, "tags": {"write_only": True}}


class TagSerializer(serializers.ModelSerializer):
    class Meta:
        model = Tag
        fields = "__all__"


class LinkedSerializer(serializers.HyperlinkedModelSerializer):
    class Meta:
        model = Book
        fields = ["title", "author"]


async def all_fields() -> object:
    book = await Book.objects.aget(pk=1)
    return AllSerializer(book).data  # E: async-unsafe-call


async def all_fields_with_the_tags() -> object:
    book = await Book.objects.prefetch_related("tags").aget(pk=1)
    return AllSerializer(book).data


async def all_fields_but_the_tags() -> object:
    book = await Book.objects.aget(pk=1)
    return WithoutTagsSerializer(book).data


async def keys_need_no_rows() -> object:
    book = await Book.objects.aget(pk=1)
    return KeySerializer(book).data


async def a_deferred_key() -> object:
    book = await Book.objects.only("title").aget(pk=1)
    return KeySerializer(book).data  # E: async-unsafe-call


async def a_depth() -> object:
    chapter = await Chapter.objects.aget(pk=1)
    return DeepSerializer(chapter).data  # E: async-unsafe-call


async def a_depth_with_the_book_alone() -> object:
    chapter = await Chapter.objects.select_related("book").aget(pk=1)
    return DeepSerializer(chapter).data  # E: async-unsafe-call


async def a_depth_with_all_of_the_book() -> object:
    chapter = await Chapter.objects.select_related("book").prefetch_related("book__tags").aget(pk=1)
    return DeepSerializer(chapter).data


async def reverse_rows() -> object:
    author = await Author.objects.aget(pk=1)
    return ReverseSerializer(author).data  # E: async-unsafe-call


async def prefetched_reverse_rows() -> object:
    author = await Author.objects.prefetch_related("books").aget(pk=1)
    return ReverseSerializer(author).data


async def a_reverse_row() -> object:
    author = await Author.objects.aget(pk=1)
    return ProfileOfSerializer(author).data  # E: async-unsafe-call


async def a_selected_reverse_row() -> object:
    author = await Author.objects.select_related("profile").aget(pk=1)
    return ProfileOfSerializer(author).data


async def the_other_side_of_it() -> object:
    profile = await Profile.objects.aget(pk=1)
    return ProfileSerializer(profile).data


async def a_key_to_another_column() -> object:
    city = await City.objects.aget(pk=1)
    return CitySerializer(city).data  # E: async-unsafe-call


async def a_selected_row_by_another_column() -> object:
    city = await City.objects.select_related("region").aget(pk=1)
    return CitySerializer(city).data


async def fields_of_a_base_and_more() -> object:
    book = await Book.objects.aget(pk=1)
    return MoreSerializer(book).data  # E: async-unsafe-call


async def no_relation_of_a_tag_is_a_field() -> object:
    tag = await Tag.objects.aget(pk=1)
    return TagSerializer(tag).data
