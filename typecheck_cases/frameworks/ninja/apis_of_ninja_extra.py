"""What ninja-extra is returned, a thread reads; a router of ninja below its API does it on the event loop."""

import ninja
from django.db.models import QuerySet
from django.http import HttpRequest
from library.models import Book
from library.requests_of_ninja import get
from library.schemas import BookOut, TaggedOut
from ninja_extra import NinjaExtraAPI, Router

api = NinjaExtraAPI(urls_namespace=__name__)
router = Router()
plain = ninja.Router()


@api.get("/row", response=BookOut)
async def a_row(request: HttpRequest) -> Book:
    return await Book.objects.aget(pk=1)


@router.get("/rows", response=list[TaggedOut])
async def a_queryset(request: HttpRequest) -> QuerySet[Book]:
    return Book.objects.all()


@router.get("/mistake", response=BookOut)
async def what_it_does_itself(request: HttpRequest) -> Book:
    book = await Book.objects.aget(pk=1)
    print(book.author.name)  # E: async-unsafe-relation
    return book


@plain.get("/row", response=BookOut)
async def a_row_of_a_plain_router(request: HttpRequest) -> Book:
    return await Book.objects.aget(pk=1)  # E: async-unsafe-call


api.add_router("of_extra", router)
api.add_router("plain", plain)

REQUESTS = {
    "a_row": get(api, "/row"),
    "a_queryset": get(api, "/of_extra/rows"),
    "what_it_does_itself": get(api, "/of_extra/mistake"),
    "a_row_of_a_plain_router": get(api, "/plain/row"),
}
