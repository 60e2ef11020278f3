"""Run shop/load_state.py on rows in a database, and print the lines on which Django refuses, as JSON."""

from __future__ import annotations

import ast
import asyncio
import inspect
import json
import os
import sys
from pathlib import Path
from typing import Any

import django
from typing_extensions import override


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
    from django.core.management import call_command
    from library.models import BookLoan, Member, Place, Shelf
    from shop.models import Author, Publisher, Tag, Tome

    call_command("migrate", run_syncdb=True, verbosity=0)
    author = Author.objects.create(name="Herbert")
    Author.objects.update(teacher=Author.objects.create(name="Vance"))
    publisher = Publisher.objects.create(name="Chilton")
    book = Tome.objects.create(
        title="Dune", pages=1, weight=1, author=author, editor=author, publisher=publisher
    )
    Tag.objects.create(label="desert", thing=book.book_ptr)
    Place.objects.create(book=book, shelf=Shelf.objects.create(label="A"))
    BookLoan.objects.create(holder=Member.objects.create(username="ada", favourite=book), book=book)


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
            if all(parameter.endswith("_id") for parameter in parameters):
                asyncio.run(function(*[1 for _ in parameters]))
                ran.append(name)
    json.dump({"refused": sorted(refused), "ran": ran}, sys.stdout)


if __name__ == "__main__":
    sys.path.insert(0, os.getcwd())
    django.setup()
    _insert_rows()
    _print_refused(Path("shop/load_state.py"))
