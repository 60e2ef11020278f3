"""Tell the installed libraries from the code that is the project's own."""

from __future__ import annotations

import os
from functools import cached_property
from typing import TYPE_CHECKING, Final

import mypy
from mypy.modulefinder import default_lib_path, get_search_dirs, mypy_path

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mypy.options import Options

_NAMED: Final = ("site-packages", "dist-packages")


class Libraries:
    """What lies below the folders that packages are installed into, as this run of mypy sees them.

    A project can lie below a folder named site-packages, and its environment below the project: a file
    belongs to the deepest folder that it is below.
    """

    def __init__(self, options: Options) -> None:
        self._options: Final = options
        self._held: Final[dict[str, bool]] = {}

    def hold(self, path: str) -> bool:
        """Tell a file of an installed library from one of the project."""
        held = self._held.get(path)
        if held is None:
            installed, own = self._folders
            absolute = os.path.abspath(path)
            held = self._held[path] = _depth(absolute, installed) > _depth(absolute, own)
        return held

    def names(self) -> set[str]:
        """Return the top names of libraries and of typeshed that no folder of the project has too."""
        installed, own = self._folders
        typeshed = default_lib_path(
            os.path.dirname(mypy.__file__), self._options.python_version, self._options.custom_typeshed_dir
        )
        return _importable([*installed, *typeshed]) - _importable(own)

    @cached_property
    def _folders(self) -> tuple[set[str], set[str]]:
        entries, found = get_search_dirs(self._options.python_executable)
        here = os.getcwd()
        installed, own = set(found), {here}
        for entry in map(os.path.abspath, [*entries, *mypy_path(), *self._options.mypy_path]):
            is_library = os.path.basename(entry) in _NAMED and entry != here
            (installed if is_library else own).add(entry)
        return installed, own - installed


def _depth(path: str, folders: Iterable[str]) -> int:
    return max((len(folder) for folder in folders if path.startswith(os.path.join(folder, ""))), default=0)


def _importable(folders: Iterable[str]) -> set[str]:
    found: set[str] = set()
    for folder in folders:
        try:
            entries = os.listdir(folder)
        except OSError:
            continue  # a path entry need not exist, and may be an archive
        found.update(entry.partition(".")[0].removesuffix("-stubs") for entry in entries)
    return {name for name in found if name.isidentifier()}
