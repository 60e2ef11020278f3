"""Every wrong use of the bridge: its words and its hint."""

from __future__ import annotations

from aobjects_mypy.diagnostics import BRIDGE, Diagnostic
from aobjects_mypy.domain.misuse import Misuse


def coroutine_function_in_thread(name: str, wrapper: str) -> Diagnostic:
    return Diagnostic(
        BRIDGE,
        f'"{name}" is async, and "{wrapper}" takes a sync function',
        f'Use "await {name}(...)" without it',
        misuse=Misuse.WRAPS_ASYNC,
    )


def coroutine_from_thread(call: str, wrapper: str) -> Diagnostic:
    return Diagnostic(
        BRIDGE,
        f'This lambda returns a coroutine, which "{wrapper}" does not run',
        f'Use "await {call}" without it',
        misuse=Misuse.WRAPS_ASYNC,
    )


def async_twice(wrapper: str) -> Diagnostic:
    return Diagnostic(
        BRIDGE,
        f'What "sync_to_async" made is async, and "{wrapper}" refuses it',
        "Wrap it once",
        misuse=Misuse.WRAPS_ASYNC,
    )


def there_and_back(name: str, wrapper: str) -> Diagnostic:
    use = f'Use "await {name}(...)"' if name != "..." else "Await the async function itself"
    return Diagnostic(
        BRIDGE,
        f'"async_to_sync" inside "{wrapper}" goes to a thread to come back to this event loop',
        use,
        misuse=Misuse.WRAPS_TWICE,
        briefs=(f'"async_to_sync" inside "{wrapper}" comes back to this event loop',),
    )


def generator_function_in_thread(name: str, wrapper: str) -> Diagnostic:
    use = (
        f"await {wrapper}(lambda: list({name}(...)))"
        if wrapper == "run_sync"
        else f"await {wrapper}(lambda: list({name}(...)))()"
    )
    return Diagnostic(
        BRIDGE,
        f'"{name}" is a generator function: its body runs where it is iterated, not in the thread',
        f'Use "{use}"',
        misuse=Misuse.WRAPS_GENERATOR,
        briefs=(f'"{name}" is a generator function: no thread runs its body',),
    )


def decorated_generator_function(name: str, wrapper: str) -> Diagnostic:
    return Diagnostic(
        BRIDGE,
        f'"{name}" is a generator function: its body runs where it is iterated, not in the thread of '
        f'"{wrapper}"',
        "Return a list",
        briefs=(f'"{name}" is a generator function: its body runs where it is iterated, not in the thread',),
    )


def async_generator_function_in_thread(name: str, wrapper: str) -> Diagnostic:
    return Diagnostic(
        BRIDGE,
        f'"{name}" is an async generator function: its body runs in the event loop',
        f'Use "async for ... in {name}(...)" without "{wrapper}"',
        briefs=(f'"{name}" is an async generator function',),
    )


def value_in_thread(value: str, wrapper: str, use: str) -> Diagnostic:
    is_plain = use.startswith("await ") and "(lambda" not in use and f"{wrapper}(" not in use
    return Diagnostic(
        BRIDGE,
        f'"{value}" is a value that is computed here, before "{wrapper}" is called, which takes a function',
        f'Use "{use}"',
        misuse=None if is_plain else Misuse.WRAPS_VALUE,
        briefs=(f'"{value}" is a value: "{wrapper}" takes a function', f'"{wrapper}" takes a function'),
    )


def decorator_over(kind: str, wrapper: str) -> Diagnostic:
    what = "is given no function, and raises" if kind == "classmethod" else "passes one argument too many"
    return Diagnostic(BRIDGE, f'"@{wrapper}" over "@{kind}" {what}', f'Put "@{kind}" first')


def wrapped_method_of_class(method: str, name: str, wrapper: str) -> Diagnostic:
    return Diagnostic(
        BRIDGE,
        f'"{wrapper}" binds "{method}", read from its class, to None: one argument too many',
        f'Call "{name}" on an instance',
        briefs=(f'"{wrapper}" binds "{method}", read from its class, to None',),
    )


def lazy_function_in_thread(name: str, wrapper: str) -> Diagnostic:
    return Diagnostic(
        BRIDGE,
        f'The queryset that "{name}" returns leaves the thread before it is evaluated: no query has run',
        f'Return "list(...)", or use the queryset with "async for" and without "{wrapper}"',
        briefs=(f'The queryset that "{name}" returns leaves the thread before it is evaluated',),
    )


def queryset_from_thread(rows: str) -> Diagnostic:
    return Diagnostic(
        BRIDGE,
        "A queryset leaves the thread before it is evaluated: no query has run",
        f'Use "[row async for row in {rows}]", or return "list(...)" from the function',
        briefs=("A queryset leaves the thread before it is evaluated",),
    )


def event_loop_inside_event_loop(name: str) -> Diagnostic:
    use = f'Use "await {name}(...)"' if name != "..." else "Await the async function itself"
    return Diagnostic(
        BRIDGE,
        '"async_to_sync" raises RuntimeError where an event loop runs',
        use,
        misuse=Misuse.BLOCKS_LOOP,
    )


def sync_function_on_loop(name: str) -> Diagnostic:
    return Diagnostic(
        BRIDGE,
        f'"{name}" is a sync function, and "async_to_sync" takes an async one',
        f'Call "{name}" itself',
        misuse=Misuse.WRAPS_ASYNC,
    )


def transaction_on_coroutine(name: str) -> Diagnostic:
    return Diagnostic(
        BRIDGE,
        f'"transaction.atomic" around the async function "{name}" raises',
        "Put it around a sync function, and wrap that one",
    )
