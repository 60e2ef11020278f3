"""Which parameter of a function is the request that Django gives it, where no annotation says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy import nodes
from mypy.types import AnyType, CallableType, Type, TypeOfAny, get_proper_type

from aobjects_mypy import names
from aobjects_mypy.models import middleware
from aobjects_mypy.syntax import expressions, walk, wrappers

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAME: Final = "request"
HANDLERS: Final = frozenset(
    {
        "get", "post", "put", "patch", "delete", "head", "options", "trace",
        "setup", "dispatch", "http_method_not_allowed",
    }
)  # fmt: skip
CALLED_BY_MIXINS: Final = frozenset({"test_func", "has_permission"})
"""Methods of a view that Django's access mixins call, before the handler."""
_OF_MIDDLEWARE: Final = frozenset(
    {
        "__call__", "__acall__", "process_request", "process_view", "process_response", "process_exception",
        "process_template_response",
    }
)  # fmt: skip
_HAND_ON: Final = frozenset({"channels", "strawberry", "strawberry_django"})
"""Libraries that hand a request on, or the user of one, under names of their own."""
VIEW_DECORATORS: Final = ("django.views.decorators.", "django.contrib.auth.decorators.")
_FOREIGN: Final = frozenset(
    {
        "adrf", "aiohttp", "blacksheep", "falcon", "fastapi", "flask", "grpc", "litestar", "mcp",
        "pytest", "quart", "rest_framework", "robyn", "sanic", "starlette", "tornado",
    }
)  # fmt: skip
"""Libraries that have requests of their own."""
_NEVER_READ: Final = frozenset(
    {
        "adelete", "app", "arefresh_from_db", "asave", "cls", "config", "data", "delete", "fixturename",
        "fspath", "full_clean", "getfixturevalue", "json", "model_dump", "node", "objects", "param", "pk",
        "query", "query_params", "refresh_from_db", "save", "serializable_value", "state", "text", "url",
    }
)  # fmt: skip
"""What a row, a fixture or another library's request has, and Django's request has not."""


def position(
    function: nodes.FuncDef, decorator: nodes.Decorator | None, tree: nodes.MypyFile | None
) -> int | None:
    """Return the parameter of a view, a middleware or a function beside them that is the request."""
    for candidate in _candidates(function, decorator):
        if is_open(function, candidate):
            return candidate
    if tree is None or _NAME not in function.arg_names or function.name.startswith("test"):
        return None
    by_name = function.arg_names.index(_NAME)
    is_request = (
        is_open(function, by_name)
        and _may_be_of_django(function)
        and not _has_requests_of_its_own(tree)
        and not _is_used_as_another(function)
    )
    return by_name if is_request else None


def may_be_routed(
    function: nodes.FuncDef, decorator: nodes.Decorator | None, tree: nodes.MypyFile | None
) -> bool:
    """Tell a coroutine function that URLs may name, of whose first parameter no annotation says anything."""
    decorators = decorator.original_decorators if decorator is not None else []
    return (
        tree is not None
        and function.is_coroutine
        and not function.info
        and function.fullname == f"{tree.fullname}.{function.name}"
        and is_open(function, 0)
        and all(expressions.fullname(wrappers.callee_of(expr)).startswith("django.") for expr in decorators)
        and not _has_requests_of_its_own(tree)
    )


def needed_modules(tree: nodes.MypyFile) -> list[str]:
    """Return the modules that a file needs, imported or not: it may have a request without saying so."""
    has_request = not tree.is_stub and any(
        function.is_coroutine and _NAME in function.arg_names for function in walk.functions(tree.defs)
    )
    is_needed = has_request or (not tree.is_stub and not _HAND_ON.isdisjoint(_imported(tree)))
    return [names.HTTP_REQUEST.rpartition(".")[0]] if is_needed else []


