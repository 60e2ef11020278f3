"""The types of ``aobjects``: django-stubs is asked what ``objects`` gives, and the answer translated.

So fields, lookups and rows are checked and typed as they are on Django's own querysets and managers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

from mypy import nodes
from mypy.types import (
    AnyType,
    CallableType,
    FunctionLike,
    Instance,
    NoneType,
    Overloaded,
    ProperType,
    Type,
    TypeOfAny,
    TypeType,
    UnionType,
    get_proper_type,
)

from aobjects_mypy import names
from aobjects_mypy.host import neighbours
from aobjects_mypy.types import counterparts, instances

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from mypy.checker import TypeChecker
    from mypy.plugin import AttributeContext, FunctionContext, MethodContext, Plugin

_OBJECTS: Final = "objects"
_DEFAULT_MANAGER: Final = "_default_manager"
_UNCHANGING: Final = ("django.", "builtins", "typing")


def method_hook(
    fullname: str, find: Callable[[str], nodes.TypeInfo | None], plugin: Plugin, lookups: frozenset[str]
) -> Callable[[MethodContext], Type] | None:
    """Return what answers for a method of an async queryset or manager, or for ``Book.aobjects``.

    The methods of Django's in ``lookups`` take an async queryset for the value of a lookup.
    """
    if fullname == names.ASYNC_MANAGER_OF_MODEL:
        return neighbours.after_method_hook(
            plugin, fullname, lambda ctx: _AsyncTypes(ctx, find).manager_of_model(ctx)
        )
    owner, _, name = fullname.rpartition(".")
    info = find(owner) if not name.startswith("_") else None
    if info is None:
        return None
    if not info.has_base(names.ASYNC_ROWS):
        is_django = info.has_base(names.QUERYSET) or info.has_base(names.BASE_MANAGER)
        if not is_django or name not in lookups:
            return None
        return lambda ctx: _AsyncTypes(ctx, find).look_up(ctx, fullname, neighbours.behind(plugin, ctx))

    def answer(ctx: MethodContext) -> Type:
        types = _AsyncTypes(ctx, find)
        return types.sync(ctx) if name == "sync" else types.call(ctx, name)

    return neighbours.after_method_hook(plugin, fullname, answer)


def attribute_hook(
    fullname: str, find: Callable[[str], nodes.TypeInfo | None]
) -> Callable[[AttributeContext], Type] | None:
    """Return what answers for a method of the project's, or for a relation, on the async side."""
    owner, _, name = fullname.rpartition(".")
    if owner.endswith(counterparts.MARK):
        twin = find(owner)
        if twin is None or not counterparts.is_project_member(twin, name):
            return None
        return lambda ctx: _AsyncTypes(ctx, find).member(ctx, name)
    info = find(owner) if name.startswith("a") else None
    relation = counterparts.accessor(info, name) if info is not None else None
    if info is None or relation is None:
        return None
    known, noted = info, relation
    return lambda ctx: _AsyncTypes(ctx, find).relation(ctx, known, *noted)


def function_hook(
    fullname: str, find: Callable[[str], nodes.TypeInfo | None]
) -> Callable[[FunctionContext], Type] | None:
    """Return what answers for ``aio(queryset)``."""
    return (lambda ctx: _AsyncTypes(ctx, find).aio(ctx)) if fullname == names.AIO else None


