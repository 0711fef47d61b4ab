"""The page Our vision: read first, changed together, and never overwritten."""

from pathlib import Path

import pandas as pd
import pytest
from sqlalchemy.engine import Engine
from streamlit.testing.v1 import AppTest

from sharedground import workflow
from sharedground.access import acting_as, local_actor
from sharedground.model.outcome import Direction, Expression
from sharedground.model.place import Kind
from sharedground.model.vision import Vision
from sharedground.store import loading, places, visions
from tests.pages import gap_town
from tests.pages.gap_town import HOSTILE, headings, words

PAGE = "agree/vision.py"


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Engine:
    return gap_town.new_database(monkeypatch, tmp_path)


@pytest.fixture
def town(engine: Engine) -> str:
    return gap_town.fill(engine)


def press(app: AppTest, label: str) -> AppTest:
    return next(button for button in app.button if button.label == label).click().run()


def labels(app: AppTest) -> list[str]:
    return [button.label for button in app.button]


def changing() -> AppTest:
    app = press(gap_town.opened(PAGE), "Change this vision")
    assert not app.exception
    return app


def points(app: AppTest) -> dict[str, int]:
    return {str(box.label): int(box.value) for box in app.number_input if "Points" in box.label}


def set_points(app: AppTest, *given: int) -> AppTest:
    boxes = [box for box in app.number_input if "Points" in box.label]
    for box, value in zip(boxes, given, strict=True):
        box.set_value(value)
    return app.run()


def saved(engine: Engine, town: str) -> tuple[Vision, ...]:
    return loading.load(engine, town).visions


def save(engine: Engine, town: str, title: str, opened_from: int) -> None:
    with acting_as(local_actor()):
        visions.save_vision(
            engine, town, gap_town.vision(title=title), opened_from=opened_from, reason="A meeting"
        )


def test_the_vision_is_read_first(town: str) -> None:
    app = gap_town.opened(PAGE)
    assert not app.exception
    assert headings(app) == [
        "A good town", "Learning counts most",
        "1 of 2 outcomes have places that serve them",
        "Of 100 points, 75 rest on one kind: Libraries",
    ]  # fmt: skip
    said = words(app)
    assert "We look out for each other." in said
    assert "For everyone who lives or works in Sixways." in said
    assert "Version 1, a draft. Saved on" in said
    assert "75 points" in said
    assert "25 points" in said
    assert said.index("4 places serve Learning: Libraries (4).") < said.index(
        "Nothing listed here serves Nature *and* trees."
    )
    assert "No figure shows who needs Nature *and* trees. It counts as no data." in said
    assert "These kinds of place serve no outcome: Bus stops (1)." in said
    assert "Low income, 2023: a high figure means more need" in said
    assert "1,200 m, about 15 minutes on foot" in said


def test_a_draft_is_said_to_be_a_draft(engine: Engine) -> None:
    with acting_as(local_actor()):
        places.new_place(engine, "Nowhere yet")
    app = gap_town.opened(PAGE)
    assert not app.exception
    assert "This is a first draft made from your data. Nothing is saved yet." in words(app)
    app = changing()
    assert "areas cannot be put in order" in words(app)
    assert "No figures of need yet" in headings(app)
    press(app, "Save as version 1")
    assert [vision.version for vision in saved(engine, places.places(engine)[0].place_id)] == [1]


def test_readers_see_it_without_controls(monkeypatch: pytest.MonkeyPatch, town: str) -> None:
    monkeypatch.setenv("SHAREDGROUND_LOCAL_ROLE", "reader")
    app = gap_town.opened(PAGE)
    assert not app.exception
    assert labels(app) == ["Cymraeg"]
    assert len(app.get("file_uploader")) == 0
    assert "A good town" in headings(app)
    assert "Saved by" not in words(app)


def test_slider_and_number_move_together_and_the_sum_is_said(town: str) -> None:
    app = changing()
    assert "All 100 points are shared." in words(app)
    app.slider[0].set_value(60).run()
    assert points(app) == {"Points for Learning": 60,
                           "Points for Nature &#42;and&#42; trees": 25}  # fmt: skip
    assert "85 of 100 shared. 15 left." in words(app)
    set_points(app, 83, 25)
    assert [slider.value for slider in app.slider] == [83, 25]
    assert "108 of 100 shared. Take 8 away, or scale to 100." in words(app)


def test_points_are_not_rescaled_unless_asked(engine: Engine, town: str) -> None:
    app = set_points(changing(), 60, 60)
    press(app, "Save as version 2")
    assert [text.value for text in app.warning] == [
        "120 of 100 shared. Take 20 away, or scale to 100."
    ]
    assert len(saved(engine, town)) == 1
    press(app, "Scale to 100")
    assert list(points(app).values()) == [50, 50]
    press(app, "Save as version 2")
    assert [o.weight for o in saved(engine, town)[-1].outcomes] == [0.5, 0.5]


