"""What stands out in a portrait: strengths first, then what may be missing, in sentences."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from sharedground.analysis.assessment import Assessment
from sharedground.analysis.profile import may_be_missing, strong_first
from sharedground.analysis.standing import Verdict
from sharedground.words import decimal, say, say_many


def names_by_outcome(found: Assessment, places: pd.DataFrame) -> dict[str, list[str]]:
    """Return the names of places here that serve each outcome, those that serve it most first."""
    serving = found.asset_outcomes.merge(places[["asset_id", "name"]], on="asset_id")
    ordered = serving.sort_values(["strength", "name"], ascending=[False, True], kind="stable")
    return {
        str(code): list(dict.fromkeys(rows["name"].astype(str)))
        for code, rows in ordered.groupby("code")
    }


def strong_sentences(rows: pd.DataFrame, names: dict[str, list[str]], count: int) -> list[str]:
    """Return two or three sentences on what is strong, with places by name."""
    told = []
    for row in strong_first(rows).to_dict("records"):
        much = say("{outcome}: people can reach {amount}.", outcome=str(row["outcome"]),
                   amount=as_usual(float(row["times"])))  # fmt: skip
        told.append(much + _such_as(names.get(str(row["code"]), [])))
    if told:
        return told
    if count:
        first = say_many("{n} place or group is listed here.", "{n} places and groups are listed "
                         "here.", count)  # fmt: skip
        return [first, say("For no outcome is there clearly more in reach than usual.")]
    return [say("No place is listed here yet. You may know some: add them on the page Add data.")]


def as_usual(times: float) -> str:
    """Return how much is within reach beside the place's average, in words."""
    if np.isnan(times) or times <= 0:
        return say("nothing that serves it")
    if times < 0.95:
        return say("{n}% of what is usual", n=max(1, round(100 * times)))
    if times <= 1.05:
        return say("as much as is usual")
    return say("{times} times what is usual", times=decimal(times, 1))


def _such_as(names: Sequence[str]) -> str:
    if not names:
        return ""
    return " " + say("Such as {names}.", names=", ".join(name[:60] for name in names[:2]))


def missing_sentences(rows: pd.DataFrame) -> list[str]:
    """Return up to three sentences on what may be missing."""
    first = may_be_missing(rows[rows["verdict"] == Verdict.FIRST.value])
    told = [
        say("{outcome}: need is higher than for {n} in 100 people here. People can reach {amount}.",
            outcome=str(row["outcome"]), n=round(100 * float(row["need"])),
            amount=as_usual(float(row["times"])))
        for row in first.to_dict("records")
    ]  # fmt: skip
    unknown = int(rows["need"].isna().sum())
    if unknown:
        told.append(say_many("We have no figures of need for {n} outcome.",
                             "We have no figures of need for {n} outcomes.", unknown))  # fmt: skip
    return told or [say("Nothing stands out in the figures. Do you see the same on the ground?")]


def comparison(rows: pd.DataFrame) -> str:
    """Return the finding: for how many outcomes need is above the place's average."""
    known = rows.dropna(subset=["need"])
    if known.empty:
        return say("No figures of need for this area")
    above = int((known["need"] > known["place_need"] + 0.02).sum())
    return say_many(
        "Need is above average for {above} of {n} outcome",
        "Need is above average for {above} of {n} outcomes", len(known), above=above,
    )  # fmt: skip
