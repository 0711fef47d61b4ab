"""The places to check as a sheet: out to whoever can go and look, and back with what they found.

A reference in each row tells which place it is and, by a short mark for each cell, what went out.
So a cell that nobody touched is never taken for a change, and what was changed here meanwhile is
told and not overwritten. Headings and the words of lists are those that reading knows, so they are
not translated.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Final

import pandas as pd
from sqlalchemy.engine import Engine

from sharedground import worklist
from sharedground.access import Role, current, require
from sharedground.errors import SharedGroundError
from sharedground.export.table import csv_bytes
from sharedground.export.workbook import Column, Sheet, workbook_bytes
from sharedground.intake.fixing import PLACE_REFERENCE as REFERENCE
from sharedground.intake.fixing import same_cell, unguarded
from sharedground.intake.raw import RawFile, RawTable
from sharedground.model.category import BY_CODE, CATEGORIES
from sharedground.store import edits
from sharedground.views import View
from sharedground.words import say
from sharedground.workflow_fixing import SheetForm

FOUND: Final = "What did you find?"
NOTE: Final = "Note"
LAST: Final = "Last checked"
WHY: Final = "Why it is here"
RIGHT, CHANGED, GONE = "Still right", "Changed", "Gone"

HEADINGS: Final = {
    "name": "Name", "category": "Kind of place", "address": "Address", "postcode": "Postcode",
    "organization": "Organisation", "schedules": "Opening times", "phone": "Telephone",
    "email": "E-mail", "url": "Website", "status": "Open or closed",
}  # fmt: skip
"""The fields that can be changed on the sheet: those of the form on the page Check."""

_STATUS: Final = {
    "active": "Open", "temporarily closed": "Closed for a while", "inactive": "Not running now",
    worklist.GONE: GONE,
}  # fmt: skip
_FINDINGS: Final = {
    "": "", "still right": RIGHT, "right": RIGHT, "still ok": RIGHT, "ok": RIGHT, "yes": RIGHT,
    "changed": CHANGED, "change": CHANGED, "gone": GONE, "closed": GONE, "closed down": GONE,
}  # fmt: skip
_CODES: Final = {
    "category": {each.name.casefold(): each.code for each in CATEGORIES}
    | {code: code for code in BY_CODE},
    "status": {word.casefold(): code for code, word in _STATUS.items()},
}
_MARK: Final = 6
_BLANK: Final = "0" * _MARK
_REFERENCE: Final = re.compile(rf"^(.+):([0-9a-f]{{{_MARK * len(HEADINGS)}}})$")


class Group(StrEnum):
    """What becomes of a row; every row is in exactly one."""

    RIGHT = "right"
    CHANGED = "changed"
    GONE = "gone"
    OPEN = "open"
    MEANWHILE = "meanwhile"
    UNCLEAR = "unclear"


KEPT: Final = (Group.RIGHT, Group.CHANGED, Group.GONE)


@dataclass(frozen=True)
class Change:
    """One field of a place: what is kept of it, and what the sheet says."""

    field: str
    was: str
    now: str


@dataclass(frozen=True)
class Answer:
    """One row of a sheet that came back.

    Parameters
    ----------
    row
        Its number in the sheet, as a person sees it.
    column, value, problem, fix
        Where it cannot be taken as it is: what stands where, what is wrong, and what to do.
    """

    row: int
    name: str
    group: Group
    asset_id: str = ""
    changes: tuple[Change, ...] = ()
    note: str = ""
    column: str = ""
    value: str = ""
    problem: str = ""
    fix: str = ""

    @property
    def says(self) -> str:
        """What stands in the cell to look at, with the note of its row."""
        value = self.value or say("nothing")
        if self.note and self.column != NOTE:
            return say("{value}. Note: {note}", value=value, note=self.note)
        return value


@dataclass(frozen=True)
class Answers:
    """A sheet that came back, against what is kept now.

    Parameters
    ----------
    revision
        The `data_revision` of the place that the rows were compared with.
    notes
        How the file was read, in words, such as that notes below the table were left out.
    """

    name: str
    revision: int
    rows: tuple[Answer, ...]
    notes: tuple[str, ...] = field(default=())

    def of(self, group: Group) -> list[Answer]:
        """Return the rows of one group, in the order of the sheet."""
        return [row for row in self.rows if row.group is group]

    @property
    def counts(self) -> dict[str, int]:
        """How many rows each group has; together they are all rows."""
        return {group.value: len(self.of(group)) for group in Group}

    @property
    def kept(self) -> list[Answer]:
        """The rows that saving will keep something of."""
        return [row for row in self.rows if row.group in KEPT]


def sheet(view: View, listed: pd.DataFrame, form: SheetForm = SheetForm.XLSX) -> bytes:
    """Return places as a sheet to fill in.

    Parameters
    ----------
    view
        Contacts and addresses are in it as far as this role sees them.
    listed
        Rows of `worklist.worklist`.
    """
    rows = table(view, listed)
    if form is SheetForm.CSV:
        return csv_bytes(rows)
    looks = {
        FOUND: Column(choices=(RIGHT, CHANGED, GONE), mark=True, width=18),
        HEADINGS["category"]: Column(choices=tuple(each.name for each in CATEGORIES), width=24),
        HEADINGS["status"]: Column(choices=tuple(_STATUS.values())[:-1], width=18),
        NOTE: Column(mark=True, width=36), WHY: Column(width=40), REFERENCE: Column(width=12),
    }  # fmt: skip
    help_ = Sheet(say("Help"), lines=_help())
    return workbook_bytes([Sheet(say("Places to check"), rows, looks, sideways=True), help_])


def table(view: View, listed: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the sheet: one per place, in the order of `listed`."""
    known = view.every_asset.set_index("asset_id")
    rows = []
    for each in listed.to_dict("records"):
        row = {str(name): value for name, value in each.items()}
        kept = _kept(known.loc[row["asset_id"]])
        name, *others = HEADINGS
        rows.append(
            {HEADINGS[name]: kept[name], FOUND: ""}
            | {HEADINGS[one]: _in_words(one, kept[one]) for one in others}
            | {NOTE: "", LAST: worklist.checked(row), WHY: worklist.why(row),
               REFERENCE: f"{row['asset_id']}:{''.join(_mark(kept[f]) for f in HEADINGS)}"}
        )  # fmt: skip
    headings = list(HEADINGS.values())
    columns = [headings[0], FOUND, *headings[1:], NOTE, LAST, WHY, REFERENCE]
    return pd.DataFrame(rows, columns=columns)


