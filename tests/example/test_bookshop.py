"""The bookshop: each first view raises on its line, each repaired one answers, and mypy tells them apart."""

import json
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

BOOKSHOP = Path(__file__).resolve().parents[2] / "examples" / "bookshop"
STATES = ("before", "after")


@dataclass(frozen=True, slots=True)
class Bug:
    """Where one view, task or command of ``before`` raises, what mypy says, and what ``after`` answers."""

    file: str
    source: str
    code: str
    message_starts: str
    repaired_answer: str

    @property
    def line(self) -> int:
        lines = Path(BOOKSHOP, self.file).read_text(encoding="utf-8").splitlines()
        found = [number for number, text in enumerate(lines, start=1) if text.strip() == self.source]
        assert len(found) == 1, f"{self.source!r} stands on lines {found} of {self.file}"
        return found[0]


BUGS = {
    name: Bug(**bug)
    for name, bug in json.loads(Path(__file__).with_name("expected.json").read_text(encoding="utf-8")).items()
}
NOT_URLS = {"worker", "sales-report"}


def run_python(*arguments: str) -> subprocess.CompletedProcess[str]:
    # In a process of its own: other tests configure Django with other settings.
    return subprocess.run(
        [sys.executable, *arguments], cwd=BOOKSHOP, capture_output=True, text=True, check=False, timeout=300
    )


def run_mypy(*arguments: str) -> list[dict[str, object]]:
    done = run_python("-m", "mypy", "--output", "json", *arguments)
    assert done.returncode in (0, 1), done.stdout + done.stderr
    # A clean run ends with a sentence.
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


@pytest.fixture(scope="module")
def outcomes() -> dict[str, dict[str, dict[str, object]]]:
    """What every request, task and command did, by state and name."""
    found = {}
    for state in STATES:
        # A coroutine that nobody awaits would be a RuntimeWarning.
        done = run_python("-W", "error::RuntimeWarning", "crawl.py", state)
        assert done.returncode == 0, done.stderr
        assert not done.stderr
        found[state] = {outcome["name"]: outcome for outcome in json.loads(done.stdout)}
    return found


@pytest.mark.parametrize("state", STATES)
def test_every_url_task_and_command_is_listed(
    state: str, outcomes: dict[str, dict[str, dict[str, object]]]
) -> None:
    assert list(outcomes[state]) == list(BUGS)
    assert len(BUGS.keys() - NOT_URLS) >= 12


@pytest.mark.parametrize("name", BUGS)
def test_first_state_raises_on_the_listed_line(
    name: str, outcomes: dict[str, dict[str, dict[str, object]]]
) -> None:
    outcome, bug = outcomes["before"][name], BUGS[name]
    assert outcome["error"] == "SynchronousOnlyOperation"
    assert (outcome["file"], outcome["line"]) == (bug.file, bug.line)


@pytest.mark.parametrize("name", BUGS)
def test_repaired_state_answers(name: str, outcomes: dict[str, dict[str, dict[str, object]]]) -> None:
    outcome = outcomes["after"][name]
    assert outcome["error"] == "", f"{outcome['error']} in {outcome['file']}:{outcome['line']}"
    assert outcome["status"] == (None if name in NOT_URLS else 200)
    assert str(outcome["body"]).strip() == BUGS[name].repaired_answer


def test_both_states_serve_the_same_urls() -> None:
    first, repaired = (Path(BOOKSHOP, state, "urls.py").read_text(encoding="utf-8") for state in STATES)
    assert first.partition("\n")[2] == repaired.partition("\n")[2]


def test_migrations_are_complete() -> None:
    done = run_python("manage.py", "makemigrations", "--check", "--dry-run")
    assert done.returncode == 0, done.stdout + done.stderr


def test_generated_bases_are_those_of_the_models() -> None:
    done = run_python("-m", "aobjects.stubgen", "--settings", "config.settings", "--check")
    assert done.returncode == 0, done.stdout + done.stderr


def test_django_stubs_alone_finds_nothing_in_either_state(tmp_path: Path) -> None:
    config = tmp_path / "mypy.ini"
    config.write_text(
        "[mypy]\nstrict = true\nplugins = mypy_django_plugin.main\n"
        "[mypy.plugins.django-stubs]\ndjango_settings_module = config.settings\n"
    )
    everything = [*STATES, "catalog", "config", "manage.py", "crawl.py", "demo.py"]
    assert run_mypy("--config-file", str(config), "--cache-dir", str(tmp_path / "cache"), *everything) == []


@pytest.fixture(scope="module")
def flagged(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, object]]:
    """Every error that mypy with the plugin prints about the whole project."""
    cache = tmp_path_factory.mktemp("cache")
    rows = run_mypy("--cache-dir", str(cache), *STATES, "catalog", "config")
    return [row for row in rows if row["severity"] == "error"]


def test_mypy_flags_exactly_the_lines_that_raise(flagged: list[dict[str, object]]) -> None:
    found = Counter((row["file"], row["line"], row["code"]) for row in flagged)
    assert found == Counter((bug.file, bug.line, bug.code) for bug in BUGS.values())


@pytest.mark.parametrize("name", [name for name, bug in BUGS.items() if bug.message_starts])
def test_message_names_the_attribute_and_the_model(name: str, flagged: list[dict[str, object]]) -> None:
    bug = BUGS[name]
    messages = [str(row["message"]) for row in flagged if (row["file"], row["line"]) == (bug.file, bug.line)]
    assert [message.startswith(bug.message_starts) for message in messages] == [True]


def test_demo_says_that_all_is_as_promised() -> None:
    done = run_python("demo.py")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines()[-1].startswith(f"mypy flagged {len(BUGS)} lines")
