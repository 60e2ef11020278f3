"""``await self.load()`` returns at once the second time: the first time, the rows are what it has fetched."""

# mypy: allow-untyped-defs, allow-untyped-calls
# mypy: disable-error-code="no-any-return, var-annotated"

from collections import defaultdict

from library.models import Author, Book


async def rows_without_their_author():
    class Shelf:
        def __init__(self):
            self.books = []
            self.loaded = False

        async def load(self):
            if self.loaded:
                return
            self.books = [book async for book in Book.objects.select_related("editor")]
            self.loaded = True

        async def authors(self):
            await self.load()
            return [book.author.name for book in self.books]  # E: async-unsafe-relation

        async def completed(self):
            await self.load()
            authors = await Author.objects.ain_bulk()
            for book in self.books:
                book.author = authors[book.author_id]
            return [book.author.name for book in self.books]

    return await Shelf().authors()


async def rows_with_their_author():
    class Shelf:
        def __init__(self):
            self.books = []
            self.loaded = False

        async def load(self):
            if self.loaded:
                return
            self.books = [book async for book in Book.objects.select_related("author")]
            self.loaded = True

        async def authors(self):
            await self.load()
            return [book.author.name for book in self.books]

    return await Shelf().authors()


async def rows_that_are_given_their_authors():
    class Shelf:
        def __init__(self):
            self.books = []

        async def load(self):
            if not self.books:
                self.books = [book async for book in Book.objects.all()]

        async def authors(self):
            await self.load()
            authors = await Author.objects.ain_bulk()
            for book in self.books:
                book.author = authors[book.author_id]
            return [book.author.name for book in self.books]

    return await Shelf().authors()


async def a_row_found_in_a_dict():
    class Shelf:
        def __init__(self) -> None:
            self.books: dict[int, Book] = {}
            self.loaded = False

        async def load(self) -> None:
            if self.loaded:
                return
            self.books = await Book.objects.ain_bulk()
            self.loaded = True

        async def find(self, pk: int) -> Book | None:
            await self.load()
            return self.books.get(pk)

        async def author(self, pk: int) -> str:
            book = await self.find(pk)
            return book.author.name if book else ""  # E: async-unsafe-relation

        async def title(self, pk: int) -> str:
            book = await self.find(pk)
            return book.title if book else ""

    shelf = Shelf()
    return await shelf.title(1) + await shelf.author(1)


async def rows_by_a_key():
    class Shelf:
        def __init__(self):
            self.books = defaultdict(list)

        async def fill(self):
            async for book in Book.objects.all():
                self.books[book.pages].append(book)

        async def authors(self):
            await self.fill()
            some = [book for books in self.books.values() for book in books]
            return [book.author.name for book in some]  # E: async-unsafe-relation

    return await Shelf().authors()


async def loaded_rows_by_a_key():
    class Shelf:
        def __init__(self):
            self.books = defaultdict(list)

        async def fill(self):
            async for book in Book.objects.select_related("author"):
                self.books[book.pages].append(book)

        async def authors(self):
            await self.fill()
            return [book.author.name for some in self.books.values() for book in some]

    return await Shelf().authors()


async def rows_kept_by_their_keys():
    class Books:
        def __init__(self):
            self.seen = {}

        async def get(self, pk):
            if pk not in self.seen:
                self.seen[pk] = await Book.objects.select_related("editor").aget(pk=pk)
            return self.seen[pk]

        async def author(self, pk):
            return (await self.get(pk)).author.name  # E: async-unsafe-relation

        async def title(self, pk):
            return (await self.get(pk)).title

    return await Books().author(1)
