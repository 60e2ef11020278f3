"""Compare the plugin with Django: `python -m tests.oracle.differential.run --count 5000 --seed 7`."""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from pathlib import Path

import django

from tests.oracle.differential.generate import generate
from tests.oracle.differential.judge import CRASHES, FALSE_ALARM, MISSED, Judge, Verdict
from tests.oracle.differential.score import Score, count
from tests.oracle.differential.shrink import shrink

NEEDED = 0.99


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=5000)
    parser.add_argument("--seed", type=int, help="without it, a new one, which is printed")
    parser.add_argument("--needed", type=float, default=NEEDED, help="recall and precision for exit status 0")
    parser.add_argument("--shrink", type=int, default=60, help="how many disagreements of a kind to shrink")
    parser.add_argument("--keep", type=Path, help="write the programs into this folder and leave them there")
    options = parser.parse_args()
    seed = random.SystemRandom().randrange(10**6) if options.seed is None else options.seed
    print(f"seed {seed}, {options.count} programs, Django {django.__version__}", flush=True)
    with tempfile.TemporaryDirectory(prefix="differential_") as temporary:
        work = options.keep or Path(temporary)
        work.mkdir(parents=True, exist_ok=True)
        judge = Judge(work.resolve())
        started = time.monotonic()
        verdicts = judge.judge(generate(options.count, seed))
        score = count(verdicts)
        print("\n".join(score.lines()))
        print(f"{time.monotonic() - started:.0f} s", flush=True)
        for kind in (CRASHES, MISSED, FALSE_ALARM):
            found = [verdict for verdict in verdicts if verdict.kind == kind]
            small = shrink(found[: options.shrink], judge.judge) if options.shrink else found
            print_disagreements(kind, small, len(found))
    unsound = [verdict for verdict in verdicts if verdict.is_unsound]
    print_disagreements("not proven safe, and silent", unsound, len(unsound))
    total = score.total
    print(
        f"\nrecall {total.recall:.4f}, precision {total.precision:.4f} (needed {options.needed}), seed {seed}"
    )
    return 0 if passes(score, options.needed) else 1


def passes(score: Score, needed: float) -> bool:
    return score.total.recall >= needed and score.total.precision >= needed and not score.crashes


def print_disagreements(kind: str, small: list[Verdict], number: int) -> None:
    """Print each disagreement, the smallest first."""
    print(f"\n=== {kind}: {number} programs, {len(small)} when shrunk", flush=True)
    for verdict in sorted(small, key=lambda verdict: (len(verdict.text.splitlines()), verdict.text)):
        print(f"\n{verdict.text}\n    -> {verdict.detail}")


if __name__ == "__main__":
    sys.exit(main())
