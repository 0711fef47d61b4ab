"""Whether a high figure is bad: asked for each figure, and said at any time."""

from __future__ import annotations

from typing import Final

import pandas as pd
import streamlit as st

from components import parts, session
from components.frame import plain_markdown
from components.session import Workspace
from components.upload.questions import ANSWERS
from sharedground.access import Role, require
from sharedground.model.outcome import Direction
from sharedground.model.place import Measure
from sharedground.store.directions import set_direction
from sharedground.store.holdings import Holdings
from sharedground.words import say, say_many

ASKED_AT_ONCE: Final = 6


def draw(work: Workspace) -> None:
    """Ask what nobody has said yet, and let what was said be changed."""
    require(Role.OFFICER)
    figures = figures_of(work.view.holdings)
    if figures.empty:
        return
    open_ones = figures[figures["direction"] == ""]
    st.space("small")
    parts.heading(
        say("Is a high figure bad?"),
        say_many("Nobody has said it of {n} figure yet, so that figure cannot show need.",
                 "Nobody has said it of {n} figures yet, so those cannot show need.",
                 len(open_ones))
        if len(open_ones)
        else say("It is said of every figure. You can change it."),
    )  # fmt: skip
    with st.container(key="look-at-ways", gap=None):
        if len(open_ones):
            with st.expander(
                say("Answer for figures that nobody has answered for"), type="compact"
            ):
                _ask(work, open_ones.head(ASKED_AT_ONCE))
        with st.expander(say("Change an answer"), type="compact"):
            _change(work, figures)


def figures_of(held: Holdings) -> pd.DataFrame:
    """Return the figures of every area set, each once: `indicator_id`, `label`, `direction`."""
    every = pd.concat([held.indicators, *(one.indicators for one in held.other_sets)])
    every = every.drop_duplicates("indicator_id").sort_values(["name", "year", "measure"])
    every["direction"] = every["direction"].fillna("").astype(str)
    rows = every[["name", "year", "measure"]].itertuples(index=False)
    every["label"] = pd.Series([_label(*row) for row in rows], index=every.index, dtype=object)
    return every[["indicator_id", "label", "direction"]].reset_index(drop=True)


def _label(name: str, year: float, measure: str) -> str:
    """Return what tells a figure from others: "Crime 2019, score"."""
    when = "" if pd.isna(year) else f" {int(year)}"
    return f"{name}{when}" if measure == Measure.VALUE else f"{name}{when}, {measure}"


def _ask(work: Workspace, asked: pd.DataFrame) -> None:
    with st.form(f"ways-{work.place.revision}", border=False):
        said = {
            str(row.indicator_id): st.segmented_control(
                plain_markdown(str(row.label)), list(ANSWERS),
                format_func=lambda way: say(ANSWERS[way]),
                key=f"way-{work.place.revision}-{row.indicator_id}",
            )
            for row in asked.itertuples(index=False)
        }  # fmt: skip
        save = st.form_submit_button(say("Save the answers"))
    answers = {name: way for name, way in said.items() if way is not None}
    if save and answers:
        _save(work, answers, "")


def _change(work: Workspace, figures: pd.DataFrame) -> None:
    labels = dict(zip(figures["indicator_id"], figures["label"], strict=True))
    now = dict(zip(figures["indicator_id"], figures["direction"], strict=True))
    chosen = st.selectbox(
        say("Figure"), list(labels), format_func=labels.__getitem__, key="way-figure"
    )  # fmt: skip
    with st.form(f"way-{chosen}-{work.place.revision}", border=False):
        way = st.segmented_control(
            say("Is a high figure bad?"), list(ANSWERS),
            default=Direction(now[chosen]) if now[chosen] else None,
            format_func=lambda each: say(ANSWERS[each]),
        )  # fmt: skip
        reason = st.text_input(say("Why? It is kept in the history."), max_chars=300)
        save = st.form_submit_button(say("Save this answer"))
    if save and way is not None:
        _save(work, {chosen: way}, reason.strip())


def _save(work: Workspace, answers: dict[str, Direction], reason: str) -> None:
    engine, place_id = session.writable(work)
    changed = [
        name
        for name, way in answers.items()
        if set_direction(engine, place_id, name, way, reason=reason)
    ]
    told = [
        say_many("{n} answer saved.", "{n} answers saved.", len(changed))
        if changed
        else say("It was so already.")
    ]
    if changed and work.view.holdings.vision is not None:
        told.append(say("The saved vision keeps the answers that it was saved with."))
    session.say_next(" ".join(told))
    st.rerun()
