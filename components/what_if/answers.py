"""Answers that are kept between reruns, each under a key that says all it depends on."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import streamlit as st

from components import cached
from sharedground import grounds, scenarios, what_if
from sharedground.analysis.freshness import today_in
from sharedground.grounds import Ground
from sharedground.model.counting import Counting
from sharedground.model.scenario import Scenario
from sharedground.model.vision import Vision
from sharedground.scenarios import Effect, Present
from sharedground.views import View
from sharedground.what_if import Ask, Sites

Key = tuple[object, ...]


@st.cache_resource(max_entries=12, show_spinner=False)
def _ground(key: Key, today: dt.date, _view: View, _counting: Counting) -> Ground:  # noqa: ARG001
    return grounds.ground(_view, _counting, today=today)


def present(seen: View, vision: Vision, counting: Counting) -> Present:
    """Return the place as it is, as `Present.of`."""
    today = today_in(seen.holdings.place) if counting.fresh_months else dt.date.min
    key = (*seen.key, seen.holdings.place.detour_factor, counting.model_dump_json())
    here = _ground(key, today, seen, counting)
    return Present(seen, vision, counting, here, cached.assessment(seen, vision, counting))


def _key(now: Present) -> Key:
    place = now.view.holdings.place
    today = today_in(place) if now.counting.fresh_months else dt.date.min
    return (*now.view.key, place.detour_factor, now.vision.model_dump_json(),
            now.counting.model_dump_json(), today)  # fmt: skip


@st.cache_resource(max_entries=48, show_spinner=False)
def _sites(key: Key, ask: str, _now: Present, _ask: Ask) -> Sites:  # noqa: ARG001
    return what_if.sites(_now, _ask)


def sites(now: Present, ask: Ask) -> Sites:
    """Return where new places would reach most people, as `what_if.sites`."""
    return _sites(_key(now), ask.model_dump_json(), now, ask)


@st.cache_resource(max_entries=24, show_spinner=False)
def _closures(key: Key, category: str, _now: Present) -> pd.DataFrame:  # noqa: ARG001
    return what_if.closures(_now, category)


def closures(now: Present, category: str) -> pd.DataFrame:
    """Return what each closure would take away, as `what_if.closures`. Never change it."""
    return _closures(_key(now), category, now)


@st.cache_resource(max_entries=120, show_spinner=False)
def _effect(key: Key, scenario: str, _now: Present, _scenario: Scenario) -> Effect:  # noqa: ARG001
    return scenarios.effect(_now, _scenario)


def effect(now: Present, scenario: Scenario) -> Effect:
    """Return what a scenario would change, as `scenarios.effect`."""
    return _effect(_key(now), scenario.model_dump_json(), now, scenario)
