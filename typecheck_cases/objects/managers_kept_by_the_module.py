"""A manager, or a queryset that nobody has asked yet, under a name of the module or of a class."""

# mypy: allow-untyped-defs, allow-untyped-calls, disable-error-code="no-any-return, union-attr"

from library.models import Author, Book

books = Book.objects
every = Book.objects.all()
joined = Book.objects.select_related("author").exclude(pk=0)
ordered = joined.order_by("pk")
with_books = Author.objects.prefetch_related("books")


class Shelf:
    """It asks what the module keeps."""

    rows = Book.objects.select_related("editor")

    async def first(self):
        return await books.order_by("pk").afirst()

    async def editor(self):
        book = await self.rows.order_by("pk").afirst()
        return str(book.editor)


def of(pk):
    return books.filter(pk=pk)


async def a_row_of_the_manager():
    book = await books.aget(pk=1)
    return book.author.name  # E: async-unsafe-relation


async def a_full_row_of_the_manager():
    book = await books.select_related("author").aget(pk=1)
    return book.author.name


async def rows_of_the_queryset():
    return [book.author.name async for book in every]  # E: async-unsafe-relation


async def filtered_rows_of_the_queryset():
    return [book.author.name async for book in every.filter(pk=1)]  # E: async-unsafe-relation


async def full_rows_of_the_queryset():
    return [book.author.name async for book in joined]


async def built_on_another_name():
    return [book.author.name async for book in ordered.filter(pk=1)]


async def what_even_the_full_rows_lack():
    return [str(book.author.publisher) async for book in joined]  # E: async-unsafe-relation


async def by_a_helper():
    return [book.author.name async for book in of(1)]  # E: async-unsafe-relation


async def by_an_object():
    book = await Shelf().first()
    return book.author.name  # E: async-unsafe-relation


async def by_a_name_of_the_class():
    return await Shelf().editor()


async def a_query_of_the_manager():
    return books.count()  # E: async-unsafe-query


async def asked_asynchronously():
    return await books.acount() + await joined.acount()


async def gone_through_and_asked_again():
    titles = [book.title async for book in Book.objects.all()]
    rows = every.all()
    async for book in rows:
        titles.append(book.title)
    return titles + [book.title for book in rows]


async def prefetched():
    author = await with_books.aget(pk=1)
    return [book.title for book in author.books.all()]


async def not_prefetched():
    author = await with_books.aget(pk=1)
    return [str(book.editor) for book in author.books.all()]  # E: async-unsafe-relation
