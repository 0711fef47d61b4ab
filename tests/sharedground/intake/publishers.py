"""Small tables with the headings of many publishers; names, places and numbers are made up.

Each gives the file's name and text, what it brings, the columns that a person would say without
doubt, and the category of each row. Sources of the headings: the publishers' own data pages.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Published:
    """One publisher's table, and how a person reads it."""

    file: str
    text: str
    columns: dict[str, str]
    categories: tuple[str, ...] = ()
    kind: str = "assets"
    placed: int | None = None
    wrong: dict[str, str] = field(default_factory=dict)
    """Fields that must not be read from these headings."""


SCHOOLS_ENGLAND = Published(
    "edubasealldata20240501.csv",
    "URN,LA (code),LA (name),EstablishmentNumber,EstablishmentName,TypeOfEstablishment (code),"
    "TypeOfEstablishment (name),EstablishmentTypeGroup (name),EstablishmentStatus (name),"
    "OpenDate,PhaseOfEducation (name),StatutoryLowAge,StatutoryHighAge,SchoolCapacity,"
    "NumberOfPupils,Trusts (name),Street,Locality,Address3,Town,County (name),Postcode,"
    "SchoolWebsite,TelephoneNum,HeadTitle (name),HeadFirstName,HeadLastName,Easting,Northing,UPRN,"
    "LSOA (code)\n"
    "900001,358,Trafford,2001,Oak Lane Primary School,01,Community school,"
    "Local authority maintained schools,Open,01-09-1990,Primary,4,11,420,398,,Oak Lane,,,Sale,,"
    "M33 2DQ,www.oaklane.example.sch.uk,01614960001,Ms,A,Person,378000,391500,100011,E01006001\n"
    "900002,358,Trafford,4002,Ash Road High School,34,Academy converter,Academies,Open,,"
    "Secondary,11,16,900,870,Ash Trust,Ash Road,,,Sale,,M33 4BN,http://ash.example.org,"
    "01614960002,Mr,B,Person,377500,391000,100012,E01006002\n",
    {"name": "EstablishmentName", "address_street": "Street", "city": "Town",
     "postcode": "Postcode", "url": "SchoolWebsite", "phone": "TelephoneNum",
     "capacity": "SchoolCapacity", "easting": "Easting", "northing": "Northing",
     "identifier_urn": "URN", "identifier_uprn": "UPRN", "status": "EstablishmentStatus (name)"},
    ("school", "school"), placed=2,
)  # fmt: skip

CARE_DIRECTORY = Published(
    "CQC_directory.csv",
    "CQC care directory as at 1 May 2024,,,,,,,,,,,,,,\n"
    "For help contact the publisher,,,,,,,,,,,,,,\n,,,,,,,,,,,,,,\n"
    "Name,Also known as,Address,Postcode,Phone number,Service's website (if available),"
    "Service types,Date of latest check,Specialisms/services,Provider name,Local authority,Region,"
    "Location URL,CQC Location ID (for office use only),CQC Provider ID (for office use only)\n"
    'Oak House,,"1 Oak Lane, Sale",M33 2DQ,0161 496 0003,www.oakhouse.example.org,'
    'Nursing homes,01/02/2023,Dementia,Oak Care Limited,Trafford,North West,'
    "https://www.example.org/1,1-100001,1-200001\n"
    'Ash Dental,,"2 Ash Road, Sale",M33 4BN,0161 496 0004,,'
    'Dentist,11/03/2022,,Ash Dental LLP,Trafford,North West,'
    "https://www.example.org/2,1-100002,1-200002\n"
    'Elm Care,,"3 Elm Road, Sale",M41 5AA,0161 496 0005,,'
    'Homecare agencies,12/03/2022,,Elm Care Ltd,Trafford,North West,'
    "https://www.example.org/3,1-100003,1-200003\n",
    {"name": "Name", "address": "Address", "postcode": "Postcode", "phone": "Phone number",
     "url": "Service's website (if available)", "category": "Service types",
     "organization": "Provider name", "assured_date": "Date of latest check"},
    ("care-home", "dentist", ""), placed=3,
)  # fmt: skip

