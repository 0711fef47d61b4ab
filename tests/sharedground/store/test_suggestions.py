"""Anyone may suggest; nothing shows publicly until an officer approves."""

from __future__ import annotations

import pytest
from sqlalchemy.engine import Engine

from sharedground import worklist
from sharedground.access import Actor, Role, acting_as
from sharedground.errors import NotAllowedError, NotFoundError, SharedGroundError
from sharedground.model.place import Kind, Place
from sharedground.store import keeping, loading, places, remembering, schema, suggestions
from sharedground.views import view_for
from tests.builders import a_site, an_asset, an_assets_upload


@pytest.fixture
def place(engine: Engine) -> Place:
    place = places.new_place(engine, "Testville")
    keeping.keep(engine, place.place_id, an_assets_upload([an_asset("a", "s")], [a_site("s")]))
    return place


PLACE = {"name": "Knit and natter", "category": "community-group", "lon": -2.29, "lat": 53.4,
         "note": "Thursdays at the church hall", "url": ""}  # fmt: skip


def test_a_suggested_place_shows_only_when_approved(engine: Engine, place: Place) -> None:
    with acting_as(Actor(name="Bea", role=Role.PARTICIPANT)):
        which = suggestions.suggest(engine, place.place_id, "place", PLACE)
    waiting = loading.load(engine, place.place_id)
    assert len(waiting.assets) == 1
    assert view_for(waiting, Role.READER).holdings.suggestions.empty
    asset_id = suggestions.approve(engine, place.place_id, which)
    held = loading.load(engine, place.place_id)
    added = held.located_assets().set_index("asset_id").loc[asset_id]
    assert (added["name"], added["lon"], added["precision"]) == ("Knit and natter", -2.29, "exact")
    assert (added["assurer"], len(added["assured_date"])) == ("Olwen", 10)
    by_hand = next(source for source in held.sources if source.source_id == added["source_id"])
    assert (by_hand.rows_read, by_hand.rows_kept) == (1, 1)
    assert held.suggestions.loc[0, ["state", "made_by", "decided_by"]].tolist() == [
        "approved", "Bea", "Olwen",
    ]  # fmt: skip


def test_an_approved_correction_is_an_edit(engine: Engine, place: Place) -> None:
    body = {"changes": {"schedules": "Mondays"}, "note": "It moved"}
    which = suggestions.suggest(engine, place.place_id, "correction", body, thing_id="a")
    assert loading.load(engine, place.place_id).assets["schedules"].tolist() == [""]
    suggestions.approve(engine, place.place_id, which)
    held = loading.load(engine, place.place_id)
    assert held.assets["schedules"].tolist() == ["Mondays"]
    assert held.edits.loc[0, "reason"] == "Suggested by Olwen"


def test_what_is_missing_is_seen_by_all_once_approved_and_not_who_said_it(
    engine: Engine, place: Place
) -> None:
    body = {"note": "No dentist here", "category": "dentist", "lon": -2.29, "lat": 53.4}
    which = suggestions.suggest(engine, place.place_id, "missing", body)
    suggestions.approve(engine, place.place_id, which, body=body | {"note": "No dentist nearby"})
    public = view_for(loading.load(engine, place.place_id), Role.READER).holdings.suggestions
    assert [body["note"] for body in public["body"]] == ["No dentist nearby"]
    assert set(public["made_by"]) == {""}


def test_turning_down_needs_a_reason_and_is_logged(engine: Engine, place: Place) -> None:
    which = suggestions.suggest(engine, place.place_id, "place", PLACE)
    with pytest.raises(SharedGroundError) as refused:
        suggestions.turn_down(engine, place.place_id, which, answer=" ")
    assert refused.value.code == "suggestion.no_reason"
    suggestions.turn_down(engine, place.place_id, which, answer="It closed last year.")
    held = loading.load(engine, place.place_id)
    assert held.suggestions.loc[0, ["state", "answer"]].tolist() == [
        "turned down", "It closed last year.",
    ]  # fmt: skip
    assert len(held.assets) == 1
    with pytest.raises(NotFoundError):
        suggestions.approve(engine, place.place_id, which)


@pytest.mark.parametrize(
    ("kind", "body", "code"),
    [("place", {"note": "x"}, "suggestion.empty"), ("missing", {}, "suggestion.empty"),
     ("correction", {"note": "x"}, "suggestion.empty"),
     ("missing", {"note": "x" * 2_001}, "suggestion.long"),
     ("missing", {"note": "x", "lon": 3.0}, "suggestion.where"),
     ("missing", {"note": "x", "lon": 200.0, "lat": 3.0}, "suggestion.where"),
     ("missing", {"note": "x", "lon": "<b>", "lat": 3.0}, "suggestion.where"),
     ("missing", {"note": "x", "category": "<b>"}, "suggestion.kind")],
)  # fmt: skip
def test_a_suggestion_must_say_something(
    engine: Engine, place: Place, kind: str, body: dict[str, str], code: str
) -> None:
    with pytest.raises(SharedGroundError) as refused:
        suggestions.suggest(engine, place.place_id, kind, body)
    assert refused.value.code == code


