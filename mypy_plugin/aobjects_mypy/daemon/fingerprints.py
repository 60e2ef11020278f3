"""What the daemon sees of a body: marks on the types of functions and classes, for mypy compares types."""

from __future__ import annotations

import json
from hashlib import blake2b
from typing import TYPE_CHECKING, Final

from mypy import nodes
from mypy.nodes import Decorator, FuncDef, OverloadedFuncDef, TypeInfo
from mypy.server.trigger import make_trigger
from mypy.types import CallableType, Instance, LiteralType, Overloaded, get_proper_type

from aobjects_mypy import names
from aobjects_mypy.bodies.consulted import TEXT
from aobjects_mypy.domain import json_form
from aobjects_mypy.host import texts
from aobjects_mypy.syntax import class_facts, definitions, walk
from aobjects_mypy.types import addresses

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from mypy.checker import TypeChecker
    from mypy.nodes import SymbolNode

    from aobjects_mypy.summaries.computation import Summaries


_BODY: Final = "aobjects_mypy body of "
"""Not an identifier: no program can mean it."""


class Marks:
    """Shows the daemon which functions run something else than before: it checks their callers again.

    An edit reaches those who use a name when its snapshot changes (mypy.server.astdiff).  A body is none of
    it, the type is: ``instance_type``, which is about classes that are called, says nothing of a function.
    """

    def __init__(self, summaries: Summaries, lookup: Callable[[str], TypeInfo | None]) -> None:
        self._summaries = summaries
        self._lookup = lookup

    def put_on_module(self, checker: TypeChecker) -> None:
        """Mark each function of a module whose types are all known."""
        for node, accessor in definitions.functions_of(checker.tree.defs):
            if not accessor:
                self._put(node, checker)
            self._put_body(node, accessor, checker)
        for definition in walk.classes(checker.tree.defs):
            self._put_on_class(definition.info)
        self._put_on_aliases(checker)
        self._follow_generated_classes(checker.tree)
        self._put_on_text(checker)

    def put_on_functions(self, checker: TypeChecker, functions: Iterable[FuncDef]) -> None:
        """Mark the functions that were checked again because of an edit elsewhere."""
        for function in functions:
            self._put(definition_of(function, checker), checker)
            if function.info and _is_special(function.name):
                self._put_on_class(function.info)
        # The top of a module that has an error there is analysed at every recheck: its classes get new bases.
        for definition in walk.classes(checker.tree.defs):
            if not addresses.has_mark(definition.info.bases[:1]):
                self._put_on_class(definition.info)
        self._put_on_aliases(checker)

    def _put(self, node: SymbolNode, checker: TypeChecker) -> None:
        function = definitions.function_of(node)
        if function is None or not isinstance(function.type, CallableType):
            return
        text = self._text(node)
        mark = LiteralType(text, checker.named_type(names.STR)) if text else None
        function.type = function.type.copy_modified(instance_type=mark)
        if isinstance(node, Decorator) and isinstance(node.var.type, CallableType):
            node.var.type = node.var.type.copy_modified(instance_type=mark)
        if isinstance(node, OverloadedFuncDef) and isinstance(node.type, Overloaded):
            first, *others = node.type.items
            node.type = Overloaded([first.copy_modified(instance_type=mark), *others])

    def _put_body(self, node: SymbolNode, accessor: str, checker: TypeChecker) -> None:
        """Show what the body says to those who were judged by it, annotated or not."""
        function = definitions.function_of(node)
        if function is None:
            return
        tree = checker.tree
        name = _name_of_body(function.fullname, tree.fullname) + accessor
        _hide(tree, name, LiteralType(self._summaries.digest(function), checker.named_type(names.STR)))

    def _put_on_text(self, checker: TypeChecker) -> None:
        """Show what a module says to those who were judged by all of it, or change something in it."""
        tree = checker.tree
        if self._summaries.is_of_project(tree):
            text = texts.read(tree.path).decode(errors="replace")
            name = _name_of_body(f"{tree.fullname}.{TEXT}", tree.fullname)
            _hide(tree, name, LiteralType(_digest(text), checker.named_type(names.STR)))

    def depend(self, tree: nodes.MypyFile, consulted_by: Mapping[FuncDef, Iterable[str]]) -> None:
        """Tell mypy which bodies each function was judged by: it checks it again when one has changed."""
        for function, called in consulted_by.items():
            for fullname in called:
                module = self._summaries.module_of(fullname)
                if module is not None:
                    trigger = make_trigger(f"{module}.{_name_of_body(fullname, module)}")
                    tree.plugin_deps.setdefault(trigger, set()).add(function.fullname)

    def _put_on_aliases(self, checker: TypeChecker) -> None:
        """Mark the names that stand for functions: what these run is what a call by that name runs."""
        for variable, function in self._summaries.aliases_of(checker.tree):
            text = self._text(function)
            typ = get_proper_type(variable.type) if variable.type is not None else None
            if isinstance(typ, CallableType):
                mark = LiteralType(text, checker.named_type(names.STR)) if text else None
                variable.type = typ.copy_modified(instance_type=mark)
            elif isinstance(typ, Instance):
                variable.type = addresses.with_mark(typ, text)

    def _put_on_class(self, info: TypeInfo) -> None:
        """Mark a class for its special methods: an f-string depends on the class, not on ``__str__``."""
        facts = class_facts.of_class(info)
        for name, symbol in info.names.items():
            if _is_special(name) and symbol.node is not None and (text := self._text(symbol.node)):
                facts[name] = text
        if info.bases:
            info.bases[0] = addresses.with_mark(info.bases[0], _digest(facts) if facts else "")

    def _follow_generated_classes(self, tree: nodes.MypyFile) -> None:
        """Tell mypy whose methods the managers have that django-stubs makes: no class statement says so."""
        for symbol in tree.names.values():
            info = symbol.node
            if (
                isinstance(info, TypeInfo)
                and info.module_name == tree.fullname
                and info.has_base(names.BASE_MANAGER)
            ):
                queryset = self._lookup(info.metadata.get("django", {}).get("from_queryset_manager", ""))
                for source in filter(None, [queryset, *info.mro[1:]]):
                    if not source.module_name.startswith(names.NEVER_SUMMARIZED):
                        _depend(tree, source, info)

    def _text(self, node: SymbolNode) -> str:
        function = definitions.function_of(node)
        chain = class_facts.chain(function.info, function.name) if function and function.info else None
        known = [self._summaries.of(node)]
        setter = definitions.setter_of(node)
        if setter is not None:
            known.append(self._summaries.of(setter, accessor=".setter"))
        found = [
            json_form.write(summary) if summary is not None and not summary.is_empty else None
            for summary in known
        ]
        return _digest([chain, found]) if chain is not None or any(found) else ""


