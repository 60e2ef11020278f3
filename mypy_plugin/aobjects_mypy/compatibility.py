"""Say in words what is wrong with the versions or the configuration around the plugin."""

from __future__ import annotations

import functools
import hashlib
import importlib.metadata
import os
from typing import TYPE_CHECKING, Final

from mypy.errors import CompileError

from aobjects_mypy import names

if TYPE_CHECKING:
    from mypy.options import Options

VERSION: Final = "0.1.0"
_MYPY: Final = ((2, 4), (2, 5))
_DJANGO_STUBS: Final = (6, 1)
FRAMEWORKS: Final = "aobjects_mypy.frameworks"
"""The group of the entry points by which a package says what it does: ``sdk = "sdk.aobjects:FRAMEWORK"``."""
_OUR_PLUGIN: Final = "aobjects_mypy"
_WANTED: Final = f'plugins = ["{_OUR_PLUGIN}", "{names.DJANGO_PLUGIN}"]'


@functools.cache
def source_digest() -> str:
    """Return a digest of the plugin's own source: another plugin may judge the same module differently.

    The frameworks that installed packages bring along are part of it.
    """
    digest = hashlib.sha1(usedforsecurity=False)
    for folder, _, files in sorted(os.walk(os.path.dirname(__file__))):
        for name in sorted(files):
            if name.endswith(".py"):
                with open(os.path.join(folder, name), "rb") as file:
                    digest.update(file.read())
    for point in brought_frameworks():
        version = point.dist.version if point.dist is not None else ""
        digest.update(f"{point.name}={point.value} {version}\n".encode())
    return digest.hexdigest()


@functools.cache
def brought_frameworks() -> list[importlib.metadata.EntryPoint]:
    """Return the frameworks that installed packages bring along: to find them, each package is asked."""
    return sorted(importlib.metadata.entry_points(group=FRAMEWORKS))


def check_mypy(version: str) -> None:
    found = _release(version)
    lowest, beyond = _MYPY
    if not lowest <= found < beyond:
        raise refusal(
            f"aobjects_mypy works with mypy {_dotted(lowest)} (found {version}). "
            f'Install "mypy>={_dotted(lowest)},<{_dotted(beyond)}"'
        )


def check_plugins(options: Options) -> None:
    """Raise for a django-stubs that is missing, too old, or configured in front of this plugin."""
    try:
        found = importlib.metadata.version("django-stubs")
    except importlib.metadata.PackageNotFoundError:
        raise refusal(
            f'aobjects_mypy needs django-stubs. Install "django-stubs>={_dotted(_DJANGO_STUBS)}" '
            f"and set {_WANTED}"
        ) from None
    if _release(found) < _DJANGO_STUBS:
        raise refusal(
            f"aobjects_mypy needs django-stubs {_dotted(_DJANGO_STUBS)} or newer (found {found}). "
            f'Install "django-stubs>={_dotted(_DJANGO_STUBS)}"'
        )
    if names.DJANGO_PLUGIN not in options.plugins:
        raise refusal(f"aobjects_mypy needs the plugin of django-stubs behind it. Set {_WANTED}")
    if options.plugins.index(names.DJANGO_PLUGIN) < options.plugins.index(_OUR_PLUGIN):
        raise refusal(f'"{_OUR_PLUGIN}" must stand before "{names.DJANGO_PLUGIN}". Set {_WANTED}')


def refusal(message: str, *details: str) -> CompileError:
    # mypy prints any other exception of a plugin as an internal error of its own.
    return CompileError([f"error: {message}", *details], use_stdout=True)


def _release(version: str) -> tuple[int, int]:
    major, _, rest = version.partition(".")
    minor = rest.partition(".")[0]
    return int(major), int("".join(character for character in minor if character.isdigit()) or 0)


def _dotted(release: tuple[int, int]) -> str:
    return ".".join(map(str, release))
