"""What was worked out before is found again by its content, and no more is kept than allowed."""

from threading import Thread

import numpy as np
import pandas as pd
import pytest
import shapely

from sharedground.analysis import gaps, reach
from sharedground.analysis.memo import Memo, key
from sharedground.analysis.setting import prepared
from sharedground.model.counting import Counting, Decay
from sharedground.model.outcome import Serving
from sharedground.model.vision import Vision
from tests.sharedground.analysis.small_place import (
    AREAS,
    ASSETS,
    INDICATORS,
    OUTLINE,
    VALUES,
    an_outcome,
    assessed,
)

TABLE = pd.DataFrame({"code": ["a", "b"], "people": [1.0, np.nan]})


def test_the_same_content_has_the_same_key():
    for thing in (np.arange(3.0), TABLE, OUTLINE, "words", b"bytes", 1.5, None, ("a", 1)):
        assert key(thing) == key(thing)
    assert key(TABLE) == key(TABLE.set_index(np.array([4, 4])))
    assert key(np.arange(6.0)[::2]) == key(np.array([0.0, 2.0, 4.0]))
    assert key(np.array(["a", None], dtype=object)) == key(np.array(["a", None], dtype=object))


def test_other_content_has_another_key():
    different = [
        key(np.arange(3.0)), key(np.arange(3)), key(np.arange(3.0)[:, None]), key(np.arange(4.0)),
        key(TABLE), key(TABLE.rename(columns={"code": "name"})), key(TABLE.fillna(0.0)),
        key(OUTLINE), key(shapely.box(0, 0, 1, 1)), key("ab", "c"), key("a", "bc"), key("abc"),
        key(np.array(["a", "b"], dtype=object)), key(np.array(["b", "a"], dtype=object)),
    ]  # fmt: skip
    assert len(set(different)) == len(different)


def test_made_once():
    memo, made = Memo(), []
    for _ in range(3):
        assert memo.get(key("a"), lambda: made.append(1) or "value") == "value"
    assert made == [1]
    assert len(memo) == 1


def test_the_least_used_leaves_first():
    memo = Memo(most_bytes=250)
    values = {name: np.zeros(10) for name in "abcd"}  # 80 bytes each

    def ask(name):
        return memo.get(key(name), lambda: values[name].copy())

    first = ask("a")
    ask("b"), ask("c")
    assert ask("a") is first
    ask("d")
    assert ask("a") is first
    assert memo.nbytes <= 250
    assert len(memo) == 3


def test_what_is_too_large_is_not_kept():
    memo = Memo(most_bytes=100)
    memo.get(key("small"), lambda: np.zeros(2))
    memo.get(key("large"), lambda: np.zeros(1_000))
    assert len(memo) == 1


