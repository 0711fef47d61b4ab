"""The demo town is read like any other place, and every part of it comes through."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine

from sharedground import demo, workflow
from sharedground.access import Role
from sharedground.analysis.freshness import freshness, today_in
from sharedground.store import database
from sharedground.store.loading import load
from sharedground.views import View, view_for


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[View]:
    file = tmp_path_factory.mktemp("demo") / "demo.sqlite"
    engine: Engine = database.open_database(f"sqlite:///{file}")
    place = demo.build(engine)
    yield view_for(load(engine, place.place_id), Role.FACILITATOR)
    engine.dispose()


def test_every_sheet_of_the_demo_is_read_to_the_last_figure(town: View) -> None:
    held = town.holdings
    assert len(town.areas) == 140
    assert held.indicators["name"].nunique() == 10
    assert set(held.indicators["direction"]) == {"high-is-bad", "high-is-good"}
    assert len(held.partners) == 25
    assert 550 <= len(town.assets) <= 650
    assert town.assets["category"].nunique() >= 14
    assert held.area_parents.query("level == 'neighbourhood'")["parent_name"].nunique() == 12
    by_area = held.indicator_values.groupby("indicator_id")["area_code"].nunique()
    assert by_area.min() >= 139


def test_the_demo_has_strengths_and_gaps_and_one_area_without_data(town: View) -> None:
    found = workflow.assessment(town, workflow.vision_in_use(town.holdings))
    assert len(found.vision.outcomes) == 6
    assert (found.totals["state"] == "no data").sum() == 1
    gaps = found.totals["gap"].dropna()
    assert gaps.quantile(0.9) - gaps.quantile(0.1) > 0.2
    assert not found.nothing_serves.any()


def test_most_of_the_demo_is_fresh_and_some_is_stale_whatever_the_year(town: View) -> None:
    day = today_in(town.holdings.place)
    states = freshness(town.assets, town.holdings.sources, day)["state"].value_counts()
    assert states["fresh"] > len(town.assets) / 2
    assert states["stale"] > 20


def test_no_park_of_the_demo_bears_its_owner_s_name(town: View) -> None:
    parks = town.assets[town.assets["category"] == "park"]
    named_so = parks["name"].str.contains("Council") & ~parks["name"].str.contains("near")
    assert not named_so.any()


def test_old_copies_of_the_demo_go_and_those_in_use_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demo, "user_cache_path", lambda *_args, **_given: tmp_path)
    monkeypatch.setattr(demo, "build", lambda _engine: None)
    old, used = tmp_path / "demo-old.sqlite", tmp_path / "demo-used.sqlite"
    for file in (old, used):
        file.touch()
    os.utime(old, (time.time() - 9 * 86_400,) * 2)
    assert demo.database_file().parent == tmp_path
    assert used.exists()
    assert not old.exists()
