"""What publishers call things: for each field, the headings that mean it, best first."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from sharedground.model.place import Kind
from sharedground.words import later

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[A-Za-z])(?=\d)")

_VINTAGE = re.compile(r"(?<=[a-z])\d\d(?=(cd|nm|hclnm|nmw)$)", re.IGNORECASE)
"""The year inside the names of official code columns: "lsoa11cd" is "lsoa cd"."""


@cache
def plain(heading: str) -> str:
    """Return a heading in lower-case words: "PostCode", "post_code" give "post code"."""
    without_vintage = _VINTAGE.sub(" ", heading)
    letters = unicodedata.normalize("NFKD", _CAMEL.sub(" ", without_vintage))
    letters = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(re.sub(r"[^\w]|_", " ", letters.casefold()).split())


@dataclass(frozen=True)
class Field:
    """One thing that a column can mean.

    Parameters
    ----------
    name
        The field, as in reports and `--column`.
    words
        Plain headings that mean it, best first.
    avoid
        Words that rule a heading out, unless the heading is exactly one of `words`.
    shape
        Name of the test of what values look like; "" when any text will do.
    needs
        Least share of values with that shape for a heading to be believed.
    enough
        Share at which the values alone are believed, whatever the heading; above 1 is never.
    loose
        Whether a heading that only holds one of `words` counts too.
    """

    name: str
    words: tuple[str, ...]
    avoid: frozenset[str] = frozenset()
    shape: str = ""
    needs: float = 0.0
    enough: float = 2.0
    loose: bool = True


def _field(
    name: str, words: str, *, avoid: str = "", shape: str = "", needs: float = 0.0,
    enough: float = 2.0, loose: bool = True,
) -> Field:  # fmt: skip
    listed = tuple(" ".join(word.split()) for word in words.split(";"))
    return Field(name, listed, frozenset(avoid.split()), shape, needs, enough, loose)


_NOT_A_NAME = (
    "area ward lsoa msoa lad la soa oa authority council street road file user contact first last "
    "surname forename person parent alternate alternative short region county town city district "
    "locality day layer domain owner sponsor country constituency publisher dataset funding health "
    "postcode trust ccg icb nation parish officer head manager type category inspection status "
    "provider organisation organization charity brand code number id url website link email phone "
    "telephone address primary main sub managing thoroughfare principal ref reference tenure size "
    "value age grade"
)

_POSTCODE: Final = _field(
    "postcode",
    "postcode; post code; pcds; postal code; zip code; zip; zipcode; pcd 2; pcd; post codes; "
    "postcodes; eircode; plz; pc; codigo postal; code postal",
    avoid="lsoa area count district sector id", shape="postcode", needs=0.3, enough=0.8,
)  # fmt: skip
_LON: Final = _field(
    "lon",
    "longitude; lon; long; lng; x; geo x; point x; coord x; x coord; x coordinate; "
    "coordinate x; longitude wgs 84; xcoord; gps longitude; centroid x",
    avoid="address", shape="lon", needs=0.5, enough=0.9,
)  # fmt: skip
_LAT: Final = _field(
    "lat",
    "latitude; lat; y; geo y; point y; coord y; y coord; y coordinate; coordinate y; "
    "latitude wgs 84; ycoord; gps latitude; centroid y",
    avoid="address", shape="lat", needs=0.5, enough=0.9,
)  # fmt: skip
_EASTING: Final = _field(
    "easting",
    "easting; eastings; oseast 1 m; east 1 m; east; os easting; x; geo x; grid e; point x; "
    "coord x; x coord; x coordinate; grid easting; xcoord; bng x; e; longitude; long; lon",
    shape="metres", needs=0.5,
)  # fmt: skip
_NORTHING: Final = _field(
    "northing",
    "northing; northings; osnrth 1 m; north 1 m; north; os northing; y; geo y; grid n; point y; "
    "coord y; y coord; y coordinate; grid northing; ycoord; bng y; n; latitude; lat",
    shape="metres", needs=0.5,
)  # fmt: skip
_LATLON: Final = _field(
    "latlon",
    "lat long; lat lon; latitude longitude; latlong; lat lng; coordinates; coordinate; location; "
    "geolocation; gps; geo; geo point; point; position; geopoint; map location; long lat; lon lat; "
    "gps coordinates; geo coordinates; google maps; google map; google maps link; "
    "google map link; map link; maps link; map url; location link",
    shape="pair", needs=0.5, enough=0.9,
)  # fmt: skip
_WKT: Final = _field(
    "wkt", "wkt; geometry; geom; the geom; shape; location; point; polygon; geo shape",
    shape="wkt", needs=0.5, enough=0.9,
)  # fmt: skip
_GRID_REF: Final = _field(
    "grid_ref",
    "grid reference; grid ref; os grid reference; os grid ref; ngr; national grid reference; "
    "gridref; os reference; os ref; map reference; map ref; osgb grid reference; grid references; "
    "irish grid reference; grid square; location",
    shape="grid_ref", needs=0.5,
)  # fmt: skip
_CRS: Final = _field(
    "crs",
    "crs; srid; epsg; epsg code; srs; coordinate system; coordinate reference system; "
    "spatial reference; spatial reference system; coord system; coordinates system; projection; "
    "datum; geodetic datum; grid system; coordinate type",
    shape="crs", needs=0.5,
)  # fmt: skip
_URL: Final = _field(
    "url",
    "website; url; web site; web; web address; website address; webpage; web page; link; homepage; "
    "home page; site url; websites; www; more information link; recipient org web address",
    avoid="id uri cqc image logo report funding grant", shape="url", needs=0.3,
)  # fmt: skip
_EMAIL: Final = _field(
    "email",
    "email; e mail; email address; e mail address; contact email; public email; mail; "
    "enquiries email",
    avoid="assurer checked", shape="email", needs=0.3, enough=0.8,
)  # fmt: skip
_PHONE: Final = _field(
    "phone",
    "telephone; phone; tel; telephone number; phone number; contact number; tel no; tel number; "
    "telephone no; phone no; mobile; contact telephone; contact phone; telephone num; landline; "
    "mobile number; main phone; contact tel no; contact tel; contact phone number; "
    "contact telephone number; contact no; number",
    avoid="fax id street house", shape="phone", needs=0.3, enough=0.9,
)  # fmt: skip
_CONTACT: Final = _field(
    "contact",
    "contact; contact details; contact info; contact information; how to contact; contacts; "
    "how to get in touch",
    avoid="name person web website url postcode", shape="contact", needs=0.3,
)  # fmt: skip
_DESCRIPTION: Final = _field(
    "description",
    "description; service description; about; what we do; summary; activities; facilities; "
    "details; overview; information; further information; aims; purpose; objectives; notes; "
    "comments; remarks; what; what we offer; what is on offer; other information; "
    "further details; other detail; what happens",
    avoid="contact opening tenure location price cost access id code url link disability",
)  # fmt: skip

IDENTIFIERS: Final[dict[str, tuple[str, str]]] = {
    "identifier_uprn": ("UPRN", "uprn; unique property reference number"),
    "identifier_urn": ("URN", "urn; unique reference number; school urn; edubase urn"),
    "identifier_cqc": ("CQC", "cqc id; cqc location id; cqc number; cqc provider id"),
    "identifier_ods": ("ODS", "ods code; organisation data service code; ods; practice code; "
                       "organisation code; pharmacy ods code; nhs code; nacs code"),
    "identifier_osm": ("OSM", "osm id; osmid; full id; osm way id; osm node id; osm"),
    "identifier_atco": ("ATCO", "atco code; atcocode; naptan atco; stop id; atco"),
    "identifier_ukprn": ("UKPRN", "ukprn"),
    "identifier_toid": ("TOID", "toid; os toid"),
    "identifier_charity": ("GB-CHC", "charity number; registered charity number; charity no; "
                           "charity reg no; recipient org charity number; charity registration "
                           "number; charity commission number; registration number; "
                           "registered charity no; charity reg number"),
    "identifier_company": ("GB-COH", "company number; companies house number; company no; "
                           "recipient org company number; company registration number; "
                           "companies house id; registered company number"),
    "identifier_org": ("org-id", "recipient org identifier; org id; organisation identifier; "
                       "organisation id; organization id; recipient org id; organization "
                       "identifier; partner id"),
    "identifier_local": ("local", "id; site id; asset code; asset id; ref; reference; record id; "
                         "service id; location id; identifier; facility id; feature num; globalid; "
                         "object id; objectid; fid; uid; site code; establishment number; guid; "
                         "unique id"),
}  # fmt: skip
"""Field to (scheme, headings). `GB-CHC` and `GB-COH` are org-id.guide's list codes."""

