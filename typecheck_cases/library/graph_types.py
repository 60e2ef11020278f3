"""Types of GraphQL that several schemas have."""

from __future__ import annotations

import strawberry
import strawberry_django
from strawberry import auto
from strawberry import type as gql_type

from library.models import Author, Book


@gql_type
class WriterType:
    name: str


@gql_type
class Named:
    title: str


@gql_type
class VolumeType(Named):
    author: WriterType


@gql_type
class ShelfType:
    number: int
    book: VolumeType


@strawberry.type
class ReviewType(Named):
    """Reads its row in resolvers of its own."""

    @strawberry.field
    def by(self, root: strawberry.Parent[Book]) -> str:
        return root.author.name

    @strawberry.field
    async def edited(self, root: strawberry.Parent[Book]) -> str | None:
        return root.editor.name if root.editor is not None else None


@strawberry_django.type(Book)
class PrintType:
    title: auto


@strawberry_django.type(Author)
class NoteType:
    name: auto
    books: list[PrintType]
