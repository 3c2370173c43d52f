"""Where a table's rows come from, for all formats alike: SQL over the cache, or over an engine that holds a few rows.

The formats are written by DuckDB itself (`COPY`), cell by cell in SQL; no row passes through Python.
"""

from __future__ import annotations

import contextlib
import math
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

import duckdb
import fsspec
import msgspec

from local_cache.engine import encryption_library, storage_problem
from local_cache.errors import EncryptionMissing
from local_cache.export.table import Cell, Kind, Query, Table, TableColumn
from local_cache.outgoing import OutgoingFiles, Write, outgoing
from local_cache.sync.stop import Stop

TYPES: dict[Kind, str] = {
    "text": "VARCHAR",
    "integer": "BIGINT",
    "decimal": "DOUBLE",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "timestamp": "TIMESTAMP",
    "mixed": "STRUCT(text VARCHAR, number DOUBLE, day DATE, format VARCHAR)",
}

AS_IT_STANDS = "FORMAT csv, HEADER false, QUOTE '', ESCAPE ''"
"""To copy lines that are already written: what DuckDB adds is the line feed."""

_BATCH = 20_000
_MEMORY = "1GB"


@dataclass(frozen=True, slots=True)
class Source:
    """A table that can be read as SQL. rows: how many there are; cells: the names of its columns in the SQL."""

    title: str
    columns: tuple[TableColumn, ...]
    rows: int
    query: Query
    stop: Stop

    @property
    def cells(self) -> tuple[str, ...]:
        return tuple(f"c{i}" for i in range(len(self.columns)))

    def ask(self, select: str) -> tuple[object, ...]:
        """The one row that an aggregate over the table gives."""
        with _stopped(self.stop):
            found = self._execute(f"{self._with} SELECT {select} FROM exported").fetchone()
        return found or ()

    def copy(self, sql: str, options: str, write: Write) -> None:
        """Have DuckDB write what `sql` selects from `exported`, in the rows' order.

        DuckDB hands over some 40,000 rows at once. What `write` raises is raised here; a stop is Cancelled.
        """
        with _stopped(self.stop), outgoing(write) as out:
            try:
                self._execute(f"COPY ({self._with} {sql}) TO '{out.place}' ({options})")
            except BaseException:
                if out.error is not None:
                    raise out.error from None
                raise

    @contextlib.contextmanager
    def in_order(self) -> Iterator[Source]:
        """The same, its rows in order and numbered from 0 (`place`), so that `part` has any of them at once."""
        name = f"ordered_{secrets.token_hex(8)}"
        with _stopped(self.stop):
            self._execute(
                f"CREATE TEMP TABLE {name} AS SELECT row_number() OVER () - 1 AS place, * FROM ({self.query.sql})"
            )
        try:
            yield replace(self, query=Query(self.query.cursor, f"SELECT * FROM {name}"))
        finally:
            with contextlib.suppress(duckdb.Error):
                self.query.cursor.execute(f"DROP TABLE {name}")

    def part(self, first: int, end: int) -> Source:
        """The rows from `first` up to `end` of a source in order.

        Where rows are wide: what is handed over at once holds the interpreter as long as copying it takes.
        """
        sql = f"SELECT * FROM ({self.query.sql}) WHERE place >= {first} AND place < {end}"
        return replace(self, rows=end - first, query=Query(self.query.cursor, sql))

    @property
    def _with(self) -> str:
        return f"WITH exported AS NOT MATERIALIZED ({self.query.sql})"

    def _execute(self, sql: str) -> duckdb.DuckDBPyConnection:
        with self.stop.holding(self.query.cursor):
            return self.query.cursor.execute(sql, list(self.query.parameters))


