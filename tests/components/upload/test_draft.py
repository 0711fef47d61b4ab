"""A file that waits to be saved: read, understood, changed, and said in words."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine

from components.upload import draft
from components.upload.draft import Waiting
from sharedground import workflow
from sharedground.access import Actor, Role, acting_as
from sharedground.model.outcome import Direction
from sharedground.model.place import Kind
from sharedground.store import database, keeping, places

GROUPS = (
    b"Group Name,Where,Sort,lon,lat\r\n"
    b"Chess Club,Library,Library,-2.29,53.40\r\n"
    b"Gardeners,Allotments,Park,-2.28,53.41\r\n"
    b"Talks,Hall,Wobble,,\r\n"
)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = database.open_database(f"sqlite:///{tmp_path / 'store.sqlite'}")
    with acting_as(Actor(name="test", role=Role.FACILITATOR)):
        yield made


@pytest.fixture
def place_id(engine: Engine) -> str:
    return places.new_place(engine, "Sale").place_id


@pytest.fixture
def groups(engine: Engine, place_id: str) -> Waiting:
    opened = draft.opened(place_id, Kind.ASSETS, "groups.csv", {"groups.csv": GROUPS})
    return draft.understood(opened, engine)


def categories(waiting: Waiting) -> list[str]:
    assert waiting.preview is not None
    return list(waiting.preview.frames["assets"]["category"])


def test_a_file_waits_with_a_preview_of_every_row(groups: Waiting) -> None:
    assert groups.preview is not None
    report = groups.preview.report
    assert (report.read, report.kept, report.merged, report.set_aside) == (3, 3, 0, 0)
    assert groups.refusal == ""
    assert groups.headings() == ["Group Name", "Where", "Sort", "lon", "lat"]


def test_a_file_that_cannot_be_read_waits_with_the_reason(engine: Engine, place_id: str) -> None:
    opened = draft.opened(place_id, Kind.ASSETS, "note.pdf", {"note.pdf": b"%PDF-1.7 not rows"})
    waiting = draft.understood(opened, engine)
    assert waiting.raw is None
    assert waiting.preview is None
    assert "note.pdf is a PDF" in waiting.refusal


def test_a_file_of_another_kind_waits_with_its_rows(engine: Engine, place_id: str) -> None:
    opened = draft.opened(place_id, Kind.AREAS, "groups.csv", {"groups.csv": GROUPS})
    waiting = draft.understood(opened, engine)
    assert waiting.raw is not None
    assert "no outlines" in waiting.refusal
    mended = draft.understood(draft.of_kind(waiting, Kind.ASSETS), engine)
    assert mended.refusal == ""
    assert mended.preview is not None


def test_a_chosen_column_is_used(groups: Waiting, engine: Engine) -> None:
    assert groups.preview is not None
    assert groups.preview.report.columns.get("category") != "Sort"
    changed = draft.understood(draft.with_column(groups, "category", "Sort"), engine)
    assert changed.preview is not None
    assert changed.preview.report.columns["category"] == "Sort"
    assert categories(changed)[:2] == ["library", "park"]


def test_a_heading_serves_one_field_at_a_time(groups: Waiting) -> None:
    first = draft.with_column(groups, "category", "Sort")
    second = draft.with_column(first, "organization", "Sort")
    assert second.options.columns == {"organization": "Sort"}


@pytest.mark.parametrize("field", ["address", "lon"])
def test_a_field_can_be_said_not_to_be_in_the_file(
    groups: Waiting, engine: Engine, field: str
) -> None:
    assert groups.preview is not None
    assert field in groups.preview.report.columns
    changed = draft.understood(draft.with_column(groups, field, ""), engine)
    assert changed.preview is not None
    assert field not in changed.preview.report.columns


def test_one_category_can_be_given_to_all_rows(groups: Waiting, engine: Engine) -> None:
    changed = draft.understood(draft.with_category(groups, "pharmacy"), engine)
    assert categories(changed) == ["pharmacy"] * 3
    assert changed.preview is not None
    assert changed.preview.report.category.given == 3


def test_a_direction_is_set_and_taken_back(groups: Waiting) -> None:
    said = draft.with_direction(groups, "Income", Direction.HIGH_IS_GOOD)
    assert said.options.direction == {"Income": Direction.HIGH_IS_GOOD}
    assert draft.with_direction(said, "Income", None).options.direction == {}


def test_details_of_the_source_need_no_new_reading_but_a_title_does(groups: Waiting) -> None:
    told = draft.with_about(groups, workflow.About(publisher="The team"))
    assert told.preview is not None
    assert told.preview.about.publisher == "The team"
    assert told.preview.report == groups.preview.report  # type: ignore[union-attr]
    assert draft.with_about(groups, workflow.About(title="Pharmacies")).preview is None


def test_what_was_saved_is_said(groups: Waiting) -> None:
    assert draft.saved_in_words(groups, keeping.Kept("s")) == "3 places added."
    assert "were here already" in draft.saved_in_words(groups, keeping.Kept("s", already=True))
    later = draft.saved_in_words(groups, keeping.Kept("s", placed_later=1, replaced=True))
    assert "replace what this file had brought" in later
    renewed = draft.saved_in_words(groups, keeping.Kept("s", replaced=True), "Up to date.")
    assert renewed == "Up to date."
    assert "1 place that waited has a location now." in later
