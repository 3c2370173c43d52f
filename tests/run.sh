#!/bin/sh
# Every test, offscreen, on two workers: a file's tests stay together, so that what a file prepares is prepared once.
# Those of the keyring start a real daemon of their own where one is installed, else say so.
set -eu
cd "$(dirname "$0")/.."
export QT_QPA_PLATFORM="${QT_QPA_PLATFORM:-offscreen}" PYTHONHASHSEED=0

if [ "$#" -eq 0 ] && command -v xvfb-run >/dev/null && command -v xauth >/dev/null; then
    hour=tests/journeys/test_registrars_hour.py  # in a real window, where there can be one
    .venv/bin/python -m pytest tests -n 2 --dist loadfile --ignore "$hour"
    QT_QPA_PLATFORM=xcb xvfb-run -a .venv/bin/python -m pytest "$hour"
else
    .venv/bin/python -m pytest tests -n 2 --dist loadfile "$@"
fi
