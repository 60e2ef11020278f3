"""Every error: its code, its words and its hint; nothing here looks at a type."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from mypy.errorcodes import ErrorCode

from aobjects_mypy.domain.taken_step import TakenStep
from aobjects_mypy.values import dataclass

if TYPE_CHECKING:
    from aobjects_mypy.domain.misuse import Misuse
    from aobjects_mypy.domain.query_site import QuerySite

ASYNC_UNSAFE: Final = ErrorCode("async-unsafe", "Check that async code runs no query synchronously", "Django")
RELATION: Final = ErrorCode(
    "async-unsafe-relation",
    "Check that a relation read in async code is loaded",
    "Django",
    sub_code_of=ASYNC_UNSAFE,
)
DEFERRED: Final = ErrorCode(
    "async-unsafe-deferred",
    "Check that a field read in async code is not deferred",
    "Django",
    sub_code_of=ASYNC_UNSAFE,
)
QUERY: Final = ErrorCode(
    "async-unsafe-query",
    "Check that async code calls no synchronous query",
    "Django",
    sub_code_of=ASYNC_UNSAFE,
)
ITERATION: Final = ErrorCode(
    "async-unsafe-iteration",
    "Check that async code evaluates no queryset",
    "Django",
    sub_code_of=ASYNC_UNSAFE,
)
CALL: Final = ErrorCode(
    "async-unsafe-call",
    "Check that async code calls no function that runs a query",
    "Django",
    sub_code_of=ASYNC_UNSAFE,
)
UNPROVEN: Final = ErrorCode(
    "async-unsafe-unproven",
    "Report reads that may run a query on rows whose origin is not visible",
    "Django",
    default_enabled=False,
    sub_code_of=ASYNC_UNSAFE,
)
BRIDGE: Final = ErrorCode("async-bridge", "Check the use of sync_to_async and async_to_sync", "Django")

CODES: Final = (ASYNC_UNSAFE, RELATION, DEFERRED, QUERY, ITERATION, CALL, UNPROVEN, BRIDGE)


_EACH_ROW: Final = "[row async for row in {rows}]"


@dataclass(frozen=True, slots=True)
class Use:
    """What evaluates a queryset: its words, and the async code that does the same."""

    words: str
    instead: str = _EACH_ROW
    wants_text: bool = False
    """A raw queryset shows its SQL; any other shows its rows."""


UNSEEN_ROW: Final = "the origin of the row is not visible here"
UNSEEN_VALUE: Final = "what it is given is not visible here"
PERHAPS_FETCHED: Final = "its rows may be there by now"
PERHAPS_READ: Final = "it may have been read by now"
PERHAPS: Final = "that it does is not proven"
"""Why something is not proven, in the words of a report."""


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One error, ready to be reported."""

    code: ErrorCode
    problem: str
    """What is wrong, in one sentence without its full stop."""
    advice: str = ""
    """What to do, where neither loading nor other code is what helps."""
    subject: str = ""
    """What runs the query, in a few words: the last step of the way through a call."""
    query: QuerySite | None = None
    """Where the query stands that loads the row."""
    path: str = ""
    """What to load in that query, where loading helps."""
    owner: str = ""
    """The full name of the model that has the last name of the path."""
    loads: str = ""
    """The method that loads it, where the relation tells."""
    instead: str = ""
    """Async code for the place of the error; ``...`` stands for what is written there."""
    use: Use | None = None
    """What evaluates a queryset there."""
    column: str = ""
    """The field that the query of the row left out."""
    is_without_key: bool = False
    """The query left the key of the relation out, too: without it nothing can be joined."""
    way: tuple[TakenStep, ...] = ()
    """The way to a query through calls."""
    misuse: Misuse | None = None
    """What the wrapper of the bridge does here."""
    around: str = ""
    """The plain function around the line: nothing can be awaited in it."""
    judged_line: int | None = None
    """A line of the function that was judged, where the report stands in another one."""
    briefs: tuple[str, ...] = ()
    """The problem in fewer words, the most of them first, for a line that has no room for all."""

    @property
    def query_line(self) -> int | None:
        """Return the line of the query, if that is in the module of the report."""
        return self.query.line if self.query is not None and self.query.is_here else None

    @property
    def places(self) -> tuple[str, ...]:
        """Where the steps of the way are taken, the call itself apart."""
        return tuple(step.place for step in self.way[1:])

    def as_unproven(self, why: str = UNSEEN_ROW) -> Diagnostic:
        problem, *briefs = (f"{said} ({why})" for said in (self.problem, *self.briefs))
        return replace(self, code=UNPROVEN, problem=problem, briefs=tuple(briefs))

    def in_plain(self, function: str) -> Diagnostic:
        """Return the report for a plain function on the event loop."""
        return replace(self, around=function)


