"""The pages Where we agree and Statements: results of closed rounds, and what they never show."""

from __future__ import annotations

from itertools import count

import pytest

from sharedground import rounds
from sharedground.access import acting_as, local_actor
from sharedground.model.rounds import RESIDENT, Answer, Naming, Round, RoundKind, Speaker
from sharedground.store import loading, places, statements
from sharedground.store import rounds as store
from tests.pages import gap_town
from tests.pages.gap_town import HOSTILE, headings, words

POINTS, STATEMENTS = "agree/agreement.py", "agree/statements.py"
SPEAKERS = tuple(Speaker(partner_id=f"p{n}", name=name)
                 for n, name in enumerate(("Council", "Youth Trust", "Fire", HOSTILE)))  # fmt: skip
_turn = count(1)


def _answer(
    asked: Round, device: str, speaker: str, body: dict[str, object], item: str = ""
) -> Answer:
    n = next(_turn)
    return Answer(round_id=asked.round_id, device=device.ljust(8, "-"), key=f"form-{n:05}", seq=n,
                  speaker=speaker, item=item, body=body)  # fmt: skip


def points(
    engine: gap_town.Engine,
    title: str,
    learning: list[float],
    *,
    naming: Naming = Naming.NAMED,
    residents: int = 0,
) -> Round:
    with acting_as(local_actor()):
        place_id = places.places(engine)[0].place_id
        asked = store.start(engine, place_id, kind=RoundKind.POINTS, title=title, naming=naming,
                            vision=gap_town.vision(), speakers=SPEAKERS)  # fmt: skip
        given = [(f"p{n}", value) for n, value in enumerate(learning)]
        given += [(RESIDENT, 10.0)] * residents
        answers = [
            _answer(asked, f"phone{n}", speaker, {"points": {"O05": value, "O09": 100 - value}})
            for n, (speaker, value) in enumerate(given)
        ]
        store.record(engine, [(place_id, one) for one in answers])
        return rounds.close(engine, place_id, asked.round_id)


def votes(engine: gap_town.Engine, people: int, *, camps: bool, turned_down: int = 0) -> Round:
    with acting_as(local_actor()):
        place_id = places.places(engine)[0].place_id
        asked = store.start(engine, place_id, kind=RoundKind.STATEMENTS, title="Hall")
        texts = ("More buses", "More trees", "More cars", "Longer hours", HOSTILE)
        put = [statements.add(engine, place_id, asked.round_id, text) for text in texts]
        said = []
        for person in range(people):
            for at, one in enumerate(put):
                against = at < turned_down or (camps and person % 2 and at < 4)
                said.append(_answer(asked, f"voter{person}", RESIDENT,
                                    {"vote": -1 if against else 1}, one.statement_id))  # fmt: skip
        store.record(engine, [(place_id, one) for one in said])
        return rounds.close(engine, place_id, asked.round_id)


@pytest.mark.usefixtures("town")
def test_without_a_round_both_pages_say_what_to_do() -> None:
    for page in (POINTS, STATEMENTS):
        app = gap_town.opened(page)
        assert not app.exception
        assert "Ask the room" in words(app)


def test_a_named_round_says_what_to_talk_about_and_names_partners(town: gap_town.Engine) -> None:
    points(town, "Spring", [90, 85, 15, 10], residents=5)
    app = gap_town.opened(POINTS)
    assert not app.exception
    said = words(app)
    assert headings(app)[0].startswith("Talk about")
    assert "2 partners give 15 or less, 2 give 85 or more" in said
    assert "Youth Trust" in said
    assert "5 residents put most on" in said
    assert "Would the vision change without one of them?" in said
    assert HOSTILE not in said


def test_a_partner_reads_how_close_it_is(town: gap_town.Engine) -> None:
    points(town, "Spring", [90, 70, 30, 10])
    app = gap_town.opened(POINTS)
    next(box for box in app.selectbox if box.label == "Which partner are you?").select(0).run()
    assert not app.exception
    assert "60 of your 100 points sit where the shared vision puts them." in words(app)


