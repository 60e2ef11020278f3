"""The words of the programs that do not depend on a model: ways to a row, flows and wrappers of events."""

from __future__ import annotations

from .program import Piece

# A simplest way is what shrinking tries first.
AGET = Piece("aget", "row = await @Q.aget(pk=1)")

# Ways that filter the query: not after a slice or a union.
_FILTERING = {
    "aget_object_or_404": "row = await aget_object_or_404(@Q, pk=1)",
    "alast": "found_@N = await @Q.alast()\nassert found_@N is not None\nrow = found_@N",
    "aearliest": 'row = await @Q.aearliest("pk")',
    "alatest": 'row = await @Q.alatest("pk")',
    "gather": "_, row = await asyncio.gather(@Q.aget(pk=1), @Q.aget(pk=2))",
    "gather of many": (
        "rows_@N = await asyncio.gather(*[@Q.aget(pk=key) for key in (1, 2)])\nrow = rows_@N[1]"
    ),
    "create_task": "task_@N = asyncio.create_task(@Q.aget(pk=1))\nrow = await task_@N",
    "TaskGroup": (
        "async with asyncio.TaskGroup() as group_@N:\n"
        "    task_@N = group_@N.create_task(@Q.aget(pk=1))\n"
        "row = task_@N.result()"
    ),
    "wait_for": "row = await asyncio.wait_for(@Q.aget(pk=1), 5)",
    "ain_bulk": "rows_@N = await @Q.ain_bulk([1, 2])\nrow = rows_@N[1]",
    "ain_bulk, values": "row = list((await @Q.ain_bulk([1, 2])).values())[0]",
    "a lambda in a thread": "row = await sync_to_async(lambda: @Q.get(pk=1))()",
    "a method in a thread": "row = await sync_to_async(@Q.get)(pk=1)",
    "a local coroutine": (
        "async def fetch_@N() -> @M:\n    return await @Q.aget(pk=1)\nrow = await fetch_@N()"
    ),
    "a local coroutine with a key": (
        "async def fetch_@N(key: int) -> @M:\n    return await @Q.aget(pk=key)\nrow = await fetch_@N(1)"
    ),
    "a local function in a thread": (
        "def fetch_@N() -> @M:\n    return @Q.get(pk=1)\nrow = await sync_to_async(fetch_@N)()"
    ),
    "a local helper that fills a list": (
        "rows_@N: list[@M] = []\nrows_@N.append(await @Q.aget(pk=1))\nrow = rows_@N[0]"
    ),
    "annotated": "row_@N: @M = await @Q.aget(pk=1)\nrow = row_@N",
    "a dict literal": 'rows_@N = {"one": await @Q.aget(pk=1)}\nrow = rows_@N["one"]',
    "a tuple": "pair_@N = (await @Q.aget(pk=1), 1)\nrow, _ = pair_@N",
    "a list literal": "row = [await @Q.aget(pk=2), await @Q.aget(pk=1)][1]",
    "setdefault": "rows_@N: dict[int, @M] = {}\nrow = rows_@N.setdefault(1, await @Q.aget(pk=1))",
    "acreate or get": (
        "try:\n    row = await @Q.aget(pk=1)\nexcept @M.DoesNotExist:\n    row = await @Q.aget(pk=2)"
    ),
    "or": "row = await @Q.filter(pk=1).afirst() or await @Q.aget(pk=2)",
    # Not on @Q: what it loads is there only if the row was.
    "aget_or_create": "row, _ = await @M.objects.aget_or_create(pk=1)",
    "queue": (
        "queue_@N: asyncio.Queue[@M] = asyncio.Queue()\n"
        "await queue_@N.put(await @Q.aget(pk=1))\nrow = await queue_@N.get()"
    ),
}