CHARITIES = Published(
    "publicextract.charity.csv",
    "date_of_extract,organisation_number,registered_charity_number,linked_charity_number,"
    "charity_name,charity_type,charity_registration_status,date_of_registration,latest_income,"
    "charity_contact_address1,charity_contact_address2,charity_contact_postcode,"
    "charity_contact_phone,charity_contact_email,charity_contact_web,"
    "charity_company_registration_number,charity_activities\n"
    "2024-05-01,1,900001,0,LARROWBY AID,CIO,Registered,2001-01-01,20000,1 Oak Lane,Sale,M33 2DQ,"
    "01614960001,info@aid.example.org,www.aid.example.org,,Gives food to families\n"
    "2024-05-01,2,900002,0,OAK HALL TRUST,Trust,Registered,1990-05-01,5000,2 Ash Road,Sale,M33 4BN,"
    "01614960002,hello@oak.example.org,,,Runs the village hall\n",
    {"name": "charity_name", "identifier_charity": "registered_charity_number",
     "phone": "charity_contact_phone", "email": "charity_contact_email",
     "url": "charity_contact_web", "description": "charity_activities"},
    kind="partners",
)  # fmt: skip

NHS_PRACTICES = Published(
    "epraccur.csv",
    '"P91001","OAK SURGERY","Y62","QOP","1 OAK LANE","SALE","CHESHIRE","","","M33 2DQ","19740401",'
    '"","A","B","02A","20130401","","0161 4960001","","","","0","","02A","","4",""\n'
    '"P91002","DR ASH & PARTNERS","Y62","QOP","THE HEALTH CENTRE","ASH ROAD","SALE","","",'
    '"M33 4BN","19740401","","A","B","02A","20130401","","0161 4960002","","","","0","","02A","",'
    '"4",""\n'
    '"P91003","ELM PRACTICE","Y62","QOP","3 ELM ROAD","URMSTON","","","","M41 5AA","19800101",'
    '"20200331","C","B","02A","20130401","20200331","","","","","0","","02A","","4",""\n',
    {"name": "Name", "postcode": "Postcode", "identifier_ods": "Organisation code",
     "phone": "Contact telephone", "address": "Address line 1", "status": "Status"},
    ("gp-surgery",) * 3, placed=3,
)  # fmt: skip

NHS_PHARMACIES = Published(
    "edispensary.csv",
    '"FA001","OAK PHARMACY","Y62","QOP","1 OAK LANE","SALE","","","","M33 2DQ","20000101","","A",'
    '"1","02A","20130401","","0161 4960001","","","","0","","","","",""\n'
    '"FA002","BOOTS","Y62","QOP","2 ASH ROAD","SALE","","","","M33 4BN","20000101","","A","1",'
    '"02A","20130401","","","","","","0","","","","",""\n',
    {"name": "Name", "postcode": "Postcode", "identifier_ods": "Organisation code"},
    ("pharmacy", "pharmacy"), placed=2,
)  # fmt: skip

CODE_POINT = Published(
    "m.csv",
    '"M332DQ",10,378000,391500,"E92000001","E19000001","E18000002","","E08000009","E05000001"\n'
    '"M334BN",10,377500,391000,"E92000001","E19000001","E18000002","","E08000009","E05000001"\n'
    '"M41 5AA",10,374700,387700,"E92000001","E19000001","E18000002","","E08000009","E05000001"\n',
    {"postcode": "Postcode", "easting": "Eastings", "northing": "Northings"},
    kind="postcodes",
)  # fmt: skip

OVERPASS = Published(
    "export.csv",
    "@id\t@type\t@lat\t@lon\tname\tamenity\tleisure\tshop\taddr:housenumber\taddr:street\t"
    "addr:postcode\topening_hours\twebsite\tphone\twheelchair\n"
    "1\tnode\t53.42\t-2.33\tOak Library\tlibrary\t\t\t1\tOak Lane\tM33 2DQ\tMo-Fr 09:00-17:00\t"
    "https://oak.example.org\t+44 161 496 0001\tyes\n"
    "2\tway\t53.41\t-2.32\tAsh Park\t\tpark\t\t\t\t\t\t\t\t\n"
    "3\tnode\t53.40\t-2.34\tElm Bakery\t\t\tbakery\t3\tElm Road\tM33 4BN\t\t\t\tlimited\n",
    {"name": "name", "lat": "@lat", "lon": "@lon", "address_number": "addr:housenumber",
     "address_street": "addr:street", "postcode": "addr:postcode", "schedules": "opening_hours",
     "url": "website", "phone": "phone", "accessibility": "wheelchair"},
    ("library", "park", "local-business"), placed=3,
)  # fmt: skip

