"""Where a body cannot be read again: a file that is gone or another one, and a plugin that fails."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from aobjects_mypy.bodies.bodies import Bodies
from mypy import build, nodes
from mypy.modulefinder import BuildSource
from mypy.options import Options
from mypy.plugin import AnalyzeTypeContext, Plugin
from typing_extensions import override

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from mypy.types import Type

SOURCE: Final = """
from typing import Annotated

def double(number: int) -> int:
    return number * 2

def annotated(number: int) -> int:
    twice: Annotated[int, "twice"] = double(number)
    return twice

class Basket:
    def count(self) -> int:
        return double(1)
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, build.BuildResult]:
    path = tmp_path_factory.mktemp("edges") / "basket.py"
    path.write_text(SOURCE)
    options = Options()
    options.cache_dir = str(path.parent / "cache")
    options.semantic_analysis_only = True
    options.preserve_asts = True
    return path, build.build([BuildSource(str(path), "basket")], options)


@pytest.fixture
def path(built: tuple[Path, build.BuildResult]) -> Path:
    path, _ = built
    path.write_text(SOURCE)
    return path


@pytest.fixture
def bodies(built: tuple[Path, build.BuildResult], path: Path) -> Bodies:
    _, result = built
    assert path.exists()
    return Bodies(lambda: result.files, result.manager.options)


def function(built: tuple[Path, build.BuildResult], name: str) -> nodes.FuncDef:
    _, result = built
    owner, _, own = name.rpartition(".")
    names = result.files["basket"].names
    if owner:
        info = names[owner].node
        assert isinstance(info, nodes.TypeInfo)
        names = info.names
    node = names[own].node
    assert isinstance(node, nodes.FuncDef)
    return node


def test_body_in_memory_is_taken(built: tuple[Path, build.BuildResult], bodies: Bodies, path: Path) -> None:
    path.unlink()
    assert bodies.of(function(built, "double")) is function(built, "double")


def test_body_is_read_once(built: tuple[Path, build.BuildResult], bodies: Bodies, path: Path) -> None:
    first = bodies.read_again(function(built, "Basket.count"))
    assert first is not None
    assert first is not function(built, "Basket.count")
    assert first.info is function(built, "Basket.count").info
    path.unlink()
    assert bodies.read_again(function(built, "Basket.count")) is first


@pytest.mark.parametrize("text", ["", "def double(:", "double = 1", "# coding: nowhere\n"])
def test_file_without_the_function(
    built: tuple[Path, build.BuildResult], bodies: Bodies, path: Path, text: str
) -> None:
    assert bodies.read_again(function(built, "double")) is not None
    path.write_text(text)
    bodies.forget(str(path))
    assert bodies.read_again(function(built, "double")) is None


def test_file_that_is_gone(built: tuple[Path, build.BuildResult], bodies: Bodies, path: Path) -> None:
    path.unlink()
    assert bodies.read_again(function(built, "double")) is None
    assert bodies.digest(function(built, "double")) == ""


def test_edited_body_is_read_when_the_file_is_forgotten(
    built: tuple[Path, build.BuildResult], bodies: Bodies, path: Path
) -> None:
    digest = bodies.digest(function(built, "Basket.count"))
    path.write_text(SOURCE.replace("double(1)", "double(2)"))
    assert bodies.digest(function(built, "Basket.count")) == digest
    bodies.forget(str(path))
    assert bodies.digest(function(built, "Basket.count")) != digest


def test_classes_and_modules_stay_as_they_are(
    built: tuple[Path, build.BuildResult], bodies: Bodies, path: Path
) -> None:
    method = function(built, "Basket.count")
    module = built[1].files["basket"]
    path.write_text(SOURCE.replace("return double(1)", "class Local: ...\n        self.added = 1"))
    found = bodies.read_again(method)
    assert found is not None
    assert len(found.body.body) == 2
    assert "added" not in method.info.names
    assert not [name for name in module.names if name.startswith("Local")]


class Failing(Plugin):
    @override
    def get_type_analyze_hook(self, fullname: str) -> Callable[[AnalyzeTypeContext], Type] | None:
        if fullname == "typing.Annotated":
            raise LookupError(fullname)
        return None


def test_failure_of_a_plugin_costs_one_function(
    built: tuple[Path, build.BuildResult], path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    _, result = built
    assert path.exists()
    options = result.manager.options
    bodies = Bodies(lambda: result.files, options, lambda: Failing(options))
    assert bodies.read_again(function(built, "annotated")) is None
    found = bodies.read_again(function(built, "double"))
    assert found is not None
    (returned,) = found.body.body
    assert isinstance(returned, nodes.ReturnStmt)
    assert isinstance(returned.expr, nodes.OpExpr)
    assert isinstance(returned.expr.left, nodes.NameExpr)
    assert returned.expr.left.node is found.arguments[0].variable
    assert capfd.readouterr() == ("", "")
