"""What is said of a vision in sentences: which version it is, how far it has come, its goals."""

from __future__ import annotations

from sharedground.model.outcome import Goal
from sharedground.model.vision import Vision, VisionState
from sharedground.words import day, decimal, say


def standing(vision: Vision) -> str:
    """Return which version it is, how far it has come, and since when."""
    n = vision.version
    if n == 0:
        return say("a first draft, made from the data")
    if vision.state is VisionState.AGREED:
        date = day(vision.agreed_on) if vision.agreed_on else say("a date not stated")
        return say("version {n} of our vision, agreed on {date}", n=n, date=date)
    date = day(vision.date) if vision.date else say("a date not stated")
    if vision.state is VisionState.PROPOSED:
        return say("version {n} of our vision, proposed, saved on {date}", n=n, date=date)
    return say("version {n} of our vision, a draft saved on {date}", n=n, date=date)


def weighed_by(vision: Vision) -> str:
    """Return by which version figures are weighed."""
    return say("Weighed by {version}", version=standing(vision))


def made_with(vision: Vision) -> str:
    """Return which version a page uses that weighs nothing."""
    return say("Made with {version}", version=standing(vision))


def status(vision: Vision) -> str:
    """Return the same of a vision that is read itself, as a whole sentence."""
    if vision.version == 0:
        return say("This is a first draft made from your data. Nothing is saved yet.")
    saved = day(vision.date) if vision.date else say("a date not stated")
    if vision.state is VisionState.AGREED:
        date = day(vision.agreed_on) if vision.agreed_on else say("a date not stated")
        return say("Version {n}, agreed on {date}.", n=vision.version, date=date)
    if vision.state is VisionState.PROPOSED:
        return say("Version {n}, proposed. Saved on {date}.", n=vision.version, date=saved)
    return say("Version {n}, a draft. Saved on {date}.", n=vision.version, date=saved)


def brief(vision: Vision) -> str:
    """Return a version's number and how far it has come, for a list to choose from."""
    state = {
        VisionState.DRAFT: say("draft"),
        VisionState.PROPOSED: say("proposed"),
        VisionState.AGREED: say("agreed"),
    }[vision.state]
    if vision.version == 0:
        return say("First draft from the data")
    return say("Version {n}, {state}", n=vision.version, state=state)


def goal_in_words(goal: Goal, measure: str = "") -> str:
    """Return a goal as a sentence: what is measured, from where, to where, and by when.

    Parameters
    ----------
    measure
        What people call the indicator, where it is one of the place; else the goal's own words.
    """
    what, value = measure or goal.indicator, number(goal.value)
    if goal.baseline is None:
        text = say("{value} wanted", value=value)
    else:
        text = say("from {baseline} to {value}", baseline=number(goal.baseline), value=value)
    if goal.date is not None:
        text = say("{goal} by {date}", goal=text, date=day(goal.date))
    return say("{what}: {goal}", what=what, goal=text) if what else text[:1].upper() + text[1:]


def number(value: float) -> str:
    """Return a figure as people write it, with the places it has, three at most."""
    places = len(f"{value:.3f}".rstrip("0").partition(".")[2])
    return decimal(value, places)
