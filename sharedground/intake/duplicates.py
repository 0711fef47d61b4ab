"""Duplicates in a file as it is taken in: rows that are one with others, and those to ask about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from sharedground.intake.alike.words import sentence
from sharedground.intake.context import Intake
from sharedground.intake.likeness import at_their_sites, likely_pairs, with_verdicts
from sharedground.model.frames import empty
from sharedground.model.groups import stand_ins
from sharedground.model.report import Categorised, Fate, Placed, Report
from sharedground.words import say, say_many


@dataclass(frozen=True)
class Duplicates:
    """What was found of a file.

    Parameters
    ----------
    pairs
        `model.frames.PAIRS`: places of the file that are or may be one, or one with a known one.
    intakes
        The tables of the file, with the rows that are one with others counted as merged.
    """

    pairs: pd.DataFrame
    intakes: tuple[Intake, ...]


def find_duplicates(
    intakes: Sequence[Intake], known: pd.DataFrame, verdicts: Mapping[str, str]
) -> Duplicates:
    """Find places of a file that are one with others in it, or with known ones.

    No asset is dropped: pairs say which are one, so that it can be taken back.

    Parameters
    ----------
    known
        Places that are here already (`Holdings.located_assets`).
    verdicts
        What a person said of two places, by `likeness.verdict_key`.
    """
    new = pd.concat(
        [at_their_sites(one.frames["assets"], one.frames["sites"]) for one in intakes],
        ignore_index=True,
    )
    pairs = with_verdicts(likely_pairs(new, known), verdicts)
    if pairs.empty:
        return Duplicates(empty("pairs"), tuple(intakes))
    into = merged_into(pairs, new["asset_id"].tolist())
    names = dict(zip(known["asset_id"], known["name"], strict=True)) if len(known) else {}
    reasons = _reasons(pairs, into, names)
    counted = [_with_merged(one, into, reasons) for one in intakes]
    waits = pairs[(pairs["verdict"] == "open") & ~pairs["one"].isin(into.keys())]
    here = waits["other"].isin(set(names))
    told = _told(
        sum(target in names for target in into.values()),
        sum(target not in names for target in into.values()),
        int(waits.loc[here, "one"].nunique()),
        int(waits.loc[~here, "one"].nunique()),
    )
    counted[0] = replace(counted[0], report=_telling(counted[0].report, told, len(into), pairs))
    return Duplicates(pairs, tuple(counted))


def merged_into(pairs: pd.DataFrame, new: Sequence[str]) -> dict[str, str]:
    """Return each new asset that is one with a known asset or an earlier new one, and with which.

    Parameters
    ----------
    new
        Ids of the assets of the file, in its order.
    """
    order = {asset: number for number, asset in enumerate(new)}
    same = pairs[pairs["verdict"] == "same"]
    found = stand_ins(
        zip(same["one"], same["other"], strict=True), lambda each: order.get(each, -1)
    )
    return {asset: found[asset] for asset in new if asset in found}


def _reasons(
    pairs: pd.DataFrame, into: Mapping[str, str], names: Mapping[str, str]
) -> dict[str, str]:
    """Return why each merged asset is one with another, in words."""
    same = pairs[pairs["verdict"] == "same"]
    found: dict[str, str] = {}
    for one, other, evidence in zip(same["one"], same["other"], same["evidence"], strict=True):
        why = sentence(evidence)
        for asset in (one, other):
            if asset in into and asset not in found:
                found[asset] = (
                    say("It is here already: {why}.", why=why)
                    if into[asset] in names
                    else say("Another row is the same place: {why}.", why=why)
                )
    return found


def _with_merged(intake: Intake, into: Mapping[str, str], reasons: Mapping[str, str]) -> Intake:
    """Return a table with rows that are one with others counted as merged, not as kept."""
    assets = intake.frames["assets"]
    merged = assets["asset_id"].isin(into.keys())
    if not merged.any():
        return intake
    gone = at_their_sites(assets[merged], intake.frames["sites"])
    records = intake.frames["records"].copy()
    at = records["kept_as"].isin(gone["asset_id"]) & (records["fate"] == Fate.KEPT.value)
    ids = records.loc[at, "kept_as"]
    records.loc[at, "fate"] = Fate.MERGED.value
    records.loc[at, "reason"] = ids.map(lambda asset: reasons[asset])
    records.loc[at, "kept_as"] = ids.map(lambda asset: into[asset])
    report = _less(intake.report, gone, assets[~merged])
    return replace(intake, frames={**intake.frames, "records": records}, report=report)


def _less(report: Report, gone: pd.DataFrame, left: pd.DataFrame) -> Report:
    """Return the report with some kept rows counted as merged."""
    placed = gone["precision"].value_counts()
    how = gone["category_how"].replace("column", "from_column").value_counts()
    counts = report.model_copy(
        update={
            "kept": report.kept - len(gone),
            "merged": report.merged + len(gone),
            "placed": Placed(**_minus(report.placed, placed)),
            "category": Categorised(**_minus(report.category, how)),
        }
    )
    kinds = {str(name): int(n) for name, n in left["category"].value_counts().items()}
    counted = say(
        "{read} rows read: {kept} kept, {merged} merged, {aside} set aside.",
        read=counts.read, kept=counts.kept, merged=counts.merged, aside=counts.set_aside,
    )  # fmt: skip
    sentences = (counted, *report.sentences[1:])
    facts = {**report.facts, "categories": kinds}
    return counts.model_copy(update={"sentences": sentences, "facts": facts})


def _minus(counts: Placed | Categorised, gone: pd.Series[Any]) -> dict[str, int]:
    return {name: n - int(gone.get(name, 0)) for name, n in counts.model_dump().items()}


def _told(here: int, twice: int, open_here: int, open_twice: int) -> list[str]:
    """Return what to say of the file: what was merged, and what waits for a person."""
    lines = [
        (here, say_many("{n} row is a place that is here already. It was merged with it.",
                        "{n} rows are places that are here already. They were merged with them.",
                        here)),
        (twice, say_many("{n} row is the same place as another row. It was merged with it.",
                         "{n} rows are the same place as another row. They were merged.", twice)),
        (open_here, say_many("{n} looks like a place that is here already.",
                             "{n} look like places that are here already.", open_here)),
        (open_twice, say_many("{n} place may be in the file twice.",
                              "{n} places may be in the file twice.", open_twice)),
    ]  # fmt: skip
    return [words for count, words in lines if count]


def _telling(report: Report, told: list[str], merged: int, pairs: pd.DataFrame) -> Report:
    """Return the report of the first table with what was found in the whole file."""
    waits = int((pairs["verdict"] == "open").sum())
    facts = {**report.facts, "duplicates": {"merged": merged, "open": waits}}
    return report.model_copy(update={"sentences": (*report.sentences, *told), "facts": facts})
