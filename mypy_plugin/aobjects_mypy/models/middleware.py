"""What the middleware in the settings has done to a request when a view gets it."""

from __future__ import annotations

import ast
from dataclasses import astuple
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from aobjects_mypy import names
from aobjects_mypy.host import module_files
from aobjects_mypy.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

_ATTRIBUTES: Final = frozenset({"user", "auser", "session"})
_SESSION_READS: Final = frozenset(
    {"get", "pop", "setdefault", "update", "has_key", "keys", "values", "items"}
)
_UNKNOWN: Final = "?"
_READS_USER: Final = frozenset(
    {
        names.LOGIN_REQUIRED_MIDDLEWARE,
        "django.contrib.auth.middleware.RemoteUserMiddleware",
        "django.contrib.auth.middleware.PersistentRemoteUserMiddleware",
    }
)
_BACKENDS: Final = frozenset(
    {
        *(
            f"django.contrib.auth.backends.{name}"
            for name in (
                "ModelBackend", "AllowAllUsersModelBackend", "RemoteUserBackend",
                "AllowAllUsersRemoteUserBackend",
            )
        ),
        "allauth.account.auth_backends.AuthenticationBackend",
        "axes.backends.AxesStandaloneBackend",
        "axes.backends.AxesBackend",
        "guardian.backends.ObjectPermissionBackend",
    }
)  # fmt: skip
"""They fetch the user by its key and nothing else, or leave that to the others."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """What may have been read of a request before its view runs."""

    user: bool
    session: bool
    is_fresh_user: bool
    """The row of the user is as the default manager of its model fetches it."""


NOTHING: Final = Prepared(user=False, session=False, is_fresh_user=True)


def prepared() -> Prepared:
    from django.conf import settings

    if not settings.configured:
        return NOTHING
    return read_by(tuple(settings.MIDDLEWARE or ()), tuple(settings.AUTHENTICATION_BACKENDS))


def of_project() -> tuple[str, ...]:
    """Return the middleware in the settings that is not Django's own, in the order of a request."""
    from django.conf import settings

    paths = tuple(settings.MIDDLEWARE or ()) if settings.configured else ()
    return tuple(path for path in paths if not path.startswith("django."))


def has_only_djangos_backend() -> bool:
    """Tell whether nobody but Django's own backend says what a user may do."""
    from django.conf import settings

    backends = settings.AUTHENTICATION_BACKENDS if settings.configured else ()
    return set(backends) == {"django.contrib.auth.backends.ModelBackend"}


def facts() -> list[object]:
    """Return what reports depend on, for mypy's cache: the settings are no module that it follows."""
    return [*astuple(prepared()), user_model(), *of_project(), has_only_djangos_backend()]


def user_model() -> str | None:
    """Return the full name of the class of ``request.user``, where there are users."""
    from django.apps import apps
    from django.conf import settings

    if not settings.configured or not apps.models_ready or not apps.is_installed(names.AUTH):
        return None
    try:
        model = apps.get_model(settings.AUTH_USER_MODEL)
    except (LookupError, ValueError):
        return None
    return f"{model.__module__}.{model.__qualname__}"


@lru_cache(maxsize=8)
def read_by(middleware: tuple[str, ...], backends: tuple[str, ...]) -> Prepared:
    reads = {name for path in middleware if not path.startswith("django.") for name in _reads(path)}
    user = bool(reads & {"user", _UNKNOWN}) or any(path in _READS_USER for path in middleware)
    return Prepared(user=user, session=user or bool(reads), is_fresh_user=_BACKENDS.issuperset(backends))


def _reads(path: str) -> Iterator[str]:
    """Yield what a middleware reads of a request before it hands it on, as far as its text tells."""
    module, _, name = path.rpartition(".")
    # Importing it could do anything.
    file = module_files.path_of(module)
    tree = module_files.tree_of(file) if file is not None else None
    if tree is None:
        return
    found = _definition(tree, name)
    classes = _with_bases(found, tree) if isinstance(found, ast.ClassDef) else None
    if found is None or (isinstance(found, ast.ClassDef) and classes is None):
        yield from _read_in(tree)
        return
    functions = [
        node
        for part in classes or [found]
        for node in ast.walk(part)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        and not node.name.startswith(("__init__", "process_response", "process_template_response"))
    ]
    for function in functions:
        if function is not found:
            yield from _read_in(function)


def _definition(tree: ast.Module, name: str) -> ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef | None:
    """Return the class or function of this name; ``handler = Handler`` is another name for one."""
    for node in tree.body:
        if isinstance(node, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)) and node.name == name:
            return node
        if (
            isinstance(node, ast.Assign)
            and isinstance(node.value, ast.Name)
            and node.value.id != name
            and any(isinstance(target, ast.Name) and target.id == name for target in node.targets)
        ):
            return _definition(tree, node.value.id)
    return None


def _with_bases(found: ast.ClassDef, tree: ast.Module) -> list[ast.AST] | None:
    """Return a class and its bases in the same module, and nothing where one of them is elsewhere."""
    there = {node.name: node for node in tree.body if isinstance(node, ast.ClassDef)}
    classes: list[ast.AST] = []
    todo = [found]
    while todo:
        current = todo.pop()
        classes.append(current)
        for base in map(ast.unparse, current.bases):
            if base in there and there[base] not in classes:
                todo.append(there[base])
            elif base.rpartition(".")[2] not in ("MiddlewareMixin", "object"):
                return None
    return classes


def _read_in(tree: ast.AST) -> Iterator[str]:
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    on = [call.lineno for call in calls if ast.unparse(call.func).endswith("get_response")]
    end = min(on) if on and not isinstance(tree, ast.Module) else None
    raises = set(_refused(tree)) if isinstance(tree, ast.AsyncFunctionDef) else set()
    for node in ast.walk(tree):
        if end is not None and getattr(node, "lineno", 0) >= end:
            continue
        if isinstance(node, ast.Attribute) and node.attr in _ATTRIBUTES and node not in raises:
            yield node.attr
        elif isinstance(node, ast.Call) and any(
            isinstance(given, ast.Name) and given.id == "request" for given in node.args
        ):
            # What another function does with the request is not looked up.
            yield _UNKNOWN


def _refused(function: ast.AsyncFunctionDef) -> Iterator[ast.AST]:
    """Yield the synchronous reads on the event loop: they raise, and so no view comes after them."""
    pending: list[ast.AST] = list(function.body)
    while pending:
        node = pending.pop()
        if isinstance(node, (ast.Try, ast.Lambda, ast.FunctionDef, ast.AsyncFunctionDef)):
            # What is caught, and what may run in a thread, is another matter.
            continue
        if isinstance(node, (ast.Attribute, ast.Subscript)) and _is_synchronous(node):
            yield node.value
        pending += ast.iter_child_nodes(node)


def _is_synchronous(node: ast.Attribute | ast.Subscript) -> bool:
    """Tell ``request.session["key"]``, ``request.session.get`` and ``request.user.name``."""
    held = node.value
    if not isinstance(held, ast.Attribute) or not isinstance(held.ctx, ast.Load):
        return False
    if held.attr == "session":
        return isinstance(node, ast.Subscript) or node.attr in _SESSION_READS
    return held.attr == "user" and isinstance(node, ast.Attribute)
