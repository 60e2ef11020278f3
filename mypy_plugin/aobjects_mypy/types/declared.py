"""The declared types of names and members, for bodies whose expressions mypy has not typed yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy import nodes
from mypy.expandtype import expand_self_type, expand_type, expand_type_by_instance
from mypy.maptype import map_instance_to_supertype
from mypy.types import (
    AnyType,
    CallableType,
    Instance,
    LiteralType,
    LiteralValue,
    Overloaded,
    ProperType,
    TupleType,
    Type,
    TypeOfAny,
    TypeType,
    TypeVarType,
    get_proper_type,
)

from aobjects_mypy import names
from aobjects_mypy.types import instances

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_OF_CONTAINERS: Final = ("builtins", "typing", "collections", "types")


def reference(node: nodes.SymbolNode | None) -> Type | None:
    """Return the type of a name that stands for ``node``."""
    if isinstance(node, nodes.TypeInfo) and node.tuple_type is not None:
        # What the class calls its items stands in the class, not in the tuple that it is made of.
        fallback = Instance(node, [AnyType(TypeOfAny.special_form)] * len(node.defn.type_vars))
        return TypeType(node.tuple_type.copy_modified(fallback=fallback))
    if isinstance(node, nodes.TypeInfo):
        return TypeType(Instance(node, [AnyType(TypeOfAny.special_form)] * len(node.defn.type_vars)))
    if isinstance(node, nodes.Decorator):
        return node.var.type or node.func.type
    if isinstance(node, (nodes.Var, nodes.FuncDef, nodes.OverloadedFuncDef)):
        return node.type
    return None


def name(expr: nodes.NameExpr) -> Type | None:
    """Return the type of a name; of ``True`` and ``False`` with the value."""
    typ = reference(expr.node)
    if expr.fullname in (names.TRUE, names.FALSE) and isinstance(typ, Instance):
        return literal(typ, expr.fullname == names.TRUE)
    return typ


def literal(typ: Instance, value: LiteralValue) -> Type:
    """Return the type of a value that is written down."""
    return typ.copy_modified(last_known_value=LiteralType(value, typ))


def member(base: Type | None, name: str) -> Type | None:
    """Return the type of ``base.name``; methods are not bound."""
    for item in instances.items(base):
        owner = instance_of_class(item) or item
        if isinstance(owner, TupleType):
            owner = owner.partial_fallback
        if not isinstance(owner, Instance):
            continue
        symbol = owner.type.get(name)
        if symbol is None and owner is not item:
            return _of_metaclass(owner, name)
        node = symbol.node if symbol is not None else None
        typ = reference(node)
        if typ is None:
            return None
        if isinstance(node, nodes.Decorator) and node.var.is_property:
            typ = result([typ])
        defined = node.func if isinstance(node, nodes.Decorator) else node
        definer = defined.info if isinstance(defined, (nodes.Var, nodes.FuncBase)) else None
        if (
            typ is None
            or definer is None
            or definer is nodes.FUNC_NO_INFO
            or not owner.type.has_base(definer.fullname)
        ):
            return typ
        if isinstance(node, nodes.Var):
            # "objects" of a model is declared as Manager[Self].
            typ = expand_self_type(node, typ, owner)
        return expand_type_by_instance(typ, map_instance_to_supertype(owner, definer))
    return None


def _of_metaclass(owner: Instance, name: str) -> Type | None:
    """Return what a property of the metaclass gives: ``Model._default_manager``, of the class itself."""
    metaclass = owner.type.metaclass_type
    symbol = metaclass.type.get(name) if metaclass is not None else None
    node = symbol.node if symbol is not None else None
    if not isinstance(node, nodes.Decorator) or not node.var.is_property:
        return None
    signature = get_proper_type(node.func.type) if node.func.type is not None else None
    if not isinstance(signature, CallableType) or len(signature.variables) != 1:
        return result([reference(node)])
    return expand_type(signature.ret_type, {signature.variables[0].id: owner})


def instance_of_class(typ: ProperType) -> Instance | TupleType | None:
    """Return what calling a class makes: ``typ`` is that of the class."""
    made: Type | None = None
    if isinstance(typ, TypeType):
        made = typ.item
    elif isinstance(typ, CallableType) and typ.is_type_obj():
        made = typ.ret_type
    elif isinstance(typ, Overloaded) and typ.is_type_obj():
        made = typ.items[0].ret_type
    proper = get_proper_type(made) if made is not None else None
    if isinstance(proper, TypeVarType):
        proper = get_proper_type(proper.upper_bound)
    return proper if isinstance(proper, (Instance, TupleType)) else None


def item(base: Type | None) -> Type | None:
    """Return the type of ``base[...]`` for the containers of Python, which have one type of item.

    Of a class that is not generic, its ``__getitem__`` says so: ``connections[alias]``.
    """
    for owner in instances.instances(base):
        if owner.args and owner.type.module_name in _OF_CONTAINERS:
            return owner.args[-1]
        if not owner.args:
            return result([member(owner, "__getitem__")])
    return None


Given = tuple["Sequence[nodes.ArgKind]", "Sequence[str | None]"]
"""The kinds and the names of a call's arguments."""


def result(
    callees: Iterable[Type | None], given: Given | None = None, *, is_bound: bool = False
) -> Type | None:
    """Return what a call returns where the signature alone says it: no type variables, one overload.

    Of several overloads, those count that take as many arguments as are ``given``, and ``self`` where the
    method is not bound yet.
    """
    for callee in callees:
        proper = get_proper_type(callee) if callee is not None else None
        if isinstance(proper, TypeType):
            return proper.item
        if isinstance(proper, (CallableType, Overloaded)) and proper.is_type_obj():
            made = reference(proper.type_object())
            if isinstance(made, TypeType) and _is_generic(proper):
                return made.item
        if isinstance(proper, Overloaded):
            items = [item for item in proper.items if given is None or _takes(item, given, is_bound)]
            returned = {item.ret_type for item in items}
            proper = items[0] if len(returned) == 1 else None
        if isinstance(proper, CallableType) and not proper.variables:
            return proper.ret_type
    return None


def _is_generic(made: CallableType | Overloaded) -> bool:
    """Tell ``list``, of which mypy says what it makes once it knows of what."""
    return all(item.variables for item in made.items)


def _takes(item: CallableType, given: Given, is_bound: bool) -> bool:
    """Tell whether the signature has a place for each argument, and nothing else that it needs."""
    kinds, names_given = given
    if any(kind.is_star() for kind in kinds):
        return True
    formals = list(zip(item.arg_kinds, item.arg_names, strict=True))[is_bound:]
    count = sum(kind == nodes.ARG_POS for kind in kinds)
    given_names = {name for name in names_given if name}
    places = [index for index, (kind, _) in enumerate(formals) if kind.is_positional()]
    if count > len(places) and item.var_arg() is None:
        return False
    if item.kw_arg() is None and not given_names <= {name for _, name in formals}:
        return False
    taken = {*places[:count], *(at for at, (_, name) in enumerate(formals) if name in given_names)}
    return all(at in taken or not kind.is_required() for at, (kind, _) in enumerate(formals))
