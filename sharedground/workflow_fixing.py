"""Mending rows of a list: out as a sheet that says what to fix, and back in when it is mended."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import fields, replace
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Any, Final

from pydantic import TypeAdapter
from sqlalchemy.engine import Engine

from sharedground.access import Role, require
from sharedground.errors import NotFoundError, SharedGroundError
from sharedground.export.table import csv_bytes
from sharedground.export.workbook import Column, Sheet, workbook_bytes
from sharedground.intake.context import Fix, Intake, Options
from sharedground.intake.fixing import (
    REFERENCE,
    TO_FIX,
    fixes_in,
    mended_file,
    mended_kind,
    rows_to_fix,
)
from sharedground.intake.raw import RawFile
from sharedground.intake.read import read_file
from sharedground.model.place import Kind, Source
from sharedground.store import area_sets, loading, versions
from sharedground.words import say
from sharedground.workflow import About, Preview, preview

LONGEST_NAME: Final = 80
_OPTIONS: Final = TypeAdapter(Options)


class SheetForm(StrEnum):
    """What a sheet of rows to fix comes as."""

    XLSX = "xlsx"
    CSV = "csv"


def sheet_to_fix(
    raw: RawFile,
    intakes: Sequence[Intake],
    fixes: Collection[Fix] = (),
    form: SheetForm = SheetForm.XLSX,
    *,
    warnings: bool = False,
) -> bytes:
    """Return the rows to fix as a file that can be mended and given back.

    Parameters
    ----------
    raw, intakes, fixes
        The file as read, as understood, and the cells that were corrected by now.
    warnings
        Whether rows that were kept with something to look at are in it too.
    """
    rows = rows_to_fix(raw, intakes, fixes, warnings=warnings)
    if form is SheetForm.CSV:
        return csv_bytes(rows)
    looks = {
        TO_FIX: Column(mark=True, width=48),
        REFERENCE: Column(width=12),
    }
    return workbook_bytes(
        [Sheet(say("Rows to fix"), rows, looks), Sheet(say("Help"), lines=_help())]
    )


def _help() -> list[str]:
    return [
        say("How to fix these rows"),
        say('Each row says in its first column what to fix. Change the cells beside it and save.'),
        say('Leave the last column, "{heading}", as it is: by it each row finds its way back.',
            heading=REFERENCE),
        say("Rows that you take out of this sheet are not taken out of your list."),
        say("Then drop this file where you add data. It goes to the list that it came from."),
    ]  # fmt: skip


def sheet_name(file_name: str, form: SheetForm = SheetForm.XLSX) -> str:
    """Return what a sheet of rows to fix is called."""
    return f"{PurePosixPath(file_name).stem[:LONGEST_NAME]}-to-fix.{form.value}"


def is_named_to_fix(file_name: str) -> bool:
    """Say whether a file is called as sheets of rows to fix are, perhaps with a number after it."""
    return "-to-fix" in PurePosixPath(file_name).stem


def options_of(reading: str) -> Options:
    """Return the options that a source was read with, from how they are kept."""
    kept: dict[str, Any] = json.loads(reading or "{}")
    known = {each.name for each in fields(Options)}
    given = {name: value for name, value in kept.items() if name in known}
    return _OPTIONS.validate_python(given)


def source_named(engine: Engine, place_id: str, name: str) -> Source:
    """Return the list in use with this title, file name or id, ignoring case.

    Raises
    ------
    NotFoundError
        "source.unknown" when there is none, or when several are called so.
    """
    wanted = name.strip().casefold()
    with engine.connect() as connection:
        sources = loading.sources(connection, place_id)
    for attribute in ("source_id", "title", "file_name"):
        found = [one for one in sources if getattr(one, attribute).casefold() == wanted]
        if len(found) == 1:
            return found[0]
        if found:
            ids = ", ".join(f"{one.source_id} ({one.kind})" for one in found)
            raise NotFoundError(
                "source.unknown",
                say("Several lists are called {name}. Say which by its id: {ids}.", name=name,
                    ids=ids),
            )  # fmt: skip
    names = ", ".join(dict.fromkeys(one.title or one.file_name for one in sources))
    raise NotFoundError(
        "source.unknown",
        say("There is no list called {name} here. Lists: {names}.", name=name,
            names=names or say("none yet")),
    )  # fmt: skip


def can_be_opened(reading: str) -> bool:
    """Say whether a list can be read again from its file alone."""
    kept = json.loads(reading or "{}")
    return not kept.get("carried_from") and not kept.get("lookup")


def open_again(engine: Engine, place_id: str, source: Source) -> Preview:
    """Read the file of a kept list again, as it was read before, so that it can be mended.

    Keeping what this returns (`workflow.keep`) makes a new version of that list, if anything
    changed.

    Raises
    ------
    SharedGroundError
        "fix.made_here" when the list was worked out from others, so that it has no rows to mend.
    """
    require(Role.OFFICER)
    raw, options = _file_of(engine, place_id, source)
    return _understood(engine, place_id, source, raw, options)


def _file_of(engine: Engine, place_id: str, source: Source) -> tuple[RawFile, Options]:
    reading = loading.reading_of_source(engine, place_id, source.source_id)
    parts = loading.upload_of(engine, place_id, source.source_id)
    if not parts or not can_be_opened(reading):
        raise SharedGroundError(
            "fix.made_here",
            say("{name} was worked out with the help of another list, so its rows cannot be fixed "
                "here. Fix them in the file and add it again.",
                name=source.title or source.file_name),
        )  # fmt: skip
    options = options_of(reading)
    return read_file(source.file_name, parts, read_as=options.read_as), options


def _understood(
    engine: Engine, place_id: str, source: Source, raw: RawFile, options: Options
) -> Preview:
    about = About(source.title, source.publisher, source.licence, source.date, source.url)
    found = preview(
        engine, place_id, source.kind, source.file_name, raw.parts, options=options, about=about,
        raw=raw, area_set=source.set_id, updates=source.source_id, remember=False,
    )  # fmt: skip
    return _of_same_set(engine, place_id, found, source)


def _of_same_set(engine: Engine, place_id: str, found: Preview, source: Source) -> Preview:
    """Return outlines as what a person called them, and not as their file would be named anew."""
    if source.kind is not Kind.AREAS:
        return found
    known = area_sets.area_sets(engine, place_id)
    of_set = next((one for one in known if one.set_id == source.set_id), found.area_set)
    return replace(found, area_set=of_set)


def is_mended_sheet(raw: RawFile) -> bool:
    """Say whether a file is a sheet of rows to fix that came back."""
    return bool(mended_file(raw))


def mended_source(engine: Engine, place_id: str, sheet: RawFile) -> Source:
    """Return the list in use whose rows a sheet mends.

    Raises
    ------
    NotFoundError
        "fix.no_file" when no list of this place is from that file.
    SharedGroundError
        "fix.newer" when a newer version of that list came from another file.
    """
    start, kind = mended_file(sheet), mended_kind(sheet)
    with engine.connect() as connection:
        live = loading.sources(connection, place_id)
    found = [one for one in live if one.sha256.startswith(start) and kind in ("", one.kind)]
    if start and found:
        return found[0]
    former = versions.versions_of(engine, place_id)
    was = former[former["sha256"].str.startswith(start)] if start else former.iloc[0:0]
    if len(was):
        raise SharedGroundError(
            "fix.newer",
            say("{sheet} mends rows of {file}. Another version of that list is in use now. "
                "Download its rows to fix again.", sheet=sheet.name,
                file=str(was["file_name"].iloc[0])),
        )  # fmt: skip
    raise NotFoundError(
        "fix.no_file",
        say("{sheet} mends rows of a list that this place does not have. Add that list first, or "
            "choose it together with this sheet.", sheet=sheet.name),
    )  # fmt: skip


def preview_mended(engine: Engine, place_id: str, sheet: RawFile) -> Preview:
    """Read the list that a mended sheet is from again, with what the sheet changes in it.

    Keeping what this returns (`workflow.keep`) makes a new version of that list. Rows that are not
    in the sheet stay as they are, and every row is accounted for.

    Raises
    ------
    NotFoundError, SharedGroundError
        "fix.no_file", "fix.newer" and "fix.made_here" as above; "fix.nothing" when the sheet
        changes nothing.
    """
    require(Role.OFFICER)
    source = mended_source(engine, place_id, sheet)
    raw, options = _file_of(engine, place_id, source)
    fixes = changed_by(sheet, raw, options.fixes)
    return _understood(engine, place_id, source, raw, replace(options, fixes=fixes))


def changed_by(sheet: RawFile, raw: RawFile, fixes: Sequence[Fix] = ()) -> tuple[Fix, ...]:
    """Return all fixes of a file, with what a mended sheet changes in it.

    Raises
    ------
    SharedGroundError
        "fix.other" when the sheet is of another file; "fix.nothing" when it changes nothing.
    """
    if not raw.sha256.startswith(mended_file(sheet) or "-"):
        raise SharedGroundError(
            "fix.other",
            say("{sheet} does not have rows of {file}.", sheet=sheet.name, file=raw.name),
        )
    changed = fixes_in(sheet, raw, fixes)
    if changed == tuple(fixes):
        raise SharedGroundError(
            "fix.nothing",
            say("{sheet} changes nothing. Its cells are as they were.", sheet=sheet.name),
        )
    return changed


def changes_in_words(fixes: Collection[Fix], former: Collection[Fix] = ()) -> str:
    """Return how many cells were changed, in how many rows, since `former`."""
    new = set(fixes) ^ set(former)
    rows = {(fix.table, fix.row) for fix in new}
    cells = {(fix.table, fix.row, fix.column) for fix in new}
    return say(
        "Cells changed: {cells}, in rows: {rows}.", cells=len(cells), rows=len(rows)
    )  # fmt: skip
