"""How suggestions are called on screen: what they are about, what became of them, who said so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from components.map.filters import kind_name
from sharedground.views import View
from sharedground.words import day, later, say

KINDS: Final = {
    "place": later("A place we missed"),
    "correction": later("A correction"),
    "missing": later("What is missing"),
}
STATES: Final = {
    "waiting": later("Waits for an officer"),
    "approved": later("Approved"),
    "turned down": later("Turned down"),
}


def about(row: Mapping[str, Any], view: View) -> str:
    """Return what a suggestion is about, in one line of plain text.

    Parameters
    ----------
    row
        Of `model.frames.SUGGESTIONS`. Where its words are held back, the view's are taken.
    """
    body = row["body"]
    if row["kind"] == "missing":
        lacks = kind_name(body["category"]) if body.get("category") else ""
        return lacks or str(body.get("note", ""))[:80] or say("something")
    listed = _name_in(view, str(row["thing_id"]))
    if row["kind"] == "correction":
        return listed or say("a place that is not listed now")
    return str(body.get("name", "")) or listed or say("a place")


def _name_in(view: View, asset_id: str) -> str:
    every = view.every_asset
    found = every.loc[every["asset_id"] == asset_id, "name"] if asset_id else []
    return str(found.iloc[0]) if len(found) else ""


def title(row: Mapping[str, Any], view: View) -> str:
    """Return the kind of a suggestion and what it is about."""
    kind = say(KINDS.get(str(row["kind"]), str(row["kind"])))
    return say("{kind}: {about}", kind=kind, about=about(row, view))


def became(row: Mapping[str, Any]) -> str:
    """Return what became of a suggestion, in a sentence, with the reason that was given."""
    state = say(STATES.get(str(row["state"]), str(row["state"])))
    if row["state"] == "approved" and row["kind"] != "correction":
        shown = row["body"].get("lon") is not None
        state = say("Approved: it is on the map") if shown else say("Approved: it is listed")
    return f"{state}. {row['answer']}".strip()


def from_whom(partner_id: str, view: View) -> str:
    """Return who said something: a partner by name, or somebody who is not named."""
    partners = view.holdings.partners
    found = partners.loc[partners["partner_id"] == partner_id, "name"] if partner_id else []
    return str(found.iloc[0]) if len(found) else say("An anonymous suggestion")


def on(when: object) -> str:
    """Return a day as people write it, "" when it is not known."""
    return "" if pd.isna(when) else day(pd.Timestamp(str(when)))  # type: ignore[call-overload]
