"""A town in which every name that a file can bring is made to do harm."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence

from sharedground import workflow
from sharedground.access import acting_as, local_actor
from sharedground.intake.context import Options
from sharedground.model.outcome import Direction, Expression, Outcome, Serving
from sharedground.model.place import Kind
from sharedground.model.vision import Vision, rescaled
from sharedground.store import database, places, visions

IMAGE = '<img src=x onerror="window.__ran=1">'
SCRIPT = "</script><script>window.__ran=2</script>"
TICKS = "`${window.__ran=3}` \\u003cimg src=x>"
MARKS = "**x** [x](javascript:window.__ran=4) :red[x] $x$"
EVIL = (IMAGE, SCRIPT, TICKS, MARKS)

PLACE = f"Town {IMAGE}"
GROUPS = (f"West {TICKS}", f"East {IMAGE}")
FIGURE = f"Low income {MARKS}"
TITLE = f"Vision {SCRIPT}"
OUTCOMES = (f"Learn {IMAGE}", f"Meet {TICKS}", f"Play {MARKS}")
PARTNER = f"Partner {MARKS} {IMAGE}"
ASSETS = tuple(f"Library {name}" for name in EVIL)
CODES = tuple(f"E0100{n:04d}" for n in range(6))


def area_name(n: int) -> str:
    """Return the hostile name of an area."""
    return f"{n} {EVIL[n % len(EVIL)]}"


def label(n: int) -> str:
    """Return what an area is called on screen: its neighbourhood and the end of its name."""
    return f"{GROUPS[n // 3]} {area_name(n).split()[-1]}"


def fill(database_url: str) -> str:
    """Put the town into a database, through the same doors as any file; return its place id."""
    engine = database.open_database(database_url)
    with acting_as(local_actor()):
        place_id = places.new_place(engine, PLACE).place_id
        for kind, name, content in _files():
            about = workflow.About(title=f"{kind.value} {IMAGE}", publisher=MARKS, licence=TICKS)
            read = workflow.preview(engine, place_id, kind, name, content, about=about,
                                    options=Options(year=2024))  # fmt: skip
            assert read.report.kept, (kind, read.report)
            workflow.keep(engine, place_id, read, reason=SCRIPT)
        visions.save_vision(engine, place_id, _vision(), opened_from=0, reason=MARKS)
    engine.dispose()
    return place_id


def _files() -> Iterable[tuple[Kind, str, bytes]]:
    yield Kind.AREAS, "areas.geojson", _outlines()
    groups = [[code, GROUPS[n // 3]] for n, code in enumerate(CODES)]
    yield Kind.LOOKUP, "lookup.csv", table(["area_code", "neighbourhood_name"], groups)
    people = [[code, 1000] for code in CODES]
    yield Kind.POPULATION, "people.csv", table(["area_code", "people"], people)
    need = [[code, n + 1] for n, code in enumerate(CODES)]
    yield Kind.INDICATORS, "need.csv", table(["area_code", FIGURE], need)
    partners = [[PARTNER, "charity", MARKS, "javascript:window.__ran=5"]]
    yield Kind.PARTNERS, "partners.csv", table(["name", "type", "description", "url"], partners)
    runs = (PARTNER, "", f"Other {IMAGE}", f"Other {IMAGE}")
    assets = [
        [
            name,
            "Library",
            f"{n} {TICKS} Street",
            -2.295 + n % 3 / 100,
            53.405 + n // 3 / 100,
            run,
            MARKS,
        ]
        for n, (name, run) in enumerate(zip(ASSETS, runs, strict=True))
    ]
    heads = ["name", "category", "address", "longitude", "latitude", "organization", "schedules"]
    yield Kind.ASSETS, "assets.csv", table([*heads, IMAGE], [[*row, "x"] for row in assets])


def table(headings: Sequence[object], rows: Sequence[Sequence[object]]) -> bytes:
    """Return a CSV file."""
    text = io.StringIO()
    csv.writer(text).writerows([headings, *rows])
    return text.getvalue().encode()


def _outlines() -> bytes:
    """Return two rows of three squares, one row for each neighbourhood."""
    features = []
    for n, code in enumerate(CODES):
        west, south = -2.3 + n % 3 / 100, 53.4 + n // 3 / 100
        ring = [[west, south], [west + 0.01, south], [west + 0.01, south + 0.01],
                [west, south + 0.01], [west, south]]  # fmt: skip
        properties = {"area_code": code, "area_name": area_name(n)}
        geometry = {"type": "Polygon", "coordinates": [ring]}
        features.append({"type": "Feature", "properties": properties, "geometry": geometry})
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def _vision() -> Vision:
    figure = Expression(indicator=FIGURE, direction=Direction.HIGH_IS_BAD)
    outcomes = [
        Outcome(code=f"X0{n}", name=name, why=f"Why {SCRIPT}", weight=3 - n, reach_m=1_200,
                expressed_by=(figure,) if n < 2 else (),
                served_by=(Serving(category="library"),) if n != 1 else ())
        for n, name in enumerate(OUTCOMES)
    ]  # fmt: skip
    return Vision(title=TITLE, statement=f"We want {IMAGE}", outcomes=rescaled(outcomes))
