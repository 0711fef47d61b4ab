"""A partnership puts steps in an order, hides some, and says others in its own words."""

from __future__ import annotations

import pytest
from sqlalchemy.engine import Engine

from sharedground import demo
from sharedground.access import Actor, Role, acting_as, local_actor
from sharedground.errors import NotFoundError, SharedGroundError, StaleError
from sharedground.figures.exhibits import Words
from sharedground.model.story import OWN, Story, Told, own_code
from sharedground.store import database, loading, places, stories
from sharedground.telling.deck import complete, deck, usual
from sharedground.telling.town import Town
from sharedground.views import view_for
from tests.browser.payloads import PAYLOADS


@pytest.fixture(scope="module")
def larrowby() -> Town:
    engine, place = demo.open_demo()
    return Town.of(engine, place.place_id)


def codes(town: Town, story: Story) -> list[str]:
    return [one.code for one in deck(town, story).steps]


def test_steps_stand_in_the_order_that_was_chosen_and_hidden_ones_do_not(larrowby: Town) -> None:
    told = [step for step in usual() if step.code != "where"]
    hidden = [step.model_copy(update={"shown": step.code != "sure"}) for step in told]
    story = Story(name="Ours", steps=(*hidden[::-1], Told(code="where")))
    shown = codes(larrowby, story)
    assert shown[-1] == "where"
    assert shown.index("gaps") < shown.index("assets")
    assert "sure" not in shown


def test_own_words_stand_where_they_were_written_and_the_data_speaks_elsewhere(
    larrowby: Town,
) -> None:
    plain = {one.code: one for one in deck(larrowby).steps}
    written = Told(code="gaps", title="Start with Southmoor", notes="Smile.\nThen wait.")
    story = Story(name="Ours", steps=(written, Told(code="vision", ask="Still?")))
    made = {one.code: one for one in deck(larrowby, story).steps}
    assert made["gaps"].title == "Start with Southmoor"
    assert made["gaps"].lede == plain["gaps"].lede
    assert made["gaps"].notes[:2] == ("Smile.", "Then wait.")
    assert made["vision"].ask == "Still?"
    assert made["vision"].title == plain["vision"].title


def test_a_step_of_ones_own_shows_its_lines(larrowby: Town) -> None:
    code = own_code()
    assert code.startswith(OWN)
    story = Story(name="Ours", steps=(Told(code=code, title="Thanks", words="One\n\n Two "),))
    own = next(one for one in deck(larrowby, story).steps if one.code == code)
    assert own.exhibits == (Words("", ("One", "Two")),)


def test_a_kind_of_step_that_a_story_does_not_know_yet_stands_where_it_usually_does() -> None:
    story = Story(name="Old", steps=(Told(code="gaps"), Told(code="where"), Told(code="gone")))
    found = [one.code for one in complete(story)]
    assert found.index("gaps") < found.index("where")
    assert found.index("sure") > found.index("gaps")
    assert {one.code for one in usual()} < set(found)


def test_a_step_of_a_kind_that_is_gone_is_not_shown(larrowby: Town) -> None:
    assert "gone" not in codes(larrowby, Story(name="Old", steps=(Told(code="gone"),)))


@pytest.fixture
def place(engine: Engine) -> str:
    with acting_as(local_actor()):
        return places.new_place(engine, "Testville").place_id


@pytest.fixture
def engine() -> Engine:
    return database.open_database("sqlite://")


def test_a_story_is_kept_changed_deleted_and_brought_back(engine: Engine, place: str) -> None:
    with acting_as(local_actor()):
        first = stories.save(engine, place, Story(name="Ours", steps=usual(), vision_version=2))
        assert (first.edition, first.vision_version) == (1, 2)
        again = stories.save(engine, place, stories.checked(first, name="Ours, shorter"))
        assert again.story_id == first.story_id
        assert loading.load(engine, place).stories == (again,)
        with pytest.raises(StaleError) as stale:
            stories.save(engine, place, first)
        assert stale.value.code == "story.stale"
        stories.delete(engine, place, first.story_id)
        assert loading.load(engine, place).stories == ()
        with pytest.raises(NotFoundError):
            stories.save(engine, place, again)
        stories.restore(engine, place, first.story_id)
        assert loading.load(engine, place).stories == (again,)


def test_two_stories_cannot_share_a_name(engine: Engine, place: str) -> None:
    with acting_as(local_actor()):
        kept = stories.save(engine, place, Story(name="Ours"))
        with pytest.raises(SharedGroundError) as taken:
            stories.save(engine, place, Story(name="OURS"))
        assert taken.value.code == "story.taken"
        stories.delete(engine, place, kept.story_id)
        stories.save(engine, place, Story(name="ours"))
        with pytest.raises(SharedGroundError) as back:
            stories.restore(engine, place, kept.story_id)
        assert back.value.code == "story.taken"


@pytest.mark.parametrize(
    ("changed", "code"),
    [({"name": " "}, "story.name"), ({"name": "x" * 81}, "story.name"),
     ({"steps": [{"code": "gaps", "title": "x" * 121}]}, "story.title"),
     ({"steps": [{"code": "gaps", "words": "x" * 1_201}]}, "story.words")],
)  # fmt: skip
def test_what_does_not_fit_is_said(changed: dict[str, object], code: str) -> None:
    with pytest.raises(SharedGroundError) as refused:
        stories.checked(Story(name="Ours"), **changed)
    assert refused.value.code == code


def test_readers_see_neither_notes_nor_hidden_steps_nor_names(engine: Engine, place: str) -> None:
    steps = (Told(code="gaps", notes="Mrs Kettle will object"),
             Told(code="sure", shown=False, title="Not for all"))  # fmt: skip
    with acting_as(Actor(name="Bea", role=Role.PARTICIPANT)):
        stories.save(engine, place, Story(name="Ours", steps=steps))
    held = loading.load(engine, place)
    (seen,) = view_for(held, Role.READER).holdings.stories
    assert (seen.by, [one.code for one in seen.steps]) == ("", ["gaps"])
    assert "Kettle" not in seen.model_dump_json()
    (mine,) = view_for(held, Role.PARTICIPANT).holdings.stories
    assert mine.steps[0].notes == "Mrs Kettle will object"


def test_readers_cannot_keep_a_story(engine: Engine, place: str) -> None:
    with acting_as(Actor(name="Someone", role=Role.READER)), pytest.raises(SharedGroundError):
        stories.save(engine, place, Story(name="Theirs"))


def test_hostile_words_stay_words(engine: Engine, place: str) -> None:
    payload = PAYLOADS[0]
    with acting_as(local_actor()):
        kept = stories.save(
            engine, place, Story(name="Ours", steps=(Told(code=own_code(), words=payload),))
        )
    assert kept.steps[0].words == payload
