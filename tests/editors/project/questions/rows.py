"""What an awaited row offers, and where its relations lead."""

from aobjects import related
from shop.models import Author, Book, Plain, Tag


async def fields() -> None:
    print((await Book.aobjects.get(pk=1)).title)
    #                                     ^ offers title stock author aauthor atags asave adelete of Book()
    #                                     ^ leads to shop/models.py: title:
    print((await Author.aobjects.get(pk=1)).name)
    #                                       ^ offers name pk aobjects asave adelete abooks of Author()
    #                                       ^ leads to shop/models.py: name:
    book = await Book.aobjects.get(pk=1)
    # ^ is Book
    title = book.title
    # ^ is str
    stock = book.stock
    # ^ is int
    first = await Tag.aobjects.first()
    # ^ is Tag | None
    print(title, stock, first)


async def relations(book: Book, author: Author, plain: Plain) -> None:
    writer = await book.aauthor
    # ^ is Author
    print(writer.name)
    #            ^ offers name abooks of Author()
    editor = await book.aeditor
    # ^ is Author | None
    books = await author.abooks
    # ^ is list[Book]
    await author.abooks.add(book)
    #                   ^ offers add remove clear set filter get all count of Author(pk=1).abooks
    #                   ^ leads to aobjects/relatedmanagers.py: async def add(
    tags = await book.atags.filter(label="new")
    # ^ is list[Tag]
    #                       ^ offers everything of Book(pk=1).atags
    related_author = await related(book, Book.author)
    # ^ is Author
    #                      ^ leads to aobjects/relations.py: async def related(
    #                      ^ shows related
    plain_author = await related(plain, Plain.author)
    # ^ is Author
    print(editor, books, tags, related_author, plain_author.name)
    #                                                       ^ offers name abooks of Author()
