#!/bin/sh
# Everything an officer does for Trafford, from nothing: several sets of areas and figures, every list
# of places, grants, a mended row, an upload undone, a list renewed, a suggestion approved, the gaps.
# Usage: load_trafford_whole.sh DATA_FOLDER DATABASE_URL OUT
set -eu
data=$1 database=$2 out=$3
here=$(dirname "$0")
sg() { "${PYTHON:-python3}" -m sharedground --database "$database" --place Trafford "$@"; }
ogl="Open Government Licence 3.0"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

sg new Trafford
sg add areas "$data/areas/lsoa_2011.geojson" --json --licence "$ogl" --date 2011
sg areas add "$data/areas/lsoa_2021.geojson" --level "small area" --name "Small areas 2021"
sg areas add "$data/areas/ward_2023.geojson" --level ward --name "Wards 2023"
sg add lookup "$data/postcodes/trafford_postcodes.csv" --json --licence "$ogl"
sg add population "$data/need/population_mid2024_lsoa2021.csv" --json --licence "$ogl"
sg add indicators --json --licence "$ogl" "$data/need/iod2019_lsoa2011_long.csv" \
    "$data/need/iod2025_imd_ward_extract.csv" "$data"/need/census2021_*.csv
sg add partners "$data/partners/voluntary_sector_grants_360giving.csv" --json --licence "$ogl"
set --
for list in "$data"/assets/*; do
    case $list in
    *archive* | *unvalidated*) ;;
    *) set -- "$@" "$list" ;;
    esac
done
sg add assets "$@" --json --licence "$ogl"

# A row is mended: the postcode of one place that the list misspells.
sg fix mental_health_services_raw.csv --out "$scratch/fix.csv" --warnings
sed 's/WA154 1HF/WA15 1HF/' "$scratch/fix.csv" >"$scratch/mended.csv"
sg fix --in "$scratch/mended.csv" --reason "Rang them" --json

# A list is renewed: one library has moved, one is gone, one is new. Then that is undone.
sed -e '/Timperley/d' -e 's/Hale Library/Hale Library and Meeting Rooms/' \
    "$data/assets/libraries.csv" >"$scratch/libraries.csv"
printf 'Old Trafford Reading Room,"1 Shrewsbury Street, Old Trafford",M16 9AX,Local Authority,,,,,,\n' \
    >>"$scratch/libraries.csv"
sg add assets "$scratch/libraries.csv" --updates libraries.csv --json
sg undo libraries.csv --reason "Wrong month"
sg add assets "$scratch/libraries.csv" --updates libraries.csv --json

# Somebody suggests a place, and an officer approves.
sg suggest place --name "Broadheath Repair Shed" --category community-group --postcode "WA14 5RG" \
    --lon -2.3612 --lat 53.3991 >"$scratch/suggested"
sg suggestions approve "$(head -n 1 "$scratch/suggested")"

# What nobody has checked for long is asked for, and one is confirmed.
sg check list -n 1 --json >"$scratch/check"
sg check right "$(sed 's/.*"asset_id": "\([^"]*\)".*/\1/' "$scratch/check")"

# People and census figures came for the areas of 2021: they are carried over to those of 2011.
sg areas carry "Small areas 2021" --yes --reason "People of 2024 on the areas of 2011"
sg vision import "$here/trafford_vision.csv"
sg status
sg gaps --out "$out"
