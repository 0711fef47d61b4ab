"""Which rows of two versions of a list are of one thing: by their ids, else as duplicates are."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from sharedground.intake.alike.names import words_of
from sharedground.intake.alike.traits import OF_ONE_PLACE, each, text_of
from sharedground.intake.alike.weigh import EARTH_M
from sharedground.intake.likeness import at_their_sites, likely_pairs
from sharedground.model.frames import TABLES

Frames = Mapping[str, pd.DataFrame]
Texts = NDArray[np.object_]
Flags = NDArray[np.bool_]
Ints = NDArray[np.intp]
Floats = NDArray[np.float64]

NEAR_M: Final = 100.0
"""Rows of one name no further apart than this are of one place."""

TRUSTED: Final = 0.8
"""Share of the rows matched by an identifier that must agree in name or place, or it is a row
number that moved on."""

OF_PREMISES: Final = ("UPRN", "TOID")
"""Schemes whose identifiers stand for a building or plot, whoever is in it."""

OF_THE_LIST: Final = "local"
"""Scheme of identifiers that the list made itself."""

RENAMED: Final = 0.9
"""Likeness from which rows with other names are one: far above that at which a person is asked."""

SAME_PARTNER: Final = 95.0
"""RapidFuzz token_sort_ratio from which two names are one partner."""

FEW: Final = 50
"""Rows of one name up to which each is measured against each."""

PARTNERS_AT_ONCE: Final = 3_000

_SAID: Final = ("name", "description", "organization", "address", "postcode", "category",
                "url", "email", "phone", "schedules", "external_identifiers")  # fmt: skip


@dataclass
class Matching:
    """Rows of a new version, and the row of the former one that each goes on with.

    Parameters
    ----------
    former_of
        For each new row the place of its former one, -1 while there is none.
    free
        Former rows that no new one goes on with yet.
    """

    former_of: Ints
    free: Flags

    @classmethod
    def of(cls, former: pd.DataFrame, new: pd.DataFrame) -> Matching:
        """Return a matching in which nothing is matched yet."""
        return cls(np.full(len(new), -1, dtype=np.intp), np.ones(len(former), dtype=bool))

    @property
    def open(self) -> Flags:
        """New rows without a former one."""
        return np.asarray(self.former_of < 0, dtype=bool)

    def pair(self, former: Ints, new: Ints) -> None:
        """Say that rows go on with these former ones; both must be free."""
        self.former_of[new] = former
        self.free[former] = False

    def by(
        self, former: Texts, new: Texts, agree: Callable[[Ints, Ints], Flags] | None = None
    ) -> None:
        """Match rows whose key ("" is none) stands once on each side, and which `agree`."""
        ones, others = self.same(former, new)
        if agree is not None and len(ones):
            fits = agree(ones, others)
            ones, others = ones[fits], others[fits]
        self.pair(ones, others)

    def same(self, former: Texts, new: Texts) -> tuple[Ints, Ints]:
        """Return rows, former and new, whose key stands once among the free ones of each side."""
        here, there = _once(former, self.free), _once(new, self.open)
        both = here.index.intersection(there.index)
        return here[both].to_numpy(dtype=np.intp), there[both].to_numpy(dtype=np.intp)

    def in_turn(self, former: Texts, new: Texts) -> None:
        """Match rows with equal keys one by one, in their order."""
        self.by(_numbered(former, self.free), _numbered(new, self.open))

    def nearest(self, former: Ints, new: Ints, badness: Floats) -> None:
        """Match pairs of rows, the best first, each row once."""
        for at in np.argsort(badness, kind="stable").tolist():
            if self.free[former[at]] and self.former_of[new[at]] < 0:
                self.pair(former[at : at + 1], new[at : at + 1])


def _once(keys: Texts, wanted: Flags) -> pd.Series:
    """Return the place of each key that stands once among the wanted rows."""
    places = np.flatnonzero(wanted & (keys != ""))
    found = pd.Series(places, index=keys[places])
    return found[~found.index.duplicated(keep=False)]


def _numbered(keys: Texts, wanted: Flags) -> Texts:
    """Return keys with their number among equal ones, so that each is there once."""
    mine = np.where(wanted, keys, "")
    numbers = pd.Series(mine).groupby(mine).cumcount().to_numpy()
    numbered = [f"{key}\x1f{n}" if key else "" for key, n in zip(mine, numbers, strict=True)]
    return np.array(numbered, dtype=object)


def table_of(frames: Frames, name: str) -> pd.DataFrame:
    """Return a table of `model.frames`, without rows where the list has none."""
    found = frames.get(name)
    return pd.DataFrame(columns=list(TABLES[name])) if found is None else pd.DataFrame(found)


def placed(frames: Frames) -> pd.DataFrame:
    """Return the assets of a list joined to their sites, with what was kept apart of them.

    Versions are compared by officers only, who may see contacts of people.
    """
    sites = table_of(frames, "sites").drop_duplicates("site_id")
    rows = at_their_sites(table_of(frames, "assets"), sites)
    return _with_contacts(rows, frames, "asset_id", "asset")


def partners(frames: Frames) -> pd.DataFrame:
    """Return the partners of a list, each once, with what was kept apart of them."""
    rows = table_of(frames, "partners").drop_duplicates("partner_id")
    return _with_contacts(rows, frames, "partner_id", "partner")


def _with_contacts(rows: pd.DataFrame, frames: Frames, key: str, thing: str) -> pd.DataFrame:
    """Put what was kept apart back where it stood: a name instead of its stand-in."""
    apart = table_of(frames, "contacts")
    apart = apart[apart["thing"] == thing]
    for field, mine in apart.groupby("field"):
        if field not in rows.columns:
            continue
        said = mine.drop_duplicates("thing_id")
        told = rows[key].map(dict(zip(said["thing_id"], said["value"], strict=True))).fillna("")
        shown, kept = text_of(rows[str(field)]), text_of(told)
        instead = (kept != "") & ((shown == "") | (field == "name"))
        rows = rows.assign(**{str(field): np.where(instead, kept, shown)})
    return rows


def same_assets(
    former: pd.DataFrame, new: pd.DataFrame, *, by_likeness: bool = True
) -> dict[str, str]:
    """Return the former id of each new asset that goes on with a former one.

    In this order: the same id; every field the same; an identifier that the list gives; the name
    with the postcode, the address, or a point within `NEAR_M`; a name that is there once in both;
    last, what `likeness.likely_pairs` says of the rest. A row goes on with one former row at most.

    Parameters
    ----------
    former, new
        Assets joined to their sites (`placed`).
    by_likeness
        Whether the last step is taken, which costs most.
    """
    found = Matching.of(former, new)
    if former.empty or new.empty:
        return {}
    sides = _Side(former), _Side(new)
    found.by(sides[0].ids, sides[1].ids)
    found.in_turn(sides[0].all_said, sides[1].all_said)
    for scheme in _schemes(former, new):
        _by_identifier(found, sides, scheme)
    for fields in (("postcode", "category", "description"), ("postcode",), ("address",)):
        found.by(sides[0].named(*fields), sides[1].named(*fields))
    _by_name_nearby(found, sides)
    _by_rare_name(found, sides)
    if by_likeness:
        _by_likeness(found, former, new)
    return _ids(found, sides[0].ids, sides[1].ids)


def _ids(found: Matching, former: Texts, new: Texts) -> dict[str, str]:
    matched = ~found.open
    before = former[found.former_of[matched]]
    return dict(zip(new[matched].tolist(), before.tolist(), strict=True))


class _Side:
    """One version of a list of places, as its rows are compared."""

    def __init__(self, rows: pd.DataFrame) -> None:
        self.ids = text_of(rows["asset_id"])
        self.said = {name: text_of(rows[name]) for name in _SAID}
        self.name = each(self.said["name"], lambda name: " ".join(words_of(name)))
        self.lon = rows["lon"].to_numpy(dtype=float)
        self.lat = rows["lat"].to_numpy(dtype=float)
        spot = np.char.add(np.round(self.lon, 5).astype(str), np.round(self.lat, 5).astype(str))
        self.all_said = _together([*self.said.values(), spot.astype(object)])
        self.identifiers = [_identifiers(text) for text in self.said["external_identifiers"]]

    def named(self, field: str, *also: str) -> Texts:
        """Return the name with a field, "" where either is not said, and what else is said."""
        value = each(self.said[field], lambda text: " ".join(text.casefold().split()))
        told = (self.name != "") & (value != "")
        more = [self.said[name] for name in also]
        return np.where(told, _together([self.name, value, *more]), "")

    def identified(self, scheme: str) -> Texts:
        """Return the identifier of a scheme, "" where there is none."""
        return np.array([one.get(scheme, "") for one in self.identifiers], dtype=object)


def _together(columns: list[Texts]) -> Texts:
    joined = ["\x1f".join(row) for row in zip(*columns, strict=True)]
    return np.array(joined, dtype=object)


def _identifiers(text: str) -> dict[str, str]:
    listed = json.loads(text or "[]")
    return {one["scheme"]: str(one["identifier"]).strip().casefold() for one in listed}


def _schemes(former: pd.DataFrame, new: pd.DataFrame) -> Iterator[str]:
    """Yield the schemes that both versions use: those of one place first, the list's own last."""
    both = [
        {one["scheme"] for text in set(text_of(rows["external_identifiers"]))
         for one in json.loads(text or "[]")}
        for rows in (former, new)
    ]  # fmt: skip
    rank = {scheme: number for number, scheme in enumerate(OF_ONE_PLACE)} | {OF_THE_LIST: 99}
    yield from sorted(both[0] & both[1], key=lambda scheme: (rank.get(scheme, 50), scheme))


