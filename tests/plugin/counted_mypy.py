"""Run mypy as ``python -m mypy`` does, and write down what the plugin did: counts, not times."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mypy import main

if TYPE_CHECKING:
    from collections.abc import Callable

_summarized: Counter[str] = Counter()
_judged: Counter[str] = Counter()
_evaluated: Counter[str] = Counter()
_looked: Counter[str] = Counter()
_marked: Counter[str] = Counter()
_ALL = {
    "summarized": _summarized,
    "judged": _judged,
    "evaluated": _evaluated,
    "looked": _looked,
    "marked": _marked,
}


def _counting(counter: Counter[str], function: Callable[..., Any], name: Callable[..., str]) -> Any:
    def counted(*args: Any, **kwargs: Any) -> Any:
        counter[name(*args)] += 1
        return function(*args, **kwargs)

    return counted


def _count() -> None:
    from aobjects_mypy.check import async_functions
    from aobjects_mypy.interpreter import interpreter
    from aobjects_mypy.summaries.computation import Summaries

    runner = interpreter.Interpreter
    Summaries._compute = _counting(  # type: ignore[method-assign]  # replaced on purpose
        _summarized, Summaries._compute, lambda _, function, *_rest: function.fullname
    )
    async_functions.interpret = _counting(
        _judged, async_functions.interpret, lambda function, *_: function.fullname
    )
    runner.evaluate = _counting(  # type: ignore[method-assign]  # replaced on purpose
        _evaluated,
        runner.evaluate,
        # The bodies that a function calls are work that is done for it.
        lambda run, _: run.chain[0].module,
    )


def _count_daemon() -> None:
    from aobjects_mypy.daemon.daemon import Daemon
    from aobjects_mypy.daemon.fingerprints import Marks

    Daemon._look_at = _counting(  # type: ignore[method-assign]  # replaced on purpose
        _looked, Daemon._look_at, lambda _, checker, *_rest: checker.tree.fullname
    )
    Marks._put = _counting(  # type: ignore[method-assign]  # replaced on purpose
        _marked, Marks._put, lambda _, node, *_rest: node.fullname
    )


def _recheck(edited: Path, targets: list[str]) -> None:
    """Check in a daemon that runs in this process, add a function to a file, and count from then on."""
    from mypy.dmypy_server import Server, process_start_options

    _count_daemon()
    server = Server(process_start_options([], allow_sources=False), "dmypy.json")

    def check() -> None:
        answer = server.cmd_check(targets, export_types=False, is_tty=False, terminal_width=80)
        print(answer.get("out", ""), answer.get("err", ""))

    check()
    for counter in _ALL.values():
        counter.clear()
    text = edited.read_text(encoding="utf-8")
    edited.write_text(f"{text}\n\nasync def added() -> int:\n    return int(1)\n", encoding="utf-8")
    check()


def _run() -> None:
    imported = "interpreter"
    if "--count" in sys.argv:
        sys.argv.remove("--count")
        _count()
        imported = ""
    try:
        if "--recheck" in sys.argv:
            _, _, edited, *targets = sys.argv
            _recheck(Path(edited), targets)
        else:
            main.main(args=sys.argv[1:], clean_exit=True)
    finally:
        found = [name for name in sys.modules if imported and name.startswith("aobjects_mypy.interpreter.")]
        Path(os.environ["COUNTS"]).write_text(json.dumps({**_ALL, "imported": found}), encoding="utf-8")


if __name__ == "__main__":
    _run()
