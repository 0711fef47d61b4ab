"""How it is counted and how sure that is, on the command line."""

import json
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner, Result

from sharedground.cli import main
from sharedground.study import Study
from tests.pages import gap_town


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    gap_town.fill(gap_town.new_database(monkeypatch, tmp_path))
    return f"sqlite:///{tmp_path / 'store.sqlite'}"


def run(*words: str) -> Result:
    return CliRunner().invoke(main, list(words), catch_exceptions=False)


def test_gaps_counted_otherwise(town: str, tmp_path: Path) -> None:
    tables = {}
    for name, options in (("usual", []), ("other", ["--detour", "1.5", "--decay", "one"])):
        out = tmp_path / f"{name}.csv"
        assert run("--database", town, "gaps", "--out", str(out), *options).exit_code == 0
        tables[name] = pd.read_csv(out)
    assert list(tables["usual"]) == list(tables["other"])
    assert not tables["usual"]["access"].equals(tables["other"]["access"])
    study = Study.open("Sixways", database_url=town).counted(detour=1.5, decay="one")
    assert tables["other"]["gap"].tolist() == pytest.approx(
        study.assessment.table["gap"].tolist(), nan_ok=True
    )


def test_gaps_by_kind(town: str, tmp_path: Path) -> None:
    out = tmp_path / "kinds.csv"
    assert run("--database", town, "gaps", "--out", str(out), "--by-kind").exit_code == 0
    assert "Libraries" in set(pd.read_csv(out)["outcome"])


def test_how_sure_in_words_and_as_data(town: str, tmp_path: Path) -> None:
    out = tmp_path / "sure.csv"
    said = run("--database", town, "how-sure", "--weights", "any", "-o", str(out))
    assert said.exit_code == 0
    assert "with the largest gaps" in said.output
    assert "Without Learning" in said.output
    data = json.loads(run("--database", town, "how-sure", "--weights", "any", "--json").output)
    table = Study.open("Sixways", database_url=town).how_sure("any").table
    assert [row["key"] for row in data["areas"]] == table["key"].tolist()
    assert pd.read_csv(out)["share"].tolist() == pytest.approx(table["share"].tolist(), nan_ok=True)


def test_a_detour_out_of_range_is_refused(town: str, tmp_path: Path) -> None:
    out = tmp_path / "x.csv"
    assert run("--database", town, "gaps", "--out", str(out), "--detour", "9").exit_code == 2
    assert not out.exists()
