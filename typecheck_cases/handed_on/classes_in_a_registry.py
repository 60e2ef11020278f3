"""A container of classes: which one makes the object is not known, and any of them may be meant."""

from __future__ import annotations

from typing import ClassVar

from library.models import Book

_plugins: dict[str, type[Plugin]] = {}


class Plugin:
    name: ClassVar[str] = ""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        _plugins[cls.name] = cls

    async def run(self, book: Book) -> str:
        raise NotImplementedError


class TitlePlugin(Plugin):
    name = "title"

    async def run(self, book: Book) -> str:
        return book.title


class AuthorPlugin(Plugin):
    name = "author"

    async def run(self, book: Book) -> str:
        return book.author.name


def plugin(name: str) -> Plugin:
    return _plugins[name]()


class Rule:
    """Has nothing against a book."""

    def __init__(self, limit: int = 3) -> None:
        self.limit = limit

    async def check(self, book: Book) -> str:
        return book.title[: self.limit]


class AuthorRule(Rule):
    async def check(self, book: Book) -> str:
        return book.author.name


class ChapterRule(Rule):
    async def check(self, book: Book) -> str:
        return ", ".join([str(chapter.pk) async for chapter in book.chapters.all()])


RULES = {"plain": Rule, "author": AuthorRule}
TYPED: dict[str, type[Rule]] = {"plain": Rule, "author": AuthorRule}
BY_NAME: dict[str, type[Rule]] = {rule.__name__: rule for rule in (Rule, AuthorRule)}
LISTED = [Rule, AuthorRule]
HARMLESS: dict[str, type[Rule]] = {"plain": Rule, "chapters": ChapterRule}


async def runs_a_plugin_that_a_function_finds() -> str:
    book = await Book.objects.aget(pk=1)
    return await plugin("author").run(book)  # E: async-unsafe-call "run" runs a query


async def runs_a_plugin_on_what_is_loaded() -> str:
    book = await Book.objects.select_related("author").aget(pk=1)
    return await plugin("author").run(book)


async def runs_every_plugin() -> list[str]:
    book = await Book.objects.aget(pk=1)
    return [await made().run(book) for made in _plugins.values()]  # E: async-unsafe-call "run" runs a query


async def runs_every_plugin_on_what_is_loaded() -> dict[str, str]:
    book = await Book.objects.select_related("author").aget(pk=1)
    return {name: await made().run(book) for name, made in sorted(_plugins.items())}


async def asks_a_rule_by_its_name() -> str:
    book = await Book.objects.aget(pk=1)
    return await RULES["author"]().check(book)  # E: async-unsafe-call "check" runs a query


async def asks_the_other_rule_by_its_name() -> str:
    book = await Book.objects.aget(pk=1)
    return await RULES["plain"]().check(book)


async def asks_any_rule() -> str:
    book = await Book.objects.aget(pk=1)
    kind = "author" if book.title else "plain"
    return await TYPED[kind](limit=2).check(book)  # E: async-unsafe-call "check" runs a query


async def asks_any_rule_about_what_is_loaded() -> str:
    book = await Book.objects.select_related("author").aget(pk=1)
    kind = "author" if book.title else "plain"
    return await TYPED[kind](limit=2).check(book)


async def asks_a_rule_of_a_comprehension() -> str:
    book = await Book.objects.aget(pk=1)
    made = BY_NAME["AuthorRule"]
    return await made().check(book)  # E: async-unsafe-call "check" runs a query


async def asks_each_rule_of_a_list() -> list[str]:
    book = await Book.objects.aget(pk=1)
    found = []
    for made in LISTED:
        found.append(await made().check(book))  # E: async-unsafe-call "check" runs a query
    return found


async def asks_each_rule_of_a_list_about_what_is_loaded() -> list[str]:
    book = await Book.objects.select_related("author").aget(pk=1)
    found = []
    for made in LISTED:
        found.append(await made().check(book))
    return found


async def asks_rules_that_read_nothing() -> str:
    book = await Book.objects.aget(pk=1)
    kind = "plain" if book.title else "chapters"
    return await HARMLESS[kind]().check(book)


async def asks_one_of_a_tuple() -> str:
    book = await Book.objects.aget(pk=1)
    for made in (Rule, AuthorRule):
        rule = made(1)
        await rule.check(book)  # E: async-unsafe-call "check" runs a query
    return book.title


async def asks_by_get_with_another_default() -> str:
    book = await Book.objects.aget(pk=1)
    return await RULES.get("plain", AuthorRule)().check(book)
