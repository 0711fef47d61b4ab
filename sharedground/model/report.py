"""What became of every row of a file: kept, merged or set aside, and every fault in words."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Final

from sharedground.model.base import Value
from sharedground.model.place import Kind


class Fate(StrEnum):
    """Where an uploaded row ended. Every row has exactly one."""

    KEPT = "kept"
    MERGED = "merged"
    SET_ASIDE = "set aside"


class Severity(StrEnum):
    """How much a fault matters."""

    NOTE = "note"
    WARNING = "warning"
    SET_ASIDE = "set aside"


class Fault(Value):
    """Something to look at in one row, or in the file as a whole (`row` None).

    Parameters
    ----------
    code
        Stable name, such as "postcode.unknown". Scripts may rely on it.
    row
        Row number as a person sees it in the file: the first row is 1.
    column
        Heading as read, or "".
    value
        What stood there, as text.
    reason, fix
        What is wrong and what to do, in words.
    """

    code: str
    row: int | None = None
    column: str = ""
    value: str = ""
    reason: str
    fix: str = ""
    severity: Severity = Severity.WARNING


class Placed(Value):
    """How precisely kept rows could be placed. The three add up to the rows kept."""

    exact: int = 0
    approximate: int = 0
    none: int = 0


class Categorised(Value):
    """Where the category of each kept row came from. The four add up to the rows kept."""

    from_column: int = 0
    guessed: int = 0
    given: int = 0
    other: int = 0


class Personal(Value):
    """Whose telephone numbers and e-mail addresses a file holds, each counted once.

    Parameters
    ----------
    people
        Numbers and addresses that seem to belong to people: only officers see them.
    organisations
        Those of organisations, which can be shown to everyone.
    names
        Names of people; only officers see them.
    """

    people: int = 0
    organisations: int = 0
    names: int = 0


UNSURE: Final = ("other", "guessed")
"""How a word is known that names no category we know."""


class Word(Value):
    """What a category column says in some rows, and what those rows are counted as.

    Parameters
    ----------
    text
        As it stands in the file.
    rows
        How many kept rows say so.
    category
        What most of them are counted as.
    how
        "known", "chosen" by a person, "guessed" otherwise, or "other" when nothing tells.
    suggestion
        The category that is nearest to a word we do not know, "" when none is near.
    """

    text: str
    rows: int
    category: str
    how: str
    suggestion: str = ""


class Report(Value):
    """What became of one file (or one sheet or layer of it).

    `read` = `kept` + `merged` + `set_aside`. For assets, `kept` =
    `placed.exact` + `placed.approximate` + `placed.none`. `sensitive` counts places that
    everyone but officers sees only roughly.
    """

    file: str
    kind: Kind
    table: str = ""
    read: int = 0
    kept: int = 0
    merged: int = 0
    set_aside: int = 0
    placed: Placed = Placed()
    category: Categorised = Categorised()
    personal: Personal = Personal()
    sensitive: int = 0
    columns: dict[str, str] = {}
    why: dict[str, str] = {}
    unused: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
    facts: dict[str, Any] = {}
    sentences: tuple[str, ...] = ()
    words: tuple[Word, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the promise to scripts: the keys that `add --json` prints."""
        names = ("code", "row", "column", "value", "reason", "fix")
        return {
            "file": self.file,
            "kind": self.kind.value,
            "read": self.read,
            "kept": self.kept,
            "merged": self.merged,
            "set_aside": self.set_aside,
            "placed": self.placed.model_dump(),
            "category": self.category.model_dump(),
            "personal": self.personal.model_dump(),
            "sensitive": self.sensitive,
            "columns": dict(self.columns),
            "faults": [{name: getattr(fault, name) for name in names} for fault in self.faults],
            "facts": dict(self.facts),
            "words": [word.model_dump() for word in self.words],
        }