def test_moving_points_shows_what_would_change(engine: Engine, town: str) -> None:
    learning, nature = gap_town.vision().outcomes
    good = Expression(indicator="Low income", direction=Direction.HIGH_IS_GOOD)
    nature = nature.model_copy(update={"expressed_by": (good,), "served_by": ()})
    with acting_as(local_actor()):
        both = gap_town.vision(outcomes=(learning, nature)).with_weights([90, 10])
        visions.save_vision(engine, town, both, opened_from=1)
    app = changing()
    assert "The first five areas stay the same" in words(app)
    set_points(app, 10, 90)
    said = words(app)
    assert "This would bring one other area into the first five" in said
    assert "<li>West 000A <em>was 5</em></li>" in said
    assert "<li>West 001A <em>new in the first five</em></li>" in said


def test_points_that_leave_too_little_known_are_said_to(town: str) -> None:
    app = set_points(changing(), 40, 60)
    assert "With these points too little is known to put areas in order" in words(app)


def test_a_saved_change_is_said_and_kept_with_its_reason(engine: Engine, town: str) -> None:
    app = changing()
    named = {box.label: box for box in app.text_input}
    named["Title"].set_value("A kinder town")
    named["Why this change? Everyone can read this."].set_value("Agreed in June")
    set_points(app, 30, 70)
    press(app, "Save as version 2")
    assert [message.value for message in app.success] == ["Saved as version 2."]
    assert headings(app)[0] == "A kinder town"
    assert visions.history_of(engine, town)["reason"].iloc[0] == "Agreed in June"
    latest = saved(engine, town)[-1]
    assert (latest.version, latest.title) == (2, "A kinder town")
    assert [o.weight for o in latest.outcomes] == [0.3, 0.7]


def test_stopping_keeps_nothing(engine: Engine, town: str) -> None:
    app = press(set_points(changing(), 10, 90), "Stop, and keep nothing")
    assert "Change this vision" in labels(app)
    assert len(saved(engine, town)) == 1


def test_a_draft_is_still_there_after_another_page(town: str) -> None:
    app = set_points(changing(), 10, 85)
    app.switch_page("../../pages/together/partners.py").run()
    app.switch_page("../../pages/agree/vision.py").run()
    assert list(points(app).values()) == [10, 85]
    assert [slider.value for slider in app.slider] == [10, 85]


def test_both_versions_are_shown_when_someone_saved_first(engine: Engine, town: str) -> None:
    app = set_points(changing(), 40, 60)
    save(engine, town, "Their town", opened_from=1)
    press(app, "Save as version 2")
    assert "Someone saved version 2 while you worked" in headings(app)
    assert "Nothing was overwritten." in words(app)
    assert "Their town" in words(app)
    assert "Yours, not saved" in words(app)
    assert len(saved(engine, town)) == 2
    press(app, "Save mine as the next version")
    kept = saved(engine, town)
    assert [(v.version, v.title) for v in kept] == [
        (1, "A good town"), (2, "Their town"), (3, "A good town"),
    ]  # fmt: skip
    assert [o.weight for o in kept[-1].outcomes] == [0.4, 0.6]


REASON = "Why this change? Everyone can read this."


def give_reason(app: AppTest, reason: str) -> AppTest:
    next(box for box in app.text_input if box.label == REASON).set_value(reason).run()
    return app


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("Agreed in June", "Agreed in June"), ("  ", "Saved after version 2 by someone else")],
)
def test_the_reason_outlives_a_conflict(engine: Engine, town: str, typed: str, kept: str) -> None:
    app = give_reason(set_points(changing(), 40, 60), typed)
    save(engine, town, "Their town", opened_from=1)
    press(app, "Save as version 2")
    assert next(box.value for box in app.text_input if box.label == REASON) == typed
    press(app, "Save mine as the next version")
    assert visions.history_of(engine, town)["reason"].iloc[0] == kept


def test_the_reason_outlives_a_step_that_draws_the_form_anew(town: str) -> None:
    app = give_reason(set_points(changing(), 10, 85), "Agreed in June")
    press(app, "Scale to 100")
    assert next(box.value for box in app.text_input if box.label == REASON) == "Agreed in June"


def test_theirs_can_be_kept(engine: Engine, town: str) -> None:
    app = set_points(changing(), 40, 60)
    save(engine, town, "Their town", opened_from=1)
    press(app.run(), "Keep theirs")
    assert headings(app)[0] == "Their town"
    assert "Change this vision" in labels(app)
    assert len(saved(engine, town)) == 2


