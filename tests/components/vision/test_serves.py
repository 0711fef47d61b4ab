"""What stands behind each outcome, in words."""

from components.vision.serves import listed


def test_names_with_commas_do_not_run_together() -> None:
    assert listed(["Health", "Voice", "Trees"]) == "Health, Voice and Trees"
    assert listed(["Everyone can learn, at any age", "Safe, green places"]) == (
        "Everyone can learn, at any age; Safe, green places"
    )
    assert listed(["Safe, green places"]) == "Safe, green places"
