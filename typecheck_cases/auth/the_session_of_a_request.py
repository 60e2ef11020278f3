"""The session of a request is loaded by its first key."""

from library.web import signed_in_request


async def reads_a_key() -> object:
    request = signed_in_request()
    return request.session.get("basket")  # E: async-unsafe-query


async def reads_it_asynchronously() -> object:
    request = signed_in_request()
    return await request.session.aget("basket")


async def writes_a_key() -> None:
    request = signed_in_request()
    request.session["basket"] = [1]  # E: async-unsafe-query


async def writes_it_asynchronously() -> None:
    request = signed_in_request()
    await request.session.aset("basket", [1])