GEOFABRIK = Published(
    "gis_osm_pois_free_1.csv",
    "osm_id,code,fclass,name,X,Y\n"
    "11,2082,school,Oak School,-2.33,53.42\n12,2301,restaurant,Ash Grill,-2.32,53.41\n"
    "13,2204,park,Elm Park,-2.31,53.40\n14,2110,pharmacy,Fir Pharmacy,-2.30,53.41\n",
    {"name": "name", "category": "fclass", "lon": "X", "lat": "Y", "identifier_osm": "osm_id"},
    ("school", "local-business", "park", "pharmacy"), placed=4,
)  # fmt: skip

POINTS_OF_INTEREST = Published(
    "poi_extract.csv",
    "ref_no|name|pointx_class|feature_easting|feature_northing|pos_accuracy|uprn|address_detail|"
    "street_name|locality|geographic_county|postcode|telephone_number|url|groupname|categoryname|"
    "classname\n"
    "1|Oak Library|06340456|378000|391500|1|100011|1|Oak Lane|Sale|Cheshire|M33 2DQ|0161 496 0001|"
    "www.oak.example.org|Public Infrastructure|Central and Local Government|Libraries\n"
    "2|Ash Surgery|05280369|377500|391000|1|100012|2|Ash Road|Sale|Cheshire|M33 4BN|0161 496 0002||"
    "Education and Health|Health Practitioners and Establishments|Doctors Surgeries\n",
    {"name": "name", "easting": "feature_easting", "northing": "feature_northing",
     "postcode": "postcode", "phone": "telephone_number", "url": "url", "category": "classname",
     "address_street": "street_name", "identifier_uprn": "uprn"},
    ("library", "gp-surgery"), placed=2,
)  # fmt: skip

PUBLIC_TOILETS = Published(
    "public-toilets.csv",
    "ExtractDate,OrganisationURI,OrganisationLabel,ServiceTypeURI,ServiceTypeLabel,LocationText,"
    "StreetAddress,PostCode,GeoX,GeoY,CoordinateReferenceSystem,Category,AccessibleCategory,"
    "RADARKeyNeeded,BabyChange,FamilyToilet,ChangingPlace,OpeningHours,ManagedBy,ReportTel,Notes\n"
    "01/05/2024,http://example.org/c,Sale Council,http://id.esd.org.uk/service/579,"
    "Public toilets,Oak Park toilets,Oak Lane,M33 2DQ,378000,391500,OSGB36,Female and male,"
    "Unisex,Yes,Yes,No,No,08:00-18:00,Sale Council,0161 496 0001,\n"
    "01/05/2024,http://example.org/c,Sale Council,http://id.esd.org.uk/service/579,"
    "Public toilets,Ash Square toilets,Ash Road,M33 4BN,377500,391000,OSGB36,Unisex,Unisex,Yes,"
    "No,No,No,09:00-17:00,Sale Council,0161 496 0001,\n",
    {"name": "LocationText", "postcode": "PostCode", "easting": "GeoX", "northing": "GeoY",
     "schedules": "OpeningHours"},
    placed=2,
)  # fmt: skip

FOOD_HYGIENE = Published(
    "FHRS.csv",
    "FHRSID,LocalAuthorityBusinessID,BusinessName,BusinessType,BusinessTypeID,AddressLine1,"
    "AddressLine2,AddressLine3,PostCode,RatingValue,RatingKey,RatingDate,LocalAuthorityName,"
    "Longitude,Latitude\n"
    "1,X1,Oak Cafe,Restaurant/Cafe/Canteen,1,1 Oak Lane,Sale,,M33 2DQ,5,fhrs_5,2023-05-01,Trafford,"
    "-2.325,53.425\n"
    "2,X2,Ash Stores,Retailers - other,4613,2 Ash Road,Sale,,M33 4BN,4,fhrs_4,2022-05-01,Trafford,"
    "-2.335,53.42\n",
    {"name": "BusinessName", "category": "BusinessType", "address": "AddressLine1",
     "postcode": "PostCode", "lon": "Longitude", "lat": "Latitude"},
    ("local-business", "local-business"), placed=2,
)  # fmt: skip

