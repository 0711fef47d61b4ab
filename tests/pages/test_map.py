"""The map page: map and list under one filter, an area at a glance, and nothing left unsaid."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from components.server import scripts
from sharedground.model.place import Kind
from tests.pages import gap_town
from tests.pages.gap_town import HOSTILE, headings, words
from tests.pages.screen_text import ways_on

PAGE = "explore/map.py"
SHOWN = "&lt;img src=x onerror=alert(1)&gt; &#96;b&#96; &#36;&#123;x&#125;"


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> gap_town.Engine:
    return gap_town.new_database(monkeypatch, tmp_path)


@pytest.fixture
def town(store: gap_town.Engine) -> gap_town.Engine:
    gap_town.fill(store)
    return store


def listed(app: AppTest) -> list[str]:
    """Return the names in the list, in order."""
    (body,) = (e.proto.body for e in app.get("html") if 'aria-label="Places on the map"' in
               e.proto.body)  # fmt: skip
    return re.findall(r"<b>(.*?)</b>", body)


def drawn(app: AppTest) -> dict[str, object]:
    """Return what the page last asked the map to show."""
    args = json.loads(map_arguments(app))
    found = re.search(r"SharedGroundMap\.show\([^,]+, [^,]+, (\{.*\})\);", args["feature_group"])
    assert found is not None
    state: dict[str, object] = json.loads(found.group(1))
    return state


def map_arguments(app: AppTest) -> str:
    (frame,) = app.get("component_instance")
    return str(frame.proto.json_args)


def legend(app: AppTest) -> dict[str, Any]:
    """Return what the legend of the colours says."""
    (found,) = (e.proto for e in app.get("bidi_component") if e.proto.component_name == "legend")
    said: dict[str, Any] = json.loads(found.json)
    return said


def inside(app: AppTest) -> int:
    places = drawn(app)["places"]
    assert isinstance(places, list)
    return sum(place[4] for place in places)


@pytest.mark.usefixtures("town")
def test_map_and_list_show_the_same_places() -> None:
    app = gap_town.opened(PAGE)
    assert not app.exception
    assert headings(app)[:2] == ["4 places in Sixways", "Sixways"]
    assert listed(app) == [SHOWN, "Bus stop", "Second Library", "West Library"]
    assert inside(app) == 4


@pytest.mark.usefixtures("town")
def test_what_has_no_place_on_the_map_is_counted() -> None:
    said = words(gap_town.opened(PAGE))
    assert "1 place has no location in the lists we were given. It is not on the map." in said


@pytest.mark.usefixtures("town")
def test_a_kind_of_place_filters_both_and_its_chip_takes_it_away() -> None:
    app = gap_town.opened(PAGE, kinds="Bus stops")
    assert headings(app)[0] == "1 place in Sixways"
    assert listed(app) == ["Bus stop"]
    assert inside(app) == 1
    next(b for b in app.button if b.label == "Bus stops (1)").click()
    app.run()
    assert headings(app)[0] == "4 places in Sixways"
    assert inside(app) == 4


@pytest.mark.usefixtures("town")
def test_an_area_is_chosen_outlined_and_told_of() -> None:
    app = gap_town.opened(PAGE, area="West")
    said = words(app)
    assert headings(app)[:2] == ["3 places in West", "West"]
    assert "1 place of these kinds lies outside West: a small dot." in said
    assert drawn(app)["chosen"] is not None
    assert said.index("What is strong here") < said.index("What may be missing")
    assert f"Such as {SHOWN}, Second Library." in said
    assert "<dt>People</dt><dd>300</dd>" in said


@pytest.mark.usefixtures("town")
def test_an_area_that_lacks_places_says_so_without_calling_it_zero_need() -> None:
    app = gap_town.opened(PAGE, area=gap_town.EAST)
    said = words(app)
    assert "1 place in East &lt;b&gt;*End*&lt;/b&gt;" in headings(app)[0]
    assert "Learning: need is higher than for 75 in 100 people here." in said
    assert "need 75, place 50" in said
    assert "<dt>Nature *and* trees</dt><dd>No data</dd>" in said
    assert "We have no figures of need for 1 outcome." in said


@pytest.mark.usefixtures("town")
def test_a_filter_leaves_the_map_itself_as_it_was() -> None:
    whole, part = gap_town.opened(PAGE), gap_town.opened(PAGE, kinds="Bus stops")
    assert json.loads(map_arguments(whole))["script"] == json.loads(map_arguments(part))["script"]
    assert drawn(whole)["view"] == drawn(part)["view"]
    chosen = drawn(gap_town.opened(PAGE, area="West"))
    assert chosen["view"] != drawn(whole)["view"]


@pytest.mark.usefixtures("town")
def test_colour_has_a_finding_a_legend_its_method_and_a_table() -> None:
    app = gap_town.opened(PAGE, colour="Need: Learning")
    said = words(app)
    assert headings(app)[0].startswith(
        "Need for “Learning”: highest in East &lt;b&gt;*End*&lt;/b&gt;"
    )
    assert drawn(app)["classes"] == [0, 0, 1, 2, 3, 4]
    assert [step["says"] for step in legend(app)["steps"]] == ["8 to 25", "42", "58", "75", "92"]
    assert (legend(app)["low"], legend(app)["high"]) == ("Less need", "More need")
    assert "Take these figures: Low income." in said
    assert "indicators. Date: 2023." in said
    table = app.dataframe[0].value
    assert list(table["Need, 0 to 100"]) == [92, 75, 58, 42, 25, 8]
    assert "Download the table" in [each.label for each in app.get("download_button")]


@pytest.mark.usefixtures("town")
def test_no_data_is_a_class_of_its_own() -> None:
    app = gap_town.opened(PAGE, colour="Need: Nature *and* trees")
    assert drawn(app)["classes"] == [-1] * 6
    assert headings(app)[0] == "No data on need for “Nature *and* trees”"
    assert "6 areas have no data. This does not mean zero." in words(app)


@pytest.mark.usefixtures("town")
def test_a_postcode_puts_the_nearest_first_with_distances() -> None:
    app = gap_town.opened(PAGE, find="m331aa")
    assert headings(app)[0] == "4 places, nearest to M33 1AA first"
    assert listed(app)[:2] == ["Bus stop", "Second Library"]
    assert drawn(app)["here"] == [53.405, -2.245]
    assert "1.3 km" in words(app)


@pytest.mark.usefixtures("town")
def test_any_british_postcode_is_found_and_one_far_away_is_said_to_be() -> None:
    near = gap_town.opened(PAGE, find="m33 7zf")
    assert headings(near)[0] == "4 places, nearest to M33 7ZF first"
    assert "km from Sixways" not in words(near)
    far = gap_town.opened(PAGE, find="SW1A 1AA")
    assert headings(far)[0] == "4 places, nearest to SW1A 1AA first"
    assert re.search(r"SW1A 1AA is about 2\d\d km from Sixways, so it is not on this", words(far))
    assert drawn(near)["here"] is not None
    assert drawn(far)["here"] is None


@pytest.mark.usefixtures("town")
def test_half_a_postcode_is_found_near_the_place_only() -> None:
    assert headings(gap_town.opened(PAGE, find="m33"))[0] == "4 places, nearest to M33 first"
    assert "nearest to" not in headings(gap_town.opened(PAGE, find="W3"))[0]


@pytest.mark.usefixtures("town")
def test_an_unknown_postcode_is_answered_in_words() -> None:
    app = gap_town.opened(PAGE, find="M99 9ZZ")
    said = words(app)
    assert "We do not know the postcode M99 9ZZ. Check the letter O and the number 0." in said
    assert "No place fits all that you chose." in said
    assert "Any name: 4 places" in [button.label for button in app.button]


@pytest.mark.usefixtures("town")
def test_one_place_is_looked_at_and_shown_as_text() -> None:
    app = gap_town.opened(PAGE)
    box = next(b for b in app.selectbox if b.key == "place_picked")
    hostile = next(n for n in range(5) if box.format_func(n).startswith("<img"))
    box.set_value(hostile).run()
    said = words(app)
    assert f'<h3 class="sp-h3">{SHOWN}</h3>' in said
    assert "<dt>Run by</dt><dd>Town Council</dd>" in said
    assert drawn(app)["picked"] == hostile
    assert "<img src=x" not in said


@pytest.mark.usefixtures("town")
def test_no_name_reaches_the_map_as_text() -> None:
    sent = map_arguments(gap_town.opened(PAGE, colour="Need: Nature *and* trees"))
    for name in (HOSTILE, "onerror", "West Library", "Council", "End*"):
        assert name not in sent


@pytest.mark.usefixtures("town")
def test_nothing_of_the_map_comes_from_elsewhere() -> None:
    args = json.loads(map_arguments(gap_town.opened(PAGE)))
    assert args["js_links"] == [f"../../{scripts.address()}"]
    assert all(link.startswith("../../assets/") for link in args["css_links"])
    assert "://" not in args["script"] + args["header"]
    assert drawn(gap_town.opened(PAGE))["streets"] is None


def test_a_place_without_areas_says_what_to_do(store: gap_town.Engine) -> None:
    gap_town.fill(store, without=tuple(Kind))
    app = gap_town.opened(PAGE)
    assert not app.exception
    assert headings(app) == ["There is no map of Sixways yet"]
    assert ways_on(app) == ["Add data"]


@pytest.mark.parametrize(
    "missing", [(Kind.ASSETS,), (Kind.POPULATION,), (Kind.INDICATORS,), (Kind.LOOKUP,)]
)
@pytest.mark.parametrize("area", ["", "Trafford 001A", "West"])
def test_it_opens_with_parts_missing(
    store: gap_town.Engine, missing: tuple[Kind, ...], area: str
) -> None:
    gap_town.fill(store, without=missing)
    app = gap_town.opened(PAGE, **({"area": area} if area else {}))
    assert not app.exception
    said = words(app)
    if missing == (Kind.ASSETS,):
        assert "0 places in" in headings(app)[0]
        assert "This may mean nobody has listed one yet." in said
    if missing == (Kind.POPULATION,):
        assert "<dt>People</dt><dd>No data</dd>" in said
