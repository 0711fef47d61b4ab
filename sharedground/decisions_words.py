"""What was decided, promised and left open, in sentences, counts and rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from sharedground.model.decision import Decision, DecisionKind, DecisionState
from sharedground.words import day, later, say, say_many

KINDS: Final = {
    DecisionKind.DECISION: later("Decision"),
    DecisionKind.COMMITMENT: later("Commitment"),
    DecisionKind.DISAGREEMENT: later("Disagreement"),
}
HEADINGS: Final = {
    DecisionKind.COMMITMENT: later("What somebody promised"),
    DecisionKind.DECISION: later("What we decided"),
    DecisionKind.DISAGREEMENT: later("Where we do not agree"),
}
"""What lists of them are called, in the order in which they are read."""

SOON: Final = dt.timedelta(days=14)


@dataclass(frozen=True)
class Tally:
    """How many decisions hold, how many promises stand where, and what is not agreed.

    Parameters
    ----------
    waiting
        Promises that are open, those overdue among them.
    """

    decisions: int
    waiting: int
    overdue: int
    done: int
    not_done: int
    dropped: int
    disagreements: int

    @property
    def promises(self) -> int:
        """All promises, whatever became of them."""
        return self.waiting + self.done + self.not_done + self.dropped


def tally(decisions: Iterable[Decision], today: dt.date) -> Tally:
    """Count what is recorded, as it stands today."""
    every = list(decisions)
    promises = [one for one in every if one.is_promise]

    def count(state: DecisionState) -> int:
        return sum(one.state is state for one in promises)

    def open_ones(kind: DecisionKind) -> int:
        return sum(one.kind is kind and one.state is DecisionState.OPEN for one in every)

    return Tally(
        decisions=open_ones(DecisionKind.DECISION), waiting=count(DecisionState.OPEN),
        overdue=sum(one.is_overdue(today) for one in promises), done=count(DecisionState.DONE),
        not_done=count(DecisionState.NOT_DONE), dropped=count(DecisionState.DROPPED),
        disagreements=open_ones(DecisionKind.DISAGREEMENT),
    )  # fmt: skip


def finding(counted: Tally) -> str:
    """Return what stands open, as a heading."""
    promised = (
        say_many("{n} promise is open", "{n} promises are open", counted.waiting)
        if counted.waiting else say("nothing that was promised is still open")
    ) if counted.promises else ""  # fmt: skip
    decided = (
        say_many("{n} decision holds", "{n} decisions hold", counted.decisions)
        if counted.decisions or not promised
        else ""
    )
    told = ", ".join(filter(None, (decided, promised)))
    return told[:1].upper() + told[1:]


def overdue_sentence(counted: Tally) -> str:
    """Return how many promises are overdue and how many were kept; "" without promises."""
    if not counted.promises:
        return ""
    told = [
        say_many("{n} is past its day.", "{n} are past their day.", counted.overdue)
        if counted.overdue else "",
        say_many("{n} promise was kept.", "{n} promises were kept.", counted.done)
        if counted.done else "",
        say_many("{n} was not.", "{n} were not.", counted.not_done) if counted.not_done else "",
    ]  # fmt: skip
    return " ".join(filter(None, told))


def standing(decision: Decision, today: dt.date) -> str:
    """Return what became of it, with the last words on it."""
    if decision.state is DecisionState.OPEN:
        return _when(decision, today)
    names = {
        DecisionState.DONE: say("Done") if decision.is_promise else say("Settled"),
        DecisionState.NOT_DONE: say("Not done"),
        DecisionState.DROPPED: say("Dropped"),
    }
    name = names[decision.state]
    if not decision.log:
        return name
    last = decision.log[-1]
    dated = say("{state} on {date}", state=name, date=day(last.at.date()))
    return say("{what}: {words}", what=dated, words=last.words) if last.words else dated


def _when(decision: Decision, today: dt.date) -> str:
    if decision.kind is DecisionKind.DISAGREEMENT:
        return say("Not settled")
    if decision.kind is DecisionKind.DECISION:
        return ""
    if decision.by_when is None:
        return say("No day named")
    if decision.is_overdue(today):
        return say("Was due on {date}", date=day(decision.by_when))
    return say("Due on {date}", date=day(decision.by_when))


def about(decision: Decision) -> str:
    """Return who it is by, and which outcome and area it is for; "" if nothing was said."""
    return " · ".join(filter(None, (", ".join(decision.who), purpose(decision))))


def purpose(decision: Decision) -> str:
    """Return which outcome and area it is for; "" if nothing was said."""
    names = (decision.outcome_name or decision.outcome, decision.area_name or decision.area)
    return " · ".join(filter(None, names))


def sentence(decision: Decision, today: dt.date) -> str:
    """Return it on one line: what, who and for what, and where it stands."""
    words = decision.words if decision.words[-1] in ".!?" else f"{decision.words}."
    rest = (about(decision), standing(decision, today))
    return " ".join([words, *(f"{part}." for part in rest if part)])


def in_order(decisions: Iterable[Decision], today: dt.date) -> list[Decision]:
    """Return decisions as they are read: promises that wait by their day, then the newest first."""

    def rank(one: Decision) -> tuple[object, ...]:
        closed = one.state is not DecisionState.OPEN
        due = one.by_when or dt.date.max if one.is_promise and not closed else dt.date.max
        made = one.made_on or today
        return list(HEADINGS).index(one.kind), closed, due, -made.toordinal()

    return sorted(decisions, key=rank)


def chosen(
    decisions: Iterable[Decision], *, who: str = "", outcome: str = "", area: str = "",
    meeting_id: str = "",
) -> tuple[Decision, ...]:  # fmt: skip
    """Return the decisions of a partner, an outcome, an area and a meeting; "" is any."""
    return tuple(
        one
        for one in decisions
        if (not who or who in one.who)
        and outcome in ("", one.outcome)
        and area in ("", one.area)
        and meeting_id in ("", one.meeting_id)
    )


def table(decisions: Sequence[Decision], today: dt.date) -> pd.DataFrame:
    """Return decisions as rows to take away, in words."""
    rows = [
        (
            say(KINDS[one.kind]), one.words, "; ".join(one.who), _iso(one.by_when),
            one.outcome_name or one.outcome, one.area_name or one.area, _iso(one.made_on),
            one.state.value, "yes" if one.is_overdue(today) else "",
            one.log[-1].words if one.log else "", one.decision_id,
        )
        for one in decisions
    ]  # fmt: skip
    columns = ["kind", "what", "who", "by_when", "outcome", "area", "made_on", "state", "overdue",
               "said_of_it", "id"]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def _iso(date: dt.date | None) -> str:
    return date.isoformat() if date else ""


def as_data(decision: Decision, today: dt.date) -> dict[str, Any]:
    """Return a decision as values that JSON has, for scripts."""
    return decision.model_dump(mode="json") | {"overdue": decision.is_overdue(today)}
