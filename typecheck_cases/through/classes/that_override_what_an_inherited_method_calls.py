"""An inherited method calls what the class of the object overrides."""

from library.desk import Desk


async def the_original_queries() -> str:
    return Desk().report()  # E: async-unsafe-call "report" runs a query
