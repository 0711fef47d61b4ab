"""A round asked in a room, and phones that join it without a browser: what a form would send."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import Any

from sqlalchemy.engine import Engine

from sharedground import rounds as results
from sharedground.access import Actor, Role, acting_as
from sharedground.model.outcome import Outcome
from sharedground.model.rounds import Keys, Naming, Round, RoundKind, Speaker
from sharedground.model.vision import Vision
from sharedground.store import places, rounds, statements

FACILITATOR = Actor(name="Ffion", role=Role.FACILITATOR)
NAMES = (
    "A home for everyone",
    "Feeling well",
    "Knowing our neighbours",
    "Clean air and green space",
)
VISION = Vision(
    title="Here", version=1,
    outcomes=tuple(
        Outcome(code=f"O{n:02d}", name=name, why=f"Because of {name.lower()}.", weight=0.25)
        for n, name in enumerate(NAMES, start=1)
    ),
)  # fmt: skip
SPEAKERS = (
    Speaker(partner_id="p1", name="The council"),
    Speaker(partner_id="p2", name="The <Surgery>"),
)


@dataclass
class Hall:
    """A place, its round and what lets people join."""

    engine: Engine
    place_id: str
    asked: Round

    @property
    def keys(self) -> Keys:
        with acting_as(FACILITATOR):
            keys = rounds.keys_of(self.engine, self.place_id, self.asked.round_id)
        assert keys is not None
        return keys

    def close(self) -> None:
        with acting_as(FACILITATOR):
            results.close(self.engine, self.place_id, self.asked.round_id)

    def reopen(self) -> None:
        with acting_as(FACILITATOR):
            self.asked = rounds.reopen(self.engine, self.place_id, self.asked.round_id)

    def say(self, *texts: str) -> None:
        with acting_as(FACILITATOR):
            for text in texts:
                statements.add(self.engine, self.place_id, self.asked.round_id, text)

    def rows(self) -> Any:
        return rounds.answers_of(self.engine, self.place_id, self.asked.round_id)


def points(engine: Engine, **more: Any) -> Hall:
    told = {"kind": RoundKind.POINTS, "title": "What matters", "vision": VISION,
            "speakers": SPEAKERS, "naming": Naming.NAMED}  # fmt: skip
    return _started(engine, **(told | more))


def votes(engine: Engine, *texts: str) -> Hall:
    hall = _started(engine, kind=RoundKind.STATEMENTS, title="Life here", speakers=())
    hall.say(*texts)
    return hall


def _started(engine: Engine, **told: Any) -> Hall:
    with acting_as(FACILITATOR):
        place = places.new_place(engine, "Testville")
        return Hall(engine, place.place_id, rounds.start(engine, place.place_id, **told))


def fields(page: str) -> dict[str, str]:
    """Return the fields of the form on a page, as a browser would send them untouched."""
    found = re.findall(r"<input [^>]*>", page)
    named = ((re.search(r' name="([^"]*)"', one), one) for one in found)
    return {
        name[1]: html.unescape((re.search(r' value="([^"]*)"', one) or ["", ""])[1])
        for name, one in named
        if name
    }


def action(page: str) -> str:
    """Return where the form on a page is sent."""
    return html.unescape(re.search(r'<form method="post" action="([^"]+)"', page)[1])
