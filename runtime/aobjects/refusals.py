"""What an async queryset refuses: each door through which Django would run its query synchronously."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

# mypy alone takes this name for true.
MYPY = False


class AsyncOnly:
    """Refuse ``for``, ``list()``, ``len()``, ``bool()`` and ``in``, with the words that say what to write.

    To a type checker the methods do not exist, or are such that their use is an error. At runtime they
    exist and raise ``TypeError``: without ``__iter__``, ``list(qs)`` calls ``qs[0]``, ``qs[1]`` ... for ever.
    """

    if TYPE_CHECKING:
        __iter__: None
        __contains__: None
        # mypy's truthy-bool reports `if qs` only where no __bool__ is declared, pyright and ty where one
        # returns no bool.
        if not MYPY:

            def __bool__(self) -> None: ...
    else:

        def __iter__(self) -> NoReturn:
            raise self._refuse("iterated", "'async for row in qs', or 'for row in await qs'")

        def __len__(self) -> NoReturn:
            raise self._refuse("measured", "'await qs.count()', or 'len(await qs)'")

        def __bool__(self) -> NoReturn:
            raise self._refuse("tested for truth", "'if await qs.exists():', or 'if await qs:'")

        def __contains__(self, item: object) -> NoReturn:
            raise self._refuse("searched with 'in'", "'await qs.contains(row)', or 'row in await qs'")

        def __reversed__(self) -> NoReturn:
            raise self._refuse("reversed", "'await qs.reverse()', or 'reversed(await qs)'")

        def _add_hints(self, **hints: object) -> NoReturn:
            # The first thing that Django does with the queryset of a Prefetch; ours take it out before.
            raise self._refuse("prefetched by Django's own", "'Prefetch(..., queryset=qs.sync())'")

        def _refuse(self, done: str, instead: str) -> TypeError:
            return TypeError(f"{self!r} is async only and cannot be {done}: write {instead}.")


__all__ = ["AsyncOnly"]
