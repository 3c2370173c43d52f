"""What a person has set for a series over time, kept in the ledger."""

from __future__ import annotations

import msgspec

from local_cache.ledger import Ledger
from local_cache.results.over_time import NOTHING_SET, SeriesSettings


def series_settings(ledger: Ledger, registry: str, unit: str, indicator: str) -> SeriesSettings:
    """The settings of a unit's series of an indicator, for every subgroup alike; the plain ones where nothing was set,
    and where they were written by a program that knew others."""
    kept = ledger.choice(_name(registry, unit, indicator))
    if kept is None:
        return NOTHING_SET
    try:
        return msgspec.convert(kept, SeriesSettings)
    except msgspec.ValidationError:
        return NOTHING_SET


def keep_series_settings(ledger: Ledger, registry: str, unit: str, indicator: str, settings: SeriesSettings) -> None:
    """Remember the settings; on disk when this returns."""
    kept = None if settings == NOTHING_SET else msgspec.to_builtins(settings)
    ledger.choose(_name(registry, unit, indicator), kept)


def _name(registry: str, unit: str, indicator: str) -> str:
    return f"series/{registry}/{unit}/{indicator}"  # only a unit's name can hold a slash, so no two are alike
