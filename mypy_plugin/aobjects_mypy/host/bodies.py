"""Have mypy keep the function bodies of the project's modules, also of those whose errors it holds back.

mypy drops the bodies of a module that it silences when it parses the file: one below an entry of sys.path,
one that ``follow_imports = silent`` or ``ignore_errors`` is about.  What its functions run would be unknown.
The bodies of libraries are never asked for, and keep being dropped.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from mypy.errors import Errors
from mypy.freetree import free_tree
from mypy.nodes import FileRawData, MypyFile
from mypy.parse import load_from_raw, parse
from mypy.renaming import LimitedVariableRenameVisitor, VariableRenameVisitor

from aobjects_mypy.host import texts

if TYPE_CHECKING:
    from mypy.options import Options

    from aobjects_mypy.host.libraries import Libraries


_IGNORED: Final = re.compile(rb"^# mypy(?=: .*\bignore[-_]errors\b)", re.MULTILINE)


class Bodies:
    """Sets ``preserve_asts``, which no file or command line sets, for each module as it needs it."""

    def __init__(self, options: Options, libraries: Libraries) -> None:
        self._options: Final = options
        self._libraries: Final = libraries
        self._dropped: set[str] | None = None
        self._checked: MypyFile | None = None
        # mypy copies it for each section of the configuration, when it opens the first module.
        options.preserve_asts = True

    def drop_those_of_libraries(self) -> None:
        """Take the libraries out before mypy opens the first of them; it has read its sections by then."""
        sections = self._options._per_module_cache
        if self._dropped is not None or sections is None:
            return
        names = self._dropped = self._libraries.names()
        for pattern, options in sections.items():
            options.preserve_asts = pattern.partition(".")[0] not in names
        others = self._options.apply_changes({"preserve_asts": False})
        for name in names:
            sections.setdefault(f"{name}.*", others)

    def are_kept(self, module: str) -> bool:
        return self._dropped is None or module.partition(".")[0] not in self._dropped

    def are_restored(self, path: str) -> bool:
        """Tell a file to parse in each run: of one that it parses for another's sake mypy does not tell."""
        return self._commented_source(path) is not None

    def restore(self, parsed: MypyFile) -> None:
        """Parse a file again whose own comment has the native parser drop the bodies, whatever is asked."""
        source = self._commented_source(parsed.path)
        if source is None:
            return
        # Of the same length: every line and column stays.
        tree = parse(
            _IGNORED.sub(b"# MYPY", source),
            parsed.path,
            parsed.fullname,
            Errors(self._options),
            self._options,
        )
        if tree.raw_data is None:
            return
        if parsed.raw_data is not None:
            parsed.raw_data = _with_defs_of(parsed.raw_data, tree.raw_data)
        if parsed.defs:
            parsed.defs = self._load(parsed, tree.raw_data).defs

    def _commented_source(self, path: str) -> bytes | None:
        if not self._options.native_parser or not path.endswith(".py") or self._libraries.hold(path):
            return None
        try:
            source = texts.read(path)
        except OSError:
            return None  # text that was given on the command line
        return source if _IGNORED.search(source) else None

    def _load(self, parsed: MypyFile, data: FileRawData) -> MypyFile:
        """Do what mypy does with a file before it looks at its imports (mypy.build.State.parse_file)."""
        tree = load_from_raw(parsed.path, parsed.fullname, data, Errors(self._options), self._options)
        if not self._options.allow_redefinition:
            tree.accept(LimitedVariableRenameVisitor())
        if self._options.allow_redefinition_old:
            tree.accept(VariableRenameVisitor())
        return tree

    def free(self, checked: MypyFile) -> None:
        """Free the bodies of the module before, as mypy does when it is to preserve none."""
        if self._options.fine_grained_incremental:
            return
        if self._checked is not None:
            free_tree(self._checked)
        # mypy itself is not done with this one.
        self._checked = checked


def _with_defs_of(data: FileRawData, other: FileRawData) -> FileRawData:
    return FileRawData(
        other.defs,
        data.imports,
        data.raw_errors,
        data.ignored_lines,
        data.is_partial_stub_package,
        data.uses_template_strings,
        data.source_hash,
        data.mypy_comments,
    )
