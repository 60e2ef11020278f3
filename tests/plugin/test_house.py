"""The rules of the house: who imports whom, which names exist, and that every error is documented."""

from __future__ import annotations

import ast
import importlib
import json
import re
import subprocess
import sys
import tomllib
from functools import cache
from importlib.metadata import distribution, packages_distributions
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

import grimp
import pytest
from aobjects_mypy import diagnostics, names
from aobjects_mypy.analysis.rule import NO_RULE, Rule
from aobjects_mypy.rules import frameworks, registry
from aobjects_mypy.rules.packages import framework as packages

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT: Final = Path(__file__).resolve().parents[2]
PLUGIN: Final = ROOT / "mypy_plugin" / "aobjects_mypy"
RUNTIME: Final = ROOT / "runtime" / "aobjects"
PYTEST: Final = ROOT / "runtime" / "aobjects_pytest"
LONGEST_FILE: Final = 450


def modules(package: Path) -> list[Path]:
    found = sorted(package.rglob("*.py"))
    assert found, f"{package} is empty"
    return found


def imported_names(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            assert node.module is not None
            yield node.module


def top_level(path: Path) -> set[str]:
    return {name.partition(".")[0] for name in imported_names(path)}


def module_name(path: Path) -> str:
    return ".".join(path.relative_to(PLUGIN.parent).with_suffix("").parts).removesuffix(".__init__")


@pytest.mark.parametrize("path", modules(PLUGIN), ids=module_name)
def test_plugin_never_imports_the_runtime(path: Path) -> None:
    assert "aobjects" not in top_level(path)


def test_what_the_plugin_imports_is_declared() -> None:
    """That another distribution brings it along is no promise."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    declared = [*project["dependencies"], *extras["mypy"], *extras["server"]]
    declared_names = {re.split(r"[<>=~]", line)[0].lower() for line in declared}
    distributions = packages_distributions()
    for imported in set().union(*(top_level(path) for path in modules(PLUGIN))):
        if imported not in sys.stdlib_module_names and imported != "aobjects_mypy":
            providers = {name.lower().replace("_", "-") for name in distributions[imported]}
            assert providers & declared_names, imported


@pytest.mark.parametrize("path", [*modules(RUNTIME), *modules(PYTEST)], ids=lambda path: path.stem)
def test_runtime_never_imports_mypy(path: Path) -> None:
    assert not {"mypy", "mypy_django_plugin", "aobjects_mypy"} & top_level(path)


OF_BACKENDS: Final = RUNTIME / "backends"


@pytest.mark.parametrize("path", modules(RUNTIME), ids=lambda path: path.stem)
def test_only_a_backend_imports_what_it_needs(path: Path) -> None:
    """Who does not set an ENGINE has neither to install greenlet nor to import it."""
    if not path.is_relative_to(OF_BACKENDS):
        assert not {"greenlet", "psycopg"} & top_level(path)
        assert not [name for name in imported_names(path) if name.startswith("aobjects.backends")]


def test_only_what_asks_for_its_libraries_is_imported_without_them() -> None:
    """The module that Django loads says what is missing."""
    for path in (OF_BACKENDS / "postgresql" / "base.py", *OF_BACKENDS.rglob("__init__.py")):
        assert not {"greenlet", "psycopg"} & top_level(path)


def test_imports_keep_the_contracts() -> None:
    """The layers and the walls between the rules; what an annotation alone imports counts as well.

    In a process of its own: import-linter switches off every logger that it has not set up itself.
    """
    command = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [str(command), "--no-cache", "--no-logo"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_circle_of_imports_is_wider_than_a_folder() -> None:
    graph = grimp.build_graph(PLUGIN.name, cache_dir=None)
    imported = {module: graph.find_upstream_modules(module) for module in graph.modules}
    for module, below in imported.items():
        circle = {other for other in below if module in imported[other]}
        assert {other.rpartition(".")[0] for other in circle} <= {module.rpartition(".")[0]}, module


@pytest.mark.parametrize("path", modules(PLUGIN / "rules"), ids=module_name)
def test_every_rule_is_registered(path: Path) -> None:
    """Every module below has a rule or functions, or serves its framework; the registry has all of them."""
    module = importlib.import_module(module_name(path))
    if path.stem in ("__init__", "registry", "frameworks"):
        return
    if hasattr(module, "FRAMEWORK"):
        assert module.FRAMEWORK in frameworks.OWN
        return
    rules = [value for value in vars(module).values() if isinstance(value, Rule) and value is not NO_RULE]
    functions = vars(module).get("FUNCTIONS", {})
    assert rules or functions or path.with_name("framework.py").is_file()
    registered = [*registry.CLASSES.values(), *registry.ENTRIES.values(), *registry.ANY]
    assert all(any(rule is known for known in registered) for rule in rules)
    assert functions.keys() <= registry.FUNCTIONS.keys() | registry.QUERYING.keys()


def test_dataclasses_of_the_plugin_cost_little_to_define() -> None:
    defined = {
        module_name(path)
        for path in modules(PLUGIN)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module == "dataclasses"
        if any(alias.name == "dataclass" for alias in node.names)
    }
    assert defined == {"aobjects_mypy.values"}


@pytest.mark.parametrize("path", [*modules(PLUGIN), *modules(RUNTIME)], ids=lambda path: path.stem)
def test_no_file_is_long(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE


def test_no_file_is_a_drawer() -> None:
    drawers = {"utils", "helpers", "common", "misc"}
    everything = [path for top in (PLUGIN, RUNTIME, ROOT / "tests") for path in top.rglob("*.py")]
    assert not [path for path in everything if path.stem in drawers]


@pytest.mark.parametrize("path", [*modules(PLUGIN), *modules(RUNTIME)], ids=lambda path: path.stem)
def test_every_module_says_what_it_is(path: Path) -> None:
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert docstring, f"{path} has no docstring"


FULL_NAME: Final = re.compile(
    r"(django|asgiref|asyncio|channels|aobjects|typing|builtins|contextlib)(\.\w+)+"
)


def full_names(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    texts = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    return {text for text in texts if isinstance(text, str) and FULL_NAME.fullmatch(text)}


WRITTEN: Final = {path: full_names(path) for path in modules(PLUGIN)}

# The class that type checkers give functions, a link to the stub of asgiref, what is there with channels, and
# what is made when the apps are ready.
FOR_CHECKERS_ONLY: Final = {
    "aobjects.models.AsyncModel",
    "builtins.function",
    "aobjects._asgiref_sync",
    "aobjects.sync.database_sync_to_async",
}

# channels is no dependency of ours or of the tests: its names can only be checked where it is installed.
NAMES: Final = sorted(
    name
    for name in set().union(*WRITTEN.values())
    if name not in FOR_CHECKERS_ONLY and (not name.startswith("channels.") or find_spec("channels"))
)


@cache
def names_at_runtime() -> frozenset[str]:
    script = Path(__file__).with_name("importable_names.py")
    asked = json.dumps([*NAMES, *WITH_RULES])
    done = subprocess.run([sys.executable, script], input=asked, capture_output=True, text=True, check=True)
    return frozenset(json.loads(done.stdout))


def exists_in_django_stubs(full_name: str) -> bool:
    """Look where mypy looks: some classes have a name there that Django's nested ones do not have."""
    root = Path(str(distribution("django-stubs").locate_file("django-stubs")))
    parts = full_name.split(".")[1:]
    for split in range(len(parts), 0, -1):
        base = root.joinpath(*parts[:split])
        for stub in (base.with_suffix(".pyi"), base / "__init__.pyi"):
            if stub.exists():
                return split == len(parts) or defines(ast.parse(stub.read_text("utf-8")).body, parts[split:])
    return False


def exists_in_source(full_name: str) -> bool:
    """Look into the file of a library, which is not imported."""
    module, _, name = full_name.rpartition(".")
    try:
        found = find_spec(module) if module.startswith(("adrf.", "rest_framework.")) else None
    except ModuleNotFoundError:
        return False
    if found is None or found.origin is None:
        return False
    return defines(ast.parse(Path(found.origin).read_text("utf-8")).body, [name])


def defines(body: list[ast.stmt], path: list[str]) -> bool:
    """Tell whether the statements define the name; an import of it does not: mypy names the definition."""
    for node in body:
        match node:
            case ast.ClassDef(name=name) if name == path[0]:
                return len(path) == 1 or defines(node.body, path[1:])
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) if path == [name]:
                return True
            case ast.AnnAssign(target=ast.Name(id=name)) if path == [name]:
                return True
            case ast.If() if defines([*node.body, *node.orelse], path):
                return True
    return False


