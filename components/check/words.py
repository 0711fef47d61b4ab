"""How long ago something was checked, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sharedground.analysis.freshness import Freshness
from sharedground.analysis.newest import month_name
from sharedground.words import say, say_many


def checked(row: Mapping[str, Any]) -> str:
    """Return when a place was last checked and by whom.

    Parameters
    ----------
    row
        Of `analysis.freshness.freshness`.
    """
    if row["state"] == Freshness.UNKNOWN.value:
        return say("Nobody said when this was last checked.")
    when = month_name(int(row["year"]), int(row["month"]))
    if not row["own"]:
        return say("From a list of {when}.", when=when)
    if row["by"]:
        return say("Checked {when} by {who}.", when=when, who=row["by"])
    return say("Checked {when}.", when=when)


def ago(months: float) -> str:
    """Return an age as people say it, such as "2 years ago"; "" when it is not known."""
    if months != months:
        return ""
    years = int(months // 12)
    if years:
        return say_many("{n} year ago", "{n} years ago", years)
    return say_many("{n} month ago", "{n} months ago", int(months)) if months else say("this month")
