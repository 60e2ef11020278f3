"""The JSON API and the export."""

from collections.abc import AsyncIterator

from django.http import HttpRequest, JsonResponse, StreamingHttpResponse
from django.shortcuts import aget_object_or_404
from django.views import View

from catalog.models import Activity, Book


async def book_collection(request: HttpRequest) -> JsonResponse:
    rows = Book.objects.order_by("isbn").values("isbn", "title", "price")
    return JsonResponse({"results": [row async for row in rows]})


class BookResource(View):
    async def get(self, request: HttpRequest, isbn: str) -> JsonResponse:
        book = await aget_object_or_404(Book.objects.select_related("author__publisher"), isbn=isbn)
        publisher = book.author.publisher
        return JsonResponse(
            {
                "title": book.title,
                "author": book.author.name,
                "publisher": publisher.name if publisher else None,
            }
        )


async def summaries(request: HttpRequest) -> JsonResponse:
    books = [book async for book in Book.objects.defer("pages").order_by("title")]
    return JsonResponse({book.isbn: book.summary[:200] for book in books})


async def activity_feed(request: HttpRequest) -> JsonResponse:
    feed: list[dict[str, str]] = []
    async for entry in Activity.objects.prefetch_related("target").order_by("-pk")[:20]:
        feed.append({"verb": entry.verb, "what": str(entry.target)})
    return JsonResponse({"feed": feed})


async def csv_lines() -> AsyncIterator[str]:
    yield "isbn,title,translator\n"
    async for book in Book.objects.filter(translator__isnull=False).select_related("translator").aiterator():
        translator = book.translator
        yield f"{book.isbn},{book.title},{translator.name if translator else ''}\n"


async def export(request: HttpRequest) -> StreamingHttpResponse:
    return StreamingHttpResponse(csv_lines(), content_type="text/csv")
