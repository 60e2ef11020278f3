"""What stands between a row and its read: calls, objects, conditions, threads and containers."""

from __future__ import annotations

from random import Random  # noqa: TC003  # as the others name it

from .program import Detour

# Above the program stands what is defined; in it, `@DO` is the read. `@M` is the model, `@P` the program.
_CALLS = {
    "a function": ("def look_@P(row: @M) -> None:\n    @DO", "look_@P(row)@READ"),
    "a function without types": ("def look_@P(row):\n    @DO", "look_@P(row)@READ"),
    "a coroutine function": ("async def look_@P(row: @M) -> None:\n    @DO", "await look_@P(row)@READ"),
    "a coroutine function without types": ("async def look_@P(row):\n    @DO", "await look_@P(row)@READ"),
    "a task": (
        "async def look_@P(row: @M) -> None:\n    @DO",
        "await asyncio.create_task(look_@P(row))@READ",
    ),
    "gather of a coroutine function": (
        "async def look_@P(row: @M) -> None:\n    @DO",
        "await asyncio.gather(look_@P(row))@READ",
    ),
    "two functions": (
        "def inner_@P(row: @M) -> None:\n    @DO\n\n\ndef look_@P(row: @M) -> None:\n    inner_@P(row)",
        "look_@P(row)@READ",
    ),
    "a function of several": (
        "def look_@P(*rows: @M) -> None:\n    for row in rows:\n        @DO",
        "look_@P(row)@READ",
    ),
    "a function of keywords": ("def look_@P(*, row: @M) -> None:\n    @DO", "look_@P(row=row)@READ"),
    "a default": (
        "def look_@P(row: @M | None = None) -> None:\n    if row is None:\n        return\n    @DO",
        "look_@P(row)@READ",
    ),
    "no row": (
        "def look_@P(row: @M | None = None) -> None:\n    if row is None:\n        return\n    @DO",
        "look_@P()@READ",
    ),
    "a callback": (
        "def look_@P(row: @M) -> None:\n    @DO\n\n\n"
        "def run_@P(do: Callable[[@M], None], row: @M) -> None:\n    do(row)",
        "run_@P(look_@P, row)@READ",
    ),
    "partial": ("def look_@P(row: @M) -> None:\n    @DO", "functools.partial(look_@P, row)()@READ"),
    "a decorator": (
        "def twice_@P(do: Callable[[@M], None]) -> Callable[[@M], None]:\n"
        "    @functools.wraps(do)\n    def both(row: @M) -> None:\n        do(row)\n        do(row)\n\n"
        "    return both\n\n\n@twice_@P\ndef look_@P(row: @M) -> None:\n    @DO",
        "look_@P(row)@READ",
    ),
    "what a function returns": (
        "def same_@P(row: @M) -> @M:\n    return row\n\n\ndef look_@P(row: @M) -> None:\n    @DO",
        "look_@P(same_@P(row))@READ",
    ),
    "what a coroutine function returns": (
        "async def same_@P(row: @M) -> @M:\n    return row\n\n\ndef look_@P(row: @M) -> None:\n    @DO",
        "look_@P(await same_@P(row))@READ",
    ),
    "a generator": (
        "def each_@P(row: @M) -> Iterator[@M]:\n    yield row\n\n\ndef look_@P(row: @M) -> None:\n    @DO",
        "for one_@P in each_@P(row): look_@P(one_@P)@READ",
    ),
    "a context manager": (
        "@contextlib.contextmanager\ndef around_@P(row: @M) -> Iterator[@M]:\n    yield row\n\n\n"
        "def look_@P(row: @M) -> None:\n    @DO",
        "with around_@P(row) as one_@P: look_@P(one_@P)@READ",
    ),
    "recursion": (
        "def look_@P(row: @M, left: int) -> None:\n    if left:\n        look_@P(row, left - 1)\n"
        "        return\n    @DO",
        "look_@P(row, 2)@READ",
    ),
}

