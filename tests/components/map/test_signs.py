"""The legend of signs: what is here, what is chosen, and one truth with the filter."""

import pandas as pd

from components.map import signs
from components.map.filters import Asked

EVERY = pd.DataFrame(
    {"category": ["library", "library", "wobble", "park", "park"], "inside": True}
)  # fmt: skip
PART = EVERY.assign(inside=[True, False, True, False, False])


def asked(*kinds: str) -> Asked:
    return Asked("area:E1", "-", ("E1",), kinds, "", "nothing", None)


def shown(of_all_kinds: pd.DataFrame, what: Asked) -> dict[str, str]:
    return {sign["n"]: sign["count"] for sign in signs.told(of_all_kinds, what, "light")["signs"]}


def test_each_kind_has_its_sign_its_name_and_how_many_there_are() -> None:
    assert shown(EVERY, asked()) == {"library": "2", "park": "2", "other": "1"}
    told = signs.told(EVERY, asked("library"), "dark")["signs"]
    assert [sign["pressed"] for sign in told] == [True, False, False]
    assert told[0]["name"] == "Libraries: 2 places"
    assert all(sign["picture"].startswith("data:image/svg+xml,") for sign in told)


def test_a_kind_that_is_not_here_is_left_out_unless_it_is_chosen() -> None:
    assert shown(PART, asked()) == {"library": "1", "other": "1"}
    assert shown(PART, asked("park")) == {"library": "1", "park": "0", "other": "1"}


def test_a_click_takes_a_kind_in_and_another_click_out() -> None:
    assert signs.toggled(None, "park") == ["park"]
    assert signs.toggled(["park"], "library") == ["park", "library"]
    assert signs.toggled(["park", "library"], "park") == ["library"]