_ADDRESS_PARTS: Final = (
    _field("address_number", "street number; house number; building number; number; "
           "house no; housenumber; "
           "addr housenumber; street no; building no; addressnum; address num",
           loose=False),
    _field("address", "address; full address; street address; address 1; address line 1; "
           "addr 1; address line; postal address; venue address; location address; site address; "
           "location street address; add 1; address full; addr; recipient org street address; "
           "adress; where; public address; visiting address",
           avoid="email web url ip 2 3 4 5 number mail website id city county postcode code name"),
    _field("address_street", "street name; street; road; road name; thoroughfare; "
           "location street; addr street; thoroughfare name; streetname",
           avoid="number code disability"),
    _field("address_2", "address 2; address line 2; addr 2; location address line 2; add 2; "
           "address line two"),
    _field("address_3", "address 3; address line 3; addr 3; add 3"),
    _field("address_4", "address 4; address line 4; add 4"),
    _field("city", "town; city; post town; posttown; town city; city town; location city; "
           "town or city; addr city; recipient org city; municipality; village", loose=False),
    _field("county", "county; county name; state province; location county", avoid="country",
           loose=False),
)  # fmt: skip
ADDRESS_FIELDS: Final = tuple(part.name for part in _ADDRESS_PARTS)


def _identifier_fields(*names: str) -> tuple[Field, ...]:
    return tuple(
        _field(name, IDENTIFIERS[name][1], shape="identifier", needs=0.01, loose=False)
        for name in names or IDENTIFIERS
    )