FOOD_BANKS_API = Published(
    "foodbanks.json",
    '[{"name":"Oak Food Bank","alt_name":null,"slug":"oak","phone":"0161 496 0001",'
    '"email":"info@oak.example.org","address":"1 Oak Lane\\nSale","postcode":"M33 2DQ",'
    '"closed":false,"country":"England","lat_lng":"53.425,-2.325","network":"Independent",'
    '"urls":{"self":"https://a.example.org/1","homepage":"https://oak.example.org"},'
    '"politics":{"ward":"Priory"}},'
    '{"name":"Ash Food Bank","alt_name":null,"slug":"ash","phone":"0161 496 0002",'
    '"email":"info@ash.example.org","address":"2 Ash Road\\nSale","postcode":"M33 4BN",'
    '"closed":false,"country":"England","lat_lng":"53.42,-2.335","network":"Trussell",'
    '"urls":{"self":"https://a.example.org/2","homepage":"https://ash.example.org"},'
    '"politics":{"ward":"Priory"}}]',
    {"name": "name", "phone": "phone", "email": "email", "address": "address",
     "postcode": "postcode", "latlon": "lat_lng", "url": "homepage"},
    ("food-support", "food-support"), placed=2,
)  # fmt: skip

LIBRARIES_CHICAGO = Published(
    "Libraries_-_Locations__Contact_Information__and_Usual_Hours_of_Operation.csv",
    "NAME ,HOURS OF OPERATION,CYBERNAVIGATOR,TEACHER IN THE LIBRARY,ADDRESS,CITY,STATE,ZIP,PHONE,"
    "WEBSITE,LOCATION\n"
    'Oak Branch,"Mon. & Wed., Noon-8; Fri. & Sat., 9-5; Sun., Closed",Yes,No,1 S. Oak Ave.,Chicago,'
    'IL,60601,(312) 747-0001,https://www.example.org/1/,"(41.8783, -87.6282)"\n'
    'Ash Branch,"Tue. & Thu., Noon-8",No,No,2 W. Ash St.,Chicago,IL,60602,(312) 747-0002,'
    'https://www.example.org/2/,"(41.7796, -87.6542)"\n',
    {"name": "NAME", "schedules": "HOURS OF OPERATION", "address": "ADDRESS", "city": "CITY",
     "postcode": "ZIP", "phone": "PHONE", "url": "WEBSITE", "latlon": "LOCATION"},
    ("library", "library"), placed=2,
)  # fmt: skip

FACILITIES_NEW_YORK = Published(
    "facilities.csv",
    "uid,facname,addressnum,streetname,address,city,zipcode,boro,borocode,bin,bbl,commboard,"
    "council,factype,facsubgrp,facgroup,facdomain,servarea,opname,opabbrev,optype,capacity,"
    "captype,latitude,longitude,xcoord,ycoord\n"
    "a1,OAK PLAYGROUND,1,OAK ST,1 OAK ST,NEW YORK,10001,MANHATTAN,1,1000001,1000000001,101,1,"
    "PLAYGROUND,RECREATION AND WATERFRONT SITES,PARKS AND PLAZAS,PARKS,Regional,"
    "NYC Department of Parks,NYCDPR,Public,,,40.75,-73.99,987000,212000\n"
    "a2,ASH LIBRARY,2,ASH ST,2 ASH ST,BROOKLYN,11201,BROOKLYN,3,3000001,3000000001,301,33,"
    "PUBLIC LIBRARY,PUBLIC LIBRARIES,LIBRARIES,LIBRARIES,Local,Brooklyn Public Library,BPL,"
    "Non-public,,,40.69,-73.98,989000,190000\n",
    {"name": "facname", "category": "factype", "address": "address", "city": "city",
     "postcode": "zipcode", "lat": "latitude", "lon": "longitude", "organization": "opname"},
    ("park", "library"), placed=2,
)  # fmt: skip

