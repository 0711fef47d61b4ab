"""The step that says what was decided and promised, and what became of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from sharedground import decisions_words
from sharedground.figures.exhibits import Column, Exhibit, Fact, Facts, Sheet, Step, Words
from sharedground.model.decision import Decision, DecisionKind, DecisionState
from sharedground.store import meetings
from sharedground.telling.registry import step
from sharedground.telling.town import Town
from sharedground.views import View
from sharedground.words import decimal, later, say

MOST: Final = 40
"""Rows that one table has at most; the page has all."""


@step("decisions", later("What we decided and promised"), 90)
def decided(town: Town) -> Step | None:
    """Return what was decided, promised and not agreed: at the meeting that goes on, else ever."""
    held = town.view.holdings
    if not held.decisions:
        return None
    now = meetings.going_on(held.meetings)
    here = now.meeting_id if now is not None else ""
    every = decisions_words.chosen(held.decisions, meeting_id=here) or held.decisions
    counted = decisions_words.tally(every, town.made_at.date())
    return Step(
        code="decisions", title=decisions_words.finding(counted),
        lede=decisions_words.overdue_sentence(counted), exhibits=shown(every, town.made_at.date()),
        ask=say("Is everything written down as we meant it?"),
        source=say("Written down at our meetings"), door="decisions",
    )  # fmt: skip


def recorded(
    view: View, meeting_id: str = "", *, today: dt.date | None = None
) -> tuple[Exhibit, ...]:
    """Return what is recorded, of one meeting or all of it; empty where nothing is.

    Parameters
    ----------
    view
        Of everyone, for what leaves the room.
    """
    every = decisions_words.chosen(view.holdings.decisions, meeting_id=meeting_id)
    return shown(every, today or dt.datetime.now(dt.UTC).date())


def shown(every: Sequence[Decision], today: dt.date) -> tuple[Exhibit, ...]:
    """Return decisions as figures, a table of promises, and sentences."""
    ordered = decisions_words.in_order(every, today)
    promises = [one for one in ordered if one.is_promise]
    found: list[Exhibit] = []
    if promises:
        found += [_figures(every, today), _promises(promises[:MOST], today)]
    for kind in (DecisionKind.DECISION, DecisionKind.DISAGREEMENT):
        told = [one for one in ordered if one.kind is kind and one.state is DecisionState.OPEN]
        if told:
            lines = tuple(_line(one) for one in told[:MOST])
            found.append(Words(say(decisions_words.HEADINGS[kind]), lines))
    return tuple(found)


def _figures(every: Sequence[Decision], today: dt.date) -> Facts:
    counted = decisions_words.tally(every, today)
    return Facts(
        "",
        (
            Fact(say("Promises open"), decimal(counted.waiting)),
            Fact(say("Past their day"), decimal(counted.overdue)),
            Fact(say("Promises kept"), decimal(counted.done),
                 say("of {n} in all", n=counted.promises)),
        ),
    )  # fmt: skip


def _promises(promises: Sequence[Decision], today: dt.date) -> Sheet:
    rows = tuple(
        (
            one.words, ", ".join(one.who) or say("not named"),
            decisions_words.standing(one, today), decisions_words.purpose(one),
        )
        for one in promises
    )  # fmt: skip
    columns = (Column(say("What")), Column(say("Who")), Column(say("Where it stands")),
               Column(say("What for")))  # fmt: skip
    return Sheet(say(decisions_words.HEADINGS[DecisionKind.COMMITMENT]), columns, rows)


def _line(decision: Decision) -> str:
    told = decisions_words.about(decision)
    return f"{decision.words} ({told})" if told else decision.words
