"""The special methods that operators and builtins call: ``==``, ``len()``, ``with``, a set, an f-string."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from mypy import nodes
from mypy.types import AnyType, CallableType, Instance, TupleType, TypeOfAny, get_proper_type

from aobjects_mypy import diagnostics, names
from aobjects_mypy.analysis import joins
from aobjects_mypy.calls import applying, gathering, summarized
from aobjects_mypy.domain import heap
from aobjects_mypy.domain.effects import Runs
from aobjects_mypy.domain.heap import Cache
from aobjects_mypy.orm import evaluation, relations
from aobjects_mypy.syntax import definitions, expressions, formats
from aobjects_mypy.syntax.call import Argument, Call
from aobjects_mypy.types import instances

if TYPE_CHECKING:
    from mypy.types import Type

    from aobjects_mypy.analysis.evaluator import Evaluator

_OPERATORS: Final = {
    "+": "add", "-": "sub", "*": "mul", "@": "matmul", "/": "truediv", "//": "floordiv", "%": "mod",
    "**": "pow", "<<": "lshift", ">>": "rshift", "&": "and", "^": "xor", "|": "or",
}  # fmt: skip
_COMPARISONS: Final = {
    "==": (("__eq__",), ("__eq__",)),
    "!=": (("__ne__", "__eq__"), ("__ne__", "__eq__")),
    "<": (("__lt__",), ("__gt__",)),
    "<=": (("__le__",), ("__ge__",)),
    ">": (("__gt__",), ("__lt__",)),
    ">=": (("__ge__",), ("__le__",)),
}
"""What is asked of the left operand, and of the right one where the left has none of it."""
_UNARY: Final = {"-": "__neg__", "+": "__pos__", "~": "__invert__"}
_CONVERSIONS: Final = {
    f"builtins.{name}": methods
    for name, methods in {
        "len": ("__len__",),
        "hash": ("__hash__",),
        "int": ("__int__", "__index__"),
        "float": ("__float__", "__index__"),
        "abs": ("__abs__",),
        "round": ("__round__",),
        "bytes": ("__bytes__",),
        "reversed": ("__reversed__",),
        "next": ("__next__",),
        "divmod": ("__divmod__",),
    }.items()
}
_ITERATES: Final = frozenset(
    {
        f"builtins.{name}"
        for name in (
            "all", "any", "dict", "dict.update", "frozenset", "list", "list.extend", "max", "min", "next",
            "set", "set.update", "sorted", "str.join", "sum", "tuple",
        )
    }
)  # fmt: skip
_STOPS: Final = frozenset({"builtins.all", "builtins.any", names.NEXT})
"""These may take the first item and no other."""
_TOTAL: Final = ("__lt__", "__le__", "__gt__", "__ge__")
_LESS: Final = ("__lt__", "__gt__")
_ORDERS: Final = {names.SORTED: _LESS, names.MIN: _LESS, names.MAX: ("__gt__", "__lt__"), names.SORT: _LESS}
_HASHES: Final = frozenset(
    {
        *(f"builtins.dict.{name}" for name in ("get", "pop", "setdefault")),
        *(f"builtins.set.{name}" for name in ("add", "discard", "remove")),
    }
)
_BUILTIN: Final = "builtins"
_FORMAT_MAP: Final = "format_map"
_CONTEXT_STACKS: Final = "contextlib."


def check(analysis: Evaluator, value: Type | None, node: nodes.Expression, *methods: str) -> bool:
    """Look through the first of the special methods that the value's class has; tell whether it has one."""
    found = False
    for instance in instances.instances(value):
        for name in methods:
            symbol = instance.type.get(name)
            if symbol is None or _is_from_object(instance, name):
                continue
            found = True
            if symbol.plugin_generated and name in _TOTAL:
                symbol = _total(instance) or symbol
            applying.call(analysis, symbol.node, None, instance, node, name)
            break
        if "__str__" in methods:
            _read_for_text(analysis, instance, node)
    return found


def _total(instance: Instance) -> nodes.SymbolTableNode | None:
    """Return the comparison that ``functools.total_ordering`` makes the others of."""
    written = (instance.type.get(name) for name in _TOTAL)
    return next((symbol for symbol in written if symbol is not None and not symbol.plugin_generated), None)


