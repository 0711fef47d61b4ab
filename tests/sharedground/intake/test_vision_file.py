"""A vision file becomes a vision, or every fault in it is named at once."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from sharedground.errors import InvalidVisionError
from sharedground.intake.raw import RawFile, RawTable
from sharedground.intake.vision_file import vision_from, vision_rows
from sharedground.model.outcome import Direction, Goal

HEAD = "outcome,weight,indicator,direction,category,strength,reach,target"


def a_file(*lines: str, head: str = HEAD) -> RawFile:
    rows = pd.DataFrame([line.split(",") for line in lines], columns=head.split(","))
    table = RawTable("", rows, np.arange(2, len(lines) + 2))
    return RawFile("vision.csv", "0" * 64, "csv", (table,))


def test_rows_of_one_outcome_are_put_together_and_points_are_scaled() -> None:
    vision = vision_from(
        a_file(
            "Health and feeling well,60,Infant deaths,high-is-bad,,,1500,",
            "Health and feeling well,,,,gp-surgery,2,,",
            "Health and feeling well,,,,park,1,,",
            "Belonging here,20,,,Community hubs,,,0.5",
        )
    )
    health, belonging = vision.outcomes
    assert [o.weight for o in vision.outcomes] == [0.75, 0.25]
    assert (health.code, health.reach_m, health.target) == ("O04", 1500, None)
    assert health.expressed_by[0].direction is Direction.HIGH_IS_BAD
    assert [(s.category, s.strength) for s in health.served_by] == [("gp-surgery", 2), ("park", 1)]
    assert (belonging.code, belonging.target, belonging.expressed_by) == ("X02", 0.5, ())
    assert belonging.served_by[0].category == "community-hub"


def test_a_vision_written_as_a_file_reads_back_the_same() -> None:
    first = vision_from(
        a_file("Health,3,Deaths,,library,1,900,2", "Nature,1,Air,high-is-good,park,2,1200,")
    )
    rows = vision_rows(first)
    table = RawTable("", rows, np.arange(2, len(rows) + 2))
    assert vision_from(RawFile("v.csv", "0" * 64, "csv", (table,))) == first


def test_every_fault_is_named_at_once_with_its_row() -> None:
    with pytest.raises(InvalidVisionError) as refused:
        vision_from(
            a_file(
                "Health,many,Deaths,up,,,1200,",
                "Health,,,,moon base,2,,",
                "Health,,,,park,7,,",
                ",5,,,,,,",
                "Nature,1,,,,,1200,",
                "Nature,2,,,,,,",
            )
        )
    found = {(f.row, f.column, f.code) for f in refused.value.details["faults"]}
    assert found == {
        (2, "weight", "vision.weight"),
        (2, "direction", "vision.direction"),
        (3, "category", "vision.category"),
        (4, "strength", "vision.strength"),
        (5, "outcome", "vision.outcome"),
        (7, "weight", "vision.two_values"),
    }


@pytest.mark.parametrize("line", ["A,-1,,,,,1200,", "A,1,,,,,0,", "A,1,,,,,1200,-2", "A,nan,,,,,,"])
def test_numbers_out_of_bounds_are_refused_in_words(line: str) -> None:
    with pytest.raises(InvalidVisionError, match="cannot be used for A"):
        vision_from(a_file(line))


def test_a_file_without_an_outcome_column_says_which_columns_there_are() -> None:
    with pytest.raises(InvalidVisionError, match="outcome, weight, indicator"):
        vision_from(a_file("x", head="name"))


def test_a_goal_is_read_with_its_date_baseline_and_measure_and_written_again() -> None:
    head = f"{HEAD},goal,goal_date,baseline,goal_measure"
    vision = vision_from(
        a_file(
            "Health,1,Deaths,,,,,,3.5,31/12/2030,4.25,Infant deaths",
            "Health,,,,park,1,,,,2030-12-31,,",
            "Nature,1,Air,,,,,,80,,,",
            head=head,
        )
    )
    health, nature = (outcome.goal for outcome in vision.outcomes)
    day = dt.date(2030, 12, 31)
    assert health == Goal(value=3.5, date=day, baseline=4.25, indicator="Infant deaths")
    assert nature == Goal(value=80)
    rows = vision_rows(vision)
    table = RawTable("", rows, np.arange(2, len(rows) + 2))
    assert vision_from(RawFile("v.csv", "0" * 64, "csv", (table,))) == vision


def test_what_is_wrong_with_a_goal_is_named_by_row() -> None:
    head = f"{HEAD},goal,goal_date,baseline,goal_measure"
    with pytest.raises(InvalidVisionError) as refused:
        vision_from(
            a_file(
                "Health,1,,,,,,,3,soon,,",
                "Nature,1,,,,,,,,2030-01-01,,",
                "Air,1,,,,,,,3,2030-01-01,,",
                "Air,,,,,,,,3,2031-01-01,,",
                head=head,
            )
        )
    faults = refused.value.details["faults"]
    assert [(f.code, f.row, f.column) for f in faults] == [  # type: ignore[union-attr]
        ("vision.goal_date", 2, "goal_date"), ("vision.goal", 3, "goal"),
        ("vision.two_values", 5, "goal_date"),
    ]  # fmt: skip
