"""Tokens and passphrases that are handed over in files, so that they stand in no command line and no history."""

from __future__ import annotations

import re
from pathlib import Path

from local_cache.errors import QT_TRANSLATE_NOOP, Problem

_TOKEN = re.compile(r"[!-~]+")  # what may stand in the header of a request


class TokenFileUnreadable(Problem):
    code = "token-file-unreadable"
    exit_code = 5
    happened = QT_TRANSLATE_NOOP("Problem", "The file with the access token could not be read ({file}).")
    meaning = QT_TRANSLATE_NOOP("Problem", "Nothing was connected.")
    action = QT_TRANSLATE_NOOP("Problem", "Choose the file that the registry gave you; it holds one line of text.")


class PassphraseFileUnreadable(Problem):
    code = "passphrase-file-unreadable"
    exit_code = 5
    happened = QT_TRANSLATE_NOOP("Problem", "The file with the passphrase is missing, empty or not text ({file}).")
    meaning = QT_TRANSLATE_NOOP("Problem", "Nothing was opened or changed.")
    action = QT_TRANSLATE_NOOP("Problem", "Give the passphrase (in a file, with --passphrase-file).")


def read_token(file: str) -> str:
    """The access token in a file, "" where no file is named; TokenFileUnreadable."""
    if not file:
        return ""
    token = (_text(file) or "").strip()
    if not _TOKEN.fullmatch(token):
        raise TokenFileUnreadable(file=file)
    return token


def read_passphrase(file: str) -> str:
    """The passphrase in a file; the line's end is no part of it. PassphraseFileUnreadable."""
    passphrase = (_text(file) or "").rstrip("\r\n")
    if not passphrase:
        raise PassphraseFileUnreadable(file=file)
    return passphrase


def _text(file: str) -> str | None:
    """The file's text, without the mark that some editors put before it; None where there is none to be read."""
    try:
        return Path(file).read_text(encoding="utf-8-sig")
    except (OSError, ValueError):  # ValueError: not UTF-8, or no possible name of a file
        return None
