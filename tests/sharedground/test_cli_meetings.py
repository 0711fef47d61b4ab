"""Decisions and what changed, from the command line: the same as on the pages."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner, Result

from sharedground import demo
from sharedground.access import acting_as, local_actor
from sharedground.cli import main
from sharedground.store import database, loading, places

TOWN, PLACE = demo.open_demo()
OUTCOME = loading.load(TOWN, PLACE.place_id).visions[-1].outcomes[0].name


@pytest.fixture
def town(tmp_path: Path) -> str:
    """Return the address of a database with the demo town."""
    url = f"sqlite:///{tmp_path / 'cli.sqlite'}"
    store = database.open_database(url)
    with acting_as(local_actor()):
        places.copy_place(TOWN, store, PLACE.place_id)
    store.dispose()
    return url


def run(url: str, *words: str) -> Result:
    return CliRunner().invoke(main, ["--database", url, *words])


def data(url: str, *words: str) -> dict[str, object]:
    done = run(url, *words, "--json")
    assert done.exit_code == 0, done.output
    told: dict[str, object] = json.loads(done.output)
    return told


def test_a_promise_is_recorded_once_and_said_to_be_done(town: str, tmp_path: Path) -> None:
    words = ("decisions", "add", "=Open it", "--kind", "commitment", "--who", "A", "--who", "B",
             "--by", "2020-01-31", "--outcome", OUTCOME.upper(), "--id", "once")  # fmt: skip
    first = data(town, *words)
    assert data(town, *words) == first
    assert (first["who"], first["overdue"], first["outcome_name"]) == (
        ["A", "B"], True, OUTCOME)  # fmt: skip
    listed = data(town, "decisions", "list", "--open")
    assert [one["words"] for one in listed["decisions"]] == ["=Open it"]  # type: ignore[index,attr-defined]
    assert listed["tally"]["overdue"] == 1  # type: ignore[index]
    out = tmp_path / "decisions.csv"
    assert run(town, "decisions", "list", "--out", str(out)).exit_code == 0
    assert pd.read_csv(out)["what"].tolist() == ["'=Open it"]
    assert data(town, "decisions", "done", "once", "--note", "It is")["state"] == "done"
    assert "Done on" in run(town, "decisions", "list").output
    assert run(town, "decisions", "list", "--open").output == "Nothing is recorded yet\n"
    refused = run(town, "decisions", "drop", "another", "--note", "x")
    assert refused.exit_code == 2
    assert "There is no decision" in refused.output


def test_what_changed_is_told_in_words_in_rows_and_as_data(town: str, tmp_path: Path) -> None:
    assert run(town, "decisions", "add", "Meet each month").exit_code == 0
    found = data(town, "changed", "--since", "first")
    assert not found["nothing"]
    assert [one["words"] for one in found["decisions"]["made"]] == ["Meet each month"]  # type: ignore[index]
    out = tmp_path / "changed.csv"
    done = run(town, "changed", "--since", "r1", "--out", str(out))
    assert done.output.startswith("From ")
    assert set(pd.read_csv(out).columns) == {"about", "what", "before", "after"}
    assert data(town, "changed", "--since", "now")["nothing"]
    refused = run(town, "changed", "--since", "now", "--until", "r1")
    assert (refused.exit_code, "before the second" in refused.output) == (1, True)
    assert run(town, "changed", "--since", "soon").exit_code == 2
