"""A whole story of a place, ready to be shown or taken home."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sharedground import pictures
from sharedground.figures.exhibits import Deck, Step, Words
from sharedground.model.story import Story, Told
from sharedground.telling import changed, closing, findings, opening, recorded  # noqa: F401
from sharedground.telling.registry import kind_of, kinds
from sharedground.telling.town import Town
from sharedground.vision_words import standing
from sharedground.words import day, language, say


def usual() -> tuple[Told, ...]:
    """Return the steps of a story that nobody has arranged: all there are, in their order."""
    return tuple(Told(code=kind.code) for kind in kinds())


def complete(story: Story | None) -> tuple[Told, ...]:
    """Return the steps of a story; kinds that it does not know yet stand in their usual places."""
    if story is None:
        return usual()
    steps = list(story.steps)
    known = {step.code for step in steps}
    for kind in kinds():
        if kind.code in known:
            continue
        before = [other.code for other in kinds() if other.order < kind.order]
        at = max((n + 1 for n, step in enumerate(steps) if step.code in before), default=0)
        steps.insert(at, Told(code=kind.code))
    return tuple(steps)


def deck(town: Town, story: Story | None = None) -> Deck:
    """Return a story of a place: its steps that are shown and have data, in their order.

    Parameters
    ----------
    story
        As the partnership arranged it; None tells all there is.
    """
    steps = [step for told in complete(story) if told.shown for step in _built(town, told)]
    origin = town.origin
    data = say("Data of {day}, version {n}", day=day(town.made_at.date()),
               n=town.view.holdings.data_revision)  # fmt: skip
    return Deck(
        title=story.name if story is not None else say("{place} together", place=town.name),
        place=town.name, made_at=town.made_at, vision=_first_large(standing(town.vision)),
        data=data, steps=tuple(steps),
        kicker=say("Demo town: this place is made up.") if origin.fictional else "",
        credits=_credits(town),
        partners=tuple(sorted(town.view.holdings.partners["name"].astype(str), key=str.casefold)),
        language=language(),
    )  # fmt: skip


def _built(town: Town, told: Told) -> Sequence[Step]:
    if told.is_own:
        return (_own(told),)
    kind = kind_of(told.code)
    made = kind.build(town) if kind is not None else None
    if made is None:
        return ()
    return (replace(
        made, title=told.title or made.title, lede=told.words or made.lede,
        ask=told.ask or made.ask,
        notes=(*(told.notes.splitlines() if told.notes else ()), *made.notes),
    ),)  # fmt: skip


def _own(told: Told) -> Step:
    lines = tuple(line for line in map(str.strip, told.words.splitlines()) if line)
    return Step(
        code=told.code, title=told.title or say("A step of our own"),
        exhibits=(Words("", lines),) if lines else (), ask=told.ask,
        notes=tuple(told.notes.splitlines()),
    )  # fmt: skip


def _first_large(words: str) -> str:
    return words[:1].upper() + words[1:]


def _credits(town: Town) -> tuple[str, ...]:
    told = pictures.credit(town.view, town.view.assets, town.figures_source)
    return tuple(line for line in told.split("\n") if line)
