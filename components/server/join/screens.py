"""What stands on a phone's screen, as HTML. Every text from a person is escaped here."""

from __future__ import annotations

import html
import secrets
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from components.server.join import look
from sharedground import words
from sharedground.model.rounds import (
    LONGEST_STATEMENT,
    RESIDENT,
    Choice,
    Round,
    Statement,
    Vote,
)
from sharedground.words import later, say, say_many

VOTES: Final[dict[Vote, str]] = {
    Vote.AGREE: later("Agree"),
    Vote.DISAGREE: later("Disagree"),
    Vote.SKIPPED: later("Pass"),
}
_MANY: Final = 15
"""Partners that are shown as buttons; more are put in a list to choose from."""


class Screen(NamedTuple):
    """One screen: what it is called, and its HTML inside the page."""

    title: str
    body: str


def e(text: object) -> str:
    """Return text that is only text, in HTML and in an attribute."""
    return html.escape(str(text))


def page(screen: Screen, at: str) -> str:
    """Return a whole page.

    Parameters
    ----------
    at
        The address of the pages for phones, such as "/j".
    """
    others = "".join(
        f'<a href="?lang={e(code)}" lang="{e(code)}" hreflang="{e(code)}">{e(name)}</a>'
        for code, name in words.languages().items()
        if code != words.language()
    )
    return (
        f'<!doctype html><html lang="{e(words.language())}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        '<meta name="color-scheme" content="light dark"><meta name="robots" content="noindex">'
        f"<title>{e(screen.title)} - Shared Ground</title>"
        f'<link rel="stylesheet" href="{e(at)}/{look.address("look.css")}">'
        f'<script src="{e(at)}/{look.address("join.js")}" defer></script></head>'
        f'<body data-sending="{e(say("Sending …"))}" data-waiting="{e(_waiting())}">'
        f'<main>{screen.body}</main><p id="state" role="status"></p>'
        f"<footer>Shared Ground {others}</footer></body></html>"
    )


def _waiting() -> str:
    return say("No connection yet. Your answer is kept on this phone and sent again by itself.")


def type_code(at: str, typed: str = "", fault: str = "") -> Screen:
    """Ask for the code on the big screen."""
    title = say("Join the round")
    told = f'<p class="fault" id="why" role="alert">{e(fault)}</p>' if fault else ""
    described = ' aria-describedby="why"' if fault else ""
    return Screen(title, (
        f"<h1>{e(title)}</h1>"
        f'<form method="post" action="{e(at)}">{told}'
        f'<label for="code">{e(say("Type the six characters on the big screen"))}</label>'
        f'<input id="code" name="code" value="{e(typed)}" autocomplete="off" '
        'autocapitalize="characters" autocorrect="off" spellcheck="false" maxlength="20" required'
        f"{described}>"
        f'<button class="main">{e(say("Join"))}</button></form>'
        f"<p>{e(say('Or point your camera at the square on the big screen.'))}</p>"
    ))  # fmt: skip


def choose_speaker(asked: Round, place: str, to: str) -> Screen:
    """Ask whom the phone speaks for; nothing is chosen beforehand."""
    title = say("Who do you speak for?")
    over = " · ".join(each for each in (place, asked.title) if each)
    offered = [(one.partner_id, one.name) for one in asked.speakers]
    if asked.residents:
        offered.append((RESIDENT, say("Myself, as a resident")))
    if len(offered) <= _MANY:
        asked_for = "".join(
            f'<button name="as" value="{e(code)}">{e(name)}</button>' for code, name in offered
        )
    else:
        asked_for = (
            f'<label for="as">{e(say("Choose one"))}</label>'
            f'<select id="as" name="as" required><option value=""></option>'
            + "".join(f'<option value="{e(code)}">{e(name)}</option>' for code, name in offered)
            + f'</select><button class="main">{e(say("Go on"))}</button>'
        )
    return Screen(title, (
        f'<p class="over">{e(over)}</p><h1>{e(title)}</h1>'
        f'<form method="post" action="{e(to)}/as" class="list">{asked_for}</form>'
    ))  # fmt: skip


def speaks_for(asked: Round, speaker: str) -> str:
    """Return whom a phone speaks for, in words."""
    names = {one.partner_id: one.name for one in asked.speakers}
    name = names.get(speaker)
    return say("You speak for {name}.", name=name) if name else say("You speak for yourself.")


class Filled(NamedTuple):
    """What a form of points starts with.

    Parameters
    ----------
    points
        As they were typed: words, by code.
    fault
        What is wrong with them, "" for nothing.
    offer
        True where the sum is not 100, and scaling is offered.
    """

    points: Mapping[str, str]
    fault: str = ""
    offer: bool = False


