"""The text of a list, and of a queryset that has its rows, is made of the texts of the rows."""

from library.models import Publisher, Tag


async def shows_a_queryset_that_was_evaluated() -> str:
    publishers = Publisher.objects.defer("name")
    assert [publisher.pk async for publisher in publishers]
    return repr(publishers)  # E: async-unsafe-call "__str__" runs a query: "name" of "Publisher"


async def shows_it_in_an_f_string() -> str:
    publishers = Publisher.objects.defer("name")
    assert [publisher.pk async for publisher in publishers]
    return f"{publishers}"  # E: async-unsafe-call "__str__" runs a query: "name" of "Publisher"


async def shows_whole_rows() -> str:
    publishers = Publisher.objects.all()
    assert [publisher.pk async for publisher in publishers]
    return f"{publishers} {publishers!r}"


async def shows_a_list() -> str:
    publishers = [publisher async for publisher in Publisher.objects.defer("name")]
    return str(publishers)  # E: async-unsafe-call "__str__" runs a query: "name" of "Publisher"


async def shows_a_list_of_whole_rows() -> str:
    return str([publisher async for publisher in Publisher.objects.all()])


async def shows_rows_without_a_text_of_their_own() -> str:
    tags = Tag.objects.defer("label")
    assert [tag.pk async for tag in tags]
    return f"{tags}"


async def shows_what_stands_behind_and() -> str:
    publisher = await Publisher.objects.defer("name").aget(pk=1)
    return str(publisher and await Publisher.objects.afirst())


async def shows_what_stands_before_or() -> str:
    publisher = await Publisher.objects.defer("name").afirst()
    return str(publisher or "nobody")  # E: async-unsafe-call "__str__" runs a query: "name" of "Publisher"