def lazy_relation(
    name: str,
    model: str,
    path: str,
    owner: str,
    query: QuerySite | None,
    awaitable: str,
    loads: str,
    *,
    is_without_key: bool = False,
) -> Diagnostic:
    return Diagnostic(
        RELATION,
        f'"{name}" of "{model}" is not loaded; reading it runs a query',
        subject=f'"{name}" of "{model}"',
        query=query,
        path=path,
        owner=owner,
        loads=loads,
        is_without_key=is_without_key,
        instead=awaitable,
        briefs=(f'"{name}" of "{model}" is not loaded',),
    )


def lazy_relation_key(name: str, model: str, key: str) -> Diagnostic:
    return Diagnostic(
        RELATION,
        f'"{name}" of "{model}" is not loaded; reading it runs a query',
        subject=f'"{name}" of "{model}"',
        instead=key,
        briefs=(f'"{name}" of "{model}" is not loaded',),
    )


def deferred_field(name: str, model: str, row: str, query: QuerySite | None) -> Diagnostic:
    return Diagnostic(
        DEFERRED,
        f'"{name}" of "{model}" is deferred; reading it runs a query',
        f'Do not defer it {_in_query(query)}, or first "await {row}.arefresh_from_db(fields=["{name}"])"',
        f'"{name}" of "{model}"',
        query,
        column=name,
        instead=f"await sync_to_async(lambda: {row}.{name})()",
        briefs=(f'"{name}" of "{model}" is deferred',),
    )


def synchronous_query(what: str, use: str) -> Diagnostic:
    return Diagnostic(
        QUERY,
        f'"{what}" runs a query in async code',
        subject=f'"{what}"',
        instead=use,
        briefs=(f'"{what}" runs a query',),
    )


PAGES_OF_QUERYSET: Final = 'Make a list of the rows before, with "async for"'
BEFORE_HANDLER: Final = 'Fetch it in the handler, or in an "async def dispatch"'


def advised_query(what: str, advice: str) -> Diagnostic:
    """Return the report of a query for which no expression stands in that could be another one."""
    return Diagnostic(QUERY, f'"{what}" runs a query in async code', advice, f'"{what}"')


def read_by_unknown_name(what: str) -> Diagnostic:
    return Diagnostic(
        RELATION,
        f'"{what}" runs a query where the name is that of a relation',
        'Load what it reads, or use "await sync_to_async(getattr)(...)"',
        f'"{what}"',
        instead="await sync_to_async(lambda: ...)()",
    )


def query_in_the_unseen(what: str) -> Diagnostic:
    return Diagnostic(
        CALL,
        f'"{what}" may run a query: nobody sees what it does with the rows that it is given',
        f'Load what it reads, or use "await sync_to_async({what})(...)"',
        f'"{what}"',
        instead="await sync_to_async(lambda: ...)()",
        briefs=(f'"{what}" may run a query with the rows that it is given',),
    )


def content_type(what: str, model: str) -> Diagnostic:
    use = f"await sync_to_async(ContentType.objects.get_for_model)({model})"
    return Diagnostic(
        QUERY,
        f'"{what}" asks for the content type of "{model}", which runs a query until it is cached',
        f'Use "{use}" before',
        f'"{what}"',
        instead="await sync_to_async(lambda: ...)()",
        briefs=(f'"{what}" asks for the content type of "{model}"',),
    )


FOR: Final = Use('"for"', "async for")
COMPREHENSION: Final = Use("a comprehension", "async for")
TRUTH: Final = Use("a truth test", "await {rows}.aexists()")
CONTAINS: Final = Use('"in"', "await {rows}.acontains(...)")
INDEX: Final = Use("an index", "await {rows}.afirst()")
SLICE: Final = Use("a slice")
STEPPED_SLICE: Final = Use("a slice with a step")
UNPACKING: Final = Use("unpacking")
STAR: Final = Use('"*"')
ADDED: Final = Use('"+="')
YIELD_FROM: Final = Use('"yield from"')
PERCENT_FORMAT: Final = Use('a "%" format')
COPY: Final = Use('"copy"')
CHOICES: Final = Use('"choices"', "[... async for ... in {rows}]")
FETCH_ALL: Final = Use('"_fetch_all"')
UNREPORTED: Final = Use("")
"""Where nothing is reported: only the rows are asked for."""
_CALLS: Final = {
    "list": _EACH_ROW,
    "set": "{{row async for row in {rows}}}",
    "len": "await {rows}.acount()",
    "bool": "await {rows}.aexists()",
}
_WANT_TEXT: Final = frozenset({"repr", "str", "print", "format"})


def use_by(function: str) -> Use:
    """Return the use that the call of a function makes of its argument."""
    return Use(f'"{function}()"', _CALLS.get(function, _EACH_ROW), function in _WANT_TEXT)


def synchronous_evaluation(use: Use, model: str, written: str) -> Diagnostic:
    rows = f'a queryset of "{model}"' if model else "a queryset"
    return Diagnostic(
        ITERATION,
        f"{use.words} evaluates {rows} in async code",
        subject=f"{use.words}{_OVER}{rows}",
        instead=use.instead.format(rows=written),
        use=use,
        briefs=(f"{use.words} evaluates {rows}", f"{use.words} evaluates a queryset"),
    )