def _by_identifier(found: Matching, sides: tuple[_Side, _Side], scheme: str) -> None:
    """Match rows by an identifier, as far as it tells places apart.

    One of a premises says nothing of who is in them, so the kind of place must agree. A number of
    the list's own may be a row number that moved on: it counts for rows that agree in name or
    place, and for others only if most do.
    """
    former, new = sides

    def agree(one: Ints, other: Ints) -> Flags:
        named = (former.name[one] == new.name[other]) & (former.name[one] != "")
        if scheme in OF_PREMISES:
            return np.asarray(named | _of_one_kind(former, new, one, other), dtype=bool)
        if scheme != OF_THE_LIST:
            return np.ones(len(one), dtype=bool)
        post = former.said["postcode"][one]
        there = (post == new.said["postcode"][other]) & (post != "")
        fits = named | there | (_metres(former, new, one, other) <= NEAR_M)
        return np.asarray(fits | (fits.mean() >= TRUSTED), dtype=bool)

    found.by(former.identified(scheme), new.identified(scheme), agree)


def _of_one_kind(former: _Side, new: _Side, one: Ints, other: Ints) -> Flags:
    return np.asarray(former.said["category"][one] == new.said["category"][other], dtype=bool)


def _metres(former: _Side, new: _Side, one: Ints, other: Ints) -> Floats:
    """Return how far rows lie apart; NaN where either has no point."""
    lat = np.radians(former.lat[one])
    north = np.radians(new.lat[other]) - lat
    east = np.radians(new.lon[other] - former.lon[one]) * np.cos(lat)
    return np.asarray(EARTH_M * np.hypot(north, east), dtype=float)


