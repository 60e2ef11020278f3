"""A session that was not loaded runs a query for its first key, and another to be saved."""

from django.contrib.sessions.backends.db import SessionStore
from library.rows import SESSION_KEY


async def reads_a_key() -> object:
    session = SessionStore(SESSION_KEY)
    return session["v"]  # E: async-unsafe-query


async def reads_a_key_with_get() -> object:
    session = SessionStore(SESSION_KEY)
    return session.get("v")  # E: async-unsafe-query


async def writes_a_key() -> None:
    session = SessionStore(SESSION_KEY)
    session["v"] = 2  # E: async-unsafe-query


async def saves() -> None:
    session = SessionStore(SESSION_KEY)
    session.save()  # E: async-unsafe-query


async def reads_asynchronously() -> object:
    session = SessionStore(SESSION_KEY)
    return await session.aget("v")


async def reads_again_what_was_loaded() -> object:
    session = SessionStore(SESSION_KEY)
    await session.aget("v")
    return session["v"]


async def writes_a_key_after_the_session_was_emptied() -> None:
    session = SessionStore(SESSION_KEY)
    await session.aflush()
    session["v"] = 2


async def writes_a_key_after_it_was_cleared() -> None:
    session = SessionStore(SESSION_KEY)
    session.clear()
    session["v"] = 2
