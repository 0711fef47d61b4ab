import pytest

from sharedground.analysis.by_kind import vision_of_kinds
from sharedground.model.outcome import Expression, Serving
from sharedground.model.vision import Vision
from tests.sharedground.analysis.small_place import an_outcome, assessed, of

HEALTH = an_outcome(
    weight=0.6, served_by=(Serving(category="gp-surgery"), Serving(category="park", strength=1))
)
PLAY = an_outcome(
    "Play", 0.4, reach_m=800.0,
    expressed_by=(Expression(indicator="ILL "), Expression(indicator="x")),
    served_by=(Serving(category="park", strength=2, use_capacity=True),),
)  # fmt: skip


def test_each_kind_that_serves_is_an_outcome_by_its_weight():
    turned = vision_of_kinds(Vision(title="Here", outcomes=(HEALTH, PLAY)))
    assert [kind.code for kind in turned.outcomes] == ["park", "gp-surgery"]
    # park: half of 0.6 and all of 0.4; surgeries: all of 0.6
    assert [kind.weight for kind in turned.outcomes] == pytest.approx([0.7 / 1.3, 0.6 / 1.3])
    park = turned.outcomes[0]
    assert park.reach_m == 1_200
    assert park.served_by == (Serving(category="park", strength=2, use_capacity=True),)
    assert [one.indicator for one in park.expressed_by] == ["ill", "x"]


def test_a_kind_of_no_strength_is_none():
    idle = an_outcome(served_by=(Serving(category="park", strength=0),))
    assert vision_of_kinds(Vision(title="Here", outcomes=(idle,))).outcomes == ()


def test_gaps_of_a_kind_are_those_of_an_outcome_that_it_alone_serves():
    plain = Vision(title="Here", outcomes=(an_outcome(),))
    by_kind = assessed(vision=vision_of_kinds(plain))
    assert by_kind.gap.tolist() == assessed(vision=plain).gap.tolist()
    assert of(by_kind, by_kind.vision.outcomes[0].name, "state") == ["ok"] * 3
