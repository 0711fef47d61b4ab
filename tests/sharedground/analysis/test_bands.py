import numpy as np
import pytest

from sharedground.analysis import bands


def test_the_published_weights_fall_with_distance():
    assert bands.WEIGHTS == (1.0, 0.68, 0.22)


def test_bands_are_thirds_of_the_reach():
    assert bands.edges(1_200).tolist() == [400, 800, 1_200]


@pytest.mark.parametrize(
    ("metres", "band"), [(0, 0), (400, 0), (400.0001, 1), (800, 1), (801, 2), (1_200, 2)]
)
def test_an_edge_belongs_to_the_nearer_band(metres, band):
    assert bands.band_of(np.array([metres], dtype=float), 1_200).tolist() == [band]
