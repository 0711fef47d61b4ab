"""The report of an upload: the sum, the bar, and what to look at, most rows first."""

import csv
import io
import json

import pandas as pd

from components.upload.faults import Group, Item, as_csv, groups
from components.upload.report import (
    bar_html,
    bar_of,
    finding,
    group_in_words,
    sum_in_words,
    table_of,
)
from components.upload.steps import Step, next_kind, steps_html
from sharedground.intake.context import Intake, Options
from sharedground.intake.raw import RawFile
from sharedground.model.place import Kind
from sharedground.model.report import Categorised, Fate, Fault, Placed, Report, Severity
from sharedground.workflow import About, Preview

HOSTILE = "<img src=x onerror=alert(1)> `x` ${y}"


def a_report(**given: object) -> Report:
    fields: dict[str, object] = {
        "file": "list.csv", "kind": Kind.ASSETS, "read": 608, "kept": 604, "set_aside": 4,
        "placed": Placed(exact=369, none=235), "category": Categorised(from_column=604),
    }  # fmt: skip
    return Report(**(fields | given))  # type: ignore[arg-type]


def a_preview(faults: tuple[Fault, ...], fates: dict[int, tuple[str, str]]) -> Preview:
    records = pd.DataFrame(
        {
            "row_number": list(fates),
            "fate": [fate for fate, _ in fates.values()],
            "reason": [reason for _, reason in fates.values()],
            "kept_as": "",
            "original": [json.dumps({"Group": f"Name {n}"}) for n in fates],
        }
    )
    report = a_report(faults=faults, columns={"name": "Group"})
    intake = Intake(Kind.ASSETS, "", {"records": records}, report)
    raw = RawFile("list.csv", "00", "csv", ())
    return Preview(Kind.ASSETS, raw, Options(), About(), "s", "i", (intake,))


def a_fault(row: int | None, reason: str = "No postcode.", **given: object) -> Fault:
    return Fault(code="postcode.none", row=row, column="PC", value="x", reason=reason,
                 fix="Add one.", **given)  # type: ignore[arg-type]  # fmt: skip


def test_the_finding_counts_what_was_read_what_is_ready_and_what_is_on_the_map() -> None:
    assert finding(a_report()) == "608 rows read. 604 are ready. 369 are on the map."
    assert finding(a_report(kept=608, set_aside=0)) == (
        "608 rows read. All are ready. 369 are on the map."
    )
    assert finding(a_report(kind=Kind.PARTNERS, read=1, kept=1)) == "1 row read. All are ready."


def test_the_sum_is_said() -> None:
    assert sum_in_words(1608, 1600, 3, 5) == (
        "1,608 rows read = 1,600 kept + 3 merged + 5 set aside."
    )


def test_the_parts_of_the_bar_add_up_to_the_rows_read() -> None:
    report = a_report(kept=600, merged=4, placed=Placed(exact=300, approximate=65, none=235))
    assert sum(part.rows for part in bar_of(report)) == report.read
    assert [part.rows for part in bar_of(a_report())] == [369, 235, 4]


def test_the_bar_says_in_words_what_it_draws() -> None:
    made = bar_html(bar_of(a_report()), "What became of the rows")
    for words in ("<b>369</b> ready, on the map", "<b>235</b> ready, no location yet",
                  "<b>4</b> set aside"):  # fmt: skip
        assert words in made
    assert "merged" not in made


def test_groups_come_with_most_rows_first_and_the_whole_file_last() -> None:
    faults = (a_fault(None, "Whole."), a_fault(2, "Rare."), a_fault(3), a_fault(4))
    fates = dict.fromkeys((2, 3, 4), ("kept", ""))
    found = groups(a_preview(faults, fates))
    assert [(group.title, group.rows) for group in found] == [
        ("No postcode.", 2), ("Rare.", 1), ("Whole.", 0),
    ]  # fmt: skip


