"""Wrong codes are limited by browser and all together, and a full hall is never shut out."""

from __future__ import annotations

import pytest
from sqlalchemy.engine import Engine

from components.server.join import guessing as limits
from components.server.join.guessing import Guessing
from tests.components.server.join import hall as halls
from tests.components.server.join.conftest import NewPhone, in_a_loop
from tests.components.server.join.hall import action, fields

WRONG = "ZZZZZZ"


def test_a_browser_that_types_many_wrong_codes_must_wait(
    engine: Engine, new_phone: NewPhone
) -> None:
    hall, phone = halls.points(engine), new_phone()
    phone.get("/j")
    for _ in range(limits.MOST_WRONG):
        assert phone.post("/j", data={"code": WRONG}).status_code == 404
    told = phone.post("/j", data={"code": hall.keys.code})
    assert told.status_code == 429
    assert "that always works" in told.text
    assert phone.get(f"/j/{hall.keys.token}").status_code == 200, "the square always works"
    assert new_phone().get("/j").status_code == 200
    other = new_phone()
    other.get("/j")
    assert "Who do you speak" in other.post("/j", data={"code": hall.keys.code}).text


def test_the_wait_ends() -> None:
    now = [0.0]
    limit = Guessing(clock=lambda: now[0])
    for _ in range(limits.MOST_WRONG):
        limit.wrong("a phone")
    assert limit.wait_of("a phone") == pytest.approx(limits.WINDOW_S)
    assert limit.wait_of("another") == 0
    now[0] = limits.WINDOW_S + 1
    assert limit.wait_of("a phone") == 0


def test_a_browser_without_a_cookie_guesses_nothing(engine: Engine, new_phone: NewPhone) -> None:
    hall, phone = halls.points(engine), new_phone()
    told = phone.post("/j", data={"code": hall.keys.code})
    assert told.status_code == 400
    assert "cookie" in told.text
    assert fields(told.text)["code"] == hall.keys.code
    assert "Who do you speak" in phone.post(action(told.text), data=fields(told.text)).text


def test_a_forged_cookie_is_none(engine: Engine, new_phone: NewPhone) -> None:
    hall, phone = halls.points(engine), new_phone(cookies={"sg_phone": "made-up.signature"})
    assert phone.post("/j", data={"code": hall.keys.code}).status_code == 400


def test_a_code_is_forgiving(engine: Engine, new_phone: NewPhone) -> None:
    hall, phone = halls.points(engine), new_phone()
    phone.get("/j")
    code = hall.keys.code.replace("Q", "0").replace("V", "u")
    told = phone.post("/j", data={"code": f" {code[:3].lower()} - {code[3:].lower()}"})
    assert "Who do you speak" in told.text
    for short in ("", "AB", "ABCDEFG"):
        assert phone.post("/j", data={"code": short}).status_code == 400


@pytest.mark.parametrize("guessing", [Guessing(all_together=40, per_second=0)])
def test_once_very_many_guess_codes_come_slowly_and_the_square_as_ever(
    engine: Engine, new_phone: NewPhone, guessing: Guessing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "PATIENCE_S", 1.0)
    hall = halls.points(engine)
    for _ in range(40):
        attacker = new_phone()
        attacker.get("/j")
        attacker.post("/j", data={"code": WRONG})
    phone = new_phone()
    phone.get("/j")
    told = phone.post("/j", data={"code": hall.keys.code})
    assert told.status_code == 503
    assert told.headers["retry-after"]
    assert phone.get(f"/j/{hall.keys.token}").status_code == 200
    guessing.left = 1
    assert "Who do you speak" in phone.post("/j", data={"code": hall.keys.code}).text


def test_a_hall_of_200_gets_in_by_code_while_somebody_in_it_guesses(
    engine: Engine, new_phone: NewPhone, guessing: Guessing
) -> None:
    """All of them come from one address, as the test client's requests do."""
    hall = halls.points(engine)
    code = hall.keys.code
    inside = 0
    for number in range(200):
        for _ in range(3):
            attacker = new_phone()
            attacker.get("/j")
            assert attacker.post("/j", data={"code": WRONG}).status_code == 404
        phone = new_phone()
        phone.get("/j")
        typed = WRONG if number % 10 == 0 else code  # one in ten mistypes first
        told = phone.post("/j", data={"code": typed})
        if number % 10 == 0:
            told = phone.post("/j", data={"code": code})
        inside += "Who do you speak" in told.text
    assert inside == 200
    assert guessing.left > 0


def test_those_who_wait_for_a_turn_are_bounded() -> None:
    limit = Guessing(clock=lambda: 0.0, all_together=0)
    limit.waiting = limits.MOST_WAITING
    assert in_a_loop(limit.turn()) is False
