"""What a function costs, in steps: they grow as it does, and past a bound it is left, which a note says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.mypy_project import SETTINGS, MypyProject, Result, StubCache
from tests.plugin import growing_shapes

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.any_django("the work that shapes of code cost")

MODELS = """
from django.db import models


class Author(models.Model):
    name = models.CharField(max_length=9)


class Book(models.Model):
    title = models.CharField(max_length=9)
    author = models.ForeignKey(Author, on_delete=models.CASCADE)
"""


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory, stubs: StubCache) -> tuple[Result, dict[str, int]]:
    project = MypyProject(tmp_path_factory.mktemp("growth"), stubs=stubs)
    project.configure("check_untyped_defs = true")
    modules = {f"shop/{name}.py": text for name, text in growing_shapes.modules()}
    intricate = {"shop/intricate.py": growing_shapes.TOO_INTRICATE}
    project.write({"shop/settings.py": SETTINGS, "shop/models.py": MODELS, **modules, **intricate})
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(Path(__file__).parent))
        patch.setenv("COUNTS", str(project.root / "counts.json"))
        result = project.mypy("--count", "shop", module="counted_mypy")
    result.assert_no_crash()
    counts = json.loads((project.root / "counts.json").read_text(encoding="utf-8"))
    return result, counts["evaluated"]


@pytest.mark.parametrize("shape", growing_shapes.SHAPES, ids=lambda shape: shape.__name__)
def test_steps_grow_as_the_code_does(
    checked: tuple[Result, dict[str, int]], shape: Callable[[int], str]
) -> None:
    _, steps = checked
    small, large = growing_shapes.SHAPES[shape]
    lines = shape(large).count("\n") / shape(small).count("\n")
    growth = steps[f"shop.{shape.__name__}_large"] / steps[f"shop.{shape.__name__}_small"]
    assert growth <= 1.5 * lines


@pytest.mark.parametrize("shape", growing_shapes.SHAPES, ids=lambda shape: shape.__name__)
def test_what_is_large_is_judged_right(
    checked: tuple[Result, dict[str, int]], shape: Callable[[int], str]
) -> None:
    result, _ = checked
    for name, text in growing_shapes.modules():
        if name.startswith(shape.__name__):
            unsafe = [line for line, code in enumerate(text.splitlines(), 1) if "# unsafe" in code]
            found = [(error.line, error.code) for error in result.errors if error.file == f"shop/{name}.py"]
            assert found == [(line, "async-unsafe-relation") for line in unsafe]


def test_function_past_the_bound_is_left_with_a_note(checked: tuple[Result, dict[str, int]]) -> None:
    result, steps = checked
    text = growing_shapes.TOO_INTRICATE
    notes = [line for line in result.lines if line.startswith("shop/intricate.py") and " note: " in line]
    assert notes == [
        'shop/intricate.py:4: note: "shop.intricate.f" is too intricate to be followed to the end: some of '
        "its lines are not judged. Divide it into smaller functions"
    ]
    # What needs no state is reported all the same.
    unsafe = [line for line, code in enumerate(text.splitlines(), 1) if "# unsafe" in code]
    assert [error.line for error in result.errors if error.file == "shop/intricate.py"] == unsafe
    assert steps["shop.intricate"] < 60_000
