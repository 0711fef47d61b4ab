"""New places, closures, longer hours and scenarios, from figures to sentences."""

from __future__ import annotations

import math
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sharedground import demo, scenarios, what_if, what_if_words, workflow
from sharedground.access import Role, acting_as
from sharedground.analysis import standing
from sharedground.errors import NotFoundError, SharedGroundError
from sharedground.model.counting import Counting
from sharedground.model.place import Kind
from sharedground.model.scenario import Closing, Longer, Opening, Scenario
from sharedground.scenarios import Present
from sharedground.store import database, loading
from sharedground.store.surveyed import set_surveyed
from sharedground.views import View, view_for
from sharedground.what_if import Ask, Where
from tests.builders import a_vision
from tests.pages.data_town import FIGURES, OFFICER, PEOPLE, a_town, areas_geojson
from tests.sharedground.export.small_town import a_store

LISTED = (
    b"Name,Category,lon,lat,Opening hours\n"
    b"West Library,Library,-2.295,53.405,Mon-Fri 9-5\n"
    b"West Hall,Community hub,-2.2951,53.4051,\n"
    b"East Hall,Community hub,-2.2751,53.4051,\n"
)


@cache
def demo_now() -> Present:
    """Return the demo town as it is, as everyone may see it."""
    engine, place = demo.open_demo()
    view = view_for(loading.load(engine, place.place_id), Role.READER)
    return Present.of(view, workflow.vision_in_use(view.holdings))


def small(tmp_path: Path, assets: bytes = LISTED, people: bytes = PEOPLE, **given: int) -> Present:
    """Return a town of three areas in a row, 660 m apart; the last has no people counted."""
    engine = database.open_database(f"sqlite:///{tmp_path / 'x.sqlite'}")
    files = {Kind.AREAS: areas_geojson(), Kind.INDICATORS: FIGURES}
    if people:
        files[Kind.POPULATION] = people
    if assets:
        files[Kind.ASSETS] = assets
    place_id = a_town(engine, files)
    view = view_for(loading.load(engine, place_id), Role.READER)
    return Present.of(view, a_vision(), Counting(**given))


def a_closure(now: Present, name: str) -> Scenario:
    rows = now.view.assets.set_index("name")["asset_id"]
    return what_if.closing_of(now.view, [str(rows[name])])


def test_new_places_reach_whom_their_scenario_reaches() -> None:
    for ask in (Ask(category="youth-space"), Ask(category="library", sites=10, reach_m=800),
                Ask(category="youth-space", where=Where.BUILDINGS, by_need=True)):  # fmt: skip
        found = what_if.sites(demo_now(), ask)
        assert found.gained == found.effect.gained == found.effect.areas["people"][
            found.effect.areas["gains"]].sum()  # fmt: skip
        assert 0 < found.gained <= found.people - found.had
        assert math.isclose(found.effect.tenths["counted"].sum(), found.gained, rel_tol=0.05)
        assert found.certificate.percent >= 90
        assert found.table["number"].tolist() == list(range(1, len(found.table) + 1))
        assert len(found.scenario.openings) == len(found.table)


def test_fewer_places_are_never_better_and_one_is_always_the_best() -> None:
    gained = [what_if.sites(demo_now(), Ask(category="dentist", sites=k)) for k in (1, 2, 5)]
    assert gained[0].certificate.exact
    assert gained[0].gained <= gained[1].gained <= gained[2].gained


def test_a_scenario_is_judged_by_the_targets_of_today() -> None:
    now = demo_now()
    served = now.vision.outcomes[0].served_by[0].category
    found = what_if.sites(now, Ask(category=served, sites=5))
    assert found.effect.after.target.tolist() == now.found.target.tolist()
    assert found.effect.mean_after <= found.effect.mean_before
    change = found.effect.areas["gap_after"] - found.effect.areas["gap_before"]
    assert (change.dropna() <= 1e-12).all()
    free = workflow.assessment(
        now.view, now.vision, located=scenarios.changed(now.view.located, found.scenario)
    )
    assert free.target.tolist() != now.found.target.tolist()


def test_closing_what_was_opened_leaves_all_as_it_is() -> None:
    now = demo_now()
    nothing = scenarios.effect(now, Scenario(name="Nothing"))
    assert (nothing.gained, nothing.lost) == (0.0, 0.0)
    assert nothing.mean_after == nothing.mean_before
    assert nothing.turned.empty
    assert nothing.moved.empty
    np.testing.assert_array_equal(nothing.after.gap, now.found.gap)


def test_each_closure_takes_away_what_the_table_says() -> None:
    now = demo_now()
    table = what_if.closures(now)
    assert len(table) == len(now.here.assets)
    assert table["left"].is_monotonic_decreasing
    for row in [*table.head(3).itertuples(), *table.nlargest(3, "rise").itertuples()]:
        effect = scenarios.effect(now, what_if.closing_of(now.view, [row.asset_id]))
        assert effect.lost == pytest.approx(row.left)
        assert effect.mean_after - effect.mean_before == pytest.approx(row.rise, abs=1e-12)


