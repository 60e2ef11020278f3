"""Stands for the generated modules while they are written: models may name classes that are not there yet."""

from __future__ import annotations

from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from types import ModuleType

MODULE: Final = "async_bases"
"""The name of the generated module, in each app's package."""


class Unwritten(MetaPathFinder, Loader):
    """Finds each generated module, whether its file is missing, stale or broken, and gives it every name.

    >>> Unwritten().find_spec("library.async_bases", None).name
    'library.async_bases'
    >>> Unwritten().find_spec("library.models", None)
    """

    def find_spec(self, fullname: str, path: object, target: object = None) -> ModuleSpec | None:
        return ModuleSpec(fullname, self) if fullname.rpartition(".")[2] == MODULE else None

    def exec_module(self, module: ModuleType) -> None:
        def find_base(name: str) -> type:
            # Importing a model class needs the apps.
            from aobjects.models import AsyncModel

            if name.startswith("_"):
                raise AttributeError(name)
            return AsyncModel

        vars(module)["__getattr__"] = find_base


__all__ = ["MODULE", "Unwritten"]
