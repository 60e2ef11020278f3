"""A `TemplateResponse` renders later, in a thread: a lazy queryset in its context is right."""

from django.http import HttpResponse
from django.shortcuts import render
from django.template.response import TemplateResponse
from library.models import Book
from library.web import signed_in_request


async def responds_lazily() -> HttpResponse:
    return TemplateResponse(signed_in_request(), "t.html", {"books": Book.objects.all()})


async def responds_at_once() -> HttpResponse:
    return render(signed_in_request(), "t.html", {"books": Book.objects.all()})  # E: async-unsafe-call
