"""The frame of a page: its head, and what people read when something is wrong."""

import pytest
from streamlit.testing.v1 import AppTest

from components import frame

EVIL = "<img src=x onerror=alert(1)> `${1}` *b* [a](https://a.example) :red[x] $x^2$"


def test_a_head_has_one_h1_and_escapes_all() -> None:
    made = frame.head_html(EVIL, EVIL, EVIL)
    assert made.count("<h1>") == 1
    assert "<img" not in made
    assert "`" not in made


def test_what_is_left_out_leaves_no_empty_line() -> None:
    assert frame.head_html("Map") == '<header class="sp-head"><h1>Map</h1></header>'


def test_a_made_up_place_is_said_to_be_made_up() -> None:
    assert "Demo town: this place is made up." in frame.head_html("Map", made_up=True)
    assert "made up" not in frame.head_html("Map")


def made_up_page() -> None:
    from components import frame
    from sharedground.model.place import Place

    for number, made_up in enumerate((True, False)):
        place = Place(place_id=str(number), name="Larrowby", fictional=made_up)
        frame.st.html(frame.head_html("x", made_up=place.fictional))
    with frame.page("Map", place=Place(place_id="d", name="Larrowby", fictional=True)):
        frame.st.write("body")


def test_the_place_of_a_page_decides_the_line() -> None:
    app = AppTest.from_function(made_up_page).run(timeout=30)
    heads = [e.proto.body for e in app.get("html") if "<h1>" in e.proto.body]
    assert ["made up" in head for head in heads] == [True, False, True]


def mendable() -> None:
    from components import frame
    from sharedground.errors import NotFoundError

    name = "<img src=x onerror=alert(1)> `${1}` *b* [a](https://a.example) :red[x] $x^2$"
    with frame.page("Map"):
        frame.st.write("before")
        code = "place.unknown"
        raise NotFoundError(code, f"There is no place called {name}.")


def test_what_a_person_can_mend_is_said_in_words_and_shown_as_text() -> None:
    app = AppTest.from_function(mendable).run(timeout=30)
    assert not app.exception
    assert [text.value for text in app.markdown] == ["before"]
    (shown,) = app.error
    for mark in ("<img", "`", "$", "*", "[", "]", ":red"):
        assert mark not in shown.value
    assert shown.value == frame.plain_markdown(f"There is no place called {EVIL}.")


ORDINARY = [
    "Children in low-income families (under 16), 2024", "Health & care: 65+", "Age < 5",
    "St Oswin's", "Café 9", "",
]  # fmt: skip


@pytest.mark.parametrize("name", ORDINARY)
def test_ordinary_names_are_left_alone_because_a_label_is_read_out(name: str) -> None:
    assert frame.plain_markdown(name) == name


@pytest.mark.parametrize("name", ["# a", "- a", "1. a", "    a", "b\n| - |"])
def test_what_starts_a_line_cannot_make_a_list_or_a_heading(name: str) -> None:
    last = frame.plain_markdown(name).splitlines()[-1]
    assert last.startswith("&#")


@pytest.mark.parametrize(
    "name", ["www.a.example", "see https://a.example", "me@a.example", "a -> b"]
)
def test_an_address_or_an_arrow_is_broken_up_without_being_changed_to_the_eye(name: str) -> None:
    shown = frame.plain_markdown(name)
    assert "\u2060" in shown
    assert shown.replace("\u2060", "") == name


def broken() -> None:
    from components import frame

    with frame.page("Map"):
        frame.st.write(1 / 0)


def test_a_bug_goes_on_so_that_tests_and_the_log_see_it() -> None:
    app = AppTest.from_function(broken).run(timeout=30)
    assert len(app.exception) == 1


def owning_up() -> None:
    from components import frame
    from sharedground.errors import NotAllowedError

    told = frame.own_up(RuntimeError("password=hunter2"))
    code = "access.refused"
    also = frame.own_up(NotAllowedError(code, "This needs the role of officer."))
    frame.st.write(f"{told} {also}")


def test_a_visitor_is_told_and_sees_no_details(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SHAREDGROUND_DEV", raising=False)
    app = AppTest.from_function(owning_up).run(timeout=30)
    bug, refusal = (error.value for error in app.error)
    assert bug.startswith("Something went wrong")
    assert "hunter2" not in bug
    assert "role of officer" in refusal
    assert app.markdown[0].value == "True True"


def test_in_development_a_bug_shows_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHAREDGROUND_DEV", "1")
    assert frame.own_up(RuntimeError("x")) is False
