"""What a type reads by resolvers that it names, as a type that a field names, and of what a loader loads."""

# mypy: allow-untyped-decorators, no-warn-return-any

from __future__ import annotations

from typing import Any

import strawberry
from library.graphql import asking
from library.models import Author, Book
from strawberry.dataloader import DataLoader


@strawberry.type
class PublisherType:
    name: str


@strawberry.type
class AuthorType:
    name: str
    publisher: PublisherType | None


@strawberry.type
class WriterType:
    name: str


@strawberry.type
class BookType:
    title: str
    author: WriterType


@strawberry.type
class TitleType:
    title: str


@strawberry.type
class ShoutType:
    title: str
    byline: str = strawberry.field(resolver=lambda root: root.author.name)
    shout: str = strawberry.field(resolver=lambda root: root.title.upper())


@strawberry.type
class LoudType:
    title: str
    shout: str = strawberry.field(resolver=lambda root: root.title.upper())


def resolve_author_name(root: Any) -> str:
    return root.author.name  # E: async-unsafe-relation


@strawberry.type
class BylineType:
    title: str
    author_name: str = strawberry.field(resolver=resolve_author_name)


@strawberry.type
class WrittenType:
    title: str
    writer: WriterType = strawberry.field(name="writtenBy", resolver=lambda root: root.author)


async def load_authors(keys: list[int]) -> list[Author]:
    found = {a.pk: a async for a in Author.objects.filter(pk__in=keys)}
    return [found[k] for k in keys]


async def load_full_authors(keys: list[int]) -> list[Author]:
    found = {a.pk: a async for a in Author.objects.select_related("publisher").filter(pk__in=keys)}
    return [found[k] for k in keys]


@strawberry.type
class Query:
    @strawberry.field(graphql_type=BookType)
    async def by_graphql_type(self) -> Any:
        row: Any = await Book.objects.aget(pk=1)
        return row  # E: async-unsafe-call

    @strawberry.field(graphql_type=BookType)
    async def by_graphql_type_well(self) -> Any:
        row: Any = await Book.objects.select_related("author").aget(pk=1)
        return row

    @strawberry.field(graphql_type=list[BookType])
    async def list_by_graphql_type(self) -> Any:
        return [b async for b in Book.objects.all()]  # E: async-unsafe-call

    @strawberry.field(graphql_type=TitleType)
    async def title_by_graphql_type(self) -> Any:
        row: Any = await Book.objects.aget(pk=1)
        return row

    @strawberry.field
    async def lambdas(self) -> ShoutType:
        row: Any = await Book.objects.aget(pk=1)
        return row  # E: async-unsafe-call

    @strawberry.field
    async def lambdas_well(self) -> ShoutType:
        row: Any = await Book.objects.select_related("author").aget(pk=1)
        return row

    @strawberry.field
    async def lambdas_flat(self) -> LoudType:
        row: Any = await Book.objects.aget(pk=1)
        return row

    @strawberry.field
    async def resolved(self) -> BylineType:
        row: Any = await Book.objects.aget(pk=1)
        return row

    @strawberry.field
    async def resolved_well(self) -> BylineType:
        row: Any = await Book.objects.select_related("author").aget(pk=1)
        return row

    @strawberry.field
    async def aliased(self) -> WrittenType:
        row: Any = await Book.objects.aget(pk=1)
        return row  # E: async-unsafe-call

    @strawberry.field
    async def optional_author(self) -> AuthorType | None:
        row: Any = await Author.objects.filter(name="a1").afirst()
        return row  # E: async-unsafe-call

    @strawberry.field
    async def optional_author_well(self) -> AuthorType | None:
        row: Any = await Author.objects.select_related("publisher").filter(name="a1").afirst()
        return row

    @strawberry.field
    async def loaded_by_loader(self) -> AuthorType:
        loader = DataLoader(load_fn=load_authors)
        row: Any = await loader.load(1)
        return row  # E: async-unsafe-call

    @strawberry.field
    async def loaded_by_full_loader(self) -> AuthorType:
        loader = DataLoader(load_fn=load_full_authors)
        row: Any = await loader.load(1)
        return row

    @strawberry.field
    async def read_of_loader(self) -> str:
        loader = DataLoader(load_fn=load_authors)
        author = await loader.load(1)
        return str(author.publisher)  # E: async-unsafe-relation

    @strawberry.field
    async def read_of_full_loader(self) -> str:
        loader = DataLoader(load_fn=load_full_authors)
        author = await loader.load(1)
        return str(author.publisher)

    @strawberry.field
    async def read_many_of_loader(self) -> list[str]:
        loader = DataLoader(load_fn=load_authors)
        authors = await loader.load_many([1])
        return [str(a.publisher) for a in authors]  # E: async-unsafe-relation


REQUESTS = {
    "Query.by_graphql_type": asking(Query, "{ byGraphqlType { title author { name } } }"),
    "Query.by_graphql_type_well": asking(Query, "{ byGraphqlTypeWell { title author { name } } }"),
    "Query.list_by_graphql_type": asking(Query, "{ listByGraphqlType { title author { name } } }"),
    "Query.title_by_graphql_type": asking(Query, "{ titleByGraphqlType { title } }"),
    "Query.lambdas": asking(Query, "{ lambdas { title byline shout } }"),
    "Query.lambdas_well": asking(Query, "{ lambdasWell { title byline shout } }"),
    "Query.lambdas_flat": asking(Query, "{ lambdasFlat { title shout } }"),
    "resolve_author_name": asking(Query, "{ resolved { authorName } }"),
    "Query.resolved": asking(Query, "{ resolved { title } }"),
    "Query.resolved_well": asking(Query, "{ resolvedWell { title authorName } }"),
    "Query.aliased": asking(Query, "{ aliased { title writtenBy { name } } }"),
    "Query.optional_author": asking(Query, "{ optionalAuthor { name publisher { name } } }"),
    "Query.optional_author_well": asking(Query, "{ optionalAuthorWell { name publisher { name } } }"),
    "Query.loaded_by_loader": asking(Query, "{ loadedByLoader { name publisher { name } } }"),
    "Query.loaded_by_full_loader": asking(Query, "{ loadedByFullLoader { name publisher { name } } }"),
    "Query.read_of_loader": asking(Query, "{ readOfLoader }"),
    "Query.read_of_full_loader": asking(Query, "{ readOfFullLoader }"),
    "Query.read_many_of_loader": asking(Query, "{ readManyOfLoader }"),
}
