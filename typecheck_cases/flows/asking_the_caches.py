"""A condition that finds the row in one of Django's caches makes the read safe."""

from library.models import Book


async def asks_the_fields_cache() -> str:
    book = await Book.objects.aget(pk=1)
    if "author" in book._state.fields_cache:
        return book.author.name
    return ""


async def asks_for_its_absence() -> str:
    book = await Book.objects.aget(pk=1)
    if "author" not in book._state.fields_cache:
        return str(book.author_id)
    return book.author.name


async def asks_for_something_else() -> str:
    book = await Book.objects.select_related("editor").aget(pk=1)
    if "editor" in book._state.fields_cache:
        return book.author.name  # E: async-unsafe-relation "author" of "Book"
    return ""


async def asks_the_field() -> str:
    book = await Book.objects.aget(pk=1)
    if Book._meta.get_field("author").is_cached(book):
        return book.author.name
    return ""


async def asks_for_prefetched_rows() -> list[str]:
    book = await Book.objects.aget(pk=1)
    if "tags" in getattr(book, "_prefetched_objects_cache", {}):
        return [tag.label for tag in book.tags.all()]
    return [tag.label async for tag in book.tags.all()]


async def asks_for_other_prefetched_rows() -> list[str]:
    book = await Book.objects.prefetch_related("chapters").aget(pk=1)
    if "chapters" in getattr(book, "_prefetched_objects_cache", {}):
        return [tag.label for tag in book.tags.all()]  # E: async-unsafe-iteration
    return []


async def fills_a_dict_and_a_slice() -> list[str]:
    by_key: dict[int, Book] = {}
    by_key.update({book.pk: book async for book in Book.objects.select_related("author")})
    rows: list[Book] = []
    rows[:] = by_key.values()
    return [book.author.name for book in rows]


async def fills_a_dict_with_bare_rows() -> None:
    by_key: dict[int, Book] = {}
    by_key.update({book.pk: book async for book in Book.objects.all()})
    for book in by_key.values():
        print(book.author.name)  # E: async-unsafe-relation "author" of "Book"
