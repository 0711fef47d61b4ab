"""The handout of a meeting: a story on paper, to read, to write on, and to be read aloud."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sharedground.figures.exhibits import (
    Bars,
    Column,
    Deck,
    Exhibit,
    Facts,
    Map,
    Sheet,
    Step,
    Words,
)
from sharedground.paper import blocks
from sharedground.paper.blocks import Block
from sharedground.paper.letters import MISSING, breakable, printable
from sharedground.paper.typeset import pdf_of
from sharedground.words import day, say, speaking

MAIN_MM, BARS_MM = 115, 96
"""How wide the main column is, and that of bars alone; what helps to read it stands beside it."""

LONG: Final = 14
"""Rows of a table that stand with their step; longer tables stand at the end."""

MOST_ROWS: Final = 400
"""Rows of a map that are told in a table."""

MOST_PARTNERS: Final = 80
"""Partners that are called by name."""

DECISIONS: Final = "decisions"
_SIDE_BARS: Final = 8
_SIDE_LETTERS: Final = 500


def handout_pdf(deck: Deck) -> bytes:
    """Return a story as a PDF of A4 pages, tagged and with bookmarks.

    The notes of the presenter are not in it. The same deck is always the same bytes.
    """
    with speaking(deck.language):
        told = told_of(printable(deck))
        return pdf_of("handout.typ", told, deck.made_at, deck.language)


def told_of(deck: Deck) -> dict[str, Any]:
    """Return what the handout says, as values for its template."""
    annex = _Annex()
    first = sorted(deck.steps, key=lambda step: step.code != DECISIONS)
    steps = [_step(f"s{n}", step, annex) for n, step in enumerate(first)]
    annex.add_maps([one for step in deck.steps for one in step.exhibits if isinstance(one, Map)])
    return {
        "title": breakable(deck.title), "author": deck.place,
        "description": say("Handout of {day}", day=day(deck.made_at.date())),
        "over": say("{place}: to take home", place=breakable(deck.place)),
        "footer": breakable(deck.title), "whose": blocks.whose(),
        "kicker": breakable(deck.kicker), "day": day(deck.made_at.date()),
        "versions": " · ".join(filter(None, (breakable(deck.vision), breakable(deck.data)))),
        "steps": steps, "tables": annex.tables, "closing": list(_closing(deck)),
        "labels": {
            "page": say("Page {n} of {all}", n="{n}", all="{all}"), "short": say("In short"),
            "ask": say("For the room"), "method": say("How we worked it out"),
            "source": say("Source:"), "tables": say("The figures in rows"),
            "closing": say("Where this comes from"),
        },
    }  # fmt: skip


@dataclass
class _Annex:
    """The tables at the end."""

    tables: list[Block] = field(default_factory=list)

    def add(self, sheet: Sheet, called: str) -> str:
        """Take a table and return what to link to."""
        code = f"t{len(self.tables)}"
        told = blocks.sheet_block(sheet)
        self.tables.append({**told, "title": told["title"] or called, "id": code})
        return code

    def add_maps(self, maps: Sequence[Map]) -> None:
        """Take what maps show, in rows: those of the same areas side by side."""
        groups: dict[tuple[str, ...], list[Map]] = {}
        for one in maps:
            rows = one.sheet.rows
            if len(one.sheet.columns) > 1 and any(any(row[1:]) for row in rows):
                groups.setdefault(tuple(row[0] for row in rows), []).append(one)
        for names, alike in groups.items():
            if len(names) <= MOST_ROWS:
                self.add(_side_by_side(names, alike), alike[0].title)


def _side_by_side(names: tuple[str, ...], maps: Sequence[Map]) -> Sheet:
    different = list({one.sheet.rows: one for one in reversed(maps)}.values())[::-1]
    columns = [maps[0].sheet.columns[0]]
    told = [(one, c) for one in different for c in one.sheet.columns[1:]]
    names_of = Counter(c.name for _, c in told)
    columns += [Column(c.name if names_of[c.name] == 1 else one.title) for one, c in told]
    rows = tuple(
        (name, *(cell for one in different for cell in one.sheet.rows[at][1:]))
        for at, name in enumerate(names)
    )
    title = say("What the maps show") if len(different) > 1 else different[0].sheet.title
    return Sheet(title, tuple(columns), rows)


def _step(code: str, step: Step, annex: _Annex) -> dict[str, Any]:
    decided = step.code == DECISIONS
    mapped = any(isinstance(one, Map) for one in step.exhibits)
    bare = all(isinstance(one, Bars | Words) for one in step.exhibits)
    wide = BARS_MM if bare else MAIN_MM
    main: list[Block] = []
    side: list[Block] = []
    for one in step.exhibits:
        beside = mapped and not decided and _is_beside(one)
        (side if beside else main).extend(
            _blocks(one, step, annex, blocks.SIDE if beside else wide * blocks.UNITS_A_MM)
        )
    return {
        "id": code, "decided": decided, "wide": wide, "title": breakable(step.title),
        "lede": breakable(step.lede), "main": main, "side": side, "ask": breakable(step.ask),
        "method": [breakable(line) for line in step.method],
        "source": "" if mapped else breakable(step.source),
    }  # fmt: skip


def _is_beside(exhibit: Exhibit) -> bool:
    """Say whether an exhibit has room beside a map."""
    match exhibit:
        case Facts():
            return True
        case Words():
            return blocks.text_of([exhibit]) <= _SIDE_LETTERS
        case Bars():
            return len(exhibit.bars) <= _SIDE_BARS and not any(exhibit.dots)
    return False


def _blocks(exhibit: Exhibit, step: Step, annex: _Annex, width: float) -> Iterator[Block]:
    match exhibit:
        case Facts():
            yield blocks.facts_block(exhibit)
        case Words():
            yield blocks.words_block(exhibit)
        case Bars():
            yield from blocks.bars_blocks(exhibit, width)
        case Map():
            yield blocks.map_block(exhibit)
        case Sheet() if len(exhibit.rows) <= LONG or step.code == DECISIONS:
            yield blocks.sheet_block(exhibit)
        case Sheet():
            to = annex.add(exhibit, step.title)
            words = say("{table}: the whole table is at the end.", table=exhibit.title)
            yield {"kind": "elsewhere", "to": to, "words": words}


def _closing(deck: Deck) -> Iterator[dict[str, Any]]:
    if deck.partners:
        yield {"title": say("Who takes part"), "lines": [breakable(_partners(deck.partners))]}
    sources = list(dict.fromkeys(step.source for step in deck.steps if step.source))
    lines = [breakable(line) for line in (*deck.credits, *([] if deck.credits else sources))]
    if lines:
        yield {"title": say("Sources and licences"), "lines": lines}
    made = [say("Made on {day} from what everyone may see.", day=day(deck.made_at.date()))]
    made += [breakable(line) for line in (deck.vision, deck.data) if line]
    if MISSING in repr(deck.steps):
        made.append(say("□ stands for a letter that we cannot print."))
    yield {"title": say("How this was made"), "lines": made}


def _partners(names: Sequence[str]) -> str:
    shown = ", ".join(names[:MOST_PARTNERS])
    rest = len(names) - MOST_PARTNERS
    return shown if rest <= 0 else say("{names} and {n} more", names=shown, n=rest)
