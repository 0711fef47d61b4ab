"""No text is left out of a translation: every page is drawn in letters that nobody types.

The pseudo-language turns each text that the catalogues know into letters with marks, and leaves
the values in braces. What still stands on the screen in plain letters was never said through
`words.say`, or is missing from the catalogue, or is data. Data is told by this rule: the plain
words between two marks or signs are, whole, a value of the place's tables or a part of one
between signs. Its numbers are written as in Greek (1.234,5), so that a number which nobody wrote
for the language is seen too.
"""

from __future__ import annotations

import gettext
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from components import frame_code
from components.about.street_maps import EXAMPLE
from components.gaps.chart import wrapped
from components.menu import EVERY
from sharedground import demo, words, workflow
from sharedground.access import Role
from sharedground.intake.headings import IDENTIFIERS
from sharedground.model.street_map import OPENSTREETMAP
from sharedground.store import loading
from sharedground.views import view_for
from tests.pages.data_town import by_label
from tests.pages.screen_text import on_screen
from tools import catalogues

MAIN = Path(__file__).resolve().parents[2] / "components" / "shell" / "main.py"
PLAIN = "abcdefghijklmnopqrstuvwxyz"
MARKED = "áƀćďéƒǵĥíĵķĺḿńóṕʠŕśţúṽŵẋýź"
MARKS = str.maketrans(PLAIN + PLAIN.upper(), MARKED + MARKED.upper())
BRACES = re.compile(r"(\{[^}]*\})")
SIGNS = re.compile(r"[,;:()|/\n\t\"“”=+×÷•·…?!]|\.\s|\.$|\s[-–−]\s|\s&\s|\d+")
ENGLISH_NUMBER = re.compile(
    r"(?<![\w.,])\d{1,3}(?:,\d{3})+(?![\d,])|(?<![\w.,])\d+\.\d{1,2}(?!\d|\.\d)"
)
NAMES = frozenset({"shared ground", "cymraeg", "english", "excel", "csv"}) | {
    name.casefold() for name, *_ in IDENTIFIERS.values()
}
"""Said alike in every language."""


def marked(text: str) -> str:
    return "".join(
        part if BRACES.fullmatch(part) else part.translate(MARKS) for part in BRACES.split(text)
    )


class Pseudo(gettext.NullTranslations):
    def __init__(self) -> None:
        super().__init__()
        self.known = {
            text
            for message in catalogues.gathered()
            for text in ([message.id] if isinstance(message.id, str) else message.id)
        }

    def gettext(self, message: str) -> str:
        return marked(message) if message in self.known else message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


@cache
def pseudo() -> Pseudo:
    return Pseudo()


