"""A child process that exports over and over until it is killed: `kill_export.py DIRECTORY FORMAT ROWS`."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from local_cache.export.placing import remove_left
from local_cache.export.provenance import Provenance
from local_cache.export.table import Table, TableColumn
from local_cache.export.writing import write_table
from local_cache.ledger import Ledger

KEY = bytes(range(32))
COLUMNS = (TableColumn("name", "Navn"), TableColumn("n", "n", "integer", ",d"), TableColumn("x", "x", "decimal"))
PROVENANCE = Provenance(
    "tall", "r", "R", "u", "U", "alle", "TRUE", "2025", "2025", {}, "1", None, False, "0", "noen",
    datetime(2026, 1, 1, tzinfo=UTC),
)  # fmt: skip


def table(rows: int) -> Table:
    return Table("tall", COLUMNS, ((f"hemmelig {i}", i, i / 7) for i in range(rows)))


def main(directory: Path, format: str, rows: int) -> None:
    ledger = Ledger.open(directory / "ledger.sqlite", KEY)
    remove_left(ledger)
    print("ready", flush=True)
    while True:
        write_table(ledger, table(rows), directory / "out" / f"tall.{format}", format, PROVENANCE)  # type: ignore[arg-type]


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