def _read_for_text(analysis: Evaluator, instance: Instance, node: nodes.Expression) -> None:
    """Read what one of Django's own models puts into its text."""
    definer = instance.type.get_containing_type_info("__str__")
    if definer is not None and not definer.module_name.startswith(("django.", "builtins")):
        return
    for model, relation in _IN_TEXTS.items():
        if instance.type.has_base(model):
            result = AnyType(TypeOfAny.special_form)
            relations.read(analysis, instance, relation, node, result, expressions.source(node))


def answer(
    analysis: Evaluator, value: Type | None, node: nodes.Expression, method: str, call: Call
) -> Type | None:
    """Look through a special method of the project's own classes, and return what it returns."""
    found: Type | None = None
    for instance in instances.instances(value):
        symbol = instance.type.get(method)
        if symbol is not None and not _is_from_object(instance, method):
            returned = applying.call(analysis, symbol.node, call, instance, node, method)
            found = joins.join(analysis, found, returned, node)
    return found


def awaited(analysis: Evaluator, value: Type | None, node: nodes.Expression) -> Type | None:
    """Return what an object of the project awaits in its place: ``return self._load().__await__()``."""
    for instance in instances.instances(value):
        symbol = instance.type.get("__await__")
        function = definitions.function_of(symbol.node) if symbol is not None else None
        if function is None or evaluation.is_async(instance):
            continue
        if not expressions.is_standard(function.info.module_name):
            return answer(analysis, instance, node, "__await__", Call(node, node, (), None))
    return None


_IN_TEXTS: Final = {"django.contrib.auth.models.Permission": "content_type"}


def _is_from_object(instance: Instance, name: str) -> bool:
    """Every class has ``object``'s ``__str__`` and ``__eq__``, which ask nobody."""
    definer = instance.type.get_containing_type_info(name)
    return definer is None or definer.fullname == names.OBJECT


def iterate(
    analysis: Evaluator, value: Type | None, node: nodes.Expression, *, whole: bool = True
) -> Type | None:
    """Take the items of ``value``, all of them or some; return what generators of the project yield."""
    found = analysis.run_generator(value, node, whole=whole)
    summarized.consume(analysis, value, node, Runs.ITERATED, whole=whole)
    for instance in instances.instances(value):
        symbol = instance.type.get("__iter__")
        made = (
            applying.call(analysis, symbol.node, Call(node, node, (), None), instance, node, "__iter__")
            if symbol is not None
            else None
        )
        summarized.consume(analysis, made, node, Runs.ITERATED, whole=whole)
        yielded = analysis.run_generator(made, node, whole=whole)
        if yielded is None and instances.tagged_instances(made):
            with analysis.off_loop():
                yielded = evaluation.iterate(analysis, made, node, diagnostics.FOR)
        found = joins.join(analysis, found, yielded, node)
        declared = get_proper_type(symbol.type) if symbol is not None and symbol.type is not None else None
        if isinstance(declared, CallableType):
            check(analysis, declared.ret_type, node, "__next__")
    return found


def iterate_async(analysis: Evaluator, value: Type | None, node: nodes.Expression) -> Type | None:
    """Take the items of ``value`` as ``async for`` does; return what generators of the project yield."""
    found = analysis.run_generator(value, node)
    for instance in instances.instances(value):
        symbol = instance.type.get("__aiter__")
        if symbol is not None and found is None:
            # What it returns is no more what is iterated: "return self.pages()".
            asked = Call(node, node, (), None)
            made = applying.call(analysis, symbol.node, asked, instance, node, "__aiter__")
            found = analysis.run_generator(made, node)
            if found is None:
                found = next_item(analysis, made, node)
            if found is None and instances.tagged_instances(made):
                found = evaluation.iterate_async(analysis, made, node)
    return found


def next_item(analysis: Evaluator, value: Type | None, node: nodes.Expression) -> Type | None:
    """Run the ``__anext__`` of an iterator of the project, and return what awaiting it gives."""
    own = [item for item in instances.instances(value) if not expressions.is_standard(item.type.module_name)]
    return _awaited(analysis, instances.union(own), node, "__anext__") if own else None


