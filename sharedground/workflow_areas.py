"""Carrying figures over from the areas that they were made for to others, when a person agrees."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import geopandas as gpd
import pandas as pd
from sqlalchemy.engine import Engine

from sharedground.access import Role, require
from sharedground.analysis.apportion import shares_by_lookup, shares_by_overlap
from sharedground.analysis.carry_words import LISTED, estimated_in_words, faults_of, in_words
from sharedground.analysis.carrying import CarriedFigure, carried
from sharedground.analysis.people_over import people_over
from sharedground.area_figures import held_of
from sharedground.area_offers import is_larger
from sharedground.errors import NotFoundError, NothingUsableError, SharedGroundError
from sharedground.intake.pairing import pairs_of
from sharedground.intake.read import read_file
from sharedground.model.base import stable_id
from sharedground.model.frames import TABLES
from sharedground.model.place import AreaSet, Kind, Source
from sharedground.model.report import Fate, Report
from sharedground.store import keeping, loading
from sharedground.store.holdings import Holdings, SetHoldings
from sharedground.words import say

CAN_BE_CARRIED: Final = (Kind.INDICATORS, Kind.POPULATION)
"""Kinds of list that can be carried over to other areas."""


@dataclass(frozen=True)
class CarryOver:
    """Figures of one list as they would be for other areas, before anything is kept.

    Parameters
    ----------
    source
        The list that they come from.
    old, new
        The areas that it was made for, and those that it is carried over to.
    frames
        `indicators`, `indicator_values` and `estimates`, or `population` (see `model.frames`).
    figures
        What became of each indicator.
    records
        One row per old area: kept, or set aside with a reason.
    report
        The same in words; `sentences` first.
    """

    source: Source
    old: AreaSet
    new: AreaSet
    source_id: str
    reading: str
    frames: Mapping[str, pd.DataFrame]
    figures: tuple[CarriedFigure, ...]
    records: pd.DataFrame
    report: Report


def preview_carry_over(
    engine: Engine,
    place_id: str,
    source_id: str,
    *,
    to_set: str = "",
    lookup: tuple[str, bytes] | None = None,
    as_counts: Mapping[str, bool] | None = None,
) -> CarryOver:
    """Say what a list of figures would be for other areas, without keeping anything.

    Parameters
    ----------
    source_id
        A list of indicators or of people in use, of any area set. People are added up where whole
        old areas make a new one, and never shared out.
    to_set
        Name or id of the areas to carry it over to; "" is the main set.
    lookup
        Name and bytes of a table that names the new area of each old one, such as the
        partnership's own or a published best fit; without it the overlap of the outlines decides.
    as_counts
        `indicator_id` to True where figures are to be split, False where they are to be averaged;
        else the names and numbers tell.

    Raises
    ------
    SharedGroundError
        "carry.same" when the list is for those areas already; "carry.smaller" when the new areas
        are smaller: a figure for a ward is never given to the streets in it.
    NothingUsableError
        "carry.nothing" when no figure can be carried over; "lookup.no_pairs" when the lookup does
        not hold the codes of both.
    NotFoundError
        "source.gone", "set.unknown".
    """
    require(Role.OFFICER)
    holdings = loading.load(engine, place_id)
    source = _list_of(holdings, source_id)
    old, new = held_of(holdings, source.set_id), held_of(holdings, to_set)
    if old.about.set_id == new.about.set_id:
        raise SharedGroundError(
            "carry.same", say("This list is for {areas} already.", areas=new.about.name)
        )
    shares = _shares(old, new, lookup)
    if source.kind is Kind.POPULATION:
        return _people_carried(holdings, source, old, new, shares, lookup)
    mine = old.indicators["source_id"] == source_id
    indicators = old.indicators[mine].reset_index(drop=True)
    values = old.indicator_values[old.indicator_values["source_id"] == source_id]
    people = _people(old)
    found, figures = carried(indicators, values, shares, people, as_counts)
    if found.empty:
        raise NothingUsableError(
            "carry.nothing",
            say("No figure of this list can be carried over. Ranks and deciles cannot: they are "
                "places in a list of other areas."),
        )  # fmt: skip
    reading, made = _reading(holdings, source, new, lookup, as_counts or {})
    records = _records(values, shares, old.areas)
    return CarryOver(
        source, old.about, new.about, made, reading, _frames(indicators, found, made), figures,
        records, _report(source, old, new, figures, records, found),
    )  # fmt: skip


def _reading(
    holdings: Holdings, source: Source, new: SetHoldings, lookup: tuple[str, bytes] | None,
    as_counts: Mapping[str, bool],
) -> tuple[str, str]:  # fmt: skip
    """Return what was carried over and how, and the id of the list that this makes."""
    reading = json.dumps(
        {"carried_from": source.list_id, "to": new.about.set_id, "as_counts": dict(as_counts),
         "lookup": hashlib.sha256(lookup[1]).hexdigest() if lookup else ""}, sort_keys=True,
    )  # fmt: skip
    place_id = holdings.place.place_id
    return reading, stable_id(place_id, reading, source.source_id, holdings.data_revision)


def _people_carried(
    holdings: Holdings, source: Source, old: SetHoldings, new: SetHoldings, shares: pd.DataFrame,
    lookup: tuple[str, bytes] | None,
) -> CarryOver:  # fmt: skip
    """Say how many people live in other areas: whole old areas are added up, none is shared out."""
    reading, made = _reading(holdings, source, new, lookup, {})
    people = old.population[old.population["source_id"] == source.source_id]
    codes = list(new.areas["area_code"])
    found = people_over(people, shares, codes, made)
    if found.empty:
        raise NothingUsableError(
            "carry.nothing",
            say("No area of {new} is made of whole areas of {old} with a number of people.",
                new=new.about.name, old=old.about.name),
        )  # fmt: skip
    values = people.assign(indicator_id="people", value=people["people"])
    records = _records(values, shares, old.areas)
    missing = [code for code in codes if code not in set(found["area_code"])]
    kept = int((records["fate"] == Fate.KEPT.value).sum())
    report = Report(
        file=say("{file}, estimated for {areas}", file=source.file_name, areas=new.about.name),
        kind=Kind.POPULATION, read=len(records), kept=kept, set_aside=len(records) - kept,
        facts={
            "matched": len(found), "of": len(codes), "missing": missing[:LISTED],
            "missing_count": len(missing), "estimated": 0, "figures": {},
            "people": float(found["people"].sum()),
        },
        faults=tuple(faults_of((), missing)), sentences=people_in_words(found, old, new),
    )  # fmt: skip
    return CarryOver(
        source, old.about, new.about, made, reading, {"population": found}, (), records, report
    )


def people_in_words(
    found: pd.DataFrame, old: SetHoldings, new: SetHoldings
) -> tuple[str, ...]:  # fmt: skip
    """Return how many areas have a number of people after adding up, and why others have none."""
    counted = say(
        "Added up from {old} for {new}: {n} of {of} areas have a number of people, {people} in "
        "all.",
        old=old.about.name, new=new.about.name, n=len(found), of=len(new.areas),
        people=int(found["people"].sum()),
    )  # fmt: skip
    if len(found) == len(new.areas):
        return (counted,)
    return (counted, say("Areas with only a part of an old area have no data: people are never "
                         "shared out."))  # fmt: skip


def keep_carry_over(
    engine: Engine, place_id: str, accepted: CarryOver, *, reason: str = ""
) -> keeping.Kept:
    """Keep figures that a person agreed to have carried over; they stay marked as estimates.

    Carrying the same list over again takes over from the former time, which can be undone.
    """
    report, source = accepted.report, accepted.source
    table = "population" if source.kind is Kind.POPULATION else "indicator_values"
    content = pd.util.hash_pandas_object(accepted.frames[table], index=False)
    digest = hashlib.sha256(content.to_numpy().tobytes()).hexdigest()
    former = [
        one.source_id
        for one in loading.load(engine, place_id).sources
        if one.kind is source.kind and one.file_name == report.file
        and one.set_id == accepted.new.set_id
    ]  # fmt: skip
    made = source.model_copy(
        update={
            "source_id": accepted.source_id, "list_id": "", "set_id": accepted.new.set_id,
            "file_name": report.file, "sha256": digest, "rows_read": report.read,
            "rows_kept": report.kept, "rows_merged": report.merged,
            "rows_set_aside": report.set_aside,
        }
    )  # fmt: skip
    upload = keeping.Upload(
        source=made, import_id=accepted.source_id, reading=accepted.reading,
        frames=accepted.frames, records={"": accepted.records}, reports=[report.as_json()],
        updates=former[0] if former else "",
    )  # fmt: skip
    return keeping.keep(engine, place_id, upload, reason=reason)


def _list_of(holdings: Holdings, source_id: str) -> Source:
    for source in holdings.sources:
        if source.source_id == source_id and source.kind in CAN_BE_CARRIED:
            return source
    raise NotFoundError(
        "source.gone",
        say("This list is no longer there. It may have been replaced. Load the page again."),
    )


def _shares(old: SetHoldings, new: SetHoldings, lookup: tuple[str, bytes] | None) -> pd.DataFrame:
    if is_larger(old.areas, new.areas, old.about.level, new.about.level):
        raise SharedGroundError(
            "carry.smaller",
            say(
                "{old} are larger than {new}. A figure for a large area does not tell what is so "
                "in each part of it, so it is not spread. Look at it for {old}, or make them the "
                "main areas.",
                old=old.about.name, new=new.about.name,
            ),
        )  # fmt: skip
    crs = new.areas.estimate_utm_crs()
    was, now = old.areas.to_crs(crs), new.areas.to_crs(crs)
    people = _people(new)
    if lookup is None:
        return shares_by_overlap(was, now, people)
    pairs = pairs_of(
        read_file(*lookup), dict(zip(was["area_code"], was["area_name"], strict=True)),
        dict(zip(now["area_code"], now["area_name"], strict=True)),
    )  # fmt: skip
    return shares_by_lookup(pairs, people)


def _people(held: SetHoldings) -> pd.Series[float] | None:
    if held.population.empty:
        return None
    return held.population.set_index("area_code")["people"].astype(float)


def _frames(
    indicators: pd.DataFrame, found: pd.DataFrame, source_id: str
) -> dict[str, pd.DataFrame]:
    kept = indicators[indicators["indicator_id"].isin(found["indicator_id"])]
    rows = found.assign(source_id=source_id, row_number=0)
    return {
        "indicators": kept.assign(source_id=source_id).loc[:, list(TABLES["indicators"])],
        "indicator_values": rows.loc[:, list(TABLES["indicator_values"])],
        "estimates": rows[rows["moved"] > 0].loc[:, list(TABLES["estimates"])],
    }


def _records(values: pd.DataFrame, shares: pd.DataFrame, areas: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return one row per old area with a figure, and whether it went into any new area."""
    wide = values.pivot_table(index="area_code", columns="indicator_id", values="value",
                              aggfunc="first")  # fmt: skip
    inside = shares.groupby("from_code")["to_code"].agg(", ".join)
    order = {code: at + 1 for at, code in enumerate(areas["area_code"])}
    codes = [str(code) for code in wide.index]
    kept = [code in inside.index for code in codes]
    originals = [
        json.dumps({"area_code": code, **{str(k): v for k, v in row.dropna().items()}})
        for code, (_, row) in zip(codes, wide.iterrows(), strict=True)
    ]
    return pd.DataFrame(
        {
            "row_number": [order.get(code, len(order) + 1 + n) for n, code in enumerate(codes)],
            "fate": [Fate.KEPT.value if each else Fate.SET_ASIDE.value for each in kept],
            "reason": ["" if each else say("It lies outside the new areas.") for each in kept],
            "kept_as": [
                str(inside[c])[:200] if k else "" for c, k in zip(codes, kept, strict=True)
            ],
            "original": originals,
        }
    )


