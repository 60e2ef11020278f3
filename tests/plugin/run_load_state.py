"""Run shop/load_state.py on rows in a database, and print the lines on which Django refuses, as JSON."""

from __future__ import annotations

import ast
import asyncio
import inspect
import json
import os
import sys
from pathlib import Path
from typing import Any, Final

import django
from typing_extensions import override

_KEYS: Final = {"book_id": 1, "author_id": 2}


class _Recorder(ast.NodeTransformer):
    """Let each statement that prints go on after Django has refused it, and note its line."""

    @override
    def visit_Expr(self, node: ast.Expr) -> ast.AST:
        guarded = ast.parse("try:\n    pass\nexcept SynchronousOnlyOperation:\n    refused(0)").body[0]
        assert isinstance(guarded, ast.Try)
        guarded.body = [node]
        noted = guarded.handlers[0].body[0]
        assert isinstance(noted, ast.Expr)
        assert isinstance(noted.value, ast.Call)
        noted.value.args = [ast.Constant(node.end_lineno)]
        return guarded


def _insert_rows() -> None:
    from django.apps import apps
    from django.core.management import call_command

    call_command("migrate", run_syncdb=True, verbosity=0)
    insert: dict[str, Any] = {model.__name__: model._default_manager.create for model in apps.get_models()}
    author = insert["Author"](name="Herbert", teacher=insert["Author"](name="Vance"))
    publisher = insert["Publisher"](name="Chilton")
    book = insert["Tome"](title="Dune", pages=1, weight=1, author=author, editor=author, publisher=publisher)
    insert["Tag"](label="desert", thing=book.book_ptr)
    insert["Place"](book=book, shelf=insert["Shelf"](label="A"))
    insert["BookLoan"](holder=insert["Member"](username="ada", favourite=book), book=book)


def _print_refused(source: Path) -> None:
    from django.core.exceptions import SynchronousOnlyOperation

    refused: set[int] = set()
    tree = ast.fix_missing_locations(_Recorder().visit(ast.parse(source.read_text(encoding="utf-8"))))
    names: dict[str, Any] = {
        "SynchronousOnlyOperation": SynchronousOnlyOperation,
        "refused": refused.add,
        "print": lambda *_: None,
    }
    exec(compile(tree, str(source), "exec"), names)
    ran = []
    for name, function in names.items():
        if inspect.iscoroutinefunction(function) and function.__code__.co_filename == str(source):
            parameters = inspect.signature(function).parameters
            # What is given rows has them from somewhere else.
            if set(parameters) <= set(_KEYS):
                asyncio.run(function(**{parameter: _KEYS[parameter] for parameter in parameters}))
                ran.append(name)
    json.dump({"refused": sorted(refused), "ran": ran}, sys.stdout)


if __name__ == "__main__":
    sys.path.insert(0, os.getcwd())
    django.setup()
    _insert_rows()
    _print_refused(Path("shop/load_state.py"))
