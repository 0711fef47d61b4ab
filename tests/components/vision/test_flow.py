"""The chart of what a vision rests on: gaps marked, names only text, twins with the same rows."""

from __future__ import annotations

from components import theme
from components.vision import flow
from sharedground.analysis.flows import flows
from sharedground.model.outcome import Outcome, Serving
from sharedground.model.vision import Vision, rescaled

HOSTILE = "<img src=x onerror=alert(1)> ${x}"


def vision() -> Vision:
    outcomes = (
        Outcome(code="O05", name=HOSTILE, weight=3, served_by=(Serving(category="library"),)),
        Outcome(code="O09", name="Nature", weight=1, served_by=(Serving(category="park"),)),
    )
    return Vision(title="Here", outcomes=rescaled(outcomes))


def test_what_nothing_serves_and_what_serves_nothing_stands_out() -> None:
    found = flows(vision(), {"library": 2, "bus-stop": 4})
    (chart,) = flow.chart(vision(), found, "light").data
    warn = theme.colour("warn", "light")
    marked = [
        str(label) for label, colour in zip(chart.node.label, chart.node.line.color, strict=True)
        if colour == warn
    ]  # fmt: skip
    assert marked == ["Nothing listed", "Bus stops", "Nature", "Serves no outcome"]
    assert len(chart.link.value) == 5
    assert not any("<img" in str(label) for label in chart.node.label)


def test_the_table_and_the_words_say_the_same() -> None:
    found = flows(vision(), {"library": 2, "bus-stop": 4})
    rows = flow.table(vision(), found)
    assert rows == [
        ["Libraries", HOSTILE, 2, "75.0"], ["Nothing listed", "Nature", 0, "25.0"],
        ["Bus stops", "Serves no outcome", 4, "0"],
    ]  # fmt: skip
    assert flow.finding(found) == "Of 100 points, 75 rest on one kind: Libraries"
    assert "Nothing listed serves Nature." in flow.alt(vision(), found)
    html = flow.list_html(vision(), found)
    assert "<img" not in html
    assert "75 points" in html


def test_outcomes_without_points_are_not_in_the_chart() -> None:
    none, all_ = vision().with_weights([0, 1]).outcomes
    weighed = Vision(title="Here", outcomes=(none, all_))
    (chart,) = flow.chart(weighed, flows(weighed, {"library": 2, "park": 1}), "dark").data
    assert list(chart.node.label) == ["Parks and allotments", "Nature", "Our vision"]
    assert all(value > 0 for value in chart.link.value)
