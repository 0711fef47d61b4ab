"""The lines of Python on the page run, and give what the page shows."""

import pytest

from sharedground import study_words
from sharedground.fair import as_data
from sharedground.model.counting import Counting, Decay
from sharedground.model.place import Place
from sharedground.study import Study

DEMO = Place(place_id="demo", name="Larrowby", fictional=True)


def ran(lines: str) -> dict[str, object]:
    named: dict[str, object] = {}
    exec(lines, named)
    return named


@pytest.mark.parametrize(
    ("counting", "by_kind", "outcome"),
    [(Counting(), False, "O05"), (Counting(detour=1.5, decay=Decay.FAST), False, "O04"),
     (Counting(unstated_capacity=0.5), True, "library")],
)  # fmt: skip
def test_they_run(counting: Counting, by_kind: bool, outcome: str) -> None:
    study = Study.demo()
    area = study.worst(1).iloc[0].key
    asked = (study.by_kind() if by_kind else study).counted(**counting.model_dump())
    lines = study_words.why_lines(DEMO, counting, area, outcome, by_kind=by_kind)
    assert ran(lines)["why"].figures == asked.why(area, outcome).figures  # type: ignore[attr-defined]


def test_a_name_is_a_text_and_nothing_else() -> None:
    hostile = Place(place_id="p", name="x'); import os #")
    line = study_words.opening(hostile, for_everyone=True)
    assert line == 'town = Study.open("x\'); import os #", for_everyone=True)'


def test_what_is_usual_is_not_told() -> None:
    assert study_words.counted(Counting(detour=1.3), 1.3) == ""
    assert study_words.counted(Counting(detour=1.3), 1.2) == ".counted(detour=1.3)"


@pytest.mark.parametrize("asked", [{}, {"outcome": "O05"}, {"kind": "library"}])
def test_who_is_reached_runs(asked: dict[str, str]) -> None:
    counting = Counting(decay=Decay.ONE)
    found = ran(study_words.fair_lines(DEMO, counting, **asked))["found"]
    study = Study.demo().counted(decay="one")
    assert as_data(found) == as_data(study.fair(**asked))  # type: ignore[arg-type]


def test_where_partners_differ_in_python() -> None:
    place = Place(place_id="p", name="Trafford", detour_factor=1.3)
    lines = study_words.differ_lines(place, Counting(decay="one"), grouped=True)
    assert "Study.open('Trafford')" in lines
    assert ".counted(decay='one').where_partners_differ(grouped=True)" in lines
    compile(lines, "lines", "exec")
