"""A whole story as a file of slides."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain, product
from typing import Any, Final

from pptx.presentation import Presentation as Slides
from pptx.util import Pt

from sharedground import look as own
from sharedground.export.sheets import zip_bytes
from sharedground.figures import look
from sharedground.figures.exhibits import Deck, Map, Step
from sharedground.figures.svg import only_text
from sharedground.slides import maps, template
from sharedground.slides.blocks import (
    BODY,
    SMALL,
    Block,
    LedeBlock,
    WordsBlock,
    blocks_of,
    lines_of,
)
from sharedground.slides.drawing import (
    LINE,
    WIDE,
    WIDER,
    Box,
    Canvas,
    Line,
    Run,
    box_shape,
    letters,
    line,
    paint,
    safe_run,
    text_shape,
)
from sharedground.slides.layout import Page, pages_of
from sharedground.slides.template import MARGIN, ROOM
from sharedground.words import day, say

_LOCALES: Final = {"en": "en-GB", "cy": "cy-GB"}
_TITLES: Final = ((32.0, 1), (28.0, 2), (25.0, 2), (22.0, 2))
"""Sizes of a title, and in how many lines each is good."""

_COVER_TITLES: Final = ((46.0, 3), (38.0, 4), (30.0, 5), (24.0, 6))
_MOST_NAMES: Final = 1_500
"""Letters of the names of partners that still fit the last slide."""

_LABELLED: Final = re.compile(r"(?<=\.) (?=[^\W\d_]{3,20}: )")
"""Where a line of credits goes on with the next kind of source: "Places: ... Outlines: ..."."""

_COVER, _STEP = 0, 1


def pptx_bytes(deck: Deck) -> bytes:
    """Return a story as slides for PowerPoint, which can be changed in all their parts.

    The first slide tells what it is and of when, the last where it comes from. Each step has a
    slide or, where one has no room to be read, several. The same story gives the same bytes.
    """
    made = template.empty(_locale(deck))
    steps = chain.from_iterable(_of_step(step, deck) for step in deck.steps)
    slides: list[_Cover | _Slide] = [_cover_of(deck), *steps, *_of_sources(deck)]
    for number, slide in enumerate(slides, start=1):
        slide.draw(made, deck, number, len(slides))
    _properties(made, deck)
    target = io.BytesIO()
    made.save(target)
    with zipfile.ZipFile(target) as archive:
        return zip_bytes({name: archive.read(name) for name in archive.namelist()})


def _locale(deck: Deck) -> str:
    return _LOCALES.get(deck.language, only_text(deck.language)[:12] or "en-GB")


def _properties(made: Slides, deck: Deck) -> None:
    told = made.core_properties
    told.title = _short(deck.title)
    told.subject = _short(deck.place)
    told.author = _short(deck.place)
    told.last_modified_by = _short(deck.place)
    told.language = _locale(deck)
    told.comments = _short(f"{deck.data}. {deck.vision}")
    told.created = told.modified = deck.made_at.replace(tzinfo=None, microsecond=0)
    told.keywords, told.revision = "", 1


def _short(words: str) -> str:
    return only_text(words)[:250]


# ---- slides ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Cover:
    deck: Deck
    outline: Map | None

    def draw(self, made: Slides, deck: Deck, number: int, many: int) -> None:  # noqa: ARG002
        """Draw what the story is, of when, with the outline of the place."""
        canvas = Canvas(made.slides.add_slide(made.slide_layouts[_COVER]), _locale(deck))
        _clear(canvas)
        room = Box(MARGIN + 16, 0, 500 if self.outline else ROOM - 16, 0)
        size, lines = _title_of(deck.title, _COVER_TITLES, room.width)
        tall = len(lines) * size * LINE
        title = replace(room, top=236 - tall, height=tall)
        told = [line(" ".join(lines), size, "heading")]
        canvas.text(title, told, say("Title"), anchor="b", holder='type="ctrTitle"')
        if deck.kicker:
            kicker = replace(room, top=title.top - 30, height=20)
            canvas.text(kicker, [line(deck.kicker, 16, "bold", "brand")], say("About"))
        if self.outline is not None:
            maps.silhouette(canvas, self.outline, Box(590, 60, WIDE - 590 - MARGIN, 400),
                            look.colour("brand"))  # fmt: skip
        _logo(canvas, Box(room.left, 32, 220, 56))
        canvas.text(replace(room, top=252, height=160), _cover_lines(deck, room.width), deck.place)
        _notes(canvas, [deck.place, deck.data, deck.vision])


def _cover_lines(deck: Deck, width: float) -> list[Line]:
    lines = [line(look.shortened(deck.place, 24, 2 * width), 24, "bold")] if (
        only_text(deck.place).casefold() not in only_text(deck.title).casefold()
    ) else []  # fmt: skip
    told = [day(deck.made_at.date()), deck.vision, deck.data]
    return lines + [line(one, BODY, before=6) for one in told if one]


def _cover_of(deck: Deck) -> _Cover:
    every = (one for step in deck.steps for one in step.exhibits if isinstance(one, Map))
    drawn = (one for one in every if any(len(region.rings) for region in one.regions))
    return _Cover(deck, next(drawn, None))


@dataclass(frozen=True)
class _Slide:
    """A slide of a step.

    Parameters
    ----------
    part, of
        Which it is of the slides of its step.
    """

    step: Step
    page: Page
    part: int
    of: int

    def draw(self, made: Slides, deck: Deck, number: int, many: int) -> None:
        """Draw a finding with what proves it."""
        canvas = Canvas(made.slides.add_slide(made.slide_layouts[_STEP]), _locale(deck))
        _clear(canvas)
        size, lines = _title_of(self._title(), _TITLES, _title_room(self.of))
        room = _balanced(lines, size) + (0 if self.of == 1 else ROOM - _title_room(2))
        box = replace(template.TITLE, width=min(ROOM, room), height=len(lines) * size * LINE)
        told = line(" ".join(lines), size, "heading")
        if self.of > 1:
            part = Run(self._part(), size * 0.62, "heading", "muted")
            told = replace(told, runs=(*told.runs, part))
        canvas.text(box, [told], say("Title"), holder=template.TITLE_HOLDER)
        if deck.kicker:
            canvas.text(template.KICKER, [line(_fitting(deck.kicker, SMALL, ROOM, "bold"), SMALL,
                                               "bold", "brand")],
                        say("About"), holder=template.KICKER_HOLDER)  # fmt: skip
        for block, where in self.page.placed:
            block.draw(canvas, where)
        if self.step.ask:
            _ask(canvas, self.step.ask)
        _foot(canvas, self.step.source, deck, number, many)
        _notes(canvas, _told(self.step, deck))

    def _title(self) -> str:
        return self.step.title.strip() or say("A step of our own")

    def _part(self) -> str:
        """Return which slide of its step it is, in words that stay on one line."""
        told = say("{n} of {total}", n=self.part, total=self.of)
        return "\u00a0\u00a0" + told.replace(" ", "\u00a0")


def _of_step(step: Step, deck: Deck) -> list[_Slide]:
    lede = LedeBlock(step.lede) if step.lede.strip() else None
    blocks = blocks_of(step.exhibits, step.title, deck.made_at)
    return _slides_of(step, blocks, lede)


def _slides_of(step: Step, blocks: Sequence[Block], lede: Block | None = None) -> list[_Slide]:
    pages = pages_of(blocks, lede, _body(step, 1))
    if len(pages) > 1:
        pages = pages_of(blocks, lede, _body(step, 2))
    return [_Slide(step, page, at, len(pages)) for at, page in enumerate(pages, start=1)]


def _title_room(slides: int) -> float:
    return ROOM if slides == 1 else ROOM - 76


def _body(step: Step, slides: int) -> Box:
    """Return the room between the title and the question."""
    size, lines = _title_of(step.title, _TITLES, _title_room(slides))
    top = template.TITLE.top + max(1, len(lines)) * size * LINE + 14
    bottom = _ask_box(step.ask).top - 22 if step.ask else template.FOOT.top - 16
    return Box(MARGIN, top, ROOM, bottom - top)


def _of_sources(deck: Deck) -> list[_Slide]:
    step = Step(code="sources", title=say("Where this comes from"))
    told = [part for told in deck.credits for part in _LABELLED.split(only_text(told)) if part]
    credit = [[WordsBlock("", tuple(told), size, plain=True)] if told else []
              for size in (BODY, 16.0, SMALL)]  # fmt: skip
    names = ", ".join(map(only_text, deck.partners))
    partners = [[WordsBlock(say("Who takes part"), (names,), size, plain=True)] if names else []
                for size in (BODY, 16.0, SMALL)]  # fmt: skip
    if len(names) > _MOST_NAMES:  # then they are in the notes only
        step, partners = replace(step, notes=(say("Who takes part: {names}", names=names),)), [[]]
    tries: list[list[Block]] = [[*one, *others] for one, others in product(credit, partners)]
    ways = (_slides_of(step, blocks) for blocks in tries)
    return next((slides for slides in ways if len(slides) == 1), _slides_of(step, tries[-1]))


def _title_of(
    title: str, sizes: Sequence[tuple[float, int]], width: float
) -> tuple[float, list[str]]:
    """Return the largest size in which a title fits its lines; the smallest cuts it short."""
    words = only_text(title)
    for size, most in sizes:
        lines = look.wrapped(words, size, width / WIDER, "heading")
        if len(lines) <= most:
            return size, lines
    last = look.shortened(" ".join(lines[most - 1 :]), size, width / WIDER, "heading")
    return size, [*lines[: most - 1], last]


def _balanced(lines: Sequence[str], size: float) -> float:
    """Return the width in which a title has as many lines, and all about as long."""
    if len(lines) < 2:
        return ROOM
    words = " ".join(lines)
    widest = max(look.width_of(one, size, "heading") for one in lines)
    for part in range(50, 100, 2):
        if len(look.wrapped(words, size, widest * part / 100, "heading")) <= len(lines):
            return widest * part / 100 * WIDER
    return ROOM


def _fitting(words: str, size: float, width: float, style: str = "text") -> str:
    return look.shortened(only_text(words), size, width / WIDER, style)


def _ask_box(ask: str) -> Box:
    tall = min(2, lines_of(ask, 20, ROOM, "bold")) * 20 * LINE
    return replace(template.ASK, top=template.FOOT.top - 8 - tall, height=tall)


def _ask(canvas: Canvas, ask: str) -> None:
    """Write the question for the room under a rule."""
    box = _ask_box(ask)
    rule = Box(box.left, box.top - 7, box.width, 1.5)
    canvas.add(box_shape(next(canvas.numbers()), say("Line"), rule, paint("ink")))
    lines = look.wrapped(only_text(ask), 20, ROOM / WIDER, "bold")
    told = ask if len(lines) <= 2 else " ".join([lines[0], _fitting(" ".join(lines[1:]), 20, ROOM)])
    canvas.text(box, [line(told, 20, "bold")], say("Question"), anchor="ctr",
                holder=template.ASK_HOLDER)  # fmt: skip


def _foot(canvas: Canvas, source: str, deck: Deck, number: int, many: int) -> None:
    told = say("{data}. Source: {source}", data=deck.data, source=source) if source else deck.data
    words = _fitting(told, SMALL, template.FOOT.width)
    canvas.text(template.FOOT, [line(words, SMALL, "text", "muted")], say("Source"), anchor="ctr",
                holder=template.FOOT_HOLDER)  # fmt: skip
    _number(canvas, number, many)


def _number(canvas: Canvas, number: int, many: int) -> None:
    """Write which slide of how many it is; the first number follows when slides are moved."""
    told = say("{n} of {total}", n=number, total=many)
    before, _, after = told.partition(str(number))
    look_of = letters(Run("", SMALL, "text", "muted"), canvas.language)
    runs = "".join(f"<a:r>{look_of}<a:t>{safe_run(w)}</a:t></a:r>" if w else "" for w in (before,))
    runs += (
        f'<a:fld id="{{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}}" type="slidenum">{look_of}'
        f"<a:t>{number}</a:t></a:fld>"
    )
    runs += f"<a:r>{look_of}<a:t>{safe_run(after)}</a:t></a:r>" if after else ""
    words = (
        '<p:txBody><a:bodyPr wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="ctr"/>'
        f'<a:lstStyle/><a:p><a:pPr algn="r"/>{runs}</a:p></p:txBody>'
    )
    canvas.add(text_shape(next(canvas.numbers()), say("Slide"), template.NUMBER, words,
                          holder=template.NUMBER_HOLDER))  # fmt: skip


def _told(step: Step, deck: Deck) -> list[str]:
    """Return what the presenter reads: the notes, then what is on the slide, in full."""
    lines = [*step.notes, step.title, step.lede, step.ask]
    if step.method:
        lines += [say("How it is worked out:"), *step.method]
    lines += [say("Source: {source}", source=step.source)] if step.source else []
    return [*lines, deck.data, deck.vision]


def _notes(canvas: Canvas, lines: Sequence[str]) -> None:
    frame = canvas.slide.notes_slide.notes_text_frame
    if frame is not None:
        frame.text = "\n".join(told for told in map(only_text, lines) if told)
        for written in frame.paragraphs:
            for run in written.runs:
                run._r.get_or_add_rPr().set("lang", canvas.language)


def _clear(canvas: Canvas) -> None:
    """Take away the empty places that a layout gives a slide: each is written or is not there."""
    tree = canvas.slide.shapes._spTree
    for shape in list(canvas.slide.placeholders):
        tree.remove(shape._element)


def _logo(canvas: Canvas, box: Box) -> None:
    """Put the partnership's own sign on a slide, or its name where it has no sign."""
    theirs = own.current()
    name, logo = only_text(theirs.name), theirs.logo
    if logo is None:
        if name:
            canvas.text(box, [line(name, 20, "bold", "brand")], name, anchor="ctr")
        return
    scale = min(box.width / logo.width, box.height / logo.height)
    corner = (Pt(box.left), Pt(box.top), Pt(logo.width * scale), Pt(logo.height * scale))
    shape: Any = canvas.slide.shapes.add_picture(io.BytesIO(logo.png), *corner)
    about = shape._element.nvPicPr.cNvPr
    about.set("name", say("Logo"))
    about.set("descr", say("Logo of {name}", name=name) if name else say("Logo"))