def test_outcomes_are_added_moved_and_taken_out(engine: Engine, town: str) -> None:
    app = changing()
    choice = next(box for box in app.selectbox if box.label == "Add an outcome")
    assert choice.options[0] == "One of our own"
    assert "Feeling safe" in choice.options
    press(app, "Add")
    next(box for box in app.selectbox if box.label == "Add an outcome").set_value("O06")
    press(app, "Add")
    names = [box.value for box in app.text_input if box.label.startswith("Outcome ")]
    assert names == ["Learning", "Nature *and* trees", "New outcome 1", "Feeling safe"]
    assert list(points(app).values()) == [75, 25, 0, 0]
    [b for b in app.button if b.label == "Up"][3].click().run()
    next(b for b in app.button if b.label == "Take out").click().run()
    names = [box.value for box in app.text_input if box.label.startswith("Outcome ")]
    assert names == ["Nature *and* trees", "Feeling safe", "New outcome 1"]
    assert "25 of 100 shared. 75 left." in words(app)


def test_what_keeps_it_from_being_saved_is_said_in_plain_words(engine: Engine, town: str) -> None:
    app = changing()
    named = {box.label: box for box in app.text_input}
    named["Title"].set_value(" ")
    named["Outcome 2"].set_value("LEARNING")
    app.run()
    press(app, "Save as version 2")
    assert [text.value for text in app.warning] == [
        "Give the vision a title.", "Two outcomes are called LEARNING. Change one.",
    ]  # fmt: skip
    assert len(saved(engine, town)) == 1


def test_a_figure_of_need_is_linked_with_what_a_high_figure_means(
    engine: Engine, town: str
) -> None:
    app = changing()
    need = next(box for box in app.multiselect if "trees" in box.label)
    assert need.options == ["Low income, 2023"]
    need.set_value(["low"]).run()
    ways = [box for box in app.selectbox if "is a high figure bad?" in box.label]
    assert ways[1].options[0] == "As its source says (yes: more need)"
    ways[1].set_value("high-is-good").run()
    press(app, "Save as version 2")
    assert saved(engine, town)[-1].outcomes[1].expressed_by == (
        Expression(indicator="Low income", direction=Direction.HIGH_IS_GOOD),
    )


def test_reach_is_said_in_minutes_and_an_empty_target_is_the_average(
    engine: Engine, town: str
) -> None:
    app = changing()
    far = [box for box in app.number_input if box.label.startswith("How far")]
    wanted = [box for box in app.number_input if box.label.startswith("Places wanted")]
    assert wanted[0].value is None
    assert wanted[0].placeholder.startswith("The average here: ")
    far[0].set_value(800.0)
    wanted[0].set_value(2.5).run()
    assert "800 m, about 10 minutes on foot" in words(app)
    press(app, "Save as version 2")
    outcome = saved(engine, town)[-1].outcomes[0]
    assert (outcome.reach_m, outcome.target) == (800.0, 2.5)


def test_a_vision_file_is_read_into_a_draft(engine: Engine, town: str) -> None:
    other = gap_town.vision(title="From a file").with_weights([1, 3])
    app = gap_town.opened(PAGE, start="file")
    app.file_uploader[0].upload("plan.csv", workflow.vision_csv(other), "text/csv")
    app.run()
    press(app, "Read this file")
    assert [m.value for m in app.success] == [
        "We read 2 outcomes from plan.csv. Look at them, then save."
    ]
    assert list(points(app).values()) == [25, 75]
    assert len(saved(engine, town)) == 1
    press(app, "Save as version 2")
    assert saved(engine, town)[-1].title == "From a file"


def test_faults_of_a_vision_file_are_listed_row_by_row(engine: Engine, town: str) -> None:
    content = f"outcome,weight,category\nSafe,ten,\nSafe,,{HOSTILE}\n".encode()
    app = gap_town.opened(PAGE, start="file")
    app.file_uploader[0].upload("plan.csv", content, "text/csv")
    app.run()
    press(app, "Read this file")
    said = words(app)
    assert "This file was not used. 2 rows need a change." in said
    assert "Row 2, weight: ten is not known as weight. Use one of: a number." in said
    assert "Row 3, category: &lt;img src=x" in said
    assert "<img" not in said
    assert len(saved(engine, town)) == 1


