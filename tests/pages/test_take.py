"""Taking away and bringing in: exports, templates, and the whole place in one file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from sqlalchemy.engine import Engine
from streamlit.testing.v1 import AppTest

from sharedground.access import Actor, Role, acting_as
from sharedground.export.templates import Template
from sharedground.model.place import Kind
from sharedground.partnership.pack import pack
from sharedground.store import loading, places
from tests.pages import data_town
from tests.pages.data_town import FIGURES, GROUPS, PEOPLE, areas_geojson, by_label, words

FULL = {Kind.AREAS: areas_geojson(), Kind.POPULATION: PEOPLE, Kind.INDICATORS: FIGURES,
        Kind.ASSETS: GROUPS}  # fmt: skip
Offered = dict[str, tuple[str, bytes]]


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Engine:
    return data_town.new_store(monkeypatch, tmp_path)


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> Callable[[], Offered]:
    """Return what the buttons drawn last would hand over, by label: file name and bytes."""
    drawn: dict[str, tuple[str, Any]] = {}
    real = st.download_button

    def note(label: str, data: Any, *rest: Any, **given: Any) -> bool:
        drawn[label] = (given.get("file_name") or rest[0], data)
        return real(label, data, *rest, **given)

    monkeypatch.setattr(st, "download_button", note)
    return lambda: {label: (name, data() if callable(data) else data)
                    for label, (name, data) in drawn.items()}  # fmt: skip


def asked(app: AppTest) -> AppTest:
    """Ask to open a partnership file."""
    return by_label(app.checkbox, "Open a partnership file instead").check().run()


def test_everyone_can_take_what_is_public(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, offered: Callable[[], Offered]
) -> None:
    data_town.a_town(engine, FULL)
    monkeypatch.setenv("SHAREDGROUND_LOCAL_ROLE", "reader")
    app = data_town.page("about")
    by_label(app.selectbox, "What to take").select("assets")
    app = app.run()
    app = by_label(app.selectbox, "Kind of file").select("geojson").run()
    assert not app.exception
    assert "For whom" not in [box.label for box in app.selectbox]
    assert "It holds no contacts that are not public." in words(app)
    name, content = offered()["Download"]
    assert name == "sale-assets.geojson"
    assert b'"audience": "public"' in content
    assert b"Chess Club" in content


def test_every_choice_of_what_and_how_gives_a_file(
    engine: Engine, offered: Callable[[], Offered]
) -> None:
    data_town.a_town(engine, FULL)
    app = data_town.page("about")
    names = set()
    for what in by_label(app.selectbox, "What to take").options:
        app = by_label(app.selectbox, "What to take").select_index(
            by_label(app.selectbox, "What to take").options.index(what)
        ).run()  # fmt: skip
        for at in range(len(by_label(app.selectbox, "Kind of file").options)):
            app = by_label(app.selectbox, "Kind of file").select_index(at).run()
            assert not app.exception
            name, content = offered()["Download"]
            names.add(name)
            assert len(content) > 50
    assert len(names) == 23


def test_officers_choose_whom_a_file_is_for(engine: Engine, offered: Callable[[], Offered]) -> None:
    data_town.a_town(engine, FULL)
    app = by_label(data_town.page("about").selectbox, "For whom").select(Role.OFFICER).run()
    assert "Do not publish it." in words(app)
    name, content = offered()["Download"]
    assert name == "sale-everything-officers.xlsx"
    assert content.startswith(b"PK")


def test_templates_are_offered_where_lists_are_kept_and_added(
    engine: Engine, offered: Callable[[], Offered]
) -> None:
    data_town.a_town(engine, {Kind.AREAS: areas_geojson()})
    app = by_label(data_town.page("about").selectbox, "Sheet for").select("priorities").run()
    assert not app.exception
    assert offered()["Download for Excel"][0] == "priorities-template.xlsx"
    assert offered()["Download as CSV"][1].startswith("\ufeffOutcome,Weight".encode())
    app = data_town.page("add")
    by_label(app.selectbox, "A sheet for").select(Template.POPULATIONS).run()
    name, content = offered()["Download a sheet to fill in"]
    assert (name, content[:2]) == ("populations-template.xlsx", b"PK")


def test_the_whole_place_goes_out_and_comes_in_again(
    engine: Engine, offered: Callable[[], Offered]
) -> None:
    place_id = data_town.a_town(engine, FULL)
    data_town.page("about")
    name, content = offered()["Download the partnership file"]
    assert name == "sale-partnership.zip"
    app = asked(data_town.page("add"))
    app = app.file_uploader[1].upload(name, content, "application/zip").run()
    app = by_label(app.button, "Open it as a new place").click().run()
    assert "There is already a place called Sale." in app.error[0].value
    named = by_label(app.text_input, "Another name for the place, if it is here already")
    app = named.input("Sale twice").run()
    app = by_label(app.button, "Open it as a new place").click().run()
    assert not app.exception
    assert "Sale twice is ready. Every figure is the same" in app.success[0].value
    known = {place.name: place.place_id for place in places.places(engine)}
    assert set(known) == {"Sale", "Sale twice"}
    assert len(loading.load(engine, known["Sale twice"]).assets) == len(
        loading.load(engine, place_id).assets
    )


def test_a_file_that_cannot_be_opened_says_why(engine: Engine) -> None:
    place_id = data_town.a_town(engine, FULL)
    with acting_as(Actor(name="Ada", role=Role.OFFICER)):
        content = pack(engine, place_id).content
    app = asked(data_town.page("add"))
    app = app.file_uploader[1].upload("x.zip", content[:-300], "application/zip").run()
    app = by_label(app.button, "Open it as a new place").click().run()
    assert not app.exception
    assert "x.zip was not opened, and nothing was changed." in app.error[0].value
    assert [place.name for place in places.places(engine)] == ["Sale"]
