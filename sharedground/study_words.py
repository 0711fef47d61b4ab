"""The lines of Python that give the figures of a page, for people who want to go on from there."""

from __future__ import annotations

from sharedground.model.counting import USUAL, Counting
from sharedground.model.place import Place


def opening(place: Place, *, for_everyone: bool = False) -> str:
    """Return the line that opens a place as a study."""
    if place.fictional:
        return "town = Study.demo()"
    everyone = ", for_everyone=True" if for_everyone else ""
    return f"town = Study.open({place.name!r}{everyone})"


def counted(counting: Counting, usual_detour: float) -> str:
    """Return what counts otherwise than usual, as a call on a study; "" if nothing is."""
    changed = {
        name: value
        for name, value in counting.model_dump(mode="json").items()
        if value != getattr(USUAL, name) and not (name == "detour" and value == usual_detour)
    }
    told = ", ".join(f"{name}={value!r}" for name, value in changed.items())
    return f".counted({told})" if told else ""


def why_lines(
    place: Place, counting: Counting, area_code: str, outcome: str, *, by_kind: bool = False,
    for_everyone: bool = False,
) -> str:  # fmt: skip
    """Return the lines that give everything behind one figure.

    Parameters
    ----------
    outcome
        Code of an outcome, or with `by_kind` of a kind of place.
    for_everyone
        With the places as the public sees them.
    """
    asked = "town" + (".by_kind()" if by_kind else "") + counted(counting, place.detour_factor)
    return "\n".join(
        (
            "from sharedground.study import Study",
            "",
            opening(place, for_everyone=for_everyone),
            f"why = {asked}.why({area_code!r}, {outcome!r})",
            "print(why.figures, why.indicators, why.assets, sep='\\n')",
        )
    )


def differ_lines(place: Place, counting: Counting, *, grouped: bool = False) -> str:
    """Return the lines that say where partners would differ: they are kept with the place."""
    asked = "grouped=True" if grouped else ""
    return "\n".join(
        (
            "from sharedground.partner_views import as_table",
            "from sharedground.study import Study",
            "",
            f"town = Study.open({place.name!r})",
            f"seen = town{counted(counting, place.detour_factor)}.where_partners_differ({asked})",
            "print(as_table(seen), seen.by_partner(), sep='\\n')",
        )
    )


def fair_lines(
    place: Place, counting: Counting, *, outcome: str = "", kind: str = "",
    for_everyone: bool = False,
) -> str:  # fmt: skip
    """Return the lines that say who is reached: of an outcome, a kind of place, or of all."""
    told = {"outcome": outcome, "kind": kind}
    asked = ", ".join(f"{name}={code!r}" for name, code in told.items() if code)
    return "\n".join(
        (
            "from sharedground.study import Study",
            "",
            opening(place, for_everyone=for_everyone),
            f"found = town{counted(counting, place.detour_factor)}.fair({asked})",
            "print(found.fairness.index, found.fairness.tenths, found.cover.partners, sep='\\n')",
        )
    )
