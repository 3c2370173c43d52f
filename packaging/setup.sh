#!/bin/sh
# Sets up all that `make demo` and `make test` need, into .venv; a second run finds its stamp and does nothing.
# `setup.sh tests` also sets up what only the tests need. Linux and macOS; the Windows equivalents stand in the README.
set -eu
cd "$(dirname "$0")/.."

lists=packaging/debian-packages.txt
[ "${1:-}" = tests ] && lists="$lists packaging/debian-packages-tests.txt"

stamp=.venv/.ready${1:+-$1}
# shellcheck disable=SC2086
sum=$(cat requirements.lock pyproject.toml packaging/setup.sh $lists | cksum)
if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$sum" ] && [ -x .venv/bin/python ]; then
    exit 0
fi

say() { printf '%s\n' "$*" >&2; }

find_python() {
    for candidate in "${PYTHON:-}" python3.11 python3.12 python3.13 python3; do
        [ -n "$candidate" ] || continue
        command -v "$candidate" >/dev/null 2>&1 || continue
        "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue
        command -v "$candidate"
        return 0
    done
    return 1
}

debian_packages() {
    missing=
    # python3-venv matters only where Python itself is the distribution's.
    # shellcheck disable=SC2086
    for package in $(sed 's/#.*//' $lists); do
        dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing="$missing $package"
    done
    [ -n "$missing" ] || return 0
    if [ "$(id -u)" = 0 ]; then
        say "Installing system packages:$missing"
        apt-get update -qq >/dev/null
        # shellcheck disable=SC2086
        DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends $missing >/dev/null
    else
        say "These system packages are missing; the window (Qt) or some tests will not run without them. Ask for:"
        say "    sudo apt-get install --no-install-recommends$missing"
    fi
}

if command -v dpkg-query >/dev/null 2>&1; then
    debian_packages
fi

python=$(find_python) || { say "Python 3.11 or newer is needed and was not found (Debian 12: apt-get install python3 python3-venv)."; exit 1; }

say "Setting up .venv with $("$python" --version) ..."
if [ ! -x .venv/bin/python ]; then
    "$python" -m venv .venv || { say "The venv module is missing (Debian: apt-get install python3-venv)."; exit 1; }
fi
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
printf '%s' "$sum" > "$stamp"
say "Ready."