def enter(analysis: Evaluator, value: Type | None, node: nodes.Expression) -> Type | None:
    """Enter a context manager, and leave it later; return what a generator of the project yields."""
    found = analysis.run_generator(value, node)
    summarized.consume(analysis, value, node, Runs.ENTERED)
    for instance in instances.instances(value):
        for name in ("__enter__", "__exit__"):
            symbol = instance.type.get(name)
            entered = (
                applying.call(analysis, symbol.node, None, instance, node, name)
                if symbol is not None
                else None
            )
            if name == "__enter__" and found is None and instances.tagged_instances(entered):
                found = entered
    return found


def enter_async(analysis: Evaluator, value: Type | None, node: nodes.Expression) -> Type | None:
    """Enter an object by ``async with``; return what a generator of the project yields, or ``__aenter__``."""
    yielded = analysis.run_generator(value, node)
    return yielded if yielded is not None else _awaited(analysis, value, node, "__aenter__")


def leave_async(analysis: Evaluator, value: Type | None, node: nodes.Expression) -> None:
    """Leave what ``async with`` has entered."""
    _awaited(analysis, value, node, "__aexit__")


def _awaited(analysis: Evaluator, value: Type | None, node: nodes.Expression, method: str) -> Type | None:
    """Run a special method that is awaited, and return what awaiting it gives."""
    found: Type | None = None
    coroutine = answer(analysis, value, node, method, Call(node, node, (), None))
    for instance in instances.instances(coroutine):
        found = joins.join(analysis, found, evaluation.awaited(analysis, instance, node), node)
    return found


def operator(
    analysis: Evaluator, expr: nodes.OpExpr, left: Type | None, right: Type | None
) -> tuple[bool, Type | None]:
    """Look through the method that an operator calls; tell whether a class of the project has one."""
    name = _OPERATORS.get(expr.op)
    sides = ((left, f"__{name}__", expr.right, right), (right, f"__r{name}__", expr.left, left))
    for value, method, written, other in sides if name is not None else ():
        # A builtin leaves the answer to the other.
        own = [item for item in instances.instances(value) if item.type.module_name != _BUILTIN]
        asked = [item for item in own if item.type.get(method) and not _is_from_object(item, method)]
        call = Call(expr, expr, (Argument(written, nodes.ARG_POS, None, other),), None)
        found: Type | None = None
        for item in asked:
            found = joins.join(analysis, found, answer(analysis, item, expr, method, call), expr)
        if asked:
            return True, found
    return False, None


def augment(analysis: Evaluator, operator: str, node: nodes.Expression, left: Type | None) -> None:
    name = _OPERATORS.get(operator)
    if name is not None:
        check(analysis, left, node, f"__i{name}__", f"__{name}__")


def compare(
    analysis: Evaluator, operator: str, node: nodes.Expression, left: Type | None, right: Type | None
) -> None:
    if operator in _COMPARISONS:
        asked, reflected = _COMPARISONS[operator]
        if not _asks_project(analysis, left, node, *asked):
            _asks_project(analysis, right, node, *reflected)


def _asks_project(analysis: Evaluator, value: Type | None, node: nodes.Expression, *methods: str) -> bool:
    """Look through the method of a class that is no builtin: a builtin leaves the answer to the other."""
    own = [item for item in instances.instances(value) if item.type.module_name != _BUILTIN]
    return any([check(analysis, item, node, *methods) for item in own])


def unary(analysis: Evaluator, operator: str, node: nodes.Expression, value: Type | None) -> None:
    if operator in _UNARY:
        check(analysis, value, node, _UNARY[operator])


def hash_key(analysis: Evaluator, value: Type | None, node: nodes.Expression) -> None:
    """Put ``value`` into a set, or use it as the key of a dict."""
    check(analysis, value, node, "__hash__")


