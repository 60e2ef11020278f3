"""``aobjects server``, asked over stdin and stdout as an editor asks it."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from lsprotocol import types as lsp
from pygls.lsp.client import LanguageClient

from tests.mypy_project import MANAGE, MODELS, SETTINGS, MypyProject

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

pytestmark = pytest.mark.any_django("what an editor is told")

PATIENCE: Final = 60.0
FILES: Final = {
    "manage.py": MANAGE,
    "shop/settings.py": SETTINGS,
    "shop/models.py": MODELS,
    "shop/texts.py": """
        from shop.models import Book

        def byline(book: Book) -> str:
            return "by"
        """,
    "shop/views.py": """
        from shop.models import Book
        from shop.texts import byline

        async def first(pk: int) -> str:
            book = await Book.objects.aget(pk=pk)
            return "\N{MUSICAL SYMBOL G CLEF}é" + book.author.name  # ♪

        async def count() -> int:
            return Book.objects.count()

        async def second(pk: int) -> str:
            return byline(await Book.objects.aget(pk=pk))
        """,
}


class Editor(LanguageClient):
    """An editor that has one file open."""

    def __init__(self, folder: Path) -> None:
        super().__init__("aobjects-tests", "1")
        self.folder = folder
        self.path = folder / "shop" / "views.py"
        self.shown: list[lsp.Diagnostic] = []
        self.times_shown = 0
        self.logged: list[str] = []
        self._version = 1

        def publish(params: lsp.PublishDiagnosticsParams) -> None:
            if params.uri == self.path.as_uri():
                self.shown = list(params.diagnostics)
                self.times_shown += 1

        def log(params: lsp.LogMessageParams) -> None:
            self.logged.append(params.message)

        self.feature(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)(publish)
        self.feature(lsp.WINDOW_LOG_MESSAGE)(log)

    async def open(self, capabilities: lsp.ClientCapabilities | None = None) -> None:
        await self.start_io(sys.executable, "-m", "aobjects_mypy.command", "server", cwd=str(self.folder))
        folders = [lsp.WorkspaceFolder(self.folder.as_uri(), "shop")]
        await self.initialize_async(
            lsp.InitializeParams(
                capabilities or lsp.ClientCapabilities(), process_id=os.getpid(), workspace_folders=folders
            )
        )
        document = lsp.TextDocumentItem(self.path.as_uri(), lsp.LanguageKind.Python, 1, self.text)
        self.text_document_did_open(lsp.DidOpenTextDocumentParams(document))
        self.initialized(lsp.InitializedParams())

    @property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    def type(self, text: str) -> None:
        self._version += 1
        document = lsp.VersionedTextDocumentIdentifier(self._version, self.path.as_uri())
        whole = lsp.TextDocumentContentChangeWholeDocument(text)
        self.text_document_did_change(lsp.DidChangeTextDocumentParams(document, [whole]))

    def save(self, text: str) -> None:
        self.type(text)
        self.path.write_text(text, encoding="utf-8")
        self.say_saved(self.path)

    def say_saved(self, path: Path) -> None:
        document = lsp.TextDocumentIdentifier(path.as_uri())
        self.text_document_did_save(lsp.DidSaveTextDocumentParams(document))

    async def until(self, condition: Callable[[], object]) -> float:
        """Wait, and return for how long."""
        begun = time.monotonic()
        async with asyncio.timeout(PATIENCE):
            while not condition():
                await asyncio.sleep(0.02)
        return time.monotonic() - begun

    async def actions(self, place: lsp.Range) -> list[lsp.CodeAction]:
        document = lsp.TextDocumentIdentifier(self.path.as_uri())
        context = lsp.CodeActionContext(diagnostics=[])
        found = await self.text_document_code_action_async(lsp.CodeActionParams(document, place, context))
        return [each for each in found or () if isinstance(each, lsp.CodeAction)]

    async def close(self) -> None:
        await self.shutdown_async(None)
        self.exit(None)
        await self.stop()


def cut(text: str, place: lsp.Range) -> str:
    """Return what an editor has in a range, which counts in UTF-16."""
    start, end = (_offset(text, position) for position in (place.start, place.end))
    return text[start:end]


def _offset(text: str, position: lsp.Position) -> int:
    lines = text.splitlines(keepends=True)
    before = lines[position.line].encode("utf-16-le")[: 2 * position.character].decode("utf-16-le")
    return sum(map(len, lines[: position.line])) + len(before)


def applied(text: str, action: lsp.CodeAction) -> str:
    assert action.edit is not None
    [edits] = (action.edit.changes or {}).values()
    for edit in sorted(edits, key=lambda edit: edit.range.start, reverse=True):
        text = text[: _offset(text, edit.range.start)] + edit.new_text + text[_offset(text, edit.range.end) :]
    return text


@dataclass(slots=True)
class Seen:
    """What the editor was shown, step after step."""

    text: str = ""
    first: Sequence[lsp.Diagnostic] = ()
    actions: Sequence[lsp.CodeAction] = ()
    while_typing: Sequence[lsp.CodeAction] = ()
    repaired: str = ""
    after_repair: Sequence[lsp.Diagnostic] = ()
    while_broken: Sequence[lsp.Diagnostic] = ()
    logged: Sequence[str] = ()
    after_helper: Sequence[lsp.Diagnostic] = ()
    seconds: dict[str, float] = field(default_factory=dict)
    leftovers: Sequence[str] = ()


def at_work_in(folder: Path) -> list[str]:
    """Return the processes in a folder, where the system tells."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if (process / "cwd").resolve() == folder:
                found.append(process.name)
    return found


