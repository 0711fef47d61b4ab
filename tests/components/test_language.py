"""The language of the page: from the address, then the session, then the browser."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from components.parts import safe_html
from sharedground import words
from tests.pages import gap_town

MAIN = Path(__file__).resolve().parents[2] / "components" / "shell" / "main.py"
UNCHECKED = "No speaker of this language has checked these words yet."


@pytest.fixture(autouse=True)
def store(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("SHAREDGROUND_DATABASE_URL", f"sqlite:///{tmp_path / 'store.sqlite'}")
    yield
    words.speak(words.ENGLISH)


def title(app: AppTest) -> str:
    assert not app.exception
    head = next(e.proto.body for e in app.get("html") if "<h1>" in e.proto.body)
    return head.partition("<h1>")[2].partition("</h1>")[0]


def said(english: str, **values: object) -> str:
    with words.speaking("cy"):
        return words.say(english, **values)


def test_a_page_is_english_at_first() -> None:
    app = gap_town.opened("explore/map.py")
    assert title(app) == "Find what is near you"
    assert UNCHECKED not in gap_town.words(app)
    assert "lang" not in app.query_params


def test_the_address_chooses_a_language_and_the_session_keeps_it() -> None:
    app = gap_town.opened("explore/map.py", lang="cy")
    welsh = said("Find what is near you")
    assert title(app) == welsh != "Find what is near you"
    assert safe_html(said(UNCHECKED)) in gap_town.words(app)
    del app.query_params["lang"]
    app.run()
    assert title(app) == welsh
    assert "cy" in app.query_params["lang"]


def test_the_button_on_every_page_changes_the_language_and_back() -> None:
    app = gap_town.opened("agree/vision.py")
    app.button(key="language-to-cy").click().run()
    assert title(app) == said("What matters most to us")
    assert "cy" in app.query_params["lang"]
    app.button(key="language-to-en").click().run()
    assert title(app) == "What matters most to us"


def test_a_language_that_is_not_there_is_english() -> None:
    assert title(gap_town.opened("explore/map.py", lang="../../etc")) == "Find what is near you"


@pytest.mark.parametrize(("locale", "welsh"), [("cy-GB", True), ("cy", True), ("fr-FR", False)])
def test_the_browsers_language_is_the_first_choice(
    locale: str, welsh: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    from streamlit.runtime.context import ContextProxy

    monkeypatch.setattr(ContextProxy, "locale", locale)
    app = gap_town.opened("explore/map.py")
    assert (title(app) == said("Find what is near you")) is welsh
    app.button(key=f"language-to-{'en' if welsh else 'cy'}").click().run()
    assert (title(app) == said("Find what is near you")) is not welsh
