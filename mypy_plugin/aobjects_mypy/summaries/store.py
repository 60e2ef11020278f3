"""The table of summaries that a module carries: a class in its symbol table that no program can name."""

from __future__ import annotations

from typing import Any, Final

from mypy import nodes
from mypy.types import Instance

_SYMBOL: Final = "aobjects_mypy summaries"
"""Not an identifier: no program can mean it."""
_KEY: Final = "aobjects_mypy"

Table = dict[str, dict[str, Any]]
"""The summaries in their JSON form, by the full name of the function."""


def read(tree: nodes.MypyFile) -> Table:
    symbol = tree.names.get(_SYMBOL)
    if symbol is None or not isinstance(symbol.node, nodes.TypeInfo):
        return {}
    table: Table = symbol.node.metadata.get(_KEY, {})
    return table


def write(tree: nodes.MypyFile, found: Table, base: nodes.TypeInfo | None) -> None:
    """Put the summaries of a module into its symbol table, in place of those that are there."""
    tree.names.pop(_SYMBOL, None)
    if found:
        tree.names[_SYMBOL] = _symbol(tree, found, base)


def _symbol(tree: nodes.MypyFile, found: Table, base: nodes.TypeInfo | None) -> nodes.SymbolTableNode:
    definition = nodes.ClassDef(_SYMBOL, nodes.Block([]))
    definition.fullname = f"{tree.fullname}.{_SYMBOL}"
    info = nodes.TypeInfo(nodes.SymbolTable(), definition, tree.fullname)
    definition.info = info
    if base is not None:
        info.bases = [Instance(base, [])]
        info.mro = [info, base]
    info.metadata[_KEY] = found
    return nodes.SymbolTableNode(
        nodes.GDEF, info, module_public=False, module_hidden=True, plugin_generated=True
    )
