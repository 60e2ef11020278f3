"""The words of a report: what is wrong and what to do, in a line that has room for so much and no more."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from aobjects_mypy import diagnostics
from aobjects_mypy.reports import shapes
from aobjects_mypy.reports.report import continued
from aobjects_mypy.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aobjects_mypy.diagnostics import Diagnostic
    from aobjects_mypy.reports.report import Fix

WIDTH: Final = 120
"""How long a line may be beside its place and its code; what has no room in it is said in a note."""
_OPERATION: Final = 'Put it in a sync function and use "await sync_to_async(function)()"'
_BLOCK: Final = 'Put the whole block in a sync function and use "await sync_to_async(function)()"'
_OR: Final = ", or "
_NOTHING: Final = re.compile(r"^Nothing can be awaited here: use (.*) before$")
_SHORTER: Final = (
    (re.compile(r' and use "await sync_to_async\(function\)\(\)"$'), ' for "sync_to_async"'),
    (_NOTHING, r"Use \1 before"),
    (re.compile(r"\(lambda: .+\)\(\)"), "(lambda: ...)()"),
    (re.compile(r'"async for \.\.\. in .+?"(?= without)'), '"async for"'),
    (re.compile(r" async for row in .+?([\]}])"), r" async for row in ...\1"),
    (re.compile(r'(?<="await )[\w.]+(\((\.\.\.)?\)[\w.]*)*(?=\.\w+\([^()]*\)")'), "(...)"),
    (re.compile(r'(?<=sync_to_async\()[\w.()\[\]]+(?=\)\([^()]*\)")'), "..."),
)
"""What is left out of the advice, one after the other: the edit says it whole."""


@dataclass(frozen=True, slots=True)
class Wording:
    """What the line of a report says."""

    problem: str
    advice: str
    others: tuple[str, ...]
    """What else would help, as far as the line has no room for it."""


def words(found: Diagnostic, fixes: Sequence[Fix], *, is_block: bool) -> Wording:
    """Return what a line says: all of it, or less of the problem, or less of the advice, too."""
    advice, *others = _advice(found, fixes, is_block=is_block)
    while others and _fits(found.problem, both := f"{advice}{_OR}{continued(others[0])}"):
        advice = both
        del others[0]
    # "Or nothing can be awaited here: ..." would say what the first way has got round.
    others = [_NOTHING.sub(r"Use \1 before", other) for other in others]
    problems = (found.problem, *found.briefs)
    problem = next((said for said in problems if _fits(said, advice)), None)
    if problem is not None:
        return Wording(problem, advice, tuple(others))
    problem = problems[-1]
    if found.advice.startswith(advice) and _OR in advice:
        advice, _, other = advice.partition(_OR)
        others.insert(0, f"{other[0].upper()}{other[1:]}")
    for pattern, shorter in _SHORTER:
        if not _fits(problem, advice):
            advice = pattern.sub(shorter, advice)
    problem = next((said for said in problems if _fits(said, advice)), problem)
    return Wording(problem, advice, tuple(others))


def _fits(problem: str, advice: str) -> bool:
    return len(f"{problem}. {advice}" if advice else problem) <= WIDTH


def _advice(found: Diagnostic, fixes: Sequence[Fix], *, is_block: bool) -> list[str]:
    """Return what to do, the best first: a fix, or words where the code has no place for one."""
    if fixes and (fixes[0].title.startswith("Add ") or found.query_line or not found.path):
        return [fixes[0].title]
    ways = []
    if found.path:
        ways.append(f"{_load(found)} {'in the query' if found.query_line else 'where the row is loaded'}")
    if fixes:
        ways.append(fixes[0].title)
    elif found.advice:
        ways.append(found.advice)
    elif is_block:
        ways.append(_BLOCK if found.instead != diagnostics.OPERATION else _OPERATION)
    elif found.around and found.instead:
        ways.append(f'Use "{found.instead}", once "{found.around}" is "async def"')
    elif found.instead:
        ways.append(_in_words(found))
    return ways or [""]


def _load(found: Diagnostic) -> str:
    return f'Load "{found.path}"' if not found.loads else f'Add {found.loads}("{found.path}")'


def _in_words(found: Diagnostic) -> str:
    """Say what to do where no code can simply take the place of what is there."""
    if found.use is not None:
        return 'Make a list of it before, with "async for"'
    if shapes.parse(found.instead) is None or not found.instead.startswith("await "):
        return f'Use "{found.instead}"'
    return f'Nothing can be awaited here: use "{found.instead}" before'
