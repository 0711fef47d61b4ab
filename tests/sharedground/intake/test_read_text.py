"""Separated text in every encoding, separator and line end that people send."""

from __future__ import annotations

import pytest

from sharedground.errors import FileRefusedError
from sharedground.intake.raw import RawFile, RawTable
from sharedground.intake.read import read_file

HALLS = "name,place,seats\nCafé Nôtre,Sale,12\nTown Hall,Ürmston,300\n"


def table(data: bytes, name: str = "halls.csv") -> RawTable:
    (only,) = read_file(name, data).tables
    return only


def cells(data: bytes) -> list[list[str]]:
    return table(data).rows.to_numpy().tolist()


@pytest.mark.parametrize(
    ("encoding", "found"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("cp1252", "cp1252"),
    ],
)
def test_encodings(encoding: str, found: str) -> None:
    read = read_file("halls.csv", HALLS.encode(encoding))
    assert read.encoding == found
    assert list(read.tables[0].rows.columns) == ["name", "place", "seats"]
    assert read.tables[0].rows.to_numpy().tolist() == [
        ["Café Nôtre", "Sale", "12"],
        ["Town Hall", "Ürmston", "300"],
    ]


def test_big_endian_utf16_with_a_mark() -> None:
    assert cells(b"\xfe\xff" + HALLS.encode("utf-16-be"))[1][1] == "Ürmston"


def test_old_mac_letters_with_old_mac_line_ends() -> None:
    read = read_file("halls.csv", HALLS.replace("\n", "\r").encode("mac_roman"))
    assert (read.encoding, read.tables[0].rows["name"][0]) == ("mac_roman", "Café Nôtre")


def test_another_script_is_recognised() -> None:
    text = "имя,город\nБиблиотека номер пять,Москва\nШкола искусств,Казань\nДом культуры,Тверь\n"
    assert cells(text.encode("cp1251"))[0] == ["Библиотека номер пять", "Москва"]


def test_utf8_with_one_spoiled_byte_stays_utf8_and_says_so() -> None:
    spoiled = (HALLS * 20).encode() + b"Bad\xff,Sale,1\n"
    found = table(spoiled)
    assert found.rows["name"].iloc[-1] == "Bad�"
    assert found.rows["name"][0] == "Café Nôtre"
    assert found.notes == ("Letters that could not be read, shown as �: 1.",)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_separators_and_line_ends(delimiter: str, end: str) -> None:
    rows = [["name", "address", "hours"], ["Hall", "1 High St, Sale", "9; 10"], ["B", "x", "y"]]
    text = end.join(delimiter.join(f'"{c}"' if i else c for i, c in enumerate(r)) for r in rows)
    read = read_file("halls.txt", text.encode())
    assert read.delimiter == delimiter
    assert read.tables[0].rows.to_numpy().tolist() == rows[1:]


def test_separator_declared_by_excel() -> None:
    read = read_file("halls.csv", b"sep=;\r\nname;notes\r\nHall;a,b,c,d\r\nBarn;e,f,g,h\r\n")
    assert read.delimiter == ";"
    assert read.tables[0].rows.to_numpy().tolist() == [["Hall", "a,b,c,d"], ["Barn", "e,f,g,h"]]
    assert read.tables[0].row_numbers.tolist() == [3, 4]


def test_semicolons_with_commas_in_addresses() -> None:
    text = "Name;Address\n" + "".join(f"Hall {i};{i} High St, Sale, Trafford\n" for i in range(9))
    assert list(table(text.encode()).rows.columns) == ["Name", "Address"]


def test_quoted_line_breaks_are_one_row() -> None:
    found = table(b'name,hours\nHall,"Mon 9-5\nTue 9-5"\nBarn,always\n')
    assert found.rows["hours"].tolist() == ["Mon 9-5\nTue 9-5", "always"]
    assert found.row_numbers.tolist() == [2, 3]


def test_ragged_rows_are_kept_with_their_extra_cells() -> None:
    found = table(b"a,b,c\n1,27,,too long\n,too short\n0,mixed,17\n")
    assert list(found.rows.columns) == ["a", "b", "c", "Column 4 (no heading)"]
    assert found.rows.to_numpy().tolist() == [
        ["1", "27", "", "too long"],
        ["", "too short", "", ""],
        ["0", "mixed", "17", ""],
    ]


def test_headings_below_titles_and_true_row_numbers() -> None:
    titles = '"Halls, 2024",,\nof Sale,,\n,,\n'
    text = titles + "name,seats,rent\nHall,300,5\n\n , ,\nBarn,20,7\n,,\nSource: us,,\n"
    found = table(text.encode())
    assert (found.heading_row, found.above) == (4, ("Halls, 2024", "of Sale"))
    assert found.rows["name"].tolist() == ["Hall", "Barn", "Source: us"]
    assert found.row_numbers.tolist() == [5, 8, 10]


def test_years_and_ages_are_headings() -> None:
    found = table(b"area,0,1,2,2021,2022\nE01000001,5,4,3,2,1\nE01000002,5,4,3,2,1\n")
    assert list(found.rows.columns) == ["area", "0", "1", "2", "2021", "2022"]


def test_codes_of_the_statistics_office_are_headings() -> None:
    found = table(b"LSOA21CD,WD22CD,WD22NM\nE01004861,E05000655,Farnworth\n")
    assert list(found.rows.columns) == ["LSOA21CD", "WD22CD", "WD22NM"]


def test_without_headings_every_row_is_data() -> None:
    found = table(b"Hall,M33 7AB,53.41,-2.31\nBarn,M33 2AA,53.42,-2.32\n")
    assert found.heading_row == 0
    assert list(found.rows.columns) == [f"Column {i} (no heading)" for i in range(1, 5)]
    assert found.row_numbers.tolist() == [1, 2]
    assert found.notes == ("No row of headings was found, so the columns are numbered.",)


def test_repeated_and_missing_headings_are_made_different() -> None:
    found = table(b"Name,,Name,empty,,Name\nHall,x,Hall 2,,,y\n")
    assert list(found.rows.columns) == [
        "Name",
        "Column 2 (no heading)",
        "Name (2)",
        "empty",
        "Name (3)",
    ]


def test_cells_lose_outer_white_space_only() -> None:
    assert cells("name, lon\n Town  Hall\u00a0,   -87.63\nb,1\n".encode())[0] == [
        "Town  Hall",
        "-87.63",
    ]


def test_only_a_heading_is_a_table_without_rows() -> None:
    found = table(b"kitten,win\n")
    assert list(found.rows.columns) == ["kitten", "win"]
    assert len(found.rows) == 0


def test_every_cell_is_text_and_the_index_counts_from_0() -> None:
    found = table(b"name,n\nHall,1\nBarn,\n")
    assert all(isinstance(cell, str) for cell in found.rows.to_numpy().ravel())
    assert found.rows.index.tolist() == [0, 1]
    assert found.row_numbers.dtype == "int64"


def test_open_quotation_mark_is_refused_with_its_row() -> None:
    with pytest.raises(FileRefusedError) as no:
        read_file("halls.csv", b'name,b\nx,1\n"y,2\nz,3\n')
    assert no.value.code == "file.open_quote"
    assert "row 3" in no.value.message


def test_a_whole_file_is_kept_beside_its_hash() -> None:
    read: RawFile = read_file("C:\\lists\\halls.csv", HALLS.encode())
    assert read.name == "halls.csv"
    assert read.parts == {"halls.csv": HALLS.encode()}
    assert len(read.sha256) == 64
    assert read.format == "csv"
