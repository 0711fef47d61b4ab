"""Linking outcomes to figures of need, to kinds of place, and to how far people go."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd
import streamlit as st

from components import coded, parts
from components.frame import plain_markdown
from components.vision.draft import Draft, walk_in_words, with_outcome
from components.vision.serves import indicator_name, kind_name
from sharedground.analysis import need
from sharedground.analysis.assessment import Assessment
from sharedground.analysis.evidence import strongest
from sharedground.analysis.walking import PACE
from sharedground.model.category import CATEGORIES
from sharedground.model.outcome import Direction, Expression, Outcome, Serving
from sharedground.views import View
from sharedground.words import decimal, later, say

STRENGTHS: Final = (later("No"), later("Helps"), later("Serves it directly"))
"""What a strength of 0, 1 and 2 is called."""

_AS_STATED: Final = ""
METRES, MINUTES = "metres", "minutes"
"""What the address calls the ways to say how far people go."""


def signs(draft: Draft, view: View, key: str) -> Draft:
    """Draw which figures show need for each outcome, and what a high figure means."""
    indicators = view.holdings.indicators
    if indicators.empty:
        parts.empty_state(
            say("No figures of need yet"),
            say("An outcome needs a figure that shows who may need it most. Add one first."),
            [("add-data", say("Add figures of need"))],
        )
        return draft
    names = names_of(indicators)
    for index, outcome in enumerate(draft.outcomes):
        left, right = st.columns(2, gap="medium")
        chosen = left.multiselect(
            say("What shows need for {name}?", name=plain_markdown(outcome.name)),
            options_for(outcome, indicators),
            default=list(dict.fromkeys(_id_of(e, indicators) for e in outcome.expressed_by)),
            format_func=lambda code: names.get(code, say("{name} (not loaded)", name=code)),
            key=f"{key}-signs-{outcome.code}",
            placeholder=say("Choose one or more figures"),
            wrap=True,
        )
        expressed = [_expression(outcome, code, indicators) for code in chosen]
        for n, code in enumerate(chosen):
            if code in names:
                with right:
                    expressed[n] = _asked(
                        expressed[n], code, indicators, f"{key}-way-{outcome.code}"
                    )
        draft = with_outcome(draft, index, expressed_by=tuple(expressed))
    return draft


def names_of(indicators: pd.DataFrame) -> dict[str, str]:
    """Return what people read for each indicator, by its id, in the order of the names."""
    named = {str(row["indicator_id"]): indicator_name(row) for _, row in indicators.iterrows()}
    return dict(sorted(named.items(), key=lambda item: item[1].casefold()))


def options_for(outcome: Outcome, indicators: pd.DataFrame) -> list[str]:
    """Return the ids to choose from; what the outcome names and nobody loaded stays at hand."""
    known = list(names_of(indicators))
    asked = [_id_of(item, indicators) for item in outcome.expressed_by]
    return list(dict.fromkeys([*known, *asked]))


def _id_of(expression: Expression, indicators: pd.DataFrame) -> str:
    row = need.find(indicators, expression)
    return expression.indicator if row is None else str(row["indicator_id"])


def _expression(outcome: Outcome, code: str, indicators: pd.DataFrame) -> Expression:
    """Return the outcome's own link to an indicator, or a new one by its name where that is it."""
    for item in outcome.expressed_by:
        if _id_of(item, indicators) == code:
            return item
    name = str(indicators.set_index("indicator_id").loc[code, "name"])
    by_name = Expression(indicator=name)
    return by_name if _id_of(by_name, indicators) == code else Expression(indicator=code)


def _asked(item: Expression, code: str, indicators: pd.DataFrame, key: str) -> Expression:
    """Ask whether a high figure is bad; what the figure itself says is offered first."""
    row = indicators[indicators["indicator_id"] == code].iloc[0]
    stated = str(row["direction"])
    meaning = {
        Direction.HIGH_IS_BAD.value: say("Yes: more need"),
        Direction.HIGH_IS_GOOD.value: say("No: less need"),
    }
    if stated in meaning:
        first = say("As its source says ({answer})", answer=meaning[stated].lower())
    else:
        first = say("Not known yet: choose one, or it cannot be used")
    options: list[str] = [_AS_STATED, *meaning]
    way = st.selectbox(
        say("{name}: is a high figure bad?", name=plain_markdown(indicator_name(row))),
        options,
        index=options.index(item.direction.value if item.direction else _AS_STATED),
        format_func=lambda value: meaning.get(value, first),
        key=f"{key}-{code}",
    )
    return item.model_copy(update={"direction": Direction(way) if way else None})


def grid(draft: Draft, view: View, key: str) -> Draft:
    """Draw kinds of place by outcomes, with how well each serves it in words."""
    counts = view.assets["category"].value_counts()
    parts.note(say("Choose a cell to say whether a kind of place serves an outcome, or helps."))
    codes, words = kinds_in_order(draft, counts), [say(text) for text in STRENGTHS]
    edited = st.data_editor(
        grid_frame(draft, codes, counts),
        key=f"{key}-grid",
        num_rows="fixed",
        hide_index=True,
        disabled=["kind", "places"],
        row_height=40,
        alt=say("Which kinds of place serve which outcome. The tables above say the same."),
        column_config={
            "kind": st.column_config.TextColumn(say("Kind of place"), pinned=True, width=200),
            "places": st.column_config.NumberColumn(say("Listed"), width=70),
            **{
                outcome.code: st.column_config.SelectboxColumn(
                    outcome.name, options=words, required=True, width=175
                )
                for outcome in draft.outcomes
            },
        },
    )
    return from_grid(draft, codes, edited)


