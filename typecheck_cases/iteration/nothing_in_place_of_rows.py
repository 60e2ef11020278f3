"""`rows or []`, `rows if ... else []`: what comes out are the rows, in a helper as well."""

from library.models import Author, Publisher


def nicks(author: Author) -> list[str]:
    publisher = author.publisher
    return [one.profile.nick for one in ((publisher and publisher.author_set.all()) or [])]


def nicks_by_condition(author: Author) -> list[str]:
    return [one.profile.nick for one in (author.publisher.author_set.all() if author.publisher else ())]


def nicks_of_all(publisher: Publisher) -> list[str]:
    found = []
    for one in publisher.author_set.all() or []:
        found.append(one.profile.nick)
    return found


async def reads_either_or_none() -> list[str]:
    author = await Author.objects.prefetch_related("publisher__author_set").aget(pk=1)
    return nicks(author)  # E: async-unsafe-call "nicks" runs a query: "profile" of "Author"


async def reads_either_or_none_loaded() -> list[str]:
    author = await Author.objects.prefetch_related("publisher__author_set__profile").aget(pk=1)
    return nicks(author)


async def reads_behind_a_condition() -> list[str]:
    author = await Author.objects.prefetch_related("publisher__author_set").aget(pk=1)
    return nicks_by_condition(author)  # E: async-unsafe-call "nicks_by_condition" runs a query: "profile"


async def reads_behind_a_condition_loaded() -> list[str]:
    author = await Author.objects.prefetch_related("publisher__author_set__profile").aget(pk=1)
    return nicks_by_condition(author)


async def reads_all() -> list[str]:
    publisher = await Publisher.objects.prefetch_related("author_set").aget(pk=1)
    return nicks_of_all(publisher)  # E: async-unsafe-call "nicks_of_all" runs a query: "profile" of "Author"


async def reads_all_loaded() -> list[str]:
    publisher = await Publisher.objects.prefetch_related("author_set__profile").aget(pk=1)
    return nicks_of_all(publisher)
