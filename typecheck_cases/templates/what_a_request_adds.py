"""With a request, context processors run, and their values are read by those templates that name them."""

import library.context
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from library.models import Book
from library.web import signed_in_request

_ = library.context


async def asks_who_is_there() -> HttpResponse:
    return render(signed_in_request(), "context/user.html")  # E: async-unsafe-call


async def asks_who_was_loaded() -> HttpResponse:
    request = signed_in_request()
    user = await request.auser()
    return render(request, "context/user.html", {"user": user})


async def asks_nobody_without_a_request() -> str:
    return render_to_string("context/user.html")


async def asks_the_request() -> str:
    return render_to_string("context/request_user.html", request=signed_in_request())  # E: async-unsafe-call


async def asks_for_a_permission() -> HttpResponse:
    return render(signed_in_request(), "context/perms.html", {})  # E: async-unsafe-call


async def asks_for_the_path() -> HttpResponse:
    return render(signed_in_request(), "context/path.html", {"title": "t"})


async def asks_the_session() -> HttpResponse:
    return render(signed_in_request(), "context/session.html", {})  # E: async-unsafe-call


async def evaluates_what_a_processor_gives() -> HttpResponse:
    return render(signed_in_request(), "context/newest.html")  # E: async-unsafe-call


async def gives_it_itself() -> HttpResponse:
    newest = [book async for book in Book.objects.order_by("-pk")]
    return render(signed_in_request(), "context/newest.html", {"newest": newest})


async def runs_a_processor_that_counts() -> HttpResponse:
    return render(signed_in_request(), "context/path.html", using="counted")  # E: async-unsafe-call


async def runs_it_not_without_a_request() -> str:
    return render_to_string("context/path.html", using="counted")
