"""What an async operation returns, ninja reads on the event loop, as the schema of ``response=`` says."""

from django.http import HttpRequest, HttpResponse
from library.models import Author, Book, Node
from library.requests_of_ninja import get
from library.schemas import (
    AliasOut,
    BookOut,
    FullAuthorOut,
    KeyAliasOut,
    KeyOut,
    NodeOut,
    ResolvedKeyOut,
    ResolvedOut,
    TaggedOut,
    TitleOut,
)
from ninja import NinjaAPI, Router

router = Router()


@router.get("/nested", response=BookOut)
async def a_nested_row(request: HttpRequest) -> Book:
    return await Book.objects.aget(pk=1)  # E: async-unsafe-call "author" of "Book" is read by "BookOut"


@router.get("/nested_loaded", response=BookOut)
async def a_nested_row_that_is_loaded(request: HttpRequest) -> Book:
    return await Book.objects.select_related("author").aget(pk=1)


@router.get("/columns", response=TitleOut)
async def columns_only(request: HttpRequest) -> Book:
    return await Book.objects.aget(pk=1)


@router.get("/deferred", response=TitleOut)
async def a_deferred_column(request: HttpRequest) -> Book:
    return await Book.objects.defer("title").aget(pk=1)  # E: async-unsafe-call


@router.get("/key", response=KeyOut)
async def the_key_of_a_relation(request: HttpRequest) -> Book:
    return await Book.objects.aget(pk=1)


@router.get("/two_steps", response=FullAuthorOut)
async def the_second_step(request: HttpRequest) -> Author:
    book = await Book.objects.select_related("author").aget(pk=1)
    return book.author  # E: async-unsafe-call "publisher" of "Author" is read by "FullAuthorOut"


@router.get("/two_steps_loaded", response=FullAuthorOut)
async def both_steps_loaded(request: HttpRequest) -> Author:
    book = await Book.objects.select_related("author__publisher").aget(pk=1)
    return book.author


@router.get("/manager", response=TaggedOut)
async def the_rows_of_a_manager(request: HttpRequest) -> Book:
    return await Book.objects.aget(pk=1)  # E: async-unsafe-call


@router.get("/manager_prefetched", response=TaggedOut)
async def the_rows_of_a_prefetched_manager(request: HttpRequest) -> Book:
    return await Book.objects.prefetch_related("tags").aget(pk=1)


@router.get("/alias", response=AliasOut)
async def a_dotted_alias(request: HttpRequest) -> Book:
    return await Book.objects.aget(pk=1)  # E: async-unsafe-call


@router.get("/alias_loaded", response=AliasOut)
async def a_dotted_alias_that_is_loaded(request: HttpRequest) -> Book:
    return await Book.objects.select_related("author").aget(pk=1)


@router.get("/alias_of_key", response=KeyAliasOut)
async def an_alias_of_the_key(request: HttpRequest) -> Book:
    return await Book.objects.aget(pk=1)


@router.get("/resolved", response=ResolvedOut)
async def a_resolver_reads(request: HttpRequest) -> Book:
    return await Book.objects.aget(pk=1)  # E: async-unsafe-call


@router.get("/resolved_loaded", response=ResolvedOut)
async def a_resolver_reads_what_is_loaded(request: HttpRequest) -> Book:
    return await Book.objects.select_related("author").aget(pk=1)


@router.get("/resolved_key", response=ResolvedKeyOut)
async def a_resolver_in_place_of_a_relation(request: HttpRequest) -> Book:
    return await Book.objects.aget(pk=1)


@router.get("/tree", response=NodeOut)
async def a_tree(request: HttpRequest) -> Node:
    return await Node.objects.aget(pk=2)  # E: async-unsafe-call "parent" of "Node"


@router.get("/branch", response=NodeOut)
async def one_of_two_ways(request: HttpRequest) -> Node:
    if request.method == "DELETE":
        return await Node.objects.select_related("parent__parent").aget(pk=2)
    return await Node.objects.aget(pk=2)  # E: async-unsafe-call


@router.get("/no_response")
async def no_schema(request: HttpRequest) -> dict[str, str]:
    book = await Book.objects.aget(pk=1)
    return {"title": book.title}


@router.get("/http", response=BookOut)
async def a_response_of_its_own(request: HttpRequest) -> HttpResponse:
    book = await Book.objects.aget(pk=1)
    return HttpResponse(book.title)


@router.get("/made", response=TitleOut)
async def made_by_hand(request: HttpRequest) -> TitleOut:
    book = await Book.objects.aget(pk=1)
    return TitleOut(id=book.pk, title=book.title)


@router.get("/thread", response=BookOut)
def a_sync_operation(request: HttpRequest) -> Book:
    return Book.objects.get(pk=1)


api = NinjaAPI(urls_namespace=__name__)


@api.get("/of_api", response=BookOut)
async def an_operation_of_the_api(request: HttpRequest) -> Book:
    book = await Book.objects.aget(pk=1)
    return book  # E: async-unsafe-call


REQUESTS = {
    "a_nested_row": get(router, "/nested"),
    "a_nested_row_that_is_loaded": get(router, "/nested_loaded"),
    "columns_only": get(router, "/columns"),
    "a_deferred_column": get(router, "/deferred"),
    "the_key_of_a_relation": get(router, "/key"),
    "the_second_step": get(router, "/two_steps"),
    "both_steps_loaded": get(router, "/two_steps_loaded"),
    "the_rows_of_a_manager": get(router, "/manager"),
    "the_rows_of_a_prefetched_manager": get(router, "/manager_prefetched"),
    "a_dotted_alias": get(router, "/alias"),
    "a_dotted_alias_that_is_loaded": get(router, "/alias_loaded"),
    "an_alias_of_the_key": get(router, "/alias_of_key"),
    "a_resolver_reads": get(router, "/resolved"),
    "a_resolver_reads_what_is_loaded": get(router, "/resolved_loaded"),
    "a_resolver_in_place_of_a_relation": get(router, "/resolved_key"),
    "a_tree": get(router, "/tree"),
    "one_of_two_ways": get(router, "/branch"),
    "no_schema": get(router, "/no_response"),
    "a_response_of_its_own": get(router, "/http"),
    "made_by_hand": get(router, "/made"),
    "a_sync_operation": get(router, "/thread"),
    "an_operation_of_the_api": get(api, "/of_api"),
}
