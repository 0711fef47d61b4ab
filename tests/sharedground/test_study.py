"""The facade for notebooks: its worked example runs, and its figures are those of the pages."""

import doctest
from pathlib import Path

import numpy as np
import pydantic
import pytest

from sharedground import workflow
from sharedground.access import Role
from sharedground.analysis.assessment import ALL
from sharedground.errors import NotAllowedError, NotFoundError, SharedGroundError
from sharedground.model.counting import Counting
from sharedground.study import Study

DOCS = Path(__file__).resolve().parents[2] / "docs" / "python.md"


@pytest.fixture(scope="module")
def town() -> Study:
    return Study.demo()


def test_the_worked_example_of_the_docs_runs() -> None:
    found = doctest.testfile(str(DOCS), module_relative=False)
    assert found.attempted > 10
    assert found.failed == 0


def test_its_figures_are_those_of_the_workflow(town: Study) -> None:
    found = workflow.assessment(town.view, town.vision)
    rows = town.gaps().set_index("key")
    totals = found.totals.set_index("area_code")
    assert rows.loc[totals.index, "gap"].tolist() == pytest.approx(
        totals["gap"].tolist(), nan_ok=True
    )


def test_asking_for_something_else_leaves_it_as_it_was(town: Study) -> None:
    before = town.gaps()["gap"].tolist()
    other = town.counted(detour=1.5, decay="one").weighted({"O05": 5.0})
    assert other.gaps()["gap"].tolist() != before
    assert town.gaps()["gap"].tolist() == pytest.approx(before, nan_ok=True)
    assert (town.counting, other.counting.detour) == (Counting(), 1.5)
    assert sum(o.weight for o in other.vision.outcomes) == pytest.approx(1)


def test_areas_without_data_are_never_among_the_worst(town: Study) -> None:
    assert np.isnan(town.gaps()["gap"].iloc[-1])
    assert town.worst(1_000)["gap"].notna().all()


def test_kind_by_kind_and_in_groups(town: Study) -> None:
    kinds = town.by_kind()
    assert kinds.gaps("library")["access"].notna().any()
    assert len(town.gaps(grouped=True)) < len(town.gaps())
    assert (town.may_need_more()["verdict"] == "first").all()


@pytest.mark.parametrize("wrong", [{"detour": 0.5}, {"speed": 3}, {"decay": "steep"}])
def test_a_way_of_counting_that_there_is_not(town: Study, wrong: dict[str, object]) -> None:
    with pytest.raises(pydantic.ValidationError):
        town.counted(**wrong)


def test_outcomes_areas_and_weights_that_there_are_not(town: Study) -> None:
    with pytest.raises(NotFoundError):
        town.weighted({"O99": 1.0})
    with pytest.raises(NotFoundError):
        town.gaps("O99")
    with pytest.raises(NotFoundError):
        town.why("nowhere", "O05")
    with pytest.raises(SharedGroundError, match="near, around, far, any"):
        town.how_sure("wild")


def test_a_place_of_ones_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from tests.pages import gap_town

    engine = gap_town.new_database(monkeypatch, tmp_path)
    gap_town.fill(engine)
    url = f"sqlite:///{tmp_path / 'store.sqlite'}"
    study = Study.open("sixways", database_url=url)
    assert study.view.role is Role.OFFICER
    assert study.gaps(ALL)["gap"].notna().any()
    assert Study.open("Sixways", database_url=url, for_everyone=True).view.role is Role.READER
    with pytest.raises(NotFoundError):
        Study.open("Nowhere", database_url=url)
    monkeypatch.setenv("SHAREDGROUND_LOCAL_ROLE", "reader")
    with pytest.raises(NotAllowedError):
        Study.open("Sixways", database_url=url)


def test_as_one_partner_the_figures_are_those_of_its_weights(town: Study) -> None:
    together = town.partners_say({"Homes": {"O01": 30, "O07": 10}, "Police": {"O06": 5}})
    mine = together.as_partner("homes")
    weights = {"O01": 3.0, "O07": 1.0, "O04": 0, "O05": 0, "O06": 0, "O10": 0}
    assert mine.gaps()["gap"].tolist() == pytest.approx(
        town.weighted(weights).gaps()["gap"].tolist(), nan_ok=True
    )
    assert town.heard == ()
    seen = together.where_partners_differ(grouped=True)
    assert [one.name for one in seen.voices] == ["Homes", "Police"]


def test_partners_who_are_not_there_or_outcomes_that_are_not(town: Study) -> None:
    with pytest.raises(NotFoundError):
        town.as_partner("Homes")
    with pytest.raises(NotFoundError):
        town.partners_say({"Homes": {"O99": 1}})
