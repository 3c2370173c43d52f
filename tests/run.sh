#!/bin/sh
# Every test, offscreen, on two workers: a file's tests stay together, so that what a file prepares is prepared once.
# Those of the keyring start a real daemon of their own where one is installed, else say so.
set -eu
cd "$(dirname "$0")/.."
export QT_QPA_PLATFORM="${QT_QPA_PLATFORM:-offscreen}" PYTHONHASHSEED=0

.venv/bin/python -m pytest tests -n 2 --dist loadfile "$@"