def _by_name_nearby(found: Matching, sides: tuple[_Side, _Side]) -> None:
    """Match rows of one name that lie close together: of one kind and the closest first."""
    former, new = sides
    ones, others = _rows_of_one_key(former.name, found.free, new.name, found.open)
    metres = _metres(former, new, ones, others)
    near = metres <= NEAR_M
    ones, others, badness = ones[near], others[near], metres[near]
    for field in ("category", "description"):
        differ = former.said[field][ones] != new.said[field][others]
        badness = badness + np.where(differ, NEAR_M, 0.0)
    found.nearest(ones, others, badness)


def _rows_of_one_key(one: Texts, wanted: Flags, other: Texts, open_: Flags) -> tuple[Ints, Ints]:
    """Return all pairs of rows with one key; keys of very many rows are passed over."""
    left = pd.DataFrame({"key": one, "at": np.arange(len(one))})[wanted & (one != "")]
    right = pd.DataFrame({"key": other, "to": np.arange(len(other))})[open_ & (other != "")]
    few = [side.groupby("key")["key"].transform("size") <= FEW for side in (left, right)]
    pairs = left[few[0]].merge(right[few[1]], on="key")
    return pairs["at"].to_numpy(dtype=np.intp), pairs["to"].to_numpy(dtype=np.intp)


