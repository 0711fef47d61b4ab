"""Places of real lists that are one, told by hand, against what the rules find: both counted."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import click
import pandas as pd
import pytest

from sharedground.intake.context import Options
from sharedground.intake.likeness import at_their_sites, likely_pairs
from sharedground.intake.read import gather, read_file
from sharedground.intake.take import take_in
from sharedground.model.place import Kind
from tests.real_data.towns import known_of

pytestmark = pytest.mark.real_data

LABELS = pd.read_csv(Path(__file__).parent / "expected_pairs.csv")
Pair = tuple[str, int, str, int]


class Found(NamedTuple):
    """A pair that the rules found, and what a person says of it ("" if nothing)."""

    pair: Pair
    verdict: str
    label: str
    names: str


@cache
def listed(name: str, data: Path) -> pd.DataFrame:
    """Return the places of one of Trafford's lists."""
    path = data / f"trafford/assets/{name}.csv"
    [(file, parts)] = gather([path])
    taken = take_in(
        Kind.ASSETS, read_file(file, parts), name, Options(), known_of("trafford", data)
    )
    frames = [at_their_sites(one.frames["assets"], one.frames["sites"]) for one in taken]
    return pd.concat(frames, ignore_index=True)


def first_of_each(name: str, data: Path) -> dict[int, int]:
    """Return for each row the first row of its list with its name and site."""
    rows = listed(name, data)
    keys = [rows["name"].str.casefold(), rows["site_id"]]
    first = rows.groupby(keys)["row_number"].transform("min")
    return dict(zip(rows["row_number"], first, strict=True))


def found_in(one: str, other: str, data: Path) -> Iterator[tuple[Pair, str]]:
    """Yield the pairs that are found between two lists, or within one, and their verdicts."""
    left, right = listed(one, data), listed(other, data)
    pairs = likely_pairs(left, None if one == other else right)
    rows = pd.concat([left, right]).drop_duplicates("asset_id").set_index("asset_id")
    for pair in pairs.itertuples():
        ends = [(str(rows.source_id[i]), int(rows.row_number[i])) for i in (pair.one, pair.other)]
        if one == other or ends[0][0] != ends[1][0]:
            yield tidy(*ends[0], *ends[1], data), str(pair.verdict)


def tidy(one: str, one_row: int, other: str, other_row: int, data: Path) -> Pair:
    """Return a pair with each row as the first of its site, in one order."""
    first = (one, first_of_each(one, data)[one_row])
    second = (other, first_of_each(other, data)[other_row])
    low, high = sorted([first, second])
    return (*low, *high)


@pytest.fixture(scope="module")
def judged(real_data: Path) -> tuple[list[Found], dict[Pair, str]]:
    """What was found in every two lists that have labels, and all labels."""
    labels = {
        tidy(row.one_list, row.one_row, row.other_list, row.other_row, real_data): row.verdict
        for row in LABELS.itertuples()
    }
    both = sorted(
        {tuple(sorted(lists)) for lists in zip(LABELS.one_list, LABELS.other_list, strict=True)}
    )
    found = []
    for one, other in both:
        for pair, verdict in found_in(one, other, real_data):
            names = [
                listed(name, real_data).set_index("row_number")["name"][row]
                for name, row in (pair[:2], pair[2:])
            ]
            found.append(Found(pair, verdict, labels.get(pair, ""), " | ".join(names)))
    return found, labels


def test_the_labels_name_the_rows_they_mean(real_data: Path) -> None:
    for row in LABELS.itertuples():
        names = listed(row.one_list, real_data).set_index("row_number")["name"]
        assert names[row.one_row][:10].casefold() == " ".join(row.name.split())[:10].casefold()


def test_precision_and_recall_on_lists_of_trafford(
    judged: tuple[list[Found], dict[Pair, str]], capsys: pytest.CaptureFixture[str]
) -> None:
    found, labels = judged
    merged = [one for one in found if one.verdict == "same" and one.label != "unsure"]
    right = [one for one in merged if one.label == "same"]
    truth = {pair for pair, label in labels.items() if label == "same"}
    met = truth & {one.pair for one in found}
    asked = [one for one in found if one.verdict == "open"]
    sensible = [one for one in asked if one.label in ("same", "same place", "unsure")]
    precision, recall = len(right) / len(merged), len(met) / len(truth)
    with capsys.disabled():
        click.echo(f"\nMerged without asking: {len(merged)}, right {len(right)}: {precision:.3f}")
        click.echo(f"Found of {len(truth)} that are one: {len(met)}: {recall:.3f}")
        click.echo(f"Asked: {len(asked)}, of which one or at one place: {len(sensible)}")
        for pair in sorted(truth - met):
            click.echo(f"  missed {pair}")
        for one in merged:
            if one.label != "same":
                click.echo(f"  wrongly merged {one.pair} {one.names}")
        for one in asked:
            if one.label not in ("same", "same place", "unsure"):
                click.echo(f"  asked {one.label or '-'} {one.pair} {one.names}")
    assert precision >= 0.95
    assert recall >= 0.9


def test_not_one_pair_told_apart_by_hand_is_merged(
    judged: tuple[list[Found], dict[Pair, str]],
) -> None:
    found, _ = judged
    assert not [one for one in found if one.verdict == "same" and one.label == "apart"]
