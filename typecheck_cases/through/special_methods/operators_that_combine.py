"""What an operator of a class of the project makes of both its operands."""

# mypy: allow-untyped-defs, allow-untyped-calls, allow-untyped-decorators
# mypy: disable-error-code="no-any-return"

from library.models import Book


async def bare():
    return await Book.objects.aget(pk=1)


async def full():
    return await Book.objects.select_related("author").aget(pk=1)


class Test:
    def __init__(self, test):
        self.test = test

    def __and__(self, other):
        return Test(lambda book: self.test(book) and other.test(book))

    def __call__(self, book):
        return self.test(book)


class Shelf:
    def __init__(self, books=()):
        self.books = list(books)

    def __add__(self, book):
        return Shelf([*self.books, book])

    def authors(self):
        return [book.author.name for book in self.books]


IS_SHORT = Test(lambda book: book.pages < 10)
IS_OF_ONE = Test(lambda book: book.author.name == "a1")
HAS_TITLE = Test(lambda book: bool(book.title))


async def both():
    return (IS_SHORT & IS_OF_ONE)(await bare())  # E: async-unsafe-call


async def both_and_loaded():
    return (IS_SHORT & IS_OF_ONE)(await full())


async def both_of_columns():
    return (IS_SHORT & HAS_TITLE)(await bare())


async def added():
    return (Shelf() + await bare()).authors()  # E: async-unsafe-call


async def added_and_loaded():
    return (Shelf() + await full()).authors()
