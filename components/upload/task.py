"""Long work on a page: what it is, whether it can be stopped, and what to do when it ends."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final

from sharedground.watch import Job
from sharedground.words import say

SLOW: Final = 3.0
"""Seconds after which the time is said too, so that a bar that hardly moves is seen to live."""

USUAL: Final = 6.0
"""Seconds that one file often takes; by them the bar moves while one file is worked on."""


class Stop(Enum):
    """When Cancel takes effect."""

    NEVER = "never"
    AT_ONCE = "at once"
    BETWEEN_FILES = "between files"


@dataclass(frozen=True)
class Task:
    """Long work for a place.

    Parameters
    ----------
    heading
        What is done, such as "Reading 26 files".
    finish
        Called in the page when the work ended or was stopped at once; says whether it was.
    in_place
        Whether the page is drawn around it; a further change on the page ends it then.
    """

    place_id: str
    job: Job[Any]
    heading: str
    finish: Callable[[bool], None]
    stop: Stop = Stop.AT_ONCE
    in_place: bool = False


def share_of(task: Task) -> float:
    """Return how far the bar is, 0 to 1: whole files, and within one by how long it takes."""
    watch = task.job.watch
    begun = 1 - math.exp(-watch.seconds / USUAL)
    return min(0.99, (watch.done + 0.9 * begun) / max(watch.of, 1))


def words_of(task: Task) -> str:
    """Return what is done now: "3 of 26: libraries.csv, looking at every row"."""
    watch = task.job.watch
    if watch.stopping and task.stop is Stop.BETWEEN_FILES:
        return say("Stopping. {name} is being finished first.", name=watch.name)
    now = ", ".join(filter(None, [watch.name, watch.words])) or say("Starting")
    if watch.of > 1:
        now = say("{n} of {of}: {now}", n=watch.done + 1, of=watch.of, now=now)
    if watch.seconds >= SLOW:
        now = say("{now} ({seconds} seconds)", now=now, seconds=int(watch.seconds))
    return now
