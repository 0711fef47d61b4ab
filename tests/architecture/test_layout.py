"""The shape of the code, where import-linter cannot see it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MAIN = ROOT / "components" / "shell" / "main.py"
PAGES = sorted((ROOT / "pages").rglob("*.py"))
COMPONENTS = sorted((ROOT / "components").rglob("*.py"))
DOMAIN = sorted((ROOT / "sharedground").rglob("*.py"))


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), filename=str(path))


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def test_there_is_something_to_check() -> None:
    assert len(PAGES) == 20
    assert len(COMPONENTS) > 5
    assert len(DOMAIN) > 10


def test_no_pages_folder_lies_beside_the_main_script() -> None:
    assert not (MAIN.parent / "pages").exists()


def test_pages_lie_one_folder_down() -> None:
    assert all(page.parent.parent == ROOT / "pages" for page in PAGES)


@pytest.mark.parametrize("path", [*PAGES, *COMPONENTS, ROOT / "app.py"], ids=name)
def test_only_the_session_touches_session_state(path: Path) -> None:
    touches = any(
        (isinstance(node, ast.Attribute) and node.attr == "session_state")
        or (isinstance(node, ast.alias) and node.name == "session_state")
        for node in ast.walk(tree(path))
    )
    assert not touches or path == ROOT / "components" / "session.py"


def test_the_entry_only_imports_and_assigns_one_app() -> None:
    doc, *body = tree(ROOT / "app.py").body
    assert isinstance(doc, ast.Expr)
    *imports, assign = body
    assert all(isinstance(node, ast.Import | ast.ImportFrom) for node in imports)
    assert isinstance(assign, ast.Assign)
    assert ast.unparse(assign.targets[0]) == "app"
    assert isinstance(assign.value, ast.Call)
    assert ast.unparse(assign.value.func) == "st.App"


def test_the_main_script_draws_nothing() -> None:
    used = {
        node.attr
        for node in ast.walk(tree(MAIN))
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "st"
    }
    assert used == {"navigation", "set_page_config", "logo"}


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_a_page_defines_no_class(path: Path) -> None:
    # A class made in a page is a new one at each run, so that isinstance and == turn false.
    assert not [node for node in ast.walk(tree(path)) if isinstance(node, ast.ClassDef)]


@pytest.mark.parametrize("path", DOMAIN, ids=name)
def test_the_domain_knows_nothing_of_the_screen(path: Path) -> None:
    screen = {"streamlit", "folium", "plotly", "streamlit_folium", "components", "branca"}
    assert not screen & {module.split(".")[0] for module in imported(path)}


@pytest.mark.parametrize("path", [*PAGES, *COMPONENTS], ids=name)
def test_nobody_imports_a_page(path: Path) -> None:
    assert not {"pages", "app"} & {module.split(".")[0] for module in imported(path)}


def test_data_holds_files_only() -> None:
    assert not list((ROOT / "data").rglob("*.py"))


@pytest.mark.parametrize("path", [*PAGES, *COMPONENTS, *DOMAIN, ROOT / "app.py"], ids=name)
def test_every_module_says_what_it_is_for(path: Path) -> None:
    if "migrations" not in path.parts:
        assert ast.get_docstring(tree(path))
