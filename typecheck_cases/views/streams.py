"""Django goes through an asynchronous generator on the event loop, and has a thread go through any other."""

# mypy: allow-untyped-defs, allow-untyped-calls

import csv
from collections.abc import Awaitable, Callable
from typing import Any

from asgiref.sync import sync_to_async
from django.http import StreamingHttpResponse
from library.models import Book
from library.web import signed_in_request


def lines(books):
    for book in books:
        yield f"{book.title}\n"


async def alines(books):
    async for book in books:
        yield f"{book.title}\n"


async def afull_lines(books):
    async for book in books:
        yield f"{book.author.name}\n"


class Echo:
    def write(self, value):
        return value


async def stream_of_a_plain_generator(request):
    return StreamingHttpResponse(lines(Book.objects.all()))


async def stream_of_rows(request):
    return StreamingHttpResponse(alines(Book.objects.all()))


async def stream_of_rows_that_lack_the_author(request):
    return StreamingHttpResponse(afull_lines(Book.objects.all()))  # E: async-unsafe-call


async def stream_of_rows_with_the_author(request):
    return StreamingHttpResponse(afull_lines(Book.objects.select_related("author")))


async def stream_of_a_loop_in_a_nested_generator(request):
    async def rows():
        yield "a"
        for b in Book.objects.all():  # E: async-unsafe-iteration
            yield b.title

    return StreamingHttpResponse(rows())


async def stream_of_a_nested_generator(request):
    async def rows():
        yield "a"
        async for b in Book.objects.all():
            yield b.author.name  # E: async-unsafe-relation

    return StreamingHttpResponse(rows(), content_type="text/plain")


async def stream_of_a_loaded_nested_generator(request):
    async def rows():
        async for b in Book.objects.select_related("author").aiterator():
            yield b.author.name

    return StreamingHttpResponse(rows(), content_type="text/plain")


async def stream_of_lines_for_a_table(request):
    writer = csv.writer(Echo())

    async def rows():
        async for b in Book.objects.all():
            yield writer.writerow([b.title, b.author])  # E: async-unsafe-relation

    return StreamingHttpResponse(rows(), content_type="text/csv")


async def stream_of_an_expression(request):
    return StreamingHttpResponse(b.title async for b in Book.objects.all())


async def stream_of_an_expression_that_reads_the_author(request):
    return StreamingHttpResponse(b.author.name async for b in Book.objects.all())  # E: async-unsafe-relation


async def stream_of_a_list(request):
    names = [book.author.name async for book in Book.objects.all()]  # E: async-unsafe-relation
    return StreamingHttpResponse(names)


def streamed(view: Any) -> Callable[[], Awaitable[object]]:
    """Return what asks for the view, and for all that its response streams."""

    async def ask() -> object:
        response = await view(await sync_to_async(signed_in_request)())
        if response.is_async:
            return [part async for part in response]
        return await sync_to_async(list)(response)

    return ask


REQUESTS = {
    "stream_of_a_plain_generator": streamed(stream_of_a_plain_generator),
    "stream_of_rows": streamed(stream_of_rows),
    "stream_of_rows_that_lack_the_author": streamed(stream_of_rows_that_lack_the_author),
    "stream_of_rows_with_the_author": streamed(stream_of_rows_with_the_author),
    "stream_of_a_loop_in_a_nested_generator": streamed(stream_of_a_loop_in_a_nested_generator),
    "stream_of_a_nested_generator": streamed(stream_of_a_nested_generator),
    "stream_of_a_loaded_nested_generator": streamed(stream_of_a_loaded_nested_generator),
    "stream_of_lines_for_a_table": streamed(stream_of_lines_for_a_table),
    "stream_of_an_expression": streamed(stream_of_an_expression),
    "stream_of_an_expression_that_reads_the_author": streamed(stream_of_an_expression_that_reads_the_author),
    "stream_of_a_list": streamed(stream_of_a_list),
}
