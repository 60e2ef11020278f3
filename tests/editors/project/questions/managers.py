"""What a manager offers, shows and leads to."""

from aobjects import AsyncManager, aio
from shop.models import Author, Book, Plain, Tag


async def offered() -> None:
    await Author.aobjects.get(pk=1)
    #                     ^ offers everything of Author.aobjects
    #     ^ leads to shop/models.py: class Author(
    await Book.aobjects.first()
    #                   ^ offers everything of Book.aobjects
    await Tag.aobjects.first()
    #         ^ offers aobjects DoesNotExist of Tag
    await AsyncManager(Plain).first()
    #                         ^ offers everything of AsyncManager(Plain)
    await aio(Plain.objects).first()
    #                        ^ offers everything of aio(Plain.objects)
    await Book.aobjects.in_stock().copies()
    #                   ^ offers in_stock copies of Book.aobjects
    #                              ^ offers everything of Book.aobjects.in_stock()


async def shown() -> None:
    authors = Author.aobjects
    # ^ is AsyncManager[Author]
    books = Book.aobjects
    # ^ is AsyncBooks
    plain = AsyncManager(Plain)
    # ^ is AsyncManager[Plain]
    wrapped = aio(Plain.objects)
    # ^ is AsyncManager[Plain]
    await authors.first()
    await books.copies()
    #           ^ shows int
    await plain.first()
    await wrapped.first()


async def led() -> None:
    await Author.aobjects.first()
    #                     ^ leads to aobjects/awaited.py: async def first(
    #            ^ leads to aobjects/models.py: aobjects =
    await Author.aobjects.all().delete()
    #                           ^ leads to aobjects/querysets.py: async def delete(
    await Book.aobjects.in_stock().copies()
    #                   ^ leads to shop/models.py: def in_stock(
    #                              ^ leads to shop/models.py: async def copies(
    await aio(Plain.objects).count()
    #     ^ leads to aobjects/wrapping.py: def aio(
    #                        ^ leads to aobjects/awaited.py: async def count(
