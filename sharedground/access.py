"""Who may do what: four roles, one question, asked by every page, route and write.

Without sign-in, a visitor from this very machine is the facilitator and anybody else
reads the public view. `SHAREDGROUND_LOCAL_ROLE` lowers the local role, for a kiosk.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from enum import StrEnum
from typing import Final

from sharedground.errors import not_allowed
from sharedground.model.base import Value
from sharedground.words import later, say


class Role(StrEnum):
    """What a person may do; each role may do all that the ones before it may."""

    READER = "reader"
    PARTICIPANT = "participant"
    OFFICER = "officer"
    FACILITATOR = "facilitator"

    def may(self, needed: Role) -> bool:
        """Say whether this role includes `needed`."""
        order = list(Role)
        return order.index(self) >= order.index(needed)


ROLE_NAMES: Final[dict[Role, str]] = {
    Role.READER: later("reader"),
    Role.PARTICIPANT: later("participant"),
    Role.OFFICER: later("officer"),
    Role.FACILITATOR: later("facilitator"),
}


class Actor(Value):
    """The person on whose behalf something is done."""

    name: str
    role: Role


NOBODY: Final = Actor(name="visitor", role=Role.READER)
_actor: ContextVar[Actor] = ContextVar("actor", default=NOBODY)


def local_actor() -> Actor:
    """Return the person at this machine, when no sign-in is set up."""
    role = Role(os.environ.get("SHAREDGROUND_LOCAL_ROLE", Role.FACILITATOR.value))
    return Actor(name="local", role=role)


def current() -> Actor:
    """Return the person this run acts for; a visitor who may only read, unless told otherwise."""
    return _actor.get()


def act_as(actor: Actor) -> None:
    """Act for `actor` from here on in this run."""
    _actor.set(actor)


@contextmanager
def acting_as(actor: Actor) -> Iterator[None]:
    """Act for `actor` inside a with block."""
    token = _actor.set(actor)
    try:
        yield
    finally:
        _actor.reset(token)


def require(role: Role) -> Actor:
    """Return the current person if they may act as `role`.

    Raises
    ------
    NotAllowedError
        If they may not. Nothing has been done.
    """
    actor = current()
    if not actor.role.may(role):
        raise not_allowed(say(ROLE_NAMES[actor.role]), say(ROLE_NAMES[role]))
    return actor
