"""What a reader chose to see of how sure the ranking is."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from components import cached, coded, counted
from components.gaps import controls
from components.session import Workspace
from sharedground.analysis import story
from sharedground.analysis.assessment import Assessment
from sharedground.analysis.weightings import Prior
from sharedground.model.counting import Counting
from sharedground.sureness import PRIORS, Sureness
from sharedground.surroundings import groups_of
from sharedground.words import say


@dataclass(frozen=True, eq=False)
class Asked:
    """One question of how sure we are, and what is known for it.

    Parameters
    ----------
    groups
        The group of each area, or None where areas stand for themselves.
    level
        Of the rows, for `story.counted`.
    calls
        What each key is called.
    """

    found: Assessment
    counting: Counting
    prior: Prior
    sure: Sureness
    groups: pd.Series | None
    level: str
    calls: dict[str, str]

    def named(self, keys: tuple[str, ...]) -> list[str]:
        """Return what these are called."""
        return [self.calls.get(key, key) for key in keys]


def choose(work: Workspace) -> Asked:
    """Draw the choices and return what they ask for."""
    labels = cached.area_labels(work.view)
    with st.container(key="filters", horizontal=True, vertical_alignment="bottom"):
        grouped = controls.level(labels)
        prior = PRIORS[coded.select(say("Weights to try"), _priors(), "weights", width=330)]
        counting = counted.choose(work)
    counted.said(work, counting)
    found = cached.assessment(work.view, work.vision, counting)
    groups = groups_of(labels) if grouped else None
    calls = dict(zip(labels["area_code"], labels["label"], strict=True))
    shown = str(labels["level"].iloc[0])
    level = shown if grouped else (story.SMALL if shown else "")
    sure = cached.sureness(work.view, found, prior, groups)
    return Asked(found, counting, prior, sure, groups, level, calls)


def _priors() -> dict[str, str]:
    return {
        "around": say("Around ours"),
        "near": say("Close to ours"),
        "far": say("Far from ours too"),
        "any": say("Any weights at all"),
    }
