"""A town of six areas in two neighbourhoods, with libraries in the west and need in the east.

Areas lie 665 m apart from west to east, 100 people each. Low income rises from 1 to 6.
Libraries stand in the two westernmost areas; on foot they reach the third and no further.
"""

import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from sqlalchemy.engine import Engine
from streamlit.testing.v1 import AppTest

from sharedground.access import acting_as, local_actor
from sharedground.model.frames import ASSETS, SITES
from sharedground.model.outcome import Direction, Expression, Outcome, Serving
from sharedground.model.place import Kind
from sharedground.model.vision import Vision, rescaled
from sharedground.store import database, keeping, places, visions
from tests.builders import a_site, an_asset, an_upload, some_areas, some_people

MAIN = Path(__file__).resolve().parents[2] / "components" / "shell" / "main.py"
EAST = "East <b>*End*</b>"
HOSTILE = "<img src=x onerror=alert(1)> `b` ${x}"
_WEST_LON = -2.295


def vision(**given: Any) -> Vision:
    """Learning (libraries, by low income) and Nature (parks, without a figure of need)."""
    outcomes = (
        Outcome(code="O05", name="Learning", weight=3, reach_m=1_200,
                expressed_by=(Expression(indicator="Low income"),),
                served_by=(Serving(category="library"), Serving(category="park", strength=1))),
        Outcome(code="O09", name="Nature *and* trees", weight=1,
                served_by=(Serving(category="sport"),)),
    )  # fmt: skip
    return Vision(
        **{"title": "A good town", "statement": "We look out for each other.",
           "outcomes": rescaled(outcomes), **given}
    )  # fmt: skip


def new_database(monkeypatch: pytest.MonkeyPatch, folder: Path) -> Engine:
    """Use a database of the test's own, as a visitor at this very machine."""
    monkeypatch.setattr("streamlit.runtime.context.ContextProxy.ip_address", "127.0.0.1")
    url = f"sqlite:///{folder / 'store.sqlite'}"
    monkeypatch.setenv("SHAREDGROUND_DATABASE_URL", url)
    return database.open_database(url)


def fill(engine: Engine, name: str = "Sixways", *, without: tuple[Kind, ...] = ()) -> str:
    """Make the town, leaving out what `without` names; return its place id."""
    with acting_as(local_actor()):
        place_id = places.new_place(engine, name).place_id
        for kind, frames in _frames().items():
            if kind not in without:
                crs = "EPSG:27700" if kind is Kind.AREAS else None
                upload = an_upload(kind, frames, content=kind.value.encode())
                dated = upload.source.model_copy(update={"title": kind.value, "date": "2024-05"})
                upload = keeping.Upload(**(vars(upload) | {"source": dated}))
                keeping.keep(engine, place_id, upload, metric_crs=crs)
        visions.save_vision(engine, place_id, vision(), opened_from=0)
    return place_id


def _frames() -> dict[Kind, dict[str, Any]]:
    codes = [f"E0100{i:04d}" for i in range(6)]
    indicator = {
        "indicator_id": "low", "name": "Low income", "year": 2023.0, "measure": "value",
        "direction": Direction.HIGH_IS_BAD.value, "unit": "%", "source_id": "need",
    }  # fmt: skip
    values = {"indicator_id": "low", "area_code": codes, "value": [1.0, 2, 3, 4, 5, 6],
              "source_id": "need", "row_number": range(2, 8)}  # fmt: skip
    parents = {"area_code": codes, "level": "neighbourhood", "parent_code": "",
               "parent_name": ["West"] * 3 + [EAST] * 3, "source_id": "lookup"}  # fmt: skip
    return {
        Kind.AREAS: {"areas": some_areas(6)},
        Kind.LOOKUP: {"area_parents": pd.DataFrame(parents)},
        Kind.POPULATION: {"population": some_people([100.0] * 6)},
        Kind.INDICATORS: {
            "indicators": pd.DataFrame([indicator]),
            "indicator_values": pd.DataFrame(values),
        },
        Kind.POSTCODES: {"postcodes": pd.DataFrame(
            [{"postcode": "M33 1AA", "lon": -2.245, "lat": 53.405, "source_id": "postcodes"}]
        )},
        Kind.ASSETS: _assets(),
    }  # fmt: skip


def _assets() -> dict[str, Any]:
    rows = [
        ("l1", "library", 0, "West Library", "Town Council"),
        ("l2", "library", 0, HOSTILE, "Town Council"),
        ("l3", "library", 1, "Second Library", ""),
        ("b1", "bus-stop", 3, "Bus stop", "Buses"),
        ("u1", "library", None, "Library van", "Town Council"),
    ]
    sites = [
        a_site(f"s-{one}", **({"lon": _WEST_LON + at / 100} if at is not None else
                              {"lon": float("nan"), "lat": float("nan"), "precision": "none"}))
        for one, _, at, _, _ in rows
    ]  # fmt: skip
    assets = [
        an_asset(one, f"s-{one}", category=kind, name=name, organization=by)
        for one, kind, _, name, by in rows
    ]
    return {
        "assets": pd.DataFrame(assets)[list(ASSETS)],
        "sites": pd.DataFrame(sites)[list(SITES)],
    }


def opened(page: str, **address: str) -> AppTest:
    """Run a page as a visitor who comes by its address."""
    app = AppTest.from_file(str(MAIN), default_timeout=60)
    app.run()
    for name, value in address.items():
        app.query_params[name] = value
    return app.switch_page(f"../../pages/{page}").run()


def words(app: AppTest) -> str:
    """Return all HTML that a page drew, joined."""
    return "\n".join(element.proto.body for element in app.get("html"))


def headings(app: AppTest) -> list[str]:
    """Return the text of the level 2 headings, in the order of the page."""
    return re.findall(r"<h2[^>]*>(.*?)</h2>", words(app))
