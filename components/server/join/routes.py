"""The routes `/j...` for phones: join by code or link, answer, change an answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pydantic import ValidationError
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from components.server.join import asked, look, passes, requests, screens
from components.server.join.desk import Desk
from components.server.join.guessing import Guessing
from components.server.join.passes import Pass
from components.server.join.screens import Filled, Screen, Shown
from components.server.join.writer import FullError
from sharedground.errors import SharedGroundError
from sharedground.model.rounds import RESIDENT, Answer, Round, RoundKind, Statement
from sharedground.store.rounds import ALPHABET, CODE_LENGTH, Stored, tidy
from sharedground.words import say, say_many

TOKEN_LENGTH: Final = 22
_FOREVER: Final = "public, max-age=31536000, immutable"
_NEVER_IN_A_CODE: Final = str.maketrans("O0U", "QQV")
"""No code has these; what people mistake for them is the likeliest."""

_TRAIL: Final = 40
Page = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True)
class Here:
    """A phone that is in a round."""

    request: Request
    given: Pass
    asked: Round
    phone: str | None
    place: str = ""

    @property
    def to(self) -> str:
        """Return the address of this phone's own pages."""
        return f"{requests.root(self.request)}/{passes.seal(self.given)}"

    def now(self) -> int:
        """Return tenths of seconds since the round began: the count of a form sent now."""
        since = dt.datetime.now(dt.UTC) - self.asked.opened_at
        return max(0, int(since.total_seconds() * 10))

    def as_speaker(self, speaker: str) -> Here:
        """Return the same phone, speaking for somebody."""
        given = self.given._replace(speaker=speaker)
        return Here(self.request, given, self.asked, self.phone, self.place)


