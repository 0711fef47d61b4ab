"""Tables of figures with the headings that their publishers use; the figures are made up.

Sources of the headings: Index of Deprivation "File 7" (MHCLG, English indices of deprivation 2015,
2019, 2025); bulk and query downloads of Nomis (ONS); Fingertips (OHID, "Download data", CSV);
SIMD 2020v2 (Scottish Government, "SIMD 2020v2: data zone look-up and indicators"); WIMD 2019 (Welsh
Government, ranks and scores by small area); NIMDM 2017 (NISRA, SOA level results).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

import openpyxl

IOD_PARTS = (
    ("Index of Multiple Deprivation (IMD)", ""), ("Income", " (rate)"), ("Employment", " (rate)"),
    ("Education, Skills and Training", ""), ("Health Deprivation and Disability", ""),
    ("Crime", ""), ("Barriers to Housing and Services", ""), ("Living Environment", ""),
    ("Income Deprivation Affecting Children Index (IDACI)", " (rate)"),
    ("Income Deprivation Affecting Older People (IDAOPI)", " (rate)"),
    ("Children and Young People Sub-domain", ""), ("Adult Skills Sub-domain", ""),
    ("Geographical Barriers Sub-domain", ""), ("Wider Barriers Sub-domain", ""),
    ("Indoors Sub-domain", ""), ("Outdoors Sub-domain", ""),
)  # fmt: skip
SIMD = (
    "Total_population", "Working_Age_population", "SIMD2020v2_Rank", "SIMD_2020v2_Percentile",
    "SIMD2020v2_Vigintile", "SIMD2020v2_Decile", "SIMD2020v2_Quintile",
    "SIMD2020v2_Income_Domain_Rank", "SIMD2020_Employment_Domain_Rank",
    "SIMD2020_Health_Domain_Rank", "SIMD2020_Education_Domain_Rank",
    "SIMD2020_Access_Domain_Rank", "SIMD2020_Crime_Domain_Rank", "SIMD2020_Housing_Domain_Rank",
    "income_rate", "income_count", "employment_rate", "employment_count", "CIF", "ALCOHOL", "DRUG",
    "SMR", "DEPRESS", "LBWT", "EMERG", "Attendance", "Attainment", "no_qualifications",
    "not_participating", "University", "crime_count", "crime_rate", "overcrowded_count",
    "overcrowded_rate", "nocentralheat_count", "nocentralheat_rate", "drive_petrol", "drive_GP",
    "drive_post", "drive_primary", "drive_retail", "drive_secondary", "PT_GP", "PT_post",
    "PT_retail", "broadband",
)  # fmt: skip
WIMD = ("WIMD 2019", "Income", "Employment", "Health", "Education", "Access to Services",
        "Housing", "Community Safety", "Physical Environment")  # fmt: skip
NIMDM = ("Multiple Deprivation Measure", "Income Domain", "Employment Domain",
         "Health Deprivation and Disability Domain", "Education, Skills and Training Domain",
         "Access to Services Domain", "Living Environment Domain",
         "Crime and Disorder Domain")  # fmt: skip
FINGERTIPS = (
    "Indicator ID", "Indicator Name", "Parent Code", "Parent Name", "Area Code", "Area Name",
    "Area Type", "Sex", "Age", "Category Type", "Category", "Time period", "Value",
    "Lower CI 95.0 limit", "Upper CI 95.0 limit", "Lower CI 99.8 limit", "Upper CI 99.8 limit",
    "Count", "Denominator", "Value note", "Recent Trend",
    "Compared to England value or percentiles", "Compared to percentiles", "Time period Sortable",
    "New data", "Compared to goal", "Time period range",
)  # fmt: skip


def sheet(rows: Sequence[Sequence[object]]) -> bytes:
    """Return rows as a CSV file."""
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()


def workbook(sheets: dict[str, bytes]) -> bytes:
    """Return CSV files as the sheets of one XLSX file, with numbers as numbers."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, content in sheets.items():
        page = book.create_sheet(name)
        for row in csv.reader(io.StringIO(content.decode())):
            page.append([float(cell) if cell.replace(".", "").isdigit() else cell or None
                         for cell in row])  # fmt: skip
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def file_7(codes: Sequence[str], year: int) -> bytes:
    """Return "File 7" of the Index of Deprivation of a year."""
    lsoa, lad = {2015: (2011, 2013), 2019: (2011, 2019), 2025: (2021, 2024)}[year]
    people = {2015: "mid 2012", 2019: "mid 2015", 2025: "mid 2022"}[year]
    headings = [
        f"LSOA code ({lsoa})", f"LSOA name ({lsoa})", f"Local Authority District code ({lad})",
        f"Local Authority District name ({lad})",
    ]  # fmt: skip
    for name, rate in IOD_PARTS:
        headings += [f"{name} Score{rate}", f"{name} Rank (where 1 is most deprived)",
                     f"{name} Decile (where 1 is most deprived 10% of LSOAs)"]  # fmt: skip
    headings += [
        f"Total population: {people} (excluding prisoners)",
        f"Dependent Children aged 0-15: {people} (excluding prisoners)",
        f"Population aged 16-59: {people} (excluding prisoners)",
        f"Older population aged 60 and over: {people} (excluding prisoners)",
        "Working age population 18-59/64: for use with Employment Deprivation Domain "
        "(excluding prisoners)",
    ]
    rows = []
    for n, code in enumerate(codes, start=1):
        figures: list[object] = []
        for part in range(len(IOD_PARTS)):
            figures += [f"{(n * 7 + part) % 50 + 0.123}", 1000 * n + part, n % 10 + 1]
        people_here = [1500 + n, 300, 900, 300, 850]
        rows.append([code, f"Area {n:03d}A", "E08000009", "Trafford", *figures, *people_here])
    return sheet([headings, *rows])


