"""``select_related(*names)`` of no names is the bare call, which joins what can not be null."""

from library.models import Book


async def get(pk: int, *related: str) -> Book:
    return await Book.objects.select_related(*related).aget(pk=pk)


class Books:
    related: tuple[str, ...] = ()

    async def get(self) -> Book:
        return await Book.objects.select_related(*self.related).aget(pk=1)


class Edited(Books):
    related = ("editor",)


async def no_names_join_the_author() -> str:
    return (await get(1)).author.name


async def no_names_leave_out_what_may_be_null() -> str:
    book = await get(1)
    return book.editor.name if book.editor else ""  # E: async-unsafe-relation


async def names_join_no_more_than_themselves() -> str:
    book = await get(1, "editor")
    return book.author.name  # E: async-unsafe-relation


async def a_name_that_is_given() -> str:
    return (await get(1, "author")).author.name


async def an_empty_tuple() -> str:
    related = ()
    book = await Book.objects.select_related(*related).aget(pk=1)
    return book.author.name


async def a_class_without_names() -> str:
    return (await Books().get()).author.name


async def a_class_with_another() -> str:
    book = await Edited().get()
    return book.author.name  # E: async-unsafe-relation
