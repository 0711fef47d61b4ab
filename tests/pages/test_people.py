"""Whose contacts a list holds is asked when it comes in, and can be changed for a list later."""

from pathlib import Path

import pytest
from sqlalchemy.engine import Engine
from streamlit.testing.v1 import AppTest

from sharedground.access import Role, acting_as
from sharedground.model.place import Kind
from sharedground.store import edits, loading
from sharedground.views import view_for
from tests.pages import data_town
from tests.pages.data_town import areas_geojson, by_label, words

GROUPS = (
    b"Name,Type,lon,lat,Phone,Email,Secretary\n"
    b"Chess Club,Club,-2.295,53.405,07700 900123,info@chess.example.org,Jane Smith\n"
    b"Food Hub,Community hub,-2.285,53.405,0161 496 0000,jane.smith@gmail.com,\n"
    b"The Refuge,Refuge,-2.275,53.405,0161 496 0999,,\n"
)
PEOPLE = "Numbers and addresses of people, for officers only"
SENSITIVE = "Sensitive places, such as a refuge or a home"


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Engine:
    return data_town.new_store(monkeypatch, tmp_path)


def chosen(engine: Engine) -> tuple[AppTest, str]:
    """Return the page with a list chosen that holds contacts of all sorts."""
    place_id = data_town.a_town(engine, {Kind.AREAS: areas_geojson()})
    app = data_town.page("add")
    return app.file_uploader[0].upload("groups.csv", GROUPS, "text/csv").run(), place_id


def saved(app: AppTest) -> AppTest:
    return by_label(app.button, "Use these 3 rows").click().run()


def test_it_is_told_whose_contacts_they_are_and_which_places_are_sensitive(engine: Engine) -> None:
    app, _ = chosen(engine)
    assert not app.exception
    told = words(app)
    assert "We found 5 telephone numbers and e-mail addresses." in told
    assert "3 belong to organisations. 2 seem to belong to people: only officers see them." in told
    assert "We found 1 name of a person: only officers see it." in told
    assert "1 place is marked as sensitive" in told
    assert by_label(app.multiselect, PEOPLE).value == [
        "jane.smith@gmail.com (Food Hub)", "07700 900123 (Chess Club)",
    ]  # fmt: skip
    assert by_label(app.multiselect, SENSITIVE).value == ["The Refuge (row 4)"]


def test_saved_as_it_is_nobody_sees_a_contact_of_a_person_or_an_organisation(
    engine: Engine,
) -> None:
    app, place_id = chosen(engine)
    saved(app)
    held = loading.load(engine, place_id)
    public = view_for(held, Role.READER).assets
    assert set(public["phone"]) | set(public["email"]) == {""}
    assert sorted(held.contacts["field"]) == ["email", "name", "phone"]


def test_one_tick_shows_the_organisations_contacts_to_everyone(engine: Engine) -> None:
    app, place_id = chosen(engine)
    app = by_label(app.checkbox, "Show the 3 contacts of organisations to everyone").check().run()
    saved(app)
    public = view_for(loading.load(engine, place_id), Role.READER).assets.set_index("name")
    assert public.loc["Chess Club", ["phone", "email"]].tolist() == ["", "info@chess.example.org"]
    assert public.loc["Food Hub", ["phone", "email"]].tolist() == ["0161 496 0000", ""]
    assert public.loc["The Refuge", ["phone", "email"]].tolist() == ["", ""]


def test_a_person_can_say_whose_a_number_is_and_what_is_sensitive(engine: Engine) -> None:
    app, place_id = chosen(engine)
    app = by_label(app.checkbox, "Show the 3 contacts of organisations to everyone").check().run()
    app = by_label(app.multiselect, PEOPLE).unselect("07700 900123 (Chess Club)").run()
    assert "4 belong to organisations. 1 seems to belong to a person" in words(app)
    app = by_label(app.multiselect, SENSITIVE).unselect("The Refuge (row 4)").run()
    app = by_label(app.multiselect, SENSITIVE).select("Food Hub (row 3)").run()
    assert by_label(app.multiselect, SENSITIVE).value == ["Food Hub (row 3)"]
    saved(app)
    public = view_for(loading.load(engine, place_id), Role.READER).assets.set_index("name")
    assert public.loc["Chess Club", "phone"] == "07700 900123"
    assert public["sensitive"].to_dict() == {
        "Chess Club": False, "Food Hub": True, "The Refuge": False,
    }  # fmt: skip
    assert public.loc["The Refuge", "phone"] == "0161 496 0999"


def test_a_list_can_be_shown_or_hidden_later(engine: Engine) -> None:
    place_id = data_town.a_town(engine, {Kind.AREAS: areas_geojson(), Kind.ASSETS: GROUPS})
    app = data_town.page("about")
    [listed] = [s for s in loading.load(engine, place_id).sources if s.kind is Kind.ASSETS]
    app = by_label(app.selectbox, "List").select(listed.source_id).run()
    box = by_label(app.checkbox, "Everyone sees the 3 contacts of organisations in this list")
    assert not box.value
    app = box.check().run()
    assert not app.exception
    assert "Everyone sees the contacts of this list now." in app.success[0].value
    public = view_for(loading.load(engine, place_id), Role.READER).assets
    assert "info@chess.example.org" in set(public["email"])
    assert "See the 3 contacts of people that only officers see" in words(app)


def test_officers_see_people_on_the_map_and_can_show_one_place_s_contacts(engine: Engine) -> None:
    place_id = data_town.a_town(engine, {Kind.AREAS: areas_geojson(), Kind.ASSETS: GROUPS})
    app = AppTest.from_file(str(data_town.MAIN), default_timeout=120).run()
    app = app.switch_page("../../pages/explore/map.py").run()
    box = app.selectbox(key="place_picked")
    chess = next(n for n in range(3) if box.format_func(n).startswith("Chess Club"))
    app = box.set_value(chess).run()
    [card] = [block.value for block in app.get("html") if "sg-card" in block.value]
    assert "<dt>Contact, for officers only</dt><dd>Jane Smith, 07700 900123</dd>" in card
    asset = loading.load(engine, place_id).assets.set_index("name").loc["Chess Club", "asset_id"]
    with acting_as(data_town.OFFICER):
        edits.edit_thing(engine, place_id, "asset", str(asset), {"contacts": "public"})
    public = view_for(loading.load(engine, place_id), Role.READER).assets.set_index("name")
    assert public.loc["Chess Club", ["phone", "email"]].tolist() == [
        "07700 900123", "info@chess.example.org",
    ]  # fmt: skip
    assert "Jane Smith" not in public.to_csv()
    with acting_as(data_town.OFFICER):
        edits.edit_thing(engine, place_id, "asset", str(asset), {"contacts": "officers"})
    public = view_for(loading.load(engine, place_id), Role.READER).assets.set_index("name")
    assert public.loc["Chess Club", ["phone", "email"]].tolist() == ["", ""]


def test_places_that_a_list_asks_not_to_publish_are_told(engine: Engine) -> None:
    data_town.a_town(engine, {Kind.AREAS: areas_geojson()})
    hidden = (
        b"Name,Type,lon,lat,Do not publish?\nOak Hall,Hall,-2.295,53.405,\n"
        b"Elm Hall,Hall,-2.285,53.405,yes\n"
    )
    app = data_town.page("add").file_uploader[0].upload("halls.csv", hidden, "text/csv").run()
    assert "1 place is only for officers, as the list says: Elm Hall." in words(app)
