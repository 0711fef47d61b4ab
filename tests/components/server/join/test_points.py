"""A phone shares 100 points by plain forms, as without JavaScript."""

from __future__ import annotations

import pytest
from sqlalchemy.engine import Engine
from starlette.testclient import TestClient

from tests.components.server.join import hall as halls
from tests.components.server.join.conftest import NewPhone
from tests.components.server.join.hall import Hall, action, fields

EVEN = {"p-O01": "40", "p-O02": "30", "p-O03": "20", "p-O04": "10"}


@pytest.fixture
def hall(engine: Engine) -> Hall:
    return halls.points(engine)


def joined(phone: TestClient, hall: Hall, speaker: str = "p1") -> str:
    """Go in by the token and choose whom to speak for; return the page with the points."""
    page = phone.get(f"/j/{hall.keys.token}").text
    assert "Who do you speak for?" in page
    return phone.post(action(page), data={"as": speaker}).text


def send(phone: TestClient, page: str, **changes: str):
    return phone.post(action(page), data=fields(page) | changes)


def test_a_phone_joins_by_code_and_its_points_are_stored(hall: Hall, new_phone: NewPhone) -> None:
    phone = new_phone()
    page = phone.get("/j").text
    code = hall.keys.code
    page = phone.post(action(page), data={"code": f" {code[:3].lower()} {code[3:].lower()} "}).text
    page = phone.post(action(page), data={"as": "resident"}).text
    assert "You speak for yourself." in page
    answer = send(phone, page, **EVEN)
    assert answer.history[0].status_code == 303  # loading it again sends nothing again
    assert "Got it" in answer.text
    (row,) = hall.rows().to_dict("records")
    assert row["speaker"] == "resident"
    assert row["body"] == {"points": {"O01": 40, "O02": 30, "O03": 20, "O04": 10}}


def test_the_same_form_sent_again_is_one_answer(hall: Hall, new_phone: NewPhone) -> None:
    phone = new_phone()
    page = joined(phone, hall)
    for _ in range(3):
        assert "Got it" in send(phone, page, **EVEN).text
    assert len(hall.rows()) == 1


def test_an_answer_is_changed_from_what_was_said_last(hall: Hall, new_phone: NewPhone) -> None:
    phone = new_phone()
    done = send(phone, joined(phone, hall), **EVEN)
    page = phone.get(f"{done.url.path}?change=1").text
    assert fields(page)["p-O01"] == "40"
    assert "Got it" in send(phone, page, **{"p-O01": "0", "p-O04": "50"}).text
    assert len(hall.rows()) == 2
    page = phone.get(f"{done.url.path}?change=1").text
    assert fields(page)["p-O01"] == "0"
    again = phone.get(f"/j/{hall.keys.token}").text  # scanned once more: it knows this phone
    assert "Got it" in again
    assert "<td>50</td>" in again


@pytest.mark.parametrize("sum_", ["85", "108"])
def test_another_sum_than_100_is_offered_to_be_scaled_and_never_scaled_silently(
    hall: Hall, new_phone: NewPhone, sum_: str
) -> None:
    phone = new_phone()
    page = send(phone, joined(phone, hall), **{"p-O01": sum_, "p-O02": "0"}).text
    assert f"add up to {sum_}, not 100" in page
    assert fields(page)["p-O01"] == sum_
    assert "Send my points" in page  # without a script a label cannot know whether it was put right
    assert "Send as they are" not in page
    assert "Scale to 100</button>" in page
    assert len(hall.rows()) == 0
    as_it_is = send(phone, page, do="send")
    assert "Got it" in as_it_is.text
    assert hall.rows()["body"][0] == {"points": {"O01": int(sum_), "O02": 0, "O03": 0, "O04": 0}}


def test_scaled_points_are_shown_before_they_are_sent(hall: Hall, new_phone: NewPhone) -> None:
    phone = new_phone()
    thirds = {"p-O01": "1", "p-O02": "1", "p-O03": "1", "p-O04": "0"}
    page = send(phone, send(phone, joined(phone, hall), **thirds).text, do="scale").text
    assert "scaled to 100" in page
    assert [fields(page)[f"p-O0{n}"] for n in (1, 2, 3, 4)] == ["34", "33", "33", "0"]
    assert len(hall.rows()) == 0
    assert "Got it" in send(phone, page).text