async def session(folder: Path) -> Seen:
    editor, seen = Editor(folder), Seen()
    seen.text = editor.text
    await editor.open()
    try:
        seen.seconds["cold"] = await editor.until(lambda: editor.times_shown)
        seen.first = editor.shown
        # The second time it is the process that stays which has answered.
        seen.seconds["daemon"] = await editor.until(lambda: editor.times_shown >= 2)
        seen.actions = await editor.actions(seen.first[0].range)
        editor.type(f"{seen.text}\n# And so on.\n")
        seen.while_typing = await editor.actions(seen.first[0].range)
        seen.repaired = applied(seen.text, seen.actions[0])
        editor.save(seen.repaired)
        seen.seconds["edit"] = await editor.until(lambda: len(editor.shown) < len(seen.first))
        seen.after_repair = editor.shown
        editor.save("async def broken(:\n")
        await editor.until(lambda: editor.logged)
        seen.while_broken, seen.logged = editor.shown, editor.logged
        editor.save(seen.repaired)
        helper = folder / "shop" / "texts.py"
        helper.write_text(helper.read_text().replace('"by"', "book.author.name"))
        editor.say_saved(helper)
        seen.seconds["helper"] = await editor.until(lambda: len(editor.shown) > len(seen.after_repair))
        seen.after_helper = editor.shown
    finally:
        await editor.close()
    seen.leftovers = at_work_in(folder)
    return seen


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Seen:
    project = MypyProject(tmp_path_factory.mktemp("served").resolve())
    project.write(FILES)
    found = asyncio.run(session(project.root))
    print(found.seconds)
    return found


def test_what_is_reported_is_underlined_to_the_letter(seen: Seen) -> None:
    shown = [(each.code, cut(seen.text, each.range)) for each in seen.first]
    assert shown == [
        ("async-unsafe-relation", "book.author"),
        ("async-unsafe-query", "Book.objects.count()"),
    ]


def test_the_query_is_a_place_to_click(seen: Seen) -> None:
    [related] = seen.first[0].related_information or ()
    assert related.message == "The query"
    assert cut(seen.text, related.location.range) == "book = await Book.objects.aget(pk=pk)"
    assert not seen.first[1].related_information


def test_the_fixes_and_a_comment_are_offered(seen: Seen) -> None:
    assert [action.title for action in seen.actions] == [
        'Add select_related("author") to the query',
        'Use "await sync_to_async(lambda: book.author)()"',
        'Ignore "async-unsafe-relation" on this line',
    ]
    assert [action.is_preferred for action in seen.actions] == [True, False, False]
    _, thread, ignore = (applied(seen.text, action) for action in seen.actions)
    assert '"\N{MUSICAL SYMBOL G CLEF}é" + (await sync_to_async(lambda: book.author)()).name  # ♪' in thread
    assert "from asgiref.sync import sync_to_async\n" in thread
    assert "book.author.name  # type: ignore[async-unsafe-relation]  # ♪\n" in ignore


def test_nothing_is_offered_for_a_text_that_was_not_checked(seen: Seen) -> None:
    assert not seen.while_typing


def test_the_report_is_gone_when_its_fix_is_saved(seen: Seen) -> None:
    assert 'Book.objects.select_related("author").aget(pk=pk)' in seen.repaired
    assert [each.code for each in seen.after_repair] == ["async-unsafe-query"]


def test_what_was_said_stays_while_a_file_cannot_be_parsed(seen: Seen) -> None:
    assert [each.code for each in seen.while_broken] == ["async-unsafe-query"]
    assert any("shop/views.py:1: error: " in message for message in seen.logged)


def test_the_edit_of_a_helper_is_seen_at_its_caller(seen: Seen) -> None:
    assert [each.code for each in seen.after_helper] == ["async-unsafe-query", "async-unsafe-call"]


def test_no_process_is_left_when_the_server_has_ended(seen: Seen) -> None:
    assert not seen.leftovers
