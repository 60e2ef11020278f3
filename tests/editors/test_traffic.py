"""``aobjects server`` in the traffic of two editors: what each says of itself, how it sends what is typed.

VS Code counts columns in UTF-16 and sends each key; Neovim would rather count in bytes, and is set to send
the whole text, as editors do that know no ranges.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from pathlib import Path
from typing import Any, Final

import pytest

from tests.mypy_project import MANAGE, MODELS, SETTINGS, MypyProject

pytestmark = pytest.mark.any_django("what an editor is told")

PATIENCE: Final = 90.0
TRAFFIC: Final = Path(__file__).with_name("traffic")
CODECS: Final = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2)}
FILES: Final = {
    "manage.py": MANAGE,
    "shop/settings.py": SETTINGS,
    "shop/models.py": MODELS,
    "shop/views.py": """
        from shop.models import Book

        async def first(pk: int) -> str:
            book = await Book.objects.aget(pk=pk)
            return "\N{MUSICAL SYMBOL G CLEF}é" + book.author.name

        async def count() -> int:
            return Book.objects.count()
        """,
}
LOADS: Final = '.select_related("author")'


class Editor:
    """Speaks the protocol as its file in ``traffic`` has it."""

    def __init__(self, name: str, folder: Path) -> None:
        self.recorded = json.loads((TRAFFIC / f"{name}.json").read_text(encoding="utf-8"))
        self.folder = folder
        self.path = folder / "shop" / "views.py"
        self.uri = self.path.as_uri()
        self.text = self.path.read_text(encoding="utf-8")
        self.shown: list[dict[str, Any]] = []
        self.times_shown = 0
        self.capabilities: dict[str, Any] = {}
        self.server: dict[str, Any] = {}
        self._codec, self._unit = CODECS[self.recorded["encoding"]]
        self._answers: dict[int, asyncio.Future[Any]] = {}
        self._number = 0
        self._version = 0

    async def open(self) -> None:
        self.process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "aobjects_mypy.command", "server",
            cwd=self.folder, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
        )  # fmt: skip
        self.reading = asyncio.create_task(self._read())
        asked = json.dumps(self.recorded["initialize"])
        asked = asked.replace("$ROOT", self.folder.as_uri()).replace("$PATH", str(self.folder))
        answer = await self.ask("initialize", {**json.loads(asked), "processId": os.getpid()})
        self.capabilities, self.server = answer["capabilities"], answer["serverInfo"]
        self.tell("initialized", {})
        document = {"uri": self.uri, "languageId": "python", "version": 0, "text": self.text}
        self.tell("textDocument/didOpen", {"textDocument": document})

    async def _read(self) -> None:
        stream = self.process.stdout
        assert stream is not None
        while line := await stream.readline():
            if not line.lower().startswith(b"content-length:"):
                continue
            length = int(line.split(b":")[1])
            while (await stream.readline()).strip():
                pass
            message = json.loads(await stream.readexactly(length))
            if message.get("method") == "textDocument/publishDiagnostics":
                if message["params"]["uri"] == self.uri:
                    self.shown = message["params"]["diagnostics"]
                    self.times_shown += 1
            elif "method" in message and "id" in message:
                self._send({"id": message["id"], "result": None})
            elif "id" in message:
                self._answers.pop(message["id"]).set_result(message)

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self.process.stdin is not None
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))

    def tell(self, method: str, params: Any) -> None:
        self._send({"method": method, "params": params})

    async def ask(self, method: str, params: Any) -> Any:
        self._number += 1
        answer = self._answers[self._number] = asyncio.get_running_loop().create_future()
        self._send({"id": self._number, "method": method, "params": params})
        async with asyncio.timeout(PATIENCE):
            message = await answer
        assert "error" not in message, message
        return message["result"]

    async def about(self, method: str, **more: Any) -> Any:
        return await self.ask(f"textDocument/{method}", {"textDocument": {"uri": self.uri}, **more})

    async def until(self, condition: Any) -> float:
        begun = time.monotonic()
        async with asyncio.timeout(PATIENCE):
            while not condition():
                await asyncio.sleep(0.01)
        return time.monotonic() - begun

    # Places ----------------------------------------------------------------------------------------------

    def position(self, offset: int) -> dict[str, int]:
        before = self.text[:offset]
        line = before.count("\n")
        written = before.rpartition("\n")[2]
        return {"line": line, "character": len(written.encode(self._codec)) // self._unit}

    def offset(self, position: dict[str, int]) -> int:
        lines = self.text.splitlines(keepends=True)
        encoded = lines[position["line"]].encode(self._codec)[: position["character"] * self._unit]
        return sum(map(len, lines[: position["line"]])) + len(encoded.decode(self._codec))

    def cut(self, place: dict[str, Any]) -> str:
        return self.text[self.offset(place["start"]) : self.offset(place["end"])]

    def applied(self, action: dict[str, Any]) -> str:
        text, [edits] = self.text, action["edit"]["changes"].values()
        for edit in sorted(edits, key=lambda edit: self.offset(edit["range"]["start"]), reverse=True):
            place = edit["range"]
            text = text[: self.offset(place["start"])] + edit["newText"] + text[self.offset(place["end"]) :]
        return text

    # Keys ------------------------------------------------------------------------------------------------

    def insert(self, offset: int, written: str) -> None:
        """Type, as this editor sends it."""
        if self.recorded["edits"].startswith("each key"):
            for number, key in enumerate(written):
                place = self.position(offset + number)
                self._change(offset + number, 0, key, {"start": place, "end": place})
        else:
            self._change(offset, 0, written, None)

    def delete(self, offset: int, length: int) -> None:
        place = None
        if self.recorded["edits"].startswith("each key"):
            place = {"start": self.position(offset), "end": self.position(offset + length)}
        self._change(offset, length, "", place)

    def _change(self, offset: int, length: int, written: str, place: dict[str, Any] | None) -> None:
        self.text = self.text[:offset] + written + self.text[offset + length :]
        self._version += 1
        change: dict[str, Any] = {"text": self.text}
        if place is not None:
            change = {"range": place, "rangeLength": length, "text": written}
        document = {"uri": self.uri, "version": self._version}
        self.tell("textDocument/didChange", {"textDocument": document, "contentChanges": [change]})

    async def actions(self, place: dict[str, Any]) -> list[dict[str, Any]]:
        context = {**self.recorded["codeActionContext"], "diagnostics": self.shown}
        return list(await self.about("codeAction", range=place, context=context) or ())

    async def hover(self, offset: int) -> str:
        found = await self.about("hover", position=self.position(offset))
        return found["contents"]["value"] if found else ""

    async def close(self) -> int:
        await self.ask("shutdown", None)
        self.tell("exit", None)
        code = await asyncio.wait_for(self.process.wait(), PATIENCE)
        await self.reading
        return code


async def session(editor: Editor) -> dict[str, Any]:
    """Do what a person does, and return what was seen at each step."""
    seen: dict[str, Any] = {}
    await editor.open()
    try:
        await editor.until(lambda: len(editor.shown) == 2)
        # The second answer is that of the process that stays.
        await editor.until(lambda: editor.times_shown >= 2)
        first = editor.shown
        seen["capabilities"], seen["server"] = editor.capabilities, editor.server
        seen["codes"] = [each["code"] for each in first]
        seen["underlined"] = [editor.cut(each["range"]) for each in first]
        seen["sources"] = {each["source"] for each in first}
        seen["query"] = editor.cut(first[0]["relatedInformation"][0]["location"]["range"])
        actions = await editor.actions(first[0]["range"])
        seen["titles"] = [each["title"] for each in actions]
        seen["preferred"] = [each["isPreferred"] for each in actions]
        seen["about"] = [each["diagnostics"][0]["code"] for each in actions]
        seen["loaded by the fix"] = editor.applied(actions[0])
        seen["read in a thread"] = editor.applied(actions[1])
        seen["elsewhere"] = await editor.actions({"start": editor.position(0), "end": editor.position(0)})
        read = editor.text.index("book.author")
        seen["hover"] = await editor.hover(read)
        seen["hover on nothing"] = await editor.hover(0)
        whole = {"start": editor.position(0), "end": editor.position(len(editor.text))}
        seen["hints"] = [each["label"] for each in await editor.about("inlayHint", range=whole)]

        query = editor.text.index(".aget")
        editor.insert(query, LOADS)
        seen["seconds"] = await editor.until(lambda: len(editor.shown) == 1)
        seen["codes while it is typed"] = [each["code"] for each in editor.shown]
        seen["saved meanwhile"] = editor.path.read_text(encoding="utf-8") == editor.text
        seen["hover while it is typed"] = await editor.hover(editor.text.index("book.author"))
        whole = {"start": editor.position(0), "end": editor.position(len(editor.text))}
        seen["hints while it is typed"] = [
            each["label"] for each in await editor.about("inlayHint", range=whole)
        ]
        seen["titles while it is typed"] = [
            each["title"] for each in await editor.actions(editor.shown[0]["range"])
        ]

        editor.insert(0, "def broken(:\n")
        await asyncio.sleep(1)
        seen["while it is broken"] = [each["code"] for each in editor.shown]
        seen["fixes while it is broken"] = await editor.actions(whole)
        editor.delete(0, len("def broken(:\n"))
        editor.delete(editor.text.index(LOADS), len(LOADS))
        await editor.until(lambda: len(editor.shown) == 2)
        seen["underlined again"] = [editor.cut(each["range"]) for each in editor.shown]

        editor.insert(editor.text.index(".aget"), LOADS)
        await editor.until(lambda: len(editor.shown) == 1)
        editor.tell("textDocument/didClose", {"textDocument": {"uri": editor.uri}})
        # What was not saved is gone.
        await editor.until(lambda: len(editor.shown) == 2)
        seen["after it was closed"] = [each["code"] for each in editor.shown]
    finally:
        seen["exit code"] = await editor.close()
    return seen


@pytest.fixture(scope="module", params=["vscode", "neovim"])
def seen(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    project = MypyProject(tmp_path_factory.mktemp(request.param).resolve())
    project.write(FILES)
    found = asyncio.run(session(Editor(request.param, project.root)))
    found["editor"] = request.param
    print(request.param, f"{found['seconds']:.3f} s from the last key to the diagnostics")
    return found


READ: Final = ["async-unsafe-relation", "async-unsafe-query"]
COUNT: Final = ["async-unsafe-query"]
PROBES: Final[dict[str, Any]] = {
    "the name of the server": lambda seen: seen["server"]["name"] == "aobjects",
    "the units of the editor": lambda seen: (
        seen["capabilities"]["positionEncoding"] == {"vscode": "utf-16", "neovim": "utf-8"}[seen["editor"]]
    ),
    "changes come as ranges": lambda seen: seen["capabilities"]["textDocumentSync"]["change"] == 2,
    "only quick fixes": lambda seen: (
        seen["capabilities"]["codeActionProvider"]["codeActionKinds"] == ["quickfix"]
    ),
    "hovers and inlays": lambda seen: bool(
        seen["capabilities"]["hoverProvider"] and seen["capabilities"]["inlayHintProvider"]
    ),
    "the reports of the saved file": lambda seen: seen["codes"] == READ,
    "ranges to the letter": lambda seen: seen["underlined"] == ["book.author", "Book.objects.count()"],
    "whose they are": lambda seen: seen["sources"] == {"aobjects"},
    "the query to click": lambda seen: seen["query"] == "book = await Book.objects.aget(pk=pk)",
    "the fixes": lambda seen: (
        seen["titles"]
        == [
            'Add select_related("author") to the query',
            'Use "await sync_to_async(lambda: book.author)()"',
            'Ignore "async-unsafe-relation" on this line',
        ]
    ),
    "the best fix": lambda seen: (
        seen["preferred"] == [True, False, False] and set(seen["about"]) == {"async-unsafe-relation"}
    ),
    "the edit of the query": lambda seen: f"Book.objects{LOADS}.aget(pk=pk)" in seen["loaded by the fix"],
    "the edit behind other letters": lambda seen: (
        '"\N{MUSICAL SYMBOL G CLEF}é" + (await sync_to_async('
        "lambda: book.author)()).name" in seen["read in a thread"]
    ),
    "no fix where nothing is wrong": lambda seen: not seen["elsewhere"] and not seen["hover on nothing"],
    "what is not loaded, and by which line": lambda seen: (
        "Not loaded: `author`" in seen["hover"] and "query on line 4" in seen["hover"]
    ),
    "no inlay where nothing is loaded": lambda seen: seen["hints"] == [],
    "reports while one types": lambda seen: (
        seen["codes while it is typed"] == COUNT and not seen["saved meanwhile"]
    ),
    "what is loaded while one types": lambda seen: "Loaded: `author`" in seen["hover while it is typed"],
    "the inlay of the name": lambda seen: seen["hints while it is typed"] == ["author"],
    "fixes while one types": lambda seen: (
        seen["titles while it is typed"][0] == 'Use "await Book.objects.acount()"'
    ),
    "what was said while it is broken": lambda seen: (
        seen["while it is broken"] == COUNT and not seen["fixes while it is broken"]
    ),
    "the reports again": lambda seen: seen["underlined again"] == ["book.author", "Book.objects.count()"],
    "the file on the disk, once it is closed": lambda seen: seen["after it was closed"] == READ,
    "the end": lambda seen: seen["exit code"] == 0,
}


@pytest.mark.parametrize("probe", PROBES)
def test_what_an_editor_sees(probe: str, seen: dict[str, Any]) -> None:
    assert PROBES[probe](seen), seen
