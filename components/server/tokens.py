"""Short-lived signed links: what a page hands out, and a route takes back.

A route cannot ask who is signed in, so a page asks first (`access.require`) and mints a token
that says what may be fetched, by which role, and until when. The app keeps no list of them.
"""

from __future__ import annotations

import contextlib
import math
import os
import secrets
import tempfile
import time
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from itsdangerous import BadSignature, URLSafeSerializer
from platformdirs import user_data_path

from sharedground.access import Role
from sharedground.errors import NotAllowedError
from sharedground.words import say

HOUR: Final = 3600
SALT: Final = "download-v1"


class Grant(NamedTuple):
    """What a good token allows: this role may fetch this."""

    role: Role
    what: str


def mint(role: Role, what: str, now: float | None = None) -> str:
    """Return a token that lets `role` fetch `what`, for at least one hour and less than two.

    The end is a full hour, so that the address stays the same within it and a browser can
    use its cache.

    Parameters
    ----------
    now
        Seconds since 1970, for tests.
    """
    moment = time.time() if now is None else now
    ends = (math.ceil(moment / HOUR) + 1) * HOUR
    token = _serializer().dumps([role.value, what, ends])
    return token.decode() if isinstance(token, bytes) else token


def check(token: str, what: str, now: float | None = None) -> Grant:
    """Return what a token allows.

    Raises
    ------
    NotAllowedError
        If it is missing, changed, for something else, or too old. Which of these is not said.
    """
    moment = time.time() if now is None else now
    try:
        role, granted, ends = _serializer().loads(token)
        grant = Grant(Role(role), str(granted))
        over = moment >= float(ends)
    except (BadSignature, ValueError, TypeError):
        raise _refusal() from None
    if grant.what != what or over:
        raise _refusal()
    return grant


def _refusal() -> NotAllowedError:
    return NotAllowedError(
        "link.refused",
        say("This link does not work any more. Go back to the page and use its button again."),
    )


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(secret(), salt=SALT)


def secret() -> str:
    """Return the signing secret: `SHAREDGROUND_SECRET`, else one kept in the user's folder.

    Replicas that share visitors must be given the same one.
    """
    return os.environ.get("SHAREDGROUND_SECRET") or kept_secret(
        user_data_path("sharedground", appauthor=False)
    )


@cache
def kept_secret(folder: Path) -> str:
    """Return the secret kept in `folder`, making one that only this user can read if need be."""
    kept = folder / "secret"
    if not kept.exists():
        folder.mkdir(parents=True, exist_ok=True)
        handle, fresh = tempfile.mkstemp(dir=folder)  # made with mode 0600
        with os.fdopen(handle, "w") as out:
            out.write(secrets.token_urlsafe(32))
        # A link appears whole or not at all, so two servers starting at once agree on one.
        with contextlib.suppress(FileExistsError):
            Path(kept).hardlink_to(fresh)
        Path(fresh).unlink()
    return kept.read_text("utf-8")
