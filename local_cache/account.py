"""Whose account the program runs under, as the logs and the ledger name them."""

from __future__ import annotations

import getpass


def account() -> str:
    """The account's name; some systems run programs under accounts without one."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "?"
