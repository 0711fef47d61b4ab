"""Packing a place into a partnership file, and opening one in another store."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy.engine import Engine

from sharedground import workflow
from sharedground.access import Role, require
from sharedground.exports import Export, slug
from sharedground.intake.people import email_why, phone_why
from sharedground.model.place import Place
from sharedground.model.rounds import RESIDENT, Naming, RoundKind, RoundState
from sharedground.model.scenario import LONGEST_NAME
from sharedground.partnership import archive, check, shape, write
from sharedground.partnership.faults import Faults
from sharedground.partnership.read import read_table
from sharedground.store import loading, packing
from sharedground.views import View, view_for
from sharedground.withheld import TEXTS, names_of_people, text_for_everyone
from sharedground.words import later, say

GAPS, VISION = "gaps", "vision-in-use"
MEDIA_TYPE: Final = "application/zip"


@dataclass(frozen=True)
class Unpacked:
    """A place that was opened from a partnership file.

    Parameters
    ----------
    figures
        Figures of need, access and gap in the file; 0 when the place has no areas.
    same
        Whether working them out here gave every one of them again, to the last digit.
    """

    place: Place
    figures: int
    same: bool


def pack(
    engine: Engine, place_id: str, *, whole: bool = False, now: dt.datetime | None = None
) -> Export:
    """Return a partnership file of a place.

    Parameters
    ----------
    whole
        Also the files and rows as they came, people's contacts, suggestions and the journal: a
        copy to keep. Else all that figures are made of, with every version of every list, and
        no names of people: a file to share with another partnership.
    """
    require(Role.OFFICER)
    names = shape.tables(whole=whole)
    rows = packing.dump(engine, place_id, names)
    view = view_for(loading.load(engine, place_id), Role.OFFICER)
    if whole:
        rows = without_secret_answers(rows)
    else:
        rows = without_people(rows, names_of_people(view.holdings.contacts))
    title = slug(view.holdings.place.name)
    content = write.package_bytes(
        title, [(shape.shape_of(name), rows[name]) for name in names], figures_of(view),
        whole=whole, now=now or dt.datetime.now(dt.UTC),
    )  # fmt: skip
    ending = "whole-copy" if whole else "partnership"
    return Export(content, f"{title}-{ending}.zip", MEDIA_TYPE)


def figures_of(view: View) -> dict[str, tuple[str, bytes]]:
    """Return the vision in use and every figure for it, as CSV to read and to compare."""
    vision = workflow.vision_in_use(view.holdings)
    found = {VISION: (later("The vision in use"), workflow.vision_csv(vision, for_excel=False))}
    if len(view.areas):
        gaps = workflow.gaps_csv(workflow.assessment(view, vision), for_excel=False)
        found[GAPS] = (later("Need, access and gap"), gaps)
    return found


def without_secret_answers(
    rows: Mapping[str, list[dict[str, Any]]],
) -> dict[str, list[dict[str, Any]]]:
    """Return tables without what nobody may read row by row: the published results stay.

    That is the answers of residents, the votes on statements and all answers of rounds that name
    nobody; and the codes by which an open round is joined, so a restored round is closed.
    """
    named = {
        row["round_id"] for row in rows["round"]
        if row["body"]["kind"] == RoundKind.POINTS and row["body"]["naming"] == Naming.NAMED
    }  # fmt: skip
    shut = {"code": None, "token": None, "state": RoundState.CLOSED.value}
    return {
        **rows,
        "round": [row | shut for row in rows["round"]],
        "answer": [
            row for row in rows["answer"]
            if row["round_id"] in named and row["speaker"] != RESIDENT
        ],
        "statement": [row | {"device": ""} for row in rows["statement"]],
    }  # fmt: skip


def without_people(
    rows: Mapping[str, list[dict[str, Any]]], people: Sequence[str] = ()
) -> dict[str, list[dict[str, Any]]]:
    """Return tables without the names of those who loaded, changed, checked or saved.

    Parameters
    ----------
    people
        Names of people that are kept apart: no text that somebody wrote here tells them either.
    """
    bare = {
        name: [row | dict.fromkeys(shape.BLANKED.get(name, ()), "") for row in listed]
        for name, listed in rows.items()
    }
    bare["edit"] = [_edit_without_people(row, people) for row in bare["edit"] if _is_shared(row)]
    by_hand = {row["source_id"] for row in bare["source"] if not row["sha256"]}
    bare["asset"] = [
        row | {name: text_for_everyone(row[name], people) for name in TEXTS}
        if row["source_id"] in by_hand
        else row
        for row in bare["asset"]
    ]
    bare["source"] = [row | _as_read(row) for row in bare["source"]]
    bare["scenario"] = [
        row | {"body": _scenario_without_people(row["body"], people)}
        for row in bare["scenario"]
        if row["live"]
    ]
    partners = {row["name"] for row in bare["partner"]}
    bare["vision"] = [
        row | {"body": _vision_without_people(row["body"], partners)} for row in bare["vision"]
    ]
    return bare


def _vision_without_people(body: Mapping[str, Any], partners: Collection[str]) -> dict[str, Any]:
    """Return a version of the vision that names, of those in the room, only partners."""
    names = [name for name in body.get("in_the_room", ()) if name in partners]
    return dict(body) | {"in_the_room": names}


def _scenario_without_people(body: Mapping[str, Any], people: Sequence[str]) -> dict[str, Any]:
    """Return a scenario whose texts name nobody."""
    bare = dict(body) | {
        "name": text_for_everyone(body["name"], people)[:LONGEST_NAME] or say("Without a name"),
        "note": text_for_everyone(body.get("note", ""), people),
    }
    bare["actions"] = [
        one | {"name": text_for_everyone(one["name"], people)[:200]} if one.get("name") else one
        for one in body["actions"]
    ]
    return bare


def _is_shared(edit: Mapping[str, Any]) -> bool:
    """Say whether a change by hand goes along: not one that names who checked, or a person."""
    field, value = edit["field"], str(edit["value"])
    personal = (field == "email" and email_why(value)) or (field == "phone" and phone_why(value))
    return field != "assurer" and not personal


def _edit_without_people(edit: dict[str, Any], people: Sequence[str]) -> dict[str, Any]:
    if edit["field"] not in TEXTS:
        return edit
    return edit | {"value": text_for_everyone(edit["value"], people)}


def _as_read(source: Mapping[str, Any]) -> dict[str, Any]:
    """Return the reports and the reading of a source without cells of its rows."""
    reports = [
        report | {"faults": [fault | {"value": ""} for fault in report.get("faults", ())]}
        for report in source["reports"]
    ]
    reading = json.loads(source["reading"] or "{}")
    if reading.get("fixes"):
        reading["fixes"] = []
    return {"reports": reports, "reading": json.dumps(reading, sort_keys=True)}


def unpack(
    engine: Engine, file: str, content: bytes, *, name: str = "", reason: str = "",
    limits: archive.Limits | None = None,
) -> Unpacked:  # fmt: skip
    """Open a partnership file in this store: all of it, or nothing.

    Parameters
    ----------
    file
        Its name, for the sentences.
    name
        Another name for the place.

    Raises
    ------
    FileRefusedError
        With every fault of the file in `details["faults"]`. Nothing was changed.
    SharedGroundError
        "place.taken" when the place is here already.
    """
    require(Role.OFFICER)
    tables, opened = read_package(file, content, limits or archive.limits_from())
    place = packing.restore(engine, tables, name=name, reason=reason)
    here = figures_of(view_for(loading.load(engine, place.place_id), Role.OFFICER))
    there = opened.resources.get(GAPS)
    if there is None or GAPS not in here:
        return Unpacked(place, 0, there is None and GAPS not in here)
    text = opened.files[there["path"]]
    return Unpacked(place, max(text.count(b"\n") - 1, 0), here[GAPS][1] == text)


def read_package(
    file: str, content: bytes, limits: archive.Limits
) -> tuple[dict[str, list[dict[str, Any]]], archive.Opened]:
    """Return the rows of a partnership file that has been found whole and sound.

    Raises
    ------
    FileRefusedError
        With every fault that was found.
    """
    faults = Faults(file)
    opened = archive.open_zip(content, limits, faults)
    whole = opened.descriptor["sharedground"].get("contents") == "whole"
    tables = {
        name: read_table(shape.shape_of(name), opened, limits, faults)
        for name in shape.tables(whole=whole)
    }
    faults.stop()
    check.check(tables, faults)
    faults.stop()
    return tables, opened
