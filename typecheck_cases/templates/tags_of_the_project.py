"""A tag of the project is a function that the template calls."""

import library.templatetags.library_tags
from django.template.loader import render_to_string
from library.models import Book

_ = library.templatetags.library_tags


async def calls_a_tag_that_queries() -> str:
    return render_to_string("tags/total.html", {})  # E: async-unsafe-call


async def keeps_what_a_tag_returns() -> str:
    return render_to_string("tags/total_as.html")  # E: async-unsafe-call


async def calls_a_tag_that_does_not() -> str:
    return render_to_string("tags/greeting.html", {"book": await Book.objects.aget(pk=1)})


async def gives_a_row_to_a_tag() -> str:
    book = await Book.objects.aget(pk=1)
    return render_to_string("tags/author_of.html", {"book": book})  # E: async-unsafe-call


async def gives_a_loaded_row_to_a_tag() -> str:
    book = await Book.objects.select_related("author").aget(pk=1)
    return render_to_string("tags/author_of.html", {"book": book})


async def shows_the_context_to_a_tag() -> str:
    book = await Book.objects.aget(pk=1)
    return render_to_string("tags/of_context.html", {"book": book})  # E: async-unsafe-call


async def shows_a_loaded_row_to_a_tag() -> str:
    book = await Book.objects.select_related("author").aget(pk=1)
    return render_to_string("tags/of_context.html", {"book": book})


async def includes_by_a_tag() -> str:
    book = await Book.objects.aget(pk=1)
    return render_to_string("tags/card.html", {"book": book})  # E: async-unsafe-call


async def includes_a_loaded_row_by_a_tag() -> str:
    book = await Book.objects.select_related("author").aget(pk=1)
    return render_to_string("tags/card.html", {"book": book})


async def includes_what_sees_nothing_else() -> str:
    book = await Book.objects.aget(pk=1)
    return render_to_string("tags/quiet_card.html", {"book": book, "shown": book})
