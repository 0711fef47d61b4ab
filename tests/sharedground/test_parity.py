"""Access in the demo town is what PySAL's `access` works out."""

import pytest

from sharedground import demo, workflow
from sharedground.access import Role
from sharedground.model.counting import Counting, Decay
from sharedground.store import loading
from sharedground.views import View, view_for
from tests.sharedground.analysis import by_pysal


@pytest.fixture(scope="module")
def town() -> View:
    engine, place = demo.open_demo()
    return view_for(loading.load(engine, place.place_id), Role.OFFICER)


@pytest.mark.parametrize("decay", list(Decay))
def test_access_in_the_demo_town_equals_pysal(town: View, decay: Decay) -> None:
    vision = workflow.vision_in_use(town.holdings)
    found = workflow.assessment(town, vision, Counting(decay=decay))
    assert by_pysal.assert_equal(found) > 50