@pytest.mark.parametrize("full_name", NAMES)
def test_every_full_name_exists(full_name: str) -> None:
    if not full_name.startswith("django."):
        assert full_name in names_at_runtime()
    elif not exists_in_django_stubs(full_name):
        # An inherited method, which only the running class shows below the class that the stubs name.
        assert exists_in_django_stubs(full_name.rpartition(".")[0])
        assert full_name in names_at_runtime()


# Those of installed packages, which need settings, are executed in tests/installed.
OF_PACKAGES: Final = packages.FRAMEWORK.classes.keys() | packages.FRAMEWORK.functions.keys()
WITH_RULES: Final = (
    registry.CLASSES.keys() | registry.FUNCTIONS.keys() | registry.QUERYING.keys()
) - OF_PACKAGES


@pytest.mark.parametrize("full_name", sorted(WITH_RULES))
def test_what_has_a_rule_exists(full_name: str) -> None:
    """As mypy names it: Django 5.2 has no name yet for some of its classes."""
    # Some libraries cannot be imported without settings.
    assert exists_in_source(full_name) or (
        exists_in_django_stubs(full_name)
        if full_name.startswith("django.")
        else full_name in names_at_runtime()
    )


@pytest.mark.parametrize("full_name", NAMES)
def test_full_name_is_written_in_one_module(full_name: str) -> None:
    """What two modules want to know stands in names.py."""
    writers = [path.name for path, written in WRITTEN.items() if full_name in written]
    assert len(writers) == 1, writers


