"""What each partner brings: the places listed under its name, and what those serve."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

import pandas as pd

from components.vision.serves import kind_name
from sharedground.analysis.evidence import strongest
from sharedground.model.place import Kind, Source
from sharedground.model.vision import Vision
from sharedground.views import View
from sharedground.words import say, say_many

TOP: Final = 15
"""Partners in the table of partners and outcomes."""

_SCHEMES: Final = {"GB-CHC": "Charity number {number}", "GB-COH": "Company number {number}"}


def facts(view: View, vision: Vision) -> pd.DataFrame:
    """Return one row per partner this role may see, those with most places first.

    Returns
    -------
    pandas.DataFrame
        The columns of `model.frames.PARTNERS`, and `places` (count), `kinds` (tuple of category
        codes, most places first) and `serves` (tuple of outcome names, in the vision's order).
    """
    assets = view.assets[view.assets["partner_id"] != ""]
    counts = assets.groupby(["partner_id", "category"]).size().rename("n").reset_index()
    ranked = counts.sort_values("n", ascending=False, kind="stable")
    kinds = ranked.groupby("partner_id")["category"].agg(tuple)
    table = view.holdings.partners.copy()
    found = table["partner_id"]
    table["places"] = found.map(assets["partner_id"].value_counts()).fillna(0).astype(int)
    table["kinds"] = [kinds.get(partner, ()) for partner in found]
    serving = [(outcome.name, set(strongest(outcome))) for outcome in vision.outcomes]
    table["serves"] = [
        tuple(name for name, codes in serving if not codes.isdisjoint(mine))
        for mine in table["kinds"]
    ]
    order = table["name"].astype(str).str.casefold()
    return (
        table.assign(_order=order)
        .sort_values(["places", "_order"], ascending=[False, True])
        .drop(columns="_order")
        .reset_index(drop=True)
    )


def matching(table: pd.DataFrame, text: str, kind: str, outcome: str) -> pd.DataFrame:
    """Return the partners whose name or description has all words, of a kind, for an outcome."""
    told = (table["name"].astype(str) + " " + table["description"].astype(str)).str.casefold()
    keep = pd.Series(True, index=table.index)
    for word in text.casefold().split():
        keep &= told.str.contains(word, regex=False)
    if kind:
        keep &= table["partner_kind"] == kind
    if outcome:
        keep &= table["serves"].map(lambda serves: outcome in serves).astype(bool)
    return table[keep]


def by_outcome(view: View, vision: Vision, table: pd.DataFrame, top: int = TOP) -> pd.DataFrame:
    """Return how many places of the partners with most places serve each outcome.

    Returns
    -------
    pandas.DataFrame
        One row per partner, indexed by name; one column per outcome, by name. A place
        may serve several outcomes.
    """
    first = table[table["places"] > 0].head(top)
    assets = view.assets[view.assets["partner_id"].isin(first["partner_id"])]
    grid = pd.DataFrame(index=first["partner_id"])
    for outcome in vision.outcomes:
        serving = assets[assets["category"].isin(list(strongest(outcome)))]
        grid[outcome.name] = serving["partner_id"].value_counts()
    return grid.fillna(0).astype(int).set_axis(first["name"].to_numpy(), axis=0)


def not_yet_partners(view: View) -> list[tuple[str, int]]:
    """Return the providers that lists of places name and that are no partner, with their counts."""
    known = set(view.holdings.partners["partner_id"])
    loose = view.assets[~view.assets["partner_id"].isin(known)]
    names = loose["organization"].astype(str).map(lambda name: " ".join(name.split()))
    names = names[names != ""]
    counts = names.groupby(names.str.casefold()).agg(["first", "size"])
    ranked = counts.sort_values(["size", "first"], ascending=[False, True])
    return [(str(row["first"]), int(row["size"])) for _, row in ranked.iterrows()]


def without_provider(view: View) -> int:
    """Return how many listed places name nobody who runs them."""
    known = set(view.holdings.partners["partner_id"])
    loose = view.assets[~view.assets["partner_id"].isin(known)]
    return int((loose["organization"].astype(str).str.strip() == "").sum())


def where_from(sources: Sequence[Source]) -> list[str]:
    """Return one sentence for each list of partners: rows, merged rows, date and licence."""
    return [_source_in_words(source) for source in sources if source.kind is Kind.PARTNERS]


def is_of_grants(source: Source) -> bool:
    """Say whether a source is a list of grants, as 360Giving publishes, by its names."""
    told = f"{source.title} {source.publisher} {source.file_name}".casefold()
    return "grant" in told or "360" in told


def _source_in_words(source: Source) -> str:
    rows = say("grant rows") if is_of_grants(source) else say("rows")
    counted = say_many(
        "{n} partner from {read} {rows}", "{n} partners from {read} {rows}",
        source.rows_kept, read=source.rows_read, rows=rows,
    )  # fmt: skip
    merged = say_many(", {n} row merged", ", {n} rows merged", source.rows_merged)
    not_stated = say("not stated")
    return say(
        "{counted}{merged}. Source: {title}. Date: {date}. Licence: {licence}.",
        counted=counted,
        merged=merged if source.rows_merged else "",
        title=source.title or source.file_name,
        date=source.date or not_stated,
        licence=source.licence or not_stated,
    )


def numbers_in_words(external_identifiers: str) -> list[str]:
    """Return a partner's public numbers, such as its charity number."""
    try:
        listed = json.loads(external_identifiers or "[]")
    except json.JSONDecodeError:
        return []
    return [
        say(_SCHEMES.get(str(item.get("scheme")), "{scheme} {number}"),
            number=str(item.get("identifier")), scheme=str(item.get("scheme")))
        for item in listed if isinstance(item, dict) and item.get("identifier")
    ]  # fmt: skip


def small_line(row: pd.Series[Any]) -> str:
    """Return the line under a partner's name: what kind it is and what it runs."""
    kind = str(row["partner_kind"]).capitalize()
    kinds: tuple[str, ...] = row["kinds"]
    runs = ", ".join(kind_name(code) for code in kinds[:3])
    if len(kinds) > 3:
        runs = say("{kinds} and {n} more", kinds=runs, n=len(kinds) - 3)
    return ". ".join(text for text in (kind, runs) if text)


def safe_link(url: str) -> str:
    """Return a web address that can be opened, or "" where it is none."""
    address = url.strip()
    if address.casefold().startswith("www."):
        address = f"https://{address}"
    good = address.casefold().startswith(("https://", "http://"))
    return address if good and not any(c.isspace() or c in "<>\"'`" for c in address) else ""