@pytest.mark.parametrize("typed", ["-5", "lots", "1e99", "nan", "inf", "<b>"])
def test_what_is_no_number_of_points_is_said_and_kept_in_the_form(
    hall: Hall, new_phone: NewPhone, typed: str
) -> None:
    phone = new_phone()
    answer = send(phone, joined(phone, hall), **{"p-O01": typed, "p-O02": "30"})
    assert answer.status_code == 400
    assert "is not a number of points" in answer.text
    assert "<b>" not in answer.text
    assert fields(answer.text)["p-O01"] == typed
    assert len(hall.rows()) == 0


def test_nothing_at_all_is_no_answer(hall: Hall, new_phone: NewPhone) -> None:
    phone = new_phone()
    assert "at least one point" in send(phone, joined(phone, hall)).text


def test_decimals_are_taken_with_a_point_or_a_comma(hall: Hall, new_phone: NewPhone) -> None:
    phone = new_phone()
    send(phone, joined(phone, hall), **{"p-O01": "33,5", "p-O02": "66.5"})
    assert hall.rows()["body"][0]["points"]["O01"] == 33.5


def test_an_older_form_never_replaces_a_newer_one(hall: Hall, new_phone: NewPhone) -> None:
    phone = new_phone()
    page = joined(phone, hall)
    old, new = EVEN | {"seq": "50"}, {"p-O01": "100", "seq": "51", "key": "a-newer-form"}
    send(phone, page, **new)
    assert "Got it" in send(phone, page, **old).text
    assert fields(phone.get(f"{action(page)[:-7]}?change=1").text)["p-O01"] == "100"


def test_names_of_outcomes_and_partners_are_only_text(hall: Hall, new_phone: NewPhone) -> None:
    page = new_phone().get(f"/j/{hall.keys.token}").text
    assert "The &lt;Surgery&gt;" in page
    assert "<Surgery>" not in page


def test_nobody_speaks_for_a_partner_that_is_not_asked(hall: Hall, new_phone: NewPhone) -> None:
    phone = new_phone()
    assert "Who do you speak for?" in joined(phone, hall, "p9")


def test_a_closed_round_says_so_and_a_reopened_one_finds_the_answer(
    hall: Hall, new_phone: NewPhone
) -> None:
    phone, former = new_phone(), hall.keys
    done = send(phone, joined(phone, hall), **EVEN)
    change = phone.get(f"{done.url.path}?change=1").text
    hall.close()
    late = send(phone, change, **{"p-O01": "100", "p-O02": "0", "p-O03": "0", "p-O04": "0"})
    assert late.status_code == 410
    assert "came too late" in late.text
    assert "big screen" in phone.get(done.url.path).text
    assert phone.get(f"/j/{former.token}").status_code == 410
    hall.reopen()
    assert phone.get(f"/j/{former.token}").status_code == 410
    assert phone.get(done.url.path).status_code == 410, "who was in before needs the new code"
    again = phone.get(f"/j/{hall.keys.token}").text
    assert "Got it" in again
    assert "<td>40</td>" in again
    assert len(hall.rows()) == 1


def test_one_whom_there_is_no_choice_for_is_not_asked(engine: Engine, new_phone: NewPhone) -> None:
    hall = halls.points(engine, speakers=())
    assert "Share 100 points" in new_phone().get(f"/j/{hall.keys.token}").text


def test_the_script_gets_the_part_that_changes(hall: Hall, new_phone: NewPhone) -> None:
    phone = new_phone()
    page = joined(phone, hall)
    told = phone.post(
        action(page), data=fields(page) | EVEN, headers={"Accept": "application/json"}
    ).json()
    assert "Got it" in told["html"]
    assert "<html" not in told["html"]
    assert told["url"] == action(page).removesuffix("/answer")
