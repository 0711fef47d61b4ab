"""Areas that nobody has looked at: no data everywhere, never none, and taken back as easily."""

from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from sharedground import workflow
from sharedground.access import acting_as, local_actor
from sharedground.analysis import nearness
from sharedground.analysis.story import why_sentences
from sharedground.cli import main
from sharedground.errors import NotFoundError
from sharedground.store import edits, loading
from sharedground.store.surveyed import set_surveyed
from sharedground.study import Study
from tests.pages import gap_town

FAR, NEAR = "E01000005", "E01000000"


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> tuple[gap_town.Engine, str, str]:
    engine = gap_town.new_database(monkeypatch, tmp_path)
    with acting_as(local_actor()):
        yield engine, gap_town.fill(engine), f"sqlite:///{tmp_path / 'store.sqlite'}"


def test_what_is_in_reach_is_no_data_and_not_none(town: tuple[gap_town.Engine, str, str]) -> None:
    engine, place_id, url = town
    before = Study.open("Sixways", database_url=url)
    assert before.gaps("O05").set_index("key").loc[FAR, "access"] == 0
    assert len(set_surveyed(engine, place_id, [FAR], surveyed=False, reason="not yet")) == 1
    after = Study.open("Sixways", database_url=url)
    row = after.gaps("O05").set_index("key").loc[FAR]
    assert np.isnan(row["access"])
    assert np.isnan(row["gap"])
    assert row["verdict"] == "no data"
    assert set(after.assessment.table.query("area_code == @FAR")["state"]) == {"no data"}
    assert nearness.in_reach(after.assessment, "O05").unknown == 1
    why = after.why(FAR, "O05")
    said = why_sentences(why.figures, why.reach_m, surveyed=why.surveyed)
    assert said == (
        "No data. This does not mean zero. Nobody has looked yet what is in this area.",
    )
    assert b"no data" in workflow.gaps_csv(after.assessment)


def test_its_people_still_share_what_they_can_reach(
    town: tuple[gap_town.Engine, str, str],
) -> None:
    engine, place_id, url = town
    before = Study.open("Sixways", database_url=url).gaps("O05").set_index("key")
    set_surveyed(engine, place_id, [NEAR], surveyed=False)
    after = Study.open("Sixways", database_url=url).gaps("O05").set_index("key")
    others = [key for key in before.index if key != NEAR]
    assert after.loc[others, "access"].tolist() == pytest.approx(
        before.loc[others, "access"].tolist()
    )


def test_it_is_taken_back_and_undone(town: tuple[gap_town.Engine, str, str]) -> None:
    engine, place_id, _ = town
    ids = set_surveyed(engine, place_id, [FAR, NEAR], surveyed=False)
    assert set_surveyed(engine, place_id, [FAR], surveyed=False) == []
    assert loading.load(engine, place_id).unsurveyed == {FAR, NEAR}
    set_surveyed(engine, place_id, [FAR], surveyed=True)
    assert loading.load(engine, place_id).unsurveyed == {NEAR}
    edits.undo_edits(engine, place_id, [ids[1]])
    assert loading.load(engine, place_id).unsurveyed == frozenset()


def test_an_area_that_there_is_not_changes_nothing(
    town: tuple[gap_town.Engine, str, str],
) -> None:
    engine, place_id, _ = town
    with pytest.raises(NotFoundError):
        set_surveyed(engine, place_id, [FAR, "nowhere"], surveyed=False)
    assert loading.load(engine, place_id).unsurveyed == frozenset()


def test_on_the_command_line(town: tuple[gap_town.Engine, str, str]) -> None:
    url = town[2]
    run = ["--database", url, "areas", "surveyed"]
    assert "Saved for 1 area." in CliRunner().invoke(main, [*run, FAR, "--no"]).output
    assert CliRunner().invoke(main, run).output.strip() == FAR
    assert "Saved for 1 area." in CliRunner().invoke(main, [*run, FAR]).output
    assert CliRunner().invoke(main, run).output.strip() == ""
