"""``getattr(book, "author", None)`` gives the row that is there, with what the query has loaded on it."""

# mypy: disable-error-code="no-untyped-def, no-untyped-call, no-any-return, union-attr"

from library.models import Author, Book, Profile


async def reads_behind_it() -> None:
    book = await Book.objects.select_related("author").aget(pk=1)
    author = getattr(book, "author", None)
    if author is not None:
        print(author.publisher)  # E: async-unsafe-relation "publisher" of "Author"


async def reads_what_is_loaded_behind_it() -> None:
    book = await Book.objects.select_related("author__publisher").aget(pk=1)
    author = getattr(book, "author", None)
    if author is not None:
        print(author.publisher)


async def reads_its_columns() -> None:
    book = await Book.objects.select_related("author").aget(pk=1)
    author = getattr(book, "author", None)
    if author:
        print(author.name, author.publisher_id)


async def saves_it() -> None:
    book = await Book.objects.select_related("author").aget(pk=1)
    author = getattr(book, "author", None)
    if author is not None:
        author.save()  # E: async-unsafe-query


async def reads_behind_one_of_a_profile() -> None:
    author = await Author.objects.acreate(name="new")
    await Profile.objects.acreate(author=author, nick="n")
    author = await Author.objects.select_related("profile").aget(pk=author.pk)
    match getattr(author, "profile", None):
        case Profile() as profile:
            print(profile.author.publisher_id)
        case _:
            raise AssertionError


async def matches_it() -> None:
    book = await Book.objects.select_related("author").aget(pk=1)
    match getattr(book, "author", None):
        case Author(pk=0) as author:
            print(author.name)
        case Author() as author:
            print(author.publisher)  # E: async-unsafe-relation "publisher" of "Author"


def publisher_of(book):
    author = getattr(book, "author", None)
    return author and author.publisher


async def hands_it_on():
    return publisher_of(await Book.objects.select_related("author").aget(pk=1))  # E: async-unsafe-call


async def hands_it_on_with_what_is_read():
    return publisher_of(await Book.objects.select_related("author__publisher").aget(pk=1))
