"""What is called a request and is none: a row, or the question of another protocol."""

# mypy: allow-untyped-defs, allow-untyped-calls, allow-any-generics
# mypy: disable-error-code="no-any-return, misc, union-attr, index, override"

from library.models import Book


async def accept(request, pk):
    request.user = pk
    await request.asave()
    return request.user.pk


class Answer:
    async def send(self, request, context):
        return request.user.name


async def rows_are_no_requests():
    book = await Book.objects.select_related("author").aget(pk=1)
    return book.author.name


async def rows_are_not_loaded():
    book = await Book.objects.aget(pk=1)
    return book.author.name  # E: async-unsafe-relation
