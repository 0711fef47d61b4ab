"""The places of a view as the map needs them: numbered once, and open or not at a time."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import streamlit as st

from components import cached
from sharedground import finding
from sharedground.analysis import opening_times
from sharedground.analysis.freshness import today_in
from sharedground.finding import NEARBY_KM, Spot, by_distance, found_postcode, is_far, km_from
from sharedground.views import View

__all__ = ["NEARBY_KM", "Spot", "by_distance", "found_postcode", "is_far", "km_from"]


@st.cache_resource(max_entries=12, show_spinner=False)
def _numbered(
    key: tuple[object, ...],  # noqa: ARG001
    today: dt.date,
    _view: View,
    _labels: pd.DataFrame,
) -> pd.DataFrame:
    return finding.numbered(_view, _labels, today)


def numbered(view: View) -> pd.DataFrame:
    """Return every place of the view, as `finding.numbered`, worked out once."""
    today = today_in(view.holdings.place)
    return _numbered(view.key, today, view, cached.area_labels(view))


def now_in(view: View) -> dt.datetime:
    """Return the time of day in a place: British time in Britain, else that of the visitor."""
    return finding.now_in(view, st.context.timezone)


def moment(view: View, day: str, part: str) -> opening_times.Moment:
    """Return the moment that is asked about: "now", or a day of the week and a part of it."""
    return finding.moment(view, day, part, now_in(view))


def opened(view: View, places: pd.DataFrame, day: str, part: str) -> pd.DataFrame:
    """Return places with `open_state` at a time, if one is asked about."""
    return finding.opened(places, moment(view, day, part)) if day else places
