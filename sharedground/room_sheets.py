"""Points and votes that were given elsewhere: read from a file, then kept as a closed round."""

from __future__ import annotations

import datetime as dt
import uuid
from pathlib import PurePosixPath
from typing import Final

import pandas as pd
from sqlalchemy.engine import Engine

from sharedground import rounds, workflow
from sharedground.access import Role, require
from sharedground.errors import SharedGroundError
from sharedground.export.table import csv_bytes
from sharedground.export.workbook import Column, Sheet, workbook_bytes
from sharedground.intake.priorities import Priorities, priorities_of
from sharedground.intake.read import read_file
from sharedground.intake.votes_file import Votes, votes_of
from sharedground.model.base import stable_id
from sharedground.model.handed_out import FILL_IN
from sharedground.model.rounds import (
    LONGEST_TITLE,
    Answer,
    Choice,
    Naming,
    Round,
    RoundKind,
    Speaker,
    one_line,
)
from sharedground.model.vision import Vision
from sharedground.store import loading, visions
from sharedground.store import rounds as store
from sharedground.store.holdings import Holdings
from sharedground.words import say

PARTNER: Final = "Partner"
"""The heading over partners' names: a word that reading knows, so it is not translated."""


def asked_about(held: Holdings) -> Vision:
    """Return the vision whose outcomes are asked about: the newest, as in a round of the room."""
    return held.newest_vision or workflow.vision_in_use(held)


def read_priorities(held: Holdings, name: str, content: bytes, *, table: str = "") -> Priorities:
    """Read a sheet of partners' points for the newest vision, without keeping anything.

    Parameters
    ----------
    table
        Name of the sheet; "" takes the one that names most outcomes.

    Raises
    ------
    FileRefusedError, NothingUsableError, SharedGroundError
        In words; see `intake.priorities.priorities_of`.
    """
    require(Role.OFFICER)
    known = dict(zip(held.partners["name"], held.partners["partner_id"], strict=True))
    outcomes = asked_about(held).outcomes
    if not outcomes:
        raise SharedGroundError(
            "round.outcomes", say("There is nothing to share points between. Add outcomes first.")
        )
    return priorities_of(read_file(name, content), outcomes, known, held.place.place_id, table)


def keep_priorities(
    engine: Engine, held: Holdings, read: Priorities, *, title: str = "",
    naming: Naming = Naming.NAMED, reason: str = "",
) -> Round:  # fmt: skip
    """Keep partners' points as a closed round of points and return it.

    Parameters
    ----------
    title
        What the round is called; by default after the file.
    naming
        Unattributed shows averages only, and those only of three partners or more.

    Raises
    ------
    SharedGroundError
        "round.title".
    """
    require(Role.OFFICER)
    vision = asked_about(held)
    asked = set(read.points.columns)
    file = read.report.file
    told = Round(
        round_id=str(uuid.uuid4()),
        kind=RoundKind.POINTS,
        title=_title(title, file),
        naming=naming,
        vision_version=vision.version,
        outcomes=tuple(
            Choice(code=o.code, name=o.name, why=o.why) for o in vision.outcomes if o.code in asked
        ),
        speakers=tuple(Speaker(partner_id=key, name=name) for key, name in read.names.items()),
        residents=False,
        source=file,
        opened_at=dt.datetime.now(dt.UTC),
    )
    answers = [
        Answer(
            round_id=told.round_id,
            device=stable_id(told.round_id, str(key)),
            key=stable_id(told.round_id, "points", str(key)),
            speaker=str(key),
            body={"points": {str(code): float(value) for code, value in row.items()}},
        )
        for key, row in read.points.iterrows()
    ]
    return store.keep_closed(
        engine, held.place.place_id, told, answers, publish=rounds.publication, reason=reason
    )


