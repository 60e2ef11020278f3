"""``create_schema`` makes a schema of a model: of a relation the key, or with ``depth`` the related row."""

# mypy: disable-error-code="valid-type"

from typing import List  # noqa: UP035

from django.http import HttpRequest
from library.models import Author, Book, Tag
from library.requests_of_ninja import get
from ninja import Router, Schema
from ninja.orm import create_schema

router = Router()

KeysOut = create_schema(Book, name="KeysOut", fields=["id", "title", "author"])
DeepOut = create_schema(Book, name="DeepOut", depth=1, fields=["id", "title", "author"])
DeeperOut = create_schema(Book, name="DeeperOut", depth=2, fields=["id", "author"])
WholeOut = create_schema(Book, name="WholeOut", exclude=["notes"])
WithoutTagsOut = create_schema(Book, name="WithoutTagsOut", exclude=["tags", "notes"])
AuthorOut = create_schema(Author, name="AuthorOut", fields=["id"], custom_fields=[("publisher", str, None)])
BasedOut = create_schema(Author, name="BasedOut", fields=["name"], base_class=Schema)


@router.get("/keys", response=KeysOut)
async def the_key_of_a_relation(request: HttpRequest) -> Book:
    return await Book.objects.aget(pk=1)


@router.get("/deep", response=DeepOut)
async def the_row_of_a_relation(request: HttpRequest) -> Book:
    return await Book.objects.aget(pk=1)  # E: async-unsafe-call "author" of "Book"


@router.get("/deep_loaded", response=DeepOut)
async def the_row_of_a_loaded_relation(request: HttpRequest) -> Book:
    return await Book.objects.select_related("author").aget(pk=1)


@router.get("/deeper", response=List[DeeperOut])  # noqa: UP006
async def two_relations_deep(request: HttpRequest) -> list[Book]:
    return [book async for book in Book.objects.select_related("author")]  # E: async-unsafe-call


@router.get("/deeper_loaded", response=List[DeeperOut])  # noqa: UP006
async def two_loaded_relations_deep(request: HttpRequest) -> list[Book]:
    return [book async for book in Book.objects.select_related("author__publisher").filter(pk=1)]


@router.get("/whole", response={200: WholeOut})
async def the_rows_of_a_manager(request: HttpRequest) -> Book:
    return await Book.objects.aget(pk=1)  # E: async-unsafe-call


@router.get("/whole_loaded", response={200: WholeOut})
async def the_rows_of_a_loaded_manager(request: HttpRequest) -> Book:
    return await Book.objects.prefetch_related("tags").aget(pk=1)


@router.get("/without", response=WithoutTagsOut)
async def without_the_manager(request: HttpRequest) -> Book:
    return await Book.objects.aget(pk=1)


@router.get("/custom", response=AuthorOut)
async def a_field_of_its_own(request: HttpRequest) -> Author:
    return await Author.objects.aget(pk=1)  # E: async-unsafe-call


@router.get("/at_once", response=create_schema(Tag, name="AtOnceOut", depth=1))
async def written_where_it_is_asked_for(request: HttpRequest) -> Tag:
    return await Tag.objects.aget(pk=1)


@router.get("/based", response=BasedOut)
async def of_a_base(request: HttpRequest) -> Author:
    return await Author.objects.aget(pk=1)


async def read_by_a_method() -> object:
    return DeepOut.from_orm(await Book.objects.aget(pk=1))  # E: async-unsafe-call


async def the_key_read_by_a_method() -> object:
    return KeysOut.from_orm(await Book.objects.aget(pk=1))


REQUESTS = {
    "the_key_of_a_relation": get(router, "/keys"),
    "the_row_of_a_relation": get(router, "/deep"),
    "the_row_of_a_loaded_relation": get(router, "/deep_loaded"),
    "two_relations_deep": get(router, "/deeper"),
    "two_loaded_relations_deep": get(router, "/deeper_loaded"),
    "the_rows_of_a_manager": get(router, "/whole"),
    "the_rows_of_a_loaded_manager": get(router, "/whole_loaded"),
    "without_the_manager": get(router, "/without"),
    "a_field_of_its_own": get(router, "/custom"),
    "written_where_it_is_asked_for": get(router, "/at_once"),
    "of_a_base": get(router, "/based"),
}
