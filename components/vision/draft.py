"""A vision while it is being changed: what the form shows, before anything is saved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from sharedground.analysis.walking import PACE
from sharedground.model.outcome import SUGGESTIONS, Expression, Goal, Outcome, Serving, Suggestion
from sharedground.model.vision import Vision, rescaled
from sharedground.words import say, say_many

ALL_POINTS: Final = 100


FEWEST, MOST = 5, 7
"""A good number of outcomes: few enough to remember, enough to cover what matters."""


@dataclass(frozen=True)
class Aim:
    """A goal while it is being written: nothing of it is known yet.

    Parameters
    ----------
    measure
        Name of an indicator, or what is measured in people's own words.
    """

    measure: str = ""
    value: float | None = None
    date: dt.date | None = None
    baseline: float | None = None

    def goal(self) -> Goal | None:
        """Return the goal; None without the figure that is wanted."""
        if self.value is None:
            return None
        return Goal(value=self.value, date=self.date, baseline=self.baseline,
                    indicator=self.measure)  # fmt: skip


@dataclass(frozen=True)
class Draft:
    """A vision under way, with weights as whole points that people share out of 100.

    Parameters
    ----------
    place_id
        The place it is for.
    opened
        The vision it was opened from; its version tells a stale save.
    body
        The vision whose words and outcomes it began with.
    outcomes
        As they are now. Their own `weight` is not used here.
    points
        One whole number for each outcome.
    reason
        Why the vision is changed, as typed so far.
    aims
        The goal of each outcome that has one, by its code. Their own `goal` is not used here.
    """

    place_id: str
    opened: Vision
    body: Vision
    title: str
    statement: str
    outcomes: tuple[Outcome, ...]
    points: tuple[int, ...]
    reason: str = ""
    aims: Mapping[str, Aim] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """Points given so far."""
        return sum(self.points)

    def weights(self) -> list[float]:
        """Return the weights that the points stand for.

        Untouched points keep the exact weights of the vision it began with, such as 1/7.
        """
        whole = points_of([outcome.weight for outcome in self.body.outcomes])
        before = {o.code: p for o, p in zip(self.body.outcomes, whole, strict=True)}
        now = {o.code: p for o, p in zip(self.outcomes, self.points, strict=True)}
        if now == before:
            exact = {outcome.code: outcome.weight for outcome in self.body.outcomes}
            return [exact[outcome.code] for outcome in self.outcomes]
        return [points / ALL_POINTS for points in self.points]

    def vision(self) -> Vision:
        """Return the vision to save. Ask `faults` first.

        Raises
        ------
        pydantic.ValidationError
            If `faults` has not been mended.
        """
        outcomes = self._weighted()
        return Vision.model_validate(
            {
                **self.opened.model_dump(exclude={"outcomes", "title", "statement"}),
                "title": self.title,
                "statement": self.statement,
                "outcomes": [outcome.model_dump() for outcome in outcomes],
                "weights_from": self._weights_from(),
            }
        )

    def _weights_from(self) -> str:
        """Return the round that the weights are from: "" once anything of them was changed."""
        before = [(one.code, one.weight) for one in self.body.outcomes]
        codes = [one.code for one in self.outcomes]
        same = before == list(zip(codes, self.weights(), strict=True))
        return self.body.weights_from if same else ""

    def trial(self) -> Vision:
        """Return a vision to try out, with the points as they are scaled to shares of 1."""
        return self.opened.model_copy(update={"outcomes": rescaled(self._weighted())})

    def _weighted(self) -> tuple[Outcome, ...]:
        """Return the outcomes with their weights and goals."""
        return tuple(
            one.model_copy(update={"weight": weight, "goal": self.aims.get(one.code, Aim()).goal()})
            for one, weight in zip(self.outcomes, self.weights(), strict=True)
        )


def opened_from(place_id: str, vision: Vision, outcomes_of: Vision | None = None) -> Draft:
    """Return a draft of a vision.

    Parameters
    ----------
    vision
        The latest saved version, which a save will follow.
    outcomes_of
        Take title, statement and outcomes from this one: an uploaded file or an older version.
    """
    body = outcomes_of or vision
    points = points_of([outcome.weight for outcome in body.outcomes])
    return Draft(
        place_id, vision, body, body.title, body.statement, body.outcomes, points,
        aims={one.code: _aim(one.goal) for one in body.outcomes if one.goal},
    )  # fmt: skip


def _aim(goal: Goal) -> Aim:
    return Aim(goal.indicator, goal.value, goal.date, goal.baseline)


def with_aim(draft: Draft, code: str, aim: Aim) -> Draft:
    """Return the draft with the goal of one outcome; an empty one is none."""
    rest = {known: told for known, told in draft.aims.items() if known != code}
    return replace(draft, aims=rest | ({code: aim} if aim != Aim() else {}))


def points_of(weights: Sequence[float]) -> tuple[int, ...]:
    """Return whole points in proportion to the weights, 100 in all (largest remainder).

    All zeros where no weight is above 0.
    """
    total = sum(weights)
    if total <= 0:
        return (0,) * len(weights)
    exact = [ALL_POINTS * weight / total for weight in weights]
    whole = [int(share + 1e-9) for share in exact]
    order = sorted(range(len(exact)), key=lambda i: (whole[i] - exact[i], i))
    for i in order[: ALL_POINTS - sum(whole)]:
        whole[i] += 1
    return tuple(whole)


def scaled(draft: Draft) -> Draft:
    """Return the draft with its points scaled to 100; equal points where none are given."""
    given = draft.points if draft.total else (1,) * len(draft.points)
    return replace(draft, points=points_of(given))


def with_outcome(draft: Draft, index: int, **changes: object) -> Draft:
    """Return the draft with one outcome changed. Values are checked by `faults`, not here."""
    outcomes = list(draft.outcomes)
    outcomes[index] = outcomes[index].model_copy(update=changes)
    return replace(draft, outcomes=tuple(outcomes))


def moved(draft: Draft, index: int, step: int) -> Draft:
    """Return the draft with one outcome moved up (-1) or down (1)."""
    order = list(range(len(draft.outcomes)))
    order.insert(max(0, index + step), order.pop(index))
    return _picked(draft, order)


def without(draft: Draft, index: int) -> Draft:
    """Return the draft without one outcome. Its points go back to be shared."""
    return _picked(draft, [i for i in range(len(draft.outcomes)) if i != index])


def _picked(draft: Draft, order: Iterable[int]) -> Draft:
    order = list(order)
    return replace(
        draft,
        outcomes=tuple(draft.outcomes[i] for i in order),
        points=tuple(draft.points[i] for i in order),
    )


def with_suggestion(draft: Draft, code: str, expressed_by: tuple[Expression, ...] = ()) -> Draft:
    """Return the draft with a suggested outcome added, with no points yet."""
    found = next(item for item in SUGGESTIONS if item.code == code)
    outcome = Outcome(
        code=code,
        name=say(found.name),
        why=say(found.why),
        expressed_by=expressed_by,
        served_by=tuple(Serving(category=c, strength=s) for c, s in found.serves.items()),
        reach_m=usual_reach_m(draft),
    )
    return _with(draft, outcome)


def from_suggestions(
    draft: Draft, codes: Iterable[str], figures: Mapping[str, tuple[Expression, ...]]
) -> Draft:
    """Return the draft with several suggested outcomes added, each with the same points."""
    for code in codes:
        draft = with_suggestion(draft, code, figures.get(code, ()))
    return scaled(replace(draft, points=(0,) * len(draft.outcomes)))


def with_blank(draft: Draft) -> Draft:
    """Return the draft with an outcome of its own added, ready to be named."""
    used = {outcome.code for outcome in draft.outcomes}
    code = next(c for c in (f"X{n:02d}" for n in range(1, 1_000)) if c not in used)
    names = {outcome.name.casefold() for outcome in draft.outcomes}
    tries = (say("New outcome {n}", n=n) for n in range(1, 1_000))
    name = next(text for text in tries if text.casefold() not in names)
    return _with(draft, Outcome(code=code, name=name, reach_m=usual_reach_m(draft)))


def _with(draft: Draft, outcome: Outcome) -> Draft:
    return replace(draft, outcomes=(*draft.outcomes, outcome), points=(*draft.points, 0))


def usual_reach_m(draft: Draft) -> float:
    """Return the middle one of the reaches in use, in metres; 1,200 m where there are none."""
    reaches = sorted(outcome.reach_m for outcome in draft.outcomes)
    return reaches[len(reaches) // 2] if reaches else 1_200.0


def not_yet_used(draft: Draft) -> list[str]:
    """Return the codes of the suggested outcomes that the draft does not have."""
    codes = {outcome.code for outcome in draft.outcomes}
    names = {outcome.name.casefold() for outcome in draft.outcomes}
    return [s.code for s in SUGGESTIONS if s.code not in codes and s.name.casefold() not in names]


def nearest(item: Suggestion) -> str:
    """Return to what in the lists of others one of our ten outcomes is nearest."""
    told = [say("ONS well-being: {name}", name=say(item.ons_domain))]
    if item.npf:
        told.append(say("Scotland's framework: {name}", name=say(item.npf)))
    told.append(say("UN goals: {numbers}", numbers=item.sdg.replace(";", ",")))
    return ". ".join(told) + "."


def counted(n: int) -> str:
    """Return how many outcomes there are, against five to seven, which nobody has to keep to."""
    if n < FEWEST:
        return say("{n} outcomes. Five to seven is a good number.", n=n)
    if n > MOST:
        return say("{n} outcomes. With more than seven, each one gets few points.", n=n)
    return say("{n} outcomes: a good number.", n=n)


def faults(draft: Draft) -> list[str]:
    """Return what keeps the draft from being saved, in words; nothing when it is ready."""
    found = []
    if not draft.title.strip():
        found.append(say("Give the vision a title."))
    if not draft.outcomes:
        found.append(say("Add at least one outcome: something you want to be true here."))
    names = [" ".join(outcome.name.split()).casefold() for outcome in draft.outcomes]
    if "" in names:
        found.append(say("Give every outcome a name."))
    twice = {o.name for o, n in zip(draft.outcomes, names, strict=True) if n and names.count(n) > 1}
    found += [say("Two outcomes are called {name}. Change one.", name=n) for n in sorted(twice)[:1]]
    found += [
        say("The goal of {name} has no figure. Say what you want to reach, or empty it.",
            name=one.name)
        for one in draft.outcomes
        if one.code in draft.aims and draft.aims[one.code].goal() is None
    ][:1]  # fmt: skip
    if draft.outcomes and draft.total != ALL_POINTS:
        found.append(points_in_words(draft.total))
    return found


def points_in_words(total: int) -> str:
    """Return how many of the 100 points are shared, and what is left to do."""
    if total > ALL_POINTS:
        over = total - ALL_POINTS
        return say("{total} of 100 shared. Take {over} away, or scale to 100.",
                   total=total, over=over)  # fmt: skip
    if total == ALL_POINTS:
        return say("All 100 points are shared.")
    return say("{total} of 100 shared. {left} left.", total=total, left=ALL_POINTS - total)


def walk_in_words(metres: float) -> str:
    """Return a distance with the minutes it takes on foot."""
    minutes = max(1, round(metres / PACE))
    return say_many(
        "{metres} m, about {n} minute on foot",
        "{metres} m, about {n} minutes on foot",
        minutes,
        metres=round(metres),
    )