SECRET = ("visibility", "sensitive", "contacts", "assured_date", "assurer", "lon", "lat",
          "partner_id", "capacity", "description", "asset_id", "site_id", "edits")  # fmt: skip


@pytest.mark.parametrize("field", SECRET)
def test_no_suggestion_changes_what_only_officers_may(
    engine: Engine, place: Place, field: str
) -> None:
    value = {"visibility": "public", "sensitive": "false", "contacts": "public"}.get(field, "1")
    attack = {"changes": {"name": "Nice name", field: value}}
    honest = {"changes": {"name": "Nice name"}}
    before = loading.load(engine, place.place_id).assets
    with acting_as(Actor(name="Mal", role=Role.PARTICIPANT)):
        with pytest.raises(SharedGroundError) as refused:
            suggestions.suggest(engine, place.place_id, "correction", attack, thing_id="a")
        with pytest.raises(SharedGroundError) as changed:
            worklist.change(engine, place.place_id, "a", attack["changes"])
        which = suggestions.suggest(engine, place.place_id, "correction", honest, thing_id="a")
    with pytest.raises(SharedGroundError) as mended:
        suggestions.approve(engine, place.place_id, which, body=attack)
    codes = {each.value.code for each in (refused, changed, mended)}
    assert codes == {"suggestion.field"}
    held = loading.load(engine, place.place_id)
    assert held.edits.empty
    assert held.assets.equals(before)
    assert held.suggestions["state"].tolist() == ["waiting"]


def test_a_suggestion_kept_before_the_rule_is_refused_when_it_is_approved(
    engine: Engine, place: Place
) -> None:
    honest = {"changes": {"name": "Nice name"}}
    which = suggestions.suggest(engine, place.place_id, "correction", honest, thing_id="a")
    with engine.begin() as connection:
        old = {"changes": {"visibility": "public"}}
        connection.execute(schema.suggestion.update().values(body=old))
    with pytest.raises(SharedGroundError) as refused:
        suggestions.approve(engine, place.place_id, which)
    assert refused.value.code == "suggestion.field"
    suggestions.turn_down(engine, place.place_id, which, answer="Not by a suggestion.")
    assert loading.load(engine, place.place_id).edits.empty


def test_a_suggested_place_says_nothing_of_who_sees_it(engine: Engine, place: Place) -> None:
    attack = PLACE | {"visibility": "officers", "sensitive": True, "asset_id": "a",
                      "assurer": "Mal", "assured_date": "2001-01-01", "edits": ["x"]}  # fmt: skip
    which = suggestions.suggest(engine, place.place_id, "place", attack)
    made = suggestions.approve(engine, place.place_id, which, body=attack)
    held = loading.load(engine, place.place_id)
    assert set(held.suggestions["body"].iloc[0]) <= set(PLACE)
    row = held.assets.set_index("asset_id").loc[made]
    assert (row["visibility"], bool(row["sensitive"]), row["assurer"]) == ("public", False, "Olwen")
    with pytest.raises(SharedGroundError, match="longitude"):
        suggestions.suggest(engine, place.place_id, "place", PLACE | {"placed_by": "survey"})


def test_who_may_suggest_and_who_decides(engine: Engine, place: Place) -> None:
    with acting_as(Actor(name="r", role=Role.READER)), pytest.raises(NotAllowedError):
        suggestions.suggest(engine, place.place_id, "place", PLACE)
    which = suggestions.suggest(engine, place.place_id, "place", PLACE)
    with acting_as(Actor(name="p", role=Role.PARTICIPANT)), pytest.raises(NotAllowedError):
        suggestions.approve(engine, place.place_id, which)


def test_choices_are_remembered_for_sheets_with_the_same_headings(
    engine: Engine, place: Place
) -> None:
    chosen = {"columns": {"name": "Titel"}}
    words = {"Treff": "community-hub"}
    remembering.remember(engine, place.place_id, Kind.ASSETS, ["Titel", "PLZ"], chosen, words)
    same = remembering.choices_for(engine, place.place_id, Kind.ASSETS, ["plz", " titel "])
    assert same == chosen
    for kind, headings in ((Kind.PARTNERS, ["Titel", "PLZ"]), (Kind.ASSETS, ["Titel"])):
        assert remembering.choices_for(engine, place.place_id, kind, headings) == {}
    assert remembering.wordings(engine, place.place_id) == {"treff": "community-hub"}
    before = places.revision_of(engine, place.place_id)
    remembering.remember(engine, place.place_id, Kind.ASSETS, ["Titel", "PLZ"], chosen, words)
    assert places.revision_of(engine, place.place_id) == before
    remembering.remember(engine, place.place_id, Kind.ASSETS, ["Titel", "PLZ"], {}, {"treff": ""})
    assert remembering.wordings(engine, place.place_id) == {}


