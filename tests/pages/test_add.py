"""Add data: read first, changed in place, saved once, and nothing that is wrong stops the rest."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.engine import Engine
from streamlit.testing.v1 import AppTest

from components.upload import batch
from sharedground import councils
from sharedground.access import Role
from sharedground.model.outcome import Direction
from sharedground.model.place import Kind
from sharedground.store import loading, places
from sharedground.views import view_for
from sharedground.watch import Watch
from tests.builders import some_areas, some_councils
from tests.pages import data_town
from tests.pages.data_town import FIGURES, GROUPS, PEOPLE, areas_geojson, by_label, words

TEXT = "text/csv"


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Engine:
    return data_town.new_store(monkeypatch, tmp_path)


def holding(app: AppTest, kind: str) -> AppTest:
    """Say what the file holds."""
    return by_label(app.selectbox, "This file holds").select(Kind(kind)).run()


def uploaded(app: AppTest, name: str, content: bytes) -> AppTest:
    return app.file_uploader[0].upload(name, content, TEXT).run()


PARKS = b"Name,lon,lat\nLong Lane Park,-2.281,53.402\n"


def stop_after(monkeypatch: pytest.MonkeyPatch, step: str, times: int) -> None:
    """Press Cancel, as it were, when a step of long work was taken so often."""
    done = getattr(batch, step)
    taken = []

    def stopping(*given: Any, **named: Any) -> object:
        found = done(*given, **named)
        taken.append(found)
        if len(taken) == times:
            next(each for each in given if isinstance(each, Watch)).stop()
        return found

    monkeypatch.setattr(batch, step, stopping)


def press(app: AppTest, label: str) -> AppTest:
    return by_label(app.button, label).click().run()


def test_a_new_place_is_told_to_begin_with_areas(engine: Engine) -> None:
    data_town.a_town(engine, {})
    app = data_town.page("add")
    assert not app.exception
    assert "Area outlines Add this next" in words(app)


def test_areas_are_read_shown_and_saved_and_the_next_step_is_offered(engine: Engine) -> None:
    place_id = data_town.a_town(engine, {})
    app = uploaded(data_town.page("add"), "areas.geojson", areas_geojson())
    assert "3 rows read. All are ready." in words(app)
    assert loading.load(engine, place_id).areas.empty
    app = press(app, "Use these 3 rows")
    assert "3 areas added" in app.success[0].value
    assert len(loading.load(engine, place_id).areas) == 3
    assert "Area outlines 3 areas How many people live there Add this next" in words(app)


def test_a_messy_sheet_is_counted_explained_and_its_good_rows_saved(engine: Engine) -> None:
    place_id = data_town.a_town(engine, {Kind.AREAS: areas_geojson()})
    app = uploaded(data_town.page("add"), "groups.csv", GROUPS)
    read = words(app)
    assert not app.exception
    assert not app.error
    assert "5 rows read. 3 are ready. 2 are on the map." in read
    assert "5 rows read = 3 kept + 1 merged + 1 set aside." in read
    titles = " ".join(each.label for each in app.expander)
    assert "1 row merged" in titles
    assert "1 row set aside" in titles
    assert "<img src=x onerror=alert(1)> `b` ${c}" in read
    app = press(app, "Use these 3 rows")
    assert "3 places added" in app.success[0].value
    assert len(loading.load(engine, place_id).assets) == 3


def test_a_column_is_changed_in_place_and_the_result_is_shown_at_once(engine: Engine) -> None:
    place_id = data_town.a_town(engine, {Kind.AREAS: areas_geojson()})
    app = uploaded(data_town.page("add"), "groups.csv", GROUPS)
    assert by_label(app.selectbox, "Kind of place").value == ""
    app = by_label(app.selectbox, "Kind of place").select("Sort").run()
    assert by_label(app.selectbox, "Kind of place").value == "Sort"
    assert 'You chose the column "Sort".' in words(app)
    app = press(app, "Use these 3 rows")
    kinds = set(loading.load(engine, place_id).assets["category"])
    assert {"library", "community-hub"} <= kinds


def test_a_column_can_be_said_not_to_be_in_the_file(engine: Engine) -> None:
    data_town.a_town(engine, {Kind.AREAS: areas_geojson()})
    app = uploaded(data_town.page("add"), "groups.csv", GROUPS)
    app = by_label(app.selectbox, "Longitude").select("").run()
    assert by_label(app.selectbox, "Longitude").value == ""
    assert "0 are on the map." in words(app)


def test_one_kind_can_be_given_to_all_rows(engine: Engine) -> None:
    place_id = data_town.a_town(engine, {Kind.AREAS: areas_geojson()})
    app = uploaded(data_town.page("add"), "groups.csv", GROUPS)
    app = by_label(app.selectbox, "What kind of place are these rows?").select("park").run()
    assert "as you said: 3" in words(app)
    press(app, "Use these 3 rows")
    assert set(loading.load(engine, place_id).assets["category"]) == {"park"}


def test_a_figure_that_nobody_has_spoken_for_is_asked_about_in_words(engine: Engine) -> None:
    place_id = data_town.a_town(engine, {Kind.AREAS: areas_geojson(), Kind.POPULATION: PEOPLE})
    app = uploaded(data_town.page("add"), "figures.csv", FIGURES)
    assert "Say whether a high figure means more need or less need." in words(app)
    app = by_label(app.get("button_group"), "Zebra index").set_value(Direction.HIGH_IS_GOOD).run()
    press(app, "Use these 3 rows")
    figures = loading.load(engine, place_id).indicators.set_index("name")["direction"]
    assert figures["Zebra index"] == "high-is-good"


def test_what_a_file_holds_is_found_and_can_be_changed_in_place(engine: Engine) -> None:
    data_town.a_town(engine, {Kind.AREAS: areas_geojson()})
    app = uploaded(data_town.page("add"), "groups.csv", GROUPS)
    assert by_label(app.selectbox, "This file holds").value is Kind.ASSETS
    app = holding(app, "areas")
    assert "We could not use groups.csv yet" in words(app)
    assert len(app.warning) == 1
    assert not [button for button in app.button if button.label.startswith("Use these")]
    app = holding(app, "assets")
    assert not app.warning
    assert "5 rows read." in words(app)


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.geojson", areas_geojson(), Kind.AREAS),
        ("b.csv", PEOPLE, Kind.POPULATION),
        ("c.csv", FIGURES, Kind.INDICATORS),
        ("d.csv", GROUPS, Kind.ASSETS),
        ("e.csv", b"postcode,lon,lat\nM33 2DQ,-2.3,53.4\nM33 2DR,-2.3,53.4\n", Kind.POSTCODES),
    ],
)
def test_nobody_has_to_say_what_a_file_holds(
    engine: Engine, name: str, content: bytes, kind: Kind
) -> None:
    data_town.a_town(engine, {Kind.AREAS: areas_geojson()})
    app = uploaded(data_town.page("add"), name, content)
    assert not app.exception
    assert by_label(app.selectbox, "This file holds").value is kind


def test_a_file_that_cannot_be_read_is_refused_in_words_and_let_go(engine: Engine) -> None:
    data_town.a_town(engine, {Kind.AREAS: areas_geojson()})
    app = uploaded(data_town.page("add"), "list.csv", b"%PDF-1.7 this is no list")
    assert "is a PDF" in app.warning[0].value
    app = press(app, "Choose another file")
    assert not app.warning
    assert "What this place has" in words(app)


def test_areas_are_replaced_only_when_a_person_says_so(engine: Engine) -> None:
    place_id = data_town.a_town(engine, {Kind.AREAS: areas_geojson()})
    app = uploaded(data_town.page("add"), "new.geojson", areas_geojson(5))
    assert by_label(app.button, "Use these 5 rows").disabled
    question = by_label(app.radio, "This place has areas already. What are the new ones?")
    assert question.options[-1] == "They take the place of LSOA (3 areas)."
    app = question.set_value(question.options[-1]).run()
    press(app, "Use these 5 rows")
    assert len(loading.load(engine, place_id).areas) == 5


def test_the_source_is_saved_as_stated(engine: Engine) -> None:
    place_id = data_town.a_town(engine, {Kind.AREAS: areas_geojson()})
    app = uploaded(data_town.page("add"), "groups.csv", GROUPS)
    by_label(app.text_input, "What the list is called").input("Our groups")
    by_label(app.text_input, "Who publishes it").input("The team")
    app = press(app.run(), "Use these 3 rows")
    source = loading.load(engine, place_id).sources[-1]
    assert (source.title, source.publisher, source.licence) == ("Our groups", "The team", "")
    assert (source.rows_read, source.rows_kept) == (5, 3)


def test_the_same_file_again_changes_nothing_and_says_so(engine: Engine) -> None:
    place_id = data_town.a_town(engine, {Kind.AREAS: areas_geojson(), Kind.ASSETS: GROUPS})
    before = places.revision_of(engine, place_id)
    app = uploaded(data_town.page("add"), "assets.csv", GROUPS)
    app = press(app, "Use these 3 rows")
    assert "here already" in app.success[0].value
    assert places.revision_of(engine, place_id) == before


def test_several_files_say_what_only_officers_see_and_what_may_be_here_twice(
    engine: Engine,
) -> None:
    data_town.a_town(engine, {Kind.AREAS: areas_geojson()})
    quiet = (
        b"Name,Type,lon,lat,Contact name,Mobile\n"
        b"Loom,Refuge,-2.29,53.41,Ada Lovelace,07700 900123\n"
    )
    here = b"Name,Type,lon,lat\nSale Water Park,Park,-2.285,53.402\n"
    again = b"Name,Type,lon,lat\nThe Sale Water Park Centre,Park,-2.2851,53.4021\n"
    app = data_town.page("add")
    files = [("quiet.csv", quiet, TEXT), ("here.csv", here, TEXT)]
    app.file_uploader[0].set_value(files)
    app = app.run()
    assert "1 place is shown only roughly. 2 details of people are kept for officers." in words(app)
    app = press(app, "Save the 2 files that need no answer")
    assert "1 place is shown only roughly." in words(app)
    app = press(app, "Choose other files")
    app.file_uploader[0].set_value([("again.csv", again, TEXT), ("quiet.csv", quiet, TEXT)])
    app = app.run()
    assert "1 pair may be one place: see Check." in words(app)


def test_several_files_are_saved_in_one_press_and_only_those_that_ask_nothing(
    engine: Engine,
) -> None:
    place_id = data_town.a_town(engine, {})
    app = data_town.page("add")
    odd = b"Name,Type,lon,lat\nLoom,Wobble,-2.285,53.402\n"
    files = [
        ("parks.csv", PARKS, TEXT), ("odd.csv", odd, TEXT), ("people.csv", PEOPLE, TEXT),
        ("areas.geojson", areas_geojson(), ""), ("note.csv", b"%PDF-1.7 no list", TEXT),
    ]  # fmt: skip
    app.file_uploader[0].set_value(files)
    app = app.run()
    assert not app.exception
    shown = words(app)
    assert "5 files. 3 can be saved, areas first" in shown
    assert "1 file needs an answer odd.csv 1 row. 1 word for a kind of place" in shown
    assert "1 file waits for areas people.csv" in shown
    assert "1 file cannot be used as it is note.csv" in shown
    assert loading.load(engine, place_id).areas.empty
    app = press(app, "Save 3 files, areas first")
    assert app.success[0].value == "3 files are saved."
    held = loading.load(engine, place_id)
    assert (len(held.areas), len(held.population), len(held.assets)) == (3, 2, 1)
    app = press(app, "Answer")
    assert "What kind of place is this?" in words(app)
    app = by_label(app.selectbox, "Wobble (1 row)").select("park").run()
    app = press(app, "Use this row")
    assert "4 of 5 files are saved" in words(app)
    assert set(loading.load(engine, place_id).assets["category"]) == {"park"}


def test_one_of_several_files_is_looked_at_changed_and_put_back(engine: Engine) -> None:
    data_town.a_town(engine, {Kind.AREAS: areas_geojson()})
    app = data_town.page("add")
    app.file_uploader[0].set_value([("groups.csv", GROUPS, TEXT), ("parks.csv", PARKS, TEXT)])
    app = app.run()
    assert "2 files. All are ready to save" in words(app)
    app = by_label(app.selectbox, "What parks.csv holds").select(Kind.PARTNERS).run()
    assert by_label(app.selectbox, "What parks.csv holds").value is Kind.PARTNERS
    [first, _] = [button for button in app.button if button.label == "Look"]
    app = first.click().run()
    assert "5 rows read. 3 are ready." in words(app)
    app = by_label(app.selectbox, "Kind of place").select("Sort").run()
    app = press(app, "Back to the 2 files")
    assert "groups.csv 5 rows. 3 ready." in words(app)
    app = next(b for b in app.button if b.label == "Look").click().run()
    assert by_label(app.selectbox, "Kind of place").value == "Sort"


def test_where_several_files_come_from_is_said_once_and_what_one_says_itself_stays(
    engine: Engine,
) -> None:
    place_id = data_town.a_town(engine, {Kind.AREAS: areas_geojson()})
    app = data_town.page("add")
    app.file_uploader[0].set_value([("groups.csv", GROUPS, TEXT), ("parks.csv", PARKS, TEXT)])
    app = app.run()
    app = next(b for b in app.button if b.label == "Look").click().run()
    app = by_label(app.text_input, "Who publishes it").input("The clubs").run()
    app = press(app, "Back to the 2 files")
    by_label(app.text_input, "Who publishes them").input("The council")
    by_label(app.selectbox, "Licence").select("CC BY 4.0")
    app = press(app, "Say this of 2 files")
    assert app.success[0].value == "It is said of 2 files."
    app = press(app, "Save the 2 files that need no answer")
    lists = [s for s in loading.load(engine, place_id).sources if s.kind is Kind.ASSETS]
    assert {one.file_name: (one.publisher, one.licence) for one in lists} == {
        "groups.csv": ("The clubs", "CC BY 4.0"), "parks.csv": ("The council", "CC BY 4.0"),
    }  # fmt: skip


def test_a_newer_version_among_several_files_is_asked_about_and_not_saved_unseen(
    engine: Engine,
) -> None:
    place_id = data_town.a_town(engine, {Kind.AREAS: areas_geojson(), Kind.ASSETS: GROUPS})
    app = data_town.page("add")
    newer = GROUPS.replace(b"Chess Club", b"Chess and Go Club")
    app.file_uploader[0].set_value([("assets.csv", newer, TEXT), ("parks.csv", PARKS, TEXT)])
    app = app.run()
    assert "1 file needs an answer assets.csv" in words(app)
    assert "It looks like a newer version of assets.csv." in words(app)
    press(app, "Save the file that needs no answer")
    assert "Chess Club" in set(loading.load(engine, place_id).assets["name"])


def test_reading_is_stopped_and_what_is_left_is_read_later(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    data_town.a_town(engine, {Kind.AREAS: areas_geojson()})
    stop_after(monkeypatch, "read_one", 1)
    app = data_town.page("add")
    app.file_uploader[0].set_value([("groups.csv", GROUPS, TEXT), ("parks.csv", PARKS, TEXT)])
    app = app.run()
    assert app.warning[0].value == "Stopped. 1 of 2 files were read. Nothing was saved."
    assert "1 file is not read yet parks.csv" in words(app)
    monkeypatch.undo()


def test_what_was_saved_before_a_stop_stays_saved(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    place_id = data_town.a_town(engine, {Kind.AREAS: areas_geojson()})
    app = data_town.page("add")
    app.file_uploader[0].set_value([("groups.csv", GROUPS, TEXT), ("parks.csv", PARKS, TEXT)])
    app = app.run()
    stop_after(monkeypatch, "_save_one", 1)
    app = press(app, "Save the 2 files that need no answer")
    said = "Stopped. 1 file is saved and stays saved. 1 is not saved yet."
    assert app.success[0].value == said
    assert len(loading.load(engine, place_id).assets) == 3
    assert "1 of 2 files are saved" in words(app)


def test_the_next_list_is_read_as_the_last_one_unless_one_starts_afresh(engine: Engine) -> None:
    data_town.a_town(engine, {Kind.AREAS: areas_geojson()})
    app = uploaded(data_town.page("add"), "groups march.csv", GROUPS)
    app = by_label(app.selectbox, "Kind of place").select("Sort").run()
    by_label(app.text_input, "Who publishes it").input("The team")
    app = press(app.run(), "Use these 3 rows")
    others = GROUPS.splitlines()[0] + b"\r\nBells,Hall,Library,-2.29,53.405\r\n"
    app = uploaded(app, "groups april.csv", others)
    assert "Read as you read the last one like it." in words(app)
    assert "We remembered: its columns, who publishes it." in words(app)
    assert by_label(app.selectbox, "Kind of place").value == "Sort"
    assert by_label(app.text_input, "Who publishes it").value == "The team"
    app = by_label(app.selectbox, "Kind of place").select("").run()
    assert by_label(app.selectbox, "Kind of place").value == ""
    app = press(app, "Start afresh")
    assert "Read as you read the last one like it." not in words(app)
    assert by_label(app.text_input, "Who publishes it").value == ""


def test_another_heading_row_is_chosen_and_the_result_seen_at_once(engine: Engine) -> None:
    data_town.a_town(engine, {Kind.AREAS: areas_geojson()})
    sheet = (
        b'Report\nGroup A,Group B,\nName,Type,Position\nX hall,hall,"53.405, -2.295"\n'
        b'Y hall,hall,"53.405, -2.285"\n'
    )
    app = uploaded(data_town.page("add"), "halls.csv", sheet)
    which = by_label(app.selectbox, "Which row holds the headings?")
    assert "Row 3: Name, Type, Position" in which.options
    app = which.select(3).run()
    assert not app.exception
    assert "2 rows read. All are ready. 2 are on the map." in words(app)
    assert "Row 3, headings" in words(app)
    app = by_label(app.selectbox, "What parts the columns?").select(";").run()
    assert "We could not use halls.csv yet" in words(app)


def test_the_first_rows_stand_beside_what_they_become(engine: Engine) -> None:
    data_town.a_town(engine, {Kind.AREAS: areas_geojson()})
    app = uploaded(data_town.page("add"), "groups.csv", GROUPS)
    shown = words(app)
    read = "2 Group Name Chess Club Where Library lon -2.295 lat 53.405 Sort Library"
    kept = "Name Chess Club Kind of place Group or club Address Library On the map Yes"
    assert f"Row In your file As it will be kept {read} {kept}" in shown


def test_the_demo_is_copied_before_the_first_write(engine: Engine) -> None:
    app = data_town.page("add")
    assert places.places(engine) == []
    app = uploaded(app, "groups.csv", b"Name,lon,lat\nA new hut,1.0,53.0\n")
    assert "This is the demo town." in words(app)
    app = press(app, "Use this row")
    assert "1 place added" in app.success[0].value
    assert [place.fictional for place in places.places(engine)] == [True]


def test_readers_are_told_who_adds_data(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    data_town.a_town(engine, {Kind.AREAS: areas_geojson()})
    monkeypatch.setenv("SHAREDGROUND_LOCAL_ROLE", "reader")
    app = data_town.page("add")
    assert not app.exception
    assert "Officers add data here" in words(app)
    assert not app.file_uploader
    assert [b.label for b in app.button if not str(b.key).startswith("language-")] == []


def test_the_areas_of_a_council_are_chosen_looked_at_and_saved(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    some_councils(monkeypatch, tmp_path)
    place_id = data_town.a_town(engine, {})
    app = data_town.page("add")
    assert by_label(app.button, "Look at its areas").disabled
    app = by_label(app.selectbox, "Council").select("Trafford").run()
    app = press(app, "Look at its areas")
    assert "3 rows read. All are ready." in words(app)
    app = press(app, "Use these 3 rows")
    held = loading.load(engine, place_id)
    assert held.areas["area_name"].tolist() == [f"Trafford 00{n}A" for n in range(3)]
    [source] = held.sources
    assert source.title == "Small areas (LSOA 2011) of Trafford"
    assert source.licence == "Open Government Licence 3.0"
    assert source.url == "https://geoportal.statistics.gov.uk"
    assert "Choose your council" not in words(data_town.page("add"))


def test_without_the_outlines_of_councils_one_line_says_how_to_get_them(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(councils, "available", lambda: False)
    data_town.a_town(engine, {})
    app = data_town.page("add")
    assert "pip install -r requirements-extra.txt" in words(app)
    assert not [each for each in app.selectbox if each.label == "Council"]


def test_the_postcodes_of_britain_are_there_from_the_start(engine: Engine) -> None:
    data_town.a_town(engine, {Kind.AREAS: areas_geojson()})
    app = data_town.page("add")
    assert "Postcodes all of Great Britain: they come with the app" in words(app)
    rows = b"Name,Type,Postcode\na,Library,M33 7ZF\nb,Library,M33 9ZZ\n"
    app = uploaded(app, "halls.csv", rows)
    assert "2 rows read. All are ready. 2 are on the map." in words(app)
    assert "1 ready, roughly placed" in words(app)
    assert "Contains OS data" in words(app)


PATIENTS = (
    b"Full Name,Date of birth,NHS Number,Postcode\nMary Jones,01/02/1950,9434765919,M33 7ZF\n"
    b"Tom Green,02/02/1950,4010232137,M33 7ZF\n"
)


def test_a_list_of_people_is_refused_and_what_is_insisted_on_is_for_officers_only(
    engine: Engine,
) -> None:
    place_id = data_town.a_town(engine, {Kind.AREAS: areas_geojson()})
    app = uploaded(data_town.page("add"), "patients.csv", PATIENTS)
    assert "This looks like a list of people, not of places" in words(app)
    assert not [button for button in app.button if "Use these" in button.label]
    app = press(app, "They are places, not people")
    assert not app.exception
    press(app, "Use these 2 rows")
    held = loading.load(engine, place_id)
    assert set(held.assets["visibility"]) == {"officers"}
    assert view_for(held, Role.READER).every_asset.empty


def test_a_list_of_people_among_several_files_is_never_saved_with_the_others(
    engine: Engine,
) -> None:
    place_id = data_town.a_town(engine, {Kind.AREAS: areas_geojson()})
    app = data_town.page("add")
    app.file_uploader[0].set_value([("patients.csv", PATIENTS, TEXT), ("parks.csv", PARKS, TEXT)])
    app = app.run()
    assert "1 file cannot be used as it is" in words(app)
    press(app, "Save the file that needs no answer")
    assert loading.load(engine, place_id).assets["name"].tolist() == ["Long Lane Park"]


def test_files_that_cannot_be_read_are_listed_with_what_to_save_instead_and_hold_nothing(
    engine: Engine,
) -> None:
    data_town.a_town(engine, {Kind.AREAS: areas_geojson()})
    app = data_town.page("add")
    word = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99) + "WordDocument".encode("utf-16-le")
    program = b"MZ\x90\x00\x03" + bytes(range(256)) * 9
    files = [("minutes.doc", word, ""), ("setup.exe", program, ""), ("parks.csv", PARKS, TEXT)]
    assert not app.file_uploader[0].proto.type
    app.file_uploader[0].set_value(files)
    app = app.run()
    shown = words(app)
    assert "2 files cannot be used as they are" in shown
    assert "minutes.doc is a document or slides, which cannot be read here. Save the data" in shown
    assert "setup.exe is a file of unknown kind, which cannot be read here. Save the data" in shown
    held = [box.label for box in app.selectbox if box.label.startswith("What ")]
    assert held == ["What parks.csv holds"]


def test_a_count_that_becomes_a_share_says_so_beside_its_name(engine: Engine) -> None:
    data_town.a_town(engine, {Kind.AREAS: areas_geojson()})
    codes = some_areas(3)["area_code"]
    rows = "".join(
        f"{code},{health},Count,Persons,{n}\n"
        for code in codes for health, n in (("Good health", 60), ("Bad health", 40))
    )  # fmt: skip
    census = f"area_code,general_health,measure,unit,value\n{rows}".encode()
    app = uploaded(data_town.page("add"), "census_2021.csv", census)
    assert "Good health (share of all persons, in %)" in words(app)
