"""Parse a module's file again as mypy parses it, but for what mypy drops and says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from mypy.config_parser import parse_mypy_comments
from mypy.errors import CompileError, Errors
from mypy.parse import load_from_raw, parse
from mypy.renaming import LimitedVariableRenameVisitor, VariableRenameVisitor
from mypy.semanal_pass1 import SemanticAnalyzerPreAnalysis
from mypy.util import decode_python_encoding, get_mypy_comments

if TYPE_CHECKING:
    from mypy.nodes import MypyFile
    from mypy.options import Options

_DROPS_BODIES: Final = re.compile(rb"^# mypy(?=: .*\bignore[-_]errors\b)", re.MULTILINE)

_CHANGES: Final[dict[str, object]] = {
    "ignore_errors": False,
    "preserve_asts": True,
    # The analyser prints its own failures and ends the process, unless it is told to raise them.
    "raise_exceptions": True,
    "pdb": False,
}


class Parser:
    """Reads the bodies of every module, also of one whose errors nobody is to see."""

    def __init__(self, options: Options) -> None:
        self._options: Final = options
        self._changed: Final[dict[int, tuple[Options, Options]]] = {}

    def parse(self, module: str, path: str, source: bytes) -> tuple[MypyFile, Options] | None:
        """Return the module's tree with all bodies, and the options that its own comments leave it."""
        options = self._options_of(module)
        errors = Errors(options)
        parse_it = _parse_natively if options.native_parser else _parse_with_ast
        try:
            tree, options = parse_it(module, path, source, errors, options)
        except (CompileError, SyntaxError, ValueError):
            return None
        if errors.is_blockers():
            return None
        tree._fullname = module
        # As mypy.build.State.semantic_analysis_pass1 does.
        if not options.allow_redefinition:
            tree.accept(LimitedVariableRenameVisitor())
        if options.allow_redefinition_old:
            tree.accept(VariableRenameVisitor())
        return tree, options

    def _options_of(self, module: str) -> Options:
        # The options of a section are one object, as are those of all that have none; a copy is dear.
        given = self._options.clone_for_module(module)
        if id(given) not in self._changed:
            self._changed[id(given)] = given, given.apply_changes(_CHANGES)
        return self._changed[id(given)][1]


def _parse_natively(
    module: str, path: str, source: bytes, errors: Errors, options: Options
) -> tuple[MypyFile, Options]:
    # Another word of the same length: the native parser drops bodies at mypy's, and every column stays.
    parsed = parse(_DROPS_BODIES.sub(b"# MYPY", source), path, module, errors, options)
    raw = parsed.raw_data
    if raw is None:
        return parsed, options
    options = _with_comments(raw.mypy_comments, options)
    return load_from_raw(path, module, raw, errors, options), options


def _parse_with_ast(
    module: str, path: str, source: bytes, errors: Errors, options: Options
) -> tuple[MypyFile, Options]:
    text = decode_python_encoding(source)
    options = _with_comments(get_mypy_comments(text), options)
    tree = parse(text, path, module, errors, options)
    SemanticAnalyzerPreAnalysis().visit_file(tree, path, module, options)
    return tree, options


def _with_comments(comments: list[tuple[int, str]], options: Options) -> Options:
    if not comments:
        return options
    changes, _ = parse_mypy_comments(comments, options)
    changes.pop("ignore_errors", None)
    return options.apply_changes(changes)
