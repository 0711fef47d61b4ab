"""Which column means what: by its heading, by what its values look like, and why."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import pandas as pd
from rapidfuzz import fuzz

from sharedground.errors import SharedGroundError
from sharedground.intake.category import category_of
from sharedground.intake.context import Context
from sharedground.intake.headings import FIELDS, LOCATIONS, Field, plain
from sharedground.intake.raw import RawTable
from sharedground.intake.shapes import SHAPES, are_addresses, sample
from sharedground.model.place import Kind
from sharedground.words import say

ALMOST = 88.0
"""RapidFuzz ratio from which a misspelt heading is believed ("Longtitude")."""

CLEAR = 0.9
"""Likeness of a heading that is one of a field's known headings, word for word."""

DAY_WORD = re.compile(r"\b(mon|tue|wed|thu|fri|sat|sun)(?:day|s|sday|nesday|rs|rsday|urday)?\b")
WEEK_AT_LEAST = 5
"""So many weekdays must have a column of their own before they are read as opening times."""

_RUN_BY = re.compile(
    r"\b(owner|owned|managed|management|operator|operated|responsible|run by|delivered by)\b"
)
_OF_SITES = re.compile(r"\b(site|building|premises)\b")
_BRACKETS = re.compile(r"\s{0,9}[(\[][^()\[\]]{0,200}[)\]]\s{0,9}")

NAME_LENGTH = 60
"""Longer texts on average are descriptions, not names."""

MOSTLY = 0.5
"""Share of rows with an organisation of their own from which it may stand in for the name."""

NAMED_SHARE, VALUES_SHARE = 0.6, 0.4


@dataclass(frozen=True)
class ColumnMatch:
    """Which heading each field was found in.

    Parameters
    ----------
    fields
        Field to heading; a heading serves one field only.
    why
        Field to a sentence saying why.
    unused
        Headings that no field uses; they are kept with the row.
    """

    fields: dict[str, str] = field(default_factory=dict)
    why: dict[str, str] = field(default_factory=dict)
    unused: tuple[str, ...] = ()

    def __contains__(self, name: str) -> bool:
        return name in self.fields

    def get(self, name: str) -> str:
        """Return the heading of a field, "" when it was not found."""
        return self.fields.get(name, "")


@dataclass(frozen=True)
class _Claim:
    score: float
    order: int
    field: str
    heading: str
    named: float
    share: float | None


def match_list(
    kind: Kind, table: RawTable, context: Context, chosen: Mapping[str, str]
) -> ColumnMatch:
    """Find the heading of each field of a list of areas, postcodes, partners or assets."""
    found = match_fields(FIELDS[kind], table, context, chosen)
    if kind is not Kind.ASSETS:
        return found
    named = found if "name" in chosen else _with_a_name(found, table, context)
    return _with_days(_with_a_location(named, table, context))


def match_fields(
    fields: Sequence[Field], table: RawTable, context: Context, overrides: Mapping[str, str]
) -> ColumnMatch:
    """Give each heading to the field that claims it best, one field to a heading."""
    headings = [str(heading) for heading in table.rows.columns]
    chosen = dict(overrides)
    why = {
        name: say('You chose the column "{heading}".', heading=heading)
        for name, heading in chosen.items()
        if heading
    }
    for claim in sorted(_claims(fields, table, context, headings), key=_best_first):
        if claim.field in chosen or claim.heading in chosen.values():
            continue
        chosen[claim.field] = claim.heading
        why[claim.field] = _reason(claim)
    found = {name: heading for name, heading in chosen.items() if heading}
    return ColumnMatch(found, why, _unused(headings, found))


def _best_first(claim: _Claim) -> tuple[float, int]:
    return -claim.score, claim.order


def _unused(headings: Sequence[str], chosen: Mapping[str, str]) -> tuple[str, ...]:
    used = set(chosen.values())
    return tuple(heading for heading in headings if heading not in used)


def _claims(
    fields: Sequence[Field], table: RawTable, context: Context, headings: Sequence[str]
) -> list[_Claim]:
    samples = {heading: sample(table.rows[heading]) for heading in headings}
    shares: dict[tuple[str, str], float] = {}
    claims = []
    for order, wanted in enumerate(fields):
        for heading in headings:
            named = likeness(wanted, heading)
            if not named and (wanted.enough > 1 or _is_ruled_out(wanted, heading)):
                continue
            share = _share(_shape(wanted, named), heading, samples[heading], context, shares)
            score = _score(wanted, named, share)
            if score > 0:
                claims.append(_Claim(score, order, wanted.name, heading, named, share))
    return claims


def _is_ruled_out(wanted: Field, heading: str) -> bool:
    """Say whether a heading tells of something else: a "Ward" is never a kind of place."""
    return bool(set(plain(heading).split()) & wanted.avoid)


def _shape(wanted: Field, named: float) -> str:
    """Return the test for values: under a clear heading a category may have many kinds."""
    return "clear category" if wanted.shape == "category" and named >= CLEAR else wanted.shape