def kinds_in_order(draft: Draft, counts: pd.Series[int]) -> list[str]:
    """Return all categories: those with places listed first, most first, then the others."""
    used = {code for outcome in draft.outcomes for code in strongest(outcome)}
    codes = [category.code for category in CATEGORIES]
    return sorted(codes, key=lambda c: (-int(counts.get(c, 0)), c not in used, codes.index(c)))


def grid_frame(draft: Draft, codes: Sequence[str], counts: pd.Series[int]) -> pd.DataFrame:
    """Return one row per category: its name, places listed, and a word for each outcome."""
    words = [say(text) for text in STRENGTHS]
    columns: dict[str, list[object]] = {
        "kind": [kind_name(code) for code in codes],
        "places": [int(counts.get(code, 0)) for code in codes],
    }
    for outcome in draft.outcomes:
        strength = {code: value for code, (value, _) in strongest(outcome).items()}
        columns[outcome.code] = [words[strength.get(code, 0)] for code in codes]
    return pd.DataFrame(columns)


def from_grid(draft: Draft, codes: Sequence[str], edited: pd.DataFrame) -> Draft:
    """Return the draft with what the grid says. What did not change keeps its order."""
    words = [say(text) for text in STRENGTHS]
    for index, outcome in enumerate(draft.outcomes):
        before = strongest(outcome)
        after = {
            code: words.index(word) if word in words else 0
            for code, word in zip(codes, edited[outcome.code], strict=True)
        }
        kept = [code for code in before if after[code]]
        fresh = [code for code in codes if after[code] and code not in before]
        served = tuple(
            Serving(category=code, strength=after[code],
                    use_capacity=before.get(code, (0, False))[1])
            for code in [*kept, *fresh]
        )  # fmt: skip
        if {s.category: (s.strength, s.use_capacity) for s in served} != before:
            draft = with_outcome(draft, index, served_by=served)
    return draft


def capacity(draft: Draft, view: View, key: str) -> Draft:
    """Draw which kinds count by their size, for each outcome that they serve."""
    sized = set(view.assets.loc[view.assets["capacity"].notna(), "category"])
    with st.expander(say("More options: count some kinds by their size")):
        st.caption(
            say(
                "Every place counts as one. For some kinds size matters, such as the number of "
                "pupils. A place of average size for its kind still counts as one."
            )
        )
        for index, outcome in enumerate(draft.outcomes):
            could = [code for code in strongest(outcome) if code in sized]
            if not could:
                continue
            chosen = st.multiselect(
                say("For {name}, count by size", name=plain_markdown(outcome.name)),
                could,
                default=[code for code in could if strongest(outcome)[code][1]],
                format_func=kind_name,
                key=f"{key}-size-{outcome.code}",
                placeholder=say("Every place counts as one"),
            )
            served = tuple(
                s.model_copy(update={"use_capacity": s.category in chosen})
                for s in outcome.served_by
            )
            draft = with_outcome(draft, index, served_by=served)
        if not sized:
            st.caption(say("No list says how large its places are yet."))
    return draft


def reach(draft: Draft, found: Assessment | None, key: str) -> Draft:
    """Draw how far people go for each outcome, and how many places are wanted."""
    means = {} if found is None else dict(
        zip(found.outcomes["code"], found.outcomes["mean_access"], strict=True)
    )  # fmt: skip
    units = {METRES: say("In metres"), MINUTES: say("In minutes on foot")}
    unit = coded.segments(say("Say how far"), units, "unit")
    for index, outcome in enumerate(draft.outcomes):
        above = st.container()
        with st.container(horizontal=True, vertical_alignment="bottom"):
            metres = _metres(outcome, unit, f"{key}-reach-{outcome.code}")
            target = st.number_input(
                say("Places wanted for 1,000 people"), 0.001, None, value=outcome.target,
                step=0.1, format="%.2f", key=f"{key}-target-{outcome.code}", width=320,
                placeholder=target_in_words(means.get(outcome.code)),
            )  # fmt: skip
        with above:
            parts.heading(outcome.name, walk_in_words(metres), level=3)
        draft = with_outcome(draft, index, reach_m=float(metres), target=target)
    parts.note(
        say("Left empty, what is wanted is what people here can reach now, on average."),
        say("Places wanted:"),
    )
    return draft


def _metres(outcome: Outcome, unit: str, key: str) -> float:
    """Ask how far people go for an outcome; what nobody changes stays as it is to the metre."""
    if unit == METRES:
        return st.number_input(
            say("How far people go, in metres on foot"), 100.0, 100_000.0,
            value=max(100.0, outcome.reach_m), step=100.0, format="%.0f",
            key=f"{key}-{METRES}", width=320,
        )  # fmt: skip
    before = max(1, round(outcome.reach_m / PACE))
    minutes = st.number_input(
        say("How far people go, in minutes on foot"), 1, 1_250, value=before,
        key=f"{key}-{MINUTES}", width=320,
    )  # fmt: skip
    return outcome.reach_m if minutes == before else minutes * PACE


def target_in_words(mean: float | None) -> str:
    """Return what an empty target stands for: the place's average, as worked out now."""
    if mean is None or pd.isna(mean):
        return say("The average here")
    return say("The average here: {mean}", mean=decimal(mean, 2))
