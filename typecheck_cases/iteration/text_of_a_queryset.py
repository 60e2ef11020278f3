"""The text of a queryset shows its rows, so that making it fetches them; the text of its query does not."""

from library.models import Book


async def shows_it_with_repr() -> str:
    return repr(Book.objects.all())  # E: async-unsafe-iteration


async def shows_it_with_str() -> str:
    return str(Book.objects.all())  # E: async-unsafe-iteration


async def shows_it_in_an_f_string() -> str:
    books = Book.objects.all()
    return f"found {books}"  # E: async-unsafe-iteration


async def shows_it_with_percent() -> str:
    books = Book.objects.all()
    return "found %s" % books  # noqa: UP031  # E: async-unsafe-iteration


async def shows_it_with_format() -> str:
    books = Book.objects.all()
    return "found {}".format(books)  # noqa: UP032  # E: async-unsafe-iteration


async def prints_it() -> None:
    print(Book.objects.all())  # E: async-unsafe-iteration


async def shows_the_query() -> str:
    return str(Book.objects.all().query)
