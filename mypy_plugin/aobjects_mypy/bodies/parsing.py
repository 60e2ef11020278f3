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


def parse_again(module: str, path: str, source: bytes, options: Options) -> tuple[MypyFile, Options] | None:
    """Return the module's tree with all bodies, and the options that its own comments leave it."""
    kept = options.clone_for_module(module).apply_changes({"ignore_errors": False, "preserve_asts": True})
    errors = Errors(kept)
    try:
        if kept.native_parser:
            tree, kept = _parse_natively(module, path, source, errors, kept)
        else:
            tree, kept = _parse_with_ast(module, path, source, errors, kept)
    except (CompileError, SyntaxError, ValueError):
        return None
    if errors.is_blockers():
        return None
    tree._fullname = module
    # As mypy.build.State.semantic_analysis_pass1 does.
    if not kept.allow_redefinition:
        tree.accept(LimitedVariableRenameVisitor())
    if kept.allow_redefinition_old:
        tree.accept(VariableRenameVisitor())
    return tree, kept


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
