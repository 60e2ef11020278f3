"""Filters that need the rows evaluate them; those of the project run their bodies."""

import library.templatetags.library_tags
from django.template.loader import render_to_string
from library.cards import BookCard
from library.models import Book

_ = library.templatetags.library_tags


async def takes_the_length() -> str:
    return render_to_string("filters/length.html", {"books": Book.objects.all()})  # E: async-unsafe-call


async def takes_the_length_of_a_list() -> str:
    return render_to_string("filters/length.html", {"books": [book async for book in Book.objects.all()]})


async def joins() -> str:
    return render_to_string("filters/join.html", {"books": Book.objects.all()})  # E: async-unsafe-call


async def joins_texts_that_read() -> str:
    books = [book async for book in BookCard.objects.all()]
    return render_to_string("filters/join.html", {"books": books})  # E: async-unsafe-call


async def joins_plain_texts() -> str:
    return render_to_string("filters/join.html", {"books": [book async for book in Book.objects.all()]})


async def takes_the_first() -> str:
    books = Book.objects.order_by("pk")
    return render_to_string("filters/first.html", {"books": books})  # E: async-unsafe-call


async def takes_a_slice() -> str:
    """A slice of a queryset is a queryset."""
    return render_to_string("filters/slice.html", {"books": Book.objects.all()})


async def iterates_a_slice() -> str:
    return render_to_string("filters/sliced.html", {"books": Book.objects.all()})  # E: async-unsafe-call


async def iterates_a_slice_of_a_list() -> str:
    return render_to_string("filters/sliced.html", {"books": [book async for book in Book.objects.all()]})


async def sorts_by_a_relation() -> str:
    books = [book async for book in Book.objects.all()]
    return render_to_string("filters/dictsort.html", {"books": books})  # E: async-unsafe-call


async def sorts_by_a_loaded_relation() -> str:
    books = [book async for book in Book.objects.select_related("author")]
    return render_to_string("filters/dictsort.html", {"books": books})


async def gives_a_default() -> str:
    """The argument is evaluated whether or not it is needed."""
    book = await Book.objects.aget(pk=1)
    return render_to_string("filters/default.html", {"book": book})  # E: async-unsafe-call


async def says_yes_or_no() -> str:
    return render_to_string("filters/yesno.html", {"books": Book.objects.all()})  # E: async-unsafe-call


async def formats_plain_fields() -> str:
    return render_to_string("filters/date.html", {"book": await Book.objects.aget(pk=1)})


async def asks_for_the_text() -> str:
    book = await BookCard.objects.aget(pk=1)
    return render_to_string("filters/upper.html", {"book": book})  # E: async-unsafe-call


async def runs_a_filter_of_the_project() -> str:
    book = await Book.objects.aget(pk=1)
    return render_to_string("filters/own.html", {"book": book})  # E: async-unsafe-call


async def runs_it_on_a_loaded_row() -> str:
    book = await Book.objects.select_related("author").aget(pk=1)
    return render_to_string("filters/own.html", {"book": book})


async def runs_a_filter_that_reads_fields() -> str:
    book = await Book.objects.aget(pk=1)
    return render_to_string("filters/own_quiet.html", {"book": book})


async def groups_by_a_relation() -> str:
    books = [book async for book in Book.objects.all()]
    return render_to_string("filters/regroup.html", {"books": books})  # E: async-unsafe-call


async def groups_by_a_loaded_relation() -> str:
    books = [book async for book in Book.objects.select_related("author")]
    return render_to_string("filters/regroup.html", {"books": books})
