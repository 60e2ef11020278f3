"""The page of the public names says what the docstrings say today."""

from __future__ import annotations

import aobjects
import api


def test_the_page_is_what_the_docstrings_say() -> None:
    assert api.PAGE.read_text(encoding="utf-8") == api.page(), "write it: python tests/runtime/api.py"


def test_each_public_name_and_each_of_its_methods_has_an_entry() -> None:
    page = api.PAGE.read_text(encoding="utf-8")
    for name in aobjects.__all__:
        assert f"## `{name}`" in page
    for name in ("get", "values_list", "as_manager", "query", "item", "through_defaults"):
        assert name in page