_NAME: Final = _field(
    "name",
    "name; asset name; service name; facility name; group name; club name; activity name; "
    "centre name; location name; place name; common name; establishment name; property name; "
    "school name; pharmacy name; practice name; business name; surgery name; store name; "
    "facname; fac name; property; "
    "facility; group; club; activity; service; title; service title; project name; project; "
    "distname; display name; name of asset; name of group; name of service; name of organisation; "
    "stop name; station name; name en; designated name; asset; resource; resource name; label; "
    "nom; nombre; naam; "
    "name of facility; name of site",
    avoid=_NOT_A_NAME, shape="words", needs=0.3,
)  # fmt: skip
_SITE_NAME: Final = _field(
    "site_name",
    "venue; venue name; site name; site; building name; building; premises; premises name; "
    "meeting place; held at; where held; location venue; location name; meeting venue; hall",
    avoid="address id code type postcode number size url status date location", shape="words",
    needs=0.3,
)  # fmt: skip
LOCATIONS: Final = frozenset(
    ["location", "locations", "location text", "location details", "location description",
     "location address", "venue location", "location of venue", "site location",
     "location of site", "place location", "meeting location", "whereabouts", "position", "place"]
)  # fmt: skip
"""Headings under which anything may say where a row is: its cells decide what the column is."""