# Ways that take the query as it is.
_WHOLE = {
    "afirst": "found_@N = await @Q.afirst()\nassert found_@N is not None\nrow = found_@N",
    "afirst, walrus": "if (found_@N := await @Q.afirst()) is None:\n    return\nrow = found_@N",
    "comprehension, index": "rows_@N = [one async for one in @Q]\nrow = rows_@N[0]",
    "comprehension, negative index": "row = [one async for one in @Q][-1]",
    "comprehension, slice": "rows_@N = [one async for one in @Q][:2]\nrow = rows_@N[0]",
    "comprehension, filtered": "rows_@N = [one async for one in @Q if one.pk]\nrow = rows_@N[0]",
    "comprehension of a comprehension": (
        "rows_@N = [one async for one in @Q]\nrow = [one for one in rows_@N if one.pk == 1][0]"
    ),
    "dict comprehension": "rows_@N = {one.pk: one async for one in @Q}\nrow = rows_@N[1]",
    "dict, get": (
        "rows_@N = {one.pk: one async for one in @Q}\n"
        "found_@N = rows_@N.get(1)\nassert found_@N is not None\nrow = found_@N"
    ),
    "dict, values": "rows_@N = {one.pk: one async for one in @Q}\nrow = next(iter(rows_@N.values()))",
    "set comprehension": "rows_@N = {one async for one in @Q}\nrow = rows_@N.pop()",
    "unpacking": "row, *_ = [one async for one in @Q]",
    "sorted": "row = sorted([one async for one in @Q], key=lambda one: one.pk)[0]",
    "max": "row = max([one async for one in @Q], key=lambda one: one.pk)",
    "next": "row = next(iter([one async for one in @Q]))",
    "tuple": "row = tuple([one async for one in @Q])[0]",
    "pop": "rows_@N = [one async for one in @Q]\nrow = rows_@N.pop()",
    "reversed": "row = list(reversed([one async for one in @Q]))[0]",
    "filter": "row = list(filter(lambda one: one.pk == 1, [one async for one in @Q]))[0]",
    "anext": "row = await anext(aiter(@Q))",
    "appended": ("rows_@N = []\nasync for one_@N in @Q:\n    rows_@N.append(one_@N)\nrow = rows_@N[0]"),
    "extended": ("rows_@N: list[@M] = []\nrows_@N.extend([one async for one in @Q])\nrow = rows_@N[0]"),
    "list in a thread": "rows_@N = await sync_to_async(list)(@Q)\nrow = rows_@N[0]",
    "lambda of a list in a thread": "rows_@N = await sync_to_async(lambda: list(@Q))()\nrow = rows_@N[0]",
    "first in a thread": (
        "found_@N = await sync_to_async(@Q.first)()\nassert found_@N is not None\nrow = found_@N"
    ),
    "cached queryset, index": ("rows_@N = @Q\nasync for _ in rows_@N:\n    pass\nrow = rows_@N[0]"),
    "cached queryset, list": (
        "rows_@N = @Q.all()\nasync for _ in rows_@N:\n    pass\nrow = list(rows_@N)[0]"
    ),
    "async generator": (
        "async def each_@N() -> AsyncIterator[@M]:\n    async for one in @Q:\n        yield one\n"
        "row = [one async for one in each_@N()][0]"
    ),
    "async generator expression": "row = await anext((one async for one in @Q))",
}

# Ways that bind nothing when there are no rows: whatever was bound before would stay.
_PERHAPS = {
    "async for, last": "async for row in @Q:\n    pass",
    "async for, break": "async for row in @Q:\n    break",
}

# Ways in whose body the rest of the program stands.
_AROUND = {
    "async for": "async for row in @Q:\n    @BODY",
    "aiterator": "async for row in @Q.aiterator(chunk_size=100):\n    @BODY",
    "for over a list": "rows_@N = [one async for one in @Q]\nfor row in rows_@N:\n    @BODY",
    "for over a dict": "rows_@N = {one.pk: one async for one in @Q}\nfor row in rows_@N.values():\n    @BODY",
    "for over items": (
        "rows_@N = {one.pk: one async for one in @Q}\nfor _, row in rows_@N.items():\n    @BODY"
    ),
    "enumerate": "rows_@N = [one async for one in @Q]\nfor _, row in enumerate(rows_@N):\n    @BODY",
    "zip": "rows_@N = [one async for one in @Q]\nfor row, _ in zip(rows_@N, (1, 2)):\n    @BODY",
    "for over sorted": (
        "rows_@N = [one async for one in @Q]\nfor row in sorted(rows_@N, key=lambda one: one.pk):\n    @BODY"
    ),
    "for over cached": "rows_@N = @Q\nasync for _ in rows_@N:\n    pass\nfor row in rows_@N:\n    @BODY",
    "if walrus": "if (row := await @Q.afirst()) is not None:\n    @BODY",
    "while walrus": "while (row := await @Q.afirst()) is not None:\n    @BODY\n    break",
}

FILTERING = [AGET, *(Piece(kind, text) for kind, text in _FILTERING.items())]
WHOLE = [Piece(kind, text) for kind, text in _WHOLE.items()]
AROUND = [Piece(kind, text) for kind, text in {**_AROUND, **_PERHAPS}.items()]
AFIRST = WHOLE[0]

STRAIGHT = Piece("straight", "@A")

