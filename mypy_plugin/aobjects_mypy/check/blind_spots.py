"""What of a module cannot be judged, whatever its functions do: mypy or Django knows too little of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mypy import nodes

from aobjects_mypy import names
from aobjects_mypy.host.notices import Notice
from aobjects_mypy.syntax import expressions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mypy.options import Options

    from aobjects_mypy.models.schema import Schema


def find(tree: nodes.MypyFile, options: Options, schema: Schema) -> Iterator[tuple[nodes.Context, Notice]]:
    """Yield one notice for each reason, at the first place that has it."""
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
                    if "abstract" in written and expressions.fullname(option.rvalue) == names.TRUE:
                        return True
    return False


def _listed(models: list[nodes.TypeInfo]) -> str:
    first, *others = models
    if not others:
        return f'"{first.name}"'
    return f'"{first.name}" and {len(others)} more {"model" if len(others) == 1 else "models"}'