def needed_middleware(tree: nodes.MypyFile) -> list[str]:
    """Return what a module with a request has to be checked after: it may read what was put there."""
    if tree.is_stub or not any(map(_has_request, walk.functions(tree.defs))):
        return []
    return sorted({path.rpartition(".")[0] for path in middleware.of_project()})


def _has_request(function: nodes.FuncDef) -> bool:
    return _NAME in function.arg_names or function.name in HANDLERS


def _candidates(function: nodes.FuncDef, decorator: nodes.Decorator | None) -> Iterator[int]:
    """Yield the positions at which Django itself passes the request."""
    info = function.info
    is_method = bool(info) and not function.is_static
    if is_method and (
        (is_view(info) and function.name in HANDLERS)
        or (function.name in _OF_MIDDLEWARE and _is_middleware(info))
    ):
        yield 1
    if decorator is not None and any(
        expressions.fullname(wrappers.callee_of(expr)).startswith(VIEW_DECORATORS)
        for expr in decorator.original_decorators
    ):
        yield 1 if is_method else 0


def is_handler(function: nodes.FuncDef) -> bool:
    """Tell a method of a view to which ``dispatch`` hands a request."""
    first = function.name in HANDLERS and function.name not in ("setup", "dispatch")
    return first and bool(function.info) and is_view(function.info)


def is_view(info: nodes.TypeInfo) -> bool:
    return info.has_base(names.VIEW)


def _is_middleware(info: nodes.TypeInfo) -> bool:
    constructor = info.get("__init__")
    function = constructor.node if constructor is not None else None
    return info.has_base(names.MIDDLEWARE_MIXIN) or (
        isinstance(function, nodes.FuncDef) and "get_response" in function.arg_names
    )


def is_open(function: nodes.FuncDef, at: int) -> bool:
    """Tell a parameter of which no annotation says anything."""
    if at >= len(function.arg_names) or function.arg_kinds[at].is_star():
        return False
    if not isinstance(function.type, CallableType):
        return True
    return is_unknown(function.type.arg_types[at])


def is_unknown(typ: Type) -> bool:
    """Tell ``Any`` that stands for a missing annotation, or is one; not the class of a missing library."""
    proper = get_proper_type(typ)
    return isinstance(proper, AnyType) and proper.type_of_any in (TypeOfAny.unannotated, TypeOfAny.explicit)


def _may_be_of_django(function: nodes.FuncDef) -> bool:
    """Tell a function, or a method of a class that we know: others have protocols of their own.

    A servicer of gRPC is ``def Get(self, request, context)``.
    """
    return not function.info or not ("context" in function.arg_names or function.info.fallback_to_any)


def _has_requests_of_its_own(tree: nodes.MypyFile) -> bool:
    modules = set(_imported(tree))
    if modules & _FOREIGN or any(module.endswith("_pb2") for module in modules):
        return True
    return any(
        isinstance(symbol.node, nodes.TypeInfo)
        and name.endswith("Request")
        and symbol.node.has_base(names.MODEL)
        for name, symbol in tree.names.items()
    )


def _imported(tree: nodes.MypyFile) -> Iterator[str]:
    """Yield the packages that a module imports; of a module out of the cache, those whose names it has."""
    for statement in tree.imports:
        if isinstance(statement, nodes.Import):
            for module, _ in statement.ids:
                yield module.partition(".")[0]
        elif isinstance(statement, (nodes.ImportFrom, nodes.ImportAll)):
            yield statement.id.partition(".")[0]
            yield statement.id.rpartition(".")[2]
    for symbol in tree.names.values():
        if not (symbol.fullname or "").startswith(f"{tree.fullname}."):
            yield (symbol.fullname or "").partition(".")[0]


def _is_used_as_another(function: nodes.FuncDef) -> bool:
    return any(
        isinstance(part, nodes.MemberExpr)
        and part.name in _NEVER_READ
        and isinstance(part.expr, nodes.NameExpr)
        and part.expr.name == _NAME
        for part in walk.walk(function.body)
    )
