"""The text of an app's generated module."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from aobjects.stubgen import bases
from aobjects.stubgen.imports import Imports
from aobjects.stubgen.unwritten import MODULE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.apps import AppConfig
    from django.db.models import Model

HEAD: Final = '''\
"""What type checkers do not see in this app's models; written by `python -m aobjects.stubgen`."""

# ruff: noqa
# fmt: off
# pyright: reportPrivateUsage=false

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
'''

SWITCHES: Final = (
    "# mypy, zuban and pyrefly replace these by True. They know Django's fields, and would know less of them",
    "# for a declaration in a base class.",
    "MYPY = TYPE_CHECKING_WITH_PYREFLY = False",
)

TAIL: Final = """\
else:
    # To Django each of these classes is AsyncModel itself: no model, no migration and no base more.
    from aobjects.models import AsyncModel

    def __getattr__(name):
        if name.endswith("Base"):
            return AsyncModel
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
"""


def modules(configs: Iterable[AppConfig]) -> Iterator[tuple[Path, str]]:
    """Yield the path and the text of the module of each of these apps that has async models of its own."""
    for config in configs:
        if models := bases.own_models(config):
            yield Path(config.path) / f"{MODULE}.py", text(models)


def text(models: Iterable[type[Model]]) -> str:
    """Return the text of the module of these models."""
    imports = Imports()
    blocks = ["\n".join(bases.classes(model, imports)) for model in models]
    lines = [*imports.statements(), "", *SWITCHES, ""]
    for block in blocks:
        lines += [*block.split("\n"), ""]
    return HEAD + "".join(f"    {line}".rstrip() + "\n" for line in lines) + TAIL


__all__ = ["modules", "text"]
