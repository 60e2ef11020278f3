"""The code in the pages about the runtime runs."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Final

import pytest
from library.models import Author, Book

DOCS: Final = Path(__file__).resolve().parents[2] / "docs"


@pytest.mark.commits
@pytest.mark.postgresql
@pytest.mark.parametrize("page", ["transactions.md", "concurrency.md"])
async def test_each_block_of_code_runs(page: str) -> None:
    author = await Author.objects.acreate(name="Frank Herbert")
    for title in ("Dune", "Emma", "Ulysses"):
        await Book.objects.acreate(title=title, author=author, pages=500)
    text = (DOCS / page).read_text(encoding="utf-8")
    blocks = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    assert len(blocks) >= 2
    scope: dict[str, object] = {"__name__": page}
    for block in blocks:
        coroutine = eval(compile(block, page, "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT), scope)
        if coroutine is not None:
            await coroutine