class Joining:
    """The pages for phones, and what they share."""

    def __init__(self, desk: Desk, guessing: Guessing | None = None) -> None:
        self.desk, self.guessing = desk, guessing or Guessing()

    def routes(self) -> list[BaseRoute]:
        """Return the routes."""
        return [
            Route("/j", _page(self.code_page), methods=["GET"]),
            Route("/j", _page(self.code_typed), methods=["POST"]),
            Route("/j/look-{sha:str}.css", _file("look.css"), methods=["GET"]),
            Route("/j/join-{sha:str}.js", _file("join.js"), methods=["GET"]),
            Route("/j/{key:str}", _page(self.round_page), methods=["GET"]),
            Route("/j/{key:str}/as", _page(self.speaker_chosen), methods=["POST"]),
            Route("/j/{key:str}/answer", _page(self.answered), methods=["POST"]),
            Route("/j/{key:str}/say", _page(self.statement_said), methods=["POST"]),
        ]

    # Joining

    async def code_page(self, request: Request) -> Response:
        """Ask for the code."""
        return requests.show(request, screens.type_code(requests.root(request)))

    async def code_typed(self, request: Request) -> Response:
        """Let a phone in by its code, or say why not."""
        typed = (await requests.form(request)).get("code", "")[:40]
        code, phone = tidy(typed), requests.phone(request)
        if phone is None:
            return self._code_again(request, typed, requests.no_cookie(), 400)
        if len(code) != CODE_LENGTH:
            return self._code_again(request, typed, say("A code has six characters."), 400)
        if wait := self.guessing.wait_of(phone):
            return self._code_again(request, typed, _too_often(wait), 429)
        if not await self.guessing.turn():
            return self._code_again(request, typed, _slowly(), 503)
        found = await self.desk.by_code(code)
        if found is None and not set(code) <= set(ALPHABET):
            found = await self.desk.by_code(code.translate(_NEVER_IN_A_CODE))
        if found is None:
            self.guessing.wrong(phone)
            return self._code_again(request, typed, _unknown_code(), 404)
        self.guessing.right()
        given = Pass(found.place_id, found.round.round_id, found.round.closings)
        return requests.go(request, f"{requests.root(request)}/{passes.seal(given)}")

    def _code_again(self, request: Request, typed: str, fault: str, status: int) -> Response:
        screen = screens.type_code(requests.root(request), typed, fault)
        response = requests.show(request, screen, status=status)
        if status in (429, 503):
            response.headers["Retry-After"] = "5"
        return response

    async def round_page(self, request: Request) -> Response:
        """Show a phone what it is asked, or what it said."""
        here = await self._come_in(request)
        if isinstance(here, Response):
            return here
        said = await self._said(here)
        speaker = here.given.speaker or _last_speaker(said) or _only_speaker(here.asked)
        wants_to_choose = request.query_params.get("who") == "1" and here.asked.outcomes
        if not speaker or wants_to_choose:
            whom = here.as_speaker("")
            return requests.show(request, screens.choose_speaker(here.asked, here.place, whom.to))
        if not here.given.speaker:
            return requests.go(request, here.as_speaker(speaker).to)
        return requests.show(request, await self._screen(here, said))

    async def speaker_chosen(self, request: Request) -> Response:
        """Go on as the one whom the person speaks for."""
        here = await self._come_in(request)
        if isinstance(here, Response):
            return here
        speaker = (await requests.form(request)).get("as", "")
        if not _may_speak(here.asked, speaker):
            return requests.go(request, f"{here.to}?who=1")
        said = await self._said(here)
        ways = "?change=1" if said else ""
        return requests.go(request, f"{here.as_speaker(speaker).to}{ways}")

    async def _come_in(self, request: Request) -> Here | Response:
        """Return the phone in its round, or the page that says why it is not in."""
        key, phone = request.path_params["key"], requests.phone(request)
        if len(key) == TOKEN_LENGTH:
            found = await self.desk.by_token(key)
            if found is None:
                return self._closed(request)
            given = Pass(found.place_id, found.round.round_id, found.round.closings)
            return Here(request, given, found.round, phone, found.place_name)
        given_ = passes.unseal(key)
        now = await self.desk.round_of(given_.place_id, given_.round_id) if given_ else None
        if given_ is None or now is None or not given_.lets_into(now):
            return self._closed(request, now.title if now else "")
        return Here(request, given_, now, phone)

    def _closed(self, request: Request, title: str = "") -> Response:
        late = request.method == "POST"
        screen = screens.closed(requests.root(request), title, late=late)
        return requests.show(request, screen, status=410)

    # Answering

    async def answered(self, request: Request) -> Response:
        """Store an answer, and say "Got it" once it is stored."""
        here = await self._may_write(request)
        if isinstance(here, Response):
            return here
        form = await requests.form(request)
        if here.asked.kind is RoundKind.POINTS:
            return await self._points(here, form)
        return await self._vote(here, form)

    async def _points(self, here: Here, form: Mapping[str, str]) -> Response:
        typed = {one.code: form.get(f"p-{one.code}", "") for one in here.asked.outcomes}
        try:
            points = asked.points(here.asked.outcomes, form)
        except asked.NotPointsError as error:
            return self._points_again(here, Filled(typed, str(error)), 400)
        if not asked.is_whole(points) and form.get("do") == "scale":
            changed = screens.typed_of(asked.scaled(points))
            return self._points_again(here, Filled(changed, _scaled()))
        if not asked.is_whole(points) and form.get("do") != "send":
            return self._points_again(here, Filled(typed, _not_whole(points), offer=True))
        stored = await self._store(here, form, "", {"points": points})
        return stored or await self._after(here, here.to)

    def _points_again(self, here: Here, filled: Filled, status: int = 200) -> Response:
        screen = screens.share_points(here.asked, here.given.speaker, here.to, filled, here.now())
        return requests.show(here.request, screen, status=status)

    async def _vote(self, here: Here, form: Mapping[str, str]) -> Response:
        approved = await self.desk.approved(here.given.place_id, here.asked.round_id)
        number = {one.statement_id: one.number for one in approved}
        item, vote = form.get("item", ""), form.get("vote", "")
        if item not in number or vote not in ("1", "0", "-1"):
            return requests.go(here.request, here.to)
        stored = await self._store(here, form, item, {"vote": int(vote)})
        trail = [*_trail(form.get("trail", "")), number[item]]
        told = ".".join(str(each) for each in trail[-_TRAIL:])
        return stored or await self._after(here, f"{here.to}?b={told}", trail)

    async def _store(
        self, here: Here, form: Mapping[str, str], item: str, body: dict[str, Any]
    ) -> Response | None:
        """Store an answer; return a page only where that did not work."""
        try:
            answer = Answer(
                round_id=here.asked.round_id, device=here.phone or "", key=form.get("key", ""),
                seq=_count(form.get("seq", ""), here.now()), speaker=here.given.speaker,
                item=item, body=body,
            )  # fmt: skip
        except ValidationError:
            return self._out_of_date(here)
        stored = await self.desk.record(here.given.place_id, answer)
        if stored is Stored.CLOSED:
            return self._closed(here.request, here.asked.title)
        if stored is Stored.TAKEN:
            screen = screens.taken(here.asked, here.given.speaker, here.to)
            return requests.show(here.request, screen, status=409)
        return None

    async def _after(self, here: Here, to: str, trail: list[int] | None = None) -> Response:
        """Show what is stored now: by another page, or at once where our script asks."""
        if not requests.wants_json(here.request):
            return requests.go(here.request, to)
        said = await self._said(here)
        screen = await self._screen(here, said, trail or [])
        return requests.show(here.request, screen, url=to)

    async def statement_said(self, request: Request) -> Response:
        """Keep a statement of somebody in the room; it waits for the facilitator."""
        here = await self._may_write(request)
        if isinstance(here, Response):
            return here
        form = await requests.form(request)
        text, key = form.get("text", ""), form.get("key", "")
        try:
            await self.desk.suggest(
                here.given.place_id, here.asked.round_id, text,
                by=here.given.speaker, key=key, phone=here.phone or "",
            )  # fmt: skip
        except SharedGroundError as error:
            if error.code == "round.closed":
                return self._closed(request, here.asked.title)
            screen = screens.add_statement(here.asked, here.to, text, error.message)
            return requests.show(request, screen, status=400)
        return requests.go(request, f"{here.to}?said=1")

    async def _may_write(self, request: Request) -> Here | Response:
        here = await self._come_in(request)
        if isinstance(here, Response):
            return here
        if here.phone is None:
            told = screens.message(
                say("This phone keeps no cookie"), requests.no_cookie(), here.to, say("Try again")
            )
            return requests.show(request, told, status=400)
        if not _may_speak(here.asked, here.given.speaker):
            return requests.go(request, f"{here.to}?who=1")
        return here

    def _out_of_date(self, here: Here) -> Response:
        told = screens.message(
            say("This form could not be read"),
            say("Nothing was sent. Load it again and fill it in once more."),
            f"{here.to}?change=1", say("Load it again"),
        )  # fmt: skip
        return requests.show(here.request, told, status=400)

    # Screens

    async def _said(self, here: Here) -> dict[str, dict[str, Any]]:
        if here.phone is None:
            return {}
        return await self.desk.own(here.given.place_id, here.asked.round_id, here.phone)

    async def _screen(
        self, here: Here, said: Mapping[str, Mapping[str, Any]], trail: list[int] | None = None
    ) -> Screen:
        """Return what a phone that has chosen its speaker sees now."""
        if here.asked.kind is RoundKind.STATEMENTS:
            return await self._statement(here, said, trail)
        points = said[""]["body"]["points"] if "" in said else {}
        wants_form = here.request.query_params.get("change") == "1" and trail is None
        if points and not wants_form:
            return screens.points_are_in(here.asked, here.given.speaker, here.to, points)
        filled = Filled(screens.typed_of(points))
        return screens.share_points(here.asked, here.given.speaker, here.to, filled, here.now())

    async def _statement(
        self, here: Here, said: Mapping[str, Mapping[str, Any]], trail: list[int] | None
    ) -> Screen:
        asked_for = here.request.query_params if trail is None else {}
        if asked_for.get("add") == "1":
            return screens.add_statement(here.asked, here.to)
        if "said" in asked_for:
            return screens.statement_waits(here.asked, here.to)
        approved = await self.desk.approved(here.given.place_id, here.asked.round_id)
        votes = {item: each["body"]["vote"] for item, each in said.items() if item}
        chosen = [one for one in approved if str(one.number) == asked_for.get("s")]
        one = chosen[0] if chosen else await self._drawn(here, approved, votes)
        if one is None:
            return screens.all_voted(here.asked, here.to, approved, votes)
        before = trail if trail is not None else _trail(asked_for.get("b", ""))
        return screens.vote(here.asked, here.to, _shown(one, approved, votes, before), here.now())

    async def _drawn(
        self, here: Here, approved: tuple[Statement, ...], votes: Mapping[str, int]
    ) -> Statement | None:
        """Draw the statement that this phone is asked next."""
        if all(one.statement_id in votes for one in approved):
            return None
        soon = await self.desk.priorities(here.given.place_id, here.asked.round_id, approved)
        return asked.next_statement(approved, votes, here.phone or "", soon)


