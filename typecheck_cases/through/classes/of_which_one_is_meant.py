"""An object of either class: the call may run either body."""

from library.desk import Desk, QuietDesk


async def both_query() -> int:
    desk = Desk() if len("busy") > 1 else QuietDesk()
    return desk.count()  # E: async-unsafe-call "count"


async def neither_queries() -> int:
    desk = QuietDesk()
    return desk.count()
