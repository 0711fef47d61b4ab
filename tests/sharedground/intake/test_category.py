"""Kinds of place are known by many words, and never guessed in silence."""

from __future__ import annotations

import pytest

from sharedground.errors import SharedGroundError
from sharedground.intake.category import (
    category_of,
    category_of_name,
    given_category,
    nearest_category,
    subject_of,
)
from sharedground.intake.kinds_of_place import (
    BY_OSM_KEY,
    BY_OSM_TAG,
    OF_THE_LIST,
    PHRASES,
    TERMS,
)
from sharedground.intake.plain_words import SHORT_PHRASES, SHORT_WORDS
from sharedground.model.category import BY_CODE, OTHER


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Sports halls", "sport"),
        ("Swimming", "sport"),
        ("Badminton", "sport"),
        ("Bowling green", "sport"),
        ("Health and fitness gym stations", "sport"),
        ("Nursing homes", "care-home"),
        ("Residential homes|Homecare agencies", "care-home"),
        ("Primary school", "school"),
        ("Academies", "school"),
        ("Special schools", "school"),
        ("Allotment", "park"),
        ("Public Park Or Garden", "park"),
        ("Play Space", "park"),
        ("Federally qualified health centers", "gp-surgery"),
        ("Hospitals", "hospital"),
        ("Food Banks", "food-support"),
        ("Pantries and food clubs", "food-support"),
        ("Methodist", "faith-place"),
        ("Roman Catholic", "faith-place"),
        ("Place Of Worship", "faith-place"),
        ("Mosques", "faith-place"),
        ("Local authority run library", "library"),
        ("High School run library", "library"),
        ("amenity=place_of_worship", "faith-place"),
        ("amenity=fire_station", "community-safety"),
        ("shop=bakery", "local-business"),
        ("leisure=park", "park"),
        ("club=scout", "youth-space"),
        ("historic=memorial", "arts-culture"),
        ("highway=bus_stop", "bus-stop"),
        ("social_facility=food_bank", "food-support"),
        ("BCT", "bus-stop"),
        ("MET", "transit-stop"),
        ("Restaurant/Cafe/Canteen", "local-business"),
        ("Women's Institute", "community-group"),
        ("Citizens' Advice", "work-advice"),
        ("Children's centres", "early-years"),
        ("Community Center", "community-hub"),
        ("AED", "defibrillator"),
        ("gp-surgery", "gp-surgery"),
        ("Libary", "library"),
        ("Town Hall", "council-site"),
        ("Adult education", "adult-learning"),
        ("Veterinary surgery", "local-business"),
        ("amenity=library", "library"),
        ("leisure=pitch", "sport"),
        ("amenity=social_facility;social_facility=food_bank", "food-support"),
        ("Navigating the System", "work-advice"),
        ("Help Pay for Food", "food-support"),
        ("English as a Second Language (ESL)", "adult-learning"),
        ("Recycling sites", "council-site"),
    ],
)
def test_words_of_lists_and_registers_are_known(text: str, code: str) -> None:
    assert category_of(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Comm. Centre", "community-hub"),
        ("comm centre", "community-hub"),
        ("Community Ctr", "community-hub"),
        ("COMM CTR", "community-hub"),
        ("Cmty. Ctrs", "community-hub"),
        ("Com. Hall", "community-hub"),
        ("Vill. Hall", "community-hub"),
        ("Lib.", "library"),
        ("Pub. Libs", "library"),
        ("Sch.", "school"),
        ("Prim Sch", "school"),
        ("C of E Prim. Schs.", "school"),
        ("Med. Ctr", "gp-surgery"),
        ("GP Surg.", "gp-surgery"),
        ("G.P. Surgery", "gp-surgery"),
        ("Rec Ground", "park"),
        ("Rec. Grd.", "park"),
        ("Rec", "park"),
        ("Rec. Ctr", "sport"),
        ("Playgrd", "park"),
        ("Pks & Gdns", "park"),
        ("Sp. Centre", "sport"),
        ("Spts Hall", "sport"),
        ("Leis. Centre", "sport"),
        ("Leis & Sp Ctr", "sport"),
        ("Nurs. Home", "care-home"),
        ("Nurs. Sch.", "early-years"),
        ("Yth Ctr", "youth-space"),
        ("Bus Stn", "bus-stop"),
        ("Res. Assoc.", "community-group"),
        ("C.A.B.", "work-advice"),
        ("Car Pk", "council-site"),
        ("Comm Ctr/Lib", "community-hub"),
    ],
)
def test_the_usual_short_forms_are_written_out(text: str, code: str) -> None:
    assert category_of(text) == code


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Sale Moor Comm. Ctr", "community-hub"),
        ("Urmston Lib.", "library"),
        ("Moss Pk Rd", ""),
        ("Sp Electrical", ""),
        ("Med Grill", ""),
        ("Prim and Proper", ""),
    ],
)
def test_short_forms_in_names_are_written_out_only_where_they_are_plain(
    name: str, code: str
) -> None:
    assert category_of_name(name) == code


