"""The kinds of place and group that the product knows, and how each is drawn and grouped.

Seven families share seven colours; shape and icon tell the kinds of one family apart.
`asset_kind` is one of the six community asset kinds of asset-based community development.
Icons are names from Maki 8.2.0 (CC0).
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from sharedground.model.base import Value
from sharedground.words import later


class AssetKind(StrEnum):
    """The six kinds of community asset (asset-based community development)."""

    PHYSICAL = "physical"
    ECONOMIC = "economic"
    STORIES = "stories"
    RESIDENTS = "residents"
    ASSOCIATIONS = "associations"
    INSTITUTIONS = "institutions"


class Family(StrEnum):
    """Groups of categories that share one colour."""

    MEET = "meet"
    LEARN = "learn"
    HELP = "help"
    HEALTH = "health"
    CARE = "care"
    ACTIVE = "active"
    AROUND = "around"
    OTHER = "other"


FAMILY_NAMES: Final[dict[Family, str]] = {
    Family.MEET: later("Meet and belong"),
    Family.LEARN: later("Learn"),
    Family.HELP: later("Get help"),
    Family.HEALTH: later("Health"),
    Family.CARE: later("Care and safety"),
    Family.ACTIVE: later("Be active"),
    Family.AROUND: later("Get around and public sites"),
    Family.OTHER: later("Other"),
}


class Category(Value):
    """One kind of place or group.

    Parameters
    ----------
    code
        Stable name used in files: lower case, words joined by hyphens.
    name, one
        What people read, for many and for one.
    family, shape, icon
        How it is drawn. `shape` is "circle" or "square"; `icon` is a Maki name.
    asset_kind
        Which of the six kinds of community asset it usually is.
    """

    code: str
    name: str
    one: str
    family: Family
    shape: str
    icon: str
    asset_kind: AssetKind


def _category(
    code: str, name: str, one: str, family: Family, shape: str, icon: str, kind: AssetKind
) -> Category:
    return Category(
        code=code, name=name, one=one, family=family, shape=shape, icon=icon, asset_kind=kind
    )


_F, _K = Family, AssetKind
CATEGORIES: Final[tuple[Category, ...]] = (
    _category("community-hub", later("Community hubs"), later("community hub"), _F.MEET, "circle", "village", _K.PHYSICAL),
    _category("faith-place", later("Faith places"), later("faith place"), _F.MEET, "square", "place-of-worship", _K.ASSOCIATIONS),
    _category("community-group", later("Groups and clubs"), later("group or club"), _F.MEET, "circle", "heart", _K.ASSOCIATIONS),
    _category("youth-space", later("Youth spaces"), later("youth space"), _F.MEET, "square", "gaming", _K.PHYSICAL),
    _category("arts-culture", later("Arts, culture and heritage"), later("arts or heritage place"), _F.MEET, "circle", "theatre", _K.STORIES),
    _category("library", later("Libraries"), later("library"), _F.LEARN, "circle", "library", _K.INSTITUTIONS),
    _category("school", later("Schools and colleges"), later("school or college"), _F.LEARN, "square", "school", _K.INSTITUTIONS),
    _category("early-years", later("Nurseries and early years"), later("nursery"), _F.LEARN, "circle", "playground", _K.INSTITUTIONS),
    _category("adult-learning", later("Adult learning"), later("adult learning place"), _F.LEARN, "square", "college", _K.INSTITUTIONS),
    _category("food-support", later("Help with food"), later("place that helps with food"), _F.HELP, "circle", "grocery", _K.ASSOCIATIONS),
    _category("work-advice", later("Work and advice"), later("work or advice place"), _F.HELP, "square", "information", _K.INSTITUTIONS),
    _category("gp-surgery", later("GP surgeries and clinics"), later("GP surgery or clinic"), _F.HEALTH, "circle", "doctor", _K.INSTITUTIONS),
    _category("pharmacy", later("Pharmacies"), later("pharmacy"), _F.HEALTH, "square", "pharmacy", _K.ECONOMIC),
    _category("dentist", later("Dentists"), later("dentist"), _F.HEALTH, "circle", "dentist", _K.ECONOMIC),
    _category("hospital", later("Hospitals"), later("hospital"), _F.HEALTH, "square", "hospital", _K.INSTITUTIONS),
    _category("mental-health", later("Mental health support"), later("mental health service"), _F.HEALTH, "circle", "hospital-JP", _K.ASSOCIATIONS),
    _category("care-home", later("Care homes"), later("care home"), _F.CARE, "circle", "home", _K.ECONOMIC),
    _category("defibrillator", later("Defibrillators"), later("defibrillator"), _F.CARE, "square", "defibrillator", _K.PHYSICAL),
    _category("community-safety", later("Police, fire and safety"), later("police, fire or safety place"), _F.CARE, "circle", "police", _K.INSTITUTIONS),
    _category("park", later("Parks and allotments"), later("park or allotment"), _F.ACTIVE, "circle", "park", _K.PHYSICAL),
    _category("sport", later("Sport and leisure"), later("sport or leisure place"), _F.ACTIVE, "square", "pitch", _K.PHYSICAL),
    _category("transit-stop", later("Tram and train stops"), later("tram or train stop"), _F.AROUND, "circle", "rail-light", _K.PHYSICAL),
    _category("bus-stop", later("Bus stops"), later("bus stop"), _F.AROUND, "square", "bus", _K.PHYSICAL),
    _category("council-site", later("Council and public sites"), later("council or public site"), _F.AROUND, "square", "town-hall", _K.INSTITUTIONS),
    _category("local-business", later("Shops and local business"), later("shop or local business"), _F.OTHER, "circle", "shop", _K.ECONOMIC),
    _category("other", later("Other places"), later("other place"), _F.OTHER, "square", "marker", _K.PHYSICAL),
)  # fmt: skip

BY_CODE: Final[dict[str, Category]] = {category.code: category for category in CATEGORIES}
OTHER: Final = "other"
