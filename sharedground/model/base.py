"""The common base of every value: frozen, typed, and checked once when it is made."""

from __future__ import annotations

import uuid
from typing import Final

from pydantic import BaseModel, ConfigDict

NAMESPACE: Final = uuid.UUID("5d1c6b8e-2f0a-5c0e-9a53-6a7d3c1f9e21")


class Value(BaseModel):
    """An immutable value. Wrong types and unknown fields are refused when it is made."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


def stable_id(*parts: object) -> str:
    """Return the same id for the same parts, on any machine and in any run (uuid5)."""
    return str(uuid.uuid5(NAMESPACE, "\x1f".join(str(part) for part in parts)))


def wording_of(text: str) -> str:
    """Return words as they are compared: no case, no double spaces, at most 200 letters."""
    return " ".join(text.casefold().split())[:200]