@pytest.fixture(autouse=True)
def another_language(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    english = words._catalogue
    monkeypatch.setattr(words, "languages", lambda: {"en": "English", "xx": "Cymraeg"})
    monkeypatch.setattr(words, "_catalogue", lambda it: pseudo() if it == "xx" else english(it))
    monkeypatch.setattr(words, "is_checked", lambda language: language != "xx")
    monkeypatch.setattr(words, "_REGION", {"en": "en_GB", "xx": "el"})  # months in Greek letters
    monkeypatch.setattr("streamlit.runtime.context.ContextProxy.ip_address", "127.0.0.1")
    monkeypatch.setenv("SHAREDGROUND_DATABASE_URL", f"sqlite:///{tmp_path / 'store.sqlite'}")
    yield
    words.speak(words.ENGLISH)


def pieces(text: str) -> Iterator[str]:
    """Yield the plain words of a text that stand between marks, signs and figures."""
    for run in re.split(rf"[{MARKED}{MARKED.upper()}]+", text):
        for piece in SIGNS.split(run):
            plain = " ".join(piece.split()).strip(" .'’-–%").casefold()
            if re.search(r"[a-z]{2}", plain):
                yield plain


@cache
def values_of_demo() -> frozenset[str]:
    """All texts of the demo town's data, whole and in pieces."""
    engine, place = demo.open_demo()
    held = view_for(loading.load(engine, place.place_id), Role.OFFICER).holdings
    texts: list[str] = [place.model_dump_json()]
    for name in vars(held) if hasattr(held, "__dict__") else held.__dataclass_fields__:
        texts += _strings(getattr(held, name))
    return frozenset(piece for text in texts for piece in (text.casefold(), *pieces(text)))


def _strings(value: object) -> Iterable[str]:
    if hasattr(value, "columns"):
        for column in value.columns:
            if column != "geometry":
                for cell in value[column]:
                    yield from _strings(cell)
    elif hasattr(value, "model_dump"):
        yield from _strings(value.model_dump(mode="json"))
    elif isinstance(value, dict):
        for one in value.values():
            yield from _strings(one)
    elif isinstance(value, list | tuple | set):
        for one in value:
            yield from _strings(one)
    elif isinstance(value, str):
        yield value


def left_plain(app: AppTest, also: Iterable[str] = ()) -> list[str]:
    """Return the plain words on a screen that are no data, with where they stand."""
    assert not app.exception
    written_alike = (*OPENSTREETMAP.model_dump().values(), EXAMPLE, frame_code.SETTING,
                     frame_code.EXAMPLE, *also)  # fmt: skip
    data = values_of_demo() | NAMES | {piece for text in written_alike for piece in pieces(text)}
    return [
        f"{piece!r} in {text[:120]!r}"
        for text in on_screen(app)
        for piece in (*pieces(text), *numbers(text))
        if text.casefold() not in data and piece not in data
    ]


def numbers(text: str) -> Iterator[str]:
    """Yield numbers written as in English, but for those of the texts themselves."""
    yield from set(ENGLISH_NUMBER.findall(text)) - numbers_in_texts()


@cache
def numbers_in_texts() -> frozenset[str]:
    return frozenset(n for text in pseudo().known for n in ENGLISH_NUMBER.findall(text))


def opened(name: str, role: Role, monkeypatch: pytest.MonkeyPatch, **address: str) -> AppTest:
    """Open a page in English first, so that what is kept between runs is there, then in marks."""
    words.speak(words.ENGLISH)
    monkeypatch.setenv("SHAREDGROUND_LOCAL_ROLE", role.value)
    door = next(door for door in EVERY if door.name == name)
    app = AppTest.from_file(str(MAIN), default_timeout=60).run()
    for key, value in address.items():
        app.query_params[key] = value
    app.switch_page(door.file).run()
    app.button(key="language-to-xx").click().run()
    words.speak("xx")  # AppTest asks for the words of options from here
    return app


@pytest.mark.parametrize("role", [Role.OFFICER, Role.READER])
@pytest.mark.parametrize("name", [door.name for door in EVERY])
def test_no_text_of_a_page_is_left_out(
    name: str, role: Role, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(name, role, monkeypatch)
    assert left_plain(app, lines_of_names()) == []


def lines_of_names() -> list[str]:
    """Return the lines that long names of organisations are cut into beside the bars of a chart."""
    engine, place = demo.open_demo()
    held = view_for(loading.load(engine, place.place_id), Role.OFFICER).holdings
    names = {*held.partners["name"], *held.assets["organization"]}
    return [line for name in names for line in wrapped(str(name)).split("<br>")]


def test_the_rule_finds_a_text_that_was_not_said() -> None:
    def page() -> None:
        import streamlit as st

        from sharedground.words import say

        st.button("Press me")
        st.html("<p aria-label='Untold'>Old Mill</p>")
        st.write(say("Find"))

    found = left_plain(AppTest.from_function(page).run())
    assert [one.split(" in ")[0] for one in found] == ["'press me'", "'untold'", "'find'"]


LIST = (
    "Name,Type,Address,Postcode,Phone,Odd column\n"
    "Long Lane Park,Park,1 Long Lane,LX1 1AA,,first\n"
    "Café Zed,Zumbafication,2 Long Lane,LX9 9ZZ,07700 900123,second\n"
    ",Library,3 Long Lane,nonsense,,third\n"
)
"""A list with a kind nobody knows, a postcode that is none, a mobile number, and no name."""


def an_area() -> str:
    engine, place = demo.open_demo()
    return f"area:{loading.load(engine, place.place_id).areas['area_code'].iloc[0]}"


def an_area_and_colour(app: AppTest) -> AppTest:
    app.selectbox(key="colour").select("people").run()
    return app.selectbox(key="area").select(an_area()).run()


def a_place(app: AppTest) -> AppTest:
    return app.selectbox(key="place_picked").select(1).run()


def nothing_found(app: AppTest) -> AppTest:
    app.selectbox(key="area").select(an_area()).run()
    return app.text_input[0].input("qqqq").run()


def one_outcome(app: AppTest) -> AppTest:
    engine, place = demo.open_demo()
    vision = workflow.vision_in_use(loading.load(engine, place.place_id))
    return app.button_group(key="outcome").set_value(vision.outcomes[0].code).run()


def the_form(app: AppTest) -> AppTest:
    return by_label(app.button, marked("Change this vision")).click().run()


def one_partner(app: AppTest) -> AppTest:
    return next(b for b in app.button if b.key and b.key.startswith("open-")).click().run()


def here_twice(app: AppTest) -> AppTest:
    return app.button_group(key="check-look").set_value(marked("Here twice?")).run()


def a_file(app: AppTest) -> AppTest:
    return app.file_uploader[0].upload("zed.csv", LIST.encode(), "text/csv").run()


@pytest.mark.parametrize(
    ("name", "role", "step"),
    [
        ("map", Role.OFFICER, an_area_and_colour),
        ("map", Role.OFFICER, a_place),
        ("map", Role.READER, a_place),
        ("map", Role.READER, nothing_found),
        ("gaps", Role.READER, one_outcome),
        ("vision", Role.OFFICER, the_form),
        ("partners", Role.READER, one_partner),
        ("check", Role.OFFICER, here_twice),
        ("add-data", Role.OFFICER, a_file),
    ],
)
def test_no_text_is_left_out_of_what_opens(
    name: str, role: Role, step: Callable[[AppTest], AppTest], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(name, role, monkeypatch)
    before = set(on_screen(app))
    step(app)
    assert set(on_screen(app)) - before, "nothing new was opened"
    assert left_plain(app, also=(*LIST.splitlines(), "zed.csv", "qqqq")) == []
