"""A schema of filters makes a queryset of a queryset: it runs nothing, and what is loaded stays loaded."""

from typing import Annotated, Any

from django.db.models import Q
from django.http import HttpRequest
from library.models import Book
from library.requests_of_ninja import get
from library.schemas import BookOut, TitleOut
from ninja import Field, FilterSchema, Query, Router


class BookFilter(FilterSchema):
    title: str | None = None
    search: Annotated[str | None, Field(q=["title__icontains", "author__name__icontains"])] = None

    def filter_title(self, value: str | None) -> Q:
        return Q(title=value) if value else Q()


router = Router()


@router.get("/bare", response=list[BookOut])
async def bare(request: HttpRequest, filters: Query[BookFilter]) -> Any:
    return [book async for book in filters.filter(Book.objects.all())]  # E: async-unsafe-call


@router.get("/loaded", response=list[BookOut])
async def loaded(request: HttpRequest, filters: Query[BookFilter]) -> Any:
    return [book async for book in filters.filter(Book.objects.select_related("author"))]


@router.get("/titles", response=list[TitleOut])
async def titles(request: HttpRequest, filters: Query[BookFilter]) -> Any:
    books = filters.filter(Book.objects.all())
    return [book async for book in books]


@router.get("/listed", response=list[TitleOut])
async def listed(request: HttpRequest, filters: Query[BookFilter]) -> Any:
    books = filters.filter(Book.objects.all())
    return list(books)  # E: async-unsafe-iteration


@router.get("/returned", response=list[TitleOut])
async def returned(request: HttpRequest, filters: Query[BookFilter]) -> Any:
    return filters.filter(Book.objects.all())  # E: async-unsafe-call


@router.get("/counted")
async def counted(request: HttpRequest, filters: Query[BookFilter]) -> Any:
    return {"count": filters.filter(Book.objects.all()).count()}  # E: async-unsafe-query


@router.get("/counted-well")
async def counted_well(request: HttpRequest, filters: Query[BookFilter]) -> Any:
    return {"count": await filters.filter(Book.objects.all()).acount()}


@router.get("/expression", response=list[BookOut])
async def by_its_expression(request: HttpRequest, filters: Query[BookFilter]) -> Any:
    found = Book.objects.filter(filters.get_filter_expression())
    return [book async for book in found]  # E: async-unsafe-call


@router.get("/expression-loaded", response=list[BookOut])
async def by_its_expression_loaded(request: HttpRequest, filters: Query[BookFilter]) -> Any:
    found = Book.objects.select_related("author").filter(filters.get_filter_expression())
    return [book async for book in found]


@router.get("/ordered", response=list[BookOut])
async def loaded_later(request: HttpRequest, filters: Query[BookFilter]) -> Any:
    found = filters.filter(Book.objects.all()).select_related("author").order_by("-pk")[:2]
    return [book async for book in found]


@router.get("/read")
async def read_here(request: HttpRequest, filters: Query[BookFilter]) -> Any:
    found = filters.filter(Book.objects.all())
    return {"names": [book.author.name async for book in found]}  # E: async-unsafe-relation


REQUESTS = {
    "bare": get(router, "/bare?search=b"),
    "loaded": get(router, "/loaded?search=b"),
    "titles": get(router, "/titles?search=b"),
    "listed": get(router, "/listed?search=b"),
    "returned": get(router, "/returned?search=b"),
    "counted": get(router, "/counted?search=b"),
    "counted_well": get(router, "/counted-well?search=b"),
    "by_its_expression": get(router, "/expression?search=b"),
    "by_its_expression_loaded": get(router, "/expression-loaded?search=b"),
    "loaded_later": get(router, "/ordered?search=b"),
    "read_here": get(router, "/read?search=b"),
}
