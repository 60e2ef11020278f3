"""``async-bridge`` is switched as any code, by line, module and project; mypy's own words come back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from tests.mypy_project import MypyProject, StubCache

pytestmark = pytest.mark.any_django("mypy's options and comments")

FILE: Final = "shop/views.py"
VIEWS: Final = """
    from asgiref.sync import async_to_sync, sync_to_async

    async def fetch(pk: int) -> int:
        return pk

    def read(pk: int) -> int:
        return pk

    wrapped = sync_to_async(fetch)
    value = sync_to_async(3)
    looped = async_to_sync(read)

    @sync_to_async
    async def decorated() -> None: ...

    async def view() -> None:
        async_to_sync(fetch)(1)
    """
WRONG: Final = ["wrapped = ", "value = ", "looped = ", "@sync_to_async", "async_to_sync(fetch)"]


@pytest.fixture
def shop(project: MypyProject, stubs: StubCache) -> MypyProject:
    project.stubs = stubs
    project.write({FILE: VIEWS})
    return project


def test_each_wrong_line_is_one_error(shop: MypyProject) -> None:
    expected = [(FILE, shop.line(FILE, text), "async-bridge") for text in WRONG]
    assert shop.mypy().codes == expected


def test_an_ignore_silences_a_line_and_is_used(shop: MypyProject) -> None:
    ignore = "  # type: ignore[async-bridge]"
    for line in ("sync_to_async(fetch)", "sync_to_async(3)", "async_to_sync(read)", "@sync_to_async"):
        shop.edit(FILE, f"{line}\n", f"{line}{ignore}\n")
    shop.edit(FILE, "async_to_sync(fetch)(1)", f"async_to_sync(fetch)(1){ignore}")
    assert shop.mypy("shop", "--warn-unused-ignores").codes == []


@pytest.mark.parametrize(
    "settings",
    [
        'disable_error_code = ["async-bridge"]',
        '\n[[tool.mypy.overrides]]\nmodule = "shop.views"\ndisable_error_code = ["async-bridge"]',
    ],
    ids=["project", "module"],
)
def test_where_it_is_disabled_mypy_says_what_it_knows(shop: MypyProject, settings: str) -> None:
    shop.configure(settings)
    found = {(line, code) for _, line, code in shop.mypy().codes}
    assert (shop.line(FILE, "value = "), "call-overload") in found
    assert (shop.line(FILE, "looped = "), "arg-type") in found
    assert {line for line, _ in found} == {shop.line(FILE, "value = "), shop.line(FILE, "looped = ")}


def test_it_does_not_hang_on_async_unsafe(shop: MypyProject) -> None:
    result = shop.mypy("shop", "--disable-error-code=async-unsafe")
    assert len(result.codes) == len(WRONG)
