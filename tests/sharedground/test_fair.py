"""Who is reached and who covers whom: of a place, in words, and on the command line."""

import json
import math
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner, Result

from sharedground import demo, fair, fair_words, workflow
from sharedground.access import Role
from sharedground.analysis.by_kind import vision_of_kinds
from sharedground.analysis.fairness import Finding
from sharedground.analysis.standing import standing
from sharedground.cli import main
from sharedground.errors import NotFoundError
from sharedground.model.counting import Counting, Decay
from sharedground.store import database, loading
from sharedground.views import View, view_for
from tests.pages import gap_town


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fair")


@pytest.fixture(scope="module")
def view(folder: Path) -> View:
    engine = database.open_database(f"sqlite:///{folder / 'store.sqlite'}")
    return view_for(loading.load(engine, gap_town.fill(engine)), Role.READER)


@pytest.fixture(scope="module")
def town() -> View:
    engine, place = demo.open_demo()
    return view_for(loading.load(engine, place.place_id), Role.READER)


def looked(view: View, **asked: str) -> fair.Fair:
    return fair.look(view, workflow.vision_in_use(view.holdings), **asked)


def test_libraries_in_the_west_and_need_in_the_east(view: View) -> None:
    found = looked(view, outcome="O05")
    assert found.fairness.finding is Finding.LESS
    assert found.fairness.index.high < 0
    assert found.fairness.tenths["reached"].tolist() == pytest.approx([0] * 5 + [1] * 5)
    assert fair_words.heading(found) == (
        "Learning: people with more need have less in reach, 0 against 10.0 per 1,000"
    )
    assert found.asked.reach_m == 1_200


def test_an_outcome_without_a_figure_of_need_compares_nobody(view: View) -> None:
    found = looked(view, outcome="O09")
    assert found.fairness.finding is Finding.NO_DATA
    assert found.fairness.people_no_data == 600
    assert fair_words.heading(found) == "No data on need yet, so nobody can be compared"
    assert "No data for 600 people in 6 areas" in fair_words.missing_sentences(found)[0]


def test_an_outcome_that_nothing_serves_is_left_out_of_the_whole_and_said(view: View) -> None:
    found = looked(view)
    assert found.left_out == ("Nature *and* trees",)
    assert found.fairness.tenths["reached"].tolist() == pytest.approx([0] * 5 + [1] * 5)
    assert "Nature *and* trees" in fair_words.limit_sentences(found)[-1]


def test_a_kind_of_place_is_asked_by_itself(view: View) -> None:
    found = looked(view, kind="library")
    assert (found.asked.code, found.asked.name, found.asked.kind) == ("library", "Libraries", True)
    assert found.asked.reach_m == 1_200
    assert found.fairness.finding is Finding.LESS


def test_a_kind_of_which_there_is_none_is_nothing_in_reach(view: View) -> None:
    found = looked(view, kind="park")
    assert found.fairness.finding is Finding.NOTHING
    assert math.isnan(found.fairness.index.value)
    assert fair_words.heading(found).endswith(": nothing is in reach of anyone here")
    assert found.cover.uncovered == 600


def test_what_nobody_knows_is_refused_in_words(view: View) -> None:
    with pytest.raises(NotFoundError) as kind:
        looked(view, kind="spaceport")
    assert kind.value.code == "kind.unknown"
    with pytest.raises(NotFoundError) as idle:
        looked(view, kind="bus-stop")
    assert idle.value.code == "kind.unused"
    with pytest.raises(NotFoundError):
        looked(view, outcome="O99")


def test_a_kind_has_the_access_of_the_page_of_gaps(town: View) -> None:
    turned = vision_of_kinds(workflow.vision_in_use(town.holdings))
    of_gaps = standing(workflow.assessment(town, turned), "library")
    people, access = of_gaps["people"], of_gaps["access"]
    known = of_gaps["need"].notna() & access.notna() & (people > 0)
    mean = (access * people)[known].sum() / people[known].sum()
    tenths = looked(town, kind="library").fairness.tenths
    assert tenths["access"].mean() == pytest.approx(mean)


def test_a_partner_has_one_name_and_the_unnamed_are_none(view: View) -> None:
    runs = fair.who_runs(view)
    assert sorted(set(runs)) == ["", "Buses", "Town Council"]
    partners = pd.DataFrame({"partner_id": ["p"], "name": ["The Council"]})
    assets = view.assets.assign(
        partner_id=["p", *[""] * (len(view.assets) - 1)],
        organization=["Town Council", "A  trust", "a TRUST", None, " "],
    )
    other = View(view.role, view.holdings.__class__(**{**vars(view.holdings),
                 "partners": partners}), assets, view.located)  # fmt: skip
    assert fair.who_runs(other).tolist() == ["The Council", "A trust", "A trust", "", ""]