def test_a_fault_keeps_nothing():
    memo = Memo()
    with pytest.raises(ZeroDivisionError):
        memo.get(key("a"), lambda: 1 // 0)
    assert memo.get(key("a"), lambda: 5) == 5


def test_threads_share_one_memo():
    memo, found = Memo(most_bytes=2_000), []

    def work(start):
        for n in range(200):
            at = (start + n) % 17
            found.append(memo.get(key(at), lambda at=at: np.full(30, at))[0] == at)

    threads = [Thread(target=work, args=(n,)) for n in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert all(found)
    assert len(found) == 800
    assert memo.nbytes <= 2_000


class Walking:
    """Finds pairs and counts how often it was asked."""

    def __init__(self):
        self.asked = 0

    def __call__(self, *given):
        self.asked += 1
        return reach.pairs(*given)


def a_setting(**given):
    plain = {
        "areas": AREAS, "outline": OUTLINE, "assets": ASSETS, "indicators": INDICATORS,
        "indicator_values": VALUES, "detour": 1.0,
    }  # fmt: skip
    return prepared(**(plain | given))


def serves(strength, **given):
    served = (Serving(category="gp-surgery", strength=strength),)
    return Vision(title="v", outcomes=(an_outcome(served_by=served, **given),))


def test_strengths_targets_and_weights_look_for_no_pair_again():
    walking = Walking()
    setting = a_setting(walk=walking)
    visions = [serves(2), serves(1), serves(1, target=3.0), serves(2, weight=0.0)]
    for vision in visions:
        found = gaps.assess_on(setting, vision)
        anew = assessed(vision=vision)
        pd.testing.assert_frame_equal(found.table, anew.table)
        pd.testing.assert_frame_equal(
            found.why("a", "Health").assets, anew.why("a", "Health").assets
        )
    assert walking.asked == 1


def test_another_reach_looks_again():
    walking = Walking()
    setting = a_setting(walk=walking)
    gaps.assess_on(setting, serves(2))
    found = gaps.assess_on(setting, serves(2, reach_m=300.0))
    assert walking.asked == 2
    pd.testing.assert_frame_equal(found.table, assessed(vision=serves(2, reach_m=300.0)).table)


@pytest.fixture
def looked(monkeypatch):
    """How often pairs were looked for in straight lines."""
    found = []
    finding = reach._near

    def find(*given):
        found.append(given)
        return finding(*given)

    monkeypatch.setattr(reach, "_near", find)
    return found


def test_settings_share_what_they_have_in_common(looked):
    memo = Memo()
    slow, fast = (
        a_setting(memo=memo, counting=Counting(decay=d)) for d in (Decay.SLOW, Decay.FAST)
    )
    gaps.assess_on(slow, serves(2))
    found = gaps.assess_on(fast, serves(2))
    assert len(looked) == 1
    pd.testing.assert_frame_equal(
        found.table, assessed(vision=serves(2), counting=Counting(decay=Decay.FAST)).table
    )


@pytest.mark.parametrize(
    "changed",
    [
        {"areas": AREAS.assign(x=AREAS["x"] + 1)},
        {"assets": ASSETS.assign(y=50.0)},
        {"counting": Counting(detour=1.2)},
    ],
)
def test_what_moves_is_looked_for_again(looked, changed):
    memo = Memo()
    for given in ({}, changed):
        found = gaps.assess_on(a_setting(memo=memo, **given), serves(2))
        pd.testing.assert_frame_equal(found.table, assessed(vision=serves(2), **given).table)
    assert len(looked) == 4  # two of them anew, to compare


@pytest.mark.parametrize(
    "changed",
    [
        {"areas": AREAS.assign(people=[100.0, 10.0, 5.0])},
        {"areas": AREAS.assign(area_code=["c", "b", "a"])},
        {"assets": ASSETS.assign(times=3.0)},
        {"assets": ASSETS.assign(category=["gp-surgery", "library"])},
        {"indicator_values": VALUES.assign(value=[3.0, 2.0, 1.0])},
        {"indicators": INDICATORS.assign(direction="high-is-good")},
        {"outline": shapely.box(-100, -100, 10_000, 100)},
        {"counting": Counting(decay=Decay.SMOOTH)},
    ],
)
def test_nothing_that_changes_is_taken_from_before(changed):
    memo = Memo()
    for given in ({}, changed, {}):
        found = gaps.assess_on(a_setting(memo=memo, **given), serves(2))
        pd.testing.assert_frame_equal(found.table, assessed(vision=serves(2), **given).table)


def test_capacity_is_part_of_it():
    memo = Memo()
    by_size = Vision(
        title="v",
        outcomes=(an_outcome(served_by=(Serving(category="gp-surgery", use_capacity=True),)),),
    )
    for capacity, unstated in (((1.0, 3.0), 1.0), ((3.0, 1.0), 1.0), ((3.0, np.nan), 0.5)):
        given = {
            "assets": ASSETS.assign(capacity=capacity),
            "counting": Counting(unstated_capacity=unstated),
        }
        found = gaps.assess_on(a_setting(memo=memo, **given), by_size)
        pd.testing.assert_frame_equal(found.table, assessed(vision=by_size, **given).table)


def test_scores_are_the_totals():
    found = assessed(an_outcome("Health", 0.25, target=10.0), an_outcome("Other", 0.75))
    other = found.with_weights([3, 1])
    for each in (found, other):
        totals = each.table[each.table["outcome"] == "ALL"]
        assert totals["gap"].tolist() == each.scores.gap.tolist()
        assert totals["need"].tolist() == each.scores.need.tolist()
    assert other.scores.gap.tolist() != found.scores.gap.tolist()
