"""Reading a phone's request without trust, and answering with the strictest headers there are."""

from __future__ import annotations

import os
from typing import Final
from urllib.parse import parse_qs, urlsplit

from babel.core import negotiate_locale
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from components.server import address
from components.server.join import passes, screens
from components.server.join.screens import Screen
from sharedground import words
from sharedground.words import say

MOST_BYTES: Final = 16_384
LANGUAGE: Final = "sg_lang"
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "X-Frame-Options": "DENY",
}


class TooLargeError(ValueError):
    """A form that no phone page sends."""


def root(request: Request) -> str:
    """Return the address of the phone pages, "/j" after the path that the app lives under."""
    base = address.base_path()
    return f"{base}/j" if request.scope["path"].startswith(f"{base}/") else "/j"


def speak(request: Request) -> str:
    """Speak the language asked for, else the one chosen before, else the browser's."""
    known = words.languages()
    wished = (request.query_params.get("lang", ""), request.cookies.get(LANGUAGE, ""))
    chosen = next((each for each in wished if each in known), "") or _of_browser(request)
    words.speak(chosen)
    return chosen


def _of_browser(request: Request) -> str:
    told = request.headers.get("accept-language", "")[:200].split(",")
    wished = [each.partition(";")[0].strip().partition("-")[0].lower() for each in told]
    return negotiate_locale(wished, list(words.languages())) or words.ENGLISH


def phone(request: Request) -> str | None:
    """Return the hash of the phone's id, None where the browser brought none."""
    return passes.phone_of(request.cookies.get(passes.COOKIE, ""))


async def form(request: Request) -> dict[str, str]:
    """Return the fields of a form.

    Raises
    ------
    TooLargeError
        If it is larger than any form here.
    """
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > MOST_BYTES:
            raise TooLargeError
    fields = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=200)
    return {name: values[-1].replace("\0", "") for name, values in fields.items()}


def is_ours(request: Request) -> bool:
    """Say whether a form was sent from one of our own pages, as far as the browser tells.

    A page without a referrer sends the origin "null"; then the cookie decides, which a browser
    does not send along from another site (`SameSite=Lax`).
    """
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = request.headers.get("origin", "null")
    named = urlsplit(os.environ.get(address.SETTING, "")).netloc
    return origin == "null" or urlsplit(origin).netloc in (request.headers.get("host"), named)


def wants_json(request: Request) -> bool:
    """Say whether our script asks, which puts the answer into the page itself."""
    return "application/json" in request.headers.get("accept", "")


def show(request: Request, screen: Screen, *, status: int = 200, url: str = "") -> Response:
    """Answer with a screen: as a page, or for our script as the part that changes."""
    response: Response
    if wants_json(request):
        told = {"title": f"{screen.title} - Shared Ground", "html": screen.body, "url": url}
        response = JSONResponse(told, status)
    else:
        response = HTMLResponse(screens.page(screen, root(request)), status)
    return finish(request, response)


def plain_page(request: Request, screen: Screen, status: int) -> Response:
    """Answer with a page in the look of the phone pages that is none of them."""
    return HTMLResponse(screens.page(screen, root(request)), status, HEADERS)


def go(request: Request, to: str) -> Response:
    """Send the browser on, so that loading the page again sends no form again."""
    return finish(request, RedirectResponse(to, 303))


def finish(request: Request, response: Response) -> Response:
    """Add the headers, and the cookies that a new phone gets."""
    response.headers.update(HEADERS)
    at, secure = root(request), request.url.scheme == "https"
    if phone(request) is None:
        response.set_cookie(
            passes.COOKIE, passes.new_phone(), max_age=passes.MONTHS, path=at,
            secure=secure, httponly=True, samesite="lax",
        )  # fmt: skip
    if request.query_params.get("lang") in words.languages():
        response.set_cookie(
            LANGUAGE, words.language(), max_age=passes.MONTHS, path=at,
            secure=secure, httponly=True, samesite="lax",
        )  # fmt: skip
    return response


def no_cookie() -> str:
    """Say that the browser keeps no cookie, and what to do."""
    return say(
        "We could not keep a small note (a cookie) on this phone. It is needed so that your "
        "answer counts once. Allow cookies for this page, then try again."
    )
