"""The branch that finds the row leaves unloaded what the branch that creates it would have set."""

from library.models import Author, Book


async def opens_the_first_book() -> str:
    author = await Author.objects.aget(name="a1")
    book, created = await Book.objects.aget_or_create(author=author, title="b0")
    status = "new" if created else "known"
    return f"{status}: {book.author.name}"  # E: async-unsafe-relation "author" of "Book" is not loaded


async def opens_it_with_the_author_at_hand() -> str:
    author = await Author.objects.aget(name="a1")
    book, created = await Book.objects.aget_or_create(author=author, title="b0")
    status = "new" if created else "known"
    return f"{status}: {author.name}, {book.title}"
