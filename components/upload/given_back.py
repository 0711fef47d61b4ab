"""A sheet of rows to fix that comes back by the uploader: it finds the list that it is from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.engine import Engine

from components.upload.draft import Waiting, opened, understood, with_fixes
from sharedground.errors import SharedGroundError
from sharedground.intake.fixing import mended_file, mended_kind
from sharedground.intake.raw import RawFile
from sharedground.intake.read import Parts, hash_of
from sharedground.model.place import Kind, Source
from sharedground.workflow import Preview
from sharedground.workflow_fixing import changed_by, is_mended_sheet, open_again, preview_mended


def given_back(
    waiting: Waiting,
    engine: Engine,
    former: Waiting | None = None,
    beside: Sequence[tuple[str, Parts]] = (),
) -> Waiting:
    """Return the list that a mended sheet is about, with its changes; any other file as it is.

    Parameters
    ----------
    former
        The file that was looked at before this one was chosen.
    beside
        Files that were chosen together with it.
    """
    if waiting.raw is None or not is_mended_sheet(waiting.raw):
        return waiting
    try:
        found = _waits(waiting, waiting.raw, engine, former, beside)
        if found is None:
            found = of_preview(
                waiting.place_id, preview_mended(engine, waiting.place_id, waiting.raw)
            )
    except SharedGroundError as error:
        return replace(waiting, raw=None, refusal=error.message)
    return replace(found, mended_by=waiting.name)


def _waits(
    waiting: Waiting, sheet: RawFile, engine: Engine, former: Waiting | None,
    beside: Sequence[tuple[str, Parts]],
) -> Waiting | None:  # fmt: skip
    """Return the file that the sheet is from, if it waits to be saved."""
    start = mended_file(sheet)
    home = former if former and former.raw and former.raw.sha256.startswith(start) else None
    if home is None:
        kind = Kind(mended_kind(sheet) or waiting.kind)
        for name, parts in beside:
            if hash_of(parts).startswith(start):
                home = opened(waiting.place_id, kind, name, parts)
                break
    if home is None or home.raw is None:
        return None
    fixes = changed_by(sheet, home.raw, home.options.fixes)
    return understood(with_fixes(home, fixes), engine)


def of_preview(place_id: str, preview: Preview) -> Waiting:
    """Return a file that was understood already, to be looked at and saved."""
    raw = preview.raw
    return Waiting(
        place_id, preview.kind, raw.name, raw, preview.options, preview.about, preview,
        remembered=(),
    )  # fmt: skip


def of_source(engine: Engine, place_id: str, source: Source) -> Waiting:
    """Return a kept list, to be mended and saved as its next version."""
    return of_preview(place_id, open_again(engine, place_id, source))
