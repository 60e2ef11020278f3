"""Lists, unions, statuses, pages, dicts: whatever an operation returns is held against its ``response=``."""

from typing import Any, List, Optional, Union  # noqa: UP035

from django.db.models import QuerySet
from django.http import HttpRequest
from library.models import Author, Book, Chapter, Profile
from library.requests_of_ninja import get
from library.schemas import AuthorOut, BookOut, Page, TaggedOut, TitleOut
from ninja import Router, Schema
from ninja.pagination import LimitOffsetPagination, PageNumberPagination, paginate
from ninja.responses import codes_4xx

router = Router()

Titles = list[TitleOut]
RESPONSES = {200: BookOut, 404: TitleOut}


@router.get("/queryset", response=list[TitleOut])
async def a_queryset(request: HttpRequest) -> QuerySet[Book]:
    return Book.objects.all()  # E: async-unsafe-call


@router.get("/alias_of_type", response=Titles)
async def a_queryset_under_an_alias(request: HttpRequest) -> QuerySet[Book]:
    books = Book.objects.filter(pages__gte=0)
    return books  # E: async-unsafe-call


@router.get("/fetched", response=List[TitleOut])  # noqa: UP006
async def a_list_of_rows(request: HttpRequest) -> list[Book]:
    return [book async for book in Book.objects.all()]


@router.get("/fetched_nested", response=list[BookOut])
async def a_list_of_rows_that_lack_something(request: HttpRequest) -> list[Book]:
    return [book async for book in Book.objects.all()]  # E: async-unsafe-call "author" of "Book"


@router.get("/fetched_loaded", response=list[BookOut])
async def a_list_of_rows_that_lack_nothing(request: HttpRequest) -> list[Book]:
    return [book async for book in Book.objects.select_related("author")]


@router.get("/evaluated", response=list[BookOut])
async def a_queryset_that_was_evaluated(request: HttpRequest) -> QuerySet[Book]:
    books = Book.objects.select_related("author")
    async for book in books:
        print(book.title)
    return books


@router.get("/optional", response=Optional[BookOut])  # noqa: UP045
async def perhaps_a_row(request: HttpRequest) -> Book | None:
    return await Book.objects.afirst()  # E: async-unsafe-call


@router.get("/none", response=BookOut | None)
async def perhaps_a_loaded_row(request: HttpRequest) -> Book | None:
    return await Book.objects.select_related("author").afirst()


@router.get("/union", response=Union[BookOut, TaggedOut])  # noqa: UP007
async def no_member_of_a_union_is_loaded(request: HttpRequest) -> Book:
    return await Book.objects.aget(pk=1)  # E: async-unsafe-call


@router.get("/union_loaded", response=Union[BookOut, TaggedOut])  # noqa: UP007
async def one_member_of_a_union_is_loaded(request: HttpRequest) -> Book:
    return await Book.objects.prefetch_related("tags").aget(pk=1)


@router.get("/union_of_columns", response=BookOut | TitleOut)
async def one_member_of_a_union_reads_columns(request: HttpRequest) -> Book:
    return await Book.objects.aget(pk=1)


@router.get("/tuple", response=RESPONSES)
async def a_tuple(request: HttpRequest) -> tuple[int, Book]:
    return 200, await Book.objects.aget(pk=1)  # E: async-unsafe-call


@router.get("/tuple_of_error", response={200: TitleOut, codes_4xx: BookOut})
async def a_tuple_of_another_code(request: HttpRequest) -> tuple[int, Book]:
    book = await Book.objects.aget(pk=1)
    return 404, book  # E: async-unsafe-call


@router.get("/dict_for_error", response={200: TitleOut, 404: AuthorOut})
async def a_dict_for_an_error(request: HttpRequest) -> tuple[int, Any]:
    book = await Book.objects.filter(pk=77).afirst()
    if book is None:
        return 404, {"name": "nobody"}
    return 200, book