def _share(
    shape: str, heading: str, values: pd.Series[str], context: Context,
    shares: dict[tuple[str, str], float],
) -> float | None:  # fmt: skip
    if not shape:
        return None
    if (shape, heading) not in shares:
        shares[shape, heading] = SHAPES[shape](values, context)
    return shares[shape, heading]


def _score(wanted: Field, named: float, share: float | None) -> float:
    """Weigh the heading against the values: 0 is "not this", 1 is certain."""
    if share is None:
        return named
    if share < 0:
        return 0.0
    if named and (share >= wanted.needs or (wanted.shape == "category" and named >= 0.95)):
        return NAMED_SHARE * named + VALUES_SHARE * share
    return 0.45 * share if share >= wanted.enough else 0.0


def _reason(claim: _Claim) -> str:
    if not claim.named:
        return say(
            'The values of "{heading}" look like it ({share} in 100).',
            heading=claim.heading, share=round(100 * (claim.share or 0)),
        )  # fmt: skip
    if claim.named >= 0.9:
        return say('The heading "{heading}" says so.', heading=claim.heading)
    return say('The heading "{heading}" is close to it.', heading=claim.heading)


@lru_cache(maxsize=50_000)
def likeness(wanted: Field, heading: str) -> float:
    """Return how well a heading names a field, 0 to 1.

    1 down to 0.9 is one of its known headings (earlier is better), 0.8 holds one of them,
    0.7 is a misspelling of one.
    """
    named = _likeness(wanted, plain(heading))
    bare = _BRACKETS.sub(" ", heading)
    return named if bare == heading else max(named, 0.95 * _likeness(wanted, plain(bare)))


def _likeness(wanted: Field, words: str) -> float:
    squashed = words.replace(" ", "")
    known = _squashed(wanted)
    if squashed in known:
        return 1.0 - 0.1 * known[squashed] / len(known)
    tokens = set(words.split())
    if not tokens or tokens & wanted.avoid:
        return 0.0
    if wanted.loose and (held := _held(wanted, words)):
        return held
    if len(squashed) >= 5:
        nearest = max(
            (fuzz.ratio(squashed, word.replace(" ", ""))
             for word in wanted.words if not _lacks_a_word(tokens, word)),
            default=0.0,
        )  # fmt: skip
        if nearest >= ALMOST:
            return 0.7 * nearest / 100
    return 0.0


def _lacks_a_word(tokens: set[str], known: str) -> bool:
    """Say whether a heading lacks a word of a known one: "Location" is no slip in "Location ID"."""
    return tokens < set(known.split())


@lru_cache(maxsize=500)
def _squashed(wanted: Field) -> dict[str, int]:
    return {word.replace(" ", ""): at for at, word in reversed(list(enumerate(wanted.words)))}


def _held(wanted: Field, words: str) -> float:
    """Score a heading that holds a known one among other words; fewer others are better."""
    best = 0.0
    for at, known in enumerate(wanted.words):
        if len(known) > 2 and f" {known} " in f" {words} ":
            rank = 0.05 * at / len(wanted.words)
            best = max(best, 0.62 + 0.2 * len(known) / len(words) - rank)
    return best


def _with_a_location(found: ColumnMatch, table: RawTable, context: Context) -> ColumnMatch:
    """Let a column "Location" that nothing uses serve what its cells hold."""
    fields, why = dict(found.fields), dict(found.why)
    for heading in found.unused:
        if plain(heading) in LOCATIONS:
            name = _location_field(sample(table.rows[heading]), context, fields)
            if name:
                fields[name] = heading
                why[name] = say('What stands in "{heading}" looks like it.', heading=heading)
    unused = tuple(heading for heading in found.unused if heading not in fields.values())
    return ColumnMatch(fields, why, unused)


def _location_field(values: pd.Series[str], context: Context, taken: Mapping[str, str]) -> str:
    """Return which field cells under "Location" are of, "" where that one has its own column."""
    if not len(values):
        return ""
    for name, shape in (("latlon", "pair"), ("wkt", "wkt"), ("grid_ref", "grid_ref"),
                        ("postcode", "postcode"), ("area_code", "area")):  # fmt: skip
        if SHAPES[shape](values, context) >= MOSTLY:
            return "" if name in taken else name
    return next((name for name in ("address", "address_2") if name not in taken), "")


def _with_a_name(found: ColumnMatch, table: RawTable, context: Context) -> ColumnMatch:
    """Let a site or an organisation give the name where nothing else does."""
    if "name" in found:
        return found
    fields, why = dict(found.fields), dict(found.why)
    source = _stand_in_name(found, table)
    if heading := _named_after_its_kind(found, table):
        fields["name"] = heading
    elif source:
        fields["name"] = fields.pop(source)
        why.pop(source)
    elif heading := _location_names(found, table, context) or _looks_like_names(found, table):
        fields["name"] = heading
    else:
        return found
    why["name"] = say(
        'No column holds a name alone, so "{heading}" gives the name.', heading=fields["name"]
    )
    unused = tuple(heading for heading in found.unused if heading != fields["name"])
    return ColumnMatch(fields, why, unused)


