"""Write the program of a template: its names are those that the template gives, or those of its context."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from aobjects_mypy.programs import writer
from aobjects_mypy.programs.writer import OWN
from aobjects_mypy.templates import functions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mypy import nodes


class Writer(writer.Writer):
    """Collects the statements of the program of one template."""

    def __init__(self) -> None:
        super().__init__()
        self.scopes: list[dict[str, str]] = [{}]
        """The names that the templates have given to values, and their names in the program."""
        self.is_isolated: list[bool] = [False]
        """Of each scope: those below it are out of sight, the context included."""
        self.reads: Final[set[str]] = set()
        """The names of the context that are read."""
        self.decides: Final[set[str]] = set()
        """Those of them that are not just shown: they may decide which way the template goes."""
        self.is_shown = False
        self._names: Final[dict[str, int]] = {}

    def own(self, function: Callable[..., None], *arguments: nodes.Expression) -> nodes.CallExpr:
        """Return the call of what only templates do."""
        return self.call(functions.name_of(function), *arguments)

    @contextmanager
    def scope(self, *, is_isolated: bool = False) -> Iterator[None]:
        """Forget the names that are given inside, as Django's stack of contexts does."""
        self.scopes.append({})
        self.is_isolated.append(is_isolated)
        try:
            yield
        finally:
            self.scopes.pop()
            self.is_isolated.pop()

    def bind(self, name: str) -> nodes.NameExpr:
        """Return the target that a template's name stands for from here on."""
        number = self._names[name] = self._names.get(name, 0) + 1
        self.scopes[-1][name] = own = f"{name}{OWN}{number}"
        return self.name(own)

    def visible(self) -> dict[str, str]:
        """Return the names that the templates have given, and their names in the program."""
        found: dict[str, str] = {}
        for scope, is_isolated in zip(self.scopes, self.is_isolated, strict=True):
            if is_isolated:
                found = {}
            found.update(scope)
        return found

    @property
    def sees_context(self) -> bool:
        return not any(self.is_isolated)

    def read(self, name: str) -> nodes.Expression:
        """Read a name: of the context, where no template has given it to something else."""
        own = self.visible().get(name)
        if own is not None:
            return self.name(own)
        if not self.sees_context:
            return self.name(f"{OWN}unknown")
        self.reads.add(name)
        if not self.is_shown:
            self.decides.add(name)
        return self.name(name)
