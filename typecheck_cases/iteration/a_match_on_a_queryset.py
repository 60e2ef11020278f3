"""A sequence pattern does not match a queryset, and asking does not evaluate it."""

from library.models import Book


async def matches_a_sequence_pattern() -> str:
    match Book.objects.all():
        case []:
            return "empty"
        case _:
            return "something"


async def lists_before_matching() -> str:
    match list(Book.objects.all()):  # E: async-unsafe-iteration
        case []:
            return "empty"
        case _:
            return "something"