_OBJECTS = {
    "a method": (
        "class Desk_@P:\n    def __init__(self, row: @M) -> None:\n        self.row = row\n\n"
        "    def look(self) -> None:\n        row = self.row\n        @DO",
        "Desk_@P(row).look()@READ",
    ),
    "a method of a class without types": (
        "class Desk_@P:\n    def __init__(self, row):\n        self.row = row\n\n"
        "    def look(self):\n        row = self.row\n        @DO",
        "Desk_@P(row).look()@READ",
    ),
    "an async method": (
        "class Desk_@P:\n    def __init__(self, row: @M) -> None:\n        self.row = row\n\n"
        "    async def look(self) -> None:\n        row = self.row\n        @DO",
        "await Desk_@P(row).look()@READ",
    ),
    "a property": (
        "class Desk_@P:\n    def __init__(self, row: @M) -> None:\n        self.row = row\n\n"
        "    @property\n    def seen(self) -> int:\n        row = self.row\n        @DO\n        return 1",
        "print(Desk_@P(row).seen)@READ",
    ),
    "__call__": (
        "class Desk_@P:\n    def __call__(self, row: @M) -> None:\n        @DO",
        "Desk_@P()(row)@READ",
    ),
    "a dataclass": (
        "@dataclasses.dataclass\nclass Desk_@P:\n    row: @M\n\n    def look(self) -> None:\n"
        "        row = self.row\n        @DO",
        "Desk_@P(row).look()@READ",
    ),
    "a named tuple": (
        "class Desk_@P(NamedTuple):\n    row: @M\n\n    def look(self) -> None:\n"
        "        row = self.row\n        @DO",
        "Desk_@P(row).look()@READ",
    ),
    "a template method": (
        "class Base_@P:\n    def run(self, row: @M) -> None:\n        self.look(row)\n\n"
        "    def look(self, row: @M) -> None:\n        print(row.pk)\n\n\n"
        "class Desk_@P(Base_@P):\n    def look(self, row: @M) -> None:\n        @DO",
        "Desk_@P().run(row)@READ",
    ),
    "a list that an object keeps": (
        "class Desk_@P:\n    def __init__(self) -> None:\n        self.rows: list[@M] = []\n\n"
        "    def put(self, row: @M) -> None:\n        self.rows.append(row)\n\n"
        "    def look(self) -> None:\n        for row in self.rows:\n            @DO",
        "desk_@P = Desk_@P()\ndesk_@P.put(row)\ndesk_@P.look()@READ",
    ),
    "an object in an object": (
        "class Desk_@P:\n    def __init__(self, row: @M) -> None:\n        self.row = row\n\n\n"
        "class Room_@P:\n    def __init__(self, desk: Desk_@P) -> None:\n        self.desk = desk\n\n"
        "    def look(self) -> None:\n        row = self.desk.row\n        @DO",
        "Room_@P(Desk_@P(row)).look()@READ",
    ),
    "a protocol": (
        "class Looks_@P(Protocol):\n    def look(self, row: @M) -> None: ...\n\n\n"
        "class Desk_@P:\n    def look(self, row: @M) -> None:\n        @DO\n\n\n"
        "def run_@P(desk: Looks_@P, row: @M) -> None:\n    desk.look(row)",
        "run_@P(Desk_@P(), row)@READ",
    ),
    "an async context manager": (
        "class Desk_@P:\n    def __init__(self, row: @M) -> None:\n        self.row = row\n\n"
        "    async def __aenter__(self) -> @M:\n        return self.row\n\n"
        "    async def __aexit__(self, *raised: object) -> None:\n        row = self.row\n        @DO",
        "async with Desk_@P(row): print()@READ",
    ),
}

_CONDITIONS = {
    "a flag": (
        "def look_@P(row: @M, deep: bool) -> None:\n    if deep:\n        @DO",
        "look_@P(row, flag_deep)@READ",
    ),
    "true": (
        "def look_@P(row: @M, deep: bool) -> None:\n    if deep:\n        @DO",
        "look_@P(row, True)@READ",
    ),
    "false": (
        "def look_@P(row: @M, deep: bool) -> None:\n    if deep:\n        @DO",
        "look_@P(row, False)@READ",
    ),
    "a word": (
        "def look_@P(row: @M, how: str) -> None:\n    if how != 'deep':\n        return\n    @DO",
        "look_@P(row, 'deep' if flag_deep else 'flat')@READ",
    ),
    "early return": (
        "def look_@P(row: @M, deep: bool) -> None:\n    if not deep:\n        return\n    @DO",
        "look_@P(row, flag_deep)@READ",
    ),
    "a key": ("def look_@P(row: @M) -> None:\n    if row.pk:\n        @DO", "look_@P(row)@READ"),
    "match in a function": (
        "def look_@P(row: @M, how: str) -> None:\n    match how:\n        case 'deep':\n            @DO\n"
        "        case _:\n            print()",
        "look_@P(row, 'deep' if flag_deep else 'flat')@READ",
    ),
}

