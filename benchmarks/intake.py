"""How long a spreadsheet of 100,000 places takes, from its bytes to the saved rows.

Usage: python benchmarks/intake.py [ROWS] [--write]. Prints each step's seconds and memory, and
reads the same sheet with calamine and with openpyxl in turn (A, B, A, B), so that their ratio
holds whatever else the machine does. With --write the table goes into docs/performance.md.
"""

from __future__ import annotations

import argparse
import io
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import numpy as np  # noqa: E402
import shapely  # noqa: E402
import xlsxwriter  # noqa: E402

from benchmarks.report import machine, table, write  # noqa: E402
from sharedground import workflow  # noqa: E402
from sharedground.access import Actor, Role, act_as  # noqa: E402
from sharedground.demo import FOLDER  # noqa: E402
from sharedground.intake.read import read_file  # noqa: E402
from sharedground.model.place import Kind  # noqa: E402
from sharedground.store import database, places  # noqa: E402

HEADINGS = ("Name", "Type", "Address", "Postcode", "Telephone", "Email", "Website", "Provider",
            "Longitude", "Latitude")  # fmt: skip
KINDS = ("Library", "Community centre", "Food bank", "GP surgery", "Pharmacy", "Playground",
         "Church", "Primary school", "Leisure centre", "Care home")  # fmt: skip
FIRST = ("Alder", "Birch", "Cedar", "Dale", "Elm", "Fern", "Glen", "Hazel", "Ivy", "Juniper",
         "Kestrel", "Larch", "Maple", "Nettle", "Oak", "Poplar", "Quince", "Rowan",
         "Sorrel")  # fmt: skip
SECOND = ("bank", "bridge", "brook", "field", "ford", "gate", "green", "heath", "hill", "holme",
          "lea", "mead", "moor", "park", "side", "stead", "thwaite", "wick", "wood")  # fmt: skip


def workbook(rows: int, bounds: Iterable[float]) -> bytes:
    """Return an XLSX of made-up places inside bounds (west, south, east, north in degrees)."""
    random = np.random.default_rng(7)
    west, south, east, north = bounds
    held = io.BytesIO()
    with xlsxwriter.Workbook(held, {"constant_memory": True, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet("Places")
        sheet.write_row(0, 0, HEADINGS)
        for n in range(1, rows + 1):
            town = f"{FIRST[random.integers(19)]}{SECOND[random.integers(19)]}"
            kind = KINDS[random.integers(10)]
            code = f"LY{random.integers(1, 29)} {random.integers(1, 10)}AA"
            sheet.write_row(n, 0, (
                f"{town} {kind} {random.integers(900)}", kind,
                f"{random.integers(1, 300)} {town} Road", code,
                f"0161 496 {n % 10_000:04d}", f"info{n}@{town.casefold()}.example",
                f"https://{town.casefold()}.example/{n}", f"{town} Trust",
                float(west + (east - west) * random.random()),
                float(south + (north - south) * random.random()),
            ))  # fmt: skip
    return held.getvalue()


class Peak:
    """The most memory that this process and its children held at once, in MB, while it watches."""

    def __init__(self) -> None:
        self.own, self.child, self._stop = 0.0, 0.0, threading.Event()

    def __enter__(self) -> Peak:
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _watch(self) -> None:
        me = str(os.getpid())
        while not self._stop.wait(0.05):
            self.own = max(self.own, _resident(me))
            listed = subprocess.run(
                ["ps", "-o", "pid=", "--ppid", me], capture_output=True, text=True, check=False
            ).stdout.split()
            self.child = max([self.child, *map(_resident, listed)])


def _resident(pid: str) -> float:
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0.0
    return pages * resource.getpagesize() / 1e6


Step = tuple[str, float, float, float]
"""What was done, its seconds, and the most memory of this process and of its child in MB."""


@contextmanager
def step(name: str, told: list[Step]) -> Iterator[None]:
    """Note the seconds and memory of one step."""
    start = time.perf_counter()
    with Peak() as peak:
        yield
    told.append((name, time.perf_counter() - start, peak.own, peak.child))


def main_job(rows: int) -> list[Step]:
    """Take a big sheet through every step on the demo town's areas."""
    told: list[Step] = []
    with tempfile.TemporaryDirectory() as folder:
        engine = database.open_database(f"sqlite:///{Path(folder) / 'bench.sqlite'}")
        place = places.new_place(engine, "Bench")
        outlines = workflow.preview(
            engine, place.place_id, Kind.AREAS, "areas.geojson",
            (FOLDER / "areas.geojson").read_bytes(),
        )  # fmt: skip
        workflow.keep(engine, place.place_id, outlines)
        shapes = outlines.frames["areas"]["geometry"].to_numpy()
        data = workbook(rows, shapely.total_bounds(shapes))
        with step("read it, in the guarded child", told):
            raw = read_file("places.xlsx", data)
        with step("match columns, place, check, find doubles", told):
            found = workflow.preview(
                engine, place.place_id, Kind.ASSETS, "places.xlsx", data, raw=raw
            )
        with step("save", told):
            kept = workflow.keep(engine, place.place_id, found)
        report = found.report
        assert report.read == report.kept + report.merged + report.set_aside == rows, report
        assert not kept.already
        with step("load the place again", told):
            workflow.officers_view(engine, place.place_id)
    return told


def ratio(data: bytes, runs: int = 3) -> tuple[float, float]:
    """Return the median seconds of calamine and of openpyxl (read only), run in turn."""
    from openpyxl import load_workbook
    from python_calamine import CalamineWorkbook

    def calamine() -> int:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return sum(1 for _ in book.get_sheet_by_index(0).iter_rows())

    def openpyxl() -> int:
        book = load_workbook(io.BytesIO(data), read_only=True)
        return sum(1 for _ in book.worksheets[0].iter_rows(values_only=True))

    def timed(what: Callable[[], int]) -> float:
        start = time.perf_counter()
        what()
        return time.perf_counter() - start

    both = [(timed(calamine), timed(openpyxl)) for _ in range(runs)]
    ours, theirs = (statistics.median(column) for column in zip(*both, strict=True))
    return ours, theirs


def told(rows: int) -> str:
    """Measure all of it and return it as Markdown."""
    steps = main_job(rows)
    seconds, own, child = zip(*(one[1:] for one in steps), strict=True)
    whole = ("together", sum(seconds), max(own), max(child))
    lines = [(name, f"{s:.1f}", f"{o:,.0f}", f"{c:,.0f}") for name, s, o, c in [*steps, whole]]
    ours, theirs = ratio(workbook(rows, (-2.6, 53.9, -2.5, 54.0)))
    return "\n\n".join([
        f"{machine('pandas', 'python-calamine', 'openpyxl', 'SQLAlchemy')}.",
        table((f"an XLSX of {rows:,} rows and {len(HEADINGS)} columns", "seconds", "MB, app",
               "MB, child"), lines),
        f"Rows of the same sheet, read in turn (median of 3): calamine {ours:.2f} s, openpyxl "
        f"(read only) {theirs:.2f} s, {theirs / ours:.1f} times as long.",
    ])  # fmt: skip


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("rows", nargs="?", type=int, default=100_000)
    asked.add_argument("--write", action="store_true")
    given = asked.parse_args()
    act_as(Actor(name="benchmark", role=Role.FACILITATOR))
    text = told(given.rows)
    print(text)
    if given.write:
        write("intake", text)
