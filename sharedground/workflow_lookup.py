"""Figures of areas whose outlines nobody has, brought in through a lookup of old codes to new."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import replace

import pandas as pd
from sqlalchemy.engine import Engine

from sharedground.access import Role, require
from sharedground.analysis.apportion import SPREAD, WHOLE, carried_counts, shares_by_lookup
from sharedground.analysis.carry_words import LISTED, estimated_in_words, faults_of, in_words
from sharedground.analysis.carrying import CarriedFigure, carried
from sharedground.errors import NothingUsableError, SharedGroundError
from sharedground.intake.context import Context, Intake, Options
from sharedground.intake.pairing import old_codes, pairs_of, with_same_codes
from sharedground.intake.raw import RawFile
from sharedground.intake.read import read_file
from sharedground.intake.take import take_in
from sharedground.model.base import stable_id
from sharedground.model.frames import TABLES, checked
from sharedground.model.place import Kind
from sharedground.store import loading
from sharedground.words import say
from sharedground.workflow import About, Preview


def preview_by_lookup(
    engine: Engine, place_id: str, name: str, content: bytes | Mapping[str, bytes],
    lookup: tuple[str, bytes], *, kind: Kind = Kind.INDICATORS, options: Options | None = None,
    about: About | None = None, raw: RawFile | None = None,
) -> Preview:  # fmt: skip
    """Read figures whose codes are of another year, and say what they are for the main areas.

    Parameters
    ----------
    name, content
        The file of figures.
    lookup
        Name and bytes of a table that names the new area of each old one. Codes of the Government
        Statistical Service that are in the file and in the place, and that the table does not name,
        stay what they are: such a code is retired when the bounds of its area change.
    kind
        Figures of need, or how many people live there.
    raw
        The file as read before.

    Returns
    -------
    Preview
        To be kept with `workflow.keep`. Figures of old areas that were split are marked as
        estimates; every row of the file is accounted for.

    Raises
    ------
    NothingUsableError
        "lookup.no_pairs" when the lookup does not hold the codes of the file and of this place;
        "carry.nothing" when no figure can be carried over.
    SharedGroundError
        "carry.smaller" when most old areas have several new ones: nothing is spread;
        "carry.people" when the people of one old area would have to be shared out.
    """
    require(Role.OFFICER)
    held = loading.load(engine, place_id)
    new = dict(zip(held.areas["area_code"], held.areas["area_name"], strict=True))
    raw = raw or read_file(name, dict(content) if isinstance(content, Mapping) else content)
    table = read_file(*lookup)
    pairs = with_same_codes(pairs_of(table, old_codes(table, raw, new), new), raw, new)
    _refuse_spreading(pairs)
    people = None
    if len(held.population):
        people = held.population.set_index("area_code")["people"].astype(float)
    shares = shares_by_lookup(pairs, people)
    about = about or About()
    digest = hashlib.sha256(lookup[1]).hexdigest()
    options = replace(options or Options(), title=about.title, lookup=digest)
    import_id = str(uuid.uuid4())
    source_id = stable_id(place_id, import_id)
    old = {code: code for code in dict.fromkeys(pairs["from_code"])}
    taken = take_in(kind, raw, source_id, options, Context(areas=old))
    carry = _people_carried if kind is Kind.POPULATION else _carried
    intakes = tuple(carry(intake, shares, new, source_id) for intake in taken)
    assert held.main_set is not None
    return Preview(kind, raw, options, about, source_id, import_id, intakes, held.main_set)


def _refuse_spreading(pairs: pd.DataFrame) -> None:
    if pairs.groupby("from_code").size().mean() > SPREAD:
        raise SharedGroundError(
            "carry.smaller",
            say(
                "Most old areas in this table have several new ones. A figure for a large area "
                "does not tell what is so in each part of it, so it is not spread."
            ),
        )


def _carried(
    intake: Intake, shares: pd.DataFrame, new: Mapping[str, str], source_id: str
) -> Intake:
    """Return an intake with its figures for the new areas instead of the old."""
    indicators = intake.frames["indicators"]
    found, figures = carried(indicators, intake.frames["indicator_values"], shares)
    if found.empty:
        raise NothingUsableError(
            "carry.nothing",
            say("No figure of this list can be carried over. Ranks and deciles cannot: they are "
                "places in a list of other areas."),
        )  # fmt: skip
    rows = found.assign(source_id=source_id, row_number=0)
    kept = indicators[indicators["indicator_id"].isin(found["indicator_id"])]
    frames = {
        "indicators": kept.reset_index(drop=True),
        "indicator_values": rows.loc[:, list(TABLES["indicator_values"])],
        "estimates": rows.loc[rows["moved"] > 0, list(TABLES["estimates"])],
        "records": intake.frames["records"],
    }
    return _told(replace(intake, frames=frames), figures, found, new)


def _people_carried(
    intake: Intake, shares: pd.DataFrame, new: Mapping[str, str], source_id: str
) -> Intake:
    """Return an intake with the people of the new areas; whole old areas only are added up."""
    people = intake.frames["population"]
    split = shares[shares["share"] < WHOLE]["from_code"]
    if people["area_code"].isin(set(split)).any():
        raise SharedGroundError(
            "carry.people",
            say("This table gives several new areas to {code}. How many people live in each of "
                "them must be known: it is not shared out. Use numbers for the new areas.",
                code=str(split.iloc[0])),
        )  # fmt: skip
    counts = people.set_index("area_code")["people"].astype(float)
    found = carried_counts(counts, shares)["value"].dropna()
    found = found[found.index.isin(set(new))]
    frame = pd.DataFrame(
        {
            "area_code": list(found.index), "people": found.to_numpy(dtype=float),
            "year": people["year"].iloc[0], "source_id": source_id, "row_number": 0,
        }
    )  # fmt: skip
    frames = {"population": checked("population", frame), "records": intake.frames["records"]}
    told = _told(replace(intake, frames=frames), (), frame.assign(moved=0.0), new)
    facts = {**told.report.facts, "people": float(found.sum())}
    return replace(told, report=told.report.model_copy(update={"facts": facts}))


def _told(
    intake: Intake, figures: tuple[CarriedFigure, ...], found: pd.DataFrame, new: Mapping[str, str]
) -> Intake:
    """Return an intake whose report speaks of the new areas, and of how they got their figures."""
    report = intake.report
    missing = [code for code in new if code not in set(found["area_code"])]
    estimated = int(found.loc[found["moved"] > 0, "area_code"].nunique())
    facts = {
        **report.facts, "matched": len(new) - len(missing), "of": len(new),
        "partial": bool(missing), "missing": missing[:LISTED], "missing_count": len(missing),
        "estimated": estimated,
    }  # fmt: skip
    sentences = (
        *report.sentences[:1],
        say("Carried over by your lookup: {n} of {of} areas have a figure.",
            n=len(new) - len(missing), of=len(new)),
        *((estimated_in_words(estimated),) if estimated else ()), *in_words(figures),
    )  # fmt: skip
    faults = [fault for fault in report.faults if fault.code != "area.no_data"]
    told = report.model_copy(
        update={
            "facts": facts, "sentences": sentences,
            "faults": (*faults, *faults_of(figures, missing)),
        }
    )  # fmt: skip
    return replace(intake, report=told)