ORGANIZATION: Final = _field(
    "organization",
    "organisation; organization; organisation name; organization name; org name; org; provider; "
    "provider name; service provider; managed by; operator; operated by; run by; delivered by; "
    "owner; owned by; lead organisation; host organisation; organisation label; managing "
    "organisation; charity name; charity; company; company name; management; brand; "
    "opname; op name; operator name; agency; agency name; "
    "owner name; lead provider; site owner; responsible body; delivery organisation",
    avoid="id type code number url uri website email address postcode size data date status "
          "trust_type identifier service_code description parent category",
    shape="words", needs=0.3,
)  # fmt: skip
_CATEGORY: Final = _field(
    "category",
    "category; type; asset type; service type; facility type; site type; kind; asset category; "
    "activity type; service category; categories; classification; class; primary category; "
    "sub category; subcategory; subtype; type of asset; type of service; organisation type; "
    "group type; type of group; sector; theme; business type; location type; stop type; "
    "type of establishment name; type of establishment; classifica; use; primary use; function; "
    "sport; activity; main activity; taxonomy; tags; tag; buildgthem; sport type; fclass; "
    "type of facility; establishment type; building type; land use; current use; property type; "
    "factype; fac type; classname; class name; category name; categoryname; "
    "amenity; type of venue; icon category; activities; services; phase of education name",
    avoid="tenure holding access trust id code disability energy email phone contact address "
          "road geography indicator currency rating age ward town city county region locality "
          "constituency authority district country",
    shape="category", needs=0.3, enough=0.85,
)  # fmt: skip

ASSET_FIELDS: Final[tuple[Field, ...]] = (
    _NAME,
    _SITE_NAME,
    ORGANIZATION,
    _CATEGORY,
    _DESCRIPTION,
    _POSTCODE,
    _LON,
    _LAT,
    _EASTING,
    _NORTHING,
    _LATLON,
    _WKT,
    _GRID_REF,
    _CRS,
    *_ADDRESS_PARTS,
    _URL,
    _EMAIL,
    _PHONE,
    _CONTACT,
    _field(
        "schedules",
        "opening hours; opening times; hours; schedule; hours of operation; times; open hours; "
        "day and time; days and times; session times; meeting times; opening; when; open; "
        "opening days; schedules; time; business hours; meeting time; days open; timetable",
        avoid="wait waiting date car park staff year first bank monday tuesday wednesday thursday "
              "friday saturday sunday mon tue wed thu fri sat sun disability",
    ),
    _field(
        "cost_options",
        "cost; costs; price; prices; fee; fees; charge; charges; admission; cost options; "
        "entry fee; how much; pricing; membership fee; admission charge; payment",
        avoid="id code total project centre savings age ages admission_age lowest highest in",
    ),
    _field(
        "eligibility",
        "eligibility; who is it for; who can attend; who for; age range; age group; ages; "
        "referral method; referral; audience; target group; access type; suitable for; "
        "eligibility criteria; eligibility description; who can use it; beneficiaries; "
        "membership; target audience",
        avoid="id code number postcode highest lowest",
    ),
    _field(
        "accessibility",
        "accessibility; disabled access; wheelchair; wheelchair access; accessible; "
        "access information; disability access; access needs; wheelchair accessible; step free",
        avoid="id code",
    ),
    _field(
        "capacity",
        "capacity; places; number of places; beds; number of beds; care homes beds; max capacity; "
        "maximum capacity; registered places; school capacity; seats; total places; bed count; "
        "seating capacity; licensed capacity; registered beds; no of beds; no of places; "
        "number of seats",
        avoid="car parking park cycle bike vehicle disability disabled date notes",
        shape="number", needs=0.3,
    ),
    _field(
        "status",
        "status; service status; establishment status; establishment status name; "
        "operational status; open or closed; open closed; current status; business status",
        avoid="tax legal energy marital", shape="status", needs=0.3,
    ),
    _field(
        "assured_date",
        "assured date; inspection date; last checked; last verified; date checked; "
        "last inspection date; date modified; last updated; last modified; date updated; "
        "site last updated date; date last updated; updated; date of last check; checked on; "
        "verified; modified; date verified; checked; reviewed; last reviewed; review date; "
        "publication date of latest inspection; last edit; last confirmed",
        avoid="by email who", shape="date", needs=0.3,
    ),
    _field(
        "assurer_email", "assurer email; checked by email; verified by email; assured by email; "
        "verifier email; checked by; assured by; verified by",
        shape="email", needs=0.3,
    ),
    _field(
        "visibility",
        "visibility; do not publish; publish; public; show on map; ok to publish; private; "
        "confidential; consent to publish; permission to publish; show publicly; can be published; "
        "publish on map; consent to share; publishable; do not share; published; gdpr consent",
        avoid="transport house toilet sector access date phone mobile telephone email contact "
              "contacts details number photo photos address location sensitive parking hire "
              "school care rent room rooms garden use kitchen lessons tuition function events",
        shape="flag", needs=0.5,
    ),
    _field(
        "sensitive",
        "sensitive; is sensitive; sensitive location; sensitive place; sensitive address; "
        "sensitive site; hide address; hide location; hidden location; location hidden; "
        "address confidential; confidential address; confidential location; address private; "
        "address withheld; do not show address; do not show location; do not publish address; "
        "approximate location only",
        avoid="habitat wildlife area species", shape="flag", needs=0.5,
    ),
    _field(
        "area_code",
        "area code; lsoa code; lsoa; lsoa 2021; lsoa 2011; ward code; "
        "ward; msoa code; geoid; community area; community; community area number; neighbourhood; "
        "neighborhood; data zone; tract; small area; area; area name; ward name; wd 23 cd",
        shape="area", needs=0.5,
    ),
    *_identifier_fields(),
)  # fmt: skip