def _shown(
    one: Statement, approved: tuple[Statement, ...], votes: Mapping[str, int], before: list[int]
) -> Shown:
    voted = [each.statement_id for each in approved if each.statement_id in votes]
    known = one.statement_id in voted
    place = voted.index(one.statement_id) + 1 if known else len(voted) + 1
    shorter = ".".join(str(each) for each in before[:-1])
    back = f"s={before[-1]}&b={shorter}" if before else ""
    trail = ".".join(str(each) for each in before)
    return Shown(one, place, len(approved), back, votes.get(one.statement_id), trail)


def _trail(text: str) -> list[int]:
    return [int(each) for each in text[:400].split(".") if each.isascii() and each.isdigit()]


def _count(seq: str, now: int) -> int:
    """Return the phone's count, else the moment; never far ahead, which would shut out the rest."""
    return min(int(seq), now + 600) if seq.isascii() and seq.isdigit() and len(seq) < 11 else now


def _last_speaker(said: Mapping[str, Mapping[str, Any]]) -> str:
    latest = max(said.values(), key=lambda each: int(each["seq"]), default=None)
    return str(latest["speaker"]) if latest else ""


def _only_speaker(asked_: Round) -> str:
    """Return whom the phone speaks for where there is no choice: votes are always people's own."""
    if asked_.kind is RoundKind.STATEMENTS or not asked_.speakers:
        return RESIDENT
    only = len(asked_.speakers) == 1 and not asked_.residents
    return asked_.speakers[0].partner_id if only else ""


