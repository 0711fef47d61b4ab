#!/bin/sh
# From nothing to gaps.csv for Chicago. Usage: load_chicago.sh DATA_FOLDER DATABASE_URL OUT
set -eu
data=$1 database=$2 out=$3
here=$(dirname "$0")
sg() { "${PYTHON:-python3}" -m sharedground --database "$database" --place Chicago "$@"; }

sg new Chicago
sg add areas "$data/areas/HealthIndicators.shp" --json --source "Community areas" --licence CC0
sg add population "$data/areas/commpop.shp" --json --column people=POP2010 --year 2010 --licence CC0
sg add indicators "$data/areas/HealthIndicators.shp" --json --licence CC0 \
    --source "Selected public health indicators" \
    --direction Below_evel=high-is-bad --direction PerCa_come=high-is-good \
    --direction Unemp_ment=high-is-bad --direction NoHig_loma=high-is-bad \
    --direction Infan_Rate=high-is-bad --direction Diabe_ated=high-is-bad \
    --direction Assau_cide=high-is-bad --direction Crowd_sing=high-is-bad
sg add assets "$data/assets/health_chicago.csv" --json --source "Health facilities"
sg vision import "$here/chicago_vision.csv"
sg gaps --out "$out"