def test_names_from_people_are_text(engine: Engine, town: str) -> None:
    with acting_as(local_actor()):
        vision = gap_town.vision(title=HOSTILE, statement=HOSTILE)
        named = vision.outcomes[0].model_copy(update={"name": HOSTILE, "why": HOSTILE})
        vision = vision.model_copy(update={"outcomes": (named, *vision.outcomes[1:])})
        visions.save_vision(engine, town, vision, opened_from=1, reason=HOSTILE)
    app = gap_town.opened(PAGE)
    assert "<img" not in words(app)
    assert "&lt;img src=x onerror=alert(1)&gt; &#96;b&#96; &#36;&#123;x&#125;" in words(app)
    app = changing()
    assert "<img" not in words(app)
    assert not any(mark in str(box.label) for box in app.slider for mark in "<`*$")


def test_a_place_without_areas_still_has_a_vision(engine: Engine) -> None:
    gap_town.fill(engine, without=(Kind.AREAS, Kind.LOOKUP, Kind.POPULATION))
    app = changing()
    assert "areas cannot be put in order" in words(app)
    press(set_points(app, 20, 80), "Save as version 2")
    assert [m.value for m in app.success] == ["Saved as version 2."]


def test_the_first_write_to_the_demo_town_copies_it(engine: Engine) -> None:
    app = changing()
    assert places.places(engine) == []
    press(app, "Save as version 2")
    assert [m.value for m in app.success] == ["Saved as version 2."]
    (copied,) = places.places(engine)
    assert copied.fictional
    assert [v.version for v in saved(engine, copied.place_id)] == [1, 2]


def test_the_grid_names_every_kind_and_outcome(town: str) -> None:
    (grid,) = changing().data_editor
    frame = pd.DataFrame(grid.value)
    libraries = frame.set_index("kind").loc["Libraries"]
    assert (libraries["places"], libraries["O05"], libraries["O09"]) == (
        4, "Serves it directly", "No",
    )  # fmt: skip


def test_one_can_start_from_our_ten_outcomes(engine: Engine, town: str) -> None:
    app = gap_town.opened(PAGE)
    said = words(app)
    assert "7 outcomes: a good number." in said
    assert "ONS well-being: Personal finance. Scotland&#39;s framework: Poverty." in said
    for box in app.checkbox[:3]:
        box.set_value(False)
    app.run()
    assert "With more than seven" not in words(app)
    app = press(app, "Start with these")
    assert sum(points(app).values()) == 100
    press(app, "Save as version 2")
    kept = saved(engine, town)[-1]
    assert {o.code for o in kept.outcomes} < {f"O{n:02d}" for n in range(1, 11)}
    assert kept.outcomes[0].served_by


def test_one_can_start_from_a_blank_page_or_an_earlier_version(engine: Engine, town: str) -> None:
    save(engine, town, "Their town", opened_from=1)
    app = press(gap_town.opened(PAGE, start="blank"), "Start with a blank page")
    assert "There are no outcomes yet. Add one under 2 Outcomes." in words(app)
    press(app, "Stop, and keep nothing")
    app = gap_town.opened(PAGE, start="version")
    next(box for box in app.selectbox if box.label == "Which version?").set_value("1").run()
    app = press(app, "Start with a copy of it")
    press(app, "Save as version 3")
    assert [one.title for one in saved(engine, town)] == [
        "A good town", "Their town", "A good town",
    ]  # fmt: skip


def test_a_goal_starts_from_the_data_and_is_read_by_everyone(engine: Engine, town: str) -> None:
    app = changing()
    box = next(b for b in app.selectbox if b.label == "What is measured for Learning")
    app = box.set_value("Low income").run()
    app = press(app, "Save as version 2")
    assert "The goal of Learning has no figure. Say what you want to reach, or empty it." in [
        text.value for text in app.warning
    ]
    app = press(app, "Start at 3.5: the mean over the people here")
    next(b for b in app.number_input if b.label == "We want").set_value(2.0).run()
    press(app, "Save as version 2")
    goal = saved(engine, town)[-1].outcomes[0].goal
    assert goal is not None
    assert (goal.indicator, goal.baseline, goal.value) == ("Low income", 3.5, 2.0)
    assert "Goal: Low income: from 3.5 to 2" in words(gap_town.opened(PAGE))


def test_how_far_can_be_said_in_minutes(engine: Engine, town: str) -> None:
    app = changing()
    app.segmented_control[-1].set_value("minutes").run()
    far = [b for b in app.number_input if b.label == "How far people go, in minutes on foot"]
    assert [b.value for b in far] == [15, 15]
    far[0].set_value(10).run()
    press(app, "Save as version 2")
    assert [o.reach_m for o in saved(engine, town)[-1].outcomes] == [800.0, 1200.0]


@pytest.mark.usefixtures("town")
def test_places_without_a_location_are_listed_and_said_to_be_left_out_elsewhere() -> None:
    said = words(gap_town.opened(PAGE))
    assert "4, of which 1 without a location" in said
    assert "Strengths and gaps leaves out places without a location" in said
