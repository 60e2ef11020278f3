"""Set Django up before django-stubs does, and say in a sentence why that fails and what to change."""

from __future__ import annotations

import difflib
import os
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Final

from mypy.modulefinder import mypy_path

from aobjects_mypy import compatibility
from aobjects_mypy.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mypy.options import Options

_SETTING: Final = "django_settings_module"
_DEPTH: Final = 3
"""How many folders up and down a module is looked for that cannot be imported."""
_INSTALL: Final = (
    "Install the requirements of the project there; in pre-commit, list them in additional_dependencies or "
    "run mypy with language: system"
)


def check(options: Options) -> None:
    """Import the settings and the apps, by the very function of django-stubs: what is there it leaves alone.

    An exception in django-stubs' own constructor ends in "INTERNAL ERROR".
    """
    try:
        from mypy_django_plugin.config import DjangoPluginConfig
        from mypy_django_plugin.django.context import initialize_django
    except ImportError:
        # A django-stubs of another shape speaks for itself.
        return
    settings = DjangoPluginConfig(options.config_file).django_settings_module
    # As django-stubs does before it: the folders are on the path twice afterwards, which changes nothing.
    sys.path.extend(mypy_path())
    sys.path.extend(options.mypy_path)
    try:
        initialize_django(settings)
    except (Exception, SystemExit) as error:
        shown = options.show_traceback and not options.fine_grained_incremental
        lines = traceback.format_exception(error) if shown else []
        raise compatibility.refusal(_explain(error, settings, options), *lines) from None


def _explain(error: BaseException, settings: str, options: Options) -> str:
    frames = list(_frames_of_the_project(error))
    importer = next((frame for frame in reversed(frames) if frame.is_module), None)
    if isinstance(error, ModuleNotFoundError) and error.name:
        if importer is None and f"{settings}.".startswith(f"{error.name}."):
            use = _use_of_settings(settings, options)
            return f'Cannot import the settings "{settings}": {error}. {use}'
        where = f'"{importer.name}" ({importer.place})' if importer is not None else "INSTALLED_APPS"
        return f'{where} of "{settings}" needs "{error.name}": {error}. {_use_of_module(error.name, options)}'
    place = f" ({frames[-1].place})" if frames else ""
    imported = importer.name if importer is not None else settings
    if isinstance(error, SyntaxError) and error.filename:
        # It says its place itself, and has no frame there.
        imported, place = _relative(Path(error.filename)), ""
    said = " ".join(f"{type(error).__name__}: {error}".split()).removesuffix(".")
    what = f'Importing "{imported}" for the settings "{settings}" failed{place}: {said}'
    variable = advice_on_variable(error)
    if variable is not None:
        return f"{what}. {variable}"
    return (
        f"{what}. mypy imports the settings and the models of every app: mend that, or set {_SETTING} to "
        "settings that can be imported here"
    )


def advice_on_variable(error: BaseException) -> str | None:
    """Say what to do where the settings have asked the environment for a variable that is not there."""
    variable = _missing_variable(error)
    if variable is None:
        return None
    return (
        f'The environment variable "{variable}" is not set: set it where mypy runs, or give it a '
        f'default, as in os.environ.get("{variable}", "")'
    )


@dataclass(frozen=True, slots=True)
class _Frame:
    name: str
    place: str
    is_module: bool


def _frames_of_the_project(error: BaseException) -> Iterator[_Frame]:
    installed = (os.path.dirname(os.__file__), "<frozen ")
    for frame, line in traceback.walk_tb(error.__traceback__):
        file = frame.f_code.co_filename
        if file.startswith(installed) or "site-packages" in file or file == __file__:
            continue
        place = f"{_relative(Path(file))}:{line}"
        yield _Frame(frame.f_globals.get("__name__", ""), place, frame.f_code.co_name == "<module>")


def _missing_variable(error: BaseException) -> str | None:
    *_, (frame, _) = traceback.walk_tb(error.__traceback__)
    is_environment = isinstance(error, KeyError) and frame.f_locals.get("self") is os.environ
    return str(error.args[0]) if is_environment and error.args else None


def _use_of_settings(settings: str, options: Options) -> str:
    folder = _folder_with(settings)
    if folder is not None:
        return f'It is in "{folder}": run mypy there, or add that folder to mypy_path'
    names = (
        ".".join(path.with_suffix("").parts) for path in Path().glob(f"{'*/' * settings.count('.')}*.py")
    )
    close = difflib.get_close_matches(settings, names, n=1, cutoff=0.8)
    if close:
        return f'Set {_SETTING} to the module that Django runs with; maybe "{close[0]}"?'
    if _is_of_another_environment(options):
        return _use_of_environment(options)
    return f"Set {_SETTING} to the module that Django runs with, and run mypy in the folder of manage.py"


def _use_of_module(name: str, options: Options) -> str:
    folder = _folder_with(name)
    if folder is not None:
        return f'It is in "{folder}": run mypy there, or add that folder to mypy_path'
    if _is_of_another_environment(options):
        return _use_of_environment(options)
    return f"It is not installed where mypy runs ({sys.executable}). {_INSTALL}"


def _is_of_another_environment(options: Options) -> bool:
    # Not resolved: the Python of an environment is a link to that of the system.
    return options.python_executable is not None and os.path.abspath(
        options.python_executable
    ) != os.path.abspath(sys.executable)


def _use_of_environment(options: Options) -> str:
    return (
        f"It is not installed where mypy runs ({sys.executable}), and python_executable only tells where "
        "types are looked for. Install mypy and this plugin beside the project, and run "
        f'"{options.python_executable} -m mypy"'
    )


def _folder_with(module: str) -> str | None:
    """Return the folder near this one from which a module can be imported, if it is not on the path."""
    relative = Path(*module.split("."))
    here = Path.cwd()
    up = list(here.parents)[:_DEPTH]
    down = (path for depth in range(1, _DEPTH + 1) for path in sorted(here.glob("*/" * depth)))
    for folder in (*up, *down):
        if any(
            part.startswith(".") or part == "site-packages"
            for part in folder.relative_to(folder.anchor).parts[-_DEPTH:]
        ):
            continue
        if (folder / relative).with_suffix(".py").is_file() or (folder / relative / "__init__.py").is_file():
            return _relative(folder)
    return None


def _relative(path: Path) -> str:
    try:
        return Path(os.path.relpath(path)).as_posix()
    except ValueError:
        # Another drive.
        return path.as_posix()
