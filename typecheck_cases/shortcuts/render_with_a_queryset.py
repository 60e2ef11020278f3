"""`render` renders at once: a queryset in its context is evaluated by the template's loop."""

from django.http import HttpResponse
from django.shortcuts import render
from library.models import Book
from library.web import signed_in_request


async def renders_a_queryset() -> HttpResponse:
    books = Book.objects.order_by("pk")
    return render(signed_in_request(), "t.html", {"books": books})  # E: async-unsafe-call


async def renders_a_list() -> HttpResponse:
    books = [book async for book in Book.objects.order_by("pk")]
    return render(signed_in_request(), "t.html", {"books": books})