AFTER_SCHOOL_NEW_YORK = Published(
    "DYCD_after-school_programs.csv",
    "PROGRAM TYPE,PROGRAM,SITE NAME,BOROUGH / COMMUNITY,AGENCY,Contact Number,"
    "Grade Level / Age Group,Location 1\n"
    '"Youth Centers",After School,Oak Youth Center,Bronx,Oak Inc.,718-555-0101,Middle School,'
    '"1 OAK ST\nBRONX, NY 10451\n(40.82, -73.92)"\n'
    '"Youth Centers",Evening,Ash Youth Center,Bronx,Ash Inc.,718-555-0102,High School,'
    '"2 ASH ST\nBRONX, NY 10452\n(40.83, -73.93)"\n',
    {"name": "SITE NAME", "category": "PROGRAM TYPE", "organization": "AGENCY",
     "phone": "Contact Number", "latlon": "Location 1"},
    ("youth-space", "youth-space"), placed=2,
)  # fmt: skip

HEALTH_CANADA = Published(
    "odhf_v1.csv",
    "index,facility_name,source_facility_type,odhf_facility_type,provider,unit,street_no,"
    "street_name,postal_code,city,province,source_format_str_address,CSDname,CSDuid,Pruid,"
    "latitude,longitude\n"
    "1,Oak General Hospital,Hospital,Hospitals,Province of Ontario,,1,Oak Street,K1A 0B1,Ottawa,ON,"
    '"1 Oak Street, Ottawa",Ottawa,3506008,35,45.42,-75.70\n'
    "2,Ash Nursing Home,Long-term care,Nursing and residential care facilities,"
    'Province of Ontario,,2,Ash Street,K1A 0B2,Ottawa,ON,"2 Ash Street, Ottawa",Ottawa,3506008,35,'
    "45.41,-75.69\n",
    {"name": "facility_name", "category": "odhf_facility_type", "organization": "provider",
     "address_number": "street_no", "address_street": "street_name", "postcode": "postal_code",
     "city": "city", "lat": "latitude", "lon": "longitude"},
    ("hospital", "care-home"), placed=2,
)  # fmt: skip

PARKS_TORONTO = Published(
    "parks-and-recreation-facilities.csv",
    "_id,LOCATIONID,ASSET_ID,ASSET_NAME,TYPE,AMENITIES,ADDRESS,PHONE,URL,geometry\n"
    '1,9,100,OAK PARK,Park,"Playground,Bench",1 Oak Rd,416-392-0001,https://example.org/1,'
    '"{""type"": ""Point"", ""coordinates"": [-79.40, 43.68]}"\n'
    '2,8,101,ASH COMMUNITY CENTRE,Community Centre,Gym,2 Ash Rd,416-392-0002,'
    'https://example.org/2,"{""type"": ""MultiPoint"", ""coordinates"": [[-79.41, 43.69]]}"\n',
    {"name": "ASSET_NAME", "category": "TYPE", "address": "ADDRESS", "phone": "PHONE",
     "url": "URL", "wkt": "geometry"},
    ("park", "community-hub"), placed=2,
)  # fmt: skip

SCHOOLS_IRELAND = Published(
    "primary_schools_ireland.csv",
    "Roll Number,Official Name,Address 1,Address 2,Address 3,Address 4,Eircode,County Description,"
    "Local Authority Description,Phone No.,Email,Principal Name,ETHOS,T_R_TOTAL,Latitude,"
    "Longitude\n"
    "00001A,SCOIL OAK,1 OAK LANE,TOWN,CO DUBLIN,,A94 XY12,Dublin,Dun Laoghaire,012345678,"
    "office@oak.example.ie,A Person,CATHOLIC,200,53.30,-6.20\n"
    "00002B,ASH NS,2 ASH ROAD,TOWN,CO DUBLIN,,A94 XY13,Dublin,Dun Laoghaire,012345679,"
    "office@ash.example.ie,B Person,MULTI DENOMINATIONAL,300,53.31,-6.21\n",
    {"name": "Official Name", "address": "Address 1", "postcode": "Eircode", "phone": "Phone No.",
     "email": "Email", "lat": "Latitude", "lon": "Longitude"},
    ("school", "school"), placed=2, wrong={"name": "Principal Name"},
)  # fmt: skip

