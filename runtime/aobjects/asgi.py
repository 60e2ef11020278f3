"""``KeptThreads``: an ASGI application whose requests share the pool's threads, and their connections."""

from __future__ import annotations

import weakref
from typing import TYPE_CHECKING, Any

from aobjects.hops import sync_code_above
from aobjects.limits import Share, in_tests, max_connections
from aobjects.pieces import Pieces
from aobjects.pool import POOL, Pool
from aobjects.pools import here
from aobjects.scopes import share_of_requests
from aobjects.workers import ExecutorContext

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable


class KeptThreads:
    """Run the synchronous code of all requests in a bounded number of threads that keep their connections.

    Django makes a thread for each request under ASGI, and the connections in it end with it. Here a request
    borrows one of the pool that ``concurrent()`` has for each piece of its synchronous work: a signal, a sync
    view or middleware, a query of Django's own. ``AOBJECTS_MAX_CONNECTIONS`` bounds them all together. When
    none is free, it waits, in order. Pieces of one request never run at the same time, but in different
    threads: an open transaction is all that stays from one piece to the next.

    Call it as the server does. Raises what the application raises; a piece raises ``TimeoutError`` when no
    thread became free in 30 seconds. What is not HTTP, and an application that sync code calls, as in
    Django's test cases, runs as without it.

    >>> from django.core.asgi import get_asgi_application
    >>> application = KeptThreads(get_asgi_application())
    """

    def __init__(self, application: Callable[[Any, Any, Any], Awaitable[None]]) -> None:
        self._application = application
        self._shares = weakref.WeakKeyDictionary[Pool, Share]()
        self._keeps = not in_tests()
        if self._keeps:
            POOL.open()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http" or sync_code_above() is not None:
            return await self._application(scope, receive, send)
        pool = here()
        share = self._share_of(pool)
        work = Pieces(pool, share)
        token = share_of_requests.set(share)
        try:
            async with ExecutorContext(work):
                await self._application(scope, receive, send)
        finally:
            share_of_requests.reset(token)
            work.end()

    def close(self) -> None:
        """Close the connections of the threads that no request has; done by itself when the process ends.

        >>> from django.core.asgi import get_asgi_application
        >>> application = KeptThreads(get_asgi_application())
        >>> application.close()
        """
        if self._keeps:
            self._keeps = False
            POOL.leave()
        POOL.end()

    def _share_of(self, pool: Pool) -> Share:
        share = self._shares.setdefault(pool, Share(max_connections()))
        share.limit = share.process_limit = max_connections()
        return share


__all__ = ["KeptThreads"]
