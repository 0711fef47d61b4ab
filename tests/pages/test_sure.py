"""The page How sure are we?: the finding, what was tried, other ways, and moved figures."""

from pathlib import Path

import pytest

from sharedground.model.place import Kind
from tests.pages import gap_town
from tests.pages.gap_town import headings, words

PAGE = "see/sure.py"


@pytest.mark.usefixtures("town")
def test_it_says_how_sure_and_what_was_tried() -> None:
    app = gap_town.opened(PAGE, level="Small areas")
    assert not app.exception
    assert "in 9 of 10 weightings" in headings(app)[0]
    said = words(app)
    assert "1,000 weightings were drawn." in said
    assert "Weights around those you set." in said


@pytest.mark.usefixtures("town")
def test_other_weights_and_other_ways() -> None:
    app = gap_town.opened(PAGE, level="Small areas", weights="any")
    assert "Any weights for what matters here, each mix as likely as any other." in words(app)
    assert "A way on foot is 1.5 times the straight line" in words(app)
    assert "Without Learning" in words(app)


@pytest.mark.usefixtures("town")
def test_figures_are_moved_only_when_asked() -> None:
    app = gap_town.opened(PAGE)
    assert "With figures moved too" not in words(app)
    next(button for button in app.button if button.label == "Try it 1,000 times").click().run()
    assert not app.exception
    assert "With figures moved too" in words(app)
    assert "in at least 90 of 100 tries" in words(app)


def test_without_figures_of_need_it_says_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    gap_town.fill(gap_town.new_database(monkeypatch, tmp_path), without=(Kind.INDICATORS,))
    app = gap_town.opened(PAGE)
    assert not app.exception
    assert "This does not mean zero." in words(app)


@pytest.mark.usefixtures("town")
def test_hostile_names_are_text() -> None:
    said = words(gap_town.opened(PAGE))
    assert gap_town.EAST not in said
    assert "East &lt;b&gt;" in said
