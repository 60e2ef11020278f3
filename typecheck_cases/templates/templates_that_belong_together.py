"""What a template extends and includes, it renders with its own context."""

from django.template.loader import render_to_string
from library.models import Book, Chapter, Node


async def renders_a_block_of_the_parent() -> str:
    book = await Book.objects.aget(pk=2)
    return render_to_string("parts/child.html", {"book": book})  # E: async-unsafe-call


async def renders_it_with_a_loaded_row() -> str:
    """What stands outside the blocks of a child is not rendered."""
    book = await Book.objects.select_related("author").aget(pk=1)
    return render_to_string("parts/child.html", {"book": book})


async def replaces_the_block() -> str:
    book = await Book.objects.aget(pk=1)
    return render_to_string("parts/quiet_child.html", {"book": book})


async def adds_to_the_block() -> str:
    book = await Book.objects.aget(pk=1)
    return render_to_string("parts/super_child.html", {"book": book})  # E: async-unsafe-call


async def asks_for_the_block_of_the_parent() -> str:
    book = await Book.objects.aget(pk=1)
    return render_to_string("parts/super_only.html", {"book": book})  # E: async-unsafe-call


async def includes_a_template() -> str:
    books = [book async for book in Book.objects.all()]
    return render_to_string("parts/includes.html", {"books": books})  # E: async-unsafe-call


async def includes_it_with_loaded_rows() -> str:
    books = [book async for book in Book.objects.select_related("author")]
    return render_to_string("parts/includes.html", {"books": books})


async def includes_it_with_another_row() -> str:
    chapter = await Chapter.objects.select_related("book").afirst()
    return render_to_string("parts/includes_with.html", {"chapter": chapter})  # E: async-unsafe-call


async def includes_it_with_a_row_that_is_loaded() -> str:
    chapter = await Chapter.objects.select_related("book__author").afirst()
    return render_to_string("parts/includes_with.html", {"chapter": chapter})


async def includes_it_without_the_context() -> str:
    book = await Book.objects.aget(pk=1)
    return render_to_string("parts/includes_only.html", {"book": book})


async def includes_whatever_it_is_told() -> str:
    book = await Book.objects.aget(pk=1)
    return render_to_string("parts/includes_unknown.html", {"book": book, "name": "reads/key.html"})


async def includes_itself() -> str:
    node = await Node.objects.aget(pk=2)
    return render_to_string("parts/tree.html", {"node": node})  # E: async-unsafe-call