@router.get("/created", response={201: BookOut})
async def the_only_status(request: HttpRequest) -> Book:
    book = await Book.objects.aget(pk=1)
    return book  # E: async-unsafe-call


@router.get("/dict", response=BookOut)
async def a_dict(request: HttpRequest) -> dict[str, Any]:
    book = await Book.objects.select_related("author").aget(pk=1)
    return {"id": book.pk, "title": book.title, "author": book.author}


@router.get("/generic", response=Page[BookOut])
async def a_queryset_in_a_dict(request: HttpRequest) -> dict[str, Any]:
    books = Book.objects.select_related("author")
    return {"items": books, "total": 4}  # E: async-unsafe-call


@router.get("/generic_rows", response=Page[BookOut])
async def rows_in_a_dict(request: HttpRequest) -> dict[str, Any]:
    books = [book async for book in Book.objects.all()]
    return {"items": books, "total": 4}  # E: async-unsafe-call "author" of "Book"


@router.get("/generic_loaded", response=Page[BookOut])
async def loaded_rows_in_a_dict(request: HttpRequest) -> dict[str, Any]:
    books = [book async for book in Book.objects.select_related("author")]
    return {"items": books, "total": 4}


@router.get("/paginated", response=list[BookOut])
@paginate
async def a_page_of_rows(request: HttpRequest) -> QuerySet[Book]:
    return Book.objects.all()  # E: async-unsafe-call "author" of "Book"


@router.get("/paginated_loaded", response=list[BookOut])
@paginate(PageNumberPagination, page_size=2)
async def a_page_of_loaded_rows(request: HttpRequest) -> QuerySet[Book]:
    return Book.objects.select_related("author").order_by("pk")


@router.get("/paginated_list", response=list[BookOut])
@paginate(LimitOffsetPagination)
async def a_page_of_a_list(request: HttpRequest) -> list[Book]:
    return [book async for book in Book.objects.select_related("author")]


class PairOut(Schema):
    pair: tuple[AuthorOut, BookOut]


@router.get("/pair", response=PairOut)
async def a_tuple_of_two_schemas(request: HttpRequest) -> dict[str, Any]:
    book = await Book.objects.aget(pk=1)
    return {"pair": (await Author.objects.aget(pk=1), book)}  # E: async-unsafe-call


@router.get("/pair_loaded", response=PairOut)
async def a_tuple_of_two_loaded_rows(request: HttpRequest) -> dict[str, Any]:
    book = await Book.objects.select_related("author").aget(pk=1)
    return {"pair": (book.author, book)}


class ChapterOut(Schema):
    number: int


class ChaptersOut(Schema):
    title: str
    chapters: list[ChapterOut]


class ProfileOut(Schema):
    nick: str


class AuthorWithProfileOut(Schema):
    profile: ProfileOut | None = None


@router.get("/reverse", response=ChaptersOut)
async def a_reverse_relation(request: HttpRequest) -> Book:
    return await Book.objects.aget(pk=1)  # E: async-unsafe-call


@router.get("/reverse_prefetched", response=ChaptersOut)
async def a_prefetched_reverse_relation(request: HttpRequest) -> Book:
    return await Book.objects.prefetch_related("chapters").aget(pk=1)


@router.get("/related_rows", response=list[ChapterOut])
async def the_rows_of_a_related_manager(request: HttpRequest) -> Any:
    book = await Book.objects.aget(pk=1)
    return book.chapters  # E: async-unsafe-call


@router.get("/related_queryset", response=list[ChapterOut])
async def a_related_queryset(request: HttpRequest) -> QuerySet[Chapter]:
    book = await Book.objects.aget(pk=1)
    return book.chapters.all()  # E: async-unsafe-call


@router.get("/one_to_one", response=AuthorWithProfileOut)
async def the_other_side_of_one_to_one(request: HttpRequest) -> Author:
    return await Author.objects.aget(pk=1)  # E: async-unsafe-call