PARTNER_FIELDS: Final[tuple[Field, ...]] = (
    _field(
        "name",
        "recipient org name; organisation name; organization name; org name; partner name; "
        "organisation; organization; partner; charity name; group name; name of organisation; "
        "name; company name; name of group; company; charity; group; member organisation; org; "
        "member; members; recipient; recipient name; name of organization; provider name; "
        "provider; lead organisation; applicant; agency; stakeholder; title; trading name; "
        "club name; service name; contractor; supplier; grantee",
        avoid="funding contact first last surname person area ward council street town city "
              "type code id number officer postcode email date amount beneficiary programme",
        shape="words", needs=0.3,
    ),
    _field(
        "partner_kind",
        "organisation type; organization type; type; partner type; sector; type of organisation; "
        "kind; category; partner kind; charity type; group type; legal form; type of organization; "
        "recipient org type; org type; legal status",
        avoid="geographic code location grant programme id", shape="words", needs=0.3,
    ),
    _field(
        "description",
        "recipient org description; organisation description; about; description; "
        "what they do; charitable objects; activities; aims; objectives; summary; mission; purpose",
        avoid="grant title amount",
    ),
    _URL, _EMAIL, _PHONE, _CONTACT, _POSTCODE,
    *_identifier_fields("identifier_charity", "identifier_company", "identifier_org",
                        "identifier_ods", "identifier_urn", "identifier_cqc"),
)  # fmt: skip

AREA_FIELDS: Final[tuple[Field, ...]] = (
    _field(
        "area_code",
        "area code; code; gss code; lsoa cd; msoa cd; wd cd; ward cd; oa cd; dz cd; soa cd; geoid; "
        "geoid 20; geoid 10; geo code; area num; nid; geo id; "
        "area number; ons code; statistical code; data zone; id; area id; ward code; "
        "neighbourhood code; community area number; geography code; object id; region code; "
        "tract code; zone; zone code; lsoa code; area numbe; number; fid",
        avoid="name nm local authority shape length units post type year", shape="code", needs=0.95,
        enough=0.99,
    ),
    _field(
        "area_name",
        "area name; msoa hcl name; msoa hclnm; hclnm; name; ward name; lsoa nm; wd nm; ward nm; "
        "msoa nm; "
        "dz name; oa nm; lad nm; nm; neighbourhood; neighborhood; community; "
        "comm area; community area; pri neigh; label; district; locality; lsoa name; suburb; "
        "namelsad; name en; zone name; geography name; region name; description; area; place; "
        "ward; barrio",
        avoid="code authority region units num number cd lad county country state",
        shape="words", needs=0.5,
    ),
    _WKT,
)  # fmt: skip

POSTCODE_FIELDS: Final[tuple[Field, ...]] = (
    _field(
        "postcode",
        "pcds; postcode; pcd 8; pcd 7; pcd 2; pcd; post code; postal code; zip; zip code; "
        "outward; outcode; postcode district; postcodes; outward code; postcode outward; pc",
        avoid="lsoa area count", shape="postcode", needs=0.5, enough=0.9,
    ),
    _LON, _LAT,
    replace(_EASTING, words=(*_EASTING.words, "ea")),
    replace(_NORTHING, words=(*_NORTHING.words, "no")),
    _LATLON, _WKT, _GRID_REF, _CRS,
    _field("terminated", "doterm; terminated; date of termination; date terminated; end date",
           loose=False),
)  # fmt: skip

