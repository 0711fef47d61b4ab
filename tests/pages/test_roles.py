"""Every page opens for every role, and none hands a reader a way to change anything."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from components.menu import EVERY
from sharedground.access import Role

ROOT = Path(__file__).resolve().parents[2]
MAIN = ROOT / "components" / "shell" / "main.py"
WRITES = (
    "save",
    "use these",
    "add ",
    "make ",
    "start your own",
    "scale",
    "keep",
    "delete",
    "bring",
)
"""How the labels of buttons that write begin."""


def opened(name: str, role: Role, folder: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("SHAREDGROUND_DATABASE_URL", f"sqlite:///{folder / 'roles.sqlite'}")
    monkeypatch.setenv("SHAREDGROUND_LOCAL_ROLE", role.value)
    monkeypatch.setattr("streamlit.runtime.context.ContextProxy.ip_address", "127.0.0.1")
    app = AppTest.from_file(str(MAIN), default_timeout=60).run()
    door = next(door for door in EVERY if door.name == name)
    return app.switch_page(door.file).run()


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("name", [door.name for door in EVERY])
def test_every_page_opens_for_every_role(
    name: str, role: Role, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(name, role, tmp_path, monkeypatch)
    assert not app.exception
    assert any("<h1" in block.value for block in app.get("html"))


@pytest.mark.parametrize("name", [door.name for door in EVERY])
def test_a_reader_finds_no_button_that_writes(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(name, Role.READER, tmp_path, monkeypatch)
    labels = [button.label.casefold() for button in app.button]
    assert [label for label in labels if label.startswith(WRITES)] == []


def test_a_reader_is_told_in_words_who_may_add_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened("add-data", Role.READER, tmp_path, monkeypatch)
    said = " ".join(str(block.value) for kind in ("html", "error", "markdown") for block in
                    app.get(kind))  # fmt: skip
    assert "officer" in said
    assert len(app.get("file_uploader")) == 0
