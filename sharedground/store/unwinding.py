"""Journal lines taken back one by one, on rows in memory: what a place was before each write.

Nothing that a list brought is ever deleted, and the journal says of each write what it changed.
So the rows of a former revision are those of today, less what was done since.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sharedground.model.decision import DecisionState
from sharedground.model.place import Kind
from sharedground.model.rounds import RoundState
from sharedground.model.vision import VisionState
from sharedground.words import later

Row = dict[str, Any]

QUIET: Final = frozenset({
    "remember choices", "save scenario", "delete scenario", "restore scenario", "save vision",
    "propose vision", "agree vision", "withdraw vision", "start round", "close round",
    "reopen round", "bring in round", "add statement", "decide statement", "save story",
    "delete story", "restore story", "record decision", "change decision", "decision state",
    "take back decision", "bring back decision", "start meeting", "change meeting", "end meeting",
    "open partnership file", "new place",
})  # fmt: skip
"""Actions that leave the data as it is (`data_revision`)."""

NOT_HELD: Final = later("An older program has deleted rows of a list.")
NOT_TOLD: Final = later("An older program has not noted all that it changed.")
"""What may not be known of the past, in words."""


@dataclass(frozen=True)
class Line:
    """One line of the journal."""

    revision: int
    at: dt.datetime
    action: str
    details: Row


@dataclass
class Rows:
    """The rows of a place that writes change, while they are taken back.

    Parameters
    ----------
    place
        The place's own row.
    sources, edits, visions, scenarios, decisions, meetings, suggestions, rounds
        By their ids.
    said
        What people said of pairs, by the two ids.
    journal
        All lines, oldest first.
    gone
        Assets by hand whose rows of today do not count: they came later.
    back
        Rows that stood there instead and were deleted since, by table.
    by_hand
        The list of what people added here; `called` maps what it was called in another store.
    unknown
        What cannot be known, in words to `say`.
    """

    place: Row
    sources: dict[str, Row]
    edits: dict[str, Row]
    said: dict[tuple[str, str], Row]
    visions: dict[int, Row]
    scenarios: dict[str, Row]
    decisions: dict[str, Row]
    meetings: dict[str, Row]
    suggestions: dict[str, Row]
    rounds: dict[str, Row]
    journal: Sequence[Line]
    by_hand: str
    called: dict[str, str] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    back: dict[str, list[Row]] = field(default_factory=lambda: {"asset": [], "site": []})
    unknown: dict[str, None] = field(default_factory=dict)

    def source(self, source_id: str) -> Row | None:
        """Return a source by its id, or by the id that it had in another store."""
        return self.sources.get(self.called.get(source_id, source_id))

    def before(self, line: Line, *actions: str) -> Iterable[Line]:
        """Return the lines of these actions before one, newest first."""
        return (one for one in reversed(self.journal)
                if one.revision < line.revision and one.action in actions)  # fmt: skip

    def not_told(self) -> None:
        """Note that something is not known."""
        self.unknown[NOT_TOLD] = None


Undo = Callable[[Rows, Line], None]
_UNDO: Final[dict[str, Undo]] = {}


def _undoes(*actions: str) -> Callable[[Undo], Undo]:
    def register(undo: Undo) -> Undo:
        _UNDO.update(dict.fromkeys(actions, undo))
        return undo

    return register


def unwind(rows: Rows, revision: int) -> None:
    """Take back, in place, all lines after a revision."""
    end = next((line.at for line in rows.journal if line.revision == revision), None)
    told = {str(one) for line in rows.journal if line.revision > revision
            for one in line.details.get("edits", ()) if line.action not in _TAKES_BACK}  # fmt: skip
    for line in reversed(rows.journal):
        if line.revision <= revision:
            break
        _take_back(rows, line)
    for edit_id, row in list(rows.edits.items()):
        if edit_id in told or (end is not None and row["at"] > end):
            del rows.edits[edit_id]
    rows.place["revision"] = revision


_TAKES_BACK: Final = ("undo edit", "reopen suggestion")


def _take_back(rows: Rows, line: Line) -> None:
    rows.place["data_revision"] -= line.action not in QUIET
    undo = _UNDO.get(line.action) or (_undo_add if line.action.startswith("add ") else None)
    if undo is not None:
        undo(rows, line)
    rows.place.update(line.details.get("place_was", {}))


def _undo_add(rows: Rows, line: Line) -> None:
    added = rows.source(line.details.get("source_id", ""))
    if added is None:
        return
    former = rows.source(str(line.details.get("former_id", added["former_id"])))
    rows.sources.pop(added["source_id"])
    if former is not None:
        former["live"] = True
    _settings_before(rows, line, added, former)


def _settings_before(rows: Rows, line: Line, lost: Row | None, found: Row | None) -> None:
    """Set back what outlines set, where an older program did not note it."""
    one = lost or found
    if one is None or one["kind"] != Kind.AREAS.value or "outlines" in line.details:
        return
    if one["set_id"] != rows.place["main_set"]:
        return
    live = {row["set_id"] for row in rows.sources.values()
            if row["live"] and row["kind"] == Kind.AREAS.value}  # fmt: skip
    if found is not None:
        rows.place["metric_crs"] = found["metric_crs"] or None
    elif not live:
        rows.place["metric_crs"] = None
        earlier = [row for row in rows.sources.values() if row["kind"] == Kind.AREAS.value]
        rows.place["main_set"] = one["set_id"] if earlier else ""


@_undoes("undo upload", "use version", "take list away")
def _undo_exchange(rows: Rows, line: Line) -> None:
    named = rows.source(line.details.get("source_id", ""))
    former = rows.source(line.details.get("former_id", ""))
    came = line.action == "use version"
    if named is not None:
        named["live"] = not came
    if former is not None:
        former["live"] = came
    _settings_before(rows, line, *((named, former) if came else (former, named)))


@_undoes("describe source", "describe areas", "publish contacts")
def _undo_stated(rows: Rows, line: Line) -> None:
    row = rows.source(line.details.get("source_id", ""))
    if row is None or "was" not in line.details:
        rows.not_told()
        return
    row.update(line.details["was"])


@_undoes("main areas", "settings")
def _undo_settings(rows: Rows, line: Line) -> None:
    if "place_was" not in line.details:
        rows.not_told()


@_undoes("undo edit")
def _undo_undo(rows: Rows, line: Line) -> None:
    _count_again(rows, line.details.get("edits", ()))


def _count_again(rows: Rows, edit_ids: Iterable[str]) -> None:
    for edit_id in edit_ids:
        if edit_id in rows.edits:
            rows.edits[edit_id]["undone"] = False


@_undoes("decide pair")
def _undo_decide(rows: Rows, line: Line) -> None:
    details = line.details
    couples = details.get("pairs") or [[details.get("one"), details.get("other")]]
    was = details.get("was") or [_said_before(rows, line, couple) for couple in couples]
    for (one, other), verdict in zip(couples, was, strict=True):
        row = rows.said.get((one, other))
        if verdict is None:
            rows.said.pop((one, other), None)
        elif row is not None:
            row["verdict"] = verdict


def _said_before(rows: Rows, line: Line, couple: Sequence[str]) -> str | None:
    """Return what people said of a pair before, by the journal of an older program."""
    for one in rows.before(line, "decide pair"):
        pairs = one.details.get("pairs") or [[one.details.get("one"), one.details.get("other")]]
        if list(couple) in pairs:
            return str(one.details["verdict"])
    return None


@_undoes("suggest")
def _undo_suggest(rows: Rows, line: Line) -> None:
    rows.suggestions.pop(line.details.get("suggestion_id", ""), None)


@_undoes("approve suggestion", "turn down suggestion")
def _undo_decided(rows: Rows, line: Line) -> None:
    row = rows.suggestions.get(line.details.get("suggestion_id", ""))
    if row is None:
        return
    if line.action == "approve suggestion" and row["kind"] == "place":
        _place_not_there_yet(rows, line)
    body = {name: value for name, value in row["body"].items() if name != "edits"}
    thing_id = row["thing_id"] if row["kind"] == "correction" else ""
    row.update(state="waiting", answer="", decided_by="", decided_at=None, body=body,
               thing_id=thing_id)  # fmt: skip


def _place_not_there_yet(rows: Rows, line: Line) -> None:
    asset_id = line.details.get("thing_id", "")
    rows.gone.add(asset_id)
    kept = [row for row in rows.back["asset"] if row["asset_id"] != asset_id]
    sites = {row["site_id"] for row in rows.back["asset"] if row["asset_id"] == asset_id}
    rows.back["asset"] = kept
    rows.back["site"] = [row for row in rows.back["site"] if row["site_id"] not in sites]
    source = rows.sources.get(rows.by_hand)
    if source is not None:
        source["live"] = _by_hand_was_live(rows, line)


def _by_hand_was_live(rows: Rows, line: Line) -> bool:
    """Say whether the list of what people added was in use before a place was added to it."""
    for one in rows.before(
        line, "approve suggestion", "take list away", "undo upload", "use version"
    ):
        named = one.details.get("source_id", "")
        if one.action != "approve suggestion":
            if rows.called.get(named, named) == rows.by_hand:
                return one.action == "use version"
        elif one.details.get("thing_id") and _made_a_place(rows, one):
            return True
    source = rows.sources[rows.by_hand]
    if source["loaded_at"] < line.at and rows.journal[0].action != "new place":
        return True  # it came with the file that the place was opened from
    rows.sources.pop(rows.by_hand)
    return False


def _made_a_place(rows: Rows, line: Line) -> bool:
    row = rows.suggestions.get(line.details.get("suggestion_id", ""))
    return row is not None and row["kind"] == "place"


@_undoes("reopen suggestion")
def _undo_reopen(rows: Rows, line: Line) -> None:
    row = rows.suggestions.get(line.details.get("suggestion_id", ""))
    was = line.details.get("was")
    if row is None or was is None:
        rows.not_told()
        return
    row.update(was | {"decided_at": dt.datetime.fromisoformat(was["decided_at"])})
    _count_again(rows, was["body"].get("edits", ()) if row["kind"] == "correction" else ())
    for name, deleted in line.details.get("rows", {}).items():
        rows.back[name] += [dict(one) for one in deleted]


@_undoes("save vision")
def _undo_vision(rows: Rows, line: Line) -> None:
    rows.visions.pop(line.details.get("version", 0), None)


@_undoes("propose vision", "agree vision", "withdraw vision")
def _undo_vision_state(rows: Rows, line: Line) -> None:
    row = rows.visions.get(line.details.get("version", 0))
    if row is not None:
        was = line.details.get("was") or _state_before(rows, line)
        row["body"] = dict(row["body"]) | was


def _state_before(rows: Rows, line: Line) -> Row:
    """Return how far a version had come before, by the journal of an older program."""
    for one in rows.before(line, "propose vision", "agree vision", "withdraw vision"):
        if one.details.get("version") == line.details.get("version"):
            return {"state": one.details["state"], "agreed_on": one.details.get("on"),
                    "in_the_room": one.details.get("in_the_room", [])}  # fmt: skip
    return {"state": VisionState.DRAFT.value, "agreed_on": None, "in_the_room": []}


@_undoes("save scenario")
def _undo_scenario(rows: Rows, line: Line) -> None:
    rows.scenarios.pop(line.details.get("scenario_id", ""), None)


@_undoes("delete scenario", "restore scenario")
def _undo_scenario_live(rows: Rows, line: Line) -> None:
    row = rows.scenarios.get(line.details.get("scenario_id", ""))
    if row is not None:
        row["live"] = line.action == "delete scenario"


@_undoes("record decision")
def _undo_record(rows: Rows, line: Line) -> None:
    rows.decisions.pop(line.details.get("decision_id", ""), None)


@_undoes("take back decision", "bring back decision")
def _undo_decision_live(rows: Rows, line: Line) -> None:
    row = rows.decisions.get(line.details.get("decision_id", ""))
    if row is not None:
        row["live"] = line.action == "take back decision"


@_undoes("change decision")
def _undo_change(rows: Rows, line: Line) -> None:
    row = rows.decisions.get(line.details.get("decision_id", ""))
    if row is not None:
        row["body"] = dict(row["body"]) | line.details["was"]


@_undoes("decision state")
def _undo_decision_state(rows: Rows, line: Line) -> None:
    row = rows.decisions.get(line.details.get("decision_id", ""))
    if row is not None:
        log = row["body"]["log"][:-1]
        state = line.details.get("was", DecisionState.OPEN.value)
        row["body"] = dict(row["body"]) | {"state": state, "log": log}


@_undoes("start meeting")
def _undo_meeting(rows: Rows, line: Line) -> None:
    rows.meetings.pop(line.details.get("meeting_id", ""), None)


@_undoes("end meeting")
def _undo_end(rows: Rows, line: Line) -> None:
    row = rows.meetings.get(line.details.get("meeting_id", ""))
    if row is not None:
        row["body"] = dict(row["body"]) | {"closed_at": None, "closed_revision": 0}


@_undoes("change meeting")
def _undo_meeting_change(rows: Rows, line: Line) -> None:
    row = rows.meetings.get(line.details.get("meeting_id", ""))
    if row is not None:
        row["body"] = dict(row["body"]) | line.details["was"]


@_undoes("start round", "bring in round")
def _undo_round(rows: Rows, line: Line) -> None:
    rows.rounds.pop(line.details.get("round_id", ""), None)


@_undoes("close round")
def _undo_close(rows: Rows, line: Line) -> None:
    row = rows.rounds.get(line.details.get("round_id", ""))
    if row is not None:
        left = row["closings"] - 1
        row.update(state=RoundState.OPEN.value, closed_at=None, closings=left)
        if not left:
            row["published"] = {}


@_undoes("reopen round")
def _undo_reopen_round(rows: Rows, line: Line) -> None:
    row = rows.rounds.get(line.details.get("round_id", ""))
    if row is not None:
        told = line.details.get("closed_at") or line.at.isoformat()
        row.update(state=RoundState.CLOSED.value, closed_at=dt.datetime.fromisoformat(told))
