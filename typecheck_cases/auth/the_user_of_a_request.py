"""`request.user` is fetched when it is first used; `await request.auser()` is its twin."""

from library.web import signed_in_request


async def asks_the_user() -> bool:
    request = signed_in_request()
    return request.user.is_authenticated  # E: async-unsafe-query


async def reads_the_name() -> str:
    request = signed_in_request()
    return request.user.get_username()  # E: async-unsafe-query


async def awaits_the_user() -> bool:
    request = signed_in_request()
    user = await request.auser()
    return user.is_authenticated