def test_an_unattributed_round_shows_averages_and_nobody(town: gap_town.Engine) -> None:
    points(town, "Quiet", [90, 85, 15, 10], naming=Naming.UNATTRIBUTED)
    app = gap_town.opened(POINTS)
    assert not app.exception
    said = words(app)
    assert "This round does not say who gave what." in said
    assert "Youth Trust" not in said
    labels = [button.label for button in app.get("download_button")]
    assert "Download the table" not in labels


def test_too_few_in_an_unattributed_round_are_not_shown(town: gap_town.Engine) -> None:
    points(town, "Quiet", [90, 85], naming=Naming.UNATTRIBUTED)
    assert "Fewer than 3 partners answered." in words(gap_town.opened(POINTS))


def test_two_rounds_stand_side_by_side(town: gap_town.Engine) -> None:
    points(town, "Spring", [60, 60, 60])
    points(town, "Autumn", [80, 80, 80])
    app = gap_town.opened(POINTS)
    assert not app.exception
    assert "20 of 100 points moved since “Spring”" in words(app)


def test_statements_say_what_all_agree_on_then_what_divides(town: gap_town.Engine) -> None:
    votes(town, 24, camps=True)
    app = gap_town.opened(STATEMENTS)
    assert not app.exception
    heads = headings(app)
    assert heads[0] == "All groups agree on 1 statement"
    assert heads[1] == "4 statements divide people"
    said = words(app)
    assert "Group A: 12 people" in said
    assert HOSTILE not in said


def test_a_small_hall_has_no_groups_and_the_page_says_why(town: gap_town.Engine) -> None:
    votes(town, 8, camps=True)
    app = gap_town.opened(STATEMENTS)
    assert not app.exception
    said = words(app)
    assert "Fewer than 12 people voted." in said
    assert "Group A" not in said


def test_the_weights_of_a_round_become_a_version_once(town: gap_town.Engine) -> None:
    asked = points(town, "Spring", [90, 85, 15, 10])
    app = gap_town.opened(POINTS)
    app = (
        next(b for b in app.button if b.label == "Make a version with these weights").click().run()
    )
    assert not app.exception
    held = loading.load(town, places.places(town)[0].place_id)
    newest = held.newest_vision
    assert newest is not None
    assert newest.weights_from == asked.round_id
    assert [o.weight for o in newest.outcomes] == pytest.approx([0.5, 0.5])
    app = gap_town.opened(POINTS)
    assert f"Version {newest.version} of our vision has these weights." in words(app)


def test_a_statement_that_all_agree_on_becomes_an_outcome_in_one_click(
    town: gap_town.Engine,
) -> None:
    votes(town, 9, camps=False)
    app = gap_town.opened(STATEMENTS)
    makers = [button for button in app.button if button.label == "Make it an outcome"]
    assert len(makers) == 5
    app = makers[0].click().run()
    assert not app.exception
    held = loading.load(town, places.places(town)[0].place_id)
    newest = held.newest_vision
    assert newest is not None
    made = newest.outcomes[-1]
    assert made.name in {"More buses", "More trees", "More cars", "Longer hours", HOSTILE}
    assert made.weight == 0
    app = gap_town.opened(STATEMENTS)
    assert len([b for b in app.button if b.label == "Make it an outcome"]) == 4


def test_readers_see_results_and_change_nothing(
    town: gap_town.Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    points(town, "Spring", [90, 85, 15, 10])
    votes(town, 9, camps=False)
    monkeypatch.setenv("SHAREDGROUND_LOCAL_ROLE", "reader")
    for page in (POINTS, STATEMENTS):
        app = gap_town.opened(page)
        assert not app.exception
        assert not [b for b in app.button if b.label.startswith("Make")]


def test_what_all_turn_down_is_not_offered_as_an_outcome(town: gap_town.Engine) -> None:
    votes(town, 24, camps=False, turned_down=1)
    app = gap_town.opened(STATEMENTS)
    assert not app.exception
    assert "24 of 24 disagree" in words(app)
    offered = [one for one in app.button if one.label == "Make it an outcome"]
    assert len(offered) == 4
