#!/bin/sh
# Every test, offscreen. Those of the keyring start a real daemon of their own where one is installed, else say so.
set -eu
cd "$(dirname "$0")/.."
export QT_QPA_PLATFORM="${QT_QPA_PLATFORM:-offscreen}" PYTHONHASHSEED=0

.venv/bin/python -m pytest tests "$@"