def _report(
    source: Source, old: SetHoldings, new: SetHoldings, figures: tuple[CarriedFigure, ...],
    records: pd.DataFrame, found: pd.DataFrame,
) -> Report:  # fmt: skip
    kept = int((records["fate"] == Fate.KEPT.value).sum())
    codes = list(new.areas["area_code"])
    missing = [code for code in codes if code not in set(found["area_code"])]
    touched = found[found["moved"] > 0]["area_code"].nunique()
    sentences = [
        say("Estimated from {old} for {new}: {n} of {of} areas have a figure.",
            old=old.about.name, new=new.about.name, n=len(codes) - len(missing), of=len(codes)),
        estimated_in_words(int(touched)),
        *in_words(figures),
    ]  # fmt: skip
    return Report(
        file=say("{file}, estimated for {areas}", file=source.file_name, areas=new.about.name),
        kind=Kind.INDICATORS, read=len(records), kept=kept, set_aside=len(records) - kept,
        facts={
            "matched": len(codes) - len(missing), "of": len(codes), "missing": missing[:LISTED],
            "missing_count": len(missing), "estimated": int(touched),
            "figures": {
                each.indicator_id: {
                    "sort": each.sort.value, "areas": each.areas, "moved": round(each.moved, 4),
                }
                for each in figures
            },
        },
        faults=tuple(faults_of(figures, missing)), sentences=tuple(sentences),
    )  # fmt: skip
