"""A decorator loads the row that it hands its function: the function is judged with that row."""

# mypy: allow-untyped-defs, allow-untyped-calls, allow-any-generics, allow-untyped-decorators
# mypy: disable-error-code="no-any-return, misc, var-annotated, union-attr, index, override, attr-defined"

from functools import wraps

from asgiref.sync import sync_to_async
from library.models import Author, Book

COMMANDS = {}


def command(name, *, full=False):
    """Register what answers a message: it gets the row, and the words behind the command."""

    def decorate(func):
        @wraps(func)
        async def wrapper(message):
            books = Book.objects.select_related("author") if full else Book.objects.all()
            book, _ = await books.aget_or_create(pk=1)
            return await func(book, *message.split()[1:])

        COMMANDS[name] = wrapper
        return wrapper

    return decorate


class Loads:
    """A decorator that is an object."""

    def __init__(self, *names):
        self.names = names

    def __call__(self, func):
        async def wrapper(pk):
            return await func(chosen=await Book.objects.select_related(*self.names).aget(pk=pk))

        return wrapper


def counted(func):
    @wraps(func)
    async def wrapper(*args, **kwargs):
        wrapper.calls += 1
        return await func(*args, **kwargs)

    wrapper.calls = 0
    return wrapper


def of_each_author(method):
    async def wrapper(self):
        return [await method(self, author) async for author in Author.objects.all()]

    return wrapper


def with_many(func):
    async def wrapper():
        return await func([book async for book in Book.objects.all()])

    return wrapper


def kept_or_new(func):
    async def wrapper(pk=None):
        if pk is None:
            return await func(await Book.objects.select_related("author").aget(pk=1))
        return await func(await Book.objects.aget(pk=pk))

    return wrapper


def adding(path=None):
    """Hand the row over by its name, beside whatever it is called with."""

    def decorate(func):
        @wraps(func)
        async def wrapper(*args, **kwargs):
            books = Book.objects.select_related(path) if path else Book.objects.all()
            kwargs["chosen"] = await books.aget(pk=1)
            return await func(*args, **kwargs)

        return wrapper

    return decorate


def unless_given(func):
    @wraps(func)
    async def wrapper(*args, chosen=None, **kwargs):
        if chosen is None:
            chosen = await Book.objects.select_related("author").aget(pk=1)
        return await func(*args, chosen=chosen, **kwargs)

    return wrapper


def with_what_a_thread_reads(func):
    @wraps(func)
    async def wrapper(pk):
        book = await Book.objects.aget(pk=pk)
        author = await sync_to_async(lambda: book.author)()
        return await func(book, author)

    return wrapper


@command("/author")
async def author(found):
    return found.author.name  # E: async-unsafe-relation


@command("/title")
async def title(found):
    return found.title


@command("/full", full=True)
async def author_of_a_full_row(found, *words):
    return found.author.name


@command("/publisher", full=True)
async def publisher_of_a_full_row(found, *words):
    return found.author.publisher  # E: async-unsafe-relation


@command("/tags", full=True)
async def tags(found, first="", *more):
    return [tag.label for tag in found.tags.all()]  # E: async-unsafe-iteration


@command("/own", full=True)
async def tags_in_async_code(found, first=""):
    return [tag.label async for tag in found.tags.all()]


@Loads("editor")
async def by_an_object(chosen):
    return chosen.author.name  # E: async-unsafe-relation


@Loads("author")
async def by_an_object_that_loads_it(chosen):
    return chosen.author.name


@counted
@command("/twice")
async def behind_two_decorators(found):
    return str(found.editor)  # E: async-unsafe-relation


@command("/twice-full", full=True)
@counted
async def behind_two_that_load_it(found):
    return str(found.author)


@counted
async def that_hands_over_what_it_gets(chosen):
    return chosen.author.name


@with_many
async def a_list_of_rows(rows):
    return [row.author.name for row in rows]  # E: async-unsafe-relation


@with_many
async def columns_of_a_list(rows):
    return [row.author_id for row in rows]


@kept_or_new
async def on_one_of_two_ways(chosen):
    return chosen.author.name


@adding()
async def added_to_the_keywords(sep="/", chosen=None):
    return sep + chosen.author.name  # E: async-unsafe-relation


@adding("author")
async def added_and_loaded(sep="/", chosen=None):
    return sep + chosen.author.name


@unless_given
async def loaded_unless_it_is_given(chosen):
    return chosen.author.name


@with_what_a_thread_reads
async def what_a_thread_has_read(chosen, writer):
    return chosen.author.name + writer.name


@with_what_a_thread_reads
async def what_lies_behind_it(chosen, writer):
    return str(writer.publisher)  # E: async-unsafe-relation


class Names:
    @of_each_author
    async def publishers(self, author):
        return author.publisher.name  # E: async-unsafe-relation

    @of_each_author
    async def names(self, author):
        return author.name


async def who_knows_that_it_is_loaded():
    return await that_hands_over_what_it_gets(await Book.objects.select_related("author").aget(pk=1))


REQUESTS = {
    "author": lambda: author("/author"),
    "title": lambda: title("/title"),
    "author_of_a_full_row": lambda: author_of_a_full_row("/full now"),
    "publisher_of_a_full_row": lambda: publisher_of_a_full_row("/publisher"),
    "tags": lambda: tags("/tags now"),
    "tags_in_async_code": lambda: tags_in_async_code("/own"),
    "by_an_object": lambda: by_an_object(1),
    "by_an_object_that_loads_it": lambda: by_an_object_that_loads_it(1),
    "behind_two_decorators": lambda: behind_two_decorators("/twice"),
    "behind_two_that_load_it": lambda: behind_two_that_load_it("/twice-full"),
    "a_list_of_rows": a_list_of_rows,
    "columns_of_a_list": columns_of_a_list,
    "on_one_of_two_ways": on_one_of_two_ways,
    "added_to_the_keywords": added_to_the_keywords,
    "added_and_loaded": added_and_loaded,
    "loaded_unless_it_is_given": loaded_unless_it_is_given,
    "what_a_thread_has_read": lambda: what_a_thread_has_read(1),
    "what_lies_behind_it": lambda: what_lies_behind_it(1),
    "Names.publishers": lambda: Names().publishers(),
    "Names.names": lambda: Names().names(),
}
