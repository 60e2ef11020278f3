"""``aobjects server``: reports and their fixes for editors, over the Language Server Protocol."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from lsprotocol import types as lsp
from pygls import uris
from pygls.lsp.server import LanguageServer

from aobjects_mypy.command import actions, repairing
from aobjects_mypy.command.actions import Document, Text
from aobjects_mypy.command.checking import Checker, MypyFailedError, WarmChecker
from aobjects_mypy.command.settings import SetupError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from aobjects_mypy.command.checking import Answer, Located
    from aobjects_mypy.host.seen import SeenRow

SOURCE: Final = "aobjects"
_DELAY: Final = 150
"""Milliseconds after the last key."""


class Server(LanguageServer):
    """One project: it is checked as a whole when a file is opened, typed into or saved."""

    def __init__(self) -> None:
        super().__init__(SOURCE, metadata.version("django-aobjects"))
        self._warm: WarmChecker | None = None
        """Once it has answered."""
        self._checker: WarmChecker | None = None
        """From its beginning to its end."""
        self._warming: asyncio.Task[None] | None = None
        self._folder = Path.cwd()
        self._options: Mapping[str, Any] = {}
        self._timer: asyncio.TimerHandle | None = None
        self._begun: set[asyncio.Task[None]] = set()
        self._is_wanted = False
        self._is_at_work = False
        self._is_ended = False
        self._reports: dict[Path, list[Located]] = {}
        """By the path of a file, as it was when it was checked."""
        self._texts: dict[Path, Text] = {}
        self._rows: dict[Path, list[SeenRow]] = {}
        self._said = ""

    def begin(self, folder: Path | None, options: Any) -> None:
        self._folder = folder or self._folder
        self._options = options if isinstance(options, dict) else {}

    def typed(self) -> None:
        """Check when nothing more is typed for a moment."""
        if self._timer is not None:
            self._timer.cancel()
        if self._options.get("checkOnType", True) and not self._is_ended:
            seconds = float(self._options.get("delay", _DELAY)) / 1000
            self._timer = asyncio.get_running_loop().call_later(seconds, self._check_soon)

    def _check_soon(self) -> None:
        if self._warm is None:
            # What is typed is checked when the process is warm.
            return
        task = asyncio.get_running_loop().create_task(self.check())
        self._begun.add(task)
        task.add_done_callback(self._begun.discard)

    async def check(self) -> None:
        """Check the project; what is asked for meanwhile is one more check, of what is there by then."""
        self._is_wanted = True
        if self._is_at_work:
            return
        self._is_at_work = True
        try:
            while self._is_wanted and not self._is_ended:
                self._is_wanted = False
                await self._check_once()
        finally:
            self._is_at_work = False

    async def _check_once(self) -> None:
        # Without a process that is warm, an answer would come too late.
        unsaved = self._unsaved() if self._warm is not None else {}
        try:
            answer = await asyncio.to_thread(self._run, unsaved)
        except (MypyFailedError, SetupError) as error:
            # While a file cannot be parsed, what was said before stays; who is typing knows.
            if not unsaved and not self._is_ended:
                self._say(str(error))
            return
        self._said = ""
        self._take(answer, unsaved)
        if self._warming is None:
            self._warming = asyncio.create_task(self._warm_up())

    def _unsaved(self) -> dict[Path, str]:
        """Return the texts of the files that stand otherwise in the editor than on the disk."""
        found = {}
        for uri, document in self.workspace.text_documents.items():
            path = _path(uri)
            if path is not None and path.is_file():
                text = document.source
                with suppress(OSError, UnicodeDecodeError):
                    if text != repairing.read(path):
                        found[path] = text
        return found

    def _run(self, unsaved: Mapping[Path, str]) -> Answer:
        """Ask the process that is warm; as long as there is none, mypy's cache answers."""
        warm = self._warm
        if warm is not None:
            try:
                return warm.run({str(path): text for path, text in unsaved.items()})
            except MypyFailedError:
                if unsaved:
                    raise
        if self._is_ended:
            raise MypyFailedError("The server has ended")
        answer = Checker(self._folder, ()).run()
        if warm is not None:
            # Where mypy can check and a process that stays cannot, that is of no use.
            warm.end()
            self._warm = None
        return answer

    async def _warm_up(self) -> None:
        with suppress(MypyFailedError, SetupError):
            self._checker = warm = WarmChecker(self._folder, ())
            await asyncio.to_thread(warm.run)
            self._warm = warm
            # Files may have been saved or typed into meanwhile.
            await self.check()

    def end(self) -> None:
        """Leave no process behind, whatever it is doing."""
        self._is_ended = True
        if self._checker is not None:
            self._checker.end()

    def _say(self, text: str) -> None:
        """Show why nothing was checked, once and not at every key."""
        if text != self._said:
            self.window_log_message(lsp.LogMessageParams(lsp.MessageType.Warning, text))
        self._said = text

    def _take(self, answer: Answer, unsaved: Mapping[Path, str]) -> None:
        before = self._reports
        self._reports = {}
        self._rows = {}
        for found in answer.reports:
            self._reports.setdefault((self._folder / found.file).resolve(), []).append(found)
        opened = {path: uri for uri in self.workspace.text_documents if (path := _path(uri)) is not None}
        shown = {path for path in (*before, *self._reports, *opened) if path.is_file() or path in before}
        changed = {(self._folder / file).resolve() for found in answer.reports for file in _others(found)}
        self._texts = {path: self._text(path, unsaved) for path in shown | changed}
        for path in shown:
            self._publish(path)

    def _text(self, path: Path, unsaved: Mapping[Path, str]) -> Text:
        text = unsaved.get(path)
        if text is None:
            text = repairing.read(path) if path.is_file() else ""
        return Text(text, self.workspace.position_encoding or lsp.PositionEncodingKind.Utf16)

    def _publish(self, path: Path) -> None:
        document = self._document(path)
        if document is not None:
            found = self._reports.get(path, ())
            shown = [actions.diagnostic(document, each, SOURCE, self._file) for each in found]
            self.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(document.uri, shown))

    def _document(self, path: Path) -> Document | None:
        """Return a file, whose text is that which was checked."""
        for uri, document in self.workspace.text_documents.items():
            if _path(uri) == path:
                return Document(uri, self._texts[path], document.version)
        other = uris.from_fs_path(str(path))
        return Document(other, self._texts[path]) if other is not None else None

    def _file(self, file: str) -> Document | None:
        """Return a file of the project as long as it says what it said when it was checked."""
        path = (self._folder / file).resolve()
        document = self._document(path) if path in self._texts else None
        if document is None:
            return None
        if document.version is not None:
            return document if self._checked(document.uri) else None
        is_same = path.is_file() and repairing.read(path) == document.text.text
        return document if is_same else None

    def _checked(self, uri: str) -> tuple[Path, Text] | None:
        """Return a file as long as its text is that which was checked."""
        path = _path(uri)
        text = self._texts.get(path) if path is not None else None
        if path is None or text is None or self.workspace.get_text_document(uri).source != text.text:
            return None
        return path, text

    def actions(self, uri: str, place: lsp.Range) -> Sequence[lsp.CodeAction]:
        """Return the fixes of what is reported at a place."""
        checked = self._checked(uri)
        if checked is None:
            return ()
        path, text = checked
        document = Document(uri, text, self.workspace.get_text_document(uri).version)
        return [
            action
            for found in self._reports.get(path, ())
            if actions.overlap(text.range(found), place)
            for action in actions.of_report(
                document, found, SOURCE, self._file, has_versions=self._has_versions
            )
        ]

    @property
    def _has_versions(self) -> bool:
        known = self.client_capabilities.workspace
        return bool(known and known.workspace_edit and known.workspace_edit.document_changes)

    async def hover(self, uri: str, position: lsp.Position) -> lsp.Hover | None:
        checked = self._checked(uri)
        return actions.hover(checked[1], position, await self._rows_of(checked[0])) if checked else None

    async def hints(self, uri: str, place: lsp.Range) -> list[lsp.InlayHint]:
        checked = self._checked(uri) if self._options.get("inlayHints", False) else None
        return actions.hints(checked[1], place, await self._rows_of(checked[0])) if checked else []

    async def _rows_of(self, path: Path) -> list[SeenRow]:
        if path not in self._rows:
            rows: list[SeenRow] = []
            if self._warm is not None:
                with suppress(MypyFailedError):
                    rows = await asyncio.to_thread(self._warm.rows, str(path))
            self._rows[path] = rows
        return self._rows[path]


