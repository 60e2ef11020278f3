"""The plugin's verdicts agree with Django's on the ground truth, and the programs are faithful to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.oracle.exclusions import EXCLUSIONS, exclusion_of
from tests.oracle.execute import compare_with_table
from tests.oracle.ground_truth import read_rows
from tests.oracle.score import PRECISION, RECALL, Score, installed_key, measure

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def score(tmp_path_factory: pytest.TempPathFactory, libraries: Path) -> Score:
    return measure(installed_key(), tmp_path_factory.mktemp("ground_truth"), libraries=libraries)[0]


def test_recall_is_high_enough(score: Score) -> None:
    assert score.total.recall >= RECALL, [f"{row.line}: {row.op}" for row in score.missed]


def test_precision_is_high_enough_with_flagged_setups_counted_as_false_alarms(score: Score) -> None:
    wrong = [f"{row.line}: {row.op}" for row, _ in score.false_alarms + score.flagged_setups]
    assert score.precision >= PRECISION, wrong


def test_every_row_of_the_table_has_a_verdict(score: Score) -> None:
    assert score.total.rows + len(score.excluded) == len(read_rows(installed_key()))


def test_every_exclusion_names_a_row_of_the_table() -> None:
    # The newest column knows all rows.
    excluded = {(row.line, row.op) for row in read_rows("6.1") if exclusion_of(row)}
    assert excluded == set(EXCLUSIONS)


def test_the_generated_programs_do_in_django_what_the_table_says(tmp_path: Path) -> None:
    assert compare_with_table(installed_key(), tmp_path) == []
