# Sets up the virtual environment. Sourced by ./run and ./check, from the repository's root.
# set_up FILE... installs the requirement files, once for each state they are in.

stop() { printf '\n%s\n' "$1" >&2; exit 1; }

find_python() {
    for candidate in python3 python3.14 python3.13 python3.12 python3.11; do
        if command -v "$candidate" >/dev/null 2>&1 &&
            "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$candidate"
            return
        fi
    done
}

install_line() {
    if command -v apt-get >/dev/null 2>&1; then
        echo "sudo apt-get update && sudo apt-get install -y python3 python3-venv"
    elif command -v brew >/dev/null 2>&1; then
        echo "brew install python@3.12"
    else
        echo "Install Python 3.11 or newer from https://www.python.org/downloads/"
    fi
}

# uv installs the same packages six times faster than pip, which stays for networks it cannot pass.
with_uv() {
    .venv/bin/python -m pip install --quiet --disable-pip-version-check uv==0.13.9 2>/dev/null &&
        .venv/bin/python -m uv pip install --quiet --compile-bytecode \
            --python .venv/bin/python "$@" -c constraints.txt 2>/dev/null
}
with_pip() {
    .venv/bin/python -m pip install --quiet --disable-pip-version-check "$@" -c constraints.txt
}

set_up() {
    python=$(find_python)
    [ -n "$python" ] || stop "Python 3.11 or newer is needed. Run this line, then try again:
  $(install_line)"
    wanted=$(cat "$@" constraints.txt | cksum | tr ' ' '-')
    stamp=".venv/.installed-$wanted"
    [ -f "$stamp" ] && return 0
    if [ ! -x .venv/bin/python ]; then
        rm -rf .venv
        "$python" -m venv .venv >/dev/null 2>&1 || {
            rm -rf .venv
            stop "Python's venv module is missing. Run this line, then try again:
  $(install_line)"
        }
    fi
    echo "Setting up (once, about a minute) ..."
    files=""
    for file in "$@"; do files="$files -r $file"; done
    # shellcheck disable=SC2086 # the file names have no spaces
    with_uv $files || with_pip $files ||
        stop "Some packages could not be installed. Check the internet connection and try again."
    touch "$stamp"
}
