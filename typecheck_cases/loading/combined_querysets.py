"""`|` keeps what the left operand loads; the right operand's loads are lost."""

from library.models import Author, Book


async def the_left_one_loads() -> Author | None:
    book = await (Book.objects.select_related("author") | Book.objects.filter(pages=0)).afirst()
    return book.author if book else None


async def the_right_one_loads() -> Author | None:
    book = await (Book.objects.filter(pages=0) | Book.objects.select_related("author")).afirst()
    return book.author if book else None  # E: async-unsafe-relation "author" of "Book" is not loaded


async def both_have_known_owners() -> list[str]:
    one, two = await Author.objects.aget(pk=1), await Author.objects.aget(pk=2)
    return [book.author.name async for book in one.books.all() | two.books.all()]


async def the_owner_of_both() -> list[str]:
    author = await Author.objects.aget(pk=1)
    return [book.author.name async for book in author.books.all() & Book.objects.filter(pages=0)]


async def the_owner_of_one_of_them() -> list[str]:
    author = await Author.objects.aget(pk=1)
    both = author.books.all() | Book.objects.exclude(author=author)
    return [book.author.name async for book in both]  # E: async-unsafe-relation "author"


async def another_relation_than_the_owner() -> list[str]:
    one, two = await Author.objects.aget(pk=1), await Author.objects.aget(pk=2)
    both = one.books.all() | two.books.all()
    return [book.editor.name async for book in both if book.editor]  # E: async-unsafe-relation "editor"
