"""What is stated of a source can be changed afterwards; its rows cannot."""

import pytest
from sqlalchemy.engine import Engine

from sharedground.access import Actor, Role, acting_as
from sharedground.errors import NotAllowedError, NotFoundError
from sharedground.model.place import Kind, Place
from sharedground.store import keeping, loading, places
from sharedground.store.describing import describe_source
from tests.builders import an_upload, some_areas


@pytest.fixture
def place(engine: Engine) -> Place:
    place = places.new_place(engine, "Testville")
    upload = an_upload(Kind.AREAS, {"areas": some_areas(3)}, rows=3)
    keeping.keep(engine, place.place_id, upload, metric_crs="EPSG:27700")
    return place


def test_details_are_set_and_the_rest_of_the_source_stays(engine: Engine, place: Place) -> None:
    before = loading.load(engine, place.place_id).sources[0]
    stated = {"publisher": " ONS ", "licence": "OGL 3.0"}
    describe_source(engine, place.place_id, before.source_id, stated, reason="asked")
    after = loading.load(engine, place.place_id).sources[0]
    assert (after.publisher, after.licence) == ("ONS", "OGL 3.0")
    assert after == before.model_copy(update={"publisher": "ONS", "licence": "OGL 3.0"})


def test_it_is_a_write_like_any_other(engine: Engine, place: Place) -> None:
    before = places.revision_of(engine, place.place_id)
    describe_source(engine, place.place_id, "areas", {"date": "2024"}, reason="asked")
    assert before is not None
    assert places.revision_of(engine, place.place_id) == before + 1
    line = loading.journal_of(engine, place.place_id).iloc[0]
    assert (line["action"], line["reason"]) == ("describe source", "asked")
    assert line["details"] == {"source_id": "areas", "date": "2024", "was": {"date": ""}}


def test_a_source_that_is_gone_is_said_to_be_gone(engine: Engine, place: Place) -> None:
    before = places.revision_of(engine, place.place_id)
    with pytest.raises(NotFoundError):
        describe_source(engine, place.place_id, "nothing", {"date": "2024"})
    assert places.revision_of(engine, place.place_id) == before


def test_only_officers_may(engine: Engine, place: Place) -> None:
    visitor = Actor(name="visitor", role=Role.PARTICIPANT)
    with acting_as(visitor), pytest.raises(NotAllowedError):
        describe_source(engine, place.place_id, "areas", {"date": "2024"})
    assert loading.load(engine, place.place_id).sources[0].date == ""