@pytest.mark.parametrize("kind", ["place", "correction", "missing"])
def test_a_decision_can_be_taken_back_with_what_it_made(
    engine: Engine, place: Place, kind: str
) -> None:
    body = {"place": PLACE, "missing": {"note": "No dentist"},
            "correction": {"changes": {"schedules": "Mondays"}}}[kind]  # fmt: skip
    thing = "a" if kind == "correction" else ""
    which = suggestions.suggest(engine, place.place_id, kind, body, thing_id=thing)
    before = loading.load(engine, place.place_id)
    suggestions.approve(engine, place.place_id, which)
    suggestions.reopen(engine, place.place_id, which, reason="slip")
    after = loading.load(engine, place.place_id)
    for table in ("assets", "sites", "edits"):
        left, right = getattr(before, table), getattr(after, table)
        assert left.values.tolist() == right.values.tolist() or left.equals(right), table
    assert after.suggestions.loc[0, ["state", "decided_by", "answer"]].tolist() == [
        "waiting", "", "",
    ]  # fmt: skip
    suggestions.approve(engine, place.place_id, which)
    with pytest.raises(NotFoundError):
        suggestions.approve(engine, place.place_id, which)


def test_one_person_cannot_flood_the_queue(engine: Engine, place: Place) -> None:
    with acting_as(Actor(name="Flo", role=Role.PARTICIPANT)):
        made = [suggestions.suggest(engine, place.place_id, "missing", {"note": f"no {n}"})
                for n in range(suggestions.MOST_WAITING)]  # fmt: skip
        with pytest.raises(SharedGroundError) as refused:
            suggestions.suggest(engine, place.place_id, "missing", {"note": "one more"})
        assert refused.value.code == "suggestion.many"
    with acting_as(Actor(name="Bea", role=Role.PARTICIPANT)):
        suggestions.suggest(engine, place.place_id, "missing", {"note": "mine"})
    suggestions.turn_down(engine, place.place_id, made[0], answer="Too vague")
    mine = suggestions.made_by(engine, place.place_id, "Flo")
    assert mine["state"].value_counts().to_dict() == {"waiting": 19, "turned down": 1}


def test_the_log_names_nobody_and_hides_what_was_turned_down(engine: Engine, place: Place) -> None:
    body = {"name": "Club of J Smith", "note": "Ask J Smith", "category": "sport"}
    which = suggestions.suggest(engine, place.place_id, "place", body)
    suggestions.turn_down(engine, place.place_id, which, answer="It names a person.")
    with acting_as(Actor(name="Bea", role=Role.PARTICIPANT)):
        log = suggestions.decided(engine, place.place_id)
    assert "Smith" not in log.to_csv()
    assert log.loc[0, ["answer", "made_by", "decided_by"]].tolist() == [
        "It names a person.",
        "",
        "",
    ]
    with acting_as(Actor(name="V", role=Role.READER)), pytest.raises(NotAllowedError):
        suggestions.decided(engine, place.place_id)


@pytest.mark.parametrize(
    ("how", "said"),
    [("a person", (-2.29, "exact", "a person")), ("area", (-2.29, "approximate", "area"))],
)
def test_a_place_is_as_precise_as_its_spot_was_told(
    engine: Engine, place: Place, how: str, said: tuple[float, str, str]
) -> None:
    which = suggestions.suggest(engine, place.place_id, "place", PLACE | {"placed_by": how})
    asset_id = suggestions.approve(engine, place.place_id, which)
    held = loading.load(engine, place.place_id).located_assets().set_index("asset_id")
    assert tuple(held.loc[asset_id, ["lon", "precision", "placed_by"]]) == said


def test_a_place_with_a_postcode_is_placed_as_it_is_read(engine: Engine, place: Place) -> None:
    told = PLACE | {"placed_by": "postcode", "postcode": "M33 3WJ", "lon": 0.0, "lat": 0.0}
    which = suggestions.suggest(engine, place.place_id, "place", told)
    asset_id = suggestions.approve(engine, place.place_id, which)
    found = loading.load(engine, place.place_id).located_assets().set_index("asset_id")
    assert found.loc[asset_id, "precision"] == "exact"
    assert found.loc[asset_id, "lon"] == pytest.approx(-2.3, abs=0.1)


def test_a_correction_keeps_what_stood_there_before(engine: Engine, place: Place) -> None:
    body = {"changes": {"schedules": "Mondays"}, "was": {"schedules": "Fridays"}}
    which = suggestions.suggest(engine, place.place_id, "correction", body, thing_id="a")
    suggestions.approve(engine, place.place_id, which)
    assert loading.load(engine, place.place_id).edits["was"].tolist() == ["Fridays"]
    with pytest.raises(NotFoundError):
        suggestions.suggest(engine, place.place_id, "correction", body, thing_id="b")