PRACTICES_SCOTLAND = Published(
    "practice_contactdetails.csv",
    "PracticeCode,GPPracticeName,PracticeListSize,AddressLine1,AddressLine2,AddressLine3,"
    "AddressLine4,Postcode,TelephoneNumber,PracticeType,GPCluster,Dispensing,HB,HSCP,DataZone\n"
    "10002,Oak Medical Group,7000,1 Oak Lane,Town,,,AB10 1AA,01224 000001,GMS,Oak,N,S08000020,"
    "S37000001,S01006646\n"
    "10017,Ash Practice,3000,2 Ash Road,Town,,,AB10 1AB,01224 000002,GMS,Ash,N,S08000020,S37000001,"
    "S01006647\n",
    {"name": "GPPracticeName", "address": "AddressLine1", "postcode": "Postcode",
     "phone": "TelephoneNumber", "identifier_ods": "PracticeCode"},
    ("gp-surgery", "gp-surgery"),
)  # fmt: skip

WELSH_CENTRES = Published(
    "canolfannau_cymunedol_community_centres.csv",
    "Enw / Name,Cyfeiriad / Address,Cod Post / Postcode,Ffôn / Telephone,Dwyreiniad / Easting,"
    "Gogleddiad / Northing\n"
    "Canolfan Derwen,1 Heol Derwen,CF10 1AA,029 2000 0001,318000,176000\n"
    "Canolfan Onnen,2 Heol Onnen,CF10 1AB,029 2000 0002,318500,176500\n",
    {"name": "Enw / Name", "address": "Cyfeiriad / Address", "postcode": "Cod Post / Postcode",
     "phone": "Ffôn / Telephone", "easting": "Dwyreiniad / Easting",
     "northing": "Gogleddiad / Northing"},
    ("community-hub", "community-hub"), placed=2,
)  # fmt: skip

CLUBS = Published(
    "Community groups directory.csv",
    "Group,What we do,Where,When,Cost,Contact Tel No.,E-Mail,Web Address,Suitable for\n"
    'Oak Knitters,We knit together,"Oak Hall, Oak Lane, Sale M33 2DQ",Mondays 10-12,Free,'
    "0161 496 0001,hello@oak.example.org,www.oak.example.org,Adults\n"
    'Ash Men\'s Shed,Making and mending,"Ash Yard, Ash Road, Sale M33 4BN",Tuesdays 2-4,£2,'
    "0161 496 0002,shed@ash.example.org,,Men over 50\n",
    {"name": "Group", "description": "What we do", "address": "Where", "schedules": "When",
     "cost_options": "Cost", "phone": "Contact Tel No.", "email": "E-Mail",
     "url": "Web Address", "eligibility": "Suitable for"},
    placed=2,
)  # fmt: skip

BONJOUR = Published(
    "equipements.csv",
    "Nom;Type;Adresse;Code postal;Commune;Latitude;Longitude;Téléphone;Site web\n"
    "Bibliothèque du Chêne;Library;1 rue du Chêne;75001;Paris;48,8606;2,3376;01 40 00 00 01;"
    "https://chene.example.org\n"
    "Parc du Frêne;Park;2 rue du Frêne;75002;Paris;48,8675;2,3440;01 40 00 00 02;\n",
    {"name": "Nom", "category": "Type", "address": "Adresse", "postcode": "Code postal",
     "lat": "Latitude", "lon": "Longitude", "phone": "Téléphone", "url": "Site web"},
    ("library", "park"), placed=2,
)  # fmt: skip

