"""The commands and their options."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from aobjects_mypy import diagnostics
from aobjects_mypy.command import baseline, ignoring, pages, repairing, setting_up, views
from aobjects_mypy.command.checking import Checker, MypyFailedError
from aobjects_mypy.command.settings import SetupError

if TYPE_CHECKING:
    from aobjects_mypy.command.checking import Answer
    from aobjects_mypy.command.repairing import Repair

_CONTEXT = {"help_option_names": ["-h", "--help"]}


@click.group(context_settings=_CONTEXT)
@click.version_option(package_name="django-aobjects")
def aobjects() -> None:
    """Find the lines of async code that raise SynchronousOnlyOperation, and mend them."""


@aobjects.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True))
@click.option(
    "--format", "view", type=click.Choice(list(views.VIEWS)), default="text", help="How reports are printed."
)
@click.option("--baseline", "known", type=click.Path(path_type=Path), help="Reports in this file are known.")
@click.option("--update-baseline", is_flag=True, help="Write what is found into the baseline.")
@click.option("--statistics", is_flag=True, help="Count the reports of each code.")
@click.option("--fix", is_flag=True, help="Mend the files.")
@click.option("--diff", is_flag=True, help="Print what the first pass of --fix would change.")
@click.option("--add-ignore", is_flag=True, help='Write "# type: ignore[code]" on the lines.')
def check(
    paths: tuple[str, ...],
    view: str,
    known: Path | None,
    *,
    update_baseline: bool,
    statistics: bool,
    fix: bool,
    diff: bool,
    add_ignore: bool,
) -> None:
    """Check PATHS, by default what mypy is configured with, or this folder.

    Exits with 0 when nothing is found, with 1 when something is, with 2 when mypy cannot check.
    """
    if sum((fix, diff, add_ignore, update_baseline)) > 1:
        raise click.UsageError("--fix, --diff, --add-ignore and --update-baseline exclude each other")
    if update_baseline and known is None:
        raise click.UsageError("--update-baseline needs --baseline FILE")
    if known is not None and not update_baseline and not known.exists():
        raise click.UsageError(f'There is no baseline "{known}": --update-baseline writes it')
    folder = Path.cwd()
    try:
        checker = Checker(folder, paths)
        if checker.is_first:
            click.echo("Checking for the first time; mypy's cache makes the next time faster.", err=True)
        answer = checker.run()
        if known is not None and update_baseline:
            baseline.write(known, answer.reports)
            click.echo(f"{known}: {len(answer.reports)} reports", err=True)
            return
        _leave_known(answer, known)
        if diff:
            click.echo("".join(repairing.diff(folder, answer)), nl=False)
            sys.exit(bool(answer.reports))
        if add_ignore:
            lines = ignoring.add(folder, answer.reports)
            click.echo(f"{lines} lines ignored", err=True)
            answer = checker.run()
            _leave_known(answer, known)
        if fix:
            repair = repairing.Repairer(checker, folder).run(answer)
            answer = repair.answer or answer
            _leave_known(answer, known)
            _say(repair)
    except (MypyFailedError, SetupError) as error:
        click.echo(str(error), err=True)
        sys.exit(2)
    except ValueError as error:
        click.echo(f"{known}: {error}", err=True)
        sys.exit(2)
    _print(answer, view, statistics=statistics)
    sys.exit(bool(answer.reports))


def _leave_known(answer: Answer, known: Path | None) -> None:
    if known is not None:
        answer.reports = baseline.unknown(known, answer.reports)


def _counted(number: int, one: str, several: str = "") -> str:
    return f"{number} {one if number == 1 else several or f'{one}s'}"


def _say(repair: Repair) -> None:
    files = f" in {_counted(len(repair.files), 'file')}" if repair.files else ""
    click.echo(f"{_counted(repair.applied, 'fix', 'fixes')} applied{files}", err=True)
    for found in repair.taken_back:
        click.echo(
            f"{found.file}: taken back, since mypy finds an error after it: {found.report.advice}", err=True
        )


def _print(answer: Answer, view: str, *, statistics: bool) -> None:
    for line in views.VIEWS[view](answer):
        click.echo(line)
    if statistics:
        for code, count in sorted(Counter(found.report.code for found in answer.reports).items()):
            click.echo(f"{count:6} {code}", err=view != "text")
    if view == "text":
        files = len({found.file for found in answer.reports})
        click.echo(views.summary(answer.reports, files))


@aobjects.command()
@click.argument("code")
def explain(code: str) -> None:
    """Print the page about an error CODE: what fails, what to write."""
    try:
        click.echo(pages.read(code))
    except LookupError:
        codes = ", ".join(known.code for known in diagnostics.CODES)
        click.echo(f'There is no code "{code}": there are {codes}', err=True)
        sys.exit(2)


@aobjects.command()
def init() -> None:
    """Write the settings of mypy into pyproject.toml or mypy.ini, beside what is there."""
    try:
        path, is_changed = setting_up.write(Path.cwd())
    except SetupError as error:
        click.echo(str(error), err=True)
        sys.exit(2)
    click.echo(f"{path}: {'written' if is_changed else 'nothing to add'}")


@aobjects.command()
def doctor() -> None:
    """Say what a check depends on: versions, settings of mypy, settings of Django."""
    try:
        found = list(setting_up.look(Path.cwd()))
    except SetupError as error:
        click.echo(str(error), err=True)
        sys.exit(2)
    for finding in found:
        click.echo(f"{'ok  ' if finding.is_right else 'WRONG'} {finding.text}")
    sys.exit(not all(finding.is_right for finding in found))


@aobjects.command()
def server() -> None:
    """Answer an editor over the Language Server Protocol, on stdin and stdout."""
    try:
        from aobjects_mypy.command import serving
    except ModuleNotFoundError as error:
        if error.name not in ("pygls", "lsprotocol"):
            raise
        click.echo('The server needs pygls: pip install "django-aobjects[mypy,server]"', err=True)
        sys.exit(2)
    serving.serve()


@aobjects.command(context_settings={"ignore_unknown_options": True}, add_help_option=False)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def stubgen(arguments: tuple[str, ...]) -> None:
    """Write what editors without a plugin do not see in models: python -m aobjects.stubgen."""
    import runpy

    sys.argv = ["aobjects.stubgen", *arguments]
    runpy.run_module("aobjects.stubgen", run_name="__main__", alter_sys=True)
