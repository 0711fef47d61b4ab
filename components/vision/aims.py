"""What people want to see by when: one figure for each outcome, with where it starts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Final

import pandas as pd
import streamlit as st

from components import parts
from components.frame import plain_markdown
from components.vision import draft as drafts
from components.vision.draft import Aim, Draft
from sharedground import workflow
from sharedground.analysis import need
from sharedground.model.outcome import Outcome
from sharedground.store.holdings import Holdings
from sharedground.vision_words import number
from sharedground.words import say

Change = Callable[[Draft], Draft]

_FIRST, _LAST = dt.date(2000, 1, 1), dt.date(2100, 12, 31)
_LONGEST: Final = 200


def draw(draft: Draft, held: Holdings, key: str, actions: list[Change]) -> Draft:
    """Draw the goal of each outcome; return the draft with what they say."""
    parts.note(say("A goal is a figure that you can follow over the years. Leave it empty where "
                   "you have none. It is in no sum."))  # fmt: skip
    for outcome in draft.outcomes:
        draft = _one(draft, outcome, held, f"{key}-aim-{outcome.code}", actions)
    return draft


def _one(draft: Draft, outcome: Outcome, held: Holdings, key: str, actions: list[Change]) -> Draft:
    aim = draft.aims.get(outcome.code, Aim())
    name = plain_markdown(outcome.name)
    parts.heading(outcome.name, level=3)
    known = measures(outcome, held.indicators)
    options = list(dict.fromkeys([*known, *([aim.measure] if aim.measure else [])]))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        measure = st.selectbox(
            say("What is measured for {name}", name=name), options,
            index=options.index(aim.measure) if aim.measure else None, accept_new_options=True,
            placeholder=say("Choose a figure, or type your own"), key=f"{key}-measure", width=360,
        )  # fmt: skip
        baseline = st.number_input(say("It starts at"), value=aim.baseline, format="%.6g",
                                   key=f"{key}-baseline", width=150)  # fmt: skip
        value = st.number_input(say("We want"), value=aim.value, format="%.6g",
                                key=f"{key}-value", width=150)  # fmt: skip
        date = st.date_input(say("By"), aim.date, min_value=_FIRST, max_value=_LAST,
                             format="DD/MM/YYYY", key=f"{key}-date", width=160)  # fmt: skip
    told = Aim(str(measure or "").strip()[:_LONGEST], value, date or None, baseline)
    draft = drafts.with_aim(draft, outcome.code, told)
    mean = workflow.mean_of(held, told.measure)
    if mean is not None and baseline is None:
        label = say("Start at {value}: the mean over the people here", value=number(mean))
        if st.button(label, key=f"{key}-fill", icon=":material/input:"):
            filled = replace(told, baseline=float(f"{mean:.4g}"))
            actions.append(partial(drafts.with_aim, code=outcome.code, aim=filled))
    return draft


def measures(outcome: Outcome, indicators: pd.DataFrame) -> list[str]:
    """Return the names of the figures to choose from: first those that show need for it."""
    own = [need.find(indicators, expression) for expression in outcome.expressed_by]
    first = [str(row["name"]) for row in own if row is not None]
    rest = sorted({str(name) for name in indicators["name"]}, key=str.casefold)
    return list(dict.fromkeys([*first, *rest]))
