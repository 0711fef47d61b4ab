"""The shell: pages in order, and a server that starts in one piece."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from components import menu
from sharedground.errors import NotFoundError

ROOT = Path(__file__).resolve().parents[2]
MAIN = ROOT / "components" / "shell" / "main.py"


def test_the_menu_is_in_the_order_people_use_it() -> None:
    assert [door.title for door in menu.DOORS] == [
        "Start", "Map", "Strengths and gaps", "Our vision", "Partners", "Meeting",
        "Add data", "Check", "About the data",
    ]  # fmt: skip
    assert [door.name for door in menu.DOORS] == [
        "start", "map", "gaps", "vision", "partners", "meeting", "add-data", "check",
        "about-data",
    ]  # fmt: skip


def test_every_page_is_a_file_and_every_file_is_a_page() -> None:
    named = {(MAIN.parent / door.file).resolve() for door in menu.EVERY}
    assert named == set((ROOT / "pages").rglob("*.py"))


def test_addresses_are_flat() -> None:
    assert all("/" not in door.name for door in menu.EVERY)


def test_the_main_script_opens_on_the_first_page(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SHAREDGROUND_DATABASE_URL", f"sqlite:///{tmp_path / 'store.sqlite'}")
    app = AppTest.from_file(str(MAIN), default_timeout=60).run()
    assert not app.exception
    heads = [e.proto.body for e in app.get("html") if "<h1>" in e.proto.body]
    assert len(heads) == 1


def links() -> None:
    from components import menu

    menu.link("nowhere", "Go")


def test_a_link_to_a_page_that_is_not_there_is_a_fault() -> None:
    with pytest.raises(NotFoundError):
        menu.go("nowhere")
    assert len(AppTest.from_function(links).run().exception) == 1


CHECK = """
import sys
import app
from components.server.warming import make_ready, warm

warm()
make_ready()
print(type(app.app).__name__, "streamlit_folium" in sys.modules)
"""


def started(database: str) -> subprocess.CompletedProcess[str]:
    """Do what a server does when it starts, on this database."""
    return subprocess.run(
        [sys.executable, "-c", CHECK], cwd=ROOT, capture_output=True, text=True, check=True,
        env=os.environ | {"SHAREDGROUND_DATABASE_URL": database},
    )  # fmt: skip


def test_the_server_loads_no_component_before_the_runtime_exists(tmp_path: Path) -> None:
    done = started(f"sqlite:///{tmp_path / 'app.sqlite'}")
    assert done.stdout.split() == ["App", "False"]
    assert "ready" not in done.stderr


def test_a_server_whose_store_does_not_open_starts_to_say_so(tmp_path: Path) -> None:
    done = started(f"sqlite:///{tmp_path}")
    assert done.stdout.split() == ["App", "False"]
    assert "the store could not be opened" in done.stderr
