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


def _counting(counter: Counter[str], function: Callable[..., Any], name: Callable[..., str]) -> Any:
    def counted(*args: Any, **kwargs: Any) -> Any:
        counter[name(*args)] += 1
        return function(*args, **kwargs)

    return counted


def _count() -> None:
    from aobjects_mypy.flow import functions, interpreter
    from aobjects_mypy.flow.summaries import Summaries

    runner = interpreter.Interpreter
    Summaries._compute = _counting(  # type: ignore[method-assign]  # replaced on purpose
        _summarized, Summaries._compute, lambda _, function, *_rest: function.fullname
    )
    functions.interpret = _counting(_judged, functions.interpret, lambda function, *_: function.fullname)
    runner.evaluate = _counting(  # type: ignore[method-assign]  # replaced on purpose
        _evaluated, runner.evaluate, lambda run, _: run._module
    )


def _run() -> None:
    imported = "interpreter"
    if "--count" in sys.argv:
        sys.argv.remove("--count")
        _count()
        imported = ""
    try:
        main.main(args=sys.argv[1:], clean_exit=True)
    finally:
        counts = {"summarized": _summarized, "judged": _judged, "evaluated": _evaluated}
        found = [name for name in sys.modules if imported and name.startswith("aobjects_mypy.flow.")]
        Path(os.environ["COUNTS"]).write_text(json.dumps({**counts, "imported": found}), encoding="utf-8")


if __name__ == "__main__":
    _run()
