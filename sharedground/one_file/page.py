"""Writes a whole story as one HTML file: to scroll as a report, or step by step on a big screen."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from functools import cache
from typing import Final

from sharedground import look
from sharedground.figures.exhibits import Deck, Map, Step
from sharedground.figures.svg import words_of
from sharedground.one_file import blocks, figure_svg, styles
from sharedground.words import day, say, speaking

_ARROW: Final = (
    '<svg viewBox="0 0 20 20" aria-hidden="true"><path d="{d}" fill="none" stroke="currentColor" '
    'stroke-width="2.2"/></svg>'
)
_BACK, _NEXT = "M12 4l-6 6 6 6", "M8 4l6 6-6 6"


def html_bytes(deck: Deck) -> bytes:
    """Return a story as one file that opens without internet and without a server.

    The presenter's notes are not in it. Nothing that a partnership wrote can act: every word is
    escaped, and the policy in the file allows our one script and our one style sheet only.
    """
    with speaking(deck.language):
        return _document(deck).encode("utf-8")


def _document(deck: Deck) -> str:
    style, script = styles.sheet(), _script()
    return (
        f'<!doctype html>\n<html lang="{words_of(deck.language)}">\n<head>\n'
        '<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_policy(style, script)}">\n'
        '<meta name="color-scheme" content="light dark">\n<meta name="robots" content="noindex">\n'
        f"<title>{words_of(deck.title)}</title>\n<style>{style}</style>\n</head>\n"
        f"<body {_told_to_script()}>\n{_body(deck)}\n<script>{script}</script>\n</body>\n</html>\n"
    )


@cache
def _script() -> str:
    """Return the one script: it is always the same, whatever the story says."""
    own = (figure_svg.ASSETS / "page.js").read_text("utf-8")
    return f'(() => {{\n"use strict"\n{figure_svg.script(module=False)}\n{own}}})()'


def _policy(style: str, script: str) -> str:
    return (
        f"default-src 'none'; script-src {_hash(script)}; style-src {_hash(style)}; "
        "font-src data:; img-src data:; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def _told_to_script() -> str:
    """Return the words that the script shows, as attributes."""
    words = {
        "found": say("Marked on maps: {maps}. Marked in tables: {tables}.",
                     maps="{maps}", tables="{tables}"),
        "nothing": say("Nothing here has this name. Check the spelling, or choose from the list."),
        "up": say("Sorted by {column}, lowest first.", column="{column}"),
        "down": say("Sorted by {column}, highest first.", column="{column}"),
        "count": say("{n} of {all}", n="{n}", all="{all}"),
    }  # fmt: skip
    return " ".join(f'data-{name}="{words_of(text)}"' for name, text in words.items())


def _body(deck: Deck) -> str:
    steps = "\n".join(_step(n, step) for n, step in enumerate(deck.steps, 1))
    return (
        f'<a class="skip" href="#steps">{words_of(say("Skip to the first step"))}</a>\n'
        f'{_head(deck)}\n<main id="steps">\n{steps}\n</main>\n{_foot(deck)}\n{_stage()}'
    )


def _head(deck: Deck) -> str:
    kicker = f'<p class="kicker">{words_of(deck.kicker)}</p>' if deck.kicker else ""
    made = [say("Made on {day} from what everyone may see.", day=day(deck.made_at.date()))]
    told = " ".join(f"{one.rstrip('.')}." for one in (*made, deck.vision, deck.data) if one)
    return (
        f"<header>{_logo()}{kicker}<h1>{words_of(deck.title)}</h1>"
        f'<p class="made">{words_of(told)}</p>'
        f"{_ways(deck)}{_contents(deck.steps)}</header>"
    )


def _logo() -> str:
    """Return whose page it is: its logo, or its name where it has none."""
    theirs = look.current()
    name = words_of(theirs.name)
    if theirs.logo is None:
        return f'<p class="whose">{name}</p>' if name else ""
    source = (
        f'src="{theirs.logo.data_uri}" width="{theirs.logo.width}" height="{theirs.logo.height}"'
    )
    return f'<p class="whose"><img {source} alt="{name or words_of(say("Logo"))}"></p>'


def _ways(deck: Deck) -> str:
    """Return the two ways on: step by step, and an area by its name."""
    start = (
        f'<button type="button" class="main" data-start hidden>'
        f"{words_of(say('Show it step by step'))}{_ARROW.format(d=_NEXT)}</button>"
        if deck.steps
        else ""
    )
    return (
        f'<div class="ways">{start}<form role="search" data-find hidden>'
        f'<label for="find">{words_of(say("What about our area?"))}</label>'
        f'<span><input id="find" type="search" list="names" autocomplete="off" '
        f'placeholder="{words_of(say("Name of an area or a place"))}">'
        f'<button type="submit">{words_of(say("Find"))}</button></span>'
        '<datalist id="names"></datalist><p role="status" data-result></p></form></div>'
    )


def _contents(steps: Sequence[Step]) -> str:
    items = "".join(f'<li><a href="#step-{n}">{words_of(step.title)}</a></li>'
                    for n, step in enumerate(steps, 1))  # fmt: skip
    name = words_of(say("What is in it"))
    return (
        f'<nav aria-labelledby="contents"><h2 id="contents">{name}</h2><ol>{items}</ol></nav>'
        if steps
        else f"<p>{words_of(say('There is nothing to tell yet.'))}</p>"
    )


def _step(number: int, step: Step) -> str:
    lede = f'<p class="lede">{words_of(step.lede)}</p>' if step.lede else ""
    asks = words_of(say("For the room"))
    ask = f'<p class="ask"><span>{asks}</span> <b>{words_of(step.ask)}</b></p>' if step.ask else ""
    return (
        f'<section id="step-{number}" class="step" aria-labelledby="title-{number}" data-step>'
        f'<h2 id="title-{number}" tabindex="-1">{words_of(step.title)}</h2>{lede}'
        f"{_exhibits(step)}{ask}{_worked_out(step)}</section>"
    )


def _exhibits(step: Step) -> str:
    """Return what a step shows: a map on the left, all else beside it where there is room."""
    beside = any(isinstance(one, Map) for one in step.exhibits)
    maps = [blocks.html(one) for one in step.exhibits if isinstance(one, Map)]
    others = [blocks.html(one, beside=beside) for one in step.exhibits if not isinstance(one, Map)]
    if not maps or not others:
        kind = "one" if len(maps) + len(others) == 1 else "many"
        return f'<div class="exhibits {kind}">{"".join(maps + others)}</div>'
    return (
        f'<div class="exhibits pair"><div>{"".join(maps)}</div><div>{"".join(others)}</div></div>'
    )


def _worked_out(step: Step) -> str:
    source = (f'<p class="source">{words_of(say("Source:"))} {words_of(step.source)}</p>'
              if step.source else "")  # fmt: skip
    if not step.method:
        return source
    items = "".join(f"<li>{words_of(line)}</li>" for line in step.method)
    return (
        f'<details class="method"><summary>{words_of(say("How we worked it out"))}</summary>'
        f"<ul>{items}</ul></details>{source}"
    )


def _foot(deck: Deck) -> str:
    partners = _list(say("Who takes part"), deck.partners)
    credits_ = _list(say("Sources and licences"), deck.credits)
    return (
        f"<footer>{partners}{credits_}<p>"
        f"{words_of(say('This file works without internet. It sends nothing and keeps nothing.'))}"
        "</p></footer>"
    )


def _list(title: str, lines: Sequence[str]) -> str:
    if not lines:
        return ""
    items = "".join(f"<li>{words_of(line)}</li>" for line in lines)
    return f"<h2>{words_of(title)}</h2><ul>{items}</ul>"


def _stage() -> str:
    """Return the bar of the way step by step; page.js shows it."""
    buttons = (("leave", say("Leave"), ""), ("back", say("Back"), _ARROW.format(d=_BACK)),
               ("next", say("Next"), _ARROW.format(d=_NEXT)))  # fmt: skip
    drawn = "".join(
        f'<button type="button" data-go="{way}">'
        f"{arrow if way == 'back' else ''}{words_of(name)}{arrow if way == 'next' else ''}</button>"
        for way, name, arrow in buttons
    )
    return (
        f'<section class="stage" aria-label="{words_of(say("Step by step"))}" hidden>'
        f'<p class="asked" data-asked></p><p data-number></p>{drawn}</section>'
        '<p class="unseen" role="status" data-status></p>'
    )
