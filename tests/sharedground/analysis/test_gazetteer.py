"""Streets are known from addresses, areas by name, and slips are met with names that are alike."""

import numpy as np
import pandas as pd
import pytest

from sharedground.analysis.gazetteer import alike, plain, street_of, streets


@pytest.mark.parametrize(
    ("address", "street"),
    [("83 High Street, Larrowby", "High Street"), ("Flat 2 14a Mill Ln, Sale", "Mill Ln"),
     ("Priory Halt", ""), ("Town Hall, 1-3 Market Place", "Market Place"), ("", ""),
     ("12/14 St. Mary's Road", "St. Mary's Road"), ("Street", ""), ("Market Quarter 003B", "")],
)  # fmt: skip
def test_the_street_of_an_address(address: str, street: str) -> None:
    assert street_of(address) == street


def test_names_are_compared_without_marks_and_with_endings_written_out() -> None:
    assert plain("St. Mary's Rd") == plain("st marys road") == "st marys road"
    assert plain("!") == ""


def test_a_street_has_the_box_around_what_stands_on_it() -> None:
    found = streets(
        pd.DataFrame(
            {"address": ["1 Mill Lane", "9 Mill Ln, Sale", "Mill Lane", "Elsewhere"],
             "lon": [-2.0, -1.0, np.nan, 0.0], "lat": [53.0, 54.0, np.nan, 0.0]}
        )
    )  # fmt: skip
    assert list(found) == ["mill lane"]
    assert found["mill lane"].box == (-2.0, 53.0, -1.0, 54.0)


def test_slips_are_met_with_what_is_nearly_alike() -> None:
    names = ["Quince Close", "Quarry Road", "Libraries", "Help with food", "Q"]
    assert alike("qunce close", names)[0] == "Quince Close"
    assert alike("libary", names) == ["Libraries"]
    assert alike("zzzzzz", names) == []
    assert alike("q", names) == []
