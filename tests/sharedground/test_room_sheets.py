"""Points and votes from files become closed rounds; the command line does all of it."""

import json
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner
from sqlalchemy.engine import Engine

from sharedground import room_sheets, rounds
from sharedground.access import Actor, Role, acting_as
from sharedground.cli import main
from sharedground.errors import NotAllowedError
from sharedground.model.rounds import Naming, RoundKind, RoundState
from sharedground.store import database, loading, places
from sharedground.store import rounds as store
from tests.pages import gap_town
from tests.sharedground.intake.test_votes_file import COMMENTS, PEOPLE

OFFICER = Actor(name="officer", role=Role.OFFICER)
POINTS = b"Partner,Learning,O09\nTown Council,100,0\nBirds,30,60\nBees,20,80\n"


@pytest.fixture
def town(tmp_path: Path) -> tuple[Engine, str]:
    engine = database.open_database(f"sqlite:///{tmp_path / 'room.sqlite'}")
    return engine, gap_town.fill(engine)


def kept(town: tuple[Engine, str], naming: Naming = Naming.NAMED):
    engine, place_id = town
    with acting_as(OFFICER):
        held = loading.load(engine, place_id)
        read = room_sheets.read_priorities(held, "points.csv", POINTS)
        return room_sheets.keep_priorities(engine, held, read, naming=naming)


def test_points_become_a_closed_round_with_shares_of_each_row(town: tuple[Engine, str]) -> None:
    made = kept(town)
    assert (made.kind, made.state, made.source) == (
        RoundKind.POINTS, RoundState.CLOSED, "points.csv",
    )  # fmt: skip
    shares = rounds.points_of(*town, made)
    assert list(shares.names.values()) == ["Town Council", "Birds", "Bees"]
    assert shares.partners["O05"].tolist() == pytest.approx([1, 1 / 3, 0.2])
    assert shares.points["O05"].tolist() == [100, 30, 20]
    assert shares.mean["O05"] == pytest.approx((1 + 1 / 3 + 0.2) / 3)


def test_used_as_weights_the_vision_knows_its_partners(town: tuple[Engine, str]) -> None:
    made = kept(town)
    with acting_as(OFFICER):
        saved = room_sheets.use(*town, made)
    table = rounds.partner_weights(*town, saved)
    assert table["name"].tolist() == ["Town Council", "Birds", "Bees"]


def test_unattributed_points_tell_an_average_and_no_rows(town: tuple[Engine, str]) -> None:
    made = kept(town, Naming.UNATTRIBUTED)
    shares = rounds.points_of(*town, made)
    assert shares.partners.empty
    assert shares.mean is not None
    with acting_as(OFFICER):
        saved = room_sheets.use(*town, made)
    assert rounds.partner_weights(*town, saved).empty


def test_votes_become_a_closed_round_without_names(town: tuple[Engine, str]) -> None:
    engine, place_id = town
    with acting_as(OFFICER):
        held = loading.load(engine, place_id)
        read = room_sheets.read_votes("v.csv", PEOPLE.encode(), ("comments.csv", COMMENTS.encode()))
        made = room_sheets.keep_votes(engine, held, read, title="From Polis")
    assert made.naming is Naming.UNATTRIBUTED
    table = rounds.votes_of(engine, place_id, made)
    assert sorted(table.sum().to_dict().items()) == [("polis-0", 2.0), ("polis-2", -3.0)]
    said = store.answers_of(engine, place_id, made.round_id)
    assert set(said["speaker"]) == {"resident"}


def test_only_officers_bring_sheets_in(town: tuple[Engine, str]) -> None:
    held = loading.load(*town)
    reader = Actor(name="someone", role=Role.PARTICIPANT)
    with acting_as(reader), pytest.raises(NotAllowedError):
        room_sheets.read_priorities(held, "points.csv", POINTS)
    with acting_as(reader), pytest.raises(NotAllowedError):
        room_sheets.read_votes("v.csv", PEOPLE.encode())


def test_the_empty_sheet_comes_back_filled(town: tuple[Engine, str]) -> None:
    held = loading.load(*town)
    text = room_sheets.template(held, csv=True, for_excel=False).decode()
    filled = text + "Birds,70,30\r\n"
    with acting_as(OFFICER):
        read = room_sheets.read_priorities(held, "points.csv", filled.encode())
    assert read.points.to_numpy().tolist() == [[70.0, 30.0]]


def run(town: tuple[Engine, str], *words: str) -> str:
    done = CliRunner().invoke(main, ["--database", str(town[0].url), *words])
    assert done.exit_code == 0, done.output
    return done.output


def test_all_of_it_on_the_command_line(town: tuple[Engine, str], tmp_path: Path) -> None:
    sheet, rows = tmp_path / "points.csv", tmp_path / "rows.csv"
    sheet.write_bytes(POINTS)
    told = run(town, "priorities", "import", str(sheet), "--preview", "--rows", str(rows))
    assert "3 rows read: 3 kept" in told
    assert "Kept as the round" not in told
    assert pd.read_csv(rows)["fate"].tolist() == ["kept"] * 3
    data = json.loads(run(town, "priorities", "import", str(sheet), "--use", "--json"))
    assert (data["kept"], data["version"]) == (3, 2)
    assert "Town Council,100.0,0.0" in run(town, "priorities", "show")
    out = tmp_path / "gaps.csv"
    assert "As Birds weighs it: Learning 33 %" in run(
        town, "gaps", "--as", "birds", "--out", str(out)
    )
    weights = pd.read_csv(out).groupby("outcome")["weight"].first()
    assert weights["Learning"] == pytest.approx(1 / 3)
    told = json.loads(run(town, "differ", "--json", "--out", str(tmp_path / "d.csv")))
    assert told["partners"] == ["Town Council", "Birds", "Bees"]
    assert len(pd.read_csv(tmp_path / "d.csv")) == 6
    run(town, "priorities", "template", "--out", str(tmp_path / "t.xlsx"))


def test_votes_on_the_command_line(town: tuple[Engine, str], tmp_path: Path) -> None:
    (tmp_path / "v.csv").write_text(PEOPLE)
    (tmp_path / "c.csv").write_text(COMMENTS)
    told = run(town, "votes", "import", str(tmp_path / "v.csv"), "--comments",
               str(tmp_path / "c.csv"), "--title", "From Polis")  # fmt: skip
    assert "5 votes of 3 people on 2 statements." in told
    assert [one.title for one in loading.load(*town).rounds] == ["From Polis"]
    told = run(town, "votes", "show", "from polis")
    assert "3 people voted." in told
    assert '"Third, with a comma",0,3,0' in told
    assert len(places.places(town[0])) == 1


def test_points_are_shown_as_json(town: tuple[Engine, str]) -> None:
    made = kept(town)
    data = json.loads(run(town, "priorities", "show", "--json"))
    assert data == rounds.as_data(rounds.points_of(*town, made))


def test_signs_that_turn_text_round_are_taken_out_of_titles(town: tuple[Engine, str]) -> None:
    engine, place_id = town
    with acting_as(OFFICER):
        held = loading.load(engine, place_id)
        read = room_sheets.read_priorities(held, "points.csv", POINTS)
        made = room_sheets.keep_priorities(engine, held, read, title="A\u202e b\u200b")
    assert made.title == "A b"
