"""The ground truth as programs: each row of async_safety.jsonl becomes an async function."""

from __future__ import annotations

import ast
import json
import textwrap
from dataclasses import dataclass
from pathlib import Path

TABLE = Path(__file__).parent / "async_safety.jsonl"
UNSAFE = "SOO"
ASYNC_MARK = "@async "

HEADER = '''\
"""Generated from async_safety.jsonl: {group}."""

import copy
import itertools
import json
import operator
import pickle
import random

from asgiref.sync import sync_to_async
from django.contrib.auth import authenticate, get_user, login, logout
from django.contrib.auth.models import AnonymousUser, Permission, User
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sites.models import Site
from django.core.cache import caches
from django.core.paginator import Paginator
from django.db import connection, connections, transaction
from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, Subquery, prefetch_related_objects
from django.forms import inlineformset_factory, model_to_dict, modelform_factory, modelformset_factory
from django.shortcuts import (
    aget_list_or_404,
    aget_object_or_404,
    get_list_or_404,
    get_object_or_404,
    redirect,
    render,
)
from django.template import Context, Template
from django.test import AsyncClient, Client, RequestFactory
from library.models import (
    Author,
    AuthorProxy,
    Book,
    City,
    Gen,
    Line,
    Node,
    Note,
    Place,
    Profile,
    Publisher,
    Restaurant,
    Tag,
)
from library.rows import cold
'''
FETCH_MODES = "from django.db.models import FETCH_PEERS\n"


@dataclass(frozen=True, slots=True)
class Row:
    """One operation of the table; `line` is its line in the file, from 1."""

    line: int
    group: str
    setup: str
    op: str
    verdict: str

    @property
    def name(self) -> str:
        return f"row_{self.line:04}"

    @property
    def unsafe(self) -> bool:
        return self.verdict == UNSAFE


@dataclass(frozen=True, slots=True)
class Program:
    """One generated module: its text and, for each row, the lines of the setup and those of the operation."""

    module: str
    text: str
    setup_lines: dict[int, range]
    op_lines: dict[int, range]


def read_rows(django_key: str) -> list[Row]:
    """Read the rows that the Django version `django_key` ("5.2" or "6.1") knows."""
    rows = []
    for line, text in enumerate(TABLE.read_text().splitlines(), 1):
        data = json.loads(text)
        if django_key in data:
            rows.append(
                Row(line, data["group"], data["setup"], data["op"], data[django_key]["async"]),
            )
    return rows


def generate_programs(rows: list[Row], django_key: str) -> list[Program]:
    """Write one module a group."""
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(row.group, []).append(row)
    return [
        _generate_module(f"group_{number:02}", group, members, django_key)
        for number, (group, members) in enumerate(groups.items(), 1)
    ]


def _generate_module(module: str, group: str, rows: list[Row], django_key: str) -> Program:
    lines = HEADER.format(group=group).splitlines()
    if django_key == "6.1":
        lines += FETCH_MODES.splitlines()
    setup_lines: dict[int, range] = {}
    op_lines: dict[int, range] = {}
    for row in rows:
        lines += ["", "", f"async def {row.name}() -> None:"]
        setup = translate_setup(row.setup)
        setup_lines[row.line] = range(len(lines) + 1, len(lines) + 1 + len(setup))
        lines += _indent(setup)
        op = translate_op(row.op)
        op_lines[row.line] = range(len(lines) + 1, len(lines) + 1 + len(op))
        lines += _indent(op)
    return Program(module, "\n".join(lines) + "\n", setup_lines, op_lines)


def translate_setup(setup: str) -> list[str]:
    """Make a synchronous setup run in Django's thread, statement by statement."""
    lines: list[str] = []
    for statement in _parse(setup):
        lines += _translate_setup_statement(statement)
    return lines


def translate_op(op: str) -> list[str]:
    """Put each statement of an operation on a line; one that starts with @async is async code already."""
    lines: list[str] = []
    for statement in _parse(op.removeprefix(ASYNC_MARK)):
        lines += _unparse(statement)
    return lines


def _translate_setup_statement(statement: ast.stmt) -> list[str]:
    match statement:
        case ast.Expr(value=value):
            return [f"await {_in_thread(value)}"]
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            lines = [f"{name} = await {_in_thread(value)}"]
            if _ends_in_first(value):
                # The rows exist; a typed program says so before it reads an attribute.
                lines.append(f"assert {name} is not None")
            return lines
        case ast.Assign(targets=[ast.Tuple() as target], value=ast.Subscript(slice=ast.Slice()) as value):
            # Unpacking evaluates the slice: that has to happen in the thread, too.
            rows = ast.Call(func=ast.Name("list"), args=[value], keywords=[])
            return [f"{_names(target)} = await {_in_thread(rows)}"]
        case ast.Assign(targets=[ast.Tuple() as target], value=value):
            return [f"{_names(target)} = await {_in_thread(value)}"]
        case _:
            # Attribute assignments, del, assert, imports and definitions run no query.
            return _unparse(statement)


def _in_thread(value: ast.expr) -> str:
    return f"sync_to_async(lambda: {ast.unparse(value)})()"


def _names(target: ast.Tuple) -> str:
    return ", ".join(ast.unparse(element) for element in target.elts)


def _ends_in_first(value: ast.expr) -> bool:
    return (
        isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute) and value.func.attr == "first"
    )


def _unparse(statement: ast.stmt) -> list[str]:
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
        _annotate(statement)
    return ast.unparse(statement).splitlines()


def _annotate(function: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
    """Give a definition of the table the annotations without which mypy does not look into its body."""
    function.returns = ast.Constant(None)
    if function.args.kwarg is not None:
        function.args.kwarg.annotation = ast.Name("object")


def _parse(source: str) -> list[ast.stmt]:
    """Parse statements that may use `await`, so as the body of an async function."""
    if not source.strip():
        return []
    tree = ast.parse("async def f():\n" + textwrap.indent(source, "    "))
    function = tree.body[0]
    assert isinstance(function, ast.AsyncFunctionDef)
    return function.body


def _indent(lines: list[str]) -> list[str]:
    return ["    " + line for line in lines]