def share_points(asked: Round, speaker: str, to: str, filled: Filled, now: int) -> Screen:
    """Ask for 100 points, spread over the outcomes."""
    title = say("Share 100 points")
    rows = "".join(_row(one, filled.points.get(one.code, "")) for one in asked.outcomes)
    kind = "fault offer" if filled.offer else "fault"
    note = f'<p class="{kind}" role="alert">{e(filled.fault)}</p>' if filled.fault else ""
    send = say("Send my points")
    sent_as = ' name="do" value="send"' if filled.offer else ""
    scale = (
        f'<button name="do" value="scale">{e(say("Scale to 100"))}</button>' if filled.offer else ""
    )
    told = {
        "some": say("{sum} of 100 shared. {left} left."),
        "full": say("100 of 100 shared."),
        "over": say("{sum} of 100. That is {over} too many."),
        "scale": say("Scale to 100"),
        "less": say("5 points less: {name}"),
        "more": say("5 points more: {name}"),
    }
    data = "".join(f' data-{name}="{e(text)}"' for name, text in told.items())
    return Screen(title, (
        f"{_head(asked, speaker, to)}<h1>{e(title)}</h1>"
        f"<p>{e(say('Give more points to what matters more.'))} {e(_openness(asked))}</p>{note}"
        f'<form method="post" action="{e(to)}/answer" data-send="{e(asked.round_id)}" '
        f'data-now="{now}" data-as="{e(speaker)}"{data} id="points">{_hidden()}{rows}'
        f'<div class="foot"><p id="sum" aria-live="polite"></p><div class="ways">{scale}'
        f'<button class="main"{sent_as}>{e(send)}</button></div></div></form>'
    ))  # fmt: skip


def _row(one: Choice, typed: str) -> str:
    why = f'<small id="w-{e(one.code)}">{e(one.why)}</small>' if one.why else ""
    described = f' aria-describedby="w-{e(one.code)}"' if one.why else ""
    return (
        f'<div class="row"><label for="p-{e(one.code)}">{e(one.name)}</label>{why}'
        f'<div class="number"><input id="p-{e(one.code)}" name="p-{e(one.code)}" '
        f'value="{e(typed)}" inputmode="decimal" autocomplete="off" maxlength="12" '
        f'placeholder="0"{described}></div></div>'
    )


def _openness(asked: Round) -> str:
    if asked.naming.value == "named":
        return say("The result shows what each partner gave.")
    return say("The result shows averages only, not who gave what.")


def _head(asked: Round, speaker: str, to: str) -> str:
    may_change = len(asked.speakers) + asked.residents > 1
    change = (
        f' <a href="{e(to)}?who=1">{e(say("Change"))}</a>' if may_change and asked.outcomes else ""
    )
    return f'<p class="over">{e(asked.title)} · {e(speaks_for(asked, speaker))}{change}</p>'


def points_are_in(asked: Round, speaker: str, to: str, points: Mapping[str, float]) -> Screen:
    """Say that the points are stored, and what they are."""
    title = say("Got it")
    rows = "".join(
        f"<tr><th scope=row>{e(one.name)}</th><td>{plain(points.get(one.code, 0))}</td></tr>"
        for one in asked.outcomes
    )
    return Screen(title, (
        f'{_head(asked, speaker, to)}<h1 class="got">{e(title)}</h1>'
        f"<p>{e(say('Your points are in. The result comes on the big screen.'))}</p>"
        f"<table><caption>{e(say('Your points'))}</caption>{rows}</table>"
        f'<a class="button" href="{e(to)}?change=1">{e(say("Change my answer"))}</a>'
    ))  # fmt: skip


class Shown(NamedTuple):
    """A statement on its screen.

    Parameters
    ----------
    place, of
        "4 of 12".
    back
        What the address says after "?" of the statement before; "" for none.
    said
        The vote of this phone so far, None before there is one.
    trail
        Numbers of the statements before, for the way back.
    """

    statement: Statement
    place: int
    of: int
    back: str
    said: int | None
    trail: str


def vote(asked: Round, to: str, shown: Shown, now: int) -> Screen:
    """Show one statement and ask what the person thinks; nothing is chosen beforehand."""
    where = say("{place} of {n}", place=shown.place, n=shown.of)
    said = (
        f"<p>{e(say('You said: {vote}', vote=say(VOTES[Vote(shown.said)])))}</p>"
        if shown.said is not None
        else ""
    )
    votes = "".join(
        f'<button name="vote" value="{value.value}">{e(say(name))}</button>'
        for value, name in VOTES.items()
    )
    back = f'<a class="button" href="{e(to)}?{e(shown.back)}">{e(say("Back"))}</a>'
    return Screen(where, (
        f'<p class="over">{e(asked.title)}</p><p class="place">{e(where)}</p>'
        f'<h1 class="statement">{e(shown.statement.text)}</h1>{said}'
        f'<form method="post" action="{e(to)}/answer" data-send="{e(asked.round_id)}" '
        f'data-now="{now}" class="list">{_hidden()}'
        f'<input type="hidden" name="item" value="{e(shown.statement.statement_id)}">'
        f'<input type="hidden" name="trail" value="{e(shown.trail)}">{votes}</form>'
        f'<p class="ways">{back if shown.back else ""}'
        f'<a class="button" href="{e(to)}?add=1">{e(say("Add your own statement"))}</a></p>'
        f"<p>{e(say('Your answers are not linked to your name.'))}</p>"
    ))  # fmt: skip


