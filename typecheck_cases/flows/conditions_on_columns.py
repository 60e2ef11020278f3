"""A condition on a column has one answer where the query, or an earlier condition, has said what it holds."""

from django.db.models import Q
from library.models import Author, Book


def headline(book: Book) -> str:
    if book.kind == "a":
        return book.title
    return book.author.name


def title_or_author(book: Book) -> str:
    return book.title or book.author.name


def edited_by(book: Book) -> str:
    return book.editor.name if book.editor else "nobody"


def kept_short(book: Book) -> str:
    if book.kind in ("a", "b") and not book.pages:
        return book.title
    return book.author.name


def of_other(book: Book, author: Author) -> str:
    if book.author_id == author.pk:
        return author.name
    return book.author.name


async def filtered_by_a_value() -> list[str]:
    return [headline(book) async for book in Book.objects.filter(kind="a")]


async def filtered_by_another_value() -> list[str]:
    book = await Book.objects.aget(pk=1)
    book.kind = "b"
    return [headline(book)]  # E: async-unsafe-call


async def not_filtered() -> list[str]:
    await Book.objects.filter(pk=2).aupdate(kind="b")
    return [headline(book) async for book in Book.objects.all()]  # E: async-unsafe-call


async def excluded() -> list[str]:
    return [headline(book) async for book in Book.objects.exclude(~Q(kind="a"))]


async def without_empty_titles() -> list[str]:
    return [title_or_author(book) async for book in Book.objects.exclude(title="")]


async def with_empty_titles() -> list[str]:
    await Book.objects.filter(pk=1).aupdate(title="")
    return [title_or_author(book) async for book in Book.objects.filter(title="")]  # E: async-unsafe-call


async def of_a_list_of_values() -> list[str]:
    return [kept_short(book) async for book in Book.objects.filter(kind__in=["a"], pages=0)]


async def of_a_list_of_other_values() -> list[str]:
    await Book.objects.filter(pk=1).aupdate(kind="c")
    books = Book.objects.filter(kind__in=["c", "d"])
    return [kept_short(book) async for book in books]  # E: async-unsafe-call


async def without_an_editor() -> list[str]:
    return [edited_by(book) async for book in Book.objects.filter(editor=None)]


async def with_an_editor() -> list[str]:
    books = Book.objects.filter(editor__isnull=False)
    return [edited_by(book) async for book in books]  # E: async-unsafe-call


async def by_conditions_of_a_q() -> list[str]:
    return [headline(book) async for book in Book.objects.filter(Q(kind="a") & Q(pages__gte=0))]


async def by_one_of_two_conditions() -> list[str]:
    await Book.objects.filter(pk=2).aupdate(kind="b")
    books = Book.objects.filter(Q(kind="a") | Q(pages=0))
    return [headline(book) async for book in books]  # E: async-unsafe-call


async def a_row_that_was_got() -> str:
    return headline(await Book.objects.aget(pk=1, kind="a"))


async def asked_before() -> str:
    book = await Book.objects.aget(pk=1)
    if book.kind != "a":
        return ""
    return headline(book)


async def asked_before_for_the_truth() -> str:
    book = await Book.objects.aget(pk=1)
    if not book.title:
        return ""
    return title_or_author(book)


async def asked_before_and_changed() -> str:
    book = await Book.objects.aget(pk=1)
    if book.kind != "a":
        return ""
    book.kind = "b"
    return headline(book)  # E: async-unsafe-call


async def asked_before_and_read_again() -> str:
    book = await Book.objects.aget(pk=1, kind="a")
    await Book.objects.filter(pk=1).aupdate(kind="b")
    await book.arefresh_from_db()
    return headline(book)  # E: async-unsafe-call


async def compared_with_another_row() -> str:
    book = await Book.objects.aget(pk=1)
    author = await Author.objects.aget(pk=1)
    if book.author_id != author.pk:
        return ""
    return of_other(book, author)


async def found_to_be_another_row() -> str:
    book = await Book.objects.aget(pk=1)
    author = await Author.objects.aget(pk=2)
    if author.pk == book.author_id:
        return ""
    return of_other(book, author)  # E: async-unsafe-call


async def compared_and_changed() -> str:
    book = await Book.objects.aget(pk=1)
    author = await Author.objects.aget(pk=1)
    if book.author_id != author.pk:
        return ""
    book.author_id = 2
    return of_other(book, author)  # E: async-unsafe-call


async def rows_of_two_queries_together() -> list[str]:
    await Book.objects.filter(pk=2).aupdate(kind="b")
    books = Book.objects.filter(kind="a") | Book.objects.filter(kind="b")
    return [headline(book) async for book in books]  # E: async-unsafe-call


async def whether_a_name_is_there() -> str:
    return await waiting(nobody=True) + await waiting(nobody=False)


async def waiting(*, nobody: bool) -> str:
    if nobody:
        book = await Book.objects.filter(title="none").afirst()
    else:
        book = await Book.objects.select_related("author").afirst()
    if nobody and book:
        return "waiting"
    if nobody:
        return book.author.name if book else ""
    return book.author.name if book else ""


async def chained_and_read() -> str:
    book = await Book.objects.aget(pk=1)
    if 0 <= book.pages <= 100_000:
        return book.author.name  # E: async-unsafe-relation
    return ""


async def chained_and_not_read() -> str:
    book = await Book.objects.aget(pk=1)
    if not 0 < book.pk < 100:
        return book.title
    return headline(book) if "a" == book.kind == "a" else book.title