def call_builtin(analysis: Evaluator, fullname: str, call: Call) -> None:
    """Look through what a builtin function asks of its arguments."""
    for argument in call.positional:
        if fullname in _ITERATES:
            iterate(analysis, argument.value, argument.expr, whole=fullname not in _STOPS)
        elif fullname in _CONVERSIONS:
            check(analysis, argument.value, argument.expr, *_CONVERSIONS[fullname])
    if fullname == names.ANEXT:
        for argument in call.positional[:1]:
            analysis.run_generator(argument.value, argument.expr)
    if fullname in _ORDERS and "key" not in call.keywords:
        given = [argument.value for argument in call.positional]
        members = given if len(given) > 1 else _members([*given, call.receiver][0])
        for member in members[:1]:
            check(analysis, member, call.node, *_ORDERS[fullname])
    if fullname.startswith(_CONTEXT_STACKS) and fullname.endswith(".enter_async_context"):
        for argument in call.positional:
            enter_async(analysis, argument.value, argument.expr)
            leave_async(analysis, argument.value, argument.expr)
    if fullname in _HASHES:
        for argument in call.positional[:1]:
            hash_key(analysis, argument.value, argument.expr)


def _members(value: Type | None) -> list[Type]:
    """Return the types of what a builtin container holds."""
    found: list[Type] = []
    for item in instances.items(value):
        if isinstance(item, TupleType):
            found += item.items
        elif isinstance(item, Instance) and item.type.module_name == _BUILTIN:
            found += item.args
    return found


def write(analysis: Evaluator, value: Type | None, node: nodes.Expression, conversion: str = "") -> None:
    """Write ``value`` down as ``str()`` does, or ``repr()``, or ``format()``."""
    if conversion in ("r", "a"):
        _represent(analysis, value, node)
    else:
        for instance in instances.instances(value):
            if conversion or not check(analysis, instance, node, "__format__"):
                check(analysis, instance, node, "__str__", "__repr__")
    if conversion not in ("r", "a"):
        _represent_rows(analysis, value, node)
        for member in _members(value):
            # The text of a list is made of the representations of its items.
            _represent(analysis, member, node, is_inside=True)


def _represent(
    analysis: Evaluator, value: Type | None, node: nodes.Expression, *, is_inside: bool = False
) -> None:
    if is_inside:
        # The representation of a queryset shows its rows.
        evaluation.evaluate(analysis, value, node, diagnostics.use_by("repr"))
    _represent_rows(analysis, value, node)
    for instance in instances.instances(value):
        if relations.is_row(instance) and _is_from_object(instance, "__repr__"):
            # Django's own representation of a row contains its text.
            check(analysis, instance, node, "__str__")
        else:
            check(analysis, instance, node, "__repr__")
    for member in _members(value):
        _represent(analysis, member, node, is_inside=True)


def _represent_rows(analysis: Evaluator, value: Type | None, node: nodes.Expression) -> None:
    """Write down the rows of a queryset that has them: its text is made of theirs."""
    for instance in instances.instances(value):
        entry = analysis.entry(instance)
        if not isinstance(entry, heap.QuerySet) or instance.type.has_base(names.RAW_QUERYSET):
            continue
        if entry.cache is Cache.FILLED and not entry.gives_values:
            row = evaluation.iterate(analysis, instance, node, diagnostics.UNREPORTED)
            _represent(analysis, row, node)


def format_arguments(
    analysis: Evaluator, template: nodes.Expression, call: Call
) -> list[tuple[Type | None, nodes.Expression]]:
    """Write down the arguments of ``template.format(...)`` or of an f-string; return what is written."""
    written: list[tuple[Type | None, nodes.Expression]] = []
    known = analysis.evaluate_quietly(template) if isinstance(template, nodes.RefExpr) else None
    text = expressions.string(template, known)
    given: dict[int | str, Argument] = dict(enumerate(call.positional))
    given.update(call.keywords)
    if call.callee_name == _FORMAT_MAP and call.positional:
        source = call.positional[0]
        held = gathering.named(analysis, source.value) or {}
        given = {name: replace(source, value=value) for name, value in held.items()}
    for field in formats.braces(text) if text is not None else ():
        argument = given.get(field.argument)
        if argument is None:
            continue
        value = argument.value
        for name in field.path:
            value = analysis.read(value, name, argument.expr)
        if field.is_whole:
            write(analysis, value, argument.expr, field.conversion)
            written.append((value, argument.expr))
    return written
