"""A cycle of calls has the operations of all its members."""

from asgiref.sync import sync_to_async
from library.models import Publisher


def even(number: int) -> bool:
    Publisher.objects.count()
    return number == 0 or odd(number - 1)


def odd(number: int) -> bool:
    return number != 0 and even(number - 1)


def ping(number: int) -> int:
    return pong(number - 1) if number > 0 else 0


def pong(number: int) -> int:
    return ping(number - 1) if number > 0 else 0


def counted(number: int) -> int:
    Publisher.objects.count()
    return counted_later(number - 1) if number else 0


def counted_later(number: int) -> int:
    return counted(number)


def hands_on(number: int) -> int:
    return takes_over(number)


def takes_over(number: int) -> int:
    Publisher.objects.count()
    return hands_on(number - 1) if number else 0


async def asks_the_one_that_queries() -> bool:
    return even(4)  # E: async-unsafe-call "even" runs a query


async def asks_the_other_which_may_stop_before() -> bool:
    return odd(0)


async def asks_two_that_run_nothing() -> int:
    return ping(4) + pong(3)


async def asks_the_first_of_two() -> int:
    return counted(2)  # E: async-unsafe-call "counted" runs a query


async def asks_the_second_whose_query_is_in_the_first() -> int:
    return counted_later(2)  # E: async-unsafe-call "counted_later" runs a query


async def asks_the_first_whose_query_is_in_the_second() -> int:
    return hands_on(2)  # E: async-unsafe-call "hands_on" runs a query


async def asks_the_second_of_two() -> int:
    return takes_over(2)  # E: async-unsafe-call "takes_over" runs a query


async def asks_in_a_thread() -> bool:
    return await sync_to_async(even)(4)