def _may_speak(asked_: Round, speaker: str) -> bool:
    if speaker == RESIDENT:
        return asked_.residents or asked_.kind is RoundKind.STATEMENTS
    return any(one.partner_id == speaker for one in asked_.speakers)


def _page(answer: Page) -> Page:
    """Answer in the phone's language; say in words what went wrong."""

    async def page(request: Request) -> Response:
        requests.speak(request)
        if request.method == "POST" and not requests.is_ours(request):
            return requests.finish(request, PlainTextResponse("", 403))
        try:
            return await answer(request)
        except requests.TooLargeError:
            return requests.finish(request, PlainTextResponse("", 413))
        except (FullError, SQLAlchemyError):
            return _busy(request)

    return page


def _busy(request: Request) -> Response:
    told = screens.message(
        say("Very many answers come in at once"),
        say("Yours is not stored yet. Go back and send it again in some seconds."),
        requests.root(request), say("Type a code"),
    )  # fmt: skip
    response = requests.show(request, told, status=503)
    response.headers["Retry-After"] = "2"
    return response


def _file(name: str) -> Page:
    """Serve the style or the script at the address of what it holds now; any other is 404."""

    async def file(request: Request) -> Response:
        sha, plain, packed = look.made(name)
        if request.path_params["sha"] != sha:
            return PlainTextResponse("", 404, {"Cache-Control": "no-store"})
        kept = {"Cache-Control": _FOREVER, "Vary": "Accept-Encoding"}
        if "gzip" in request.headers.get("accept-encoding", ""):
            return Response(packed, 200, kept | {"Content-Encoding": "gzip"}, look.TYPES[name])
        return Response(plain, 200, kept, look.TYPES[name])

    return file


def _unknown_code() -> str:
    return say(
        "We found no open round with this code. Look at the big screen again. "
        "There is no O, 0, I, 1, L or U in a code."
    )


def _too_often(seconds: float) -> str:
    return say_many(
        "Too many wrong codes from this phone. Wait a minute, or point your camera at the square "
        "on the big screen: that always works.",
        "Too many wrong codes from this phone. Wait {n} minutes, or point your camera at the "
        "square on the big screen: that always works.",
        max(1, round(seconds / 60)),
    )


def _slowly() -> str:
    return say(
        "Very many wrong codes are being typed just now. Try again in some seconds, or point your "
        "camera at the square on the big screen: that always works."
    )


def _scaled() -> str:
    return say("These are your points scaled to 100. Send them if they are right.")


def _not_whole(points: Mapping[str, float]) -> str:
    return say(
        "Your points add up to {sum}, not 100. Change them, have them scaled to 100, or send them "
        "as they are: what counts is the share of each.", sum=screens.plain(sum(points.values())),
    )  # fmt: skip


DESK: Final = Desk()
"""One for the running app: its writer is one thread."""


def join_routes() -> list[BaseRoute]:
    """Return the routes for phones."""
    return Joining(DESK).routes()