def test_constants_of_names_are_distinct() -> None:
    constants = [value for name, value in vars(names).items() if name.isupper() and isinstance(value, str)]
    assert constants
    assert sorted(constants) == sorted(set(constants))


CODES: Final = [code.code for code in diagnostics.CODES]
PARENT: Final = diagnostics.ASYNC_UNSAFE.code
OFF_BY_DEFAULT: Final = {code.code for code in diagnostics.CODES if not code.default_enabled}


def test_codes_are_the_published_ones() -> None:
    assert CODES == [
        "async-unsafe",
        "async-unsafe-relation",
        "async-unsafe-deferred",
        "async-unsafe-query",
        "async-unsafe-iteration",
        "async-unsafe-call",
        "async-unsafe-unproven",
        "async-bridge",
    ]
    assert {"async-unsafe-unproven"} == OFF_BY_DEFAULT


@pytest.mark.parametrize("code", CODES)
def test_code_has_a_page(code: str) -> None:
    page = (ROOT / "docs" / "errors" / f"{code}.md").read_text(encoding="utf-8")
    assert page.startswith(f"# {code}\n")
    assert f"# type: ignore[{code}]" in page


def test_how_it_works_names_what_is_there() -> None:
    """Every file and folder of the page exists, and no folder of the plugin is left out."""
    page = (ROOT / "docs" / "how-it-works.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`([\w/-]+(?:\.py|\.md|\.toml|/))`", page))
    assert not [path for path in named if not ((PLUGIN / path).exists() or (ROOT / path).exists())]
    folders = {f"{path.name}/" for path in PLUGIN.iterdir() if (path / "__init__.py").exists()}
    assert folders <= named


def test_each_folder_of_rules_is_in_both_contracts() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    folders = {path.parent.name for path in (PLUGIN / "rules").glob("*/__init__.py")}
    for key in ("modules", "forbidden_modules"):
        named = [name for contract in contracts for name in contract.get(key, ())]
        assert folders <= {name.split(".")[2] for name in named if name.startswith("aobjects_mypy.rules.")}


def test_pages_have_a_code() -> None:
    assert sorted(path.stem for path in (ROOT / "docs" / "errors").glob("*.md")) == sorted(CODES)


@pytest.mark.parametrize("code", CODES)
def test_code_is_in_the_changelog(code: str) -> None:
    assert f"`{code}`" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


# The parent is never printed itself, and the cases are checked with the codes that are on by default.
@pytest.mark.parametrize("code", [code for code in CODES if code != PARENT and code not in OFF_BY_DEFAULT])
def test_code_has_a_case(code: str) -> None:
    mark = re.compile(rf"# E: {re.escape(code)}(\s|$)", re.MULTILINE)
    cases = [
        path for path in (ROOT / "typecheck_cases").rglob("*.py") if mark.search(path.read_text("utf-8"))
    ]
    assert cases
