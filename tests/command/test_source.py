"""Edits are held against the function that they change, however long its file is."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from aobjects_mypy.reports.report import Edit
from aobjects_mypy.reports.source import Source

if TYPE_CHECKING:
    import pytest

FUNCTIONS: Final = 200
TEXT: Final = "import shop\n\n\n" + "".join(
    f"class View{number}:\n"
    "    @shop.cached\n    async def get(self) -> str:\n        return shop.name()\n\n\n"
    for number in range(FUNCTIONS)
)
LAST: Final = TEXT.count("\n") - 2
"""The line of the last ``return``."""


def test_one_function_is_parsed_for_an_edit(monkeypatch: pytest.MonkeyPatch) -> None:
    source = Source(TEXT)
    lengths = []
    parse = ast.parse

    def measured(text: str) -> ast.Module:
        lengths.append(len(text))
        return parse(text)

    monkeypatch.setattr(ast, "parse", measured)
    assert source.parses_with([Edit(LAST, 15, LAST, 15, "await ")])
    assert not source.parses_with([Edit(LAST, 15, LAST, 15, "await (")])
    assert lengths
    assert max(lengths) < 150


def test_edits_of_two_functions_and_between_them_are_parsed() -> None:
    source = Source(TEXT)
    second = Edit(LAST - 6, 15, LAST - 6, 15, "await ")
    first = Edit(LAST, 15, LAST, 15, "await ")
    line = Edit(2, 0, 2, 0, "from asgiref.sync import sync_to_async\n")
    assert source.parses_with([first, second])
    assert source.parses_with([first, second, line])
    assert not source.parses_with([first, Edit(2, 0, 2, 0, "from asgiref.sync import (\n")])
    assert source.parses_with([Edit(LAST - 2, 5, LAST - 2, 5, "shop.")])
