"""Outcome by outcome: need, reach against target, and how many people live where it is enough."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from components import cached, parts, theme
from components.gaps.chart import verdict_names
from components.gaps.controls import Chosen
from components.parts import safe_html
from components.session import Workspace
from sharedground.analysis import nearness, standing, story
from sharedground.analysis.standing import Verdict
from sharedground.model.category import BY_CODE, OTHER
from sharedground.model.place import Source
from sharedground.words import decimal, say, say_many

_NAMED = 3
_ROOM = 0.08
"""A narrower part of the bar has no room for its figure under it."""


def outcome_by_outcome(work: Workspace, chosen: Chosen) -> None:
    """Draw each outcome of the vision, or only the chosen one."""
    facts = chosen.found.outcomes
    if chosen.name:
        facts = facts[facts["code"] == chosen.outcome]
        parts.heading(say("How this outcome stands"))
    else:
        parts.heading(_title(facts), say("The bar shows where people live."))
    _key(theme.mode())
    for start in range(0, len(facts), 2):
        pair = facts.iloc[start : start + 2]
        for column, (_, row) in zip(st.columns(2, gap="large"), pair.iterrows(), strict=False):
            with column:
                _one(work, chosen, row)


def _title(facts: pd.DataFrame) -> str:
    missing = int(facts["no_indicator"].sum())
    if missing:
        return say_many(
            "Outcome by outcome: {n} has no figure of need yet",
            "Outcome by outcome: {n} have no figure of need yet",
            missing,
        )
    return say("Outcome by outcome: all have a figure of need")


def _one(work: Workspace, chosen: Chosen, row: pd.Series) -> None:
    small = cached.standing_for(work.view, chosen.found, row["code"], None)
    rows = small
    if len(chosen.rows) != len(chosen.small):
        rows = cached.standing_for(work.view, chosen.found, row["code"], chosen.groups)
    calls = cached.area_calls(work.view)
    share = _share(chosen, 100 * float(row["weight"]))
    st.html(
        f'<h3 class="sp-h3">{safe_html(row["outcome"])}</h3>'
        f'<p class="sp-kicker" style="margin:.1rem 0 .5rem">{safe_html(share)}</p>'
        f"{_bar(small, theme.mode())}"
        + "".join(f'<p style="margin:.5rem 0 0;line-height:1.5">{safe_html(text)}</p>' for text in (
            _reach(chosen, row), story.target_sentence(row), _first(rows, chosen.level, calls),
            story.need_sentence(row),
        ) if text)
    )  # fmt: skip
    sources = _sources(work, row["source_ids"])
    if sources:
        parts.note(sources, say("Source:"))


def _share(chosen: Chosen, percent: float) -> str:
    if chosen.whose.voice is not None:
        return say("{n} % of the points of {partner}", n=decimal(percent),
                   partner=chosen.whose.voice.name)  # fmt: skip
    return say("{n} % of the vision", n=decimal(percent))


def _reach(chosen: Chosen, row: pd.Series) -> str:
    if row["nothing_serves"]:
        return ""
    return story.reach_sentence(nearness.in_reach(chosen.found, row["code"]), float(row["reach_m"]))


def _first(rows: pd.DataFrame, level: str, calls: dict[str, str]) -> str:
    """Return how many may need more first, and the names of the first few."""
    first = standing.ranked(rows, Verdict.FIRST)
    if not len(first):
        return ""
    named = ", ".join(calls.get(key, key) for key in first["key"].head(_NAMED))
    said = story.first_heading(rows, level)
    if len(first) > _NAMED:
        return say("{areas}, above all {names}.", areas=said, names=named)
    return say("{areas}: {names}.", areas=said, names=named)


def _sources(work: Workspace, source_ids: tuple[str, ...]) -> str:
    known: dict[str, Source] = {s.source_id: s for s in work.view.holdings.sources}
    used = [known[one] for one in dict.fromkeys(source_ids) if one in known]
    return "; ".join(
        say("{title}, {date}", title=source.title or source.file_name,
            date=source.date or say("date not stated"))
        for source in used
    )  # fmt: skip


def _fills(look: theme.Mode) -> dict[Verdict, str]:
    gap = theme.scale("gap", look)
    return {
        Verdict.ENOUGH: f"background:{gap[5]}",
        Verdict.BETWEEN: f"background:{gap[2]}",
        Verdict.FIRST: f"background:{gap[1]}",
        Verdict.NO_DATA: "background-image:var(--sp-nodata)",
    }


def _key(look: theme.Mode) -> None:
    items = "".join(
        f'<span style="display:inline-flex;align-items:center;gap:.4rem">'
        f'<i style="display:block;width:24px;height:14px;border:1px solid var(--sp-control);'
        f'{_fills(look)[verdict]}"></i>{safe_html(name)}</span>'
        for verdict, name in verdict_names().items()
    )
    row = "display:flex;flex-wrap:wrap;gap:.3rem 1.2rem;font-size:.9rem"
    st.html(f'<div style="{row}">{items}</div>')


def _bar(small: pd.DataFrame, look: theme.Mode) -> str:
    """Return one bar of all people by verdict, with the same figures in words for all."""
    shares = standing.people_by_verdict(small)
    names = verdict_names()
    parts_of = [(v, float(shares[v.value])) for v in names if shares[v.value] > 0]
    words = ", ".join(
        say("{name} {share} % of people", name=names[v], share=decimal(100 * s))
        for v, s in parts_of
    )
    segments = "".join(
        f'<span style="width:{100 * s:.2f}%;border-right:2px solid var(--sp-bg)">'
        f'<span style="display:block;height:16px;{_fills(look)[v]}"></span>'
        f"{safe_html(f'{100 * s:.0f} %') if s >= _ROOM else ''}</span>"
        for v, s in parts_of
    )
    return (
        f'<div role="img" aria-label="{safe_html(words)}" style="display:flex;font-size:.85rem;'
        f'color:var(--sp-muted);font-variant-numeric:tabular-nums">{segments}</div>'
    )


def what_is_left(chosen: Chosen) -> None:
    """Say what serves nothing in the vision, and what nothing serves."""
    left, right = st.columns(2, gap="large")
    with left:
        _serves_nothing(chosen)
    with right:
        _nothing_serves(chosen)


def _serves_nothing(chosen: Chosen) -> None:
    unused = chosen.found.unused_categories
    if not len(unused):
        parts.heading(say("Every kind of place listed serves the vision"))
        return
    parts.heading(
        say_many("{n} kind of place serves nothing in the vision",
                 "{n} kinds of place serve nothing in the vision", len(unused)),
        say("They may still matter. Say on Our vision what they help with."),
    )  # fmt: skip
    rows = [
        parts.PlaceRow(
            str(row.category),
            say(BY_CODE.get(str(row.category), BY_CODE[OTHER]).name),
            right=say_many("{n} place", "{n} places", int(row.assets)),
        )
        for row in unused.itertuples()
    ]
    parts.place_list(rows, say("Kinds of place that serve nothing in the vision"), scroll=False)


def _nothing_serves(chosen: Chosen) -> None:
    facts = chosen.found.outcomes
    empty = facts[facts["nothing_serves"]]
    if not len(empty):
        parts.heading(say("Every outcome is served by something in reach"))
        return
    parts.heading(
        say_many("{n} outcome has nothing in reach that serves it",
                 "{n} outcomes have nothing in reach that serves them", len(empty)),
        say("It may be there, and not listed yet."),
    )  # fmt: skip
    items = "".join(f"<li>{safe_html(name)}</li>" for name in empty["outcome"])
    st.html(f"<ul>{items}</ul>")
