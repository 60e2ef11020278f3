"""What of a module cannot be judged, whatever its functions do: mypy or Django knows too little of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy import nodes
from mypy.types import AnyType, Instance, get_proper_type

from aobjects_mypy import names
from aobjects_mypy.flow import functions
from aobjects_mypy.notices import Notice
from aobjects_mypy.typeops import literals

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mypy.options import Options

    from aobjects_mypy.schema import ModelSchema, Schema

_FROM_QUERYSET: Final = "from_queryset"


def find(tree: nodes.MypyFile, options: Options, schema: Schema) -> Iterator[tuple[nodes.Context, Notice]]:
    """Yield one notice for each reason, at the first place that has it."""
    yield from _unchecked_functions(tree, options)
    models = [
        statement.info
        for statement in tree.defs
        if isinstance(statement, nodes.ClassDef)
        # One that mypy takes for unreachable has none.
        and not isinstance(statement.info, nodes.FakeInfo)
        and statement.info.has_base(names.MODEL)
    ]
    yield from _unknown_models(
        [info for info in models if schema.model(info.fullname) is None], schema, options
    )
    known = [(info, found) for info in models if (found := schema.model(info.fullname)) is not None]
    yield from _untyped_managers(known)


def _unchecked_functions(tree: nodes.MypyFile, options: Options) -> Iterator[tuple[nodes.Context, Notice]]:
    if options.check_untyped_defs:
        return
    skipped = [function for function, _ in functions.async_functions(tree.defs) if function.type is None]
    if skipped:
        what = "async function of this module has no annotation"
        if len(skipped) > 1:
            what = "async functions of this module have no annotations"
        yield (
            skipped[0],
            Notice(
                f"{len(skipped)} {what}: mypy does not check the body of such a function, nor does "
                'aobjects_mypy. Set "check_untyped_defs = true"'
            ),
        )


def _unknown_models(
    models: list[nodes.TypeInfo], schema: Schema, options: Options
) -> Iterator[tuple[nodes.Context, Notice]]:
    unknown = [info for info in models if not _is_never_installed(info.defn)]
    if not unknown:
        return
    settings = schema.settings_module
    if not schema.installs_apps:
        use = "They install no app: set django_settings_module to those that Django runs with"
    elif options.fine_grained_incremental:
        use = "Restart dmypy if the model is new, or add its app to INSTALLED_APPS"
    else:
        use = "Add its app to INSTALLED_APPS"
    them = "it" if len(unknown) == 1 else "them"
    message = f'Queries of {_listed(unknown)} are not judged: the settings "{settings}" do not install {them}'
    yield unknown[0].defn, Notice(f"{message}. {use}")


def _is_never_installed(definition: nodes.ClassDef) -> bool:
    """Tell an abstract model, or one that another may stand for."""
    for statement in definition.defs.body:
        if isinstance(statement, nodes.ClassDef) and statement.name == "Meta":
            for option in statement.defs.body:
                if isinstance(option, nodes.AssignmentStmt):
                    written = {target.name for target in option.lvalues if isinstance(target, nodes.NameExpr)}
                    if "swappable" in written:
                        return True
                    if "abstract" in written and literals.fullname(option.rvalue) == names.TRUE:
                        return True
    return False


def _untyped_managers(
    models: list[tuple[nodes.TypeInfo, ModelSchema]],
) -> Iterator[tuple[nodes.Context, Notice]]:
    found: dict[tuple[str, nodes.TypeInfo | None], list[nodes.TypeInfo]] = {}
    for info, schema in models:
        for name in sorted(schema.manager_names):
            symbol = info.get(name)
            typ = get_proper_type(symbol.type) if symbol is not None else None
            if isinstance(typ, AnyType):
                found.setdefault((name, None), []).append(info)
            elif isinstance(typ, Instance) and _hides_queries(typ.type):
                found.setdefault((name, typ.type), []).append(info)
    for (name, manager), managed in found.items():
        message = f'Queries of "{name}" of {_listed(managed)} are Any to mypy, so they are not judged'
        if manager is not None and _has_inline_base(manager.defn):
            base = f"{manager.name}Base"
            message += (
                f'. Give the base of "{manager.name}" a name: "{base} = models.Manager.from_queryset(...)" '
                f'and "class {manager.name}({base})"'
            )
        yield managed[0].defn, Notice(message)


def _hides_queries(manager: nodes.TypeInfo) -> bool:
    return manager.fallback_to_any and not manager.has_base(names.BASE_MANAGER)


def _has_inline_base(definition: nodes.ClassDef) -> bool:
    return any(
        isinstance(base, nodes.CallExpr)
        and isinstance(base.callee, nodes.MemberExpr)
        and base.callee.name == _FROM_QUERYSET
        for base in (*definition.base_type_exprs, *definition.removed_base_type_exprs)
    )


def _listed(models: list[nodes.TypeInfo]) -> str:
    first, *others = models
    if not others:
        return f'"{first.name}"'
    return f'"{first.name}" and {len(others)} more {"model" if len(others) == 1 else "models"}'
