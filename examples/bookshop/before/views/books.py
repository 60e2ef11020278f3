"""Pages about books: lists, search, one book."""

import asyncio

from django.core.paginator import Paginator
from django.db.models import Sum
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.template.response import TemplateResponse

from catalog.models import Book


async def home(request: HttpRequest) -> JsonResponse:
    newest, total = await asyncio.gather(
        Book.objects.filter(stock__gt=0).order_by("-published").afirst(),
        Book.objects.acount(),
    )
    if newest is None:
        raise Http404("The shop is empty.")
    return JsonResponse(
        {
            "books": total,
            "newest": newest.title,
            "by": newest.author.name,
        }
    )


async def book_list(request: HttpRequest) -> JsonResponse:
    books = Book.objects.in_stock().order_by("title")
    return JsonResponse({"books": [book.title for book in books]})


async def search(request: HttpRequest) -> TemplateResponse:
    found = Book.objects.filter(title__icontains=request.GET.get("q", ""))
    paginator = Paginator(found.select_related("author").order_by("title"), per_page=2)
    page = paginator.get_page(request.GET.get("page"))
    # Django renders a TemplateResponse in a thread: the template may query.
    return TemplateResponse(request, "catalog/search.html", {"page": page})


async def price_list(request: HttpRequest) -> JsonResponse:
    rows: list[dict[str, str]] = []
    async for book in Book.objects.only("title", "price").order_by("price"):
        rows.append(
            {
                "title": book.title,
                "price": str(book.price),
                "per_page": str(round(book.price / book.pages, 3)),
            }
        )
    return JsonResponse({"prices": rows})


async def tag_index(request: HttpRequest) -> JsonResponse:
    index: dict[str, list[str]] = {}
    async for book in Book.objects.order_by("title"):
        index[book.title] = [tag.label for tag in book.tags.all()]
    return JsonResponse(index)


async def bestseller(request: HttpRequest) -> JsonResponse:
    ranking = Book.objects.alias(sold=Sum("order_lines__quantity", default=0)).order_by("-sold")
    top = ranking[0]
    return JsonResponse({"title": top.title})


async def shelf(request: HttpRequest) -> HttpResponse:
    return render(request, "catalog/shelf.html", {"books": Book.objects.in_stock()})


async def book_detail(request: HttpRequest, isbn: str) -> JsonResponse:
    book = get_object_or_404(Book.objects.select_related("author"), isbn=isbn)
    return JsonResponse({"title": book.title, "author": book.author.name, "pages": book.pages})
