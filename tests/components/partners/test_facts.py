"""What is worked out of partners: links, numbers, sources, and tables of words."""

import pytest

from components.partners import facts
from components.plain_table import table_html
from sharedground.model.place import Kind, Source


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://a.example.org/x", "https://a.example.org/x"),
        ("www.a.example.org", "https://www.a.example.org"),
        (" HTTP://a.example.org ", "HTTP://a.example.org"),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ('https://a.example.org/"onmouseover="x', ""),
        ("https://a b", ""),
        ("not stated", ""),
        ("", ""),
    ],
)
def test_only_web_addresses_become_links(url: str, link: str) -> None:
    assert facts.safe_link(url) == link


def test_public_numbers_are_named() -> None:
    listed = (
        '[{"scheme": "GB-CHC", "identifier": "12"}, {"scheme": "X-Y", "identifier": "3"}, {}, 4]'
    )
    assert facts.numbers_in_words(listed) == ["Charity number 12", "X-Y 3"]
    assert facts.numbers_in_words("not json") == []
    assert facts.numbers_in_words("") == []
    assert facts.numbers_in_words('{"scheme": "GB-CHC"}') == []


def source(**given: object) -> Source:
    return Source(**{"source_id": "s", "kind": Kind.PARTNERS, "file_name": "list.csv",
                     "sha256": "", **given})  # type: ignore[arg-type]  # fmt: skip


def test_lists_of_partners_are_counted_and_dated() -> None:
    lists = [
        source(rows_read=555, rows_kept=352, rows_merged=203, title="360Giving", date="2024",
               licence="CC BY 4.0"),
        source(rows_read=1, rows_kept=1),
        source(kind=Kind.ASSETS, rows_read=9, rows_kept=9),
    ]  # fmt: skip
    assert facts.where_from(lists) == [
        "352 partners from 555 grant rows, 203 rows merged. Source: 360Giving. Date: 2024. "
        "Licence: CC BY 4.0.",
        "1 partner from 1 rows. Source: list.csv. Date: not stated. Licence: not stated.",
    ]


def test_a_table_is_real_html_with_text_only() -> None:
    html = table_html(["<b>", "N"], [["`x`", 1200], ["y", "none"]], '"label"', dots=True)
    assert "<b>" not in html
    assert 'scope="row" role="rowheader">&#96;x&#96;</th>' in html
    assert "1,200</td>" in html
    assert html.count("<i ") == 1
    assert html.count('class="sp-num"') == 2
    assert html.count('class="sp-num sp-none"') == 1
    assert 'aria-label="&#34;label&#34;"' in html


def test_a_table_without_rows_is_a_heading() -> None:
    assert '<tbody role="rowgroup"></tbody>' in table_html(["A", "B"], [], "Empty")