class _AsyncTypes:
    """Answers for one expression."""

    def __init__(
        self,
        ctx: AttributeContext | MethodContext | FunctionContext,
        find: Callable[[str], nodes.TypeInfo | None],
    ) -> None:
        api: Any = ctx.api  # its interface shows no expressions
        self._checker: Final = cast("TypeChecker", api)
        self._context: Final = ctx.context
        self._twins: Final = counterparts.Twins(find)
        self._find: Final = find

    # Where an async manager comes from.

    def manager_of_model(self, ctx: MethodContext) -> Type:
        """Return the type of ``Book.aobjects``: the twin of that of ``Book.objects``."""
        default = get_proper_type(ctx.default_return_type)
        if not isinstance(default, Instance) or not default.args:
            return default
        model = default.args[0]
        bound = instances.first(model)
        objects = bound.type.get(_OBJECTS) if bound is not None else None
        declared = get_proper_type(objects.type) if objects is not None else None
        is_manager = isinstance(declared, Instance) and declared.type.has_base(names.BASE_MANAGER)
        name = _OBJECTS if is_manager else _DEFAULT_MANAGER
        manager = self._attribute(TypeType.make_normalized(model), name)
        return self._async_instance(manager, [bound.type] if bound is not None else []) or default

    def relation(
        self, ctx: AttributeContext, model: nodes.TypeInfo, name: str, target: str | None, nullable: bool
    ) -> Type:
        """Return the type of ``book.aauthor`` or ``author.abooks``."""
        default = get_proper_type(ctx.default_attr_type)
        if ctx.is_lvalue or (isinstance(default, Instance) and default.type.fullname in _CLASS_ACCESS):
            return default
        to_one = isinstance(default, Instance) and default.type.fullname == names.COROUTINE
        found: list[Type] = []
        for row in instances.items(ctx.type):
            owners = [item.type for item in instances.instances(row)] or [model]
            read = self._attribute(row, name) if owners[0].get(name) is not None else None
            if to_one:
                related = self._related_row(read, target, nullable)
                given = self._coroutine(related) if related is not None else None
            else:
                given = self._related_manager(read, target, owners, model)
            found.append(given or default)
        return UnionType.make_union(found)

    def _related_row(self, read: ProperType | None, target: str | None, nullable: bool) -> Type | None:
        # django-stubs does not declare parent links, and has no type for the keys of nested models.
        info = self._find(target) if target is not None else None
        if info is None or not (read is None or isinstance(read, AnyType)):
            return read
        return UnionType([Instance(info, []), NoneType()]) if nullable else Instance(info, [])

    def _related_manager(
        self,
        read: ProperType | None,
        target: str | None,
        owners: Iterable[nodes.TypeInfo],
        model: nodes.TypeInfo,
    ) -> Instance | None:
        owners = [*owners, model]
        info, base = self._find(target or ""), self._find(names.RELATED_MANAGER)
        if isinstance(read, Instance) or info is None or base is None:
            return self._async_instance(read, owners)
        # A generic relation, which django-stubs takes for anything.
        own = self._find(counterparts.generic_manager(model, info))
        return self._async_instance(
            Instance(own, []) if own else Instance(base, [Instance(info, [])]), owners
        )

    def aio(self, ctx: FunctionContext) -> Type:
        """Return the type of ``aio(Book.published)``: with the methods that the project wrote."""
        given = ctx.args[0][0] if ctx.args and ctx.args[0] else None
        if given is None:
            return ctx.default_return_type
        # The twin of a related manager belongs to the model of the row that it is read from.
        row = self._checker.lookup_type_or_none(given.expr) if isinstance(given, nodes.MemberExpr) else None
        owners = [item.type for item in instances.instances(row)]
        return self._async_instance(ctx.arg_types[0][0], owners) or ctx.default_return_type

    def sync(self, ctx: MethodContext) -> Type:
        """Return the type of ``Book.aobjects.sync()``: that of ``Book.objects.all()``."""
        django = self._django_instance(ctx.type)
        if django is None:
            return ctx.default_return_type
        if django.type.has_base(names.QUERYSET):
            return django
        return self._built(django, "all") or ctx.default_return_type

    def look_up(self, ctx: MethodContext, fullname: str, behind: Plugin) -> Type:
        """Ask the others about ``Author.objects.filter(books__in=Book.aobjects.all())``."""
        hook = behind.get_method_hook(fullname)
        return hook(ctx._replace(arg_types=self._given_to(ctx))) if hook else ctx.default_return_type

    # Methods that Django has.

    def call(self, ctx: MethodContext, name: str) -> Type:
        """Check the call as that of Django's method, and translate what it gives."""
        receiver, default = get_proper_type(ctx.type), get_proper_type(ctx.default_return_type)
        django = self._django_instance(receiver)
        if django is None or not isinstance(receiver, Instance) or not isinstance(default, Instance):
            return default
        owners = self._twins.owner_of(receiver.type)
        if default.type.fullname == names.COROUTINE:
            answer = self._ask(ctx, django, name, default.args[-1])
            return default.copy_modified(args=[*default.args[:-1], answer])
        result = self._django_instance(default)
        if result is None:
            return default
        if django.type.has_base(names.BASE_MANAGER) and not self._is_own(receiver, name):
            # A manager's own class of querysets.
            result = self._built(django, name) or result
        answer = self._ask(ctx, django, name, result)
        if answer == self._twins.django_type(default):
            return default
        return self._async_instance(answer, owners) or default

    def _is_own(self, receiver: Instance, name: str) -> bool:
        """Tell a method of the project: its type has been translated where it was read."""
        return counterparts.is_project_member(receiver.type, name)

    def _ask(self, ctx: MethodContext, django: Instance, name: str, result: Type) -> Type:
        hook = self._checker.expr_checker.plugin.get_method_hook(f"{django.type.fullname}.{name}")
        if hook is None:
            return result
        # django-stubs does not see the model of every class.
        receiver = get_proper_type(ctx.type)
        plain = self._twins.plain_django_type(receiver) if isinstance(receiver, Instance) else None
        plain = (instances.as_supertype(plain, names.MANAGER) if plain is not None else None) or plain
        formals = slice(1, None) if ctx.callee_arg_names[:1] == ["through_defaults"] else slice(None)
        return hook(
            ctx._replace(
                type=plain or django,
                default_return_type=result,
                arg_types=self._given_to(ctx)[formals],
                arg_kinds=ctx.arg_kinds[formals],
                callee_arg_names=ctx.callee_arg_names[formals],
                arg_names=ctx.arg_names[formals],
                args=ctx.args[formals],
            )
        )

    def _given_to(self, ctx: MethodContext) -> list[list[Type]]:
        """Return the arguments as Django sees them, which takes an async queryset for its own."""
        return [[self._django_instance(typ) or typ for typ in formal] for formal in ctx.arg_types]

    def _built(self, django: Instance, name: str) -> Instance | None:
        """Return the queryset that a method of Django's manager builds."""
        method = self._attribute(django, name)
        if not isinstance(method, FunctionLike):
            return None
        results = [get_proper_type(item.ret_type) for item in method.items]
        result = results[0]
        if not isinstance(result, Instance) or not result.type.has_base(names.QUERYSET):
            return None
        return result if all(other == result for other in results) else None

    # Methods of the project.

    def member(self, ctx: AttributeContext, name: str) -> Type:
        """Return the type of a method of the project on the async side: one that is awaited, or chained."""
        found: list[Type] = []
        for receiver in instances.instances(ctx.type):
            django = self._django_instance(receiver)
            member = self._attribute(django, name) if django is not None else None
            if django is None or member is None:
                continue
            function = self._twins.method(django.type, name)
            if function is None or function.is_coroutine or function.is_async_generator:
                found.append(member)
            else:
                owners = self._twins.owner_of(receiver.type)
                found.append(self._awaited_member(member, function, owners))
        return UnionType.make_union(found) if found else ctx.default_attr_type

    def _awaited_member(
        self, member: ProperType, function: nodes.FuncDef, owners: Iterable[nodes.TypeInfo]
    ) -> Type:
        if isinstance(member, CallableType):
            result = self._awaited_result(member.ret_type, function, owners)
            return member.copy_modified(ret_type=result)
        if isinstance(member, Overloaded):
            items = [self._awaited_member(item, function, owners) for item in member.items]
            return Overloaded(cast("list[CallableType]", items))
        return member

    def _awaited_result(
        self, result: Type, function: nodes.FuncDef, owners: Iterable[nodes.TypeInfo]
    ) -> Type:
        proper = get_proper_type(result)
        if isinstance(proper, AnyType):
            return proper
        if isinstance(proper, Instance):
            if not proper.type.has_base(names.RAW_QUERYSET):
                built = self._async_instance(proper, owners)
                if built is not None:
                    return built
            awaited = instances.as_supertype(proper, names.AWAITABLE)
            if awaited is not None:
                return self._coroutine(awaited.args[0])
        return self._coroutine(
            UnionType.make_union([self._evaluated(item, function) for item in instances.items(proper)])
        )

    def _evaluated(self, item: ProperType, function: nodes.FuncDef) -> Type:
        """Return what comes of a result in the thread: the rows of a queryset, the items of a generator."""
        if not isinstance(item, Instance):
            return item
        is_rows = item.type.has_base(names.QUERYSET) or item.type.has_base(names.RAW_QUERYSET)
        items = instances.as_supertype(item, names.ITERABLE) if is_rows or function.is_generator else None
        return self._checker.named_generic_type(names.LIST, [items.args[0]]) if items is not None else item

    # Types.

    def _attribute(self, typ: Type, name: str) -> ProperType | None:
        # django-stubs takes the name of a manager's method from the expression.
        expr = nodes.MemberExpr(nodes.EllipsisExpr(), name)
        expr.set_line(self._context)
        with self._checker.msg.filter_errors() as errors:
            found = self._checker.expr_checker.analyze_external_member_access(name, typ, expr)
        return None if errors.has_new_errors() else get_proper_type(found)

    def _django_instance(self, typ: Type) -> Instance | None:
        proper = get_proper_type(typ)
        django = self._twins.django_type(proper) if isinstance(proper, Instance) else None
        if django is not None:
            self._refer_to(django.type)
        return django

    def _async_instance(self, typ: Type | None, owners: Iterable[nodes.TypeInfo] = ()) -> Instance | None:
        proper = get_proper_type(typ)
        if not isinstance(proper, Instance):
            return None
        self._refer_to(proper.type)
        return self._twins.async_type(proper, owners)

    def _refer_to(self, django: nodes.TypeInfo) -> None:
        """Let mypy check this module again when what the project wrote on a class changes."""
        modules = {base.module_name for base in django.mro}
        self._checker.module_refs.update(name for name in modules if not name.startswith(_UNCHANGING))

    def _coroutine(self, result: Type) -> Instance:
        anything = AnyType(TypeOfAny.special_form)
        return self._checker.named_generic_type(names.COROUTINE, [anything, anything, result])


_CLASS_ACCESS: Final = frozenset({names.ASYNC_RELATION, names.ASYNC_RELATION_TO_MANY})
