"""What the phone pages refuse, what they send along, and how little they weigh."""

from __future__ import annotations

import gzip
import re

import pytest
from sqlalchemy.engine import Engine

from components.server.join import look, passes, requests
from components.server.join.passes import Pass
from sharedground import words
from tests.components.server.join import hall as halls
from tests.components.server.join.conftest import NewPhone
from tests.components.server.join.hall import action, fields

MOST_BYTES = 12_000


def test_all_that_a_phone_loads_weighs_little(engine: Engine, new_phone: NewPhone) -> None:
    page = (
        new_phone().get(f"/j/{halls.votes(engine, 'Buses should run later.').keys.token}").content
    )
    packed = len(gzip.compress(page, 6)) + sum(len(look.made(name)[2]) for name in look.TYPES)
    plain = len(page) + sum(len(look.made(name)[1]) for name in look.TYPES)
    assert packed < MOST_BYTES / 2
    assert plain < MOST_BYTES * 1.5


def test_the_style_and_script_are_kept_for_ever_by_what_they_hold(
    engine: Engine, new_phone: NewPhone
) -> None:
    phone = new_phone()
    page = phone.get("/j").text
    for found in re.findall(r'(?:href|src)="(/j/(?:look|join)-[^"]+)"', page):
        answer = phone.get(found)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["cache-control"]
        assert answer.headers["content-encoding"] == "gzip"
    assert phone.get("/j/look-0000.css").status_code == 404
    assert phone.get("/j/join-0000.js").status_code == 404


@pytest.mark.parametrize("where", ["/j", "/j/nothing", "/j/AAAAAAAAAAAAAAAAAAAAAA", "/j/x.y.z"])
def test_every_page_has_the_strict_headers(engine: Engine, new_phone: NewPhone, where: str) -> None:
    answer = new_phone().get(where)
    assert answer.headers["content-security-policy"] == requests.POLICY
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cache-control"] == "no-store"
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "path=/j" in cookie


@pytest.mark.parametrize(
    ("header", "value", "status"),
    [
        ("Origin", "https://evil.example", 403),
        ("Origin", "http://testserver:81", 403),
        ("Sec-Fetch-Site", "cross-site", 403),
        ("Sec-Fetch-Site", "same-site", 403),
        ("Origin", "http://testserver", 404),
        ("Origin", "null", 404),
        ("Sec-Fetch-Site", "same-origin", 404),
    ],
)
def test_a_form_of_another_site_is_refused(
    engine: Engine, new_phone: NewPhone, header: str, value: str, status: int
) -> None:
    phone = new_phone()
    phone.get("/j")
    assert phone.post("/j", data={"code": "ZZZZZZ"}, headers={header: value}).status_code == status


def test_a_form_larger_than_any_of_ours_is_refused(engine: Engine, new_phone: NewPhone) -> None:
    phone = new_phone()
    phone.get("/j")
    assert phone.post("/j", data={"code": "Z" * 20_000}).status_code == 413


def test_no_answer_without_a_cookie_or_a_key(engine: Engine, new_phone: NewPhone) -> None:
    hall, phone = halls.votes(engine, "Buses should run later."), new_phone()
    page = phone.get(f"/j/{hall.keys.token}").text
    phone.cookies.clear()
    assert phone.post(action(page), data=fields(page) | {"vote": "1"}).status_code == 400
    assert phone.post(action(page), data=fields(page) | {"vote": "1", "key": ""}).status_code == 400
    assert len(hall.rows()) == 0


def test_a_pass_cannot_be_made_or_changed() -> None:
    given = Pass("place", "round", 0, "p1")
    sealed = passes.seal(given)
    assert passes.unseal(sealed) == given
    for other in (sealed[:-1], sealed[1:], "x", "", f"{sealed}x"):
        assert passes.unseal(other) is None


def test_the_store_never_hears_the_phones_id(engine: Engine, new_phone: NewPhone) -> None:
    hall, phone = halls.votes(engine, "Buses should run later."), new_phone()
    page = phone.get(f"/j/{hall.keys.token}").text
    phone.post(action(page), data=fields(page) | {"vote": "1"})
    device = hall.rows()["device"][0]
    assert device not in phone.cookies["sg_phone"]
    assert re.fullmatch("[0-9a-f]{40}", device)


@pytest.mark.parametrize(
    ("address", "wished", "lang"),
    [("/j", "cy-GB,en;q=0.5", "cy"), ("/j", "de,en", "en"), ("/j?lang=cy", "en", "cy"),
     ("/j?lang=xx", "", "en")],
)  # fmt: skip
def test_a_phone_speaks_the_language_of_its_owner(
    engine: Engine, new_phone: NewPhone, address: str, wished: str, lang: str
) -> None:
    phone = new_phone()
    page = phone.get(address, headers={"Accept-Language": wished}).text
    assert f'<html lang="{lang}">' in page
    if "lang=cy" in address:
        assert '<html lang="cy">' in phone.get("/j", headers={"Accept-Language": "en"}).text
    assert words.language() == "en", "the rest of the app speaks as before"


def test_a_full_queue_is_said_with_a_time_to_come_back(
    engine: Engine, new_phone: NewPhone, monkeypatch: pytest.MonkeyPatch
) -> None:
    from components.server.join.writer import FullError, Writer

    def full(_self: object, _given: object) -> None:
        raise FullError

    monkeypatch.setattr(Writer, "put", full)
    hall, phone = halls.votes(engine, "Buses should run later."), new_phone()
    page = phone.get(f"/j/{hall.keys.token}").text
    told = phone.post(action(page), data=fields(page) | {"vote": "1"})
    assert told.status_code == 503
    assert told.headers["retry-after"] == "2"
    assert "not stored yet" in told.text