def use(engine: Engine, place_id: str, kept: Round, *, reason: str = "") -> Vision:
    """Save the vision with the shared weights of a round, as its next version.

    Raises
    ------
    SharedGroundError
        As `rounds.weighted`.
    """
    held = loading.load(engine, place_id)
    shares = rounds.points_of(engine, place_id, kept)
    newest = held.newest_vision
    return visions.save_vision(
        engine, place_id, rounds.weighted(asked_about(held), shares),
        opened_from=newest.version if newest else 0,
        reason=reason or say("Weights from the round {title}", title=kept.title),
    )  # fmt: skip


def read_votes(
    name: str, content: bytes, comments: tuple[str, bytes] | None = None, *,
    agree: int | None = None, approved_only: bool = False,
) -> Votes:  # fmt: skip
    """Read votes in the layout of Polis' exports, without keeping anything.

    Parameters
    ----------
    comments
        Name and bytes of `comments.csv`.
    agree, approved_only
        See `intake.votes_file.votes_of`.
    """
    require(Role.OFFICER)
    told = None if comments is None else read_file(*comments)
    return votes_of(read_file(name, content), told, agree=agree, approved_only=approved_only)


def keep_votes(
    engine: Engine, held: Holdings, read: Votes, *, title: str = "", reason: str = ""
) -> Round:
    """Keep votes as a closed round of statements and return it; nobody's votes have a name.

    Raises
    ------
    SharedGroundError
        "round.title".
    """
    require(Role.OFFICER)
    told = Round(
        round_id=str(uuid.uuid4()),
        kind=RoundKind.STATEMENTS,
        title=_title(title, read.report.file),
        naming=Naming.UNATTRIBUTED,
        vision_version=asked_about(held).version,
        source=read.report.file,
        opened_at=dt.datetime.now(dt.UTC),
    )
    answers = [
        Answer(
            round_id=told.round_id, device=device, key=f"file-{device[:16]}", speaker="resident",
            item=statement, body={"vote": int(vote)},
        )
        for device, statement, vote in read.votes.itertuples(index=False)
    ]  # fmt: skip
    return store.keep_closed(
        engine, held.place.place_id, told, answers, publish=rounds.publication,
        statements=list(read.statements.items()), reason=reason,
    )  # fmt: skip


def _title(title: str, file: str) -> str:
    told = one_line(title) or one_line(PurePosixPath(file).stem)[:LONGEST_TITLE]
    if not 1 <= len(told) <= LONGEST_TITLE:
        raise SharedGroundError("round.title", say("Give the round a title of 1 to 120 letters."))
    return told


def records_csv(records: pd.DataFrame, *, for_excel: bool = True) -> bytes:
    """Return what became of every row, as CSV."""
    return csv_bytes(records, for_excel=for_excel)


def template(held: Holdings, *, csv: bool = False, for_excel: bool = True) -> bytes:
    """Return an empty sheet for partners' points: a row for each partner, a column per outcome."""
    outcomes = asked_about(held).outcomes
    names = sorted(map(str, held.partners["name"]), key=str.casefold)
    rows = pd.DataFrame({PARTNER: names, **{o.name: "" for o in outcomes}}, dtype=object)
    if csv:
        return csv_bytes(rows, for_excel=for_excel)
    lines = [
        say("Sharing 100 points"),
        say("Each partner shares 100 points between the outcomes: more points where it matters "
            "more to them. An empty cell is 0."),
        say("One row for each partner. Add rows for partners that are not listed. A partner "
            "without points is left out."),
        say("The points of a row should sum to 100. Another sum is taken too: a share is then the "
            "points divided by the sum of the row."),
    ]  # fmt: skip
    points = {o.name: Column(number=True, width=18, help=o.why) for o in outcomes}
    sheets = [
        Sheet(FILL_IN, table=rows, columns={PARTNER: Column(width=34), **points}, blank=True),
        Sheet(say("How to fill this in"), lines=lines),
    ]
    return workbook_bytes(sheets)