_AREA_CODE: Final = _field(
    "area_code",
    "area code; geography code; lsoa code; gss code; code; "
    "geoid; geoid 20; geoid 10; area num; nid; mnemonic; ward code; msoa code; data zone; "
    "ons code; geo code; area id; area number; community area; community area number; "
    "neighbourhood code; wd cd; msoa cd; id; area; geography; lsoa; ward; "
    "lower layer super output areas code; lsoa code 2011; lsoa code 2021; community; zone; tract; "
    "neighborhood; neighbourhood; area name; district; feature code; statistical geography",
    avoid="authority lad region country constituency county icb ccg lsoaname parent", shape="area",
)  # fmt: skip
_YEAR: Final = _field(
    "year",
    "year; period; date; time period; reference period; reference date; time; calendar years; "
    "month; mid year; data year; year of data; timeperiod; financial year",
    avoid="old under over aged age per built change",
    shape="year",
    needs=0.5,
)
POPULATION_FIELDS: Final[tuple[Field, ...]] = (
    _AREA_CODE,
    _field(
        "people",
        "all ages; total population; population; people; persons; total persons; all persons; "
        "all people; usual residents; all usual residents; residents; resident population; "
        "population total; pop; total pop; tot pop; pop total; population estimate; est pop; "
        "estimated population; mid year estimate; total; observation; obs value; value; count; "
        "all; number of people; headcount; inhabitants; estimate; number; n; "
        "sex all persons measures value; variable all usual residents measures value; "
        "b 01003 001 e; p 1 001 n",
        avoid="density change percent per pct male males female females men women aged age under "
              "over rate rank household households hectare area weighted growth white black asian "
              "code id 65 16 15 64 share projected ci lower upper",
    ),
    _YEAR,
    _field("sex", "sex; gender; c sex name; sex name; sex 2 categories", avoid="code id"),
    _field("age", "age; age group; c age name; age band; age name; ages; age range; single year",
           avoid="code id average mean median"),
)  # fmt: skip
INDICATOR_FIELDS: Final[tuple[Field, ...]] = (
    _AREA_CODE,
    _field(
        "indicator",
        "indicator name; indicator; index domain; domain; indices of deprivation; measure name; "
        "variable name; variable; statistic; metric; topic; index; indicator title; theme; "
        "dimension; series; question",
        avoid="id code unit units value date",
        shape="words",
        needs=0.5,
    ),
    _field(
        "value",
        "value; obs value; observation; figure; indicator value; data value; amount; result; "
        "estimate; percentage; percent; rate; number; count",
        avoid="lower upper ci limit id code type note",
    ),
    _field("score", "score; average score; scores; index score", avoid="rank decile"),
    _field("rank", "rank; ranking; average score rank", avoid="of"),
    _field("decile", "decile; quintile; deciles", avoid="id"),
    _YEAR,
    _field("unit", "unit; units; unit of measure; unit of measurement; value type; measure unit"),
    _field("measure", "measure; measures; measures name; measurement; statistic type", avoid="id"),
    _field(
        "direction",
        "direction; polarity; desired direction; direction of good; good direction; high is; "
        "high is good; high is bad; higher is better; good or bad; which way is bad",
        avoid="wind travel id code",
        loose=False,
    ),
)  # fmt: skip
LOOKUP_FIELDS: Final[tuple[Field, ...]] = (
    _AREA_CODE,
    _field("ward", "ward; ward name"),
    _field("ward_code", "ward code"),
    _field("neighbourhood", "neighbourhood; neighborhood; msoa hcl name"),
    _field("neighbourhood_code", "neighbourhood code; msoa code"),
    _field("locality", "locality; locality name"),
    _field("locality_code", "locality code"),
)

