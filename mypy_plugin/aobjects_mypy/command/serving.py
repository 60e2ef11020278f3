"""``aobjects server``: reports and their fixes for editors, over the Language Server Protocol."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Final

from lsprotocol import types as lsp
from pygls import uris
from pygls.lsp.server import LanguageServer

from aobjects_mypy.command import actions, repairing
from aobjects_mypy.command.checking import Checker, MypyFailedError, WarmChecker
from aobjects_mypy.command.settings import SetupError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aobjects_mypy.command.checking import Answer, Located

SOURCE: Final = "aobjects"
_SECONDS_TO_START: Final = 30


class Server(LanguageServer):
    """One project: it is checked as a whole when a file is opened or saved."""

    def __init__(self) -> None:
        super().__init__(SOURCE, metadata.version("django-aobjects"))
        self._warm: WarmChecker | None = None
        self._warming: asyncio.Task[None] | None = None
        self._folder = Path.cwd()
        self._is_wanted = False
        self._idle = asyncio.Event()
        self._idle.set()
        self._is_ended = False
        self._reports: dict[str, list[Located]] = {}
        """By the URI of a file, as it was when it was checked."""
        self._texts: dict[str, str] = {}
        self._said = ""

    def begin(self, folder: Path) -> None:
        self._folder = folder

    async def check(self) -> None:
        """Check the project; what is asked for meanwhile is one more check, of what is there by then."""
        self._is_wanted = True
        if not self._idle.is_set():
            return
        self._idle.clear()
        try:
            while self._is_wanted and not self._is_ended:
                self._is_wanted = False
                await self._check_once()
        finally:
            self._idle.set()

    async def _check_once(self) -> None:
        try:
            answer = await asyncio.to_thread(self._run)
        except (MypyFailedError, SetupError) as error:
            # While a file cannot be parsed, what was said before stays.
            self._say(str(error))
            return
        self._said = ""
        self._take(answer)
        if self._warming is None:
            self._warming = asyncio.create_task(self._warm_up())

    def _run(self) -> Answer:
        """Check with the daemon, or by mypy's cache as long as there is none: that answers the first time."""
        warm = self._warm
        if warm is not None:
            with suppress(MypyFailedError):
                return warm.run()
        if self._is_ended:
            raise MypyFailedError("The server has ended")
        answer = Checker(self._folder, ()).run()
        if warm is not None:
            # Where mypy can check and its daemon cannot, it is of no use.
            self._warm = None
        return answer

    async def _warm_up(self) -> None:
        warm = WarmChecker(self._folder, ())
        with suppress(MypyFailedError):
            await asyncio.to_thread(warm.run)
            self._warm = warm
            # Files may have been saved meanwhile.
            await self.check()

    async def end(self) -> None:
        """Leave no daemon behind: what is under way would start it again."""
        self._is_ended = True
        if self._warming is None:
            return
        with suppress(TimeoutError):
            async with asyncio.timeout(_SECONDS_TO_START):
                await self._idle.wait()
                await asyncio.wait({self._warming})
        await asyncio.to_thread(WarmChecker(self._folder, ()).stop)

    def _say(self, text: str) -> None:
        """Show why nothing was checked, once and not at every key."""
        if text != self._said:
            self.window_log_message(lsp.LogMessageParams(lsp.MessageType.Warning, text))
        self._said = text

    def _take(self, answer: Answer) -> None:
        before = self._reports
        self._reports = {}
        for found in answer.reports:
            uri = uris.from_fs_path(str(self._folder / found.file))
            if uri is not None:
                self._reports.setdefault(uri, []).append(found)
        for uri in {*before, *self._reports}:
            self._publish(uri)

    def _publish(self, uri: str) -> None:
        reports = self._reports.get(uri, [])
        path = uris.to_fs_path(uri)
        text = repairing.read(Path(path)) if path is not None and reports else ""
        self._texts[uri] = text
        shown = [actions.diagnostic(uri, text, found, SOURCE) for found in reports]
        self.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(uri, shown))

    def actions(self, uri: str, place: lsp.Range) -> Sequence[lsp.CodeAction]:
        """Return the fixes of what is reported at a place, as long as the text is that which was checked."""
        text = self._texts.get(uri, "")
        if self.workspace.get_text_document(uri).source != text:
            return ()
        return [
            action
            for found in self._reports.get(uri, ())
            if actions.overlap(actions.span(text, found), place)
            for action in actions.of_report(uri, text, found, SOURCE)
        ]


def make() -> Server:
    """Return a server with its features."""
    server = Server()

    @server.feature(lsp.INITIALIZE)
    def initialize(params: lsp.InitializeParams) -> None:
        folders = [each.uri for each in params.workspace_folders or ()]
        uri = folders[0] if folders else params.root_uri
        path = uris.to_fs_path(uri) if uri else None
        if path is not None:
            server.begin(Path(path).resolve())

    @server.feature(lsp.INITIALIZED)
    async def initialized(_: lsp.InitializedParams) -> None:
        await server.check()

    @server.feature(lsp.TEXT_DOCUMENT_DID_SAVE)
    async def saved(_: lsp.DidSaveTextDocumentParams) -> None:
        await server.check()

    @server.feature(lsp.SHUTDOWN)
    async def shutdown(_: None) -> None:
        await server.end()

    @server.feature(
        lsp.TEXT_DOCUMENT_CODE_ACTION, lsp.CodeActionOptions(code_action_kinds=[lsp.CodeActionKind.QuickFix])
    )
    def code_actions(params: lsp.CodeActionParams) -> list[lsp.CodeAction]:
        return list(server.actions(params.text_document.uri, params.range))

    return server


def serve() -> None:
    """Answer an editor on stdin and stdout until it closes them."""
    make().start_io()
