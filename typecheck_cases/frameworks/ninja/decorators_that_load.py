"""A decorator of the project below an operation puts a row on the request, or hands it over."""

# mypy: allow-untyped-defs, allow-untyped-calls, allow-any-generics, allow-untyped-decorators
# mypy: disable-error-code="no-any-return, misc, union-attr, attr-defined"

from collections.abc import Callable
from functools import wraps
from typing import Any

from asgiref.sync import sync_to_async
from django.http import HttpRequest
from library.models import Author, Book
from library.requests_of_ninja import get
from library.schemas import AuthorOut, FullAuthorOut
from ninja import NinjaAPI, Router, Schema
from ninja.pagination import LimitOffsetPagination, paginate


class NameOut(Schema):
    name: str


async def author_of_key(request: HttpRequest) -> Author | None:
    return await Author.objects.filter(name="a1").afirst()


def with_author(view):
    @wraps(view)
    async def wrapper(request, *args, **kwargs):
        request.author = await Author.objects.aget(name="a1")
        return await view(request, *args, **kwargs)

    return wrapper


def with_loaded(*related: str, name: str = "author") -> Callable[..., Any]:
    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        async def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            setattr(request, name, await Author.objects.select_related(*related).aget(name="a1"))
            return await view(request, *args, **kwargs)

        return wrapper

    return decorate


def giving_book(view):
    async def wrapper(request):
        return await view(request, await Book.objects.aget(pk=1))

    return wrapper


def in_a_thread(view):
    @wraps(view)
    async def wrapper(request, *args, **kwargs):
        request.author = await sync_to_async(Author.objects.select_related("publisher").get)(name="a1")
        return await view(request, *args, **kwargs)

    return wrapper


router = Router()
keyed = Router(auth=author_of_key)
api = NinjaAPI(urls_namespace="decorators_that_load")


@router.get("/bare")
@with_author
async def bare(request):
    return {"publisher": str(request.author.publisher)}  # E: async-unsafe-relation


@router.get("/column")
@with_author
async def column(request):
    return {"name": request.author.name}


@router.get("/loaded")
@with_loaded("publisher")
async def loaded(request):
    return {"publisher": str(request.author.publisher)}


@router.get("/not-loaded")
@with_loaded()
async def not_loaded(request: HttpRequest) -> Any:
    return {"publisher": str(request.author.publisher)}  # E: async-unsafe-relation


@router.get("/other-name")
@with_loaded(name="writer")
async def other_name(request: Any) -> Any:
    writer = request.writer
    return {"books": writer.books.count()}  # E: async-unsafe-query


@router.get("/other-name-awaited")
@with_loaded(name="writer")
async def other_name_awaited(request: Any) -> Any:
    return {"books": await request.writer.books.acount()}


@router.get("/thread")
@in_a_thread
async def thread(request):
    return {"publisher": str(request.author.publisher)}


@router.get("/response", response=AuthorOut)
@with_author
async def response(request):
    return request.author


@router.get("/full-response", response=FullAuthorOut)
@with_author
async def full_response(request):
    return request.author  # E: async-unsafe-call


@router.get("/full-response-loaded", response=FullAuthorOut)
@with_loaded("publisher")
async def full_response_loaded(request):
    return request.author


@keyed.get("/keyed")
@with_author
async def keyed_operation(request):
    return {"publisher": str(request.author.publisher)}  # E: async-unsafe-relation


@keyed.get("/keyed-loaded")
@with_loaded("publisher")
async def keyed_loaded(request):
    return {"publisher": str(request.author.publisher), "name": request.auth.name}


def reading_auth(view):
    @wraps(view)
    async def wrapper(request, *args, **kwargs):
        await sync_to_async(lambda: request.auth.publisher)()
        return await view(request, *args, **kwargs)

    return wrapper


@keyed.get("/keyed-read")
@reading_auth
async def keyed_read(request):
    return {"publisher": str(request.auth.publisher)}


@keyed.get("/keyed-auth")
@with_loaded("publisher")
async def keyed_auth(request):
    return {"publisher": str(request.auth.publisher)}  # E: async-unsafe-relation


@api.get("/paged", response=list[NameOut])
@paginate(LimitOffsetPagination)
@with_author
async def paged(request):
    name = request.author.publisher.name  # E: async-unsafe-relation
    return Author.objects.filter(name=name)


@api.get("/paged-loaded", response=list[NameOut])
@paginate(LimitOffsetPagination)
@with_loaded("publisher")
async def paged_loaded(request):
    return Author.objects.filter(publisher=request.author.publisher)


@api.get("/given")
@giving_book
async def given(request, book):
    return {"author": book.author.name}  # E: async-unsafe-relation


@api.get("/given-column")
@giving_book
async def given_column(request, book):
    return {"author": book.author_id}


@api.get("/two")
@with_loaded("publisher")
@with_author
async def the_inner_one_wins(request):
    return {"publisher": str(request.author.publisher)}  # E: async-unsafe-relation


@api.get("/two-loaded")
@with_author
@with_loaded("publisher")
async def the_inner_one_has_loaded_it(request):
    return {"publisher": str(request.author.publisher)}


REQUESTS = {
    "bare": get(router, "/bare"),
    "column": get(router, "/column"),
    "loaded": get(router, "/loaded"),
    "not_loaded": get(router, "/not-loaded"),
    "other_name": get(router, "/other-name"),
    "other_name_awaited": get(router, "/other-name-awaited"),
    "thread": get(router, "/thread"),
    "response": get(router, "/response"),
    "full_response": get(router, "/full-response"),
    "full_response_loaded": get(router, "/full-response-loaded"),
    "keyed_operation": get(keyed, "/keyed"),
    "keyed_loaded": get(keyed, "/keyed-loaded"),
    "keyed_auth": get(keyed, "/keyed-auth"),
    "keyed_read": get(keyed, "/keyed-read"),
    "paged": get(api, "/paged"),
    "paged_loaded": get(api, "/paged-loaded"),
    "given": get(api, "/given"),
    "given_column": get(api, "/given-column"),
    "the_inner_one_wins": get(api, "/two"),
    "the_inner_one_has_loaded_it": get(api, "/two-loaded"),
}