def nomis_bulk(codes: Sequence[str], year: int) -> bytes:
    """Return a topic summary of the census of 2011 or 2021 as Nomis hands it out in bulk."""
    names = ("Very good health", "Good health", "Fair health", "Bad health", "Very bad health")
    if year == 2011:
        headings = ["date", "geography", "geography code", "Rural Urban",
                    "General Health: All categories: General health; measures: Value",
                    *(f"General Health: {name}; measures: Value" for name in names)]  # fmt: skip
        extra: list[object] = ["Total"]
    else:
        headings = ["date", "geography", "geography code",
                    "General health: Total: All usual residents",
                    *(f"General health: {name}" for name in names)]  # fmt: skip
        extra = []
    rows: list[list[object]] = []
    for n, code in enumerate(codes, start=1):
        parts = [700 + n, 500, 150 + 2 * n, 40, 10 + n]
        rows.append([year, f"Area {n:03d}A", code, *extra, sum(parts), *parts])
    return sheet([headings, *rows])


def nomis_query(codes: Sequence[str]) -> bytes:
    """Return a table as Nomis hands it out from a query: title rows above, notes below."""
    names = ("No qualifications", "Level 4 qualifications and above", "Other qualifications")
    rows: list[list[object]] = [
        ["TS067 - Highest level of qualification"],
        ["ONS Crown Copyright Reserved [from Nomis on 3 November 2026]"],
        [],
        ["Population :", "All usual residents aged 16 years and over"],
        ["Units      :", "Persons"],
        ["Date       :", "2021"],
        [],
        ["2021 super output area - lower layer", "mnemonic",
         "Total: All usual residents aged 16 years and over", *names],
        [],
    ]  # fmt: skip
    for n, code in enumerate(codes, start=1):
        parts = [200 + 3 * n, 400, 100 + n]
        rows.append([f"Area {n:03d}A", code, sum(parts), *parts])
    rows += [[], ["In order to protect against disclosure of personal information, records have "
                  "been swapped between different geographic areas."]]  # fmt: skip
    return sheet(rows)


def fingertips(codes: Sequence[str]) -> bytes:
    """Return a download of Fingertips: three indicators, two periods, one by sex."""
    rows: list[list[object]] = [list(FINGERTIPS)]

    def add(number: int, name: str, sex: str, age: str, period: str, value: object) -> None:
        for n, code in enumerate(codes, start=1):
            given = value if isinstance(value, str) else round(float(str(value)) + n, 2)
            rows.append([
                number, name, "E08000009", "Trafford", code, f"Area {n}", "Wards", sex, age, "",
                "", period, given, 1, 99, "", "", 10 * n, 100 * n, "", "", "Similar",
                "Not compared", f"{period[:4]}0000", "", "", "1y",
            ])  # fmt: skip

    for period in ("2021", "2022/23"):
        add(93283, "Life expectancy at birth", "Male", "All ages", period, 78)
        add(93283, "Life expectancy at birth", "Female", "All ages", period, 82)
        add(93105, "Reception prevalence of obesity (including severe obesity)", "Persons",
            "4-5 yrs", period, 9)  # fmt: skip
    add(90366, "Population density", "Persons", "All ages", "2022/23", "")
    return sheet(rows)


def simd(codes: Sequence[str]) -> bytes:
    """Return the indicators of SIMD 2020v2 by data zone."""
    rows: list[list[object]] = [["Data_Zone", "Intermediate_Zone", "Council_area", *SIMD]]
    for n, code in enumerate(codes, start=1):
        figures = [f"{n * (at + 3) % 97}" for at in range(len(SIMD))]
        figures[SIMD.index("Attendance")] = "*"
        figures[SIMD.index("income_rate")] = f"{n}%"
        rows.append([code, "Culter", "Aberdeen City", *figures])
    return sheet(rows)


def wimd(codes: Sequence[str], what: str) -> bytes:
    """Return the "ranks" or "scores" of WIMD 2019, with the title rows of the sheet."""
    title = {
        "ranks": "WIMD 2019 overall and domain ranks for each small area (LSOA), "
                 "1 (most deprived) to 1,909 (least deprived)",
        "scores": "WIMD 2019 index and domain scores for each small area (LSOA)",
    }[what]  # fmt: skip
    rows: list[list[object]] = [
        [title], [],
        ["LSOA Code", "LSOA Name (Eng)", "Local Authority Name (Eng)", *WIMD],
    ]  # fmt: skip
    for n, code in enumerate(codes, start=1):
        figures = [n * (at + 2) if what == "ranks" else n * (at + 2) / 7 for at in range(len(WIMD))]
        rows.append([code, f"Aberaeron {n}", "Ceredigion", *figures])
    return sheet(rows)


def nimdm(codes: Sequence[str]) -> bytes:
    """Return the results of NIMDM 2017 by super output area."""
    ranks = [f"{name} Rank \n(where 1 is most deprived)" for name in NIMDM]
    rows: list[list[object]] = [
        ["LGD2014NAME", "2015 Default Urban/Rural ", "SOA2001", "SOA2001_name", *ranks]
    ]
    for n, code in enumerate(codes, start=1):
        rows.append(["Belfast", "Urban", code, f"Falls_{n}", *(n * (at + 1) for at in range(8))])
    return sheet(rows)