def test_closures_of_one_kind_are_those_of_the_table_of_all() -> None:
    every = what_if.closures(demo_now())
    some = what_if.closures(demo_now(), "library")
    pd.testing.assert_frame_equal(
        some, every[every["category"] == "library"].reset_index(drop=True)
    )
    assert what_if.closures(demo_now(), "hospital").columns.tolist() == every.columns.tolist()


def test_two_evenings_more_offer_as_much_more_as_they_add_hours(tmp_path: Path) -> None:
    now = small(tmp_path)
    ids = now.view.assets.set_index("name")["asset_id"]
    stated = what_if.hours_of(now.view, ids["West Library"])
    assert (stated.hours, stated.stated) == (40.0, True)
    assumed = what_if.hours_of(now.view, ids["West Hall"], 30)
    assert (assumed.hours, assumed.stated) == (30.0, False)
    longer = what_if.longer(now.view, ids["West Library"])
    effect = scenarios.effect(now, longer)
    (before, after) = (now.found.access[0, 0], effect.after.access[0, 0])
    assert after / before == pytest.approx(46 / 40)
    assert "40 hours" in what_if_words.hours_sentence(stated, 2)
    assert "1.15 times" in what_if_words.hours_sentence(stated, 2)
    assert "cannot be read" in what_if_words.hours_sentence(assumed, 1)


def test_what_is_not_known_here_is_said(tmp_path: Path) -> None:
    now = small(tmp_path)
    gone = Scenario(name="x", actions=(Closing(asset_id="gone"),
                                       Longer(asset_id="also", hours=30, extra=6)))  # fmt: skip
    effect = scenarios.effect(now, gone)
    assert effect.unknown == ("also", "gone")
    assert "2 places" in what_if_words.unknown_sentence(effect)
    for make in (lambda: what_if.longer(now.view, "gone"), lambda: a_closing(now)):
        with pytest.raises(NotFoundError) as refused:
            make()
        assert refused.value.code == "asset.unknown"


def a_closing(now: Present) -> Scenario:
    return what_if.closing_of(now.view, ["gone"])


def test_the_last_of_its_kind_leaves_people_without(tmp_path: Path) -> None:
    now = small(tmp_path)
    effect = scenarios.effect(now, a_closure(now, "West Library"))
    assert effect.lost == 2_700.0
    assert "2,700 people would have none left" in what_if_words.reach_sentence(effect)


def test_without_any_place_here_new_ones_still_count(tmp_path: Path) -> None:
    now = small(tmp_path, assets=b"")
    found = what_if.sites(now, Ask(category="library", sites=3))
    assert (found.had, found.gained, found.unknown) == (0.0, 2_700.0, 1)
    assert len(found.table) == 1
    told = what_if_words.sites_notes(found)
    assert told[0] == "1 place is enough: one more would reach nobody new."
    assert "1 area is not counted, because too little is known of it." in told
    assert what_if.closures(now).empty


def test_where_nobody_has_looked_nobody_is_counted(tmp_path: Path) -> None:
    now = small(tmp_path, assets=b"")
    engine = database.open_database(f"sqlite:///{tmp_path / 'x.sqlite'}")
    place_id = now.view.holdings.place.place_id
    with acting_as(OFFICER):
        set_surveyed(engine, place_id, ["E01000001"], surveyed=False)
    view = view_for(loading.load(engine, place_id), Role.READER)
    found = what_if.sites(Present.of(view, a_vision()), Ask(category="library", sites=3))
    assert (found.people, found.gained, found.unknown) == (1_200.0, 1_200.0, 2)
    assert found.effect.areas["known"].tolist() == [True, False, False]
    table = what_if_words.by_area(found.effect)
    assert table["newly_in_reach"].tolist() == ["yes", "", ""]


def test_more_places_than_spots_are_not_made_up(tmp_path: Path) -> None:
    now = small(tmp_path, assets=b"")
    points = ((-2.295, 53.405), (-2.285, 53.405), (-2.285, 53.405), (-2.5, 53.4))
    ask = Ask(category="library", sites=10, where=Where.POINTS, reach_m=100, points=points)
    found = what_if.sites(now, ask)
    assert (found.candidates, len(found.table)) == (3, 2)
    assert found.table["name"].tolist() == ["Sale 001", "Sale 000"]


