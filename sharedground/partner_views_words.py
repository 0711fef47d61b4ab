"""Where partners would differ, and how one of them weighs, in sentences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sharedground.analysis import story
from sharedground.model.vision import Vision
from sharedground.partner_views import FEWEST, Common, PartnerViews, Voice
from sharedground.words import decimal, say, say_many

FEW: Final = 30
"""Of fewer groups than this a tenth is one or two: it hides how partners differ within them."""

MOST_NAMES: Final = 4
"""Names of partners or areas that one sentence has at most."""


def heading(found: PartnerViews, level: str, small: PartnerViews | None = None) -> str:
    """Return the finding: on how many areas partners agree, and on how many they differ.

    Parameters
    ----------
    level
        Of the rows, for `story.counted`.
    small
        The same by small areas, where the rows are larger ones.
    """
    if not found.comparable:
        return say("There is nothing to compare yet")
    agreed, differ = found.count(Common.IN), found.count(Common.DIFFER)
    if not differ and small is not None and small.count(Common.DIFFER):
        return say("Partners agree on the larger areas, and differ on {n} small ones",
                   n=small.count(Common.DIFFER))  # fmt: skip
    if not differ:
        return say("Partners agree which areas have the largest gaps")
    if not agreed:
        return say("No area comes first for all partners: they differ on {n}", n=differ)
    return say("Partners agree on {agreed} and differ on {n}",
               agreed=story.counted(agreed, level), n=differ)  # fmt: skip


def sentences(found: PartnerViews, level: str) -> list[str]:
    """Return what the finding means, and who could not be compared."""
    if not found.comparable:
        return [_too_few(found), *silent_sentences(found.silent)]
    agreed, differ = found.count(Common.IN), found.count(Common.DIFFER)
    if agreed:
        told = [_agreed(found, agreed, level)]
    else:
        told = [
            say("Each of {n} partners weighs in its own way. No area is in the tenth with the "
                "largest gaps for all of them.", n=len(found.voices))
        ]  # fmt: skip
    if differ:
        told.append(
            say_many("{areas} is there for some partners only.",
                     "{areas} are there for some partners only.", differ,
                     areas=story.counted(differ, level))
        )  # fmt: skip
    missing = found.count(Common.NO_DATA)
    if missing:
        told.append(
            say("No data for {areas} by some partner's weights. This does not mean zero.",
                areas=story.counted(missing, level))
        )  # fmt: skip
    return [*told, *silent_sentences(found.silent)]


def by_small_areas(found: PartnerViews, level: str, small: PartnerViews) -> str:
    """Return how it looks by small areas; of a few groups also how few a tenth of them is.

    Parameters
    ----------
    found
        By groups, of the level that is named.
    small
        By the small areas in them.
    """
    told = say("By small areas, partners agree on {agreed} and differ on {differ}.",
               agreed=small.count(Common.IN), differ=small.count(Common.DIFFER))  # fmt: skip
    if len(found.table) >= FEW:
        return told
    few = say("The tenth of {areas} is {n} only.", areas=story.counted(len(found.table), level),
              n=found.places)  # fmt: skip
    return f"{few} {told}"


def why_not_alike(found: PartnerViews) -> str:
    """Say why the tenth of one partner has more areas than another's; "" if none has."""
    rows = found.by_partner()
    if rows["places"].nunique() < 2:
        return ""
    return say("“{same} of {places}” means: of the {places} in the partner's own tenth, {same} are "
               "also there by the shared weights. A partner's tenth is larger or smaller where "
               "areas tie for the last places, or have no data by its weights.",
               same=int(rows["same"].iloc[0]), places=int(rows["places"].iloc[0]))  # fmt: skip


def _agreed(found: PartnerViews, agreed: int, level: str) -> str:
    return say_many(
        "Each of {partners} partners weighs in its own way. {areas} is in the tenth with the "
        "largest gaps for all of them.",
        "Each of {partners} partners weighs in its own way. {areas} are in the tenth with the "
        "largest gaps for all of them.",
        agreed, partners=len(found.voices), areas=story.counted(agreed, level),
    )  # fmt: skip


