"""The map on another web page: what is left of it, for whom, and the lines that put it there."""

from __future__ import annotations

import urllib.parse
from html.parser import HTMLParser
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine
from streamlit.testing.v1 import AppTest

from components import cached, frame_code
from sharedground.access import Role
from sharedground.model.place import Place
from sharedground.views import View
from tests.browser.payloads import PAYLOADS
from tests.pages import gap_town
from tests.pages.gap_town import HOSTILE, headings, words

PAGE = "explore/map.py"


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> gap_town.Engine:
    engine = gap_town.new_database(monkeypatch, tmp_path)
    gap_town.fill(engine)
    return engine


@pytest.fixture
def embedded(town: gap_town.Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("streamlit.runtime.context.ContextProxy.is_embedded", True)


def buttons(app: AppTest) -> set[str]:
    kinds = ("button", "download_button", "popover", "page_link")
    return {str(each.label) for kind in kinds for each in app.get(kind) if hasattr(each, "label")}


def lines(app: AppTest) -> str:
    """Return the lines to copy."""
    return next(code.value for code in app.code if 'title="Map of' in code.value)


class Tags(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def test_it_has_the_map_its_words_its_list_and_where_it_comes_from(embedded: None) -> None:
    app = gap_town.opened(PAGE, colour="O05")
    assert not app.exception
    said = words(app)
    assert "<h1>Sixways</h1>" in "".join(e.proto.body for e in app.get("html"))
    assert "Need for “Learning”: highest in" in " ".join(headings(app))
    assert "Places: " in said
    assert [e.proto.label for e in app.get("link_button")] == ["Open in Shared Ground"]
    assert len(app.get("component_instance")) == 1
    labels = buttons(app)
    for gone in ("Take the map (picture)", "Something missing or wrong?", "Help check them"):
        assert gone not in labels


def test_its_address_still_says_what_it_shows(embedded: None) -> None:
    whole = words(gap_town.opened(PAGE))
    some = words(gap_town.opened(PAGE, area="E01000001"))
    assert whole != some
    assert "1 place in " in some


def test_it_is_for_everyone_whoever_sits_before_it(
    town: gap_town.Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    roles: list[Role] = []
    real = cached.view

    def view(engine: Engine, place: Place, role: Role) -> View:
        roles.append(role)
        return real(engine, place, role)

    monkeypatch.setattr(cached, "view", view)
    gap_town.opened(PAGE)
    assert Role.FACILITATOR in roles
    roles.clear()
    monkeypatch.setattr("streamlit.runtime.context.ContextProxy.is_embedded", True)
    gap_town.opened(PAGE)
    assert set(roles) == {Role.READER}


def test_hostile_words_in_its_address_are_words(embedded: None) -> None:
    app = gap_town.opened(PAGE, find=HOSTILE, area=HOSTILE, colour=HOSTILE, lang=HOSTILE)
    assert not app.exception
    bodies = "".join(e.proto.body for e in app.get("html"))
    assert "<img" not in bodies
    assert HOSTILE not in bodies


def test_the_lines_show_the_map_as_it_is_now(town: gap_town.Engine) -> None:
    app = gap_town.opened(PAGE, area="E01000001", colour="people")
    ((tag, given),) = Tags(lines(app)).found
    assert tag == "iframe"
    asked = urllib.parse.parse_qs(urllib.parse.urlsplit(str(given["src"])).query)
    assert asked["embed"] == ["true"]
    assert asked["area"] == ["E01000001"]
    assert asked["colour"] == ["people"]
    assert "place" in asked
    assert str(given["title"]).startswith("Map of Sixways: ")


def test_it_says_whether_another_site_may_show_it(
    town: gap_town.Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "must set SHAREDGROUND_EMBED_HOSTS" in words(gap_town.opened(PAGE))
    monkeypatch.setenv("SHAREDGROUND_EMBED_HOSTS", "https://www.example.gov.uk")
    said = words(gap_town.opened(PAGE))
    assert "These sites may show it: https://www.example.gov.uk." in said


@pytest.mark.parametrize("text", PAYLOADS)
def test_no_word_acts_in_the_page_that_the_lines_are_put_in(text: str) -> None:
    made = frame_code.snippet("https://x.example/map", {"find": [text], text: ["1"]}, text)
    ((tag, given),) = Tags(made).found
    assert tag == "iframe"
    assert set(given) == {"src", "title", "width", "height", "style", "loading"}
    source = str(given["src"])
    assert source.startswith("https://x.example/map?")
    asked = urllib.parse.parse_qs(source.partition("?")[2])
    assert asked["find"] == [text]
    assert given["title"] == " ".join(text.split())
