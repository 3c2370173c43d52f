"""What a command says: words on standard error, one JSON object on standard output."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from typing import Any


def say(words: str) -> None:
    """Words for a person: standard error."""
    print(words, file=sys.stderr, flush=True)  # noqa: T201


def show(value: Any) -> None:
    """One JSON object for a script: standard output."""
    print(json.dumps(value, ensure_ascii=False, default=str), flush=True)  # noqa: T201


def tell(options: argparse.Namespace, value: Any, lines: Sequence[str]) -> int:
    for line in lines:
        say(line)
    if options.json:
        show(value)
    return 0
