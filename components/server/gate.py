"""The door of hotspot mode: from another machine nothing opens without the passphrase, but `/j`.

A hall's network is open to all who are in it. This very computer stays the facilitator's; whoever
comes from another address and knows the passphrase is a facilitator too.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import os
import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

from itsdangerous import BadSignature, URLSafeTimedSerializer
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from components.server import address, tokens
from components.server.join import passes, requests, screens
from components.server.join.guessing import Guessing
from components.server.join.screens import Screen
from sharedground.words import say

SETTING: Final = "SHAREDGROUND_PASSPHRASE"
COOKIE: Final = "sg_hall"
BROWSER: Final = "sg_door"
HOURS: Final = 16 * 3600
"""For how long the passphrase holds: a day in a hall, in seconds."""

ENTER: Final = "/enter"
_HERE: Final = ("127.0.0.1", "::1")
_FORWARDED: Final = (b"x-forwarded-for", b"forwarded", b"x-real-ip")
_PLAIN_PATH: Final = re.compile(r"/[A-Za-z0-9_-]*(\?[A-Za-z0-9_=&%.,+-]*)?")
_ALL_TOGETHER, _PER_SECOND = 60.0, 0.1
"""Wrong passphrases of all browsers before each must wait, and how fast they come back."""


def passphrase() -> str:
    """Return the passphrase of hotspot mode, as it is compared; "" where there is none."""
    return tidy(os.environ.get(SETTING, ""))


def tidy(typed: str) -> str:
    """Return a passphrase without what people type in different ways."""
    return "".join(letter for letter in typed.casefold() if letter.isalnum())


def is_let_in(cookies: Mapping[str, str]) -> bool:
    """Say whether a browser brings the note that it gave the passphrase of now."""
    wanted = passphrase()
    if not wanted:
        return False
    try:
        told = _serializer().loads(cookies.get(COOKIE, ""), max_age=HOURS)
    except BadSignature:
        return False
    return isinstance(told, str) and hmac.compare_digest(told, _mark(wanted))


def _mark(wanted: str) -> str:
    return hashlib.sha256(f"hall|{wanted}".encode()).hexdigest()[:32]


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(tokens.secret(), salt="hall-v1")


def middleware() -> list[Middleware]:
    """Return the door where a passphrase is set, else nothing."""
    return [Middleware(Gate)] if passphrase() else []


class Gate:
    """Let through this machine, phones that join, and browsers that gave the passphrase."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.guessing = Guessing(all_together=_ALL_TOGETHER, per_second=_PER_SECOND)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or show the door."""
        if scope["type"] not in ("http", "websocket") or self._may_pass(scope):
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008})
        else:
            request = Request(scope, receive)
            requests.speak(request)
            await (await self._answer(request))(scope, receive, send)

    def _may_pass(self, scope: Scope) -> bool:
        path = scope["path"].removeprefix(address.base_path())
        if scope["type"] == "http" and (path == "/j" or path.startswith("/j/")):
            return True
        if not _is_named_well(scope):
            return False
        return _is_this_machine(scope) or is_let_in(_cookies(scope))

    async def _answer(self, request: Request) -> Response:
        if not _is_named_well(request.scope):
            return _plain(421)
        path = request.scope["path"].removeprefix(address.base_path())
        if path == ENTER and request.method == "POST":
            return await self._entering(request)
        wants_page = "text/html" in request.headers.get("accept", "")
        return self._door(request) if wants_page and request.method == "GET" else _plain(401)

    async def _entering(self, request: Request) -> Response:
        """Let a browser in by the passphrase, or say why not."""
        browser = passes.phone_of(request.cookies.get(BROWSER, ""))
        if not requests.is_ours(request):
            return _plain(403)
        try:
            form = await requests.form(request)
        except requests.TooLargeError:
            return _plain(413)
        after = form.get("next", "")
        if browser is None:
            return self._door(request, requests.no_cookie(), after)
        if self.guessing.wait_of(browser) or not await self.guessing.turn():
            return self._door(request, _later(), after, status=429)
        given = tidy(form.get("passphrase", ""))
        if not hmac.compare_digest(given.encode(), passphrase().encode()):
            self.guessing.wrong(browser)
            return self._door(request, say("That is not the passphrase."), after)
        self.guessing.right()
        to = after if _PLAIN_PATH.fullmatch(after) else f"{address.base_path()}/"
        response = RedirectResponse(to, 303, requests.HEADERS)
        note = _serializer().dumps(_mark(passphrase()))
        _set(request, response, COOKIE, str(note), HOURS)
        return response

    def _door(
        self, request: Request, fault: str = "", after: str = "", *, status: int = 401
    ) -> Response:
        here = f"{request.url.path}?{request.url.query}".removesuffix("?")
        screen = _ask(f"{address.base_path()}{ENTER}", after or here, requests.root(request), fault)
        response = requests.plain_page(request, screen, status)
        if passes.phone_of(request.cookies.get(BROWSER, "")) is None:
            _set(request, response, BROWSER, passes.new_phone(), HOURS)
        return response


def _ask(to: str, after: str, at: str, fault: str) -> Screen:
    title = say("This map belongs to a meeting")
    told = f'<p class="fault" role="alert">{screens.e(fault)}</p>' if fault else ""
    return Screen(title, (
        f"<h1>{screens.e(title)}</h1>"
        f'<p><a class="button main" href="{screens.e(at)}">{screens.e(say("Join the round"))}</a>'
        f"</p>{told}"
        f'<form method="post" action="{screens.e(to)}">'
        f'<label for="passphrase">{screens.e(say("Or run the meeting: passphrase"))}</label>'
        f"<small>{screens.e(say('It stands in the window where the app was started.'))}</small>"
        '<input id="passphrase" name="passphrase" type="password" autocomplete="current-password" '
        'autocapitalize="none" maxlength="100" required>'
        f'<input type="hidden" name="next" value="{screens.e(after)}">'
        f"<button>{screens.e(say('Open the map'))}</button></form>"
    ))  # fmt: skip


def _later() -> str:
    return say("Too many wrong passphrases. Wait some minutes, then try again.")


def _is_this_machine(scope: Scope) -> bool:
    """Say whether a request comes from this very computer, and through no proxy."""
    host = (scope.get("client") or ("",))[0]
    forwarded = any(name in _FORWARDED for name, _ in scope["headers"])
    return host in _HERE and not forwarded


def _is_named_well(scope: Scope) -> bool:
    """Say whether we are called by a number or a name of ours.

    A page of another site may have its own name point at this machine, and would then speak for
    whoever sits before it.
    """
    told = dict(scope["headers"]).get(b"host", b"").decode("latin-1")
    try:
        name = urlsplit(f"//{told}").hostname or ""
    except ValueError:
        return False
    named = urlsplit(address.base() or "").hostname
    if name in ("localhost", named):
        return True
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _cookies(scope: Scope) -> dict[str, str]:
    return Request({**scope, "type": "http"}).cookies


def _plain(status: int) -> Response:
    return PlainTextResponse("", status, requests.HEADERS)


def _set(request: Request, response: Response, name: str, value: str, seconds: int) -> None:
    response.set_cookie(
        name, value, max_age=seconds, path="/", secure=request.url.scheme == "https",
        httponly=True, samesite="lax",
    )  # fmt: skip
