import pytest

from sharedground.analysis import concepts
from sharedground.model.outcome import SUGGESTIONS


@pytest.mark.parametrize(
    ("name", "domain"),
    [
        ("Income Score (rate)", "income"),
        ("income_decile", "income"),
        ("Education, Skills and Training Rank (where 1 is most deprived)",
         "education skills and training"),
        ("Geographical Barriers Sub-domain Score", "geographical barriers"),
        ("Index of Multiple Deprivation (IMD) Decile", "index of multiple deprivation"),
        ("IMD", "imd"),
        ("Crime domain 2019", "crime"),
        ("", ""),
    ],
)  # fmt: skip
def test_the_domain_in_a_heading(name, domain):
    assert concepts.domain_of(name) == domain


@pytest.mark.parametrize(
    ("name", "outcome"),
    [
        ("Households on low income", "O01"),
        ("Fuel poverty rate", "O03"),
        ("Below_evel", "O01"),
        ("Unemp_ment", "O02"),
        ("Crowd_sing", "O03"),
        ("Diabe_ated", "O04"),
        ("NoHig_loma", "O05"),
        ("Assau_cide", "O06"),
        ("No High School Diploma", "O05"),
        ("PM2.5 (annual mean)", "O09"),
        ("Very bad health", "O04"),
        ("Older people living alone (65 and over)", "O07"),
        ("No cars or vans in household", "O10"),
    ],
)
def test_the_outcome_that_a_name_speaks_of(name, outcome):
    found = concepts.concept_of(name)
    assert found is not None
    assert found[0] == outcome


@pytest.mark.parametrize(
    # "Child_ning" may be lead poisoning or lead screening, of which only one is bad.
    "name",
    [
        "Child_ning",
        "1 car or van in household",
        "Very good health",
        "Nocturnal moths",
        "",
        "area_num",
    ],
)
def test_names_that_say_nothing_of_need(name):
    assert concepts.concept_of(name) is None


def test_no_phrase_belongs_to_two_concepts_and_all_are_plain():
    phrases = [
        phrase
        for several in concepts.CONCEPTS.values()
        for concept in several
        for phrase in concept.phrases
    ]
    assert len(phrases) == len(set(phrases))
    assert [phrase for phrase in phrases if concepts.plain(phrase) != phrase] == []


def test_every_code_is_one_of_the_suggested_outcomes():
    codes = {suggestion.code for suggestion in SUGGESTIONS}
    assert set(concepts.CONCEPTS) == codes
    assert set(concepts.DOMAINS) <= codes
