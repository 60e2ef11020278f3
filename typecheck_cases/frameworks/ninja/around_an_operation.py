"""Decorators of the project around an operation, and its classes of pages: what they return is read."""

import functools
from collections.abc import Callable
from typing import Any

from library.models import Book
from library.requests_of_ninja import get
from library.schemas import BookOut, TitleOut
from ninja import Router, Schema
from ninja.pagination import AsyncPaginationBase, LimitOffsetPagination, paginate

View = Callable[..., Any]
router = Router()


def logged(view: View) -> View:
    @functools.wraps(view)
    async def wrapper(request: Any, *args: Any, **kwargs: Any) -> Any:
        return await view(request, *args, **kwargs)

    return wrapper


def counted(name: str) -> Callable[[View], View]:
    def decorate(view: View) -> View:
        @functools.wraps(view)
        async def wrapper(request: Any, *args: Any, **kwargs: Any) -> Any:
            result = await view(request, *args, **kwargs)
            return result

        return wrapper

    return decorate


def as_list(view: View) -> View:
    @functools.wraps(view)
    async def wrapper(request: Any, *args: Any, **kwargs: Any) -> Any:
        return [row async for row in await view(request, *args, **kwargs)]

    return wrapper


def wrapped_in_dict(view: View) -> View:
    @functools.wraps(view)
    async def wrapper(request: Any, *args: Any, **kwargs: Any) -> Any:
        row = await view(request, *args, **kwargs)
        return {"id": row.pk, "title": row.title, "author": {"name": "x"}}

    return wrapper


@router.get("/d1", response=BookOut)
@logged
async def under_logged(request: Any) -> Any:
    return await Book.objects.aget(pk=1)  # E: async-unsafe-call


@router.get("/d2", response=BookOut)
@logged
async def under_logged_loaded(request: Any) -> Any:
    return await Book.objects.select_related("author").aget(pk=1)


@router.get("/d3", response=BookOut)
@counted("x")
async def under_counted(request: Any) -> Any:
    book = await Book.objects.aget(pk=1)
    return book  # E: async-unsafe-call


@router.get("/d4", response=list[BookOut])
@as_list
async def under_as_list(request: Any) -> Any:
    return Book.objects.all()  # E: async-unsafe-call


@router.get("/d5", response=list[BookOut])
@as_list
async def under_as_list_loaded(request: Any) -> Any:
    return Book.objects.select_related("author")


@router.get("/d6", response=BookOut)
@wrapped_in_dict
async def under_dict(request: Any) -> Any:
    return await Book.objects.aget(pk=1)


@router.get("/d7", response=list[BookOut])
@logged
async def under_logged_many(request: Any) -> Any:
    return [b async for b in Book.objects.all()]  # E: async-unsafe-call


class Pages(AsyncPaginationBase):
    class Input(Schema):
        skip: int = 0

    class Output(Schema):
        items: list[Any]
        total: int

    items_attribute = "items"

    def paginate_queryset(self, queryset: Any, pagination: Any, request: Any, **params: Any) -> Any:
        return {"items": list(queryset[pagination.skip : pagination.skip + 5]), "total": 5}

    async def apaginate_queryset(self, queryset: Any, pagination: Any, request: Any, **params: Any) -> Any:
        return {
            "items": [x async for x in queryset[pagination.skip : pagination.skip + 5]],
            "total": await queryset.acount(),
        }


class BadPages(Pages):
    async def apaginate_queryset(self, queryset: Any, pagination: Any, request: Any, **params: Any) -> Any:
        return {
            "items": list(queryset[pagination.skip : pagination.skip + 5]),
            "total": await queryset.acount(),
        }


class LazyPages(Pages):
    async def apaginate_queryset(self, queryset: Any, pagination: Any, request: Any, **params: Any) -> Any:
        return {
            "items": queryset[pagination.skip : pagination.skip + 5],
            "total": await queryset.acount(),
        }


@router.get("/p1", response=list[BookOut])
@paginate(Pages)
async def own_pages(request: Any) -> Any:
    return Book.objects.order_by("pk")  # E: async-unsafe-call


@router.get("/p2", response=list[BookOut])
@paginate(Pages)
async def own_pages_loaded(request: Any) -> Any:
    return Book.objects.select_related("author").order_by("pk")


@router.get("/p3", response=list[TitleOut])
@paginate(BadPages)
async def own_bad_pages(request: Any) -> Any:
    return Book.objects.order_by("pk")  # E: async-unsafe-call


@router.get("/p4", response=list[TitleOut])
@paginate(LazyPages)
async def own_lazy_pages(request: Any) -> Any:
    return Book.objects.order_by("pk")  # E: async-unsafe-call


@router.get("/p5", response=list[BookOut])
@paginate(LimitOffsetPagination, page_size=5)
async def limit_pages(request: Any) -> Any:
    return Book.objects.order_by("pk")  # E: async-unsafe-call


@router.get("/p6", response=list[TitleOut])
@paginate(LimitOffsetPagination)
async def limit_pages_well(request: Any) -> Any:
    return Book.objects.order_by("pk")


@router.get("/p7", response=list[BookOut])
@paginate(LimitOffsetPagination)
@logged
async def pages_and_logged(request: Any) -> Any:
    return Book.objects.order_by("pk")  # E: async-unsafe-call


REQUESTS = {
    "under_logged": get(router, "/d1"),
    "under_logged_loaded": get(router, "/d2"),
    "under_counted": get(router, "/d3"),
    "under_as_list": get(router, "/d4"),
    "under_as_list_loaded": get(router, "/d5"),
    "under_dict": get(router, "/d6"),
    "under_logged_many": get(router, "/d7"),
    "own_pages": get(router, "/p1"),
    "own_pages_loaded": get(router, "/p2"),
    "own_bad_pages": get(router, "/p3"),
    "own_lazy_pages": get(router, "/p4"),
    "limit_pages": get(router, "/p5"),
    "limit_pages_well": get(router, "/p6"),
    "pages_and_logged": get(router, "/p7"),
}
