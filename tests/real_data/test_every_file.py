"""Every data file does what its line in expected_files.toml says: no row is lost, none invented."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sharedground.errors import FileRefusedError, SharedGroundError
from sharedground.intake.context import Context, Intake, Options
from sharedground.intake.kind import guess_kinds
from sharedground.intake.raw import RawFile
from sharedground.intake.read import gather, read_file
from sharedground.intake.take import take_in
from sharedground.model.place import Kind
from tests.real_data.towns import known_of

pytestmark = pytest.mark.real_data

EXPECTED: dict[str, dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "expected_files.toml").read_text(encoding="utf-8")
)
PARTS = (".dbf", ".shx", ".prj")


def test_every_data_file_has_an_expected_outcome(real_data: Path) -> None:
    files = {str(p.relative_to(real_data)) for p in real_data.rglob("*") if p.is_file()}
    wanted = {f for f in files if not f.endswith((*PARTS, "README.md"))}
    assert wanted == set(EXPECTED)


@pytest.mark.parametrize("file", EXPECTED)
def test_a_file_does_what_is_expected_of_it(real_data: Path, file: str) -> None:
    misses = list(_misses(real_data, file, EXPECTED[file]))
    for miss in misses:
        print(f"{file}: {miss}")  # noqa: T201 - pytest shows it beside the failure
    assert misses == []


def _misses(data: Path, file: str, wanted: dict[str, Any]) -> Iterator[str]:
    [(name, parts)] = gather([data / file])
    try:
        raw = read_file(name, parts)
    except FileRefusedError as no:
        told = (no.code, no.details.get("seems"))
        if told != (wanted.get("refused"), wanted.get("seems")):
            yield f"refused as {told}: {no.message}"
        return
    if "refused" in wanted:
        yield f"read, not refused as {wanted['refused']}"
        return
    yield from _reading_misses(raw, wanted)
    yield from _taking_misses(raw, known_of(wanted.get("place", ""), data), wanted)


def _reading_misses(raw: RawFile, wanted: dict[str, Any]) -> Iterator[str]:
    found = {
        "format": raw.format,
        "encoding": raw.encoding or "utf-8",
        "tables": [[table.name, *table.rows.shape] for table in raw.tables],
    }
    expected = {"encoding": "utf-8", **wanted}
    for key, value in found.items():
        if value != expected[key]:
            yield f"{key} is {value}, not {expected[key]}"
    rows = [table.heading_row for table in raw.tables]
    if "heading_rows" in wanted and rows != wanted["heading_rows"]:
        yield f"headings are in rows {rows}, not {wanted['heading_rows']}"


def _taking_misses(raw: RawFile, known: Context, wanted: dict[str, Any]) -> Iterator[str]:
    kind = guess_kinds(raw, known)[0]
    if kind != wanted["kind"]:
        yield f"taken for {kind}, not {wanted['kind']}"
        return
    try:
        context = Context(place_id="p") if kind is Kind.AREAS else known
        taken = take_in(kind, raw, "s", Options(), context)
    except SharedGroundError as no:
        if no.code != wanted.get("not_usable"):
            yield f"not usable as {no.code}: {no.message}"
        return
    if "not_usable" in wanted:
        yield f"usable, not {wanted['not_usable']}"
    yield from _row_misses(taken, wanted)


def _row_misses(taken: list[Intake], wanted: dict[str, Any]) -> Iterator[str]:
    for fate in ("kept", "merged", "set_aside"):
        count = sum(getattr(intake.report, fate) for intake in taken)
        if count != wanted.get(fate, 0):
            yield f"{fate} {count}, not {wanted.get(fate, 0)}"
    for intake in taken:
        report = intake.report
        if report.read != report.kept + report.merged + report.set_aside:
            yield f"{report.read} rows read, but the rest does not add up"
    records = [intake.frames["records"] for intake in taken]
    why = {reason for each in records for reason in each.loc[each["fate"] != "kept", "reason"]}
    if why != set(wanted.get("why", [])):
        yield f"reasons are {why}, not {wanted.get('why', [])}"
