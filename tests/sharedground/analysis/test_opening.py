"""Opening times are read from the words that lists use; what cannot be read is never "closed"."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from sharedground.analysis.opening import read, states
from sharedground.analysis.opening_times import Moment, daylight, moment_at, moment_on
from sharedground.intake.child.hsds_words import schedules_of

LONDON = ZoneInfo("Europe/London")
NOW = dt.datetime(2025, 7, 15, 11, 5, tzinfo=LONDON)
"""A Tuesday."""

WEEK = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def at(text: str, day: str, clock: str) -> str:
    hour, minute = clock.split(":")
    monday = dt.date(2025, 7, 14)
    start = int(hour) * 60 + int(minute)
    when = monday + dt.timedelta(days=WEEK.index(day))
    return read(text).at(Moment(when, start, start + 1, (300, 1290))).value


@pytest.mark.parametrize(
    ("text", "day", "clock", "state"),
    [
        ("Mon-Fri 9-5", "Wed", "16:59", "open"),
        ("Mon-Fri 9-5", "Wed", "17:00", "closed"),
        ("Mon-Fri 9-5", "Sat", "12:00", "closed"),
        ("Mo-Fr 09:00-17:30; Sa off", "Fri", "17:29", "open"),
        ("Mo-Fr 09:00-17:30; Sa off", "Sat", "10:00", "closed"),
        ("Mo-Fr 09:00-13:00,14:00-18:00; PH off", "Tue", "13:30", "closed"),
        ("Monday to Friday, 9.30am-4pm", "Mon", "09:30", "open"),
        ("Tuesdays, Wednesdays and Fridays, 10am-2pm", "Thu", "11:00", "closed"),
        ("Thursday 1.30 - 3.30pm", "Thu", "14:00", "open"),
        ("Monday - Saturday 7.30am = 4.30pm", "Sat", "16:00", "open"),
        ("Fri 4.30 - 5.30pm Sat 10 - 11am", "Sat", "10:30", "open"),
        ("Saturday mornings, 9.30am to noon", "Sat", "11:59", "open"),
        ("9 - 4 Monday - Friday", "Thu", "15:00", "open"),
        ("Fri-Mo 18:00-02:00", "Mon", "01:00", "open"),
        ("Fri-Mo 18:00-02:00", "Tue", "01:59", "open"),
        ("Fri-Mo 18:00-02:00", "Tue", "02:00", "closed"),
        ("24/7", "Sun", "03:00", "open"),
        ("Open all day, every day", "Sun", "03:00", "open"),
        ("Mo-Su off", "Mon", "12:00", "closed"),
        ("Weekdays 10am-4pm", "Sun", "12:00", "closed"),
        ("Dawn to dusk", "Sun", "21:00", "open"),
        ("Dawn to dusk", "Sun", "23:00", "closed"),
        ("Mon & Thur 1-3pm (except bank holidays)", "Mon", "14:00", "open"),
    ],
)
def test_what_lists_state_is_read(text: str, day: str, clock: str, state: str) -> None:
    assert at(text, day, clock) == state


@pytest.mark.parametrize(
    ("text", "day", "clock"),
    [
        ("", "Mon", "12:00"),
        ("Building hours only", "Mon", "12:00"),
        ("5 days and 5 evenings per week", "Mon", "12:00"),
        ("Trains 05:20-23:50", "Mon", "12:00"),
        ("Term time, Mon-Fri 08:40-15:20", "Mon", "12:00"),
        ("Tuesday from 11am", "Tue", "14:00"),
        ("Open daily; office Mon-Fri 10am-1pm", "Sun", "12:00"),
        ("Monday - Friday via referral and Saturdays 10am -2pm", "Mon", "11:00"),
        ("Wednesdays 1:30 – 3:30pm, and also a home delivery service", "Thu", "11:00"),
        ("Weekdays 10am-4pm, except Thursdays", "Thu", "11:00"),
        ("Apr-Sep Mo-Fr 09:00-17:00", "Mon", "12:00"),
        ('Mo 10:00-15:00; Tu "by appointment"', "Tue", "12:00"),
        ("Fortnightly, Mon 10-12", "Mon", "11:00"),
        ("10am to 4pm", "Mon", "12:00"),
        ("<script>alert(1)</script>", "Mon", "12:00"),
    ],
)
def test_what_is_not_certain_is_not_known(text: str, day: str, clock: str) -> None:
    assert at(text, day, clock) == "unknown"


def test_a_beginning_without_an_end_counts_at_its_beginning() -> None:
    assert at("Sundays 10:30am", "Sun", "10:30") == "open"
    assert at("Sundays 10:30am", "Sun", "12:00") == "unknown"
    assert at("Sundays 10:30am", "Mon", "10:30") == "closed"


def test_the_first_and_the_last_such_day_of_a_month() -> None:
    def on(text: str, day: int) -> str:
        return read(text).at(Moment(dt.date(2025, 7, day), 660, 661)).value

    first, last = "1st Saturday of month 10am - 12noon", "last Thursday of the month 10-12"
    assert [on(first, day) for day in (5, 12, 19, 26)] == ["open", "closed", "closed", "closed"]
    assert [on(last, day) for day in (3, 10, 17, 24, 31)] == ["closed"] * 4 + ["open"]


def test_a_monthly_day_of_open_referral_stays_monthly() -> None:
    monthly = {"freq": "MONTHLY", "byday": "1TU,-1FR", "opens_at": "10:00", "closes_at": "12:00"}
    told = schedules_of([{"schedules": [monthly]}])
    assert told == "1st Tue of the month, last Fri of the month 10:00-12:00"
    days = [dt.date(2025, 7, day) for day in (1, 8, 18, 25)]
    found = [read(told).at(Moment(day, 660, 661)).value for day in days]
    assert found == ["open", "closed", "closed", "open"]


def test_a_part_of_a_day_is_open_if_some_of_it_is() -> None:
    evening = moment_on(2, "evening", NOW, -2.3, 53.4)
    assert evening.day == dt.date(2025, 7, 16)
    texts = ["Wed 16:00-17:30", "Wed 16:00-17:00", "Wed", "Wed 16:00-17:30"]
    assert states(texts, evening) == ["open", "closed", "unknown", "open"]
    assert moment_on(1, "any", NOW, -2.3, 53.4).day == NOW.date()


def test_now_is_a_minute_of_this_day() -> None:
    now = moment_at(NOW, -2.3, 53.4)
    assert (now.day, now.start, now.end) == (NOW.date(), 665, 666)


@pytest.mark.parametrize(
    ("month", "rise", "down"), [(1, "8:16", "16:21"), (7, "4:59", "21:31"), (12, "8:17", "15:50")]
)
def test_daylight_is_right_to_some_ten_minutes(month: int, rise: str, down: str) -> None:
    """Manchester on the 15th, times as almanacs print them."""
    found = daylight(dt.datetime(2025, month, 15, 12, tzinfo=LONDON), -2.24, 53.48)
    for minutes, told in zip(found, (rise, down), strict=True):
        hour, minute = told.split(":")
        assert abs(minutes - int(hour) * 60 - int(minute)) <= 10
