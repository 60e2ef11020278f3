"""Relay's connections and nodes, interfaces and unions: what their types read off the rows they are given."""

# mypy: allow-untyped-decorators, no-warn-return-any

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

import strawberry
import strawberry_django
from library.graphql import asking
from library.models import Author, Book, Tag
from strawberry import auto, relay


@strawberry_django.type(Author)
class AuthorNode(relay.Node):
    name: auto


@strawberry_django.type(Book)
class BookNode(relay.Node):
    title: auto
    author: AuthorNode

    @strawberry.field
    def plain(self) -> str:
        return cast("Book", self).author.name  # E: async-unsafe-relation

    @strawberry_django.field
    def threaded(self) -> str:
        return cast("Book", self).author.name


@strawberry.type
class TitleNode(relay.Node):
    pk: relay.NodeID[int]
    title: str

    @classmethod
    async def resolve_nodes(cls, *, info: Any, node_ids: Iterable[str], required: bool = False) -> Any:
        return [
            TitleNode(pk=book.pk, title=book.title) async for book in Book.objects.filter(pk__in=node_ids)
        ]


@strawberry.type
class ReadingNode(relay.Node):
    pk: relay.NodeID[int]
    author: str

    @classmethod
    async def resolve_nodes(cls, *, info: Any, node_ids: Iterable[str], required: bool = False) -> Any:
        found = Book.objects.filter(pk__in=node_ids)
        return [cls(pk=b.pk, author=b.author.name) async for b in found]  # E: async-unsafe-relation


@strawberry.type
class BookOut:
    title: str
    author: AuthorOut


@strawberry.type
class AuthorOut:
    name: str


@strawberry.type
class TagOut:
    label: str


@strawberry.type
class BookRow:
    author: AuthorOut

    @classmethod
    def is_type_of(cls, value: object, info: Any) -> bool:
        return isinstance(value, (Book, BookRow))


@strawberry.interface
class Titled:
    title: str


@strawberry.type
class Novel(Titled):
    author: AuthorOut

    @classmethod
    def is_type_of(cls, value: object, info: Any) -> bool:
        return isinstance(value, (Book, Novel))


@strawberry.type
class Query:
    node: relay.Node = relay.node()
    books: relay.ListConnection[BookNode] = strawberry_django.connection()

    @relay.connection(relay.ListConnection[TitleNode])
    async def titles(self) -> list[TitleNode]:
        return [TitleNode(pk=book.pk, title=book.title) async for book in Book.objects.all()]

    @relay.connection(relay.ListConnection[TitleNode])
    async def authors(self) -> list[TitleNode]:
        found = Book.objects.all()
        return [TitleNode(pk=b.pk, title=b.author.name) async for b in found]  # E: async-unsafe-relation

    @relay.connection(relay.ListConnection[TitleNode])
    def listed(self) -> list[TitleNode]:
        found = Book.objects.all()
        return [TitleNode(pk=book.pk, title=book.title) for book in found]  # E: async-unsafe-iteration

    @strawberry.field
    async def thing(self) -> BookOut | TagOut:
        book = await Book.objects.select_related("author").aget(pk=1)
        return BookOut(title=book.title, author=AuthorOut(name=book.author.name))

    @strawberry.field
    async def bare_thing(self) -> BookOut | TagOut:
        book = await Book.objects.aget(pk=1)
        return BookOut(title=book.title, author=AuthorOut(name=book.author.name))  # E: async-unsafe-relation

    @strawberry.field
    async def several(self) -> list[BookOut | TagOut]:
        return [TagOut(label=tag.label) async for tag in Tag.objects.all()]

    @strawberry.field
    async def row_of_several(self) -> BookRow | TagOut:
        return cast("BookRow", await Book.objects.aget(pk=1))  # E: async-unsafe-call

    @strawberry.field
    async def loaded_row_of_several(self) -> BookRow | TagOut:
        return cast("BookRow", await Book.objects.select_related("author").aget(pk=1))

    @strawberry.field
    async def loaded_row_of_an_interface(self) -> Titled:
        return cast("Titled", await Book.objects.select_related("author").aget(pk=1))

    other: ReadingNode | None = None
    novel: Novel | None = None


def node_id(kind: str) -> str:
    return relay.to_base64(kind, "1")


REQUESTS = {
    "BookNode.plain": asking(Query, "{ books { edges { node { plain } } } }"),
    "BookNode.threaded": asking(Query, "{ books { edges { node { threaded author { name } } } } }"),
    "TitleNode.resolve_nodes": asking(
        Query, f'{{ node(id: "{node_id("TitleNode")}") {{ ... on TitleNode {{ title }} }} }}'
    ),
    "Query.titles": asking(Query, "{ titles { edges { node { title } } } }"),
    "Query.authors": asking(Query, "{ authors { edges { node { title } } } }"),
    "Query.listed": asking(Query, "{ listed { edges { node { title } } } }"),
    "Query.thing": asking(Query, "{ thing { ... on BookOut { author { name } } } }"),
    "Query.bare_thing": asking(Query, "{ bareThing { ... on BookOut { author { name } } } }"),
    "ReadingNode.resolve_nodes": asking(
        Query, f'{{ node(id: "{node_id("ReadingNode")}") {{ ... on ReadingNode {{ author }} }} }}'
    ),
    "Query.row_of_several": asking(Query, "{ rowOfSeveral { ... on BookRow { author { name } } } }"),
    "Query.loaded_row_of_several": asking(
        Query, "{ loadedRowOfSeveral { ... on BookRow { author { name } } } }"
    ),
    "Query.loaded_row_of_an_interface": asking(
        Query, "{ loadedRowOfAnInterface { ... on Novel { author { name } } } }"
    ),
    "Query.several": asking(Query, "{ several { ... on TagOut { label } } }"),
}