def _help() -> list[str]:
    return [
        say("How to fill in this sheet"),
        say('For each place, choose in "{found}": {right}, {changed} or {gone}.', found=FOUND,
            right=RIGHT, changed=CHANGED, gone=GONE),
        say("If you did not check a place, leave that cell empty. Nothing is said of it then."),
        say("Where something has changed, write over the cell that is wrong."),
        say('What fits in no cell goes under "{note}". It is kept with the answer.', note=NOTE),
        say('Leave the last column, "{heading}", as it is: by it each row finds its place.',
            heading=REFERENCE),
        say("You may delete rows and columns that you do not need, and sort the rows."),
        say('Give the file back on the page Check, under "By sheet". You will see what it '
            "changes before anything is saved."),
    ]  # fmt: skip


def _kept(row: pd.Series) -> dict[str, str]:
    """Return the fields of a place as edits keep them."""
    told = {name: "" if pd.isna(row[name]) else str(row[name]).strip() for name in HEADINGS}
    return told | {"status": told["status"] or "active"}


def _in_words(name: str, value: str) -> str:
    if name == "category" and value in BY_CODE:
        return BY_CODE[value].name
    return _STATUS.get(value, value) if name == "status" else value


def _mark(value: str) -> str:
    """Return a short mark of a value, by which one can tell whether it is still the same."""
    plain = " ".join(value.split())
    return hashlib.sha256(plain.encode()).hexdigest()[:_MARK] if plain else _BLANK


