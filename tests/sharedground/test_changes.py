"""What changed between two moments: counted always, and named by what everyone may see."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator

import pandas as pd
import pytest
from sqlalchemy.engine import Engine

from sharedground import changes, changes_words, workflow
from sharedground.access import Actor, Role, acting_as
from sharedground.changes import Changes, since_last_meeting
from sharedground.errors import NotFoundError
from sharedground.figures.exhibits import Facts
from sharedground.model.decision import Decision, DecisionKind, DecisionState
from sharedground.model.place import Kind
from sharedground.moments import Times
from sharedground.store import (
    decisions,
    edits,
    keeping,
    loading,
    meetings,
    suggestions,
    versions,
    visions,
)
from sharedground.telling.changed import changed_step
from sharedground.telling.deck import deck
from sharedground.telling.town import Town
from sharedground.views import view_for
from tests.builders import a_site, an_asset, an_assets_upload, an_upload
from tests.pages import gap_town

FAY = Actor(name="Fay", role=Role.FACILITATOR)


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> Iterator[tuple[Engine, str]]:
    """Return the town of six areas as it was when a meeting ended, and act as its facilitator."""
    engine = gap_town.new_database(monkeypatch, tmp_path)  # type: ignore[arg-type]
    place_id = gap_town.fill(engine)
    with acting_as(FAY):
        held = meetings.start_meeting(engine, place_id, title="Autumn")
        meetings.close_meeting(engine, place_id, held.meeting_id)
        yield engine, place_id
    engine.dispose()


def since_the_meeting(town: tuple[Engine, str], role: Role = Role.READER) -> Changes:
    times = Times.of(*town)
    return changes.changes(*town, times.since(), times.now, role=role)


def library(town: tuple[Engine, str], lon: float = -2.245, name: str = "East Library") -> str:
    said = {"name": name, "category": "library", "lon": lon, "lat": 53.405}
    return suggestions.approve(*town, suggestions.suggest(*town, "place", said))


def test_nothing_is_said_to_be_nothing(town: tuple[Engine, str]) -> None:
    found = since_the_meeting(town)
    assert found.nothing
    assert changes_words.title(found) == "Nothing changed"
    assert changes_step_of(found) is None
    assert since_last_meeting(*town) is None


def changes_step_of(found: Changes) -> object:
    return changed_step(found)


def test_gaps_are_worked_out_on_the_place_as_it_was(town: tuple[Engine, str]) -> None:
    before = view_for(loading.load(*town), Role.READER)
    then = workflow.assessment(before, workflow.vision_in_use(before.holdings))
    library(town)
    found = since_the_meeting(town)
    assert found.places.came["name"].tolist() == ["East Library"]
    moved = found.gaps.moved.set_index("name")
    rows = changes.standings.standing(
        then, groups=changes.groups_of(changes.area_labels(before.holdings))
    )
    east = rows.set_index("key")["gap"][gap_town.EAST]
    assert moved.loc[gap_town.EAST, "before"] == pytest.approx(east)
    assert moved.loc[gap_town.EAST, "after"] < east
    assert found.gaps.mean_after < found.gaps.mean_before
    assert found.gaps.by_data == pytest.approx(found.gaps.mean_after)
    assert any("The mean gap went down" in line for line in changes_words.headlines(found))


def test_what_the_vision_changed_is_told_apart_from_what_the_data_changed(
    town: tuple[Engine, str],
) -> None:
    visions.save_vision(*town, gap_town.vision().with_weights([1, 3]), opened_from=1)
    found = since_the_meeting(town)
    assert (found.vision_before.version, found.vision_after.version) == (1, 2)
    assert [row[1:3] for row in changes_words.weight_rows(found)] == [[75, 25], [25, 75]]
    assert found.places.came.empty
    assert found.gaps.by_data == pytest.approx(found.gaps.mean_before)


def test_places_are_counted_by_kind_and_list_and_what_changed_is_said(
    town: tuple[Engine, str],
) -> None:
    edits.edit_thing(*town, "asset", "l1", {"schedules": "Mondays", "lon": "-2.29"})
    edits.edit_thing(*town, "asset", "l3", {"status": "defunct"})
    found = since_the_meeting(town)
    assert found.places.changed[["asset_id", "what"]].to_numpy().tolist() == [
        ["l1", ("schedules", "point")]
    ]
    assert found.places.closed["asset_id"].tolist() == ["l3"]
    assert found.places.left.empty
    assert found.places.by_kind.to_dict("records") == [
        {"category": "library", "before": 4, "after": 3, "came": 0, "left": 1, "changed": 1}
    ]
    assert changes_words.place_rows(found, "changed")[0][-1] == "opening times, where it is"


def test_figures_that_changed_are_counted_by_area_with_the_largest_move(
    town: tuple[Engine, str],
) -> None:
    about = {"indicator_id": "low", "name": "Low income", "year": 2024.0, "measure": "value",
             "direction": "high-is-bad", "unit": "%", "source_id": "need-2"}  # fmt: skip
    values = {"indicator_id": "low", "area_code": [f"E0100{i:04d}" for i in range(6)],
              "value": [1.0, 2, 3, 4.5, 5, 9], "source_id": "need-2",
              "row_number": range(2, 8)}  # fmt: skip
    frames = {"indicators": pd.DataFrame([about]), "indicator_values": pd.DataFrame(values)}
    keeping.keep(*town, an_upload(Kind.INDICATORS, frames, content=b"need-2"))
    (row,) = since_the_meeting(town).figures.to_dict("records")
    assert (row["areas"], row["before"], row["after"], row["fate"]) == (2, 6.0, 9.0, "changed")


def test_promises_are_followed_from_one_meeting_to_the_next(town: tuple[Engine, str]) -> None:
    for n in range(4):
        decisions.save(*town, Decision(
            decision_id=f"d{n}", kind=DecisionKind.COMMITMENT, words=f"Promise {n}",
            by_when=dt.date(2026, 1, 1),
        ))  # fmt: skip
    held = meetings.start_meeting(*town, title="Winter")
    meetings.close_meeting(*town, held.meeting_id)
    decisions.set_state(*town, "d0", DecisionState.DONE, "It is open")
    decisions.set_state(*town, "d1", DecisionState.NOT_DONE, "No key")
    decisions.take_back(*town, "d2")
    found = since_the_meeting(town)
    assert [one.decision_id for one in found.done] == ["d0"]
    assert [one.decision_id for one in found.not_done] == ["d1"]
    assert [one.decision_id for one in found.overdue] == ["d3"]
    assert (found.made, found.taken_back) == ((), 1)
    assert changes_words.headlines(found)[0] == "1 promise was kept."
    assert "It is open" in " ".join(changes_words.promise_lines(found))


def test_who_is_no_longer_to_be_named_is_counted_and_not_named(town: tuple[Engine, str]) -> None:
    hidden = library(town, name="Secret Refuge")
    gone = library(town, name="Ring Mrs Jane Smith, 07700 900123")
    held = meetings.start_meeting(*town, title="Winter")
    meetings.close_meeting(*town, held.meeting_id)
    edits.edit_thing(*town, "asset", hidden, {"visibility": "officers"})
    with acting_as(FAY):
        which = loading.load(*town).suggestions
        body = which[which["thing_id"] == gone]["suggestion_id"].iloc[0]
        suggestions.reopen(*town, str(body))
    found = since_the_meeting(town)
    assert len(found.places.left) == 2
    told = json.dumps(changes_words.as_data(found)) + "".join(changes_words.lines(found))
    told += changes_words.table(found).to_csv()
    assert "Secret" not in told
    assert "900123" not in told
    assert "Smith" not in told
    # Moments that lie back know nothing else either: today's rules are for what is told today.
    times = Times.of(*town)
    then = times.found(f"r{times.now.revision - 2}")
    back = changes.changes(*town, times.first, then)
    assert "Secret" not in json.dumps(changes_words.as_data(back))


def test_a_list_taken_away_leaves_all_its_places(town: tuple[Engine, str]) -> None:
    upload = an_assets_upload([an_asset("n1", "t", source_id="new", category="park")],
                              [a_site("t", source_id="new")], content=b"new")  # fmt: skip
    keeping.keep(*town, upload)
    came = since_the_meeting(town)
    versions.take_away(*town, "new")
    assert came.places.came["list"].tolist() == ["list.csv"]
    assert since_the_meeting(town).nothing


def test_other_areas_are_not_compared(town: tuple[Engine, str]) -> None:
    from tests.builders import some_areas

    upload = an_upload(Kind.AREAS, {"areas": some_areas(4, "other")}, content=b"other")
    keeping.keep(*town, upload, replace_areas=True, metric_crs="EPSG:27700")
    found = since_the_meeting(town)
    assert "not cut into the same areas" in found.gaps.why_none
    assert found.gaps.moved.empty


def test_moments_are_a_date_a_version_a_change_or_a_meeting(town: tuple[Engine, str]) -> None:
    times = Times.of(*town)
    today = times.now.at.date()
    assert times.found("now") == times.now
    assert times.found("first").revision == 1
    assert times.found("r3").revision == 3
    assert times.found("v1").words.startswith("version 1 of our vision")
    assert times.found("Autumn").revision == times.now.revision
    assert times.found(today.isoformat()).revision == 1
    assert times.found(today.isoformat(), end=True).revision == times.now.revision
    assert [one.told[0] for one in times.choices()] == ["m", "v", "f"]
    for unknown in ("", "v9", "r99", "soon", "2026-13-01"):
        with pytest.raises(NotFoundError) as refused:
            times.found(unknown)
        assert refused.value.code == "moment.unknown"


def test_the_next_meeting_opens_with_what_changed(town: tuple[Engine, str]) -> None:
    library(town, name=gap_town.HOSTILE)
    decisions.save(*town, Decision(kind=DecisionKind.DECISION, words="Meet each month"))
    visions.save_vision(*town, gap_town.vision().with_weights([4, 1]), opened_from=1)
    steps = deck(Town.of(*town)).steps
    assert [one.code for one in steps[:3]] == ["changed", "changed-points", "changed-gaps"]
    assert steps[0].code == "changed"
    assert "the meeting Autumn" in steps[0].lede
    assert any(isinstance(one, Facts) for one in steps[0].exhibits)
    (decided,) = [step for step in steps if step.code == "decisions"]
    assert decided.title == "1 decision holds"