def query_through_call(
    name: str,
    steps: tuple[TakenStep, ...],
    path: str | None,
    query: QuerySite | None,
    use: str,
    owner: str = "",
) -> Diagnostic:
    """Return the report of a call; ``use`` is empty where no thread can run what is called."""
    return Diagnostic(
        CALL,
        f'"{name}" runs a query: {_in_words(steps)}',
        "" if use or path else "Change it there: no thread runs async code",
        f'"{name}"',
        query if path else None,
        path or "",
        owner,
        instead=use,
        way=(TakenStep(name), *steps),
        briefs=(
            *((f'"{name}" runs a query: ... -> {steps[-1].words}',) if len(steps) > 1 else ()),
            f'"{name}" runs a query',
        ),
    )


def _in_words(steps: tuple[TakenStep, ...]) -> str:
    return " -> ".join(step.words for step in steps)


_OVER: Final = " over "
"""Between what evaluates a queryset and the queryset."""


def read_after_return(
    reader: str,
    steps: tuple[TakenStep, ...],
    path: str | None,
    query: QuerySite | None,
    instead: str,
    *,
    can_prefetch: bool,
) -> Diagnostic:
    """Return the report of a ``return``: the framework reads what is returned, through these ``steps``."""
    evaluator, _, rows = steps[-1].words.rpartition(_OVER)
    prefetch = "Prefetch it" if evaluator and can_prefetch else ""
    last = "have a thread read it" if path or prefetch else "Have a thread read it"
    behind = f" behind {_in_words(steps[:-1])}" if len(steps) > 1 else ""
    what = f"{rows[0].upper()}{rows[1:]}" if evaluator else steps[-1].words
    return Diagnostic(
        CALL,
        f'{what} is read by "{reader}"{behind} when this is returned, which runs a query',
        ", or ".join(filter(None, (prefetch, "" if instead else last))),
        f'"{reader}"',
        query if path else None,
        path or "",
        instead=instead,
        way=steps,
        briefs=_read(what, reader),
    )


BLOCK: Final = "the whole block in a sync function"
"""In place of code: what a thread begins, the same thread has to end."""


OPERATION: Final = "the whole operation in a sync function"
"""In place of code: what is written there is an operand, and the operation runs the query."""


def _read(what: str, reader: str) -> tuple[str, ...]:
    return f'{what} is read by "{reader}", which runs a query', f'{what} is read by "{reader}"'


def read_by(
    what: str, reader: str, path: str | None, query: QuerySite | None, way: tuple[TakenStep, ...]
) -> Diagnostic:
    """Return the report of a ``return`` whose value a field of a type, the ``reader``, reads."""
    return Diagnostic(
        CALL,
        f'{what} is read by "{reader}" when this is returned, which runs a query',
        "" if path else "Load it where the row is queried",
        what,
        query if path else None,
        path or "",
        way=way,
        briefs=_read(what, reader),
    )


def given_returned(
    what: str, function: str, path: str | None, query: QuerySite | None, way: tuple[TakenStep, ...]
) -> Diagnostic:
    """Return the report of a line that a framework runs with what another ``function`` returns."""
    return Diagnostic(
        CALL if way else RELATION,
        f'{what} runs a query, given what "{function}" returns',
        "" if path else "Load it where the row is queried",
        what,
        query if path else None,
        path or "",
        way=way,
        briefs=(f"{what} runs a query",),
    )


def unloaded_argument(path: str, model: str, query: QuerySite | None) -> Diagnostic:
    return Diagnostic(
        RELATION,
        f'"{path}" of this "{model}" is not loaded, as "Loaded" asks',
        query=query,
        path=path,
    )


def deferred_argument(name: str, model: str, query: QuerySite | None) -> Diagnostic:
    return Diagnostic(
        DEFERRED,
        f'"{name}" of this "{model}" is deferred, against "Loaded"',
        f"Do not defer it {_in_query(query)}",
        query=query,
        column=name,
    )


def _in_query(query: QuerySite | None) -> str:
    is_named = query is not None and query.is_here and query.line
    return "in the query" if is_named else "where the row is loaded"


def unknown_loaded_path(path: str, model: str, suggestion: str | None) -> str:
    hint = f'; maybe "{suggestion}"?' if suggestion else ""
    return f'"{model}" has no relation or field "{path}" to be loaded{hint}'


STALE_MODELS: Final = "Django has read"
"""How the note begins after which a process that stays has to begin anew."""


def stale_models(module: str) -> str:
    """Say in a note of dmypy that the models are those of its start."""
    return (
        f'{STALE_MODELS} "{module}" before this edit, and reads it once: '
        'restart dmypy ("dmypy restart") to have its models as they are now'
    )


def models_left_out(value: str) -> str:
    """Say in a note why nothing is found; the same words for every module, for mypy prints them once."""
    return (
        f'Models are "Any" where "follow_imports" is "{value}", and async code that uses them is not judged. '
        'Use "silent"'
    )
