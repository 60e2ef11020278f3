"""A template reads relations as Python does: what is not loaded is a query where it is rendered."""

from asgiref.sync import sync_to_async
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from library.cards import BookCard
from library.models import Book, Chapter
from library.web import signed_in_request


async def reads_a_relation() -> HttpResponse:
    book = await Book.objects.aget(pk=1)
    return render(signed_in_request(), "reads/byline.html", {"book": book})  # E: async-unsafe-call


async def reads_a_loaded_relation() -> HttpResponse:
    book = await Book.objects.select_related("author").aget(pk=1)
    return render(signed_in_request(), "reads/byline.html", {"book": book})


async def reads_a_relation_in_a_thread() -> HttpResponse:
    book = await Book.objects.aget(pk=1)
    return await sync_to_async(render)(signed_in_request(), "reads/byline.html", {"book": book})


async def reads_a_relation_that_was_read() -> str:
    book = await Book.objects.aget(pk=1)
    await sync_to_async(lambda: book.author)()
    return render_to_string("reads/byline.html", {"book": book})


async def reads_a_relation_of_a_relation() -> str:
    book = await Book.objects.select_related("author").aget(pk=1)
    return render_to_string("reads/publisher.html", {"book": book})  # E: async-unsafe-call


async def reads_a_key() -> str:
    book = await Book.objects.aget(pk=1)
    return render_to_string("reads/key.html", {"book": book})


async def reads_a_deferred_field() -> str:
    book = await Book.objects.only("pages").aget(pk=1)
    return render_to_string("reads/byline.html", {"book": book})  # E: async-unsafe-call


async def iterates_related_rows() -> str:
    book = await Book.objects.aget(pk=1)
    return render_to_string("reads/tags.html", {"book": book})  # E: async-unsafe-call


async def iterates_prefetched_rows() -> str:
    book = await Book.objects.prefetch_related("tags").aget(pk=1)
    return render_to_string("reads/tags.html", {"book": book})


async def counts_related_rows() -> str:
    book = await Book.objects.aget(pk=1)
    return render_to_string("reads/tag_count.html", {"book": book})  # E: async-unsafe-call


async def counts_prefetched_rows() -> str:
    book = await Book.objects.prefetch_related("tags").aget(pk=1)
    return render_to_string("reads/tag_count.html", {"book": book})


async def binds_a_relation() -> str:
    book = await Book.objects.aget(pk=1)
    return render_to_string("reads/with.html", {"book": book})  # E: async-unsafe-call


async def binds_another_value_to_the_name() -> str:
    book = await Book.objects.aget(pk=1)
    return render_to_string("reads/with_shadow.html", {"book": book, "title": "t"})


async def writes_a_text_that_reads() -> str:
    book = await BookCard.objects.aget(pk=1)
    return render_to_string("reads/text.html", {"book": book})  # E: async-unsafe-call


async def writes_a_text_that_does_not() -> str:
    book = await Book.objects.aget(pk=1)
    return render_to_string("reads/text.html", {"book": book})


async def calls_a_method() -> str:
    book = await BookCard.objects.aget(pk=1)
    return render_to_string("reads/method.html", {"book": book})  # E: async-unsafe-call


async def reads_a_property() -> str:
    book = await BookCard.objects.aget(pk=1)
    return render_to_string("reads/property.html", {"book": book})  # E: async-unsafe-call


async def reads_a_property_of_a_loaded_row() -> str:
    book = await BookCard.objects.select_related("author").aget(pk=1)
    return render_to_string("reads/property.html", {"book": book})


async def reads_what_asks_nobody() -> str:
    """A method that needs an argument is not called; `archive` is, and would save."""
    book = await Book.objects.aget(pk=1)
    return render_to_string("reads/quiet_members.html", {"book": book})


async def reads_an_item_of_a_dict() -> str:
    book = await Book.objects.aget(pk=1)
    return render_to_string("reads/shelf.html", {"shelf": {"book": book}})  # E: async-unsafe-call


async def reads_the_items_of_a_dict() -> str:
    shelf = {"first": await Book.objects.aget(pk=1)}
    return render_to_string("reads/items.html", {"shelf": shelf})  # E: async-unsafe-call


async def passes_a_relation_to_a_url() -> str:
    book = await Book.objects.aget(pk=1)
    return render_to_string("reads/url.html", {"book": book})  # E: async-unsafe-call


async def reads_back() -> str:
    book = await Book.objects.prefetch_related("chapters").aget(pk=1)
    return render_to_string("reads/chapter.html", {"chapters": book.chapters.all()})


async def reads_forward() -> str:
    chapters = [chapter async for chapter in Chapter.objects.all()]
    return render_to_string("reads/chapter.html", {"chapters": chapters})  # E: async-unsafe-call


async def gives_another_name() -> str:
    return render_to_string("reads/byline.html", {"other": await Book.objects.aget(pk=1)})