@router.get("/one_to_one_loaded", response=AuthorWithProfileOut)
async def the_loaded_side_of_one_to_one(request: HttpRequest) -> Author:
    return await Author.objects.select_related("profile").aget(pk=1)


async def found(pk: int) -> Book:
    return await Book.objects.aget(pk=pk)


async def found_with_author(pk: int) -> Book:
    return await Book.objects.select_related("author").aget(pk=pk)


@router.get("/helper", response=BookOut)
async def a_row_of_a_function(request: HttpRequest) -> Book:
    return await found(1)  # E: async-unsafe-call


@router.get("/helper_loaded", response=BookOut)
async def a_loaded_row_of_a_function(request: HttpRequest) -> Book:
    return await found_with_author(1)


@router.get("/created_row", response=BookOut)
async def a_row_just_created(request: HttpRequest) -> Book:
    author = await Author.objects.aget(pk=1)
    return await Book.objects.acreate(title="n", author=author)


@router.get("/created_by_key", response=BookOut)
async def a_row_created_by_key(request: HttpRequest) -> Book:
    return await Book.objects.acreate(title="n", author_id=1)  # E: async-unsafe-call


@router.get("/awaited", response=BookOut)
async def the_relation_is_set_before(request: HttpRequest) -> Book:
    book = await Book.objects.aget(pk=1)
    book.author = await Author.objects.aget(pk=book.author_id)
    return book


@router.get("/profile", response=ProfileOut)
async def the_column_of_another_model(request: HttpRequest) -> Profile:
    return await Profile.objects.aget(pk=1)


REQUESTS = {
    "a_queryset": get(router, "/queryset"),
    "a_queryset_under_an_alias": get(router, "/alias_of_type"),
    "a_list_of_rows": get(router, "/fetched"),
    "a_list_of_rows_that_lack_something": get(router, "/fetched_nested"),
    "a_list_of_rows_that_lack_nothing": get(router, "/fetched_loaded"),
    "a_queryset_that_was_evaluated": get(router, "/evaluated"),
    "perhaps_a_row": get(router, "/optional"),
    "perhaps_a_loaded_row": get(router, "/none"),
    "no_member_of_a_union_is_loaded": get(router, "/union"),
    "one_member_of_a_union_is_loaded": get(router, "/union_loaded"),
    "one_member_of_a_union_reads_columns": get(router, "/union_of_columns"),
    "a_tuple": get(router, "/tuple"),
    "a_tuple_of_another_code": get(router, "/tuple_of_error"),
    "a_dict_for_an_error": get(router, "/dict_for_error"),
    "the_only_status": get(router, "/created"),
    "a_dict": get(router, "/dict"),
    "a_queryset_in_a_dict": get(router, "/generic"),
    "rows_in_a_dict": get(router, "/generic_rows"),
    "loaded_rows_in_a_dict": get(router, "/generic_loaded"),
    "a_page_of_rows": get(router, "/paginated"),
    "a_page_of_loaded_rows": get(router, "/paginated_loaded"),
    "a_page_of_a_list": get(router, "/paginated_list"),
    "a_tuple_of_two_schemas": get(router, "/pair"),
    "a_tuple_of_two_loaded_rows": get(router, "/pair_loaded"),
    "a_reverse_relation": get(router, "/reverse"),
    "a_prefetched_reverse_relation": get(router, "/reverse_prefetched"),
    "the_rows_of_a_related_manager": get(router, "/related_rows"),
    "a_related_queryset": get(router, "/related_queryset"),
    "the_other_side_of_one_to_one": get(router, "/one_to_one"),
    "the_loaded_side_of_one_to_one": get(router, "/one_to_one_loaded"),
    "a_row_of_a_function": get(router, "/helper"),
    "a_loaded_row_of_a_function": get(router, "/helper_loaded"),
    "a_row_just_created": get(router, "/created_row"),
    "a_row_created_by_key": get(router, "/created_by_key"),
    "the_relation_is_set_before": get(router, "/awaited"),
    "the_column_of_another_model": get(router, "/profile"),
}
