"""Times, costs and who a service is for, as Open Referral holds them, in one line of text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

Thing = Mapping[str, Any]

_DAYS: Final = {"MO": "Mon", "TU": "Tue", "WE": "Wed", "TH": "Thu", "FR": "Fri", "SA": "Sat",
                "SU": "Sun"}  # fmt: skip
_WEEKS: Final = {"1": "1st", "2": "2nd", "3": "3rd", "4": "4th", "5": "5th", "-1": "last"}
_OFTEN: Final = {"MONTHLY": "each month", "YEARLY": "each year", "DAILY": "every day"}


def text_at(thing: Thing, *keys: str) -> str:
    """Return the first of some fields that says anything, as text."""
    for key in keys:
        value = thing.get(key)
        if value is None or isinstance(value, dict | list):
            continue
        if text := str(value).strip():
            return text
    return ""


def schedules_of(things: Iterable[Thing]) -> str:
    """Return when a service is open, from the nearest thing that says so.

    Parameters
    ----------
    things
        The service at its location, the service, the location.

    Returns
    -------
    str
        Such as ``"Mon, Tue 09:00-17:00; Sat 10:00-12:00"``; a schedule without times gives its
        description.
    """
    for thing in things:
        listed: list[Any] = next(
            (thing[key] for key in ("schedules", "regular_schedules", "regular_schedule")
             if isinstance(thing.get(key), list) and thing[key]), [])  # fmt: skip
        told = [_schedule(one) for one in listed if isinstance(one, dict)]
        if text := "; ".join(dict.fromkeys(filter(None, told))):
            return text
    return ""


def _schedule(one: Thing) -> str:
    days = text_at(one, "byday", "weekday")
    named = [_day(day.strip(), text_at(one, "freq").upper()) for day in days.split(",") if day]
    hours = [text[:5] for key in ("opens_at", "closes_at") if (text := text_at(one, key))]
    often = _OFTEN.get(text_at(one, "freq"), "") if not named else ""
    said = " ".join(filter(None, [", ".join(named), often, "-".join(hours)]))
    return said if named or hours else text_at(one, "description", "notes") or said


def _day(day: str, often: str) -> str:
    """Return a day as iCal has it ("MO", "1TU", "-1FR") in words: "Mon", "1st Tue of the month"."""
    name = _DAYS.get(day[-2:].upper(), day)
    week = _WEEKS.get(day[:-2].lstrip("+")) if often == "MONTHLY" else None
    return f"{week} {name} of the month" if week else name


def costs_of(service: Thing) -> str:
    """Return what a service costs: its options, else the text about fees."""
    listed = service.get("cost_options")
    options = listed if isinstance(listed, list) else []
    told = [_cost(one) for one in options if isinstance(one, dict)]
    said = "; ".join(dict.fromkeys(filter(None, told)))
    return said or text_at(service, "fees_description", "fees")


def _cost(one: Thing) -> str:
    amount, currency = text_at(one, "amount"), text_at(one, "currency").upper()
    price = " ".join(filter(None, [amount, currency if amount else ""]))
    about = text_at(one, "amount_description")
    option = text_at(one, "option")
    said = " ".join(filter(None, [price, about]))
    return f"{option}: {said}" if option and said else option or said


def eligibility_of(service: Thing) -> str:
    """Return who a service is for: in its own words, else by ages."""
    if text := text_at(service, "eligibility_description"):
        return text
    older = service.get("eligibilitys")
    first = next((e for e in older if isinstance(e, dict)), {}) if isinstance(older, list) else {}
    youngest = text_at(service, "minimum_age") or text_at(first, "minimum_age")
    oldest = text_at(service, "maximum_age") or text_at(first, "maximum_age")
    said = text_at(first, "eligibility")
    ages = f"{youngest or 0} to {oldest}" if oldest else f"{youngest} and over" if youngest else ""
    return "; ".join(filter(None, [said, f"ages {ages}" if ages else ""]))
