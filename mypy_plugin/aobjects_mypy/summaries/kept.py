"""The summaries that nobody can make from a file later, in the form in which a module keeps them.

These are the functions of libraries that carry Django's mark, names that stand for functions, and functions
of whose name a file does not say which of them runs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from aobjects_mypy.domain import json_form
from aobjects_mypy.domain.effects import Summary
from aobjects_mypy.summaries import store
from aobjects_mypy.summaries.decorators import MARKED_UNSAFE
from aobjects_mypy.syntax import definitions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from mypy import nodes

    from aobjects_mypy.summaries.aliases import Aliases
    from aobjects_mypy.summaries.variants import Variants

_UNKNOWN: Final = {"unknown": True}
"""What is kept of a function of which nothing can be said."""
_SIGNATURE: Final = "signature"
"""What is kept of an alias beside its summary."""

_Item = tuple[str, dict[str, Any]]


def written(
    module: Callable[[str], nodes.MypyFile | None], name: str, fullname: str
) -> dict[str, Any] | None:
    """Return what a module keeps of a function."""
    tree = module(name)
    return store.read(tree).get(fullname) if tree is not None else None


class KeptSummaries:
    """Writes summaries down, and reads them again."""

    def __init__(
        self,
        module: Callable[[str], nodes.MypyFile | None],
        summary_of: Callable[[nodes.Node | None, str], Summary | None],
        variants: Variants,
        aliases: Aliases,
    ) -> None:
        self._module: Final = module
        self._summary_of: Final = summary_of
        self._variants: Final = variants
        self._aliases: Final = aliases

    def summary(self, module: str, fullname: str) -> Summary | None:
        """Return the summary that a module keeps of a function."""
        data = written(self._module, module, fullname)
        if data is None or data == _UNKNOWN:
            return None
        return json_form.read(Summary, {name: value for name, value in data.items() if name != _SIGNATURE})

    def of_library(self, tree: nodes.MypyFile) -> Iterator[_Item]:
        """Yield the marked functions of a module that is not the project's."""
        if any(symbol.fullname == MARKED_UNSAFE for symbol in tree.names.values()):
            for name, found in self._written(definitions.functions_of(tree.defs)):
                if found != _UNKNOWN:
                    yield name, found

    def ask(self, tree: nodes.MypyFile) -> None:
        """Ask for all that a module of the project keeps, for the sake of what it is made from."""
        for node, accessor in self._variants.of_tree(tree):
            self._summary_of(node, accessor)
        for _, alias in self._aliases.of_module(tree):
            self._summary_of(alias, "")

    def of_module(self, tree: nodes.MypyFile) -> Iterator[_Item]:
        """Yield what a module of the project keeps."""
        yield from self._written(self._variants.of_tree(tree))
        for variable, alias in self._aliases.of_module(tree):
            known = self._summary_of(alias, "")
            if known is not None and not known.is_empty:
                # Whom it stands for may be of another module, whose edits do not reach who uses this one.
                signature = self._aliases.signature(alias)
                yield variable.fullname, json_form.write(known) | {_SIGNATURE: signature}

    def _written(self, functions: Iterable[tuple[nodes.SymbolNode, str]]) -> Iterator[_Item]:
        seen: set[str] = set()
        for node, accessor in functions:
            name = f"{node.fullname}{accessor}"
            # The first is what mypy binds the name to; its summary is about all of them.
            known = self._summary_of(node, accessor) if name not in seen else None
            seen.add(name)
            yield name, json_form.write(known) if known is not None else _UNKNOWN
