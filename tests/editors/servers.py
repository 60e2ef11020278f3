"""The language servers: how each is started, told which environment to use, and asked.

Not pytest-lsp: it has the same client, of pygls, as a fixture, and table.py asks the servers without pytest.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote, urlsplit

import attrs
from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcException
from pygls.lsp.client import LanguageClient
from pygls.protocol import default_converter

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from cattrs import Converter

PATIENCE: Final = 60.0
"""Seconds for one answer: a server reads Django and its stubs before the first."""


@dataclass(frozen=True, slots=True, eq=False)
class Server:
    """How to start one server and tell it which environment to look imports up in."""

    name: str
    command: tuple[str, ...]
    configuration: str = ""
    text: str = ""
    settings: dict[str, Any] = field(default_factory=dict)

    def write_configuration(self, project: Path, environment: Path) -> None:
        """Write what a user of this server would write into the project."""
        if self.configuration:
            places = {"python": environment / "bin" / "python", "environment": environment}
            (project / self.configuration).write_text(_filled(self.text, places))

    def settings_for(self, environment: Path) -> dict[str, Any]:
        """Return what the user's editor would tell this server."""
        filled: dict[str, Any] = json.loads(_filled(json.dumps(self.settings), {"environment": environment}))
        return filled


def _filled(text: str, places: dict[str, Path]) -> str:
    for name, place in places.items():
        text = text.replace(f"<{name}>", str(place))
    return text


_PYRIGHT: Final = {
    "python": {"pythonPath": "<environment>/bin/python", "analysis": {"typeCheckingMode": "standard"}},
    "basedpyright": {"analysis": {"typeCheckingMode": "standard"}},
}

SERVERS: Final = (
    Server("pyright", ("pyright-langserver", "--stdio"), settings=_PYRIGHT),
    Server("basedpyright", ("basedpyright-langserver", "--stdio"), settings=_PYRIGHT),
    Server("ty", ("ty", "server"), "ty.toml", '[environment]\npython = "<environment>"\n'),
    # Without a file of its own, pyrefly reports no types in an editor.
    Server(
        "pyrefly",
        ("pyrefly", "lsp"),
        "pyrefly.toml",
        settings={"python": {"pythonPath": "<environment>/bin/python"}},
    ),
    Server("zuban", ("zuban", "server"), "mypy.ini", "[mypy]\npython_executable = <python>\n"),
    Server(
        "jedi",
        ("pylsp",),
        settings={
            "pylsp": {
                "plugins": {
                    "jedi": {"environment": "<environment>"},
                    # Style is not asked for.
                    **{name: {"enabled": False} for name in ("pycodestyle", "pyflakes", "mccabe")},
                }
            }
        },
    ),
)


