#!/bin/sh
# From nothing to gaps.csv for Trafford. Usage: load_trafford.sh DATA_FOLDER DATABASE_URL OUT
set -eu
data=$1 database=$2 out=$3
here=$(dirname "$0")
sg() { "${PYTHON:-python3}" -m sharedground --database "$database" --place Trafford "$@"; }
ogl="Open Government Licence 3.0"

sg new Trafford
sg add areas "$data/areas/lsoa_2011.geojson" --json --licence "$ogl" --date 2011 \
    --publisher "Office for National Statistics" --source "Small areas (LSOA 2011)"
sg add lookup "$data/postcodes/trafford_postcodes.csv" "$data/areas/lsoa21_to_ward22_lookup_gm.csv" \
    --json --licence "$ogl" --publisher "Trafford Data Lab"
sg add postcodes "$data/postcodes/trafford_postcodes.csv" --json --licence "$ogl"
sg add population "$data/need/population_old_lsoa2011.csv" "$data/need/population_mid2024_lsoa2021.csv" \
    --json --licence "$ogl" --publisher "Office for National Statistics" \
    --source "Mid-year population estimates"
sg add indicators "$data/need/iod2019_lsoa2011_long.csv" --json --licence "$ogl" --date 2019 \
    --publisher "Ministry of Housing, Communities and Local Government" \
    --source "English indices of deprivation 2019"
sg add partners "$data/partners/voluntary_sector_grants_360giving.csv" --json --licence "$ogl" \
    --publisher "Trafford Council"
set --
for list in allotments bus_stops care_homes community_hubs council_land_and_buildings \
    defibrillators dentists food_banks general_practices jobcentre_plus leisure_centres libraries \
    mental_health_services_raw metrolink_stops pharmacies schools_and_colleges sports_clubs \
    sports_facilities; do
    set -- "$@" "$data/assets/$list.csv"
done
sg add assets "$@" "$data/assets/greenspace_sites_polygons.geojson" \
    "$data/assets/hospitals_polygons.geojson" "$data/assets/places_of_worship_osm_raw.geojson" \
    --json --licence "$ogl"
sg vision import "$here/trafford_vision.csv"
sg gaps --out "$out"
