"""Counts beside a column of their total, as in tables of the census: given as shares of it."""

from __future__ import annotations

import re
from typing import Final

import pandas as pd

from sharedground.intake.headings import plain
from sharedground.intake.published import without_measures
from sharedground.words import say

DISTURBED: Final = 5.0
"""So far above its total may a count be: small counts are changed a little to protect people."""

_TOTAL: Final = re.compile(
    r"^(total\b(?! population)|all (categories|usual residents|households)\b)"
)
_BASE: Final = re.compile(r"^(total|all categories)\b[\s:]*", re.IGNORECASE)


def as_shares_of_totals(long: pd.DataFrame) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Return counts as a percentage of the total that stands beside them.

    Parameters
    ----------
    long
        One row per area and column of a wide table: area_code, name, heading, value, place.

    Returns
    -------
    tuple
        The table without the totals, with `unit` where counts became shares, and sentences that
        say so. A column is left as it is where it is more than the total anywhere.
    """
    headings = [str(heading) for heading in long["heading"].unique()]
    totals = {_group(h): h for h in headings if _TOTAL.match(plain(_category(h)))}
    told = []
    for group, total in totals.items():
        whole = long[long["heading"] == total].set_index("place")["value"]
        parts = [h for h in headings if h != total and _group(h) == group
                 and _is_part(long[long["heading"] == h], whole)]  # fmt: skip
        if not parts:
            continue
        if "unit" not in long:
            long = long.assign(unit="")
        mine = long["heading"].isin(parts)
        base = long["place"].map(whole)
        share = 100 * long["value"] / base.where(base > 0)
        of = _counted(total)
        long = long.assign(
            value=long["value"].where(~mine, share),
            unit=long["unit"].where(~mine, say("% of {unit}", unit=of)),
        )
        long = long[long["heading"] != total]
        told.append(
            say("{count} columns are given as % of {unit}: their total stands beside them.",
                count=len(parts), unit=of)
        )  # fmt: skip
    return long.reset_index(drop=True), tuple(told)


def _counted(total: str) -> str:
    """Return who a total counts: "all usual residents"; "those counted" where it does not say."""
    words = _BASE.sub("", _category(total)).strip(" :").casefold()
    return words if words.startswith("all ") else say("those counted")


def _group(heading: str) -> str:
    """Return the question that a column belongs to: the words before its first colon."""
    question, colon, _ = heading.partition(":")
    return "" if not colon or _TOTAL.match(plain(question)) else plain(question)


def _category(heading: str) -> str:
    """Return the answer that a column counts: the words after the question."""
    text = without_measures(heading)
    return text.partition(":")[2].strip() if _group(text) else text


def _is_part(rows: pd.DataFrame, whole: pd.Series[float]) -> bool:
    """Say whether figures count a part of a total: whole numbers, nowhere more than it."""
    known = rows[rows["value"].notna()]
    total = known["place"].map(whole)
    if known.empty or total.isna().any():
        return False
    within = (known["value"] >= 0) & (known["value"] <= total + DISTURBED)
    return bool((within & (known["value"] == known["value"].round())).all())
