"""Who asks, without a list of them: a pass for one opening of a round, and a phone's own id."""

from __future__ import annotations

import hashlib
import secrets
from typing import Final, NamedTuple

from itsdangerous import BadSignature, URLSafeSerializer

from components.server import tokens
from sharedground.model.rounds import Round

COOKIE: Final = "sg_phone"
MONTHS: Final = 180 * 24 * 3600
"""For how long a phone is known again, in seconds: from one meeting to the next."""


class Pass(NamedTuple):
    """What a phone that has joined may answer.

    Parameters
    ----------
    closings
        How often the round had been closed: once it is closed and opened again, a new code counts.
    speaker
        Whom the phone speaks for, "" before that is chosen.
    """

    place_id: str
    round_id: str
    closings: int
    speaker: str = ""

    def lets_into(self, asked: Round) -> bool:
        """Say whether the round is still as open as when this was given out."""
        return asked.is_open and asked.closings == self.closings


def seal(given: Pass) -> str:
    """Return a pass as a part of an address."""
    return str(_serializer("join-v1").dumps(list(given)))


def unseal(text: str) -> Pass | None:
    """Return the pass that was sealed; None if it was not made here."""
    try:
        place_id, round_id, closings, speaker = _serializer("join-v1").loads(text)
        return Pass(str(place_id), str(round_id), int(closings), str(speaker))
    except (BadSignature, ValueError, TypeError):
        return None


def new_phone() -> str:
    """Return the cookie of a phone that comes for the first time."""
    return str(_serializer("phone-v1").dumps(secrets.token_hex(16)))


def phone_of(cookie: str) -> str | None:
    """Return a hash of the phone's id, which is all that is ever kept; None without a good one."""
    try:
        known = _serializer("phone-v1").loads(cookie)
    except BadSignature:
        return None
    return hashlib.sha256(f"phone|{known}".encode()).hexdigest()[:40]


def _serializer(salt: str) -> URLSafeSerializer:
    return URLSafeSerializer(tokens.secret(), salt=salt)