ACTIVE_PLACES = Published(
    "Active Places Power Facilities.csv",
    "Site ID,Site Name,Thoroughfare Name,Dependent Locality,Post Town,Postcode,Facility ID,"
    "Facility Type,Facility Sub Type,Accessibility Type,Management Type,Latitude,Longitude\n"
    "1,Oak Leisure Centre,Oak Lane,,Sale,M33 2DQ,11,Swimming Pool,Main/General,Pay and Play,"
    "Trust,53.425,-2.325\n"
    "1,Oak Leisure Centre,Oak Lane,,Sale,M33 2DQ,12,Sports Hall,Main,Pay and Play,Trust,53.425,"
    "-2.325\n"
    "2,Ash Park,Ash Road,,Sale,M33 4BN,13,Grass Pitches,Adult Football,Pay and Play,"
    "Local Authority,53.42,-2.335\n",
    {"name": "Site Name", "address_street": "Thoroughfare Name", "city": "Post Town",
     "postcode": "Postcode", "category": "Facility Type", "lat": "Latitude", "lon": "Longitude"},
    ("sport", "sport", "sport"), placed=3,
)  # fmt: skip

BUS_STOPS = Published(
    "Stops.csv",
    "ATCOCode,NaptanCode,PlateCode,CleardownCode,CommonName,CommonNameLang,ShortCommonName,"
    "Landmark,Street,Crossing,Indicator,Bearing,NptgLocalityCode,LocalityName,Town,GridType,"
    "Easting,Northing,Longitude,Latitude,StopType,BusStopType,Status\n"
    "1800SB001,manpad,,,Oak Lane,,,Library,Oak Lane,,Stop A,N,E001,Sale,Sale,,378000,391500,"
    "-2.33,53.42,BCT,MKD,active\n"
    "1800SB002,manpag,,,Ash Road,,,,Ash Road,,Stop B,S,E001,Sale,Sale,,377500,391000,-2.34,53.41,"
    "BCT,MKD,inactive\n",
    {"name": "CommonName", "address_street": "Street", "lon": "Longitude", "lat": "Latitude",
     "identifier_atco": "ATCOCode", "status": "Status"},
    ("bus-stop", "bus-stop"), placed=2,
)  # fmt: skip

COUNCIL_SHEET = Published(
    "Community Asset Register 2023-24 v2 FINAL.csv",
    "Ref No,Property,Property Type,Address 1,Address 2,Post Code,X Coordinate,Y Coordinate,"
    "Tenure,Ward,Managing Service\n"
    "1,Oak Community Centre,Comm Ctr,Oak Lane,Sale,M33 2DQ,378000,391500,Freehold,Priory,Estates\n"
    "2,Ash Allotments,Allotment,Ash Road,Sale,,377500,391000,Leasehold,Priory,Parks\n"
    "3,Elm Rec Ground,Rec Ground,Elm Road,Sale,M33 4BN,377900,390900,Freehold,Brooklands,Parks\n",
    {"name": "Property", "category": "Property Type", "address": "Address 1",
     "address_2": "Address 2", "postcode": "Post Code", "easting": "X Coordinate",
     "northing": "Y Coordinate"},
    ("community-hub", "park", "park"), placed=3,
)  # fmt: skip

PLACES_OF_WORSHIP = Published(
    "certified_places_of_worship.csv",
    "Church Name,Denomination,Town,Post Code,Lat,Long,Contact Name,Contact Email\n"
    "St Oak,Church of England,Sale,M33 2DQ,53.425,-2.325,A Person,vicar@oak.example.org\n"
    "Masjid Ash,Islam,Sale,M33 4BN,53.42,-2.335,B Person,info@ash.example.org\n",
    {"name": "Church Name", "city": "Town", "postcode": "Post Code", "lat": "Lat", "lon": "Long",
     "email": "Contact Email"},
    ("faith-place", "faith-place"), placed=2, wrong={"name": "Contact Name"},
)  # fmt: skip

PARKS_ARCGIS = Published(
    "Parks_and_Open_Spaces.csv",
    "OBJECTID,SITE_NAME,SITE_TYPE,HECTARES,WARD,MANAGED_BY,GlobalID,Shape__Area,Shape__Length,x,y\n"
    "1,Oak Park,Park,2.1,Priory,Council,{a},21000,600,-2.33,53.42\n"
    "2,Ash Green,Open Space,0.4,Priory,Council,{b},4000,250,-2.34,53.41\n",
    {"name": "SITE_NAME", "category": "SITE_TYPE", "organization": "MANAGED_BY", "lon": "x",
     "lat": "y"},
    ("park", "park"), placed=2,
)  # fmt: skip

EVERY = {
    name.lower(): value for name, value in list(globals().items()) if isinstance(value, Published)
}
