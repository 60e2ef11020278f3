"""Rows that a project adds where it configures mypy: reported, refused in a sentence, seen by warm runs."""

from __future__ import annotations

from typing import Final

import pytest

from tests.mypy_project import DJANGO_STUBS, OURS, MypyProject, StubCache

pytestmark = pytest.mark.any_django("mypy's configuration")

CLIENT: Final = """
    def charge(amount: int) -> bool:
        return bool(amount)

    async def acharge(amount: int) -> bool:
        return bool(amount)

    class Account:
        total: int = 0

        @property
        def balance(self) -> int:
            return self.total

        def close(self) -> None:
            self.total = 0
    """
VIEWS: Final = """
    from billing import charge
    from billing.client import Account

    async def pays() -> bool:
        return charge(3)

    async def reads(account: Account) -> int:
        return account.balance

    async def closes(account: Account) -> None:
        account.close()

    async def hands_the_method_on(account: Account) -> object:
        return account.close

    async def helps() -> bool:
        return _pay()

    def _pay() -> bool:
        return charge(1)
    """
ROWS: Final = """
[tool.aobjects_mypy.queries]
"billing.charge" = "acharge"
"billing.client.Account.balance" = ""
"billing.client.Account.close" = ""
"""


@pytest.fixture
def shop(project: MypyProject, stubs: StubCache) -> MypyProject:
    project.stubs = stubs
    project.write(
        {
            "shop/models.py": "",
            "shop/views.py": VIEWS,
            "billing/__init__.py": "from billing.client import charge as charge",
            "billing/client.py": CLIENT,
        }
    )
    return project


def test_rows_are_reported_with_their_twins(shop: MypyProject) -> None:
    shop.configure(ROWS)
    errors = shop.mypy().errors
    assert [(error.line, error.code) for error in errors] == [
        (shop.line("shop/views.py", "return charge(3)"), "async-unsafe-query"),
        (shop.line("shop/views.py", "return account.balance"), "async-unsafe-query"),
        (shop.line("shop/views.py", "account.close()"), "async-unsafe-query"),
        (shop.line("shop/views.py", "return _pay()"), "async-unsafe-call"),
    ]
    assert 'Use "await acharge(...)"' in errors[0].message
    assert 'Use "await sync_to_async(account.close)()"' in errors[2].message


def test_a_warm_run_sees_an_edit_of_the_rows(shop: MypyProject) -> None:
    shop.configure()
    assert shop.mypy().errors == []
    shop.configure(ROWS)
    assert len(shop.mypy().errors) == 4
    shop.configure(ROWS.replace('"acharge"', '""'))
    assert 'Use "await sync_to_async(charge)(...)"' in shop.mypy().errors[0].message
    shop.configure()
    assert shop.mypy().errors == []


def test_rows_stand_in_mypy_ini_too(shop: MypyProject) -> None:
    (shop.root / "pyproject.toml").unlink(missing_ok=True)
    shop.write(
        {
            "mypy.ini": f"""
                [mypy]
                plugins = {OURS}, {DJANGO_STUBS}
                show_error_codes = True
                [mypy.plugins.django-stubs]
                django_settings_module = shop.settings
                [mypy.plugins.aobjects_mypy.queries]
                billing.client.charge = acharge
                billing.client.Account.close =
                """
        }
    )
    assert [error.code for error in shop.mypy().errors] == [
        "async-unsafe-query",
        "async-unsafe-query",
        "async-unsafe-call",
    ]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ('"biling.charge" = ""', 'names nothing: there is no module "biling"'),
        ('"billing.client.chrge" = ""', 'names nothing: there is no "chrge" in "billing.client"'),
        ('"billing.client.Account.balnce" = ""', 'names nothing: there is no "balnce" in "Account"'),
        ('"billing.client" = ""', "names nothing: it is a module"),
        ('"charge" = ""', "is no full name"),
        ('"billing.client charge" = ""', "is no full name"),
        ('"billing.charge" = true', 'must give the name of its async twin, or ""'),
        ('"billing.charge" = "no twin"', 'must give the name of its async twin, or ""'),
    ],
)
def test_a_wrong_row_is_refused_in_a_sentence(shop: MypyProject, rows: str, said: str) -> None:
    shop.configure(f"\n[tool.aobjects_mypy.queries]\n{rows}\n")
    result = shop.mypy()
    result.assert_no_crash()
    assert result.status == 2
    assert said in result.output
    assert "[tool.aobjects_mypy.queries] of pyproject.toml" in result.output


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (
            "\n[tool.aobjects_mypy]\nquerys = {}\n",
            '[tool.aobjects_mypy] of pyproject.toml knows "queries" only',
        ),
        ("\n[tool.aobjects_mypy]\nqueries = 3\n", "must be a table"),
    ],
)
def test_a_wrong_table_is_refused_in_a_sentence(shop: MypyProject, table: str, said: str) -> None:
    shop.configure(table)
    result = shop.mypy()
    result.assert_no_crash()
    assert result.status == 2
    assert said in result.output