def _others(found: Located) -> Iterator[str]:
    """Yield the other files that a report is about."""
    yield from (edit.file for fix in found.report.fixes for edit in fix.edits if edit.file)
    yield from (place.file for place in found.report.related if place.file and place.is_query)


def _path(uri: str) -> Path | None:
    path = uris.to_fs_path(uri)
    return Path(path).resolve() if path is not None else None


def make() -> Server:
    """Return a server with its features."""
    server = Server()

    @server.feature(lsp.INITIALIZE)
    def initialize(params: lsp.InitializeParams) -> None:
        folders = [each.uri for each in params.workspace_folders or ()]
        uri = folders[0] if folders else params.root_uri
        server.begin(_path(uri) if uri else None, params.initialization_options)

    @server.feature(lsp.INITIALIZED)
    async def initialized(_: lsp.InitializedParams) -> None:
        await server.check()

    @server.feature(lsp.TEXT_DOCUMENT_DID_OPEN)
    def opened(_: lsp.DidOpenTextDocumentParams) -> None:
        server.typed()

    @server.feature(lsp.TEXT_DOCUMENT_DID_CHANGE)
    def changed(_: lsp.DidChangeTextDocumentParams) -> None:
        server.typed()

    @server.feature(lsp.TEXT_DOCUMENT_DID_CLOSE)
    def closed(_: lsp.DidCloseTextDocumentParams) -> None:
        server.typed()

    @server.feature(lsp.TEXT_DOCUMENT_DID_SAVE)
    async def saved(_: lsp.DidSaveTextDocumentParams) -> None:
        await server.check()

    @server.feature(lsp.SHUTDOWN)
    def shutdown(_: None) -> None:
        server.end()

    @server.feature(
        lsp.TEXT_DOCUMENT_CODE_ACTION, lsp.CodeActionOptions(code_action_kinds=[lsp.CodeActionKind.QuickFix])
    )
    def code_actions(params: lsp.CodeActionParams) -> list[lsp.CodeAction]:
        return list(server.actions(params.text_document.uri, params.range))

    @server.feature(lsp.TEXT_DOCUMENT_HOVER)
    async def hover(params: lsp.HoverParams) -> lsp.Hover | None:
        return await server.hover(params.text_document.uri, params.position)

    @server.feature(lsp.TEXT_DOCUMENT_INLAY_HINT)
    async def inlay_hints(params: lsp.InlayHintParams) -> list[lsp.InlayHint]:
        return await server.hints(params.text_document.uri, params.range)

    return server


def serve() -> None:
    """Answer an editor on stdin and stdout until it closes them."""
    make().start_io()
