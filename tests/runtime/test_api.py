"""The page of the public names says what the docstrings say today."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import api

ROOT = Path(__file__).resolve().parents[2]
ENTRY = re.compile(r"^## `(?:aobjects\.\w+\.)?(\w+)`$", re.MULTILINE)
MODULE = re.compile(r"\baobjects\.[a-z_]+")


def test_the_page_is_what_the_docstrings_say() -> None:
    assert api.PAGE.read_text(encoding="utf-8") == api.page(), "write it: python tests/runtime/api.py"


def test_each_public_name_and_each_of_its_methods_has_an_entry() -> None:
    page = api.PAGE.read_text(encoding="utf-8")
    public = {name for module in api.MODULES for name in importlib.import_module(module).__all__}
    assert public == set(ENTRY.findall(page))
    for name in ("get", "values_list", "as_manager", "query", "item", "through_defaults"):
        assert name in page


def test_each_module_that_the_documentation_names_is_on_the_page() -> None:
    pages = {ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")} - {api.PAGE}
    named = {name for page in pages for name in MODULE.findall(page.read_text(encoding="utf-8"))}
    modules = {name for name in named if importlib.util.find_spec(name) is not None}
    with_names = {name for name in modules if hasattr(importlib.import_module(name), "__all__")}
    assert with_names == set(api.MODULES) - {"aobjects"}
