"""A small place in a store of its own, and the page that is looked at in it."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path

import pytest
from shapely.geometry import box, mapping
from sqlalchemy.engine import Engine
from streamlit.testing.v1 import AppTest

from sharedground import workflow
from sharedground.access import Actor, Role, acting_as
from sharedground.model.place import Kind
from sharedground.store import database, places

MAIN = Path(__file__).resolve().parents[2] / "components" / "shell" / "main.py"
OFFICER = Actor(name="Ada", role=Role.FACILITATOR)


def areas_geojson(n: int = 3) -> bytes:
    """Return `n` squares side by side near Sale."""
    features = [
        {
            "type": "Feature",
            "properties": {"area_code": f"E0100{i:04d}", "area_name": f"Sale {i:03d}"},
            "geometry": mapping(box(-2.3 + i / 100, 53.4, -2.29 + i / 100, 53.41)),
        }
        for i in range(n)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


PEOPLE = b"area_code,people\nE01000000,1200\nE01000001,1500\n"
FIGURES = (
    b"area_code,Unemployment rate,Zebra index\nE01000000,4.1,7\nE01000001,8.2,3\nE01000002,2.0,5\n"
)
GROUPS = (
    b"Group Name,Where,Sort,lon,lat\r\n"
    b"Chess Club,Library,Library,-2.295,53.405\r\n"
    b"<img src=x onerror=alert(1)> `b` ${c},Hall,Community hub,-2.285,53.405\r\n"
    b"Talks,Hall,Wobble,,\r\n"
    b"Talks,Hall,Wobble,,\r\n"
    b",,,,\r\n"
    b"Total,4,,,\r\n"
)


def a_town(engine: Engine, files: dict[Kind, bytes], name: str = "Sale") -> str:
    """Make a place, add these files, and return its id."""
    with acting_as(OFFICER):
        place_id = places.new_place(engine, name).place_id
        for kind, content in files.items():
            ending = "geojson" if kind is Kind.AREAS else "csv"
            read = workflow.preview(engine, place_id, kind, f"{kind.value}.{ending}", content)
            workflow.keep(engine, place_id, read)
    return place_id


def new_store(monkeypatch: pytest.MonkeyPatch, folder: Path) -> Engine:
    """Use a database of the test's own, as a visitor at this very machine."""
    monkeypatch.setattr("streamlit.runtime.context.ContextProxy.ip_address", "127.0.0.1")
    url = f"sqlite:///{folder / 'store.sqlite'}"
    monkeypatch.setenv("SHAREDGROUND_DATABASE_URL", url)
    return database.open_database(url)


def page(name: str) -> AppTest:
    """Open one of the two pages about data, as a visitor who comes by its address."""
    app = AppTest.from_file(str(MAIN), default_timeout=120).run()
    return app.switch_page(f"../../pages/data/{name}.py").run()


def words(app: AppTest) -> str:
    """Return all the text that a person can read on a page, in order."""
    drawn = []
    for element in app.main:
        body = getattr(element.proto, "body", "") or getattr(element.proto, "label", "")
        if body and "<style>" not in body:
            drawn.append(html.unescape(re.sub(r"<[^>]+>", " ", body)))
    return re.sub(r"\s+", " ", " ".join(drawn))


def by_label(elements: object, label: str):
    """Return the one element with this label."""
    found = [each for each in elements if each.label == label]  # type: ignore[attr-defined]
    assert len(found) == 1, f"{len(found)} called {label!r}"
    return found[0]
