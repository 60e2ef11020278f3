"""The cases of typecheck_cases/ and the lines they mark with `# E: <code> <beginning of the message>`.

What is wrong without raising is marked `# E, silent:`; assertions of the function say what happens instead.
"""

from __future__ import annotations

import ast
import re
import sys
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tests.oracle.checkout import CASES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LIBRARY = CASES / "library"
# Newer syntax than that of the oldest Python that runs these tests.
NEEDS_PYTHON = {CASES / "real_world" / "generic_managers.py": (3, 12)}
ROWS = ("goods", "aisle")
"""Names of parameters, and of models in the market: such a function is run with the first row."""
REQUESTS = "REQUESTS"
"""The dict of a case that says, by an endpoint's qualified name, how its framework is asked for it."""
MARK = re.compile(r"# E(?P<silent>, silent)?: (?P<code>async-[a-z-]+)(?: (?P<message>\S.*))?$")


@dataclass(frozen=True, slots=True)
class Mark:
    """A line that must be reported, with the code and, if given, the beginning of the message."""

    line: int
    code: str
    message: str
    silent: bool


@dataclass(frozen=True, slots=True)
class Function:
    """What is run, at the top of its module: an async function without arguments or of a row, a view, ..."""

    name: str
    lines: range
    marks: tuple[Mark, ...]
    asserts: tuple[int, ...]
    """The lines of its assertions."""
    is_requested: bool = False
    """A framework calls it, and may raise when it is over: for what it does with the value returned."""

    @property
    def raising_marks(self) -> list[Mark]:
        return [mark for mark in self.marks if not mark.silent]


@dataclass(frozen=True, slots=True)
class Case:
    """One file: its module name, its marks and the functions that are run."""

    path: Path
    module: str
    """As it is imported from ``typecheck_cases/``: ``through.methods.that_save``."""
    marks: tuple[Mark, ...]
    functions: tuple[Function, ...]

    @property
    def subject(self) -> str:
        """Name the folder: ``through/methods``."""
        return self.path.parent.relative_to(CASES).as_posix()

    @property
    def stray_marks(self) -> list[Mark]:
        """List the marks that no executed function can confirm."""
        confirmed = {mark for function in self.functions for mark in function.marks}
        return [mark for mark in self.marks if mark not in confirmed]


def find_cases() -> list[Case]:
    """Read every case; the shared app is not one."""
    paths = sorted(
        path
        for path in CASES.rglob("*.py")
        if LIBRARY not in path.parents and sys.version_info >= NEEDS_PYTHON.get(path, (3, 11))
    )
    return [read_case(path) for path in paths]


def read_case(path: Path) -> Case:
    """Parse one case."""
    text = path.read_text()
    marks = tuple(
        Mark(number, found["code"], found["message"] or "", silent=bool(found["silent"]))
        for number, line in enumerate(text.splitlines(), 1)
        if (found := MARK.search(line))
    )
    body = ast.parse(text).body
    requested = list(_names_of_requested(body))
    functions = tuple(
        _read_function(node, marks, name)
        for node in body
        if (name := _name_of_executed(node)) is not None
        and name not in requested
        and isinstance(node, (ast.AsyncFunctionDef, ast.FunctionDef, ast.ClassDef))
    )
    functions += tuple(
        replace(_read_function(_definition(body, name), marks, name), is_requested=True) for name in requested
    )
    module = ".".join(path.relative_to(CASES).with_suffix("").parts)
    return Case(path, module, marks, functions)


def _name_of_executed(node: ast.stmt) -> str | None:
    """Return the name of what is run: alone, or with the request, or the row, that somebody would give it."""
    if isinstance(node, ast.AsyncFunctionDef):
        given = _arguments(node)
        return node.name if given in ([], ["request"]) or (len(given) == 1 and given[0] in ROWS) else None
    if isinstance(node, ast.FunctionDef):
        return node.name if _arguments(node) == ["get_response"] else None
    if isinstance(node, ast.ClassDef):
        for method in node.body:
            if (
                isinstance(method, ast.AsyncFunctionDef)
                and method.name in ("get", "__call__")
                and _arguments(method) in (["self", "request"], ["self", "req"])
            ):
                return f"{node.name}.{method.name}"
    return None


def _names_of_requested(body: list[ast.stmt]) -> Iterator[str]:
    """Yield the endpoints that a case has requested: ``REQUESTS = {"Query.books": lambda: ...}``."""
    for node in body:
        targets = node.targets if isinstance(node, ast.Assign) else []
        targets = [node.target] if isinstance(node, ast.AnnAssign) else targets
        value = node.value if isinstance(node, (ast.Assign, ast.AnnAssign)) else None
        if isinstance(value, ast.Dict) and any(ast.unparse(target) == REQUESTS for target in targets):
            for key in value.keys:
                assert isinstance(key, ast.Constant), "an endpoint is named by a literal"
                yield str(key.value)


def _definition(body: list[ast.stmt], name: str) -> ast.AsyncFunctionDef | ast.FunctionDef | ast.ClassDef:
    """Return the function of a qualified name, ``Query.books``, or a class that is an endpoint as it is."""
    first, _, rest = name.partition(".")
    for node in body:
        if isinstance(node, ast.ClassDef) and rest and node.name == first:
            return _definition(node.body, rest)
        if rest or not isinstance(node, (ast.AsyncFunctionDef, ast.FunctionDef, ast.ClassDef)):
            continue
        if node.name == first:
            return node
    raise LookupError(name)


def _read_function(
    node: ast.AsyncFunctionDef | ast.FunctionDef | ast.ClassDef, marks: tuple[Mark, ...], name: str
) -> Function:
    assert node.end_lineno is not None
    lines = range(node.lineno, node.end_lineno + 1)
    asserts = tuple(inner.lineno for inner in ast.walk(node) if isinstance(inner, ast.Assert))
    return Function(name, lines, tuple(mark for mark in marks if mark.line in lines), asserts)


def _arguments(function: ast.AsyncFunctionDef | ast.FunctionDef) -> list[str]:
    given = function.args
    return [argument.arg for argument in (*given.posonlyargs, *given.args, *given.kwonlyargs)]
