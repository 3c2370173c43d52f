"""A part as rows: its columns, types and sizes checked against what was promised before any of them is taken in."""

from __future__ import annotations

from collections.abc import Mapping

import duckdb

from local_cache.errors import QT_TRANSLATE_NOOP, ContentRefused
from local_cache.sync.messages import PARQUET, Part

MOST_UNPACKED = 1024 * 1024 * 1024
"""Bytes a part may hold when unpacked; DuckDB reads it a row group at a time."""
MOST_PER_LINE = 1024 * 1024
"""Bytes of one row of a part of JSON lines."""

_WIDER = {
    "BIGINT": {"TINYINT", "SMALLINT", "INTEGER", "UTINYINT", "USMALLINT", "UINTEGER"},
    "INTEGER": {"TINYINT", "SMALLINT", "UTINYINT", "USMALLINT"},
    "DOUBLE": {"FLOAT"},
    "JSON": {"VARCHAR"},
}
"""Types a part may have in place of the wanted one, since no value is lost between them."""

_JSON_KINDS = {
    "BIGINT": ("UBIGINT", "BIGINT"),
    "INTEGER": ("UBIGINT", "BIGINT"),
    "DOUBLE": ("UBIGINT", "BIGINT", "DOUBLE"),
    "BOOLEAN": ("BOOLEAN",),
    "VARCHAR[]": ("ARRAY",),
    "JSON": ("ARRAY", "OBJECT", "VARCHAR", "UBIGINT", "BIGINT", "DOUBLE", "BOOLEAN"),
}
"""How a value of a column may look in JSON lines; texts and dates are strings, decimals numbers or strings."""


def incoming(
    cursor: duckdb.DuckDBPyConnection,
    parts: Mapping[str, Part],
    columns: Mapping[str, str],
    *,
    registry: str,
    feed: str,
) -> str:
    """A query in parentheses over the rows of parts of one kind, with exactly the wanted columns in their types.

    parts: by where `Cache.parts` put them; columns: names and DuckDB types. Raises ContentRefused, which names feed and
    column and never a value. Reading the rows can still fail for what is inside; `content_refused` is for that.
    """
    for path, part in parts.items():
        check = _check_parquet if part.media_type == PARQUET else _check_lines
        try:
            reason = check(cursor, path, part, columns)
        except (duckdb.InterruptException, duckdb.OutOfMemoryException):
            raise
        except duckdb.Error:
            reason = QT_TRANSLATE_NOOP("Problem", "a part of it cannot be read")
        if reason:
            raise ContentRefused(registry=registry, feed=feed, reason=reason)
    paths = ", ".join(f"'{path}'" for path in parts)
    if next(iter(parts.values())).media_type == PARQUET:
        chosen = ", ".join(f'CAST("{name}" AS {kind}) AS "{name}"' for name, kind in columns.items())
        return f"(SELECT {chosen} FROM read_parquet([{paths}], union_by_name = true))"
    return f"(FROM {_lines(f'[{paths}]', columns)})"


def content_refused(error: duckdb.Error, *, registry: str, feed: str) -> Exception:
    """What to raise for an error while rows were taken in: its text may hold a patient's values and goes no further."""
    if isinstance(error, (duckdb.InterruptException, duckdb.OperationalError, duckdb.TransactionException)):
        return error  # not the content's fault: stopped, disk, memory
    return ContentRefused(
        registry=registry, feed=feed, reason=QT_TRANSLATE_NOOP("Problem", "a value in it does not fit its column")
    )


def _check_parquet(cursor: duckdb.DuckDBPyConnection, path: str, part: Part, columns: Mapping[str, str]) -> str:
    rows, unpacked = cursor.execute(
        f"""
        SELECT (SELECT sum(num_rows) FROM parquet_file_metadata('{path}')),
            (SELECT sum(total_uncompressed_size) FROM parquet_metadata('{path}'))
        """
    ).fetchall()[0]
    if rows != part.rows:
        return QT_TRANSLATE_NOOP("Problem", "a part has another number of rows than declared")
    if (unpacked or 0) > MOST_UNPACKED:
        return QT_TRANSLATE_NOOP("Problem", "a part is too large when unpacked")
    found = {name: kind for name, kind, *_ in cursor.execute(f"DESCRIBE FROM read_parquet('{path}')").fetchall()}
    reason = _names(found, columns)
    if reason:
        return reason
    for name, wanted in columns.items():
        if found[name] != wanted and found[name] not in _WIDER.get(wanted, ()):
            return f"the column {name} is {found[name]} and should be {wanted}"
    return ""


def _check_lines(cursor: duckdb.DuckDBPyConnection, path: str, part: Part, columns: Mapping[str, str]) -> str:
    objects = (
        f"read_json_objects('{path}', format = 'newline_delimited', compression = 'zstd',"
        f" maximum_object_size = {MOST_PER_LINE})"
    )
    # One more than declared is enough to know, however many more there are.
    rows, longest, names = cursor.execute(
        f"""
        WITH line AS MATERIALIZED (
            SELECT json_keys(json) AS names, strlen(CAST(json AS VARCHAR)) AS size FROM {objects} LIMIT {part.rows + 1}
        )
        SELECT count(*), max(size), (SELECT list(DISTINCT name) FROM (SELECT unnest(names) AS name FROM line)) FROM line
        """
    ).fetchall()[0]
    if rows != part.rows:
        return QT_TRANSLATE_NOOP("Problem", "a part has another number of rows than declared")
    if (longest or 0) > MOST_PER_LINE:
        return QT_TRANSLATE_NOOP("Problem", "a row is too large")
    reason = _names(dict.fromkeys(names or columns, ""), columns)
    if reason:
        return reason
    untyped = _lines(f"'{path}'", dict.fromkeys(columns, "JSON"))
    unfit = ", ".join(
        f"coalesce(bool_or(json_type(\"{name}\") NOT IN ({_kinds(kind)}, 'NULL')"
        f' OR (json_type("{name}") <> \'NULL\' AND TRY_CAST("{name}" AS {kind}) IS NULL)), FALSE)'
        for name, kind in columns.items()
    )
    for name, wrong in zip(columns, cursor.execute(f"SELECT {unfit} FROM {untyped}").fetchall()[0], strict=True):
        if wrong:
            return f"a value in the column {name} is not {columns[name]}"
    return ""


def _lines(paths: str, columns: Mapping[str, str]) -> str:
    named = ", ".join(f"'{name}': '{kind}'" for name, kind in columns.items())
    return (
        f"read_json({paths}, format = 'newline_delimited', compression = 'zstd',"
        f" maximum_object_size = {MOST_PER_LINE}, columns = {{{named}}})"
    )


def _kinds(wanted: str) -> str:
    kinds = ("VARCHAR", "UBIGINT", "BIGINT", "DOUBLE") if wanted.startswith("DECIMAL") else ("VARCHAR",)
    return ", ".join(f"'{kind}'" for kind in _JSON_KINDS.get(wanted, kinds))


def _names(found: Mapping[str, str], columns: Mapping[str, str]) -> str:
    for name in columns:
        if name not in found:
            return f"the column {name} is missing"
    for name in found:
        if name not in columns:
            return f"it has a column ({name[:60]}) that is not defined"
    return ""
