"""`{% for %}` and `{% if %}` evaluate querysets; an operator of the latter swallows all."""

from django.template.loader import render_to_string
from library.models import Author, Book


async def iterates_a_queryset() -> str:
    return render_to_string("reads/list.html", {"books": Book.objects.all()})  # E: async-unsafe-call


async def iterates_a_list() -> str:
    return render_to_string("reads/list.html", {"books": [book async for book in Book.objects.all()]})


async def iterates_nothing() -> str:
    return render_to_string("reads/list.html", {"books": Book.objects.none()})


async def iterates_an_evaluated_queryset() -> str:
    books = Book.objects.all()
    async for _ in books:
        pass
    return render_to_string("reads/list.html", {"books": books})


async def reads_a_relation_of_each_row() -> str:
    books = [book async for book in Book.objects.all()]
    return render_to_string("reads/authors.html", {"books": books})  # E: async-unsafe-call


async def reads_a_loaded_relation_of_each_row() -> str:
    books = [book async for book in Book.objects.select_related("author")]
    return render_to_string("reads/authors.html", {"books": books})


async def tests_a_queryset() -> str:
    return render_to_string("reads/truth.html", {"books": Book.objects.all()})  # E: async-unsafe-call


async def tests_a_list() -> str:
    return render_to_string("reads/truth.html", {"books": [book async for book in Book.objects.all()]})


async def negates_a_queryset() -> str:
    """`not` swallows the exception: the template says that there are none."""
    text = render_to_string("reads/not.html", {"books": Book.objects.all()})
    assert text.strip() == "some"
    return text


async def joins_two_tests() -> str:
    """`and` swallows the exception and is false: what is inside does not run."""
    book = await Book.objects.aget(pk=1)
    return render_to_string("reads/and.html", {"book": book, "title": "t"})


async def compares_a_relation() -> str:
    book = await Book.objects.aget(pk=1)
    return render_to_string("reads/equal.html", {"book": book, "other": await Author.objects.aget(pk=1)})


async def tests_the_last_operand() -> str:
    """`or` gives the queryset itself, which is tested outside it."""
    books = Book.objects.all()
    return render_to_string("reads/or.html", {"books": books, "title": ""})  # E: async-unsafe-call


async def tests_another_operand() -> str:
    return render_to_string("reads/or.html", {"books": Book.objects.all(), "title": "t"})


async def takes_an_item() -> str:
    books = Book.objects.order_by("pk")
    return render_to_string("reads/index.html", {"books": books})  # E: async-unsafe-call


async def takes_an_item_of_a_list() -> str:
    books = [book async for book in Book.objects.order_by("pk")]
    return render_to_string("reads/index.html", {"books": books})


async def asks_for_what_nobody_gives() -> str:
    """A name that is not in the context is false."""
    book = await Book.objects.aget(pk=1)
    return render_to_string("reads/optional.html", {"book": book})


async def asks_for_what_somebody_gives() -> str:
    book = await Book.objects.aget(pk=1)
    return render_to_string("reads/optional.html", {"book": book, "full": True})  # E: async-unsafe-call


async def compares_a_known_value() -> str:
    book = await Book.objects.aget(pk=1)
    return render_to_string("reads/mode.html", {"book": book, "mode": "short"})


async def compares_another_known_value() -> str:
    book = await Book.objects.aget(pk=1)
    return render_to_string("reads/mode.html", {"book": book, "mode": "long"})  # E: async-unsafe-call


async def reads_after_a_test_that_was_swallowed() -> str:
    """The test is false, and has loaded nothing."""
    book = await Book.objects.aget(pk=1)
    return render_to_string("reads/otherwise.html", {"book": book})  # E: async-unsafe-call