def test_rows_left_out_without_a_fault_are_listed_too() -> None:
    fates = {2: ("kept", ""), 3: ("merged", "The same row stands above."), 4: ("set aside", "?")}
    faults = (a_fault(4, "A total.", severity=Severity.SET_ASIDE),)
    found = {group.title: group for group in groups(a_preview(faults, fates))}
    assert found["The same row stands above."].fate is Fate.MERGED
    assert found["A total."].fate is Fate.SET_ASIDE
    assert len(found) == 2


def test_a_group_is_named_by_its_rows_and_where_they_end() -> None:
    item = Item("", 4, "", "PC", "x", "A total.", "")
    assert group_in_words(Group("A total.", Fate.SET_ASIDE, (item,))) == "1 row set aside: A total."
    assert group_in_words(Group("Twice.", Fate.MERGED, (item, item._replace(row=5)))) == (
        "2 rows merged: Twice."
    )
    whole = Group("All.", Fate.KEPT, (item._replace(row=0),))
    assert group_in_words(whole) == "Whole file: All."


def test_words_that_stand_for_several_rows_are_counted_as_words() -> None:
    faults = tuple(
        Fault(code="category.unknown", row=row, value=word, reason=f'We do not know "{word}".')
        for row, word in ((2, "Wobble"), (5, "Lecture"))
    )
    (group,) = groups(a_preview(faults, dict.fromkeys(range(2, 9), ("kept", ""))))
    assert group_in_words(group) == "2 words for a kind of place that we do not know"
    assert table_of(group, 0, 1)[1] == [["Row 2", "Name 2", "Wobble", 'We do not know "Wobble".']]


def test_a_table_shows_row_name_column_and_value_and_leaves_out_what_says_nothing() -> None:
    items = (
        Item("", 1200, "Hub", "PC", HOSTILE, "No.", "Mend."),
        Item("", 3, "", "PC", "", "No.", "Mend."),
    )
    headings, rows = table_of(Group("No.", Fate.KEPT, items), 0, 10)
    assert headings == ["Row", "Name", "Column", "Value"]
    assert rows == [["Row 1200", "Hub", "PC", HOSTILE], ["Row 3", "-", "PC", "-"]]
    bare = Group("No.", Fate.KEPT, (Item("Sheet 2", 3, "", "", "", "No.", ""),))
    assert table_of(bare, 0, 10) == (["Row"], [["Row 3, Sheet 2"]])


def test_differing_reasons_and_fixes_get_columns_of_their_own() -> None:
    items = (Item("", 1, "", "", "", "A.", "Do a."), Item("", 2, "", "", "", "B.", "Do b."))
    headings, rows = table_of(Group("Kinds.", Fate.KEPT, items), 1, 2)
    assert headings == ["Row", "What is wrong", "How to fix it"]
    assert rows == [["Row 2", "B.", "Do b."]]


def test_everything_to_look_at_comes_as_csv_that_no_spreadsheet_runs() -> None:
    item = Item("", 7, "=cmd()", "PC", "+1", "No.", "Mend.")
    text = as_csv([Group("No.", Fate.KEPT, (item, item._replace(row=0)))]).decode("utf-8-sig")
    first, second = csv.DictReader(io.StringIO(text))
    assert (first["row"], first["name"], first["value"]) == ("7", "'=cmd()", "'+1")
    assert (first["what is wrong"], first["how to fix"]) == ("No.", "Mend.")
    assert first["what became of the row"] == "kept"
    assert second["row"] == ""


def test_areas_come_first_then_whatever_is_not_here_yet() -> None:
    none = [Step(kind, False, "Not yet") for kind in Kind]
    assert next_kind(none) is Kind.AREAS
    assert next_kind([none[0]._replace(done=True), *none[1:]]) is Kind.POPULATION
    assert next_kind([step._replace(done=True) for step in none]) is None


def test_the_steps_say_what_is_here_and_what_is_next() -> None:
    made = steps_html([Step(Kind.AREAS, True, "138 areas"), Step(Kind.POPULATION, False, "Not yet"),
                       Step(Kind.PARTNERS, False, "Not yet")])  # fmt: skip
    assert "138 areas" in made
    assert made.count("Add this next") == 1
    assert made.index("How many people live there") < made.index("Add this next")
    assert made.count("Not yet") == 1
