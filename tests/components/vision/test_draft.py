"""A vision while it is being changed: points, order, and what keeps it from being saved."""

import datetime as dt
from dataclasses import replace

import pytest

from components.vision import draft as vision_draft
from components.vision.draft import Aim, opened_from, points_of
from sharedground.model.outcome import SUGGESTIONS, Goal, Outcome
from sharedground.model.vision import Vision, rescaled
from tests.builders import a_vision


def equal_outcomes(n: int) -> Vision:
    outcomes = (Outcome(code=f"X{i}", name=f"Outcome {i}", weight=1) for i in range(n))
    return Vision(title="Equal", outcomes=rescaled(outcomes))


@pytest.mark.parametrize(
    ("weights", "points"),
    [
        ([1 / 7] * 7, (15, 15, 14, 14, 14, 14, 14)),
        ([0.75, 0.25], (75, 25)),
        ([2, 1], (67, 33)),
        ([0, 0], (0, 0)),
        ([], ()),
        ([0.144, 0.856], (14, 86)),
        ([0.29, 0.57, 0.14], (29, 57, 14)),
    ],
)
def test_points_are_whole_and_add_up(weights: list[float], points: tuple[int, ...]) -> None:
    assert points_of(weights) == points
    assert sum(points_of(weights)) == (100 if any(weights) else 0)


def test_untouched_points_keep_the_exact_weights() -> None:
    vision = equal_outcomes(7)
    draft = vision_draft.with_outcome(opened_from("p", vision), 0, name="Renamed")
    assert [o.weight for o in draft.vision().outcomes] == [o.weight for o in vision.outcomes]
    assert draft.vision().outcomes[0].name == "Renamed"
    assert draft.trial().outcomes[0].weight == pytest.approx(1 / 7)
    assert vision_draft.moved(draft, 0, 1).weights() == draft.weights()


def test_changed_points_are_tried_as_shares_of_what_is_given() -> None:
    draft = replace(opened_from("p", equal_outcomes(2)), points=(60, 60))
    assert [o.weight for o in draft.trial().outcomes] == [0.5, 0.5]
    assert [o.weight for o in replace(draft, points=(0, 0)).trial().outcomes] == [0, 0]


def test_a_draft_holds_the_vision_it_was_opened_from() -> None:
    assert opened_from("p", a_vision()).vision() == a_vision()


def test_moving_keeps_points_with_their_outcome() -> None:
    draft = vision_draft.moved(opened_from("p", a_vision()), 0, 1)
    assert [(o.name, p) for o, p in zip(draft.outcomes, draft.points, strict=True)] == [
        ("Nature", 25), ("Learning", 75),
    ]  # fmt: skip
    assert vision_draft.moved(draft, 0, -1) == draft


def test_scaling_shares_100_and_starts_equal_when_nothing_is_given() -> None:
    draft = opened_from("p", a_vision())
    assert vision_draft.scaled(vision_draft.without(draft, 0)).points == (100,)
    blank = vision_draft.with_blank(vision_draft.without(vision_draft.without(draft, 0), 0))
    assert vision_draft.scaled(vision_draft.with_blank(blank)).points == (50, 50)


def test_every_suggestion_can_be_added_and_saved() -> None:
    draft = opened_from("p", Vision(title="New"))
    for suggestion in SUGGESTIONS:
        assert suggestion.code in vision_draft.not_yet_used(draft)
        draft = vision_draft.with_suggestion(draft, suggestion.code)
    assert vision_draft.not_yet_used(draft) == []
    assert vision_draft.faults(vision_draft.scaled(draft)) == []
    served = vision_draft.scaled(draft).vision().outcomes[0].served_by
    assert {s.category: s.strength for s in served} == SUGGESTIONS[0].serves


def test_blank_outcomes_have_names_and_codes_of_their_own() -> None:
    draft = opened_from("p", Vision(title="New"))
    for _ in range(3):
        draft = vision_draft.with_blank(draft)
    assert [o.code for o in draft.outcomes] == ["X01", "X02", "X03"]
    assert len({o.name for o in draft.outcomes}) == 3
    assert vision_draft.faults(vision_draft.scaled(draft)) == []


def test_new_outcomes_take_the_usual_reach() -> None:
    draft = opened_from("p", a_vision())
    draft = vision_draft.with_outcome(draft, 0, reach_m=2_000.0)
    assert vision_draft.with_blank(draft).outcomes[-1].reach_m == 2_000.0
    assert vision_draft.usual_reach_m(opened_from("p", Vision(title="New"))) == 1_200.0


def test_faults_say_what_to_do() -> None:
    empty = opened_from("p", Vision(title="New"))
    assert vision_draft.faults(empty) == [
        "Add at least one outcome: something you want to be true here."
    ]
    draft = vision_draft.with_outcome(opened_from("p", a_vision()), 0, name=" ")
    assert vision_draft.faults(draft) == ["Give every outcome a name."]
    twice = vision_draft.with_outcome(opened_from("p", a_vision()), 0, name="NATURE")
    assert vision_draft.faults(twice) == ["Two outcomes are called NATURE. Change one."]
    less = vision_draft.without(opened_from("p", a_vision()), 0)
    assert vision_draft.faults(less) == ["25 of 100 shared. 75 left."]


@pytest.mark.parametrize(
    ("metres", "words"),
    [
        (1_200, "1,200 m, about 15 minutes on foot"),
        (80, "80 m, about 1 minute on foot"),
        (10, "10 m, about 1 minute on foot"),
    ],
)
def test_distances_are_said_in_minutes(metres: float, words: str) -> None:
    assert vision_draft.walk_in_words(metres) == words


def test_weights_are_those_of_a_round_until_one_is_changed() -> None:
    asked = a_vision(version=3, weights_from="r1")
    draft = vision_draft.opened_from("p", asked)
    renamed = vision_draft.with_outcome(draft, 0, why="Because.")
    assert renamed.vision().weights_from == "r1"
    assert replace(draft, points=(50, 50)).vision().weights_from == ""
    other = vision_draft.opened_from("p", asked, a_vision(title="From a file"))
    assert other.vision().weights_from == ""


def test_a_goal_goes_along_and_an_empty_one_is_none() -> None:
    goal = Goal(value=2, baseline=3, date=dt.date(2030, 1, 1), indicator="Low income")
    first, second = a_vision().outcomes
    asked = a_vision(outcomes=(first.model_copy(update={"goal": goal}), second))
    draft = vision_draft.opened_from("p", asked)
    assert draft.vision().outcomes == asked.outcomes
    bare = vision_draft.with_aim(draft, first.code, Aim())
    assert [one.goal for one in bare.vision().outcomes] == [None, None]
    half = vision_draft.with_aim(draft, second.code, Aim(measure="Deaths"))
    assert vision_draft.faults(half) == [
        "The goal of Nature has no figure. Say what you want to reach, or empty it."
    ]
