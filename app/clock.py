"""What day it is for the program: the machine's, or one that was given, as for a demonstration that is the same on any
day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime


@dataclass(frozen=True, slots=True)
class Clock:
    """day: on which it always stands, its hours going on; None for the machine's own.

    What is written down (who did what and when) and what is held against a registry's times has the machine's time in
    either case.
    """

    day: date | None = None

    def today(self) -> date:
        return self.day or date.today()

    def now(self) -> datetime:
        """In UTC, without zone."""
        moment = datetime.now(UTC).replace(tzinfo=None)
        return moment if self.day is None else datetime.combine(self.day, moment.time())
