"""Places that may be one stand side by side once, are decided by a person, and can be parted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from sqlalchemy.engine import Engine

from sharedground import sameness
from sharedground.access import Actor, Role, acting_as
from sharedground.errors import NotAllowedError
from sharedground.model.frames import PAIRS
from sharedground.model.place import Kind, Place
from sharedground.sameness import Match
from sharedground.store import database, keeping, loading, pairs, places
from sharedground.store.holdings import Holdings
from tests.builders import a_site, an_asset, an_assets_upload, an_upload


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """Return an empty database, for an officer."""
    found = database.open_database(f"sqlite:///{tmp_path / 'town.sqlite'}")
    with acting_as(Actor(name="Olwen", role=Role.OFFICER)):
        yield found
    found.dispose()


@pytest.fixture
def place(engine: Engine) -> Place:
    """Return a place with one library on three lists."""
    place = places.new_place(engine, "Testville")
    lists = {
        "one": {"name": "Hale Library", "phone": "0161 912 3189", "url": "https://hale.example/"},
        "two": {"name": "Hale library", "phone": "01619123189", "email": "hale@example.org"},
        "three": {"name": "Hale Lib", "phone": "0161 496 0000"},
    }
    for number, (source, said) in enumerate(lists.items()):
        asset_id = source[0] + str(number)
        asset = an_asset(asset_id, f"site-{source}", source_id=source, **said)
        site = a_site(f"site-{source}", source_id=source, address=f"{number} Cecil Road",
                      lat=53.405 + number / 1000)  # fmt: skip
        upload = an_assets_upload([asset], [site], content=source.encode())
        keeping.keep(engine, place.place_id, upload)
    return place


def asked(engine: Engine, place: Place, *couples: tuple[str, str]) -> Holdings:
    """Have these pairs wait for a person, and return what the place holds."""
    for one, other in couples:
        pairs.decide(engine, place.place_id, one, other, "open")
    return loading.load(engine, place.place_id)


def test_two_places_stand_side_by_side_with_what_differs_in_words(engine, place):
    held = asked(engine, place, ("o0", "t1"))
    [question] = sameness.questions(engine, held, sameness.waiting(held))
    match = {line.field: line.match for line in question.lines}
    assert match["name"] is Match.SAME
    assert match["phone"] is Match.SAME
    assert match["address"] is Match.DIFFERENT
    assert match["url"] is Match.ONE_ONLY
    assert "schedules" not in match
    assert question.metres == pytest.approx(111, abs=1)
    assert (question.one.listed, question.one.row) == ("list.csv", 2)


def test_what_is_one_with_another_is_asked_about_once(engine, place):
    asked(engine, place, ("o0", "t2"), ("t1", "t2"))
    pairs.decide(engine, place.place_id, "o0", "t1", "same")
    held = loading.load(engine, place.place_id)
    assert len(sameness.waiting(held)) == 1


def test_an_answer_that_follows_from_others_is_not_asked_for(engine, place):
    asked(engine, place, ("t1", "t2"))
    pairs.decide(engine, place.place_id, "o0", "t1", "same")
    pairs.decide(engine, place.place_id, "o0", "t2", "apart")
    assert sameness.waiting(loading.load(engine, place.place_id)).empty


def test_a_merge_shows_both_rows_as_they_were_and_can_be_taken_back(engine, place):
    held = asked(engine, place, ("o0", "t1"))
    [question] = sameness.questions(engine, held, sameness.waiting(held))
    sameness.decide(engine, place.place_id, question, sameness.SAME)
    held = loading.load(engine, place.place_id)
    assert len(held.assets) == 2
    assert held.assets.set_index("asset_id").loc["o0", "email"] == "hale@example.org"
    [settled] = sameness.questions(engine, held, sameness.decided(engine, held))
    assert {settled.one.name, settled.other.name} == {"Hale Library", "Hale library"}
    sameness.decide(engine, place.place_id, settled, sameness.OPEN)
    held = loading.load(engine, place.place_id)
    assert len(held.assets) == 3
    assert len(sameness.waiting(held)) == 1


def test_what_a_rule_merged_is_listed_among_what_is_settled(engine, place):
    found = pd.DataFrame([("o0", "t1", "same", 0.999, [])], columns=list(PAIRS))
    site = a_site("sx", source_id="four")
    again = an_assets_upload([an_asset("x", "sx", source_id="four")], [site], content=b"four")
    keeping.keep(engine, place.place_id, replace(again, pairs=found))
    held = loading.load(engine, place.place_id)
    assert sameness.decided(engine, held)["verdict"].tolist() == ["same"]


def test_scripts_read_a_question_as_json(engine, place):
    held = asked(engine, place, ("o0", "t1"))
    [question] = sameness.questions(engine, held, sameness.waiting(held))
    told = json.loads(json.dumps(sameness.as_json(question)))
    assert (told["one"]["id"], told["other"]["id"], told["metres"]) == ("o0", "t1", 111)


def test_partners_under_several_spellings_are_one_question(engine, place):
    names = ["Age UK Trafford", "Age UK (Trafford) Ltd", "Age U.K. Trafford", "Trafford Carers"]
    blank = dict.fromkeys(["partner_kind", "description", "url", "email", "phone"], "")
    frame = pd.DataFrame(
        [blank | {"partner_id": f"p{n}", "name": name, "external_identifiers": "[]",
                  "source_id": "partners", "row_number": n + 2} for n, name in enumerate(names)]
    )  # fmt: skip
    keeping.keep(
        engine, place.place_id, an_upload(Kind.PARTNERS, {"partners": frame}, content=b"p")
    )
    held = loading.load(engine, place.place_id)
    [group] = sameness.partner_questions(held)
    assert set(group.names) == set(names[:3])
    sameness.decide_partners(engine, place.place_id, group, sameness.SAME)
    held = loading.load(engine, place.place_id)
    assert held.partners["name"].tolist() == ["Age UK Trafford", "Trafford Carers"]
    assert sameness.partner_questions(held) == []
    [settled] = sameness.decided_partners(engine, held)
    sameness.decide_partners(engine, place.place_id, settled, sameness.OPEN)
    assert len(loading.load(engine, place.place_id).partners) == 4


def test_only_officers_see_and_decide(engine, place):
    held = asked(engine, place, ("o0", "t1"))
    with acting_as(Actor(name="Rhys", role=Role.PARTICIPANT)), pytest.raises(NotAllowedError):
        sameness.questions(engine, held, sameness.waiting(held))
