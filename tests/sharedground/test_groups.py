"""Things that are one, and the one that stands for them."""

from hypothesis import given
from hypothesis import strategies as st

from sharedground.model.groups import stand_ins

NAMES = st.sampled_from("abcdefgh")


def test_the_lowest_of_a_group_stands_for_all_that_are_one_with_it() -> None:
    found = stand_ins([("c", "b"), ("d", "c"), ("x", "y")], rank=str)
    assert found == {"c": "b", "d": "b", "y": "x"}


@given(st.lists(st.tuples(NAMES, NAMES)))
def test_the_order_of_the_pairs_does_not_matter(pairs: list[tuple[str, str]]) -> None:
    found = stand_ins(pairs, rank=str)
    assert found == stand_ins([(b, a) for a, b in reversed(pairs)], rank=str)
    assert not set(found) & set(found.values())
    assert all(found.get(a, a) == found.get(b, b) for a, b in pairs)
