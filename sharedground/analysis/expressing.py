"""Need of each area for each outcome of a vision, from the indicators that express it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from sharedground import words
from sharedground.analysis import national, need
from sharedground.analysis.evidence import Expressed
from sharedground.analysis.memo import key
from sharedground.analysis.reach import Floats
from sharedground.analysis.setting import Setting
from sharedground.model.outcome import Expression, Outcome
from sharedground.words import say


def express(setting: Setting, outcomes: Sequence[Outcome]) -> tuple[tuple[Expressed, ...], Floats]:
    """Return the indicators behind each outcome, and need, shape (areas, outcomes).

    Both are kept by what they depend on: the figures, what the vision asks of them, and the
    language, because a reason is in words.
    """
    asked = [
        (position, expression)
        for position, outcome in enumerate(outcomes)
        for expression in outcome.expressed_by
    ]
    about = key(setting.key_of_figures, setting.counting.national, words.language())

    def make() -> tuple[tuple[Expressed, ...], Floats]:
        found = tuple(_kept(setting, about, *one) for one in asked)
        return found, _needs(found, len(setting.areas), len(outcomes))

    return setting.memo.get(key("needs", about, len(outcomes), asked), make)


def _kept(setting: Setting, about: bytes, position: int, expression: Expression) -> Expressed:
    found = setting.memo.get(
        key("expressed", about, expression), lambda: _expressed(setting, expression)
    )
    return replace(found, outcome=position)


def _expressed(setting: Setting, expression: Expression) -> Expressed:
    nothing = np.full(len(setting.areas), np.nan)
    indicator = need.find(setting.indicators, expression)
    if indicator is None:
        reason = say("No figures called {name} are loaded.", name=expression.indicator)
        return Expressed(0, expression, None, None, None, nothing, reason)
    readings = need.aligned(
        setting.indicator_values, str(indicator["indicator_id"]), setting.areas["area_code"]
    )
    direction = need.direction_of(expression, indicator)
    if direction is None:
        reason = say(
            "Nobody has said yet whether a high figure of {name} is bad.",
            name=indicator["name"],
        )
        return Expressed(0, expression, indicator, None, readings, nothing, reason)
    if setting.counting.national:
        ranked = _nationally(setting, expression, indicator)
        if ranked is not None:
            return ranked
    values = readings["value"].to_numpy(dtype=float)
    percentile = need.percentile(values, setting.people, direction)
    reason = ""
    if np.isnan(percentile).all():
        reason = say(
            "No area has both a figure of {name} and a number of people.", name=indicator["name"]
        )
    return Expressed(0, expression, indicator, direction, readings, percentile, reason)


def _nationally(setting: Setting, expression: Expression, indicator: pd.Series) -> Expressed | None:
    """Return the figure by its place in a national ranking; None where the file has none."""
    codes = setting.areas["area_code"]
    ranking = national.sibling(setting.indicators, indicator)
    if ranking is None:
        return None
    direction = need.direction_of(Expression(indicator=expression.indicator), ranking)
    readings = need.aligned(setting.indicator_values, str(ranking["indicator_id"]), codes)
    if direction is None:
        return None
    values = readings["value"].to_numpy(dtype=float)
    percentile = national.percentile(values, ranking, direction, codes)
    if percentile is None or np.isnan(percentile).all():
        return None
    return Expressed(0, expression, ranking, direction, readings, percentile, "", True)


def _needs(expressed: Iterable[Expressed], n_areas: int, n_outcomes: int) -> Floats:
    columns: list[list[Floats]] = [[] for _ in range(n_outcomes)]
    for item in expressed:
        columns[item.outcome].append(item.percentile)
    needs = np.full((n_areas, n_outcomes), np.nan)
    for position, percentiles in enumerate(columns):
        if percentiles:
            needs[:, position] = need.combined(np.column_stack(percentiles))
    return needs