GROUND_FIELDS: Final[tuple[Field, ...]] = (
    _field(
        "feature_class",
        "feature class; fclass; class; classification; road function; road classification; "
        "function; form; type; theme; feature type; local type",
        avoid="id code name",
        loose=False,
    ),
    _field(
        "name",
        "name; name 1; name1; site name; road name 1; road name; watercourse name; dist name; "
        "dist name 1; label; text string; title; street name",
        avoid="id code",
        loose=False,
    ),
)

STREET_FIELDS: Final[tuple[Field, ...]] = (
    _field("u", "u; from node; from; source node; source; start node; node 1; node a; from id; "
           "source id; a node; fnode", loose=False),
    _field("v", "v; to node; to; target node; target; end node; node 2; node b; to id; target id; "
           "b node; tnode", loose=False),
    _field("length_m", "length m; length; length metres; length meters; metres; meters; "
           "distance m; distance; shape length; len", avoid="id", loose=False),
    _field("node", "node; node id; osmid; osm id; id; nodeid", loose=False),
    _LON, _LAT, _EASTING, _NORTHING,
    _field("way", "highway; fclass; road classification; road function; function; class; type",
           avoid="id name", loose=False),
    _field("foot", "foot", loose=False),
    _field("access", "access", loose=False),
)  # fmt: skip

FIELDS: Final[dict[Kind, tuple[Field, ...]]] = {
    Kind.ASSETS: ASSET_FIELDS,
    Kind.PARTNERS: PARTNER_FIELDS,
    Kind.AREAS: AREA_FIELDS,
    Kind.POSTCODES: POSTCODE_FIELDS,
    Kind.POPULATION: POPULATION_FIELDS,
    Kind.INDICATORS: INDICATOR_FIELDS,
    Kind.LOOKUP: LOOKUP_FIELDS,
    Kind.BACKGROUND: GROUND_FIELDS,
    Kind.STREETS: STREET_FIELDS,
}

SAID: Final[dict[str, str]] = {
    "lon": later("longitude"),
    "lat": later("latitude"),
    "latlon": later("latitude and longitude together"),
    "wkt": later("shape as text"),
    "grid_ref": later("grid reference"),
    "crs": later("how positions are measured"),
    "terminated": later("date it went out of use"),
    "url": later("website"),
    "organization": later("organisation"),
    "site_name": later("name of the building or site"),
    "area_code": later("area code"),
    "area_name": later("area name"),
    "people": later("number of people"),
    "schedules": later("opening times"),
    "sensitive": later("sensitive or not"),
    "cost_options": later("cost"),
    "assured_date": later("date last checked"),
    "assurer_email": later("e-mail of who checked"),
    "partner_kind": later("kind of organisation"),
    "description": later("description"),
    "postcode": later("postcode"),
    "easting": later("easting"),
    "northing": later("northing"),
    "address": later("address"),
    "address_2": later("address 2"),
    "address_3": later("address 3"),
    "address_4": later("address 4"),
    "county": later("county"),
    "email": later("email"),
    "phone": later("phone"),
    "accessibility": later("accessibility"),
    "capacity": later("capacity"),
    "sex": later("sex"),
    "age": later("age"),
    "indicator": later("indicator"),
    "score": later("score"),
    "rank": later("rank"),
    "decile": later("decile"),
    "unit": later("unit"),
    "measure": later("measure"),
    "direction": later("direction"),
    "ward": later("ward"),
    "ward_code": later("ward code"),
    "neighbourhood": later("neighbourhood"),
    "neighbourhood_code": later("neighbourhood code"),
    "locality": later("locality"),
    "locality_code": later("locality code"),
    "feature_class": later("what each thing is"),
    "u": later("node where the street begins"),
    "v": later("node where the street ends"),
    "length_m": later("length in metres"),
    "node": later("node"),
    "way": later("kind of street"),
    "foot": later("on foot or not"),
    "access": later("who may go there"),
}
"""What people read for a field; the others read as their own name."""


def said(field: str) -> str:
    """Return the words for a field, such as "postcode" or "UPRN"."""
    if field in IDENTIFIERS:
        return IDENTIFIERS[field][0]
    return SAID.get(field, field.replace("_", " "))
