"""The map page shows figures of other area sets in words, and never as the area's own."""

from __future__ import annotations

import html
import json
from pathlib import Path

import pandas as pd
import pytest
from shapely.geometry import box, mapping

from sharedground import workflow
from sharedground.access import acting_as, local_actor
from sharedground.model.place import Kind
from sharedground.store import keeping
from tests.builders import an_upload
from tests.pages import gap_town
from tests.pages.gap_town import headings, words

PAGE = "explore/map.py"


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    """Make the town with two wards beside its areas, and a figure for each ward."""
    engine = gap_town.new_database(monkeypatch, tmp_path)
    place_id = gap_town.fill(engine)
    features = [
        {"type": "Feature", "properties": {"code": f"E0500000{n}", "name": name},
         "geometry": mapping(box(-2.3 + n * 0.03, 53.4, -2.27 + n * 0.03, 53.41))}
        for n, name in enumerate(("West ward", "<b>East</b> ward"))
    ]  # fmt: skip
    outlines = json.dumps({"type": "FeatureCollection", "features": features}).encode()
    with acting_as(local_actor()):
        read = workflow.preview(engine, place_id, Kind.AREAS, "ward_2023.geojson", outlines)
        workflow.keep(engine, place_id, read, beside=True)
        figures = b"code,Homeless rate,year\nE05000000,3,2025\nE05000001,7.5,2025\n"
        read = workflow.preview(engine, place_id, Kind.INDICATORS, "wards.csv", figures)
        assert read.area_set.name == "Wards 2023"
        workflow.keep(engine, place_id, read)
        estimate = pd.DataFrame({"indicator_id": ["low"], "area_code": ["E01000000"],
                                 "moved": [0.5], "source_id": ["need2"]})  # fmt: skip
        indicator = pd.DataFrame([{"indicator_id": "low", "name": "Low income", "year": 2023.0,
                                   "measure": "value", "direction": "high-is-bad", "unit": "%",
                                   "source_id": "need2"}])  # fmt: skip
        value = pd.DataFrame({"indicator_id": ["low"], "area_code": ["E01000000"], "value": [1.0],
                              "source_id": "need2", "row_number": 0})  # fmt: skip
        upload = an_upload(
            Kind.INDICATORS,
            {"indicators": indicator, "indicator_values": value, "estimates": estimate},
            content=b"again",
        )
        keeping.keep(engine, place_id, upload)
    return place_id


@pytest.mark.usefixtures("town")
def test_the_whole_place_shows_every_ward_with_its_figure() -> None:
    app = gap_town.opened(PAGE)
    assert not app.exception
    assert "Figures for Wards 2023" in headings(app)
    told = html.unescape(words(app))
    assert "They are not spread to smaller areas and are not part of the sums" in told
    assert "Homeless rate, 2025" in told
    assert "1 of 2, from the highest" in told
    assert "&lt;b&gt;East&lt;/b&gt; ward" in words(app)


@pytest.mark.usefixtures("town")
def test_one_area_shows_its_own_ward_and_what_is_estimated() -> None:
    app = gap_town.opened(PAGE, area="West")
    assert not app.exception
    told = words(app)
    table = told[told.index("Figures for Wards 2023") :]
    assert "West ward" in table
    assert "East" not in table
    assert "1 figure of need is an estimate here" in told