def test_cover_counts_the_unnamed_library_apart(view: View) -> None:
    found = looked(view, kind="library").cover
    (council,) = found.partners.to_dict("records")
    # The council's libraries are in the first area, the unnamed one in the second: 665 m apart.
    assert (council["people"], council["alone"], council["unnamed_too"]) == (200, 0, 200)
    assert (found.unnamed, found.only_unnamed, found.uncovered) == (300, 100, 300)
    table = fair.cover_table(found)
    assert table["who"].tolist() == ["partner", "nobody named"]
    assert math.isnan(table["share"].iloc[1])


def test_demo_figures_are_shares_of_everyone(town: View) -> None:
    found = looked(town)
    cover = found.cover
    assert cover.partners["share"].sum() + cover.rest["share"].sum() == pytest.approx(cover.joint)
    assert len(cover.partners) == 10
    assert cover.partners_in_all > 10
    parts = found.fairness
    assert parts.people + parts.people_no_data == pytest.approx(cover.people)
    assert parts.tenths["people"].sum() == pytest.approx(parts.people)


def test_a_heading_claims_no_difference_where_the_range_includes_none(town: View) -> None:
    vision = workflow.vision_in_use(town.holdings)
    found = [looked(town)] + [looked(town, outcome=one.code) for one in vision.outcomes]
    open_ones = [one for one in found if one.fairness.index.low <= 0 <= one.fairness.index.high]
    assert open_ones
    for one in open_ones:
        said = fair_words.heading(one)
        assert "no clear difference" in said.lower() or "much the same" in said.lower()


def test_figures_that_differ_are_written_so(view: View) -> None:
    asked = looked(view, outcome="O05").asked
    assert fair_words.apart(asked, 1.23, 1.21) == ("1.23", "1.21")
    assert fair_words.apart(asked, 0.051, 0.0512) == ("0.0510", "0.0512")
    assert fair_words.apart(asked, 2.0, 2.0) == ("2.0", "2.0")
    assert fair_words.apart(looked(view).asked, 64.1, 75.7) == ("64", "76")


@pytest.mark.parametrize(
    ("value", "said"), [(0.239, "+0.24"), (-0.1, "−0.10"), (0.001, "0.00"), (math.nan, "No data")]
)
def test_an_index_has_its_sign(value: float, said: str) -> None:
    assert fair_words.signed(value) == said


def run(folder: Path, *words: str) -> Result:
    url = f"sqlite:///{folder / 'store.sqlite'}"
    return CliRunner().invoke(main, ["--database", url, *words])


def test_the_command_line_says_the_same(view: View, folder: Path) -> None:
    found = looked(view, outcome="O05")
    told = run(folder, "fair", "--outcome", "O05")
    assert told.exit_code == 0
    assert told.output.splitlines()[0] == fair_words.heading(found)
    as_json = json.loads(run(folder, "fair", "--outcome", "O05", "--json").output)
    assert as_json == json.loads(json.dumps(fair.as_data(found)))
    assert as_json["finding"] == "less for more need"
    assert [row["reached"] for row in as_json["tenths"]] == [0] * 5 + [1] * 5
    nothing = json.loads(run(folder, "fair", "--kind", "park", "--json").output)
    assert nothing["index"] == {"value": None, "low": None, "high": None}


@pytest.mark.usefixtures("view")
def test_the_command_line_writes_tables(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "tenths.csv"
    assert run(folder, "fair", "--out", str(out)).exit_code == 0
    assert list(pd.read_csv(out).columns) == [
        "tenth", "people", "need", "reached", "reached_low", "reached_high", "access",
        "access_low", "access_high",
    ]  # fmt: skip
    told = run(folder, "cover", "--kind", "library", "--out", str(out), "--json")
    table = pd.read_csv(out, keep_default_na=False)
    assert table["who"].tolist() == ["partner", "nobody named"]
    data = json.loads(told.output)
    assert data["rows"][0]["people"] == 200
    assert data["overlap"] == [{"partner": "Town Council", "with": {"Town Council": 200}}]


@pytest.mark.usefixtures("view")
def test_the_command_line_counts_otherwise_when_told(view: View, folder: Path) -> None:
    told = run(folder, "fair", "--outcome", "O05", "--decay", "one", "--detour", "1.5", "--json")
    counting = Counting(decay=Decay.ONE, detour=1.5)
    found = fair.look(view, workflow.vision_in_use(view.holdings), counting, outcome="O05")
    assert json.loads(told.output) == fair.as_data(found)
    assert found.fairness.index != looked(view, outcome="O05").fairness.index


@pytest.mark.usefixtures("view")
def test_wrong_use_is_told(folder: Path) -> None:
    both = run(folder, "fair", "--outcome", "O05", "--kind", "library")
    assert both.exit_code == 2
    assert "not both" in both.output
    unknown = run(folder, "cover", "--kind", "spaceport")
    assert unknown.exit_code == 2
    assert "There is no kind of place called spaceport." in unknown.output
