# ruff: noqa: E501
"""Postcode tables load as they are published: made-up rows under the headings of the files.

Layouts: ONS Postcode Directory (to 2024), National Statistics Postcode Lookup (2025, of which the
Directory has the same first columns), Code-Point Open with and without its headings, Doogal.
"""

from __future__ import annotations

import io
import zipfile

import pytest

from sharedground.intake.kind import guess_kinds
from sharedground.intake.raw import RawFile
from sharedground.intake.take import Options, take_in
from sharedground.model.place import Kind
from tests.sharedground.intake.inside import read_inside
from tests.sharedground.intake.tables import a_place, codes_of, take

ONSPD = """"pcd","pcd2","pcds","dointr","doterm","oslaua","osward","usertype","oseast1m","osnrth1m","osgrdind","ctry","oa11","lsoa11","msoa11","lat","long","imd","oa21","lsoa21"
"M33 2DQ","M33  2DQ","M33 2DQ","198001","","E08000009","E05000834","0","0379345","0391888",1,"E92000001","E00030849","E01006182","E02001269",53.423298,-2.312207,15671,"E00030849","E01006182"
"M33 9AA","M33  9AA","M33 9AA","198001","199606","E08000009","E05000834","1","0379045","0391988",8,"E92000001","E00030849","E01006182","E02001269",53.424200,-2.316700,15671,"E00030849","E01006182"
"BT1 1AA","BT1  1AA","BT1 1AA","199806","","N09000003","N08000313","0","0333801","0374538",1,"N92000002","N00000001","95GG01S1","",54.601800,-5.927800,0,"N00000001","N21000001"
"GY1 1AA","GY1  1AA","GY1 1AA","199312","","L99999999","L99999999","0","","",9,"L93000001","L99999999","L99999999","",99.999999,0.000000,0,"L99999999","L99999999"
"""
NSPL = """pcd7,pcd8,pcds,dointr,doterm,usrtypind,east1m,north1m,gridind,oa21cd,cty25cd,ced25cd,lad25cd,wd25cd,nhser24cd,ctry25cd,rgn25cd,lsoa21cd,msoa21cd,ruc21ind,oac11ind,lat,long,imd20ind
M33 2DQ,M33  2DQ,M33 2DQ,198001,,0,379345,391888,1,E00030849,E99999999,E99999999,E08000009,E05015248,E40000010,E92000001,E12000002,E01006182,E02001269,UN1,6B3,53.423298,-2.312207,15671
M33 9AA,M33  9AA,M33 9AA,198001,199606,1,379045,391988,8,E00030849,E99999999,E99999999,E08000009,E05015248,E40000010,E92000001,E12000002,E01006182,E02001269,UN1,6B3,53.424200,-2.316700,15671
BT1 1AA,BT1  1AA,BT1 1AA,199806,,0,333801,374538,1,N00000001,N99999999,N99999999,N09000003,N08000313,,N92000002,N99999999,N21000001,,,,54.601800,-5.927800,0
JE2 3AB,JE2  3AB,JE2 3AB,199312,,0,,,9,L99999999,L99999999,,L99999999,,,L93000001,,,,,,99.999999,0.000000,0
"""
LONG = ("Postcode,Positional_quality_indicator,Eastings,Northings,Country_code,"
        "NHS_regional_HA_code,NHS_HA_code,Admin_county_code,Admin_district_code,Admin_ward_code\n")  # fmt: skip
SHORT = "PC,PQ,EA,NO,CY,RH,LH,CC,DC,WC\n"
BARE = """M33 2DQ,10,379345,391888,E92000001,E19000001,E18000002,,E08000009,E05000834
M33 2DR,10,379045,391988,E92000001,E19000001,E18000002,,E08000009,E05000834
M33 9ZZ,90,0,0,E92000001,E19000001,E18000002,,E08000009,E05000834
"""
MORE = "".join(
    f"M41 {n % 10}{letter}A,10,{376_000 + n},{394_000 + n},E92000001,,,,E08000009,E05000834\n"
    for letter in "ABDEFGHJLN"
    for n in range(10)
)
DOOGAL = """Postcode,In Use?,Latitude,Longitude,Easting,Northing,Grid Ref,County,District,Ward,District Code,Ward Code,Country,Introduced,Terminated,Population,Households
M33 2DQ,Yes,53.423298,-2.312207,379345,391888,SJ793918,Greater Manchester,Trafford,Ashton,E08000009,E05000834,England,1980-01-01,,30,12
M33 9AA,No,53.424200,-2.316700,379045,391988,SJ790919,Greater Manchester,Trafford,Ashton,E08000009,E05000834,England,1980-01-01,1996-06-01,,
"""
WHERE = (-2.3122, 53.4233)


def a_file(text: str, name: str = "postcodes.csv") -> RawFile:
    return read_inside(name, text.encode())


@pytest.mark.parametrize(
    ("text", "kept", "set_aside", "old"),
    [
        (ONSPD, 3, 1, 1),
        (NSPL, 3, 1, 1),
        (LONG + BARE, 2, 1, 0),
        (SHORT + BARE, 2, 1, 0),
        (SHORT + LONG + BARE + MORE, 102, 2, 0),
        (BARE, 2, 1, 0),
        (DOOGAL, 2, 0, 1),
    ],
    ids=["ONSPD", "NSPL", "long headings", "short headings", "both", "no headings", "Doogal"],
)
def test_a_published_table_loads_right_first_time(
    text: str, kept: int, set_aside: int, old: int
) -> None:
    raw = a_file(text)
    assert guess_kinds(raw, a_place())[0] is Kind.POSTCODES
    intake = take(Kind.POSTCODES, raw)
    report, codes = intake.report, intake.frames["postcodes"].set_index("postcode")
    assert (report.kept, report.set_aside, report.facts["terminated"]) == (kept, set_aside, old)
    lon, lat = codes.loc["M33 2DQ", ["lon", "lat"]]
    assert (lon, lat) == pytest.approx(WHERE, abs=2e-4)
    assert codes_of(intake) <= {"postcode.no_position"}


@pytest.mark.parametrize("text", [ONSPD, NSPL])
def test_old_postcodes_and_those_of_northern_ireland_are_welcome(text: str) -> None:
    intake = take(Kind.POSTCODES, a_file(text))
    codes = intake.frames["postcodes"].set_index("postcode")
    assert codes.loc["BT1 1AA", "lat"] == pytest.approx(54.6018)
    assert codes.loc["M33 9AA", "lat"] == pytest.approx(53.4242)
    assert any("1 postcode is no longer in use. It is kept" in s for s in intake.report.sentences)


def test_a_zip_of_one_file_for_each_postcode_area_loads_them_all() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("Data/CSV/m.csv", BARE)
        archive.writestr("Data/CSV/wa.csv", BARE.replace("M33", "WA14"))
        archive.writestr("Doc/licence.txt", "Open Government Licence")
        archive.writestr("Doc/Code-Point_Open_Column_Headers.csv", SHORT + LONG)
    raw = read_inside("codepo_gb.zip", packed.getvalue())
    taken = take_in(Kind.POSTCODES, raw, "source", Options(), a_place())
    assert [(one.table, one.report.kept) for one in taken] == [("m", 2), ("wa", 2)]


def test_a_list_of_places_with_postcodes_is_no_postcode_table() -> None:
    text = "Name,Type,Postcode,Latitude,Longitude\n" + "".join(
        f"Hall {n},Hall,M33 {n}DQ,53.42,-2.33\n" for n in range(9)
    )
    assert guess_kinds(a_file(text), a_place())[0] is Kind.ASSETS
