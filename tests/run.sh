#!/bin/sh
# Every test: offscreen, with a real keyring daemon of their own where one is installed.
set -eu
cd "$(dirname "$0")/.."
export QT_QPA_PLATFORM="${QT_QPA_PLATFORM:-offscreen}" PYTHONHASHSEED=0

if command -v dbus-run-session >/dev/null 2>&1 && command -v gnome-keyring-daemon >/dev/null 2>&1; then
    home=$(mktemp -d)
    trap 'rm -rf "$home"' EXIT
    mkdir -m 700 "$home/run"
    HOME="$home" XDG_RUNTIME_DIR="$home/run" dbus-run-session -- sh -c '
        printf "ci\n" | gnome-keyring-daemon --unlock --components=secrets >/dev/null
        exec .venv/bin/python -m pytest tests/keyring "$@"' sh -q
else
    echo "No dbus-run-session or gnome-keyring-daemon: the keyring tests skip themselves." >&2
fi
.venv/bin/python -m pytest tests "$@"