def test_no_short_form_is_a_phrase_of_its_own() -> None:
    shorts = {short for words in SHORT_WORDS.values() for short in words.split()}
    phrases = {phrase.strip() for listed in PHRASES.values() for phrase in listed.split(",")}
    assert not shorts & phrases
    assert all(category_of(long) for long in SHORT_PHRASES)


@pytest.mark.parametrize("text", ["", "Other", "Other types", "Zzyzx", "Tier 1", "n/a"])
def test_words_that_tell_nothing_give_no_category(text: str) -> None:
    assert category_of(text) == ""


def test_the_subject_of_the_list_settles_words_with_several_meanings() -> None:
    assert category_of("Studios", "sport") == "sport"
    assert category_of("Studios", "arts-culture") == "arts-culture"
    assert category_of("Clinic|Dentist", "dentist") == "dentist"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Timperley Library", "library"),
        ("Firs Primary School", "school"),
        ("Gorse Hill Methodist Church", "faith-place"),
        ("Methodist Church Hall", "community-hub"),
        ("Friends of Longford Park", "community-group"),
        ("Hale Barns War Memorial", "arts-culture"),
        ("Altrincham Town Hall", "council-site"),
        ("Balmoral Road Allotments (Shed)", "park"),
        ("Park Medical Practice", "gp-surgery"),
        ("Cecil Road Car Park", "council-site"),
        ("Land at Moss Park", ""),
        ("School Road", ""),
        ("Former Library", ""),
        ("Quarry Bank", ""),
        ("Site of Primary School", ""),
        ("Pumping Station, off Park Road", ""),
        ("John Leigh, Bowls Clubhouse", "sport"),
        ("Ashley Road Bowls Clubhouse (public toilets)", "sport"),
        ("Trafford Water Sports Centre Boat House", "sport"),
        ("Partington Healthy Living Centre", "gp-surgery"),
        ("Altrincham Market Hall & Place", "local-business"),
        ("Old Hall Road Childrens Home", "care-home"),
        ("Altair", ""),
    ],
)
def test_names_tell_what_a_place_is_but_streets_and_land_do_not(name: str, code: str) -> None:
    assert category_of_name(name) == code


@pytest.mark.parametrize(
    ("file", "code"),
    [
        ("general_practices.csv", "gp-surgery"),
        ("jobcentre_plus.csv", "work-advice"),
        ("metrolink_stops.csv", "transit-stop"),
        ("schools_and_colleges.csv", "school"),
        ("libraries_archive.csv", "library"),
        ("council_land_and_buildings.csv", "council-site"),
        ("leisure_and_food.xlsx", ""),
        ("community_assets.csv", ""),
        ("list.csv", ""),
    ],
)
def test_a_file_name_gives_a_subject_unless_it_names_several(file: str, code: str) -> None:
    assert subject_of([file])[0] == code


def test_a_person_may_name_a_category_by_code_or_by_words() -> None:
    assert given_category("gp-surgery") == "gp-surgery"
    assert given_category("Parks and allotments") == "park"
    assert given_category("Food banks") == "food-support"


def test_a_category_nobody_knows_is_refused_with_those_we_know() -> None:
    with pytest.raises(SharedGroundError) as failure:
        given_category("Zzyzx")
    assert "library" in failure.value.message


def test_every_word_list_points_at_categories_that_exist() -> None:
    codes = {*PHRASES, *TERMS, *BY_OSM_KEY.values(), *BY_OSM_TAG.values()}
    codes |= {code for meanings in OF_THE_LIST.values() for code in meanings}
    assert codes <= set(BY_CODE)
    assert set(PHRASES) == set(BY_CODE) - {OTHER}


@pytest.mark.parametrize(
    ("text", "code"),
    [("Libry", "library"), ("Foodbnk", "food-support"), ("Mosqe of Sale", "faith-place")],
)
def test_a_near_category_is_suggested(text: str, code: str) -> None:
    assert nearest_category(text) == code


@pytest.mark.parametrize("text", ["Wobble", "Unknown", "N/A", "xx", "Misc", "Other services"])
def test_nothing_is_suggested_where_nothing_is_near(text: str) -> None:
    assert nearest_category(text) == ""


@pytest.mark.parametrize("text", ["Refuge", "Women's Refuge", "Domestic abuse service", "Refuges"])
def test_a_refuge_is_no_police_station(text: str) -> None:
    assert category_of(text) == "work-advice"
