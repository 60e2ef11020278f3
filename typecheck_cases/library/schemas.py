"""Schemas of django-ninja and models of pydantic that the APIs of other modules return."""

from __future__ import annotations

from typing import Generic, TypeVar

from ninja import Field, ModelSchema, Schema
from pydantic import BaseModel, ConfigDict

from library.cards import BookCard
from library.models import Book, Node

Row = TypeVar("Row")


class TagOut(Schema):
    label: str


class PublisherOut(Schema):
    name: str


class AuthorOut(Schema):
    name: str


class FullAuthorOut(AuthorOut):
    publisher: PublisherOut | None = None


class TitleOut(Schema):
    id: int
    title: str


class KeyOut(TitleOut):
    author_id: int


class BookOut(TitleOut):
    author: AuthorOut


class TaggedOut(TitleOut):
    tags: list[TagOut]


class AliasOut(Schema):
    title: str
    writer: str = Field(alias="author.name")


class KeyAliasOut(Schema):
    author: int = Field(alias="author_id")


class ResolvedOut(TitleOut):
    byline: str
    shout: str

    @staticmethod
    def resolve_byline(book: Book) -> str:
        return f"by {book.author.name}"

    @staticmethod
    def resolve_shout(book: Book) -> str:
        return book.title.upper()


class ResolvedKeyOut(TitleOut):
    author: int

    @staticmethod
    def resolve_author(book: Book) -> int:
        return book.author_id


class CardOut(Schema):
    author_name: str


class ShoutOut(Schema):
    shout: str


class HeadingOut(Schema):
    heading: str


class LabelOut(Schema):
    label: str


class NodeOut(Schema):
    id: int
    parent: NodeOut | None = None


class Page(Schema, Generic[Row]):
    items: list[Row]
    total: int


class BookModelOut(ModelSchema):
    class Meta:
        model = Book
        fields = ["id", "title", "author"]


class TagsModelOut(ModelSchema):
    class Meta:
        model = Book
        fields = ["id", "tags"]


class WithoutTagsOut(ModelSchema):
    class Meta:
        model = Book
        exclude = ["tags", "notes", "meta", "doc"]


class WholeNodeOut(ModelSchema):
    class Meta:
        model = Node
        fields = "__all__"


class NestedModelOut(ModelSchema):
    author: AuthorOut

    class Meta:
        model = Book
        fields = ["id", "title"]


class WholeCardOut(ModelSchema):
    shout: str

    class Meta:
        model = BookCard
        fields = ["id"]


class TagModel(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    label: str


class AuthorModel(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    name: str


class BookModel(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    title: str
    author: AuthorModel


class TitleModel(BaseModel):
    title: str


class DeepModel(TitleModel):
    author: AuthorModel
