"""One A4 page about an area, to hand on."""

from __future__ import annotations

import math
from typing import Any, Final

from sharedground.figures.bars import colour_of, top_of
from sharedground.figures.exhibits import Bar, Bars, Words
from sharedground.figures.svg import svg_text
from sharedground.paper.blocks import whose
from sharedground.paper.letters import MISSING, breakable, cut, printable
from sharedground.paper.typeset import pdf_of
from sharedground.telling.profile import Profile
from sharedground.words import day, say, speaking

NAME: Final = 90
LINE: Final = 260
SOURCE: Final = 1_200
"""How many letters a name, a sentence and the sources have at most: all must fit one page."""


def profile_pdf(profile: Profile) -> bytes:
    """Return one page about an area as a tagged PDF. The same profile is always the same bytes."""
    with speaking(profile.language):
        told = told_of(printable(profile))
        return pdf_of("profile.typ", told, profile.made_at, profile.language)


def told_of(profile: Profile) -> dict[str, Any]:
    """Return what the page says, as values for its template."""
    made = day(profile.made_at.date())
    return {
        "title": _name(_first_large(profile.name)), "author": profile.place,
        "description": say("One page about {area}", area=profile.name),
        "over": _name(profile.about), "footer": _name(f"{profile.name}, {profile.place}"),
        "whose": whose(), "kicker": profile.kicker, "day": made,
        "versions": " · ".join(filter(None, (_first_large(profile.vision), profile.data))),
        "facts": [{"label": _name(one.label), "value": _name(one.value),
                   "note": _name(one.note)} for one in profile.facts.facts],
        "map": {"svg": svg_text(profile.where.figure(profile.name)), "alt": profile.where.alt,
                "source": breakable(cut(profile.where.source, LINE))},
        "strong": _part(profile.strong), "missing": _part(profile.missing),
        "firm": _part(profile.firm), "unknown": _part(profile.unknown),
        "outcomes": _outcomes(profile), "sources": _sources(profile),
        "labels": {"page": say("Page {n} of {all}", n="{n}", all="{all}"),
                   "sources": say("Sources and licences")},
    }  # fmt: skip


def _part(words: Words) -> dict[str, Any]:
    return {"title": _name(words.title),
            "lines": [breakable(cut(line, LINE)) for line in words.lines]}  # fmt: skip


def _outcomes(profile: Profile) -> dict[str, Any]:
    rows = zip(profile.reach.bars, profile.need.bars, profile.nearest.rows, strict=True)
    columns = profile.nearest.columns
    return {
        "title": say("What matters, outcome by outcome"),
        "teal": colour_of(profile.reach), "clay": colour_of(profile.need),
        "headings": [columns[0].name, profile.reach.title, profile.need.title, columns[3].name,
                     columns[4].name],
        "rows": [
            {"name": _name(reach.name), "reach": _bar(reach, profile.reach),
             "need": _bar(need, profile.need), "stands": _name(row[4]),
             "nearest": breakable(say("{here} here, {within}. {nearest}.", here=row[1],
                                      within=row[2], nearest=cut(row[3], NAME)))}
            for reach, need, row in rows
        ],
        "note": say("The line across a bar is the whole place. No data is not the same as none."),
    }  # fmt: skip


def _bar(bar: Bar, of: Bars) -> dict[str, Any]:
    return {"words": _name(bar.words), "share": _share(bar.value, of),
            "usual": _share(bar.usual, of)}  # fmt: skip


def _share(value: float, of: Bars) -> float | None:
    return value / top_of(of) if math.isfinite(value) else None


def _sources(profile: Profile) -> list[str]:
    lines = [breakable(cut(line, SOURCE)) for line in (profile.source,) if line]
    if MISSING in repr(profile):
        lines.append(say("□ stands for a letter that we cannot print."))
    return [*lines, say("Made with Shared Ground from what everyone may see.")]


def _first_large(words: str) -> str:
    return words[:1].upper() + words[1:]


def _name(words: str) -> str:
    return breakable(cut(words, NAME))
