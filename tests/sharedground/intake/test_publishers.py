"""Lists with many publishers' headings load as a person reads them, without a word said."""

from __future__ import annotations

import pytest

from sharedground.intake.context import Context, Options
from sharedground.intake.kind import guess_kinds
from sharedground.intake.take import take_in
from sharedground.model.place import Kind
from tests.sharedground.intake.inside import read_inside
from tests.sharedground.intake.publishers import EVERY
from tests.sharedground.intake.tables import POSTCODES, assert_rows_conserved

KNOWN = Context(
    place_id="p",
    metric_crs="EPSG:27700",
    postcodes=lambda asked: {code: POSTCODES[code] for code in asked if code in POSTCODES},
)


@pytest.mark.parametrize("name", EVERY)
def test_a_published_list_is_read_as_a_person_reads_it(name: str) -> None:
    published = EVERY[name]
    raw = read_inside(published.file, published.text.encode())
    kind = guess_kinds(raw, KNOWN)[0]
    [intake] = take_in(Kind(published.kind), raw, "s", Options(), KNOWN)
    assert_rows_conserved(intake)
    report = intake.report
    found = {field: report.columns.get(field) for field in published.columns}
    assert (kind, found) == (Kind(published.kind), published.columns)
    for field, heading in published.wrong.items():
        assert report.columns.get(field) != heading
    assert (report.kept, report.set_aside) == (len(raw.tables[0].rows), 0)
    if published.categories:
        categories = zip(intake.frames["assets"]["category"], published.categories, strict=True)
        assert all(is_ == wanted for is_, wanted in categories if wanted), list(
            intake.frames["assets"]["category"]
        )
    if published.placed is not None:
        assert report.placed.exact + report.placed.approximate == published.placed
