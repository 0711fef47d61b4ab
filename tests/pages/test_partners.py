"""The page Partners: who is involved, what they bring, and who is only named so far."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from sqlalchemy.engine import Engine
from streamlit.testing.v1 import AppTest

from sharedground.access import acting_as, local_actor
from sharedground.model.frames import ASSETS, PARTNERS, SITES
from sharedground.model.place import Kind
from sharedground.store import keeping, places, visions
from tests.builders import a_site, an_asset, an_upload
from tests.pages import gap_town
from tests.pages.gap_town import HOSTILE, headings, words
from tests.pages.screen_text import ways_on

PAGE = "together/partners.py"
COUNCIL = "Town Council"


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Engine:
    return gap_town.new_database(monkeypatch, tmp_path)


def a_partner(partner_id: str, name: str, **given: Any) -> dict[str, Any]:
    return dict.fromkeys(PARTNERS, "") | {
        "partner_id": partner_id, "name": name, "source_id": "partners", "row_number": 2, **given,
    }  # fmt: skip


def add_partners(engine: Engine, place_id: str, rows: list[dict[str, Any]], **source: Any) -> None:
    frame = pd.DataFrame(rows)[list(PARTNERS)]
    upload = an_upload(Kind.PARTNERS, {"partners": frame}, content=b"partners", rows=len(rows))
    told = upload.source.model_copy(update=source)
    with acting_as(local_actor()):
        keeping.keep(engine, place_id, keeping.Upload(**(vars(upload) | {"source": told})))


def add_assets(engine: Engine, place_id: str, rows: list[dict[str, Any]]) -> None:
    sites = pd.DataFrame([a_site("s1")])[list(SITES)]
    assets = pd.DataFrame([an_asset(f"a{n}", "s1", **row) for n, row in enumerate(rows)])
    frames = {"assets": assets[list(ASSETS)], "sites": sites}
    with acting_as(local_actor()):
        keeping.keep(engine, place_id, an_upload(Kind.ASSETS, frames, content=b"assets"))


@pytest.fixture
def town(engine: Engine) -> str:
    """A town with three partners, of whom the council runs 2 places and the trust one."""
    with acting_as(local_actor()):
        place_id = places.new_place(engine, "Sixways").place_id
        visions.save_vision(engine, place_id, gap_town.vision(), opened_from=0)
    add_partners(
        engine, place_id,
        [
            a_partner("p1", COUNCIL, partner_kind="council", email="desk@town.example.org",
                      url="www.town.example.org", description="Runs libraries."),
            a_partner("p2", HOSTILE, partner_kind="charity", url="javascript:alert(1)",
                      external_identifiers='[{"scheme": "GB-CHC", "identifier": "1234567"}]'),
            a_partner("p3", "Quiet Friends", partner_kind="charity"),
        ],
        title="360Giving grants", rows_read=9, rows_kept=3, rows_merged=6, date="2024-05",
    )  # fmt: skip
    add_assets(
        engine, place_id,
        [
            {"partner_id": "p1", "category": "library", "name": "West Library"},
            {"partner_id": "p1", "category": "bus-stop", "name": "Bus stop"},
            {"partner_id": "p2", "category": "sport", "name": HOSTILE},
            {"organization": "Old  Scouts", "name": "Hut"},
            {"organization": "OLD SCOUTS", "name": "Second hut"},
            {"name": "Nobody's place"},
        ],
    )  # fmt: skip
    return place_id


def names(app: AppTest) -> list[str]:
    return [b.proto.id for b in app.button if str(b.key or "").startswith("open-")]


def open_partner(partner_id: str) -> AppTest:
    app = gap_town.opened(PAGE, partner=partner_id)
    assert not app.exception
    return app


def test_the_list_comes_with_counts_and_the_findings_as_headings(town: str) -> None:
    app = gap_town.opened(PAGE)
    assert not app.exception
    assert headings(app) == [
        "Together, partners serve every outcome of our vision",
        "1 more is named in the lists but not yet a partner",
        "Learning has most places run by partners",
    ]
    said = words(app)
    assert "3 partners" in said
    assert "2 places. Council. Bus stops, Libraries" in said
    assert "of 6 places listed" in said
    assert len(names(app)) == 3


def test_grants_are_said_to_be_grants(town: str) -> None:
    said = words(gap_town.opened(PAGE))
    assert (
        "3 partners from 9 grant rows, 6 rows merged. Source: 360Giving grants. "
        "Date: 2024-05. Licence: not stated."
    ) in said
    assert "A grant is not a place, so grants alone put nothing on the map." in said


def test_who_is_named_but_no_partner_is_counted_once(town: str) -> None:
    said = words(gap_town.opened(PAGE))
    assert '<th scope="row" role="rowheader">Old Scouts</th>' in said
    assert "OLD SCOUTS" not in said
    assert "1 place names nobody who runs it." in said


def test_partners_are_searched_and_filtered(town: str) -> None:
    app = gap_town.opened(PAGE)
    app.text_input[0].set_value("LIBRARIES runs").run()
    assert "1 partner</h3>" in words(app)
    app.text_input[0].set_value("").run()
    kind, serves = app.selectbox
    assert kind.options == ["Any kind", "Charity", "Council"]
    kind.set_value("charity").run()
    assert "2 partners</h3>" in words(app)
    serves.set_value("Learning").run()
    assert "No partner matches." in words(app)


def test_one_partner_with_its_places_and_what_they_serve(town: str) -> None:
    app = open_partner("p1")
    assert headings(app) == [COUNCIL, "It runs 2 places listed here"]
    said = words(app)
    assert "Its places serve Learning." in said
    assert "West Library" in said
    assert "desk@town.example.org" in said
    assert [link.proto.url for link in app.get("link_button")] == ["https://www.town.example.org"]
    next(b for b in app.button if b.label == "All partners").click().run()
    assert "Together, partners serve every outcome of our vision" in headings(app)


def test_pressing_a_name_opens_it(town: str) -> None:
    app = gap_town.opened(PAGE)
    next(b for b in app.button if b.key == "open-p3").click().run()
    assert headings(app) == ["Quiet Friends", "No places are listed under this name yet"]
    assert "None of its listed places serves an outcome of the vision yet." in words(app)


def test_contact_is_for_officers_only(monkeypatch: pytest.MonkeyPatch, town: str) -> None:
    for role, shown in (("officer", True), ("participant", False), ("reader", False)):
        monkeypatch.setenv("SHAREDGROUND_LOCAL_ROLE", role)
        assert ("desk@town.example.org" in words(open_partner("p1"))) is shown


def test_names_and_links_from_files_are_text(town: str) -> None:
    app = open_partner("p2")
    assert "<img" not in words(app)
    assert "Charity number 1234567" in words(app)
    assert len(app.get("link_button")) == 0
    app = gap_town.opened(PAGE)
    assert "<img" not in words(app)
    label = next(b.label for b in app.button if b.key == "open-p2")
    assert not set("<`$*") & set(label)


def test_without_partners_it_says_what_to_do(engine: Engine) -> None:
    with acting_as(local_actor()):
        place_id = places.new_place(engine, "Sixways").place_id
    app = gap_town.opened(PAGE)
    assert not app.exception
    assert headings(app) == ["No partners yet"]
    assert ways_on(app) == ["Add a list of partners"]
    add_assets(engine, place_id, [{"organization": "Old Scouts", "name": "Hut"}])
    assert headings(gap_town.opened(PAGE)) == [
        "No partners yet", "1 more is named in the lists but not yet a partner",
    ]  # fmt: skip


def test_partners_without_places_or_a_vision_served(engine: Engine) -> None:
    with acting_as(local_actor()):
        place_id = places.new_place(engine, "Sixways").place_id
    add_partners(engine, place_id, [a_partner("p1", COUNCIL)])
    app = gap_town.opened(PAGE)
    assert not app.exception
    assert headings(app) == ["No partner is linked to a place yet"]


def test_many_partners_come_a_page_at_a_time(engine: Engine) -> None:
    with acting_as(local_actor()):
        place_id = places.new_place(engine, "Sixways").place_id
    add_partners(engine, place_id, [a_partner(f"p{n}", f"Group {n:03d}") for n in range(352)])
    app = gap_town.opened(PAGE)
    assert "352 partners</h3>" in words(app)
    assert len(names(app)) == 15
    app.pagination[0].set_value(24).run()
    assert [b.label for b in app.button if str(b.key).startswith("open-")][-1] == "Group 351"
    assert len(names(app)) == 7