class Sources:
    """Makes sources of tables; those whose rows are in memory share an engine, made when there is one."""

    def __init__(self, work: Path, file: Path, stop: Stop) -> None:
        self._work, self._file, self._stop = work, file, stop
        self._engine: duckdb.DuckDBPyConnection | None = None
        self._held: list[duckdb.DuckDBPyConnection] = []
        self._number = 0

    @classmethod
    @contextlib.contextmanager
    def opened(cls, work: Path, file: Path, stop: Stop) -> Iterator[Sources]:
        """work: a private folder, for what does not fit into memory (encrypted). Raises the Problems of the disk."""
        sources = cls(work, file, stop)
        try:
            yield sources
        except duckdb.Error as error:
            known = storage_problem(error, file)
            if known is not None:
                raise known from None
            raise
        finally:
            sources._close()

    def of(self, table: Table, watch: Callable[[int], None] | None = None) -> Source:
        """watch: called with the number of rows so far while rows in memory are taken in."""
        query = table.rows if isinstance(table.rows, Query) else self._taken_in(table, watch)
        if isinstance(table.rows, Query):
            # One state of the cache for the whole file, also where it is read more than once.
            query.cursor.execute("BEGIN TRANSACTION")
            self._held.append(query.cursor)
        source = Source(table.title, table.columns, 0, query, self._stop)
        (n,) = source.ask("count(*)")
        return Source(table.title, table.columns, int(str(n)), query, self._stop)

    def _taken_in(self, table: Table, watch: Callable[[int], None] | None) -> Query:
        """Rows go to DuckDB as JSON lines in memory."""
        if self._engine is None:
            self._engine = _engine(self._work)
        engine, name = self._engine, f"table{self._number}"
        self._number += 1
        kinds = [(f"c{i}", TYPES[column.kind]) for i, column in enumerate(table.columns)]
        columns = ", ".join(f"{c}: '{kind}'" for c, kind in kinds)
        encode = msgspec.json.Encoder().encode
        memory, part = fsspec.filesystem("memory"), f"/egnetall-export/{self._work.name}-{name}.ndjson"
        with _stopped(self._stop), self._stop.holding(engine):
            engine.execute(f"CREATE TABLE {name} ({', '.join(f'{c} {kind}' for c, kind in kinds)})")
            rows, n = iter(table.rows), 0  # type: ignore[arg-type]
            try:
                while batch := list(islice(rows, _BATCH)):
                    self._stop.check()
                    lines = (encode({c: _jsonable(x) for (c, _), x in zip(kinds, row, strict=True)}) for row in batch)
                    memory.pipe(part, b"\n".join(lines))
                    engine.execute(
                        f"""
                        INSERT INTO {name} SELECT * FROM read_json('memory://{part}', format = 'newline_delimited',
                            columns = {{{columns}}}, maximum_object_size = 134217728)
                        """
                    )
                    n += len(batch)
                    if watch is not None:
                        watch(n)
            finally:
                if memory.exists(part):
                    memory.rm(part)
        return Query(engine, f"SELECT * FROM {name}")

    def _close(self) -> None:
        for cursor in self._held:
            with contextlib.suppress(duckdb.Error):
                cursor.execute("ROLLBACK")  # nothing was written
        if self._engine is not None:
            self._engine.close()


class Counted:
    """Bytes on their way to a file: what is called with each piece tells how many rows have passed."""

    def __init__(self, write: Write, rows: int, progress: Callable[[int], None] | None, stop: Stop) -> None:
        self._write, self._rows, self._progress, self._stop = write, rows, progress, stop
        self._lines = 0

    def __call__(self, content: bytes) -> None:
        self._stop.check()
        self._write(content)
        self._lines += content.count(b"\n")
        if self._progress is not None:
            self._progress(min(self._lines, self._rows))  # a text can hold lines of its own


@contextlib.contextmanager
def _stopped(stop: Stop) -> Iterator[None]:
    try:
        yield
    except duckdb.InterruptException:
        stop.check()
        raise


def _engine(work: Path) -> duckdb.DuckDBPyConnection:
    engine = duckdb.connect(
        ":memory:",
        config={
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "allow_community_extensions": "false",
            "allow_unsigned_extensions": "false",
            "allow_persistent_secrets": "false",
            "python_enable_replacements": "false",
            "temp_directory": str(work / "spill"),
            "memory_limit": _MEMORY,
            "threads": "2",
            "preserve_insertion_order": "true",
        },
    )
    try:
        library = str(encryption_library()).replace("'", "''")
        try:
            engine.execute(f"LOAD '{library}'")
        except duckdb.Error:
            raise EncryptionMissing() from None
        engine.execute("SET temp_file_encryption = true")
        engine.register_filesystem(fsspec.filesystem("memory"))
        engine.register_filesystem(OutgoingFiles())
    except BaseException:
        engine.close()
        raise
    return engine


def _jsonable(cell: Cell) -> Cell:
    return ("NaN" if math.isnan(cell) else str(cell)) if isinstance(cell, float) and not math.isfinite(cell) else cell
