"""Files that the app makes on request, each read only through what a role may see."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple
from urllib.parse import quote

from sqlalchemy.engine import Engine

from components import cached
from components.server import tokens
from sharedground import workflow
from sharedground.access import Role
from sharedground.errors import NotFoundError
from sharedground.model.place import Place
from sharedground.store import database, places
from sharedground.words import say


class Download(NamedTuple):
    """A file to hand over: its bytes, the name to save it under, and its media type."""

    content: bytes
    filename: str
    media_type: str


Maker = Callable[[Role, str], Download]
"""Makes a file for a role and a place's id. It reads only the view that this role may see."""


def address(role: Role, place_id: str, what: str) -> str:
    """Return the address of a file, good for an hour. Ask `access.require(role)` first."""
    token = tokens.mint(role, f"{place_id}/{what}")
    return f"download/{quote(place_id)}/{quote(what)}?t={token}"


def gaps(role: Role, place_id: str) -> Download:
    """Return need, access and gap of each area for each outcome of the vision in use."""
    view = cached.view(*_place(place_id), role)
    found = cached.assessment(view, workflow.vision_in_use(view.holdings))
    return Download(workflow.gaps_csv(found), "gaps.csv", "text/csv")


def _place(place_id: str) -> tuple[Engine, Place]:
    engine = cached.engine(database.default_url())
    known = places.places(engine)
    if not known:
        engine, town = cached.demo_town()
        known = [town]
    for place in known:
        if place.place_id == place_id:
            return engine, place
    raise NotFoundError(
        "place.gone",
        say("This place is no longer there. Go back to Start and choose another."),
    )


MAKERS: Final[dict[str, Maker]] = {"gaps.csv": gaps}
"""The files on offer, by name."""