def _named_after_its_kind(found: ColumnMatch, table: RawTable) -> str:
    """Return a heading such as "Community hub" or "Church", whose values are names of such."""
    for heading in found.unused:
        values = sample(table.rows[heading])
        if category_of(plain(heading)) and distinct_share(values) > 0.6 and _wordy(values):
            return heading
    return ""


def _location_names(found: ColumnMatch, table: RawTable, context: Context) -> str:
    """Return a column "Location" that names places, as in a list of defibrillators."""
    for heading in found.unused:
        values = sample(table.rows[heading])
        if plain(heading) not in LOCATIONS or not len(values) or not _wordy(values):
            continue
        if are_addresses(values) or SHAPES["area"](values, context) >= MOSTLY:
            continue
        if SHAPES["words"](values, context) >= MOSTLY:
            return heading
    return ""


def _looks_like_names(found: ColumnMatch, table: RawTable) -> str:
    """Return the first column of short, different texts whose heading says nothing at all."""
    for heading in found.unused:
        values = sample(table.rows[heading])
        mute = len(plain(heading).replace(" ", "")) <= 3 or plain(heading).startswith("column")
        short = len(values) and values.str.len().mean() <= NAME_LENGTH
        if mute and short and distinct_share(values) > 0.8 and _wordy(values):
            return heading
    return ""


def _wordy(values: pd.Series[str]) -> bool:
    return bool(values.str.contains(r"[A-Za-z]{3}", regex=True).mean() > 0.8)


def _with_days(found: ColumnMatch) -> ColumnMatch:
    """Add the columns that hold the times of one weekday each, when most of a week is there."""
    days: dict[str, str] = {}
    for heading in found.unused:
        named = DAY_WORD.findall(plain(heading))
        if len(named) == 1:
            days.setdefault(f"schedules_{named[0]}", heading)
    if len(days) < WEEK_AT_LEAST:
        return found
    why = {name: say('The heading "{heading}" says so.', heading=days[name]) for name in days}
    unused = tuple(heading for heading in found.unused if heading not in days.values())
    return ColumnMatch({**found.fields, **days}, {**found.why, **why}, unused)


def _stand_in_name(found: ColumnMatch, table: RawTable) -> str:
    """Return the field that gives the name: an organisation only where most rows have their own.

    A site is what the list is of; a venue is only where a group meets.
    """
    if "site_name" in found and _OF_SITES.search(plain(found.get("site_name"))):
        return "site_name"
    if "organization" in found and not is_run_by(found.get("organization")):
        owners = sample(table.rows[found.get("organization")], limit=2_000)
        if distinct_share(owners) > MOSTLY:
            return "organization"
    return "site_name" if "site_name" in found else ""


def is_run_by(heading: str) -> bool:
    """Say whether a heading speaks of who owns or runs a place, which is never its name."""
    return bool(_RUN_BY.search(plain(heading)))


def chosen_columns(
    fields: Sequence[Field], options: Mapping[str, str], headings: Sequence[str]
) -> dict[str, str]:
    """Return a person's choices with fields and headings as this table spells them.

    Raises
    ------
    SharedGroundError
        If a field is not known. Headings of other tables are left out.
    """
    names = [wanted.name for wanted in fields]
    chosen = {}
    for name, heading in options.items():
        known = _field_named(name, fields)
        if not known:
            raise SharedGroundError(
                "column.field_unknown",
                say('"{name}" is not something we look for. Choose one of: {names}.',
                    name=name, names=", ".join(names)),
                name=name,
            )  # fmt: skip
        spelt = heading_named(heading, headings) if heading else ""
        if spelt or not heading:
            chosen[known] = spelt
    return chosen


def _field_named(name: str, fields: Sequence[Field]) -> str:
    key = plain(name).replace(" ", "")
    for wanted in fields:
        if key == wanted.name.replace("_", ""):
            return wanted.name
    best: Callable[[Field], float] = lambda wanted: likeness(wanted, name)  # noqa: E731
    nearest = max(fields, key=best, default=None)
    return nearest.name if nearest and best(nearest) >= 0.9 else ""


def heading_named(heading: str, headings: Sequence[str]) -> str:
    """Return a heading as the table spells it, whatever its case and spacing; "" for none."""
    if heading in headings:
        return heading
    same = [h for h in headings if plain(h) == plain(heading)]
    return same[0] if same else ""


def cells(table: RawTable, heading: str) -> pd.Series[str]:
    """Return a column as plain text, all "" when there is no such heading."""
    if not heading:
        return pd.Series([""] * len(table.rows), dtype=object)
    column = table.rows[heading]
    return pd.Series(column.to_numpy(dtype=object, na_value=""), dtype=object)


def distinct_share(values: pd.Series[str]) -> float:
    """Return distinct values over values, 0 for none."""
    return float(values.nunique() / len(values)) if len(values) else 0.0
