"""A round of the room from the command line: the same as on the pages and from Python."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from sqlalchemy.engine import Engine

from sharedground import rounds
from sharedground.model.place import Kind
from sharedground.model.rounds import Answer
from sharedground.store import database, loading, places, statements
from sharedground.store import rounds as store
from tests.pages.data_town import FIGURES, PEOPLE, a_town, areas_geojson

Run = Callable[..., Result]


@pytest.fixture
def town(tmp_path: Path) -> Engine:
    engine = database.open_database(f"sqlite:///{tmp_path / 'cli.sqlite'}")
    a_town(engine, {Kind.AREAS: areas_geojson(), Kind.POPULATION: PEOPLE, Kind.INDICATORS: FIGURES})
    return engine


def done(result: Result) -> str:
    assert result.exit_code == 0, result.output
    return str(result.output)


def place_of(town: Engine) -> str:
    return places.places(town)[0].place_id


def test_a_round_runs_from_start_to_a_version_of_the_vision(town: Engine, run: Run) -> None:
    said = done(run("round", "start", "points", "--title", "Spring", "--partner", "Police",
                    "--partner", "Tenants"))  # fmt: skip
    place_id = place_of(town)
    (asked,) = loading.load(town, place_id).rounds
    code = said.split("Code: ")[1].split(".")[0]
    assert store.open_by_code(town, code) is not None
    codes = [choice.code for choice in asked.outcomes]
    for n, speaker in enumerate(asked.speakers):
        points = dict.fromkeys(codes, 10) | {codes[0]: 10 + 20 * n}
        answer = Answer(round_id=asked.round_id, device=f"phone-no-{n}", key="form-one",
                        speaker=speaker.partner_id, body={"points": points})  # fmt: skip
        store.record(town, [(place_id, answer)])
    assert "2 people have answered" in done(run("round", "list"))
    assert "Close it first" in done(run("round", "result", "Spring"))
    assert "Spring is closed." in done(run("round", "close", "spring"))
    assert "Spring is closed." in done(run("round", "code", "spring"))
    told = json.loads(done(run("round", "result", "Spring", "--json")))
    (asked,) = loading.load(town, place_id).rounds
    shares = rounds.points_of(town, place_id, asked)
    assert told["weights"] == {c: round(float(w), 6) for c, w in shares.mean.items()}
    assert list(told["by_partner"]) == ["Police", "Tenants"]
    assert "Mean of 2 partners" in done(run("round", "result", "Spring"))
    assert "Saved as version 1" in done(run("round", "use", "Spring"))
    kept = loading.load(town, place_id).newest_vision
    assert kept is not None
    assert kept.weights_from == asked.round_id
    assert [o.weight for o in kept.outcomes] == pytest.approx(list(shares.mean))
    assert "Code: " in done(run("round", "reopen", "Spring"))


def test_statements_begin_a_round_and_an_unknown_round_is_said(town: Engine, run: Run) -> None:
    done(run("round", "start", "statements", "--title", "Say", "--statement", "I feel safe"))
    (asked,) = loading.load(town, place_of(town)).rounds
    kept = statements.statements(town, place_of(town), asked.round_id)
    assert [one.text for one in kept] == ["I feel safe"]
    wrong = run("round", "close", "Nope")
    assert wrong.exit_code == 2
    assert "Rounds here: Say." in wrong.output


def test_without_names_no_row_comes_out(town: Engine, run: Run) -> None:
    names = ("A", "B", "C")
    more = [word for name in names for word in ("--partner", name)]
    done(run("round", "start", "points", "--title", "Quiet", "--unattributed", *more))
    place_id = place_of(town)
    (asked,) = loading.load(town, place_id).rounds
    for n, speaker in enumerate(asked.speakers):
        answer = Answer(round_id=asked.round_id, device=f"phone-no-{n}", key="form-one",
                        speaker=speaker.partner_id,
                        body={"points": {asked.outcomes[0].code: 10 + n}})  # fmt: skip
        store.record(town, [(place_id, answer)])
    done(run("round", "close", "Quiet"))
    told = json.loads(done(run("round", "result", "Quiet", "--json")))
    assert told["by_partner"] == {}
    assert told["weights"][asked.outcomes[0].code] == 1
    assert "each partner put" not in done(run("round", "result", "Quiet"))


def test_a_name_that_is_too_long_is_said(town: Engine, run: Run) -> None:
    wrong = run("round", "start", "points", "--title", "S", "--partner", "x" * 900)
    assert wrong.exit_code == 1
    assert "1 to 300 letters" in wrong.output
    assert loading.load(town, place_of(town)).rounds == ()


def test_a_statement_that_is_too_long_starts_no_round(town: Engine, run: Run) -> None:
    told = run("round", "start", "statements", "--title", "Long", "--statement", "a" * 300)
    assert told.exit_code == 1
    assert "1 to 280 letters" in told.output
    assert loading.load(town, place_of(town)).rounds == ()
