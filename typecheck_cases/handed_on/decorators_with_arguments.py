"""What a decorator is called with is known two functions deeper, where the row is loaded."""

# mypy: disable-error-code="no-untyped-def, no-untyped-call, no-any-return, untyped-decorator"

from functools import wraps

from library.models import Book


def booked(*related):
    def decorate(func):
        @wraps(func)
        async def wrapper(*args, **kwargs):
            books = Book.objects.all()
            if related:
                books = books.select_related(*related)
            return await func(await books.aget(pk=1), *args, **kwargs)

        return wrapper

    return decorate


def with_one(path, *, log=False):
    def decorate(func):
        async def wrapper():
            book = await Book.objects.select_related(path).aget(pk=1)
            if log:
                print(book.author)
            return await func(book)

        return wrapper

    return decorate


def each(relation):
    return lambda func: lambda: [func(book) for book in Book.objects.select_related(relation)]


@booked("author")
async def author_of_a_full_book(book):
    return book.author.name


@booked("editor")
async def author_of_another_book(book):
    return book.author.name  # E: async-unsafe-relation


@booked()
async def author_of_a_bare_book(book, sep="/"):
    return sep + book.author.name  # E: async-unsafe-relation


@with_one("author")
async def of_one(book):
    return book.author.name


@with_one("editor")
async def of_another(book):
    return book.author.name  # E: async-unsafe-relation


@with_one("editor", log=True)
async def that_is_logged(book):
    return book.title


@each("author")
def name_of_each(book):
    return book.author.name


async def loaded():
    return await author_of_a_full_book()


async def something_else_is_loaded():
    return await author_of_another_book()  # E: async-unsafe-call


async def nothing_is_loaded():
    return await author_of_a_bare_book(sep="-")  # E: async-unsafe-call


async def one_is_loaded():
    return await of_one()


async def another_one_is_loaded():
    return await of_another()  # E: async-unsafe-call


async def the_decorator_reads_it():
    return await that_is_logged()  # E: async-unsafe-call


async def two_lambdas():
    return name_of_each()  # E: async-unsafe-call


REQUESTS = {
    "author_of_another_book": author_of_another_book,
    "author_of_a_bare_book": author_of_a_bare_book,
    "of_another": of_another,
}
