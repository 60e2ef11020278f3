"""A redirect to a URL needs no row."""

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from library.models import Book


async def redirects() -> HttpResponseBase:
    return redirect("/")


async def looks_up_before_it_redirects() -> HttpResponseBase:
    get_object_or_404(Book, pk=1)  # E: async-unsafe-query
    return redirect("/")