def read_back(view: View, raw: RawFile) -> Answers:
    """Return what a sheet that came back says, row by row. Nothing is kept yet.

    Raises
    ------
    SharedGroundError
        "check.no_sheet" when the file is not a sheet of places to check.
    """
    require(Role.OFFICER)
    sheets = [each for each in raw.tables if REFERENCE in each.rows.columns]
    if not sheets or not any(FOUND in each.rows.columns for each in sheets):
        raise SharedGroundError(
            "check.no_sheet",
            say('{name} is not a sheet of places to check: it needs the columns "{found}" and '
                '"{reference}". Download the sheet here, fill it in and give that back.',
                name=raw.name, found=FOUND, reference=REFERENCE),
        )  # fmt: skip
    known = {str(row["asset_id"]): row for _, row in view.every_asset.iterrows()}
    first: dict[str, int] = {}
    rows: list[Answer] = []
    for each in sheets:
        rows += _rows_of(each, known, first)
    notes = tuple(note for each in sheets for note in each.notes)
    return Answers(raw.name, view.holdings.data_revision, tuple(rows), notes)


def _rows_of(
    given: RawTable, known: Mapping[str, pd.Series], first: dict[str, int]
) -> list[Answer]:  # fmt: skip
    found = []
    for number, row in zip(given.row_numbers, given.rows.to_dict("records"), strict=True):
        cells = {str(heading): unguarded(cell) for heading, cell in row.items()}
        answer = Answer(int(number), cells.get(HEADINGS["name"], ""), Group.OPEN,
                        note=cells.get(NOTE, ""))  # fmt: skip
        found.append(_answer(answer, cells, known, first))
    return found


def _unclear(answer: Answer, column: str, value: str, problem: str, fix: str) -> Answer:
    return replace(answer, group=Group.UNCLEAR, column=column, value=value, problem=problem,
                   fix=fix)  # fmt: skip


def _answer(
    answer: Answer, cells: Mapping[str, str], known: Mapping[str, pd.Series], first: dict[str, int]
) -> Answer:
    """Return a row with the group that it falls in."""
    told = cells.get(REFERENCE, "")
    fits = _REFERENCE.match(told)
    if fits is None:
        return _unclear(answer, REFERENCE, told, say("It does not say which place it is."),
                        say("To add a place, use Add data. Otherwise copy this cell from the "
                            "sheet as you downloaded it."))  # fmt: skip
    asset_id, marks = fits.groups()
    if asset_id not in known:
        return _unclear(answer, REFERENCE, told, say("This place is not listed here now."),
                        say("Look whether its list was taken away or renewed."))  # fmt: skip
    if asset_id in first:
        return _unclear(answer, REFERENCE, told,
                        say("The same place is in row {n} already.", n=first[asset_id]),
                        say("Keep one row for each place."))  # fmt: skip
    first[asset_id] = answer.row
    kept = _kept(known[asset_id])
    answer = replace(answer, asset_id=asset_id, name=kept["name"])
    said = cells.get(FOUND, "")
    finding = _FINDINGS.get(" ".join(said.casefold().rstrip(".!").split()))
    if finding is None:
        return _unclear(answer, FOUND, said, say("We do not know what this means."),
                        say("Choose {right}, {changed} or {gone}, or leave it empty.",
                            right=RIGHT, changed=CHANGED, gone=GONE))  # fmt: skip
    size = range(0, len(marks), _MARK)
    went_out = dict(zip(HEADINGS, (marks[at : at + _MARK] for at in size), strict=True))
    return _compared(answer, finding, cells, kept, went_out)


def _compared(
    answer: Answer, finding: str, cells: Mapping[str, str], kept: Mapping[str, str],
    went_out: Mapping[str, str],
) -> Answer:  # fmt: skip
    """Compare the cells of a row with what is kept now, and with what went out."""
    changes, agreed = [], set()
    for name, heading in HEADINGS.items():
        if heading not in cells:
            continue
        if same_cell(_in_words(name, kept[name]), cells[heading]):
            agreed.add(name)
            continue
        try:
            now = _as_kept(name, cells[heading])
            if _mark(now) in (went_out[name], _mark(kept[name])):
                continue
            edits.check_change("asset", name, now)
        except SharedGroundError as error:
            return _unclear(answer, heading, cells[heading], error.message,
                            say("Correct this cell, or write what stood there."))  # fmt: skip
        changes.append(Change(name, kept[name], now))
    moved = {name for name in HEADINGS if went_out[name] not in (_BLANK, _mark(kept[name]))}
    made = bool(agreed & moved) or any(
        kept[name] and went_out[name] == _BLANK for name in agreed
    )  # fmt: skip
    if finding == GONE and kept["status"] == worklist.GONE:
        return replace(answer, group=Group.MEANWHILE, column=FOUND, value=GONE,
                       problem=say("It is gone here already."),
                       fix=say("Nothing is left to do."))  # fmt: skip
    if finding == CHANGED and not changes and made:
        finding = RIGHT
    filled = {one.field for one in changes if one.was and went_out[one.field] == _BLANK}
    return _grouped(replace(answer, changes=tuple(changes)), finding, (moved - agreed) | filled)


