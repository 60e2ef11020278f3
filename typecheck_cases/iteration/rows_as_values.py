"""`values` and `values_list` make querysets like any other."""

from library.models import Book


async def lists_values() -> int:
    return len(list(Book.objects.values("title")))  # E: async-unsafe-iteration


async def loops_over_values() -> None:
    for row in Book.objects.values("title", "pages"):  # E: async-unsafe-iteration
        print(row["title"], end="")


async def loops_asynchronously_over_values() -> list[str]:
    return [row["title"] async for row in Book.objects.values("title", "pages")]


async def reads_a_key_of_values() -> int:
    row = await Book.objects.values("author").aget(pk=1)
    return row["author"]
