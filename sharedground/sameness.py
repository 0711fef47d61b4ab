"""What is known of places and partners that may be one, put side by side for a person to decide.

Pages and the command line both take the questions from here, and give the answers to it here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

import numpy as np
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from sqlalchemy.engine import Engine

from sharedground.access import Role, require
from sharedground.intake.alike.names import words_of
from sharedground.intake.alike.partners import likely_partners
from sharedground.intake.alike.words import Said, in_words
from sharedground.intake.likeness import at_their_sites, verdict_key
from sharedground.model.category import BY_CODE, OTHER
from sharedground.model.place import Source
from sharedground.store import loading, pairs
from sharedground.store.holdings import Holdings
from sharedground.words import later, say
from sharedground.workflow import Preview

SAME, SAME_PLACE, APART, OPEN = "same", "same place", "apart", "open"
"""What can be said of two places (`store.pairs.VERDICTS`)."""


class Match(StrEnum):
    """How one line of two places compares."""

    SAME = "same"
    DIFFERENT = "different"
    ONE_ONLY = "one only"


FIELDS: Final[dict[str, str]] = {
    "name": later("Name"),
    "kind": later("Kind of place"),
    "organization": later("Run by"),
    "address": later("Address"),
    "postcode": later("Postcode"),
    "phone": later("Telephone"),
    "email": later("E-mail"),
    "url": later("Website"),
    "schedules": later("Opening times"),
    "description": later("What it does"),
    "status": later("Open or closed"),
    "assured_date": later("Last checked"),
}
"""What is put side by side, in this order, and what it is called."""


@dataclass(frozen=True)
class Line:
    """One field of two places: what it is called, what each says, and how that compares."""

    field: str
    label: str
    one: str
    other: str
    match: Match


@dataclass(frozen=True)
class Side:
    """One of the two places, as its list has it."""

    asset_id: str
    name: str
    category: str
    listed: str
    row: int
    lon: float
    lat: float


@dataclass(frozen=True)
class Question:
    """Two places that may be one.

    Parameters
    ----------
    metres
        How far apart, NaN where it is not known.
    other_kind
        Whether they are of different kinds: then they are more likely two services at one place.
    by
        Who gave the verdict, "" where a rule did.
    """

    one: Side
    other: Side
    verdict: str
    likeness: float
    said: tuple[Said, ...]
    lines: tuple[Line, ...]
    metres: float
    other_kind: bool
    by: str = ""

    @property
    def key(self) -> str:
        """Both ids, in the order of the alphabet."""
        return verdict_key(self.one.asset_id, self.other.asset_id)


@dataclass(frozen=True)
class Spellings:
    """Partners that may be one: their ids and names, and why it is asked."""

    ids: tuple[str, ...]
    names: tuple[str, ...]
    said: tuple[Said, ...]
    verdict: str = OPEN

    @property
    def couples(self) -> list[tuple[str, str]]:
        """Every two of them."""
        ordered = sorted(self.ids)
        return [(a, b) for n, a in enumerate(ordered) for b in ordered[n + 1 :]]


def waiting(held: Holdings) -> pd.DataFrame:
    """Return the pairs of places that wait for a person, the likeliest first.

    A place that is one with others is asked about once, whichever of its rows a pair names; and
    not at all where an answer follows from others.
    """
    into = dict(zip(held.merged["asset_id"], held.merged["into"], strict=True))
    here = set(held.assets["asset_id"])
    settled = _settled(held.pairs, into)
    found = held.pairs[held.pairs["verdict"] == OPEN]
    ends = [(into.get(a, a), into.get(b, b)) for a, b in zip(found.one, found.other, strict=True)]
    keys = pd.Series([verdict_key(*end) for end in ends], index=found.index, dtype=object)
    there = np.array([a != b and a in here and b in here for a, b in ends], dtype=bool)
    order = found.assign(key=keys)[there & ~keys.isin(settled).to_numpy(dtype=bool)].sort_values(
        ["likeness", "key"], ascending=[False, True], kind="stable"
    )
    unique: pd.DataFrame = order.drop_duplicates("key").drop(columns="key").reset_index(drop=True)
    return unique


def _settled(known: pd.DataFrame, into: Mapping[str, str]) -> set[str]:
    said = known[known["verdict"].isin([APART, SAME_PLACE])]
    return {
        verdict_key(into.get(a, a), into.get(b, b))
        for a, b in zip(said["one"], said["other"], strict=True)
    }


def side_by_side(
    found: pd.DataFrame, rows: pd.DataFrame, lists: Mapping[str, str]
) -> list[Question]:
    """Put pairs side by side.

    Parameters
    ----------
    found
        `model.frames.PAIRS`, in the order to show them.
    rows
        The assets they name, joined to their sites.
    lists
        What each list is called, by `source_id`.
    """
    by_id = {str(row["asset_id"]): row for row in rows.to_dict("records")}
    ends = [(str(one), str(other)) for one, other in zip(found["one"], found["other"], strict=True)]
    return [
        _question(pair, by_id[one], by_id[other], lists)
        for pair, (one, other) in zip(found.itertuples(), ends, strict=True)
        if one in by_id and other in by_id
    ]


def _question(
    pair: Any, one: Mapping[Any, Any], other: Mapping[Any, Any], lists: Mapping[str, str]
) -> Question:
    kinds = any(isinstance(e, dict) and e.get("code") == "other_kind" for e in pair.evidence)
    likeness = 1.0 if pair.likeness is None or pair.likeness != pair.likeness else pair.likeness
    return Question(
        _side(one, lists), _side(other, lists), str(pair.verdict), float(likeness),
        tuple(in_words(pair.evidence)), tuple(_lines(one, other)), _metres(one, other), kinds,
        str(getattr(pair, "actor", "")),
    )  # fmt: skip


def _side(row: Mapping[Any, Any], lists: Mapping[str, str]) -> Side:
    return Side(
        str(row["asset_id"]), str(row["name"]), str(row["category"]),
        lists.get(str(row["source_id"]), ""), int(row["row_number"]),
        float(row["lon"]), float(row["lat"]),
    )  # fmt: skip


def _lines(one: Mapping[Any, Any], other: Mapping[Any, Any]) -> Iterable[Line]:
    for field, label in FIELDS.items():
        first, second = _text(one, field), _text(other, field)
        if not first and not second:
            continue
        match = Match.ONE_ONLY if not first or not second else Match.DIFFERENT
        if first and _plain(field, first) == _plain(field, second):
            match = Match.SAME
        yield Line(field, say(label), first, second, match)


def _text(row: Mapping[Any, Any], field: str) -> str:
    if field == "kind":
        words = say(BY_CODE.get(str(row["category"]), BY_CODE[OTHER]).one)
        return words[:1].upper() + words[1:]
    value = row.get(field)
    if field == "status" and value in ("active", ""):
        return ""
    return "" if value is None or value != value else str(value)


def _plain(field: str, text: str) -> str:
    if field == "name":
        return " ".join(sorted(words_of(text))) or text
    if field == "phone":
        return re.sub(r"\D", "", text)[-9:]
    if field == "url":
        return text.casefold().split("://")[-1].removeprefix("www.").rstrip("/")
    return re.sub(r"[^\w]+", " ", text.casefold()).strip()


def _metres(one: Mapping[Any, Any], other: Mapping[Any, Any]) -> float:
    """Return the distance in metres, good enough for a few kilometres."""
    north = (float(other["lat"]) - float(one["lat"])) * 111_320
    narrower = np.cos(np.radians(float(one["lat"])))
    east = (float(other["lon"]) - float(one["lon"])) * 111_320 * narrower
    return float(np.hypot(north, east))


def names_of_lists(sources: Sequence[Source]) -> dict[str, str]:
    """Return what each list is called."""
    return {source.source_id: source.title or source.file_name for source in sources}


def questions(
    engine: Engine, held: Holdings, found: pd.DataFrame
) -> list[Question]:  # fmt: skip
    """Put pairs of places that are here side by side, each as its own list has it."""
    require(Role.OFFICER)
    ids = {*found["one"], *found["other"]}
    rows = loading.as_listed(engine, held.place.place_id, ids)
    return side_by_side(found, rows, names_of_lists(held.sources))


def before_saving(engine: Engine, held: Holdings, preview: Preview, found: pd.DataFrame
) -> list[Question]:  # fmt: skip
    """Put pairs that a preview found side by side: rows of the file, and what is here."""
    require(Role.OFFICER)
    frames = preview.frames
    new = at_their_sites(frames["assets"], frames["sites"])
    known = {*found["one"], *found["other"]} - set(new["asset_id"])
    here = loading.as_listed(engine, held.place.place_id, known)
    rows = pd.concat([new, here], ignore_index=True) if len(here) else new
    lists = {**names_of_lists(held.sources), preview.source_id: preview.raw.name}
    return side_by_side(found, rows, lists)


def decided(engine: Engine, held: Holdings) -> pd.DataFrame:
    """Return pairs of places that are settled, newest first, then those that a rule merged.

    Returns
    -------
    pandas.DataFrame
        `model.frames.PAIRS`, and `actor`: who said so, "" where a rule did.
    """
    require(Role.OFFICER)
    said = pairs.decisions(engine, held.place.place_id)
    keys = set(_keys(said))
    known = held.pairs[held.pairs["verdict"] != OPEN]
    by_rule = known[~_keys(known).isin(keys)].assign(actor="")
    every = pd.concat(
        [part for part in (said.drop(columns="at"), by_rule) if len(part)] or [by_rule]
    )
    places = {*held.assets["asset_id"], *held.merged["asset_id"]}
    shown: pd.DataFrame = every[every["one"].isin(places) & every["other"].isin(places)]
    return shown.reset_index(drop=True)


def _keys(found: pd.DataFrame) -> pd.Series[str]:
    """Return both ids of each pair, in the order of the alphabet."""
    both = zip(found["one"], found["other"], strict=True)
    return pd.Series([verdict_key(*ends) for ends in both], index=found.index, dtype=object)


def decide(engine: Engine, place_id: str, question: Question, verdict: str) -> None:
    """Say what two places are to one another; "open" takes it back."""
    pairs.decide(engine, place_id, question.one.asset_id, question.other.asset_id, verdict)


def decide_all(
    engine: Engine, place_id: str, couples: Iterable[tuple[str, str]], verdict: str
) -> None:
    """Say the same of several pairs; "open" takes it back."""
    pairs.decide_all(engine, place_id, couples, verdict)


def partner_questions(held: Holdings) -> list[Spellings]:
    """Return partners that may be one under several spellings, together with why."""
    partners = held.partners
    found = likely_partners(partners)
    known = held.pairs[held.pairs["verdict"] != OPEN]
    found = found[~_keys(found).isin(set(_keys(known)))]
    names = dict(zip(partners["partner_id"], partners["name"], strict=True))
    return [
        Spellings(ids, tuple(names[one] for one in ids), tuple(in_words(evidence)))
        for ids, evidence in _groups(found)
    ]


def decided_partners(engine: Engine, held: Holdings) -> list[Spellings]:
    """Return partners of which a person said that they are one, or that each is its own."""
    require(Role.OFFICER)
    names = loading.partner_names(engine, held.place.place_id)
    known = held.pairs[held.pairs["one"].isin(names.keys()) & (held.pairs["verdict"] != OPEN)]
    return [
        Spellings(ids, tuple(names[one] for one in ids), tuple(in_words(evidence)), verdict)
        for verdict in (SAME, APART)
        for ids, evidence in _groups(known[known["verdict"] == verdict])
        if all(one in names for one in ids)
    ]


def _groups(found: pd.DataFrame) -> list[tuple[tuple[str, ...], list[Any]]]:
    """Return ids that hang together, the likeliest first, and why the likeliest pair does."""
    if found.empty:
        return []
    codes, ids = pd.factorize(np.concatenate([found["one"], found["other"]]))
    one, other = codes[: len(found)], codes[len(found) :]
    links = coo_array((np.ones(len(found)), (one, other)), shape=(len(ids), len(ids)))
    group = connected_components(links, directed=False)[1]
    together: dict[int, tuple[list[str], list[Any]]] = {}
    for first, second, evidence in zip(one, other, found["evidence"], strict=True):
        members, _ = together.setdefault(int(group[first]), ([], list(evidence)))
        members += [str(ids[end]) for end in (first, second) if str(ids[end]) not in members]
    return [(tuple(members), evidence) for members, evidence in together.values()]


def decide_partners(engine: Engine, place_id: str, group: Spellings, verdict: str) -> None:
    """Say of partners whether all are one ("same"), or each its own ("apart")."""
    pairs.decide_all(engine, place_id, group.couples, verdict)


def as_json(question: Question) -> dict[str, Any]:
    """Return a question as scripts read it."""
    sides = [
        {"id": side.asset_id, "name": side.name, "category": side.category, "list": side.listed,
         "row": side.row}
        for side in (question.one, question.other)
    ]  # fmt: skip
    known = question.metres == question.metres
    return {
        "one": sides[0],
        "other": sides[1],
        "verdict": question.verdict,
        "likeness": question.likeness,
        "metres": round(question.metres) if known else None,
        "for": [said.words for said in question.said if said.speaks_for],
        "against": [said.words for said in question.said if not said.speaks_for],
    }
