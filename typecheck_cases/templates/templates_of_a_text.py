"""Templates that are made of a text: by an engine, or once for the whole module."""

# mypy: disable-error-code="union-attr"

from django.template import Context, Engine, Template, engines
from library.models import Book

AUTHOR = Template("{{ book.title }} by {{ book.author.name }}")
TITLE = Template("{{ book.title }}")


async def renders_what_an_engine_made() -> str:
    template = engines["django"].from_string("{{ book.title }} by {{ book.author.name }}")
    return template.render({"book": await Book.objects.aget(pk=1)})  # E: async-unsafe-call


async def renders_what_the_query_loads() -> str:
    template = engines["django"].from_string("{{ book.title }} by {{ book.author.name }}")
    return template.render({"book": await Book.objects.select_related("author").aget(pk=1)})


async def renders_rows_that_it_goes_through() -> str:
    template = engines["django"].from_string("{% for book in books %}{{ book.title }}{% endfor %}")
    return template.render({"books": Book.objects.all()})  # E: async-unsafe-call


async def renders_rows_that_are_there() -> str:
    template = engines["django"].from_string("{% for book in books %}{{ book.title }}{% endfor %}")
    return template.render({"books": [book async for book in Book.objects.all()]})


async def renders_what_djangos_own_engine_made() -> str:
    template = Engine().from_string("{{ book.author }}")
    return template.render(Context({"book": await Book.objects.aget(pk=1)}))  # E: async-unsafe-call


async def renders_a_template_of_the_module() -> str:
    return AUTHOR.render(Context({"book": await Book.objects.aget(pk=1)}))  # E: async-unsafe-call


async def renders_one_that_reads_a_column() -> str:
    return TITLE.render(Context({"book": await Book.objects.aget(pk=1)}))


async def renders_one_with_what_is_loaded() -> str:
    return AUTHOR.render(Context({"book": await Book.objects.select_related("author").aget(pk=1)}))
