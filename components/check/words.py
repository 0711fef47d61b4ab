"""How long ago something was checked, in words."""

from __future__ import annotations

from sharedground.analysis.freshness import FRESH_MONTHS, STALE_MONTHS, Freshness
from sharedground.words import say, say_many


def ago(months: float) -> str:
    """Return an age as people say it, such as "2 years ago"; "" when it is not known."""
    if months != months:
        return ""
    years = int(months // 12)
    if years:
        return say_many("{n} year ago", "{n} years ago", years)
    return say_many("{n} month ago", "{n} months ago", int(months)) if months else say("this month")


def span(months: int) -> str:
    """Return a length as it follows "the last", such as "year" or "18 months"."""
    if months == 12:
        return say("year")
    years, rest = divmod(months, 12)
    if rest:
        return say_many("month", "{n} months", months)
    return say("{n} years", n=years)


def length(months: int) -> str:
    """Return a length as it follows "over" or "for", such as "a year" or "2 years"."""
    return say("a year") if months == 12 else say("a month") if months == 1 else span(months)


def state(which: Freshness) -> str:
    """Return what a state is called, with its lengths."""
    if which is Freshness.FRESH:
        return say("Checked in the last {span}", span=span(FRESH_MONTHS))
    if which is Freshness.STALE:
        return say("More than {length} ago", length=length(STALE_MONTHS))
    if which is Freshness.UNKNOWN:
        return say("Nobody said when")
    if FRESH_MONTHS % 12 or STALE_MONTHS % 12:
        return say("{a} to {b} months ago", a=FRESH_MONTHS, b=STALE_MONTHS)
    return say("{a} to {b} years ago", a=FRESH_MONTHS // 12, b=STALE_MONTHS // 12)
