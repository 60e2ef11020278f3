"""A body that is read again is the one that mypy bound, node by node, whether mypy has it or its cache."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest
from aobjects_mypy.bodies import digests

from tests.oracle.checkout import CASES
from tests.oracle.mypy_run import Mypy
from tests.plugin import bodies_read_again

HERE: Final = Path(__file__).parent

pytestmark = pytest.mark.any_django("bodies that mypy frees or leaves out of its cache")

TOLERATED: Final = {
    # The first method to assign an attribute of "self" defines it, which is done when the class is known.
    "defines an attribute": re.compile(
        r"\.(lvalues\[\d\]|index|items\[\d\]|expr)\.(is_new_def|is_inferred_def|def_var|node) = "
    ),
    # The checker does this for the name of an exception that has another type than in the handler before.
    "named in two handlers": re.compile(r"\.vars\[1\]\.is_inferred_def = "),
    # The checker notes that a name without annotation, "None" at first, is never anything else.
    "never runs": re.compile(r"\.unreachable_else = (True|False)$"),
    # Plugins are not asked again what they add to the body of a class inside a function.
    "added to a local class": re.compile(r"rows_of_a_local_class\.body\.body\[0\]\.defs\.body( = |\[[34]\])"),
    # A module that a warm run does not open is one that it does not know.
    "not opened": re.compile(r"odd\.shapes\.imports\..* = (MypyFile|Var) xml"),
}


@dataclass(frozen=True, slots=True)
class Copy:
    """The cases and odd code beside them, in a folder of their own."""

    root: Path

    def write(self) -> None:
        shutil.copytree(CASES, self.root / "cases", ignore=shutil.ignore_patterns("__pycache__"))
        for folder in ("odd_bodies", "odd_code"):
            copied = self.root / "cases" / folder.replace("_bodies", "")
            copied.mkdir()
            (copied / "__init__.py").touch()
            for path in (HERE / folder).glob("*.py"):
                # Some are called like keywords, which no module is that another one imports.
                shutil.copy(path, copied / (f"_{path.name}" if folder == "odd_code" else path.name))
        self.import_everything("")

    def import_everything(self, more: str) -> None:
        """Write a module whose change has a warm run take all the others out of the cache."""
        cases = self.root / "cases"
        paths = sorted(path for path in cases.rglob("*.py") if path.stem not in ("__init__", "everything"))
        names = [".".join(path.relative_to(cases).with_suffix("").parts) for path in paths]
        (cases / "everything.py").write_text("".join(f"import {name}\n" for name in names) + more)

    def compare(self, how: str) -> dict[str, Any]:
        # The newest syntax of the odd ones.
        mypy = Mypy(self.root, self.root / "cases", more="python_version = 3.12")
        done = mypy.run(bodies_read_again.__name__, [how, "cases", "known.json", "cases"])
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
        found: dict[str, Any] = json.loads(done.stdout)
        return found


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    made = Copy(tmp_path_factory.mktemp("bodies"))
    made.write()
    return made


@pytest.fixture(scope="module")
def cold(copy: Copy) -> dict[str, Any]:
    return copy.compare("cold")


@pytest.fixture(scope="module")
def warm(copy: Copy, cold: dict[str, Any]) -> dict[str, Any]:
    assert cold
    copy.import_everything("ADDED = 1\n")
    return copy.compare("warm")


def untolerated(found: dict[str, Any]) -> list[str]:
    lines = [line for differences in found["differences"].values() for line in differences]
    return [line for line in lines if not any(reason.search(line) for reason in TOLERATED.values())]


def test_what_is_read_again_is_what_mypy_has(cold: dict[str, Any]) -> None:
    assert untolerated(cold) == []
    assert cold["compared"] > 1700


def test_what_the_cache_lacks_is_read_again(cold: dict[str, Any], warm: dict[str, Any]) -> None:
    assert untolerated(warm) == []
    assert warm["left"] == []
    assert warm["compared"] == cold["compared"]


def test_symbol_tables_stay_as_they_are(cold: dict[str, Any]) -> None:
    assert cold["changed"] == []


def test_digest_is_the_same_with_a_body_in_memory_and_without(warm: dict[str, Any]) -> None:
    assert warm["digests"] == []


@pytest.mark.parametrize("name", TOLERATED)
def test_what_is_tolerated_is_there(name: str, cold: dict[str, Any], warm: dict[str, Any]) -> None:
    found = [cold, warm]
    lines = [line for each in found for differences in each["differences"].values() for line in differences]
    assert any(TOLERATED[name].search(line) for line in lines)


def digest(text: str) -> str:
    return digests.digest(text.encode().splitlines())


TEXT: Final = '''\
@decorated
def f(x):
    """What it does.

    # No comment.
    """
    y = "#" + x
    return y
'''


@pytest.mark.parametrize(
    "edited",
    [
        TEXT.replace("return y", "return y  # said"),
        TEXT.replace("    return y", "    # said: \"it's\n\n    return y"),
        TEXT.replace("    y =", "\n\n    y ="),
        "".join(f"    {line}" if line.strip() else line for line in TEXT.splitlines(keepends=True)),
    ],
    ids=["comment", "line of comment", "blank lines", "indented"],
)
def test_digest_stays(edited: str) -> None:
    assert edited != TEXT
    assert digest(edited) == digest(TEXT)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"#" + x', '"#"'),
        ("return y", "return x"),
        ("    return y", "return y"),
        ("(x)", "(x=1)"),
        ("@decorated", "@other"),
        ("    # No comment.", "    # A comment."),
    ],
)
def test_digest_changes(old: str, new: str) -> None:
    assert old in TEXT
    assert digest(TEXT.replace(old, new)) != digest(TEXT)


@pytest.mark.parametrize("quote", ['"', "'", '"""'])
def test_what_stands_in_an_fstring_counts(quote: str) -> None:
    text = f"def f(x):\n    return f{quote}{{x['#']}}{quote}, 1"
    assert digest(text) != digest(text.replace("1", "2"))


def test_lines_without_strings_or_comments() -> None:
    assert digest("def f():\n\n    return 1") == digest("def f():\n    return 1")
    assert digest("def f():\n    return 1") == digest("def f():\n    return 1  # one")
    assert digest("def f():\n    return 1") != digest("def f():\n    return 2")
