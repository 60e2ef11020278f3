"""dmypy checks single functions again without telling plugins that it is done; a second look finds out."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING

from mypy.nodes import ClassDef, Decorator, FuncDef
from mypy.types import CallableType, LiteralType

from aobjects_mypy import names
from aobjects_mypy.features import through
from aobjects_mypy.flow import functions
from aobjects_mypy.flow.summaries import functions_of
from aobjects_mypy.typeops import tags

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mypy.checker import TypeChecker
    from mypy.errors import Errors
    from mypy.nodes import SymbolNode, TypeInfo

    from aobjects_mypy.flow.judge import Judge
    from aobjects_mypy.flow.summaries import Summaries


class Daemon:
    """What the plugin does in dmypy beside what it does in every run."""

    def __init__(self, judge: Judge) -> None:
        self._judge = judge
        self._second_look = SecondLook()
        self._marks = Marks(judge.summaries)
        self._modules: set[str] = set()
        self._is_update = False

    def note(self, checker: TypeChecker, *, is_new: bool) -> None:
        """Take notice that ``checker`` is at work, for the first time in this build when it ``is_new``."""
        if is_new:
            # Nothing is edited while the first build lasts: then each module comes once.
            self._is_update = self._is_update or checker.tree.fullname in self._modules
            self._modules.add(checker.tree.fullname)
            if self._is_update:
                self._judge.summaries.forget()
        self._marks.put_on_function(checker)
        function = self._second_look.due(checker)
        if function is not None:
            with unfiltered(checker.errors):
                self._judge.report(checker, [function])

    def finish(self, checker: TypeChecker) -> None:
        """Take notice that a module is checked in full."""
        self._marks.put_on_module(checker)


class SecondLook:
    """Has every function with async code checked twice; on the second turn all its types are known.

    mypy's own hook for "this module is checked" is not called for functions that an edit elsewhere reaches
    (mypy.server.update.reprocess_nodes), and comes after the unused "type: ignore" comments are counted.
    """

    def __init__(self) -> None:
        self._turns: dict[FuncDef, tuple[TypeChecker, int | None]] = {}

    def due(self, checker: TypeChecker) -> FuncDef | None:
        """Return the function that ``checker`` is in when this is the first hook call of its second turn."""
        function = checker.scope.top_level_function()
        if not isinstance(function, FuncDef):
            return None
        seen, turn = self._turns.get(function, (None, None))
        if seen is not checker:
            has_async = next(functions.async_functions([function]), None) is not None
            self._turns[function] = (checker, checker.pass_num if has_async else None)
            if has_async:
                checker.defer_node(function, checker.scope.enclosing_class(function))
        elif turn is not None and checker.pass_num > turn:
            self._turns[function] = (checker, None)
            return function
        return None


@contextmanager
def unfiltered(errors: Errors) -> Iterator[None]:
    """Report although mypy may be trying an overload, where it holds errors back."""
    watchers = errors._watchers
    errors._watchers = []
    try:
        yield
    finally:
        errors._watchers = watchers


class Marks:
    """Shows the daemon which functions run something else than before: it checks their callers again.

    An edit reaches those who use a name when its snapshot changes (mypy.server.astdiff).  A body is none of
    it, the type is: ``instance_type``, which is about classes that are called, says nothing of a function.
    """

    def __init__(self, summaries: Summaries) -> None:
        self._summaries = summaries
        self._seen: dict[FuncDef, TypeChecker] = {}

    def put_on_module(self, checker: TypeChecker) -> None:
        """Mark each function of a module whose types are all known."""
        for node, accessor in functions_of(checker.tree.defs):
            self._put(node, checker, accessor)
        for statement in checker.tree.defs:
            if isinstance(statement, ClassDef):
                self._put_on_class(statement.info)

    def put_on_function(self, checker: TypeChecker) -> None:
        """Mark the function that is being checked again because of an edit elsewhere."""
        function = checker.scope.top_level_function()
        if not isinstance(function, FuncDef) or self._seen.get(function) is checker:
            return
        self._seen[function] = checker
        enclosing = checker.scope.enclosing_class(function)
        table = enclosing.names if enclosing is not None else checker.tree.names
        symbol = table.get(function.name)
        if symbol is not None and symbol.node is not None:
            self._put(symbol.node, checker, "")

    def _put(self, node: SymbolNode, checker: TypeChecker, accessor: str) -> None:
        function = through.function_of(node)
        if function is None or not isinstance(function.type, CallableType):
            return
        text = self._text(node, accessor)
        mark = LiteralType(text, checker.named_type(names.STR)) if text else None
        function.type = function.type.copy_modified(instance_type=mark)
        if isinstance(node, Decorator) and isinstance(node.var.type, CallableType):
            node.var.type = node.var.type.copy_modified(instance_type=mark)

    def _put_on_class(self, info: TypeInfo) -> None:
        """Mark a class for its special methods: an f-string depends on the class, not on ``__str__``."""
        special = {
            name: text
            for name, symbol in info.names.items()
            if name.startswith("__") and symbol.node is not None and (text := self._text(symbol.node))
        }
        if info.bases:
            info.bases[0] = tags.with_mark(info.bases[0], json.dumps(special))

    def _text(self, node: SymbolNode, accessor: str = "") -> str:
        known = self._summaries.of(node, accessor)
        return json.dumps(known.as_json(), sort_keys=True) if known is not None and not known.is_empty else ""