def _by_rare_name(found: Matching, sides: tuple[_Side, _Side]) -> None:
    """Match rows whose name no other row of either version has, if their kind is the same.

    So a place that moved away, or had no place before, stays the one it was.
    """
    former, new = sides
    names = [np.where(pd.Series(side.name).duplicated(keep=False), "", side.name) for side in sides]

    def agree(one: Ints, other: Ints) -> Flags:
        unplaced = np.isnan(former.lon[one]) | np.isnan(new.lon[other])
        return np.asarray(_of_one_kind(former, new, one, other) | unplaced, dtype=bool)

    found.by(names[0], names[1], agree)


def _by_likeness(found: Matching, former: pd.DataFrame, new: pd.DataFrame) -> None:
    """Match what is left as duplicates are found, where that leaves little doubt."""
    rest, before = new[found.open], former[found.free]
    if rest.empty or before.empty:
        return
    left_out = set(before["asset_id"]) & set(rest["asset_id"])
    pairs = likely_pairs(rest, before[~before["asset_id"].isin(left_out)])
    pairs = pairs[pairs["likeness"] >= RENAMED]
    places = dict(zip(new["asset_id"], range(len(new)), strict=True))
    earlier = dict(zip(former["asset_id"], range(len(former)), strict=True))
    across = pairs[pairs["one"].isin(set(rest["asset_id"]))
                   & pairs["other"].isin(set(before["asset_id"]))]  # fmt: skip
    found.nearest(
        across["other"].map(earlier).to_numpy(dtype=np.intp),
        across["one"].map(places).to_numpy(dtype=np.intp),
        -across["likeness"].to_numpy(dtype=float),
    )


def same_partners(former: pd.DataFrame, new: pd.DataFrame) -> dict[str, str]:
    """Return the former id of each new partner that goes on with a former one.

    By id, by name, by an identifier such as a charity number, and by names that are nearly one.
    """
    found = Matching.of(former, new)
    if former.empty or new.empty:
        return {}
    ids = [text_of(rows["partner_id"]) for rows in (former, new)]
    names = [each(text_of(rows["name"]), lambda name: " ".join(words_of(name)))
             for rows in (former, new)]  # fmt: skip
    listed = [[_identifiers(text) for text in text_of(rows["external_identifiers"])]
              for rows in (former, new)]  # fmt: skip
    found.by(ids[0], ids[1])
    found.by(names[0], names[1])
    for scheme in _schemes(former, new):
        keys = [np.array([one.get(scheme, "") for one in side], dtype=object) for side in listed]
        found.by(keys[0], keys[1])
    _by_near_names(found, names[0], names[1])
    return _ids(found, ids[0], ids[1])


def _by_near_names(found: Matching, former: Texts, new: Texts) -> None:
    before, rest = np.flatnonzero(found.free), np.flatnonzero(found.open)
    if not len(before) or not len(rest) or max(len(before), len(rest)) > PARTNERS_AT_ONCE:
        return
    scores = process.cdist(
        former[before].tolist(), new[rest].tolist(), scorer=fuzz.token_sort_ratio,
        score_cutoff=SAME_PARTNER,
    )  # fmt: skip
    one, other = np.nonzero(scores)
    found.nearest(before[one], rest[other], -scores[one, other].astype(float))
