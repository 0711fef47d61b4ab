"""Strengths and gaps as each partner would see it, and where partners would differ."""

import pytest

from sharedground import room_sheets
from sharedground.access import acting_as, local_actor
from sharedground.model.rounds import Naming
from sharedground.store import loading, places, schema
from tests.pages import gap_town
from tests.pages.gap_town import HOSTILE, headings, words
from tests.pages.screen_text import ways_on

PAGE = "see/gaps.py"
SHEET = f"""Partner,Learning,Nature *and* trees
Town Council,100,0
"{HOSTILE}",90,10
Birds,0,100
""".encode()


def share(engine: gap_town.Engine, naming: Naming = Naming.NAMED, sheet: bytes = SHEET) -> None:
    """Have partners' points in the town, and the vision use them."""
    with acting_as(local_actor()):
        place_id = places.places(engine)[0].place_id
        held = loading.load(engine, place_id)
        read = room_sheets.read_priorities(held, "points.csv", sheet)
        kept = room_sheets.keep_priorities(engine, held, read, naming=naming)
        room_sheets.use(engine, place_id, kept)


def whose(app):
    return next(box for box in app.selectbox if box.label == "Whose weights")


def test_as_one_partner_it_is_said_plainly_and_the_figures_are_its_own(
    town: gap_town.Engine,
) -> None:
    share(town)
    shared = gap_town.opened(PAGE, level="small")
    box = whose(shared)
    assert box.options[:2] == ["Shared weights", "Where partners would differ"]
    assert "As Town Council" in box.options
    mine = box.select(box.options[box.options.index("As Town Council")]).run()
    assert not mine.exception
    assert headings(mine)[0] == "As Town Council weighs it"
    assert "Learning 100 %; Nature *and* trees 0 %." in words(mine)
    assert "100 % of the points of Town Council" in words(mine)
    assert mine.query_params["as"]
    assert "Try other weights" not in words(mine)


def test_the_address_opens_it_as_that_partner_and_outcomes_have_no_weights(
    town: gap_town.Engine,
) -> None:
    share(town)
    first = gap_town.opened(PAGE)
    picked = whose(first)
    told = picked.select(picked.options[picked.options.index("As Town Council")]).run()
    partner = str(told.query_params["as"]).strip("[]'")
    again = gap_town.opened(PAGE, **{"as": partner})
    assert headings(again)[0] == "As Town Council weighs it"
    alone = gap_town.opened(PAGE, **{"as": partner, "outcome": "Learning"})
    assert "As Town Council weighs it" not in headings(alone)


def test_where_partners_would_differ(town: gap_town.Engine) -> None:
    share(town)
    app = gap_town.opened(PAGE, **{"as": "differ", "level": "small"})
    assert not app.exception
    said = words(app)
    # Birds gave all to an outcome without a figure of need: no area has data by its weights.
    assert "No data for 6 small areas by some partner" in said
    assert "This does not mean zero." in said
    assert HOSTILE not in said
    (alt,) = [chart.proto.alt for chart in app.get("plotly_chart")]
    assert alt.startswith("Map of Sixways. Partners agree")
    (table,) = app.dataframe
    assert list(table.value["How it stands"]).count("No data") == 6


def test_partners_who_agree(town: gap_town.Engine) -> None:
    share(town, sheet=SHEET.rsplit(b"Birds", 1)[0])
    app = gap_town.opened(PAGE, **{"as": "differ", "level": "small"})
    assert headings(app)[0] == "Partners agree which areas have the largest gaps"
    assert "1 small area is in the tenth with the largest gaps for all of them." in words(app)


def test_by_neighbourhoods_it_says_what_small_areas_show_with_the_way_there(
    town: gap_town.Engine,
) -> None:
    share(town, sheet=SHEET.rsplit(b"Birds", 1)[0])
    app = gap_town.opened(PAGE, **{"as": "differ"})
    assert "The tenth of 2 neighbourhoods is 1 only." in words(app)
    assert "By small areas, partners agree on 1 and differ on 0." in words(app)
    assert "See it by small areas" in ways_on(app)
    assert "See it by small areas" not in ways_on(
        gap_town.opened(PAGE, **{"as": "differ", "level": "small"})
    )


@pytest.mark.usefixtures("town")
def test_without_shared_points_it_says_how_to_come_by_them() -> None:
    app = gap_town.opened(PAGE)
    assert not [box for box in app.selectbox if box.label == "Whose weights"]
    assert "Share 100 points first." in words(app)
    assert "Share 100 points" in ways_on(app)


def test_a_round_without_names_shows_nobody_as_a_partner(town: gap_town.Engine) -> None:
    share(town, Naming.UNATTRIBUTED)
    app = gap_town.opened(PAGE, **{"as": "differ"})
    assert "come from a round without names" in words(app)
    assert "Town Council weighs" not in words(app)


def test_while_the_round_is_open_again_it_says_so(town: gap_town.Engine) -> None:
    share(town)
    with town.begin() as connection:
        connection.execute(schema.asked.update().values(state="open"))
    said = words(gap_town.opened(PAGE))
    assert "The round behind these weights is open again." in said
    assert "without names" not in said


def test_those_who_only_read_see_the_shared_weights(
    town: gap_town.Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    share(town)
    monkeypatch.setenv("SHAREDGROUND_LOCAL_ROLE", "reader")
    app = gap_town.opened(PAGE, **{"as": "differ"})
    assert not app.exception
    assert not [box for box in app.selectbox if box.label == "Whose weights"]
    assert "Share 100 points first." not in words(app)
    assert "may need more first" in words(app)
