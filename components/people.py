"""Contacts of people, kept apart: drawn for officers only, because no other view holds them."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from components.parts import safe_html
from sharedground.intake.personal import CLEARED
from sharedground.words import say

_ORDER = {"name": 0, "phone": 1, "email": 2}


def contacts_of(contacts: pd.DataFrame, thing: str, thing_id: str) -> list[str]:
    """Return the contacts of one asset or partner: names first, then numbers, then mails."""
    mine = contacts[(contacts["thing"] == thing) & (contacts["thing_id"] == thing_id)]
    mine = mine[mine["why"] != CLEARED]
    order = mine["field"].map(lambda field: _ORDER.get(field, len(_ORDER)))
    told = mine.assign(order=order).sort_values("order", kind="stable")["value"]
    return list(dict.fromkeys(part for value in told for part in str(value).split("; ") if part))


def fact_html(told: Iterable[str]) -> str:
    """Return a row of a list of facts with these contacts, "" without any."""
    words = ", ".join(told)
    if not words:
        return ""
    label = say("Contact, for officers only")
    return f"<dt>{safe_html(label)}</dt><dd>{safe_html(words)}</dd>"
