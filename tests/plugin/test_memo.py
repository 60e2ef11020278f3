"""What is found out once has the same answer whoever asks first, also where questions need each other."""

from __future__ import annotations

from aobjects_mypy.analysis.callees import Question
from aobjects_mypy.bodies.consulted import Consulted
from aobjects_mypy.summaries.memo import Memo
from hypothesis import given
from hypothesis import strategies as st
from mypy.nodes import MypyFile
from mypy.options import Options

Needs = dict[int, list[int]]
"""The other questions that each one needs the answers of."""

_graphs = st.integers(1, 7).flatmap(
    lambda size: st.fixed_dictionaries(
        {key: st.lists(st.integers(0, size - 1), max_size=3) for key in range(size)}
    )
)


class _Asker:
    def __init__(self, needs: Needs) -> None:
        self.consulted = Consulted(Options())
        self.consulted.begin()
        self.memo = Memo(self.consulted)
        self.found: list[int] = []
        self._needs = needs

    def ask(self, key: int) -> object:
        nothing: object = "nothing"
        return self.memo.of(key, lambda: self._find(key), nothing, Question.ATTRIBUTE)

    def noticed(self, key: int) -> set[str]:
        self.consulted.begin_function()
        self.ask(key)
        return self.consulted.functions

    def _find(self, key: int) -> object:
        self.found.append(key)
        tree = MypyFile([], [])
        tree._fullname, tree.path = "shop", "shop.py"
        self.consulted.note(tree, f"shop.f{key}")
        return key, [self.ask(other) for other in self._needs[key]]


@given(_graphs, st.data())
def test_the_order_of_questions_changes_no_answer(needs: Needs, data: st.DataObject) -> None:
    alone = {key: _Asker(needs).ask(key) for key in needs}
    together = _Asker(needs)
    for key in data.draw(st.permutations(sorted(needs))):
        assert together.ask(key) == alone[key]


@given(_graphs, st.data())
def test_whoever_asks_takes_notice_of_all_that_the_answer_was_found_by(
    needs: Needs, data: st.DataObject
) -> None:
    alone = {key: _Asker(needs).noticed(key) for key in needs}
    together = _Asker(needs)
    for key in data.draw(st.permutations(sorted(needs))):
        assert together.noticed(key) == alone[key]


def test_a_question_is_answered_once() -> None:
    asker = _Asker({0: [1], 1: [2], 2: [], 3: [1]})
    for key in (3, 0, 1, 2, 3):
        asker.ask(key)
    assert sorted(asker.found) == [0, 1, 2, 3]


def test_questions_that_need_each_other_come_to_an_end() -> None:
    asker = _Asker({0: [1, 0], 1: [0, 1]})
    asker.ask(0)
    asker.ask(1)
    # Each once on each level.
    assert len(asker.found) == 2 * 3


def test_a_part_has_the_level_of_its_whole_and_a_coroutine_is_asked_for_by_nobody_else() -> None:
    asker = _Asker({0: []})
    memo, levels = asker.memo, []

    def ask(left: int) -> str:
        part = memo.of(("part", left), lambda: "part", "nothing", Question.PART)
        coroutine = memo.of("coroutine", lambda: "coroutine", "nothing", Question.COROUTINE)
        levels.append((left, part, coroutine))
        return memo.of(left, lambda: ask(left - 1), "nothing", Question.ATTRIBUTE)

    ask(5)
    assert levels == [(5, "part", "coroutine"), *((left, "part", "nothing") for left in (4, 3, 2))]


def test_after_an_edit_everything_is_found_out_anew() -> None:
    asker = _Asker({0: []})
    asker.ask(0)
    asker.memo.forget()
    asker.ask(0)
    assert asker.found == [0, 0]
