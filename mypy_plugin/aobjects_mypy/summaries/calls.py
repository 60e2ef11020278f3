"""Which summaries were made with which: in dmypy, an edit may change any of them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from aobjects_mypy import names
from aobjects_mypy.syntax import definitions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mypy import nodes

    from aobjects_mypy.summaries.cycles import Name


class Calls:
    """Which functions of each module were asked for, and whose summaries were made with theirs."""

    def __init__(self) -> None:
        self.asked: Final[defaultdict[str, set[Name]]] = defaultdict(set)
        self.callers: Final[defaultdict[Name, set[Name]]] = defaultdict(set)

    def note(self, called: Name, open_calls: list[Name]) -> None:
        function = called[0]
        if not function.fullname.startswith(names.NEVER_SUMMARIZED):
            self.asked[definitions.module_of(function)].add(called)
            if open_calls:
                self.callers[called].add(open_calls[-1])

    def stale(
        self, tree: nodes.MypyFile, is_current: Callable[[Name], bool], *, is_parsed: bool
    ) -> Iterator[Name]:
        """Yield the functions of a module that are not what they were, and all that were made with them.

        A module that was parsed anew may have other nodes for its functions.
        """
        there = (
            {definitions.function_of(node) for node, _ in definitions.functions_of(tree.defs)}
            if is_parsed
            else None
        )
        stale = [
            key
            for key in self.asked[tree.fullname]
            if not is_current(key) or (there is not None and key[0] not in there)
        ]
        while stale:
            key = stale.pop()
            self.asked[definitions.module_of(key[0])].discard(key)
            yield key
            stale += self.callers.pop(key, ())
