"""Other languages: a sentence, a count, a day, a number; and who speaks what."""

import datetime as dt

import pytest

from sharedground import words
from sharedground.watch import Job


@pytest.fixture(autouse=True)
def english_again():
    yield
    words.speak(words.ENGLISH)


def test_english_and_welsh_are_there_in_their_own_words() -> None:
    assert words.languages()["en"] == "English"
    assert words.languages()["cy"] == "Cymraeg"


def test_a_sentence_is_said_in_the_language_of_the_run() -> None:
    assert words.say("Strengths and gaps") == "Strengths and gaps"
    words.speak("cy")
    assert words.say("Strengths and gaps") == "Cryfderau a bylchau"
    assert words.say("Our vision: {title}", title="Larrowby") == "Ein gweledigaeth: Larrowby"


def test_a_text_without_a_translation_is_said_in_english() -> None:
    words.speak("cy")
    assert words.say("Nobody has translated this, and it is {n}", n=1200) == (
        "Nobody has translated this, and it is 1,200"
    )
    assert words.say("") == ""


@pytest.mark.parametrize(
    ("n", "said"),
    [(0, "0 pwynt"), (1, "1 pwynt"), (2, "2 bwynt"), (3, "3 phwynt"), (6, "6 phwynt"),
     (11, "11 pwynt"), (1200, "1,200 pwynt")],
)  # fmt: skip
def test_welsh_counts_in_six_ways(n: int, said: str) -> None:
    words.speak("cy")
    assert words.say_many("{n} point", "{n} points", n) == said


def test_an_unknown_language_is_english() -> None:
    words.speak("tlh")
    assert words.language() == "en"


def test_another_language_is_spoken_for_a_while_only() -> None:
    with words.speaking("cy"):
        assert words.say("Map of places") == "Map o leoedd"
    assert words.say("Map of places") == "Map of places"


def test_days_and_months_are_written_as_the_language_does() -> None:
    day = dt.date(2026, 3, 8)
    assert words.day(day) == "8 March 2026"
    assert words.month_year(2026, 2) == "Feb 2026"
    assert words.moment(dt.datetime(2026, 3, 8, 9, 5)) == "8 March 2026, 09:05"
    words.speak("cy")
    assert words.day(day) == "8 Mawrth 2026"
    assert words.month_year(2026, 2) == "Chwef 2026"


def test_numbers_are_written_as_the_language_does(monkeypatch: pytest.MonkeyPatch) -> None:
    assert words.decimal(-1234.56, 1) == "-1,234.6"
    assert words.number(12345) == "12,345"
    assert words.number(True) is True
    monkeypatch.setattr(words, "languages", lambda: {"en": "English", "de": "Deutsch"})
    words.speak("de")
    assert words.decimal(-1234.56, 1) == "-1.234,6"
    assert words.number(12345) == "12.345"


def test_work_in_the_background_speaks_the_language_of_who_started_it() -> None:
    words.speak("cy")
    job = Job(lambda watch: words.say("Map of places"))
    words.speak("en")
    assert job.result() == "Map o leoedd"


def test_only_english_needs_no_check_by_a_speaker() -> None:
    assert words.is_checked("en")
    assert not words.is_checked("cy")


def test_what_is_made_later_speaks_the_language_in_which_it_was_asked_for() -> None:
    with words.speaking("cy"):
        asked = words.in_this_language(words.language)
    assert words.language() == words.ENGLISH
    assert asked() == "cy"
    assert words.language() == words.ENGLISH
