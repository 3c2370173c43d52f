"""What the person chose about the program itself, as JSON in the data directory; nothing secret in it."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Literal

import msgspec

log = logging.getLogger(__name__)

Language = Literal["nb", "en"]
ThemeChoice = Literal["system", "light", "dark"]

VERSION = 1
TEXT_SCALES = (100, 125, 150, 175, 200)


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Language of the screens; theme; text scale in percent; size of the window in device-independent pixels;
    automatic_sending: what is ready goes to the registry without anybody asking, where the policy leaves the choice."""

    version: Literal[1] = VERSION
    language: Language = "nb"
    theme: ThemeChoice = "system"
    text_scale: Literal[100, 125, 150, 175, 200] = 100
    width: int = 1440
    height: int = 900
    automatic_sending: bool = True


def read_settings(path: Path) -> Settings:
    """The saved settings, or the first ones; a file that cannot be read is moved aside, never overwritten."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Settings)
    except FileNotFoundError:
        return Settings()
    except (msgspec.DecodeError, msgspec.ValidationError):
        aside = path.with_suffix(".unreadable.json")
        path.replace(aside)
        log.warning("The settings could not be read and were moved to %s", aside.name)
        return Settings()


def save_settings(path: Path, settings: Settings) -> None:
    """Written beside and moved into place, so that there is always one whole file."""
    beside = path.with_suffix(".new")
    beside.write_bytes(msgspec.json.format(msgspec.json.encode(settings), indent=2))
    beside.replace(path)