def _hide(tree: nodes.MypyFile, name: str, value: LiteralType) -> None:
    """Put a name into the interface of a module that no program can mean."""
    variable = nodes.Var(name, value)
    variable._fullname = f"{tree.fullname}.{name}"
    tree.names[name] = nodes.SymbolTableNode(
        nodes.GDEF, variable, module_public=False, module_hidden=True, plugin_generated=True
    )


def _name_of_body(fullname: str, module: str) -> str:
    return f"{_BODY}{fullname.removeprefix(f'{module}.')}"


def _digest(facts: object) -> str:
    return blake2b(json.dumps(facts, sort_keys=True).encode(), digest_size=12).hexdigest()


def _depend(tree: nodes.MypyFile, source: TypeInfo, info: TypeInfo) -> None:
    for name in source.names:
        used = tree.plugin_deps.setdefault(make_trigger(f"{source.fullname}.{name}"), set())
        used.add(make_trigger(f"{info.fullname}.{name}"))


def _is_special(name: str) -> bool:
    return name.startswith("__")


def definition_of(function: FuncDef, checker: TypeChecker) -> SymbolNode:
    """Return what stands for a function in its symbol table: it with its decorators, or its property."""
    table = function.info.names if function.info else checker.tree.names
    symbol = table.get(function.name)
    node = symbol.node if symbol is not None else None
    setter = definitions.setter_of(node)
    is_its = definitions.function_of(node) is function or (setter is not None and setter.func is function)
    return node if node is not None and is_its else function