def _as_kept(name: str, cell: str) -> str:
    """Return a cell as its field keeps it."""
    if name not in _CODES:
        return cell
    code = _CODES[name].get(" ".join(cell.casefold().split()))
    if code is None:
        raise SharedGroundError("check.choice", say("It is not on the list of this column."))
    return code


def _grouped(answer: Answer, finding: str, moved: set[str]) -> Answer:
    changed = {one.field for one in answer.changes}
    if (finding in (RIGHT, GONE) and not changed and moved) or changed & moved:
        return _meanwhile(answer, finding, (changed & moved) or moved)
    if finding == GONE:
        return replace(answer, group=Group.GONE)
    if changed:
        return replace(answer, group=Group.CHANGED)
    if finding == RIGHT:
        return replace(answer, group=Group.RIGHT)
    if finding == CHANGED:
        return _unclear(answer, FOUND, CHANGED, say("No cell of this row is changed."),
                        say("Write over the cell that is wrong, or change the place by "
                            "hand."))  # fmt: skip
    if answer.note:
        return _unclear(answer, NOTE, answer.note, say("There is a note and no answer."),
                        say('Choose an answer in "{found}".', found=FOUND))  # fmt: skip
    return answer


def _meanwhile(answer: Answer, finding: str, fields: set[str]) -> Answer:
    clash = next((one for one in answer.changes if one.field in fields), None)
    names = ", ".join(heading for name, heading in HEADINGS.items() if name in fields)
    column, value = (HEADINGS[clash.field], clash.now) if clash else (FOUND, finding)
    return replace(
        answer, group=Group.MEANWHILE, column=column, value=value,
        problem=say("Somebody changed this here after the sheet was made: {names}.", names=names),
        fix=say("Look at the place, and answer it by hand or with a new sheet."),
    )  # fmt: skip


def save(engine: Engine, place_id: str, answers: Answers) -> list[str]:
    """Keep what a sheet says, all of it or nothing.

    Returns
    -------
    list of str
        The ids of the edits, for `store.edits.undo_edits`.

    Raises
    ------
    StaleError
        "edit.newer" when the place was changed since the sheet was compared with it.
    """
    today = dt.datetime.now(dt.UTC).date().isoformat()
    checked = dict(zip(edits.CHECKED, (today, current().name), strict=True))
    told = []
    for row in answers.kept:
        changes = {one.field: one.now for one in row.changes}
        if row.group is Group.GONE:
            changes["status"] = worklist.GONE
        elif changes.get("status") != worklist.GONE:
            changes |= checked
        was = {one.field: one.was for one in row.changes}
        told.append(edits.Told(row.asset_id, changes, was, row.note))
    return edits.edit_assets(
        engine, place_id, told, action="check sheet", revision=answers.revision,
        details={"sheet": answers.name, "rows": answers.counts},
    )  # fmt: skip


def as_told(change: Change) -> tuple[str, str, str]:
    """Return a change as people read it: which column, what it was, what it is now."""
    was, now = (_in_words(change.field, value) for value in (change.was, change.now))
    return HEADINGS[change.field], was, now


def as_data(answers: Answers) -> dict[str, Any]:
    """Return what a sheet says as plain data, for JSON."""
    rows = []
    for row in answers.rows:
        told = {"row": row.row, "id": row.asset_id, "name": row.name, "group": row.group.value}
        told |= {name: value for name in ("note", "column", "value", "problem", "fix")
                 if (value := getattr(row, name))}  # fmt: skip
        changes = [vars(change) for change in row.changes]
        rows.append(told | ({"changes": changes} if changes else {}))
    return {"file": answers.name, "rows": len(rows), **answers.counts, "each": rows}