_THREADS = {
    "in a thread": ("def look_@P(row: @M) -> None:\n    @DO", "await sync_to_async(look_@P)(row)@READ"),
    "in a thread, then here": (
        "def look_@P(row: @M) -> None:\n    @DO",
        "await sync_to_async(look_@P)(row)\nlook_@P(row)@READ",
    ),
    "something else in a thread, then here": (
        "def look_@P(row: @M) -> None:\n    @DO\n\n\ndef other_@P(row: @M) -> None:\n    print(row.pk)",
        "await sync_to_async(other_@P)(row)\nlook_@P(row)@READ",
    ),
    "perhaps in a thread, then here": (
        "def look_@P(row: @M) -> None:\n    @DO",
        "if flag_deep:\n    await sync_to_async(look_@P)(row)\nlook_@P(row)@READ",
    ),
    "a decorated function": (
        "@sync_to_async\ndef look_@P(row: @M) -> None:\n    @DO",
        "await look_@P(row)@READ",
    ),
    "to_thread": ("def look_@P(row: @M) -> None:\n    @DO", "await asyncio.to_thread(look_@P, row)@READ"),
}

_LOOK = "def look_@P(row: @M) -> None:\n    @DO"
_CONTAINERS = {
    "a list of rows": (
        "def look_@P(rows: list[@M]) -> None:\n    for row in rows:\n        @DO",
        "look_@P([row])@READ",
    ),
    "a dict of rows": (
        "def look_@P(rows: dict[str, @M]) -> None:\n    for row in rows.values():\n        @DO",
        "look_@P({'one': row})@READ",
    ),
    "a dict of anything": (
        "def look_@P(given: dict[str, Any]) -> None:\n    row = given['row']\n    @DO",
        "look_@P({'row': row})@READ",
    ),
    "a dict of anything, get": (
        "def look_@P(given: dict[str, Any]) -> None:\n    row = given.get('row')\n"
        "    if row is None:\n        return\n    @DO",
        "look_@P({'row': row})@READ",
    ),
    "a list of anything": (
        "def look_@P(given: list[Any]) -> None:\n    row = given[0]\n    @DO",
        "look_@P([row])@READ",
    ),
    "a deque": (_LOOK, "queue_@P = collections.deque([row])\nlook_@P(queue_@P.popleft())@READ"),
    "defaultdict": (
        "def look_@P(rows: list[@M]) -> None:\n    for row in rows:\n        @DO",
        "found_@P: collections.defaultdict[int, list[@M]] = collections.defaultdict(list)\n"
        "found_@P[1].append(row)\nlook_@P(found_@P[1])@READ",
    ),
    "groupby": (
        _LOOK,
        "for _, group_@P in itertools.groupby([row]): [look_@P(one) for one in group_@P]@READ",
    ),
    "chain": (_LOOK, "for one_@P in itertools.chain([row], []): look_@P(one_@P)@READ"),
    "map of a function": (_LOOK, "print(list(map(look_@P, [row])))@READ"),
    "a context variable": (_LOOK, "HELD.set(row)\nlook_@P(HELD.get())@READ"),
    "an attribute of a namespace": (
        "def look_@P(given: Any) -> None:\n    row = given.row\n    @DO",
        "look_@P(types.SimpleNamespace(row=row))@READ",
    ),
    "nothing is known": (
        "def look_@P(row: Any) -> None:\n    @DO",
        "HELD.set(row)\nlook_@P(HELD.get())@READ",
    ),
    "a dict of the module": (
        "KEPT_@P: dict[str, Any] = {}\n\n\ndef look_@P() -> None:\n    row = KEPT_@P['row']\n    @DO",
        "KEPT_@P['row'] = row\nlook_@P()@READ",
    ),
}

_OPAQUE = frozenset({"a context variable", "an attribute of a namespace", "nothing is known"})

DETOURS = [
    Detour(f"{subject}: {kind}", above, call, kind in _OPAQUE)
    for subject, found in {
        "call": _CALLS,
        "object": _OBJECTS,
        "condition": _CONDITIONS,
        "thread": _THREADS,
        "container": _CONTAINERS,
    }.items()
    for kind, (above, call) in found.items()
]


def choose_detour(rng: Random, read: str) -> Detour | None:
    """Write what the read stands in; of what awaits, only a coroutine function can be the place."""
    fitting = DETOURS
    if "await " in read or "async " in read:
        fitting = [detour for detour in DETOURS if detour.awaits]
    return rng.choice(fitting)
