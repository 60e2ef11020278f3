"""Have mypy keep the function bodies of the project's modules, also of those whose errors it holds back.

mypy drops the bodies of a module that it silences when it parses the file: one below an entry of sys.path,
one that ``follow_imports = silent`` or ``ignore_errors`` is about.  What its functions run would be unknown.
The bodies of libraries are never asked for, and keep being dropped.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy.freetree import free_tree

if TYPE_CHECKING:
    from mypy.nodes import MypyFile
    from mypy.options import Options

    from aobjects_mypy.libraries import Libraries


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

    def free(self, checked: MypyFile) -> None:
        """Free the bodies of the module before, as mypy does when it is to preserve none."""
        if self._options.fine_grained_incremental:
            return
        if self._checked is not None:
            free_tree(self._checked)
        # mypy itself is not done with this one.
        self._checked = checked
