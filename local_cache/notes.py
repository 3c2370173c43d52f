"""What somebody here wrote on a day of an indicator's series."""

from __future__ import annotations

from datetime import date, datetime

import msgspec


class Note(msgspec.Struct, frozen=True):
    """id: given by the ledger, which keeps it; day: that of the point it was written on; written_at: UTC."""

    id: str
    registry: str
    unit: str
    indicator: str
    day: date
    text: str
    written_at: datetime
