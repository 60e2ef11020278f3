"""What django-stubs checks of a call, it checks of the call through the bridge."""

from typing import assert_type

from aobjects import run_sync
from asgiref.sync import sync_to_async

from shop.models import Author, Book


async def lookups(author: Author, book: Book) -> None:
    assert_type(await sync_to_async(Book.objects.get)(title="Dune"), Book)
    assert_type(await sync_to_async(Book.shelf.long().get)(author__name="Herbert"), Book)
    assert_type(await sync_to_async(author.books.get)(pk=1), Book)
    assert_type(await sync_to_async(Book.objects.get_or_create)(title="Dune"), tuple[Book, bool])
    assert_type(await sync_to_async(Book.objects.create)(title="Dune", author=author), Book)
    assert_type(await sync_to_async(Book)(title="Dune"), Book)
    assert_type(await run_sync(Book.objects.get, title="Dune"), Book)
    await sync_to_async(book.save)(update_fields=["title"])
    await sync_to_async(Book.objects.bulk_update)([book], ["title"])
    await sync_to_async(Book.objects.get)(titel="Dune")  # E: misc Cannot resolve keyword 'titel' into field
    await sync_to_async(Book.shelf.get)(titel="Dune")  # E: misc Cannot resolve keyword 'titel' into field
    await sync_to_async(Book.objects.exclude(pk=1).get)(titel="Dune")  # E: misc Cannot resolve keyword
    await sync_to_async(author.books.get)(titel="Dune")  # E: misc Cannot resolve keyword 'titel' into field
    await sync_to_async(Book.objects.get_or_create)(titel="Dune")  # E: misc Cannot resolve keyword
    await sync_to_async(Book.objects.update_or_create)(titel="Dune")  # E: misc Cannot resolve keyword
    await sync_to_async(Book.objects.create)(titel="Dune")  # E: misc Unexpected attribute "titel" for model
    await sync_to_async(Book)(titel="Dune")  # E: misc Unexpected attribute "titel" for model "Book"
    await sync_to_async(book.save)(update_fields=["titel"])  # E: misc Book has no field named 'titel'
    await sync_to_async(Book.objects.bulk_update)([book], ["titel"])  # E: misc
    await sync_to_async(Book.objects.latest)("titel")  # E: misc Cannot resolve keyword 'titel' into field
    await sync_to_async(thread_sensitive=False)(Book.objects.get)(titel="x")  # E: misc Cannot resolve
    await run_sync(Book.objects.get, titel="Dune")  # E: misc Cannot resolve keyword 'titel' into field
    await run_sync(Book.objects.create, titel="Dune")  # E: misc Unexpected attribute "titel" for model "Book"
    await run_sync(Book, titel="Dune")  # E: misc Unexpected attribute "titel" for model "Book"
    await run_sync(book.save, update_fields=["titel"])  # E: misc Book has no field named 'titel'


async def rows(author: Author) -> None:
    assert_type(await sync_to_async(list)(Book.objects.values_list("title", "pages")), list[tuple[str, int]])
    assert_type(await sync_to_async(list)(Book.objects.values_list("title", flat=True)), list[str])
    assert_type(await run_sync(list, author.books.values_list("pk", flat=True)), list[int])
    assert_type(await run_sync(set, Book.shelf.long()), set[Book])
    assert_type((await run_sync(Book.objects.in_bulk, [1]))[1], Book)


async def attributes(book: Book, name: str) -> None:
    assert_type(await sync_to_async(getattr)(book, "author"), Author)
    assert_type((await sync_to_async(getattr)(book, "author")).name, str)
    assert_type(await sync_to_async(getattr)(book, "title"), str)
    assert_type(await sync_to_async(lambda: book.author)(), Author)
    assert_type(await run_sync(getattr, book, "author"), Author)
    assert_type(await run_sync(lambda: book.author), Author)
    # What getattr() itself says where it cannot know: Any takes everything.
    (await sync_to_async(getattr)(book, name)).anything()
    (await sync_to_async(getattr)(book, "autor")).anything()
    (await run_sync(getattr, book, "author")).nam  # noqa: B018 # E: attr-defined "Author" has no attribute "nam"
