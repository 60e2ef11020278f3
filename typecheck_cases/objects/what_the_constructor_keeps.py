"""A method reads what the constructor of its object has kept."""

from __future__ import annotations

from library.models import Author, Book


class Card:
    def __init__(self, book: Book, note: str = "") -> None:
        self.book = book
        self.note = note

    def line(self) -> str:
        return self.book.author.name

    def title(self) -> str:
        return self.book.title + self.note

    async def aline(self) -> str:
        return self.book.author.name

    def both(self) -> str:
        return f"{self.title()} {self.line()}"


class Signed(Card):
    def __init__(self, book: Book, signature: str) -> None:
        super().__init__(book, signature)
        self.signature = signature

    def line(self) -> str:
        return f"{super().line()} {self.signature}"


class Derived:
    def __init__(self, book: Book) -> None:
        self.author = book.editor
        self.books = [book]

    def first(self) -> str:
        return self.books[0].author.name


class Box:
    def __init__(self, card: Card) -> None:
        self.card = card

    def label(self) -> str:
        return self.card.line()


async def calls_a_method() -> str:
    card = Card(await Book.objects.aget(pk=1))
    return card.line()  # E: async-unsafe-call "line" runs a query


async def calls_a_method_of_a_full_row() -> str:
    card = Card(await Book.objects.select_related("author").aget(pk=1))
    return card.line()


async def calls_a_method_that_reads_no_relation() -> str:
    card = Card(await Book.objects.aget(pk=1))
    return card.title()


async def awaits_a_method() -> str:
    return await Card(await Book.objects.aget(pk=1)).aline()  # E: async-unsafe-call "aline" runs a query


async def awaits_a_method_of_a_full_row() -> str:
    return await Card(await Book.objects.select_related("author").aget(pk=1)).aline()


async def calls_a_method_that_calls_another() -> str:
    card = Card(await Book.objects.aget(pk=1))
    return card.both()  # E: async-unsafe-call "both" runs a query


async def calls_a_method_of_a_subclass() -> str:
    card = Signed(await Book.objects.aget(pk=1), "x")
    return card.line()  # E: async-unsafe-call "line" runs a query


async def calls_a_method_of_a_subclass_with_a_full_row() -> str:
    card = Signed(await Book.objects.select_related("author").aget(pk=1), "x")
    return card.line()


async def reads_what_the_constructor_read() -> None:
    Derived(await Book.objects.aget(pk=1))  # E: async-unsafe-call "Derived" runs a query


async def reads_a_list_that_the_constructor_made() -> str:
    derived = Derived(await Book.objects.select_related("editor").aget(pk=1))
    return derived.first()  # E: async-unsafe-call "first" runs a query


async def reads_a_full_list_that_the_constructor_made() -> str:
    derived = Derived(await Book.objects.select_related("editor", "author").aget(pk=1))
    return derived.first()


async def calls_through_another_object() -> str:
    box = Box(Card(await Book.objects.aget(pk=1)))
    return box.label()  # E: async-unsafe-call "label" runs a query


async def calls_through_another_object_with_a_full_row() -> str:
    box = Box(Card(await Book.objects.select_related("author").aget(pk=1)))
    return box.label()


async def reads_through_another_object() -> str:
    box = Box(Card(await Book.objects.aget(pk=1)))
    return box.card.book.author.name  # E: async-unsafe-relation "author" of "Book"


async def assigns_before_the_call() -> str:
    card = Card(await Book.objects.select_related("author").aget(pk=1))
    card.book = await Book.objects.aget(pk=2)
    return card.line()  # E: async-unsafe-call "line" runs a query


async def assigns_a_full_row_before_the_call() -> str:
    card = Card(await Book.objects.aget(pk=1))
    card.book = await Book.objects.select_related("author").aget(pk=2)
    return card.line()


async def assigns_the_relation_before_the_call() -> str:
    card = Card(await Book.objects.aget(pk=1))
    card.book.author = await Author.objects.aget(pk=1)
    return card.line()


async def keeps_objects_in_a_list() -> list[str]:
    cards = [Card(book) async for book in Book.objects.all()]
    return [card.line() for card in cards]  # E: async-unsafe-call "line" runs a query


async def keeps_objects_with_full_rows_in_a_list() -> list[str]:
    cards = [Card(book) async for book in Book.objects.select_related("author")]
    return [card.line() for card in cards]


async def keeps_objects_in_a_dict() -> str:
    cards = {book.pk: Card(book) async for book in Book.objects.all()}
    return cards[1].line()  # E: async-unsafe-call "line" runs a query


async def appends_objects_to_a_list() -> str:
    cards: list[Card] = []
    async for book in Book.objects.all():
        cards.append(Card(book))
    return cards[0].line()  # E: async-unsafe-call "line" runs a query


async def one_object_in_two_states() -> str:
    card = Card(await Book.objects.select_related("author").aget(pk=1))
    if await Book.objects.acount() > 0:
        card = Card(await Book.objects.aget(pk=1))
    return card.line()  # E: async-unsafe-call "line" runs a query


async def two_full_objects() -> str:
    card = Card(await Book.objects.select_related("author").aget(pk=1))
    if await Book.objects.acount() > 0:
        card = Card(await Book.objects.select_related("author", "editor").aget(pk=1))
    return card.line()
