"""Print what mypy with the plugin gave to each async model of a project, as JSON: names, not types."""

from __future__ import annotations

import json
import sys

from mypy import build, main, nodes
from mypy.fscache import FileSystemCache


def _accessors(model: nodes.TypeInfo) -> set[str]:
    nodes_of_all = [symbol.node for info in model.mro for symbol in info.names.values()]
    variables = [node for node in nodes_of_all if isinstance(node, nodes.Var)]
    return {variable.name for variable in variables if str(variable.type).startswith("aobjects.relations.")}


def _methods(model: nodes.TypeInfo) -> set[str]:
    return {
        name
        for info in model.mro
        for symbol in info.names.values()
        if isinstance(symbol.node, nodes.TypeInfo) and symbol.node.fullname.endswith("@aobjects")
        for name, method in symbol.node.names.items()
        # What the runtime's own classes have is listed too, as the functions that it is.
        if isinstance(method.node, nodes.Var)
    }


def _classes(names: nodes.SymbolTable) -> list[nodes.TypeInfo]:
    found = [symbol.node for symbol in names.values() if isinstance(symbol.node, nodes.TypeInfo)]
    return [*found, *(inner for info in found for inner in _classes(info.names))]


def _print_names(files: list[str]) -> None:
    sources, options = main.process_options(files)
    options.incremental = False
    result = build.build(sources, options, fscache=FileSystemCache())
    models = {
        info.fullname: info
        for source in sources
        for info in _classes(result.files[source.module].names)
        if info.module_name == source.module and info.has_base("aobjects.models.AsyncModel")
    }
    found = {
        name: {"accessors": sorted(_accessors(info)), "methods": sorted(_methods(info))}
        for name, info in models.items()
    }
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    _print_names(sys.argv[1:])
