"""What an address means: codes first of all, names as people see them too."""

import pytest

from components import link

KINDS = {"library": "Llyfrgelloedd", "arts": "Arts, culture and heritage", "park": "Parks"}


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("library", ["library"]),
        ("library~park", ["library", "park"]),
        ("park~park~nothing", ["park"]),
        ("llyfrgelloedd", ["library"]),
        ("Arts, culture and heritage", ["arts"]),
        ("", None),
        ("Libraries", None),
        ("<script>alert(1)</script>~" * 99, None),
    ],
)
def test_codes_count_in_every_language_and_a_name_in_its_own(
    told: str, found: list[str] | None
) -> None:
    assert link.several(KINDS)(told) == found
    assert link.one(KINDS)(told) == (found[0] if found else None)
