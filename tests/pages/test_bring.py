"""Points and votes from files, on the pages: seen before they are kept, by officers only."""

import pytest

from sharedground.store import loading, places
from tests.pages import gap_town
from tests.pages.gap_town import HOSTILE, words
from tests.sharedground.intake.test_votes_file import COMMENTS, PEOPLE, turned

POINTS = f"""Partner,Learning,O09,Trams
Town Council,60,40,0
"{HOSTILE}",30,20,50
Bees,-1,5,0
""".encode()
TEXT = "text/csv"


def rounds_of(engine: gap_town.Engine):
    return loading.load(engine, places.places(engine)[0].place_id).rounds


def test_points_are_shown_as_they_were_read_and_kept_on_a_click(town: gap_town.Engine) -> None:
    app = gap_town.opened("agree/agreement.py")
    app = app.file_uploader[0].upload("points.csv", POINTS, TEXT).run()
    assert not app.exception
    said = words(app)
    assert "3 rows read = 2 kept + 0 merged + 1 set aside." in said
    assert "Not all rows sum to 100" in said
    assert "The vision in use has no such outcome." in said
    assert HOSTILE not in said
    assert not rounds_of(town)
    next(one for one in app.button if one.label == "Keep these points").click().run()
    assert not app.exception
    (kept,) = rounds_of(town)
    assert (kept.title, kept.source, len(kept.speakers)) == ("points", "points.csv", 2)
    assert [one.value for one in app.success] == ["Kept as the round points."]


@pytest.mark.usefixtures("town")
def test_a_sheet_that_cannot_be_used_is_refused_in_words() -> None:
    app = gap_town.opened("agree/agreement.py")
    app = app.file_uploader[0].upload("points.csv", b"a,b\n1,2\n", TEXT).run()
    assert not app.exception
    assert "names no outcome of the vision" in app.warning[0].value


def test_votes_with_the_words_of_statements(town: gap_town.Engine) -> None:
    app = gap_town.opened("agree/statements.py")
    app.file_uploader[1].upload("comments.csv", COMMENTS.encode(), TEXT)
    app = app.file_uploader[0].upload("votes.csv", turned(PEOPLE).encode(), TEXT).run()
    assert not app.exception
    assert "This file writes -1 for agree" in words(app)
    next(one for one in app.button if one.label == "Keep these votes").click().run()
    assert not app.exception
    assert [one.source for one in rounds_of(town)] == ["votes.csv"]


@pytest.mark.parametrize("page", ["agree/agreement.py", "agree/statements.py"])
@pytest.mark.usefixtures("town")
def test_only_officers_are_offered_it(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHAREDGROUND_LOCAL_ROLE", "participant")
    app = gap_town.opened(page)
    assert not app.exception
    assert not app.file_uploader
    assert "Bring in" not in words(app)
