"""What is said of each place: who runs it, how to reach it, when it is open, how many it holds."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from random import Random
from typing import Final

from demo_town.assets import PHONE_HOME, Asset

COUNCIL: Final = "Larrowby Borough Council"
CHURCHES: Final = "Churches Together in Larrowby"
INTERFAITH: Final = "Larrowby Interfaith Circle"
FOOD: Final = "Larrowby Food Network"
MONEY: Final = "Money Matters Larrowby"
AGE_WELL: Final = "Age Well Larrow"
LEARNING: Final = "Larrow Learning Trust"
HEALTH: Final = "Larrow Valley Health Partnership"
GPS: Final = "Larrow Primary Care Group"

_OPENING: Final = {
    "community-hub": ("Mon-Fri 09:00-21:00; Sat 10:00-16:00", "Mon-Thu 10:00-16:00",
                      "Tuesdays, Wednesdays and Fridays, 10am-2pm", "Daily 08:30-22:00"),
    "library": ("Mon-Fri 09:30-18:00; Sat 09:30-13:00", "Mon, Wed, Fri 10:00-17:00",
                "Tue and Thu 14:00-18:00"),
    "faith-place": ("Sundays 10:30am", "Sun 10:00-12:00; office Mon-Fri 10am-1pm",
                    "Sun 09:00-12:00; Wed 19:00-20:30"),
    "school": ("Term time, Mon-Fri 08:40-15:20", "Term time only"),
    "food-support": ("Tue 11am - 2pm, Fri 11.30am - 1.30pm", "Thursday 10:30am - 12:30pm",
                     "Mon-Sat 10:00-15:00", "Wednesdays, 5pm to 7pm"),
    "work-advice": ("Mon-Fri 09:30-16:30", "Mondays and Thursdays, 10am to 1pm",
                    "By appointment, Mon-Fri"),
    "gp-surgery": ("Mon-Fri 08:00-18:30", "Mon-Fri 08:00-18:30; Sat 09:00-12:00"),
    "pharmacy": ("Mon-Fri 09:00-17:30; Sat 09:00-13:00", "Mon-Sat 08:30-18:30; Sun 10:00-16:00",
                 "Mon-Fri 09:00-18:00; Sat CLOSED"),
    "care-home": ("Open all day, every day",),
    "defibrillator": ("24 hours", "24 hours", "Building hours only"),
    "park": ("Dawn to dusk",),
    "sport": ("Mon-Fri 06:30-22:00; Sat-Sun 08:00-18:00", "Tue and Thu 18:00-21:00",
              "Saturday mornings, 9.30am to noon"),
    "transit-stop": ("Trams every 12 minutes, 05:40-00:10",),
    "council-site": ("Mon-Fri 08:30-17:00", "24 hours", "Not open to the public"),
}  # fmt: skip
_SAYS: Final = {
    "community-hub": ("Rooms to hire, a kitchen and a friendly face at the door.",
                      "Warm space, tea, clubs and someone to talk to.",
                      "Classes, parties, meetings and a weekly market stall."),
    "faith-place": ("Worship, hall hire and a shared lunch.", "Everyone is welcome.",
                    "Prayer, study groups and a toddler group."),
    "school": ("Hall and playing field can be hired in the evening.", "Breakfast club from 7:45am.",
               "After-school clubs until 5:30pm."),
    "food-support": ("Bring a referral from a GP, school or adviser.", "No referral needed.",
                     "Three days of food, and a chat with an adviser.",
                     "Pay what you can."),
    "work-advice": ("Free, private and independent.", "Help with forms, letters and phone calls.",
                    "Help with CVs, interviews and training."),
    "sport": ("Beginners welcome.", "Juniors from age 7 and adults.",
              "Sessions for women, and for people with disabilities."),
}  # fmt: skip
_SAYS_OF_ONE: Final = {
    "Rock & Roll <Over 60s>": "Jive, twist and a sit down with tea.",
    "+50 Walking Football": "Football at walking pace, for people over 50.",
    "Larrowby College": "Courses by day and by evening, from cooking to coding.",
    "Southmoor Community Centre": "One hall and a kitchen. Booked most nights.",
    "Hawthorn Rise Community Hub": "Advice, a pantry, a library and a garden under one roof.",
}
_CAPACITY: Final = {
    "community-hub": (40, 220), "faith-place": (60, 350), "school": (90, 480),
    "care-home": (14, 72), "sport": (20, 300), "library": (20, 120), "council-site": (10, 320),
    "food-support": (25, 140),
}  # fmt: skip
_STATED: Final = {"school": 1.0, "care-home": 1.0, "community-hub": 0.8, "food-support": 0.5,
                  "faith-place": 0.5, "sport": 0.35, "library": 0.7}  # fmt: skip
_OPEN_STATED: Final = 0.86
_RESIDENTS: Final = {
    "Hawthorn Rise": "Hawthorn Rise Tenants and Residents",
    "Beacon Fields": "Beacon Fields Community Association",
    "Southmoor": "Southmoor Residents' Association",
    "Old Mill": "Old Mill Neighbours",
    "Upper Larrow": "Larrow Villages Forum",
    "Cawthwick": "Larrow Villages Forum",
    "Hollinfen": "Larrow Villages Forum",
}
_NOT_CHURCHES: Final = ("Mosque", "Gurdwara", "Temple", "Synagogue", "Buddhist", "Quaker",
                        "Kingdom")  # fmt: skip


def detailed(assets: list[Asset], random: Random) -> list[Asset]:
    """Return the same assets with provider, contacts, opening times and capacity where known."""
    phones = random.sample(range(1000), 1000)
    found: list[Asset] = []
    for asset in assets:
        word = slug(asset.name)
        reachable = asset.category not in ("park", "defibrillator", "council-site", "transit-stop")
        has_site = reachable and random.random() < 0.8
        says = _SAYS.get(asset.category, ("",))
        opening = _opening(asset)
        found.append(
            replace(
                asset,
                provider=_provider(asset, random),
                phone=f"{PHONE_HOME}{phones.pop():03d}" if reachable and phones else "",
                email=f"hello@{word}.example.org" if has_site and random.random() < 0.6 else "",
                website=_website(word, random) if has_site else "",
                opening=random.choice(opening) if random.random() < _OPEN_STATED else "",
                capacity=_capacity(asset, random),
                description=_SAYS_OF_ONE.get(asset.name, random.choice(says)),
            )
        )
    return found


def _opening(asset: Asset) -> tuple[str, ...]:
    """Return opening times that such a place may have."""
    if asset.kind == "Railway station":
        return ("Trains 05:20-23:50",)
    if "mornings only" in asset.name:
        return ("Mon-Fri 08:30-12:00",)
    if asset.category == "faith-place" and asset.kind.startswith(_NOT_CHURCHES):
        return ("Open daily; office Mon-Fri 10am-1pm",)
    times = _OPENING[asset.category]
    if asset.category == "sport":
        return times[1:] if asset.sheet == "voluntary_groups" else times[:1]
    return times


def slug(name: str) -> str:
    """Return a name as it stands in a web address: plain letters and hyphens."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower().replace("'", "")).strip("-")[:36].strip("-")