def _too_few(found: PartnerViews) -> str:
    if len(found.voices) < FEWEST:
        return say("At least {n} partners must have shared points between the outcomes of this "
                   "vision.", n=FEWEST)  # fmt: skip
    return say("No area has a figure of need yet. This does not mean zero.")


def silent_sentences(silent: Sequence[Voice]) -> list[str]:
    """Say who gave no point to any outcome that the vision has now."""
    return [
        say("{partner} gave no points to any outcome that the vision has now, so it is not "
            "compared.", partner=one.name)
        for one in silent
    ]  # fmt: skip


def weights_sentence(vision: Vision, voice: Voice) -> str:
    """Return how a partner weighs the outcomes, the weightiest first, such as "Health 40 %"."""
    pairs = sorted(
        zip(vision.outcomes, voice.weights.tolist(), strict=True), key=lambda pair: -pair[1]
    )
    told = [
        say("{outcome} {n} %", outcome=outcome.name, n=decimal(100 * weight))
        for outcome, weight in pairs
    ]
    return "; ".join(told) + "."


def limits(voice: Voice) -> list[str]:
    """Say what of a partner's points is not in its weights, and which outcomes it was not asked."""
    told = []
    if voice.lost:
        told.append(
            say("{n} % of its points stood on outcomes that the vision no longer has. The rest is "
                "scaled up to 100 %.", n=decimal(100 * voice.lost))
        )  # fmt: skip
    if voice.unasked:
        told.append(
            say("It was not asked about: {outcomes}. These count 0 here.",
                outcomes="; ".join(voice.unasked))
        )  # fmt: skip
    return told


def row_words(found: PartnerViews, row: int) -> str:
    """Return how partners see one area, such as "2 of 3: all but Police"."""
    common = Common(found.table["common"].iloc[row])
    if common is Common.NO_DATA:
        return say("No data for {names}", names=some(found.those_without(row)))
    if common is Common.DIFFER:
        return say("In the tenth for {who}", who=who(found, row))
    return common_names()[common]


def who(found: PartnerViews, row: int) -> str:
    """Return for whom an area is in the tenth: those, or of most of them all but the others."""
    those, others = found.those_in(row), found.those_out(row)
    n, total = len(those), len(found.voices)
    if others and len(others) < n and not found.those_without(row):
        return say("{n} of {total}: all but {names}", n=n, total=total, names=some(others))
    return say("{n} of {total}: {names}", n=n, total=total, names=some(those))


def common_names() -> dict[Common, str]:
    """Return what each class is called, in the order in which it is drawn."""
    return {
        Common.IN: say("In the tenth for all"),
        Common.DIFFER: say("Partners differ"),
        Common.OUT: say("Not in it for all"),
        Common.NO_DATA: say("No data"),
    }


def some(names: Sequence[str], most: int = MOST_NAMES) -> str:
    """Return names with commas; of very many, the first and how many more."""
    if not names:
        return say("nobody")
    if len(names) <= most:
        return ", ".join(names)
    return say("{names} and {n} more", names=", ".join(names[: most - 1]),
               n=len(names) - most + 1)  # fmt: skip


def lines(
    found: PartnerViews, calls: dict[str, str], level: str = "", small: PartnerViews | None = None
) -> list[str]:
    """Return the whole as lines of text, for the command line; parameters as of `heading`."""
    told = [heading(found, level, small), *sentences(found, level)]
    if not found.comparable:
        return told
    if small is not None:
        told.append(by_small_areas(found, level, small))
    for row, (key, common) in enumerate(
        zip(found.table["key"], found.table["common"], strict=True)
    ):
        if common == Common.DIFFER:
            told.append(f"  {calls.get(key, key)}: {row_words(found, row)}")
    rows = found.by_partner()[["name", "same", "places"]].to_numpy(object).tolist()
    told += [partner_words(name, same, places) for name, same, places in rows]
    return [*told, *filter(None, [why_not_alike(found)])]


def partner_words(name: str, same: int, places: int) -> str:
    """Return how much of a partner's tenth is that of the shared weights."""
    return say("{partner}: {same} of {places} the same as by the shared weights.",
               partner=name, same=same, places=places)  # fmt: skip
