"""Sharing 100 points between outcomes, and what that does to the order of areas."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import pandas as pd
import streamlit as st

from components import cached, menu, parts, session
from components.frame import plain_markdown
from components.parts import safe_html
from components.vision.draft import ALL_POINTS, Draft
from sharedground.analysis.assessment import Assessment
from sharedground.errors import SharedGroundError
from sharedground.model.vision import Vision
from sharedground.views import View
from sharedground.words import say, say_many

FIRST: Final = 5


def points(draft: Draft, key: str) -> Draft:
    """Draw a slider and a number for each outcome, in step; return the draft they show."""
    given = []
    for outcome, before in zip(draft.outcomes, draft.points, strict=True):
        slider, number = f"{key}-slide-{outcome.code}", f"{key}-points-{outcome.code}"
        session.start(slider, before)
        session.start(number, before)
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.slider(
                plain_markdown(outcome.name), 0, ALL_POINTS, step=1, key=slider,
                on_change=session.match, args=(slider, number),
            )  # fmt: skip
            points = st.number_input(
                say("Points for {name}", name=plain_markdown(outcome.name)),
                0, ALL_POINTS, step=1, key=number, width=130, label_visibility="collapsed",
                on_change=session.match, args=(number, slider),
            )  # fmt: skip
        given.append(int(points))
    return replace(draft, points=tuple(given))


def assessed(view: View, vision: Vision) -> Assessment | None:
    """Return the assets and gaps for a vision; None while the place has no areas."""
    if not vision.outcomes:
        return None
    try:
        return cached.assessment(view, vision)
    except SharedGroundError:
        return None


def first_areas(found: Assessment, labels: pd.DataFrame, count: int = FIRST) -> list[str]:
    """Return the areas where need most outruns places, most first, by the names people know."""
    ranked = found.totals.dropna(subset=["gap"]).sort_values("gap", ascending=False, kind="stable")
    names = dict(zip(labels["area_code"], labels["label"], strict=True))
    return [str(names.get(code, code)) for code in ranked["area_code"].head(count)]


def effect(view: View, used: Vision, draft: Draft) -> None:
    """Draw the first five areas by the vision in use, and as this draft would make them."""
    before, after = assessed(view, used), assessed(view, draft.trial())
    labels = cached.area_labels(view)
    now = first_areas(before, labels) if before is not None else []
    then = first_areas(after, labels) if after is not None else []
    if not now and not then:
        parts.note(say("No data on need and places yet, so areas cannot be put in order."))
        return
    parts.heading(effect_finding(now, then), level=3)
    st.html(effect_html(now, then))
    parts.note(
        say(
            "In these areas need most outruns what is within reach. "
            "Points count as shares of all points given so far. Nothing is saved yet."
        )
    )
    menu.link("gaps", say("See all areas, and how this is worked out"))


def effect_finding(now: list[str], then: list[str]) -> str:
    """Return in words what changes in the first five."""
    fresh = [name for name in then if name not in now]
    if not then:
        return say("With these points too little is known to put areas in order")
    if fresh:
        return say_many(
            "This would bring one other area into the first five",
            "This would bring {n} other areas into the first five",
            len(fresh),
        )
    if now != then:
        return say("This would change the order of the first five areas")
    return say("The first five areas stay the same")


def effect_html(now: list[str], then: list[str]) -> str:
    """Return the HTML of the two lists, side by side on a wide screen."""
    after = "".join(_after(name, place, now) for place, name in enumerate(then))
    return (
        f'<div class="sp-before"><div><h4 class="sp-h3">{safe_html(say("Now"))}</h4>'
        f"<ol>{''.join(f'<li>{safe_html(name)}</li>' for name in now)}</ol></div>"
        f'<div><h4 class="sp-h3">{safe_html(say("With your changes"))}</h4>'
        f"<ol>{after or _no_data()}</ol></div>"
        "</div>"
    )


def _no_data() -> str:
    return f"<li>{safe_html(say('No data'))}</li>"


def _after(name: str, place: int, now: list[str]) -> str:
    if name not in now:
        moved = say("new in the first five")
    elif now.index(name) == place:
        moved = ""
    else:
        moved = say("was {n}", n=now.index(name) + 1)
    small = f" <em>{safe_html(moved)}</em>" if moved else ""
    return f"<li>{safe_html(name)}{small}</li>"
