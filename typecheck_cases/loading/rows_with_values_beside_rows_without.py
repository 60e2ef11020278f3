"""mypy has a class of its own for what `annotate()` and `alias()` give; branches meet all the same."""

from django.db.models import Count
from library.models import Author, Book


async def annotates_in_the_second_branch() -> str:
    if await Book.objects.filter(title="no such title").aexists():
        author = await Author.objects.aget(pk=1)
    else:
        author = await Author.objects.annotate(number=Count("books")).aget(pk=1)
    return author.profile.nick  # E: async-unsafe-relation "profile" of "Author"


async def aliases_in_the_second_branch() -> str:
    if await Book.objects.filter(title="no such title").aexists():
        author = await Author.objects.aget(pk=1)
    else:
        author = await Author.objects.alias(number=Count("books")).aget(pk=1)
    return author.profile.nick  # E: async-unsafe-relation "profile" of "Author"


async def loads_in_the_plain_branch_alone() -> str:
    if await Book.objects.filter(title="no such title").aexists():
        author = await Author.objects.select_related("profile").aget(pk=1)
    else:
        author = await Author.objects.alias(number=Count("books")).aget(pk=1)
    return author.profile.nick  # E: async-unsafe-relation "profile" of "Author"


async def loads_in_both() -> str:
    if await Book.objects.filter(title="no such title").aexists():
        author = await Author.objects.select_related("profile").aget(pk=1)
    else:
        author = await Author.objects.alias(number=Count("books")).select_related("profile").aget(pk=1)
    return author.profile.nick


async def chooses_by_an_expression() -> str:
    books = Book.objects.select_related("author")
    counted = await Book.objects.aexists()
    book = await (books.annotate(number=Count("tags")).afirst() if counted else books.afirst())
    return book.author.name if book is not None else ""
