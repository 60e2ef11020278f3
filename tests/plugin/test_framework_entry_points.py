"""A package says by an entry point what it does: it is heard, or refused in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from tests.mypy_project import MypyProject, StubCache

pytestmark = pytest.mark.any_django("entry points of installed packages")

VIEWS: Final = """
    from sdk import charge

    async def pays() -> bool:
        return charge(3)
    """
SDK: Final = """
    def charge(amount: int) -> bool:
        return bool(amount)
    """
FRAMEWORK: Final = """
    from aobjects_mypy.analysis.framework import Framework
    from aobjects_mypy.calls import operations

    FRAMEWORK = Framework(functions={"sdk.charge": operations.function("acharge")})
    NUMBER = 3
    """


@pytest.fixture
def shop(project: MypyProject, stubs: StubCache, monkeypatch: pytest.MonkeyPatch) -> MypyProject:
    project.stubs = stubs
    project.in_forks = False
    project.write(
        {
            "shop/models.py": "",
            "shop/views.py": VIEWS,
            "sdk/__init__.py": SDK,
            "sdk/aobjects.py": FRAMEWORK,
            "sdk-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: sdk\nVersion: 1.0\n",
        }
    )
    # Where an installed distribution would be.
    monkeypatch.setenv("PYTHONPATH", str(project.root))
    return project


def say(shop: MypyProject, value: str, version: str = "1.0") -> None:
    shop.write(
        {
            "sdk-1.0.dist-info/entry_points.txt": f"[aobjects_mypy.frameworks]\nsdk = {value}\n",
            "sdk-1.0.dist-info/METADATA": f"Metadata-Version: 2.1\nName: sdk\nVersion: {version}\n",
        }
    )


def test_a_framework_of_an_installed_package_is_heard(shop: MypyProject) -> None:
    say(shop, "sdk.aobjects:FRAMEWORK")
    (error,) = shop.mypy().errors
    assert error.code == "async-unsafe-query"
    assert 'Use "await acharge(...)"' in error.message


def test_a_warm_run_hears_of_a_package_that_is_installed_later(shop: MypyProject) -> None:
    assert shop.mypy().errors == []
    say(shop, "sdk.aobjects:FRAMEWORK")
    assert len(shop.mypy().errors) == 1


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("sdk.missing:FRAMEWORK", 'cannot load "sdk.missing:FRAMEWORK"'),
        ("sdk.aobjects:MISSING", 'cannot load "sdk.aobjects:MISSING"'),
        ("sdk.aobjects:NUMBER", '"sdk.aobjects:NUMBER", an entry point of "aobjects_mypy.frameworks", is no'),
    ],
)
def test_one_that_cannot_be_used_is_refused_in_a_sentence(shop: MypyProject, value: str, said: str) -> None:
    say(shop, value)
    result = shop.mypy()
    result.assert_no_crash()
    assert result.status == 2
    assert said in result.output
    # A warm run says so, too.
    assert said in shop.mypy().output
