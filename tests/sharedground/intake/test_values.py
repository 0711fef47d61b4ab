"""Numbers, postcodes, coordinates and dates as people write them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sharedground.intake.codes import AreaCodes
from sharedground.intake.positions import degrees, pair
from sharedground.intake.values import (
    has_letter_o,
    is_phone,
    iso_dates,
    numbers,
    postcode,
    postcode_in,
    text_of,
    year_in,
    year_of_file,
)
from sharedground.model.placing import outward


def column(*cells: str) -> pd.Series[str]:
    return pd.Series(cells, dtype=object)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1,234", 1234),
        ("£12,500.50", 12500.5),
        ("12.5%", 12.5),
        ("(45)", -45),
        ("1 234 567", 1234567),
        ("\u22123", -3),
        (" 7 ", 7),
        ("1e3", 1000),
        ("-0.547", -0.547),
    ],
)
def test_numbers_are_read_as_people_write_them(text: str, number: float) -> None:
    assert numbers(column(text))[0] == pytest.approx(number)


@pytest.mark.parametrize(
    "text", ["", "NA", "n/a", "*", "..", "abc", "inf", "nan", "1_000", "12-14"]
)
def test_what_is_no_number_is_not_known_and_never_0(text: str) -> None:
    assert np.isnan(numbers(column(text))[0])


def test_points_for_thousands_with_a_decimal_comma_are_read_so() -> None:
    told = numbers(pd.Series(["31.988,50", "1.234", "12,5", "7"]))
    assert told.tolist() == [31988.5, 1234, 12.5, 7]
    assert numbers(pd.Series(["31.988", "1.5"])).tolist() == [31.988, 1.5]


def test_a_column_of_decimal_commas_is_read_so() -> None:
    assert numbers(column("12,5", "3,125", "7")).tolist() == [12.5, 3.125, 7]
    assert numbers(column("12,500", "3,125")).tolist() == [12500, 3125]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("m332dq", "M33 2DQ"),
        ("M33  2DQ ", "M33 2DQ"),
        ("M32 OXZ", "M32 0XZ"),
        ("NA", ""),
        ("M41", "M41"),
        ("60601", "60601"),
        ("WA154 1HF", "WA154 1HF"),
        ("sw1a 1aa", "SW1A 1AA"),
    ],
)
def test_postcodes_are_tidied(text: str, read: str) -> None:
    assert postcode(text) == read


def test_only_a_letter_o_in_place_of_the_0_is_a_slip() -> None:
    assert has_letter_o("M32 OXZ")
    assert not has_letter_o("M32 0XZ")
    assert not has_letter_o("OX1 2AB")


@pytest.mark.parametrize(
    ("text", "half"), [("M41", "M41"), ("WA14 1", "WA14"), ("M33 2DQ", ""), ("SALE", ""), ("", "")]
)
def test_the_first_half_of_a_postcode_is_known(text: str, half: str) -> None:
    assert outward(text) == half


def test_a_postcode_is_found_at_the_end_of_an_address() -> None:
    assert postcode_in("1 High Street, Sale, m33 2dq") == "M33 2DQ"
    assert postcode_in("1 High Street, Sale") == ""


@pytest.mark.parametrize(
    ("text", "degree"),
    [
        ("53.4269", 53.4269),
        (" -2.31 ", -2.31),
        ("53,4269", 53.4269),
        ("53°25'37\"N", 53.42694),
        ("2 18 36 W", -2.31),
    ],
)
def test_degrees_are_read_with_commas_and_with_minutes(text: str, degree: float) -> None:
    assert degrees(column(text))[0] == pytest.approx(degree, abs=1e-4)


def test_two_numbers_in_one_text_are_a_pair() -> None:
    assert pair("53.42, -2.31") == (53.42, -2.31)
    assert pair("(41.97, -87.66)") == (41.97, -87.66)
    assert pair("53.42 N, 2.31 W") == (53.42, -2.31)
    assert np.isnan(pair("1 High Street")[0])


def test_a_date_is_no_telephone_number() -> None:
    assert is_phone("0161 912 3189")
    assert is_phone("+44 (0)161 912 3189")
    assert not is_phone("2013-01-18")
    assert not is_phone("18/01/2013")
    assert not is_phone("42")


def test_slashed_dates_become_iso_by_what_the_column_allows() -> None:
    assert iso_dates(column("03/04/2024", "25/04/2024"), day_first=False).tolist() == [
        "2024-04-03",
        "2024-04-25",
    ]
    assert iso_dates(column("04/25/2024"), day_first=True).tolist() == ["2024-04-25"]
    assert iso_dates(column("2017-01", "NA"), day_first=True).tolist() == ["2017-01", ""]


def test_words_for_nothing_are_empty_and_spaces_are_single() -> None:
    assert text_of(column("NA", " The  Fuse ", "-", "None")).tolist() == [
        "",
        "The Fuse",
        "",
        "None",
    ]


def test_a_year_is_read_from_periods_and_headings() -> None:
    assert year_in("2024-06-30") == 2024
    assert year_in("POP2010") == 2010
    assert year_in("12345") is None


def test_the_year_of_area_codes_is_not_the_year_of_the_figures() -> None:
    assert year_of_file("population_mid2024_lsoa2021.csv") == 2024
    assert year_of_file("iod2019_lsoa2011_long.csv") == 2019
    assert year_of_file("tracts2010.csv") is None


def test_codes_join_across_text_number_and_padding() -> None:
    codes = AreaCodes({"1": "Rogers Park", "35": "Douglas"})
    assert codes.match(column("01", "1.0", " 35", "350", "")).tolist() == ["1", "1", "35", "", ""]


def test_a_name_that_two_areas_share_joins_neither() -> None:
    codes = AreaCodes({"a": "Hill", "b": "Hill", "c": "Vale"})
    assert codes.match(column("hill", "VALE"), names=True).tolist() == ["", "c"]


def test_a_day_that_no_month_has_stays_as_it_is_written() -> None:
    told = iso_dates(pd.Series(["31/02/2024", "03/02/2025"]), day_first=True)
    assert told.tolist() == ["31/02/2024", "2025-02-03"]
