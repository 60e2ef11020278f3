"""What dmypy needs beside what every run needs: one last look at what an edit has mypy check again."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from mypy import nodes
from mypy.nodes import Decorator, FuncDef, OverloadedFuncDef
from mypy.scope import Scope
from mypy.types import CallableType, NoneType

from aobjects_mypy import diagnostics, names
from aobjects_mypy.check.async_functions import on_loop
from aobjects_mypy.daemon import fingerprints
from aobjects_mypy.daemon.interfaces import Interfaces
from aobjects_mypy.host import seen
from aobjects_mypy.reports import printing
from aobjects_mypy.syntax import definitions, walk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from mypy.checker import DeferredNode, TypeChecker
    from mypy.errors import ErrorInfo, Errors
    from mypy.nodes import Context, MypyFile, Statement
    from mypy.options import Options

    from aobjects_mypy.check.modules import Judge
    from aobjects_mypy.host.notices import Notice
    from aobjects_mypy.models.sources import ModelSources


class Daemon:
    """Looks once at every module, or at the functions of one that an edit elsewhere reaches."""

    def __init__(self, judge: Judge, options: Options, sources: ModelSources) -> None:
        self._judge = judge
        self._options = options
        self._sources = sources
        self._marks = fingerprints.Marks(judge.summaries, judge.lookup)
        self._interfaces = Interfaces()
        self._looks: dict[str, LastLook] = {}
        self._standing: Final = StandingNotes()
        judge.summaries.follow_calls()

    def begin(self, file: MypyFile) -> None:
        """Take notice that a file was parsed: what it replaces still stands in the old tree."""
        self._sources.take()
        self._judge.summaries.forget_lines(file.path)
        seen.forget(file.path)
        self._looks.pop(file.fullname, None)
        self._judge.notices.forget(file.fullname)
        self._standing.repeat(file.fullname, self._judge.has_module)
        self._interfaces.begin(file.fullname)

    def note(self, checker: TypeChecker) -> None:
        """Take notice that ``checker`` is at work in a function, or at the top of its module."""
        fullname = checker.tree.fullname
        function = checker.scope.top_level_function()
        look = self._looks.get(fullname)
        if function is not None and function.name == LastLook.NAME:
            if look is not None and look.is_due():
                del self._looks[fullname]
                self._look_at(checker, list(look.functions))
            return
        if look is None or look.checker is not checker:
            look = self._looks[fullname] = LastLook(checker)
        look.note(function)

    def finish(self, file: MypyFile, checker: TypeChecker | None) -> None:
        """Take notice that a module is checked in full, whether or not there was a last look."""
        self._looks.pop(file.fullname, None)
        if not self._interfaces.is_open(file.fullname):
            return
        if checker is not None:
            self._look_at(checker, [])
        else:
            self._forget_changes(file)

    def _look_at(self, checker: TypeChecker, functions: list[FuncDef]) -> None:
        is_whole = self._interfaces.is_open(checker.tree.fullname)
        if not is_whole:
            functions = list(dict.fromkeys([*functions, *_silent(checker)]))
        self._forget_changes(checker.tree)
        if is_whole:
            self._marks.put_on_module(checker)
        else:
            self._marks.put_on_functions(checker, functions)
        if checker.can_skip_diagnostics:
            return
        body = checker.tree.defs if is_whole else [_statement_of(function, checker) for function in functions]
        with unfiltered(checker.errors):
            if is_whole:
                with in_target(checker, checker.tree):
                    self._note_about_module(checker)
            self._judge.report(checker, body, lambda node: in_target(checker, node))
            self._marks.depend(checker.tree, self._judge.consulted_by)
            self._judge.consulted_by.clear()
            if is_whole:
                self._judge.find_blind_spots(checker)
            self._standing.say(checker, self._judge.notices.of(checker.tree.fullname))

    def _note_about_module(self, checker: TypeChecker) -> None:
        self._judge.note_left_out(checker, self._options)
        if self._sources.is_stale(checker.tree.path):
            checker.note(diagnostics.stale_models(checker.tree.fullname), checker.tree)

    def _forget_changes(self, file: MypyFile) -> None:
        is_parsed = self._interfaces.is_open(file.fullname)
        if is_parsed and not self._interfaces.end(file):
            self._judge.summaries.forget()
        else:
            self._judge.summaries.forget_changes(file, is_parsed=is_parsed)


class StandingNotes:
    """Notes that stay until their module is parsed anew, though mypy forgets all messages at each update.

    It repeats an error because it checks the function again that had one (mypy.server.update, "targets").
    A function that is not checked, or a module without a hook at its top, would lose its note so.
    """

    def __init__(self) -> None:
        self._said: Final[dict[str, tuple[Errors, str, list[ErrorInfo]]]] = {}

    def say(self, checker: TypeChecker, found: Iterable[tuple[Context, Notice]]) -> None:
        """Say all that is to be said of a module, in place of what was said before."""
        errors, path, module = checker.errors, checker.path, checker.tree.fullname
        _, _, before = self._said.pop(module, (errors, path, []))
        there = errors.error_info_map.get(path, [])
        there[:] = [info for info in there if info not in before]
        said = [printing.say(checker, place, notice) for place, notice in found]
        # One that a comment silences is not there.
        said = [info for info in said if info in errors.error_info_map.get(path, [])]
        for info in said:
            info.target = None
        if said:
            self._said[module] = errors, path, said

    def repeat(self, parsed: str, is_there: Callable[[str], bool]) -> None:
        """Say again what was said of every module but the one that was parsed anew: an update begins."""
        self._said.pop(parsed, None)
        for module, (errors, path, said) in list(self._said.items()):
            if not is_there(module):
                del self._said[module]
                continue
            there = errors.error_info_map.setdefault(path, [])
            there += [info for info in said if info not in there]


class LastLook:
    """A function of our own, which mypy checks after all others that are due: then their types are known.

    mypy's own hook for "this module is checked" is not called for functions that an edit elsewhere reaches
    (mypy.server.update.reprocess_nodes), and comes after the unused "type: ignore" comments are counted.
    """

    NAME: Final = "aobjects_mypy last look"
    """Not an identifier: no program can mean it."""

    def __init__(self, checker: TypeChecker) -> None:
        self.checker: Final = checker
        self.functions: Final[dict[FuncDef, None]] = {}
        self._node: Final = _function_that_asks_a_hook(checker)
        self._put_off()

    def note(self, function: nodes.FuncItem | None) -> None:
        """Take notice of a function that is being checked."""
        if isinstance(function, FuncDef):
            self.functions[function] = None
        if self._pass == self.checker.pass_num and self._todo[-1].node is not self._node:
            # mypy has put off a function since, of which a type is not known yet.
            self._todo[:] = [other for other in self._todo if other.node is not self._node]
            self._put_off()

    def is_due(self) -> bool:
        """Tell the turn after all others; at any other, ask for one more."""
        if self._todo[-1].node is self._node and not self.checker.deferred_nodes:
            return True
        self._put_off()
        return False

    def _put_off(self) -> None:
        self.checker.defer_node(self._node, None)
        self._todo: list[DeferredNode] = self.checker.deferred_nodes
        self._pass = self.checker.pass_num


def _function_that_asks_a_hook(checker: TypeChecker) -> FuncDef:
    """Return ``def ...() -> None: str()``: the call has mypy ask every plugin."""
    text = nodes.NameExpr("str")
    text.node = checker.named_type(names.STR).type
    text.fullname, text.kind = names.STR, nodes.GDEF
    body = nodes.Block([nodes.ExpressionStmt(nodes.CallExpr(text, [], [], []))])
    typ = CallableType([], [], [], NoneType(), checker.named_type(names.FUNCTION))
    return FuncDef(LastLook.NAME, [], body, typ)


@contextmanager
def unfiltered(errors: Errors) -> Iterator[None]:
    """Report although mypy may be trying an overload, where it holds errors back."""
    watchers = errors._watchers
    errors._watchers = []
    try:
        yield
    finally:
        errors._watchers = watchers


@contextmanager
def in_target(checker: TypeChecker, node: Context) -> Iterator[None]:
    """Report as if mypy were in the function around ``node``: dmypy forgets errors by function."""
    function = _function_around(checker.tree.defs, node.line)
    scope, before = Scope(), checker.errors.scope
    checker.errors.scope = scope
    try:
        with scope.saved_scope((checker.tree.fullname, (function and function.info) or None, function)):
            yield
    finally:
        checker.errors.scope = before


def _function_around(body: Iterable[Statement], line: int) -> FuncDef | None:
    for statement in body:
        if not statement.line <= line <= (statement.end_line or statement.line):
            continue
        if isinstance(statement, nodes.ClassDef):
            return _function_around(statement.defs.body, line)
        if isinstance(statement, OverloadedFuncDef):
            return _function_around(_parts(statement), line)
        function = definitions.function_of(statement)
        # Decorators run where the function is defined, and mypy checks them there.
        if function is not None:
            return function if function.line <= line else None
        blocks = walk.blocks(statement)
        return next(filter(None, (_function_around(block.body, line) for block in blocks)), None)
    return None


def _silent(checker: TypeChecker) -> Iterator[FuncDef]:
    """Yield the async functions that mypy has checked again, although nothing in them asks a hook."""
    types = checker._type_maps[0]
    for function, _ in on_loop(checker.tree):
        first = nodes.Block(function.body.body[:_FIRST])
        if any(isinstance(node, nodes.Expression) and node in types for node in walk.walk(first)):
            yield function


_FIRST: Final = 3
"""A statement may have no expression; of the first ones, one has."""


def _statement_of(function: FuncDef, checker: TypeChecker) -> Statement:
    """Return the function with its decorators."""
    node = fingerprints.definition_of(function, checker)
    if isinstance(node, OverloadedFuncDef):
        return next((part for part in _parts(node) if definitions.function_of(part) is function), function)
    return node if isinstance(node, Decorator) else function


def _parts(node: OverloadedFuncDef) -> list[nodes.OverloadPart]:
    return [*node.items, *([node.impl] if node.impl is not None else [])]
