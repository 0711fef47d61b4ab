"""A vision while it is being changed: what the form shows, before anything is saved."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from sharedground.model.outcome import SUGGESTIONS, Expression, Outcome, Serving
from sharedground.model.vision import Vision, rescaled
from sharedground.words import say, say_many

ALL_POINTS: Final = 100
METRES_A_MINUTE: Final = 80
"""How far people walk in a minute, on the flat."""


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
    """

    place_id: str
    opened: Vision
    body: Vision
    title: str
    statement: str
    outcomes: tuple[Outcome, ...]
    points: tuple[int, ...]
    reason: str = ""

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
        weighted = zip(self.outcomes, self.weights(), strict=True)
        outcomes = tuple(o.model_copy(update={"weight": weight}) for o, weight in weighted)
        return Vision.model_validate(
            {
                **self.opened.model_dump(exclude={"outcomes", "title", "statement"}),
                "title": self.title,
                "statement": self.statement,
                "outcomes": [outcome.model_dump() for outcome in outcomes],
            }
        )

    def trial(self) -> Vision:
        """Return a vision to try out, with the points as they are scaled to shares of 1."""
        weighted = zip(self.outcomes, self.weights(), strict=True)
        outcomes = rescaled(o.model_copy(update={"weight": weight}) for o, weight in weighted)
        return self.opened.model_copy(update={"outcomes": outcomes})


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
    return Draft(place_id, vision, body, body.title, body.statement, body.outcomes, points)


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
    minutes = max(1, round(metres / METRES_A_MINUTE))
    return say_many(
        "{metres} m, about {n} minute on foot",
        "{metres} m, about {n} minutes on foot",
        minutes,
        metres=round(metres),
    )