# Flows of one arm around the rest.
ONE_ARM = [
    Piece("try finally", "try:\n    @A\nfinally:\n    print()"),
    Piece("while true", "while True:\n    @A\n    break"),
    Piece("lock", "async with asyncio.Lock():\n    @A"),
    Piece("read in a loop", "@A\nfor _ in range(2):\n    @BODY"),
    Piece("read in a branch", "@A\nif flag:\n    @BODY"),
    Piece("read in try", "@A\ntry:\n    @BODY\nexcept Flagged:\n    pass"),
    Piece("read in finally", "@A\ntry:\n    print()\nfinally:\n    @BODY"),
    Piece("read in with", "@A\nwith contextlib.nullcontext():\n    @BODY"),
    Piece("read in a local coroutine", "@A\nasync def read() -> None:\n    @BODY\nawait read()"),
]

TWO_ARMS = [
    Piece("if else", "if flag:\n    @A\nelse:\n    @B"),
    Piece("if rebinds", "@A\nif flag:\n    @B"),
    Piece("rebound", "@A\n@B"),
    Piece("early return", "@A\nif flag:\n    @B\n    return\n@BODY"),
    Piece("early return of the first", "if flag:\n    @A\n    return\n@B"),
    Piece("loop rebinds", "@A\nfor _ in range(2):\n    @BODY\n    @B"),
    Piece("loop rebinds before", "@A\nfor _ in range(2 if flag else 0):\n    @B"),
    Piece(
        "while rebinds",
        "@A\ncount = 0\nwhile count < 2:\n    count += 1\n    @BODY\n    @B",
    ),
    Piece(
        "loop, continue",
        "@A\nfor number in range(3):\n    if number == 1:\n        @B\n        continue\n    @BODY",
    ),
    Piece("loop, break", "@A\nfor _ in range(2):\n    if flag:\n        break\n    @B"),
    Piece("loop, else", "for _ in range(2):\n    @A\n    if flag:\n        break\nelse:\n    @B"),
    Piece("match", "match flag:\n    case True:\n        @A\n    case _:\n        @B"),
    Piece(
        "try except",
        'try:\n    if flag:\n        raise Flagged("flag")\n    @A\nexcept Flagged:\n    @B',
    ),
    Piece(
        "try else",
        'try:\n    if flag:\n        raise Flagged("flag")\nexcept Flagged:\n    @A\nelse:\n    @B',
    ),
    # It is raised before, too: every call in between could raise it, and a checker has to expect that.
    Piece(
        "raised after",
        '@A\ntry:\n    if flag:\n        raise Flagged("flag")\n    @B\n'
        '    if flag_late:\n        raise Flagged("flag")\nexcept Flagged:\n    pass',
    ),
    Piece("finally rebinds", "try:\n    @A\nfinally:\n    @B"),
    Piece(
        "suppress",
        '@A\nwith contextlib.suppress(Flagged):\n    if flag:\n        raise Flagged("flag")\n    @B',
    ),
    Piece("flag is read again", "if flag:\n    @A\nelse:\n    @B\nif not flag:\n    print()"),
    Piece("both kept", "@A\nfirst = row\n@B\nrow = first"),
    Piece("both kept, conditional", "@A\nfirst = row\n@B\nrow = first if flag else row"),
    Piece("both in a list", "@A\nkept = [row]\n@B\nkept.append(row)\nrow = kept[0 if flag else 1]"),
    Piece("both in a loop", "@A\nkept = [row]\n@B\nfor row in [*kept, row]:\n    @BODY"),
]

IF_ELSE, IF_REBINDS = TWO_ARMS[0], TWO_ARMS[1]

# No wrapper may be left out by a checker that cannot know how often a loop turns, and what raises: each
# way through it is taken in one of the executions.
UNWRAPPED = Piece("straight", "@E")
WRAPPERS = [
    Piece("if", "if flag:\n    @E"),
    Piece("if not", "if not flag:\n    @E"),
    Piece("for, perhaps none", "for _ in range(2 if flag else 0):\n    @E"),
    Piece(
        "try, perhaps not",
        'try:\n    if flag:\n        raise Flagged("flag")\n    @E\nexcept Flagged:\n    pass',
    ),
    Piece("except", 'try:\n    if flag:\n        raise Flagged("flag")\nexcept Flagged:\n    @E'),
    Piece("finally", "try:\n    print()\nfinally:\n    @E"),
    Piece("with", "async with asyncio.Lock():\n    @E"),
    Piece("while", "while True:\n    @E\n    break"),
]