def all_voted(
    asked: Round, to: str, statements: Sequence[Statement], said: Mapping[str, int]
) -> Screen:
    """Say that every statement is answered, and let any be changed."""
    title = say("Got it") if said else say("No statements yet")
    rows = "".join(
        f'<tr><th scope=row><a href="{e(to)}?s={one.number}">{e(one.text)}</a></th>'
        f"<td>{e(say(VOTES[Vote(said[one.statement_id])]))}</td></tr>"
        for one in statements
        if one.statement_id in said
    )
    done = say_many(
        "You have answered the one statement there is.",
        "You have answered all {n} statements.",
        len(statements),
    )
    told = (
        f"<p>{e(done)} {e(say('Others may still add some.'))}</p><table><caption>"
        f"{e(say('Choose one to change your answer'))}</caption>{rows}</table>"
        if said
        else f"<p>{e(say('The first ones come soon. You can add one of your own.'))}</p>"
    )
    return Screen(title, (
        f'<p class="over">{e(asked.title)}</p>'
        f"<h1{' class=got' if said else ''}>{e(title)}</h1>{told}"
        f'<p class="ways"><a class="button" href="{e(to)}">'
        f'{e(say("Look for new statements"))}</a><a class="button" href="{e(to)}?add=1">'
        f"{e(say('Add your own statement'))}</a></p>"
    ))  # fmt: skip


def add_statement(asked: Round, to: str, typed: str = "", fault: str = "") -> Screen:
    """Ask for a statement of the person's own."""
    title = say("Add your own statement")
    note = f'<p class="fault" role="alert">{e(fault)}</p>' if fault else ""
    hint = say("One thought that others can agree or disagree with. Name no person.")
    return Screen(title, (
        f'<p class="over">{e(asked.title)}</p><h1>{e(title)}</h1>{note}'
        f'<form method="post" action="{e(to)}/say">{_hidden()}'
        f'<label for="text">{e(say("Your statement"))}</label><small id="hint">{e(hint)}</small>'
        f'<textarea id="text" name="text" maxlength="{LONGEST_STATEMENT}" rows="4" required '
        f'aria-describedby="hint">{e(typed)}</textarea>'
        f'<button class="main">{e(say("Send it to the facilitator"))}</button></form>'
        f'<a class="button" href="{e(to)}">{e(say("Back"))}</a>'
    ))  # fmt: skip


def statement_waits(asked: Round, to: str) -> Screen:
    """Say that a statement is stored and waits."""
    title = say("Got it")
    told = say("The facilitator looks at it first. Then everybody can vote on it.")
    return Screen(title, (
        f'<p class="over">{e(asked.title)}</p><h1 class="got">{e(title)}</h1>'
        f"<p>{e(told)}</p>"
        f'<a class="button" href="{e(to)}">{e(say("Go on voting"))}</a>'
    ))  # fmt: skip


def closed(at: str, title: str = "", *, late: bool = False) -> Screen:
    """Say that a round takes no more answers.

    Parameters
    ----------
    late
        True where an answer came after the round was closed.
    """
    over = f'<p class="over">{e(title)}</p>' if title else ""
    head = say("This round is closed")
    lost = say("Your last answer came too late to be counted.") if late else ""
    told = say(
        "What came in before is counted. Look at the big screen for the result. If the round is "
        "opened again, use the new code there: your answer is still here."
    )
    link = f'<a class="button" href="{e(at)}">{e(say("Type a code"))}</a>'
    return Screen(head, f"{over}<h1>{e(head)}</h1><p>{e(lost)} {e(told)}</p>{link}")


def taken(asked: Round, speaker: str, to: str) -> Screen:
    """Say that another phone speaks for this partner, in a round without names."""
    names = {one.partner_id: one.name for one in asked.speakers}
    return message(
        say("Another phone has answered"),
        say("Another phone speaks for {name} in this round. Nobody's answer is shown here, so only "
            "one phone speaks for each partner. Ask the facilitator if that was not you.",
            name=names.get(speaker, speaker)),
        f"{to}?who=1", say("Speak for somebody else"),
    )  # fmt: skip


def message(title: str, text: str, to: str, label: str) -> Screen:
    """Say something, with one way on."""
    return Screen(title, (
        f'<h1>{e(title)}</h1><p role="alert">{e(text)}</p>'
        f'<a class="button" href="{e(to)}">{e(label)}</a>'
    ))  # fmt: skip


def _hidden() -> str:
    """Return the random id of one filled-in form: sent again, it is the same answer."""
    return f'<input type="hidden" name="key" value="{secrets.token_urlsafe(12)}">'


def plain(number: float) -> str:
    """Return points as people type them."""
    return f"{number:.10g}"


def typed_of(said: Mapping[str, Any]) -> dict[str, str]:
    """Return points as the form shows them: a 0 that was given is a 0."""
    return {code: plain(float(number)) for code, number in said.items()}
