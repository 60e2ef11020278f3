"""Where a name is imported that an edit needs."""

from __future__ import annotations

import ast
import sys
from typing import TYPE_CHECKING

from aobjects_mypy.reports.source import Change

if TYPE_CHECKING:
    from aobjects_mypy.reports.source import Source


def change(source: Source, module: str, name: str) -> Change | None:
    """Return the change that imports a name where isort would have it; ``None`` where it is imported."""
    statements = source.tree.body
    imports = [node for node in statements if isinstance(node, (ast.Import, ast.ImportFrom))]
    same = [
        node
        for node in imports
        if isinstance(node, ast.ImportFrom) and node.module == module and not node.level
    ]
    if any(alias.name == name and alias.asname is None for node in same for alias in node.names):
        return None
    if same:
        node = same[0]
        if not any(alias.name == "*" for alias in node.names):
            before = next((alias for alias in node.names if alias.name > name), None)
            if before is not None:
                start = source.start(before)
                return Change(start, start, f"{name}, ")
            end = source.end(node.names[-1])
            return Change(end, end, f", {name}")
    line = f"from {module} import {name}\n"
    later = next((node for node in imports if _order(node) > _key(module)), None)
    if later is not None:
        start = source.offset(later.lineno, 0)
        is_next_section = _order(later)[0] > _key(module)[0]
        is_new_section = not any(_order(node)[0] == _key(module)[0] for node in imports)
        return Change(start, start, f"{line}\n" if is_next_section and is_new_section else line)
    if imports:
        last = imports[-1]
        at = source.offset((last.end_lineno or last.lineno) + 1, 0)
        gap = "\n" if _order(last)[0] < _key(module)[0] else ""
        return Change(at, at, f"{gap}{line}")
    first = next((node for node in statements if not _is_docstring(node)), None)
    at = source.offset(first.lineno, 0) if first is not None else len(source.text)
    if isinstance(first, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) and first.decorator_list:
        at = source.offset(first.decorator_list[0].lineno, 0)
    return Change(at, at, f"{line}\n\n")


def _is_docstring(node: ast.stmt) -> bool:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


def _order(node: ast.Import | ast.ImportFrom) -> tuple[int, str]:
    if isinstance(node, ast.ImportFrom):
        return _key("." * node.level + (node.module or "")) if not node.level else (4, "")
    section, module = _key(node.names[0].name)
    # "import x" comes before "from x import y".
    return section, "" if section else module


def _key(module: str) -> tuple[int, str]:
    top = module.partition(".")[0]
    if top == "__future__":
        return 0, ""
    return (1 if top in sys.stdlib_module_names else 2), module
