"""Places that may be one: found on several fields at once, with what speaks for and against it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Final

import numpy as np
import pandas as pd

from sharedground.intake.alike.blocks import candidates
from sharedground.intake.alike.names import Flags, Ints
from sharedground.intake.alike.tell import evidence_of
from sharedground.intake.alike.traits import Traits, traits_of
from sharedground.intake.alike.weigh import Weighed, joined, weigh, within_reach
from sharedground.intake.assets import NAMED_AFTER
from sharedground.model.frames import PAIRS, empty

LIKELY: Final = 0.5
"""Likeness from which a person is asked."""

CERTAIN: Final = 0.998
"""Likeness from which two places are made one without asking, if nothing speaks against it."""

RARE: Final = 7.0
"""Bits of a name that no more than a few places have."""

CLOSE_M: Final = 25.0
"""Points no further apart than this are one spot."""

MOST: Final = 6
"""Pairs of one place that are kept, the likeliest first."""

AT_A_TIME: Final = 1_000_000
"""Pairs weighed at once, to bound memory."""

SITE: Final = ("address", "postcode", "lon", "lat", "precision", "placed_by")
"""Columns of a site that places are compared by."""


def at_their_sites(assets: pd.DataFrame, sites: pd.DataFrame) -> pd.DataFrame:
    """Return assets joined to their sites, as they are compared."""
    return assets.merge(sites[["site_id", *SITE]], on="site_id", how="left")


def likely_pairs(new: pd.DataFrame, known: pd.DataFrame | None = None) -> pd.DataFrame:
    """Find places that are, or may be, one.

    Parameters
    ----------
    new
        Assets joined to their sites (`at_their_sites`, or `Holdings.located_assets`). They are
        compared with one another and with those known.
    known
        Assets that are not compared with one another. Rows with the `source_id` of a row in
        `new` count as of the same list.

    Returns
    -------
    pandas.DataFrame
        `model.frames.PAIRS`, the likeliest first: `one` is always of `new`. The verdict is "same"
        where the evidence leaves no doubt, else "open". `evidence` is a list of
        ``{"code": ..., "value": ...}``.
    """
    rows = new if known is None or known.empty else pd.concat([new, known], ignore_index=True)
    if new.empty or len(rows) < 2:
        return empty("pairs")
    traits = traits_of(rows)
    one, other = candidates(traits, len(new))
    parts = [
        _likely(traits, one[start : start + AT_A_TIME], other[start : start + AT_A_TIME])
        for start in range(0, len(one), AT_A_TIME)
    ]
    weighed = joined([part for part in parts if len(part.one)])
    if weighed is None:
        return empty("pairs")
    weighed = _best(traits, weighed)
    certain = _one_of_each_list(traits, weighed, is_certain(traits, weighed))
    ids = rows["asset_id"].to_numpy(dtype=object)
    found = {
        "one": ids[weighed.one],
        "other": ids[weighed.other],
        "verdict": np.where(certain, "same", "open").astype(object),
        "likeness": weighed.likeness.round(3),
        "evidence": evidence_of(traits, rows, weighed),
    }
    return pd.DataFrame(found, columns=list(PAIRS))


def _likely(traits: Traits, one: Ints, other: Ints) -> Weighed:
    """Weigh pairs and leave those that a person should see."""
    near = within_reach(traits, one, other)
    weighed = weigh(traits, one[near], other[near])
    weighed = weighed[weighed.likeness >= LIKELY]
    apart = listed_apart(traits, weighed) | _one_named_after(traits, weighed)
    return weighed[on_several_fields(weighed) & ~apart]


def on_several_fields(weighed: Weighed) -> Flags:
    """Tell pairs for which at least two of name, spot and contact speak: none is enough alone."""
    named = (weighed.names.shared > 2) & ~weighed.names.conflict
    there = weighed.spot > 0
    reached = (weighed.contact >= 3) | weighed.same["identifier"]
    return np.asarray(named.astype(int) + there + reached >= 2, dtype=bool)


def listed_apart(traits: Traits, weighed: Weighed) -> Flags:
    """Tell rows that their own list keeps apart.

    Who writes a list seldom writes a place down twice. Two of its rows are different where it
    says different things of what they are, gives them other points or identifiers, or other names
    and no contact in common.
    """
    one, other = weighed.one, weighed.other
    points = traits.pointed[one] & traits.pointed[other]
    apart = traits.said[one] != traits.said[other]
    apart |= points & (weighed.metres > CLOSE_M)
    apart |= weighed.differ["identifier"] & (weighed.contact < 5)
    apart |= ~(weighed.names.equal | weighed.names.near) & (weighed.contact < 3)
    apart |= np.isin(traits.category[one].astype(str), NAMED_AFTER)
    return np.asarray(apart & (traits.source[one] == traits.source[other]), dtype=bool)


def _one_named_after(traits: Traits, weighed: Weighed) -> Flags:
    """Tell a defibrillator or stop, and what it is named after: they are never one."""
    one, other = (
        np.isin(traits.category[rows].astype(str), NAMED_AFTER)
        for rows in (weighed.one, weighed.other)
    )
    return np.asarray(one != other, dtype=bool)


def is_certain(traits: Traits, weighed: Weighed) -> Flags:
    """Tell pairs that leave no doubt: name, spot and contact agree, and nothing differs."""
    names, one, other = weighed.names, weighed.one, weighed.other
    named = (names.equal | names.within | names.near) & ~names.conflict & (names.shared > 3)
    points = traits.pointed[one] & traits.pointed[other]
    close = points & (weighed.metres <= CLOSE_M)
    there = close | weighed.same["address"]
    reached = (weighed.contact >= 5) | weighed.same["identifier"]
    twin = weighed.same["address"] | (close & weighed.same["postcode"])
    twin &= names.equal & (weighed.kinds == 1) & (names.shared >= RARE)
    twin &= traits.source[one] != traits.source[other]
    against = weighed.differ["identifier"] | weighed.differ["address"] | (weighed.kinds < 0)
    against |= weighed.differ["phone"] | weighed.differ["email"]
    services = traits.services()
    against |= services[one] | services[other]
    sure = weighed.likeness >= CERTAIN
    return np.asarray(sure & named & there & (reached | twin) & ~against, dtype=bool)


def _best(traits: Traits, weighed: Weighed) -> Weighed:
    """Return the likeliest pairs first: one for each two places, and `MOST` of any one."""
    order = np.lexsort((weighed.other, weighed.one, -weighed.bits))
    group = traits.groups()
    seen: Counter[int] = Counter()
    asked: set[tuple[int, int]] = set()
    kept = []
    for at in order.tolist():
        ends = int(weighed.one[at]), int(weighed.other[at])
        first, second = sorted((int(group[ends[0]]), int(group[ends[1]])))
        places = (first, second) if first != second else (-1 - ends[0], -1 - ends[1])
        if places not in asked and max(seen[place] for place in places) < MOST:
            asked.add(places)
            seen.update(places)
            kept.append(at)
    return weighed[np.array(kept, dtype=np.intp)]


def _one_of_each_list(traits: Traits, weighed: Weighed, certain: Flags) -> Flags:
    """Let a place be one with at most one row of another list without asking: the likeliest."""
    taken: set[tuple[int, int]] = set()
    sure = certain.copy()
    for at in np.flatnonzero(certain).tolist():
        one, other = int(weighed.one[at]), int(weighed.other[at])
        first, second = (one, int(traits.source[other])), (other, int(traits.source[one]))
        if traits.source[one] == traits.source[other]:
            continue
        if first in taken or second in taken:
            sure[at] = False
        else:
            taken |= {first, second}
    return sure


def verdict_key(one: str, other: str) -> str:
    """Return how a pair is named in `Options.verdicts`."""
    return " ".join(sorted((one, other)))


def with_verdicts(pairs: pd.DataFrame, verdicts: Mapping[str, str]) -> pd.DataFrame:
    """Return pairs with what a person said of them in place of what the rules say."""
    if pairs.empty or not verdicts:
        return pairs
    said = [
        verdicts.get(verdict_key(one, other), verdict)
        for one, other, verdict in zip(pairs["one"], pairs["other"], pairs["verdict"], strict=True)
    ]
    return pairs.assign(verdict=said)