def _website(word: str, random: Random) -> str:
    shape = random.choice(
        ("https://{}.example.org", "https://www.example.org/larrowby/{}", "www.example.org/{}")
    )
    return shape.format(word)


def _capacity(asset: Asset, random: Random) -> int | None:
    if asset.category not in _CAPACITY or random.random() > _STATED.get(asset.category, 0.0):
        spaces = "car park" in asset.kind.lower()
        return 5 * random.randint(6, 64) if spaces else None
    low, high = _CAPACITY[asset.category]
    if asset.kind.startswith("Sports club"):
        low, high = 12, 60
    if "Secondary" in asset.kind or "college" in asset.kind:
        low, high = 820, 1_500
    return random.randint(low, high)


def _provider(asset: Asset, random: Random) -> str:
    if asset.neighbourhood == "Outside":
        return ""
    runs = {
        "community-hub": _hub, "faith-place": _faith, "school": _school, "food-support": _food,
        "work-advice": _advice, "gp-surgery": _surgery, "care-home": _care, "sport": _sport,
    }.get(asset.category)  # fmt: skip
    if runs:
        return runs(asset, random)
    if asset.category == "transit-stop":
        return "Larrow Tramways" if asset.kind == "Tram stop" else ""
    if asset.category == "pharmacy":
        return random.choice(("Larrow Chemists Ltd", "Wolds Pharmacy Group", ""))
    if asset.category == "defibrillator":
        return random.choice((HEALTH, HEALTH, "Larrow and Wolds Fire and Rescue", ""))
    if asset.category == "park":
        return random.choice((COUNCIL, COUNCIL, COUNCIL, "Friends of Larrowby Parks"))
    if asset.name == "Market Hall":
        return "Larrowby Market Traders"
    return _RESIDENTS[asset.neighbourhood] if "volunteer" in asset.kind else COUNCIL


def _hub(asset: Asset, random: Random) -> str:
    if asset.neighbourhood in _RESIDENTS:
        return _RESIDENTS[asset.neighbourhood]
    if asset.sheet == "council_sites":
        return COUNCIL
    return random.choice(("Larrowby Voluntary Action", "Larrowby Youth Trust", AGE_WELL, ""))


def _faith(asset: Asset, random: Random) -> str:
    group = INTERFAITH if asset.kind.startswith(_NOT_CHURCHES) else CHURCHES
    return group if random.random() < 0.8 else ""


def _school(asset: Asset, random: Random) -> str:
    if "college" in asset.kind:
        return "Larrowby College"
    if "Academy" in asset.name:
        return LEARNING
    if "Independent" in asset.kind or "Supplementary" in asset.kind:
        return ""
    return random.choice((COUNCIL, COUNCIL, LEARNING))


def _food(asset: Asset, _random: Random) -> str:
    if "breakfast" in asset.kind.lower():
        return "Larrowby Youth Trust"
    if "lunch" in asset.kind.lower():
        return AGE_WELL
    if asset.sheet == "voluntary_groups":
        return FOOD
    return INTERFAITH if "Langar" in asset.name or "Noor" in asset.name else CHURCHES


def _advice(asset: Asset, random: Random) -> str:
    kind = asset.kind.lower()
    if asset.sheet == "council_sites":
        return COUNCIL
    if "debt" in kind or "money" in kind or "bills" in kind:
        return MONEY
    if "older" in kind:
        return AGE_WELL
    if "careers" in kind:
        return "Larrowby College"
    if "housing" in kind:
        return "Hearth and Gable Housing"
    return random.choice(("Larrowby Voluntary Action", ""))


def _surgery(asset: Asset, _random: Random) -> str:
    return GPS if asset.kind == "GP practice" else HEALTH


def _care(asset: Asset, random: Random) -> str:
    if "extra care" in asset.kind:
        return "Hearth and Gable Housing"
    if asset.neighbourhood == "Southmoor":
        return "Southmoor Homes"
    return random.choice(("Kettle and Amber Care Ltd", "Wold View Homes LLP", "Larrowcare CIC"))


def _sport(asset: Asset, _random: Random) -> str:
    if asset.sheet == "council_sites":
        return "Larrowby Leisure Trust"
    if asset.sheet == "parks_and_play":
        return COUNCIL
    return "Larrowby Youth Trust" if "Junior" in asset.name or "Boxing" in asset.name else ""