class Editor(LanguageClient):
    """An editor that has one project open in one server."""

    def __init__(self, settings: dict[str, Any]) -> None:
        super().__init__("aobjects-tests", "1", converter_factory=_converter)
        self._settings = settings
        self.reported: dict[str, list[lsp.Diagnostic]] = {}
        self._pulls = False
        self._version = 1

        def configuration(params: lsp.ConfigurationParams) -> list[Any]:
            return [self._setting(item.section) for item in params.items]

        def publish(params: lsp.PublishDiagnosticsParams) -> None:
            self.reported[params.uri] = list(params.diagnostics)

        def register(params: lsp.RegistrationParams) -> None:
            methods = {each.method for each in params.registrations}
            self._pulls = self._pulls or lsp.TEXT_DOCUMENT_DIAGNOSTIC in methods

        self.feature(lsp.WORKSPACE_CONFIGURATION)(configuration)
        self.feature(lsp.CLIENT_REGISTER_CAPABILITY)(register)
        self.feature(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)(publish)
        for ignored in (
            lsp.CLIENT_UNREGISTER_CAPABILITY,
            lsp.WINDOW_WORK_DONE_PROGRESS_CREATE,
            lsp.WORKSPACE_DIAGNOSTIC_REFRESH,
            lsp.WORKSPACE_INLAY_HINT_REFRESH,
            lsp.WORKSPACE_SEMANTIC_TOKENS_REFRESH,
            lsp.WINDOW_LOG_MESSAGE,
            lsp.WINDOW_SHOW_MESSAGE,
            lsp.PROGRESS,
            lsp.TELEMETRY_EVENT,
        ):
            self.feature(ignored)(_accept)

    def _setting(self, section: str | None) -> Any:
        found: Any = self._settings
        for part in (section or "").split(".") if section else ():
            found = found.get(part, {}) if isinstance(found, dict) else {}
        return found or None

    async def open(self, project: Path) -> None:
        """Introduce the editor to the server, and open each file of questions."""
        capabilities = lsp.ClientCapabilities(
            workspace=lsp.WorkspaceClientCapabilities(configuration=True, workspace_folders=True),
            text_document=lsp.TextDocumentClientCapabilities(
                hover=lsp.HoverClientCapabilities(content_format=[lsp.MarkupKind.PlainText]),
                completion=lsp.CompletionClientCapabilities(),
                diagnostic=lsp.DiagnosticClientCapabilities(dynamic_registration=True),
                publish_diagnostics=lsp.PublishDiagnosticsClientCapabilities(),
            ),
        )
        folder = lsp.WorkspaceFolder(uri=project.as_uri(), name="project")
        answer = await self.initialize_async(
            lsp.InitializeParams(
                capabilities=capabilities,
                process_id=os.getpid(),
                root_uri=project.as_uri(),
                workspace_folders=[folder],
                initialization_options=self._settings.get("pylsp") and {"pylsp": self._settings["pylsp"]},
            )
        )
        self._pulls = self._pulls or answer.capabilities.diagnostic_provider is not None
        self.initialized(lsp.InitializedParams())
        self.workspace_did_change_configuration(lsp.DidChangeConfigurationParams(settings=self._settings))
        for path in sorted((project / "questions").glob("*.py")):
            document = lsp.TextDocumentItem(path.as_uri(), lsp.LanguageKind.Python, 1, path.read_text())
            self.text_document_did_open(lsp.DidOpenTextDocumentParams(document))

    def _write(self, path: Path, text: str) -> None:
        self._version += 1
        document = lsp.VersionedTextDocumentIdentifier(self._version, path.as_uri())
        whole = lsp.TextDocumentContentChangeWholeDocument(text)
        self.text_document_did_change(lsp.DidChangeTextDocumentParams(document, [whole]))

    async def names(self, path: Path, line: int, column: int) -> set[str]:
        """Return what is offered at this place before the word that stands there is written."""
        lines = path.read_text().splitlines(keepends=True)
        lines[line] = lines[line][:column] + re.sub(r"^\w+", "", lines[line][column:])
        self._write(path, "".join(lines))
        found = await asyncio.wait_for(
            self.text_document_completion_async(lsp.CompletionParams(*_place(path, line, column))), PATIENCE
        )
        self._write(path, path.read_text())
        items = found.items if isinstance(found, lsp.CompletionList) else found or []
        return {re.match(r"\w*", item.label)[0] for item in items}  # type: ignore[index]  # it always matches

    async def hover(self, path: Path, line: int, column: int) -> str:
        """Return what is shown for the word at this place, in one line."""
        found = await asyncio.wait_for(
            self.text_document_hover_async(lsp.HoverParams(*_place(path, line, column))), PATIENCE
        )
        contents: Any = found.contents if found else ""
        parts = contents if isinstance(contents, list | tuple) else [contents]
        return " ".join(" ".join(part if isinstance(part, str) else part.value for part in parts).split())

    async def definitions(self, path: Path, line: int, column: int) -> list[tuple[Path, int]]:
        """Return the places that defined the word at this place."""
        found = await asyncio.wait_for(
            self.text_document_definition_async(lsp.DefinitionParams(*_place(path, line, column))), PATIENCE
        )
        every: list[Any] = list(found) if isinstance(found, list | tuple) else [found] if found else []
        return [_definition(each) for each in every]

    async def diagnostics(self, path: Path) -> list[lsp.Diagnostic]:
        """Return the errors and warnings of a file."""
        uri = path.as_uri()
        async with asyncio.timeout(PATIENCE):
            # What a server pushes may come in parts, the first of them empty: where it can be asked, it is.
            while not self._pulls and uri not in self.reported:
                await asyncio.sleep(0.1)
        if self._pulls:
            document = lsp.TextDocumentIdentifier(uri)
            report = await asyncio.wait_for(
                self.text_document_diagnostic_async(lsp.DocumentDiagnosticParams(document)), PATIENCE
            )
            found = list(getattr(report, "items", []))
        else:
            found = self.reported[uri]
        wrong = (lsp.DiagnosticSeverity.Error, lsp.DiagnosticSeverity.Warning)
        return [each for each in found if each.severity in wrong]


def _converter() -> Converter:
    """Return pygls' converter, which lacks one of the types that a server may describe notebooks with."""
    converter: Converter = default_converter()  # type: ignore[no-untyped-call]  # pygls does not annotate it
    notebook = attrs.fields(lsp.NotebookDocumentFilterWithCells).notebook.type
    converter.register_structure_hook(notebook, lambda value, _: value)
    return converter


def _accept(params: Any) -> None:
    """Take what the server says or asks for, and do nothing."""


def _place(path: Path, line: int, column: int) -> tuple[lsp.TextDocumentIdentifier, lsp.Position]:
    return lsp.TextDocumentIdentifier(path.as_uri()), lsp.Position(line, column)


def _definition(found: lsp.Location | lsp.LocationLink) -> tuple[Path, int]:
    if isinstance(found, lsp.LocationLink):
        return Path(unquote(urlsplit(found.target_uri).path)), found.target_selection_range.start.line
    return Path(unquote(urlsplit(found.uri).path)), found.range.start.line


@asynccontextmanager
async def editor(server: Server, home: Path, environment: Path, project: Path) -> AsyncIterator[Editor]:
    """Start the server and open the project in it."""
    server.write_configuration(project, environment)
    program, *arguments = server.command
    client = Editor(server.settings_for(environment))
    # nodejs of pyright's wheel is looked up on PATH; what surrounds the tests must not leak into the answers.
    environ = {name: value for name, value in os.environ.items() if name not in _HIDDEN}
    environ["PATH"] = f"{home / 'bin'}{os.pathsep}{environ['PATH']}"
    await client.start_io(str(home / "bin" / program), *arguments, cwd=project, env=environ)
    try:
        await asyncio.wait_for(client.open(project), PATIENCE)
        yield client
    finally:
        await _close(client)


_HIDDEN: Final = ("VIRTUAL_ENV", "PYTHONPATH", "MYPYPATH", "MYPY_CACHE_DIR", "DJANGO_SETTINGS_MODULE")


async def _close(client: Editor) -> None:
    try:
        await asyncio.wait_for(client.shutdown_async(None), 5)
        client.exit(None)
        await asyncio.wait_for(client.stop(), 5)  # type: ignore[no-untyped-call]  # as above
    except (TimeoutError, RuntimeError, JsonRpcException):
        # A server that does not end when it is asked to: ended here, and the tests are about its answers.
        if client._server is not None and client._server.returncode is None:
            client._server.kill()
            await client._server.wait()