@pytest.mark.parametrize(
    ("ask", "code"),
    [
        (Ask(category="library", where=Where.BUILDINGS, kinds=("park",)), "what-if.no_candidates"),
        (Ask(category="library", where=Where.POINTS), "what-if.no_candidates"),
        (Ask(category="library", where=Where.POINTS, points=((200.0, 3.0),)), "what-if.points"),
    ],
)
def test_without_a_spot_to_choose_from_it_is_said_why(tmp_path: Path, ask: Ask, code: str) -> None:
    with pytest.raises(SharedGroundError) as refused:
        what_if.sites(small(tmp_path), ask)
    assert refused.value.code == code


def test_areas_without_people_are_said(tmp_path: Path) -> None:
    with pytest.raises(SharedGroundError) as refused:
        what_if.sites(small(tmp_path, people=b""), Ask(category="library"))
    assert refused.value.code == "what-if.no_people"


def test_a_kind_that_everyone_has_needs_no_more(tmp_path: Path) -> None:
    found = what_if.sites(small(tmp_path), Ask(category="library", reach_m=5_000))
    assert found.table.empty
    assert "already" in what_if_words.sites_sentence(found)
    assert what_if_words.certificate_sentence(found) == ""
    assert found.scenario.actions == ()


def test_a_kind_that_no_outcome_counts_moves_no_gap() -> None:
    found = what_if.sites(demo_now(), Ask(category="youth-space"))
    assert "no outcome of the vision counts" in what_if_words.gap_sentence(found.effect)


def test_what_closes_leaves_the_sizes_of_others_alone() -> None:
    located = pd.DataFrame({"asset_id": ["a", "b"], "category": "library", "capacity": [10.0, 30.0],
                            "lon": [-2.3, -2.3], "lat": [53.4, 53.4]})  # fmt: skip
    would = scenarios.changed(located, Scenario(name="x", actions=(
        Closing(asset_id="b"), Opening(category="park", lon=-2.2, lat=53.4))))  # fmt: skip
    assert would["times"].tolist() == [1.0, 0.0, 1.0]
    assert would["capacity"].tolist()[:2] == [10.0, 30.0]
    assert np.isnan(would["capacity"].iloc[2])


def test_stale_places_stay_out_of_what_would_be() -> None:
    now = demo_now()
    fresh = Present.of(now.view, now.vision, Counting(fresh_months=12))
    effect = scenarios.effect(fresh, Scenario(name="Nothing"))
    assert effect.mean_after == effect.mean_before
    assert len(fresh.here.assets) < len(now.here.assets)


def test_verdicts_are_judged_by_the_average_of_today() -> None:
    now = demo_now()
    served = now.vision.outcomes[0].served_by[0].category
    effect = what_if.sites(now, Ask(category=served, sites=10)).effect
    rows = standing.standing(effect.after, average=effect.mean_before)
    assert effect.areas["verdict_after"].tolist() == rows["verdict"].tolist()
    assert effect.first_after <= effect.first_before


def a_view(tmp_path: Path, role: Role) -> View:
    engine, place_id = a_store(tmp_path)
    return view_for(loading.load(engine, place_id), role)


def test_no_spot_is_ever_a_sensitive_place(tmp_path: Path) -> None:
    with acting_as(OFFICER):
        view = a_view(tmp_path, Role.OFFICER)
    now = Present.of(view, a_vision())
    kinds = tuple(set(view.assets["category"]))
    found = what_if.candidates(view, now.here, Ask(category="park", where=Where.BUILDINGS,
                                                   kinds=kinds))  # fmt: skip
    assert not found["name"].str.contains("Refuge|Secret").any()
    assert "Sale Library" in found["name"].tolist()


def test_everyone_sees_scenarios_without_who_kept_them_and_where_a_refuge_is(
    tmp_path: Path,
) -> None:
    from sharedground.store import scenarios as kept

    engine, place_id = a_store(tmp_path)
    new = [Opening(category="park", lon=-2.2951, lat=53.4051, name=name)
           for name in ("Ada's House Women's Refuge", "Sale Library")]  # fmt: skip
    with acting_as(OFFICER):
        kept.save(engine, place_id, Scenario(name="Call 07700 900123", actions=tuple(new)))
    held = loading.load(engine, place_id)
    (seen,) = view_for(held, Role.READER).holdings.scenarios
    assert [one.name for one in seen.openings] == ["", "Sale Library"]
    assert seen.by == ""
    assert "07700" not in seen.name
    assert view_for(held, Role.OFFICER).holdings.scenarios == held.scenarios


def test_tables_for_files_hold_what_the_page_shows() -> None:
    now = demo_now()
    found = what_if.sites(now, Ask(category="youth-space"))
    row = what_if_words.side_by_side([found.effect]).iloc[0]
    assert (row["people_gained"], row["people_lost"]) == (round(found.gained), 0)
    table = what_if_words.by_area(found.effect)
    assert table.loc[table["newly_in_reach"] == "yes", "people"].sum() == found.gained
    data = what_if_words.sites_data(found)
    assert data["people_gained"] == row["people_gained"]
    assert sum(site["gained"] for site in data["sites"]) == found.gained
