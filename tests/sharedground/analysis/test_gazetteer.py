"""Streets are known from addresses, areas by name, and slips are met with names that are alike."""

import numpy as np
import pandas as pd
import pytest

from sharedground.analysis.gazetteer import alike, plain, street_of, streets
from sharedground.finding import has_words


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


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("cafe", ["Café Lumière"]), ("CAFÉ", ["Café Lumière"]),
        ("st marys", ["St. Mary's Hall"]), ("st. mary", ["St. Mary's Hall"]),
        ("gp", ["Mill Practice"]), ("10", ["Mill Practice"]), ("105", ["St. Mary's Hall"]),
        ("aspen rd", ["Mill Practice", "St. Mary's Hall"]), ("lumi", ["Café Lumière"]),
        ("zq1 2gp", ["Café Lumière"]), ("swim", []),
    ],
)  # fmt: skip
def test_words_are_found_as_people_type_them(words: str, found: list[str]) -> None:
    places = pd.DataFrame({
        "name": ["Café Lumière", "St. Mary's Hall", "Mill Practice"],
        "category": ["local-business", "faith", "gp-surgery"], "organization": "",
        "address": ["1 Mill Lane", "105 Aspen Road", "10 Aspen Road"],
        "postcode": ["ZQ1 2GP", "", ""], "label": "",
    })  # fmt: skip
    assert sorted(places.loc[has_words(places, words), "name"]) == found
