"""Missing cases: a unit's own list held against what it has registered, on this machine and in memory alone.

A case is a key on a day. Cases of one key and the same day are matched first; of those that are left, as many as
possible whose days lie at most the window apart. A matched case belongs to the period by its registered day, a case
that is in the list alone by the list's.

What the list holds goes into temporary tables, which DuckDB keeps in memory (what spills is encrypted) and which are
gone when this is done; nothing of it is written or sent.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from local_cache.errors import ListColumnsMissing, ListNotUnderstood
from local_cache.quality.findings import Group, LocalMatch, MissingCase, RecordsWanted
from local_cache.quality.local_list import LocalList, normal_code
from local_cache.quality.scope import MOST_IDS, Scope
from local_cache.registry import CASE_KEYS, Form
from local_cache.results.figure import Figure, Shown

if TYPE_CHECKING:
    import duckdb


MOST_LISTED = 1_000
"""Cases that are in the list alone and are named one by one; all are counted."""
_PAGE = 500
_SPLIT = chr(31)


def key_columns(form: Form) -> tuple[str, ...]:
    """Columns a list can be matched by, the form's own choice first, then its identifiers, then the system's keys."""
    identifiers = [v.id for v in form.variables if v.identifier and v.type in ("text", "integer")]
    chosen = form.case_key or next(iter([*identifiers, "episode"]))
    return tuple(dict.fromkeys([chosen, *identifiers, *CASE_KEYS]))


def match(
    cursor: duckdb.DuckDBPyConnection,
    scope: Scope,
    form: Form,
    local: LocalList,
    *,
    key: str,
    days: int = 0,
    codes: Sequence[str] = (),
    leave_out: bool = False,
) -> LocalMatch:
    """Hold a list against the unit's records of a form whose event lies in the scope's period.

    key: one of `key_columns`; days: the window; codes: only rows whose code begins with one of these (all where there
    are none); leave_out: go on without the rows that were not understood.
    Raises ListColumnsMissing, ListNotUnderstood.
    """
    if not local.complete:
        raise ListColumnsMissing()
    if local.left_out and not leave_out:
        raise ListNotUnderstood(n=local.left_out)
    if key not in key_columns(form):
        raise ListColumnsMissing()
    begins = tuple(normal_code(code) for code in codes if normal_code(code))
    rows = [i for i, code in enumerate(local.codes) if not begins or code.startswith(begins)]
    try:
        padded = _load(cursor, scope, form, local, rows, key, days)
        _match_days(cursor, days)
        return _outcome(cursor, scope, form, local, rows, key, days, begins, padded)
    finally:
        for table in ("listed_row", "listed_case", "registered_case", "matched_case"):
            cursor.execute(f"DROP TABLE IF EXISTS temp.{table}")


def _load(
    cursor: duckdb.DuckDBPyConnection,
    scope: Scope,
    form: Form,
    local: LocalList,
    rows: Sequence[int],
    key: str,
    days: int,
) -> int:
    """The cases of both sides, each once; gives how many keys of the list got back a leading zero."""
    # Lists travel as one text: for every single bound value the client looks for packages that are not installed.
    cursor.execute(
        """
        CREATE OR REPLACE TEMP TABLE listed_row AS
        SELECT key, day, place FROM (
            SELECT unnest(string_split($keys, chr(31))) AS key, unnest(string_split($days, chr(31))) AS said,
                unnest(string_split($places, chr(31))) AS number),
            LATERAL (SELECT CAST(said AS DATE) AS day, CAST(number AS BIGINT) AS place)
        WHERE $any
        """,
        {
            "keys": _SPLIT.join(local.keys[i] for i in rows) or "-",
            "days": _SPLIT.join(local.days[i].isoformat() for i in rows) or "1900-01-01",
            "places": _SPLIT.join(map(str, rows)) or "0",
            "any": bool(rows),
        },
    )
    column = f'CAST("{key}" AS VARCHAR)'
    bare = f"upper(regexp_replace({column}, '\\s', '', 'g'))"
    # As local_list.normal_key has it: without hyphens where all else is digits.
    normal = f"CASE WHEN regexp_full_match({bare}, '[0-9-]*[0-9][0-9-]*') THEN replace({bare}, '-', '') ELSE {bare} END"
    cursor.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE registered_case AS
        SELECT row_number() OVER () AS id, * FROM (
            SELECT {normal} AS key, event_date AS day, min(record_id) AS record_id,
                bool_and(form_status = 'draft') AS draft
            FROM {scope.table(form)}
            WHERE unit = $unit AND form_status <> 'deleted' AND {column} <> ''
                AND event_date >= DATE '{scope.period.first}' - {int(days)}
                AND event_date < DATE '{scope.period.end}' + {int(days)}
            GROUP BY ALL)
        """,
        {"unit": scope.unit},
    )
    wide = cursor.execute(
        "SELECT min(length(key)) FROM registered_case"
        " HAVING min(length(key)) = max(length(key)) AND bool_and(regexp_full_match(key, '[0-9]+'))"
    ).fetchone()
    padded = 0
    if wide is not None:
        short = f"length(key) = {int(wide[0]) - 1} AND regexp_full_match(key, '[0-9]+')"
        row = cursor.execute(f"SELECT count(*) FROM listed_row WHERE {short}").fetchone()
        padded = row[0] if row else 0
        if padded:
            cursor.execute(f"UPDATE temp.listed_row SET key = '0' || key WHERE {short}")
    cursor.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE listed_case AS
        SELECT row_number() OVER () AS id, * FROM (
            SELECT key, day, min(place) AS place FROM listed_row
            WHERE day >= DATE '{scope.period.first}' - {int(days)} AND day < DATE '{scope.period.end}' + {int(days)}
            GROUP BY ALL)
        """
    )
    return padded


def _match_days(cursor: duckdb.DuckDBPyConnection, days: int) -> None:
    """Makes matched_case (listed, registered), by id: one to one."""
    cursor.execute(
        """
        CREATE OR REPLACE TEMP TABLE matched_case AS
        SELECT l.id AS listed, r.id AS registered
        FROM listed_case l JOIN registered_case r ON l.key = r.key AND l.day = r.day
        """
    )
    if days <= 0:
        return
    cursor.execute(
        """
        WITH listed AS (FROM listed_case WHERE id NOT IN (SELECT listed FROM matched_case)),
        registered AS (FROM registered_case WHERE id NOT IN (SELECT registered FROM matched_case)),
        shared AS (
            SELECT key, row_number() OVER () AS number FROM (
                SELECT DISTINCT key FROM listed WHERE key IN (SELECT key FROM registered)))
        SELECT number, FALSE AS is_registered, day, id FROM listed JOIN shared USING (key)
        UNION ALL
        SELECT number, TRUE, day, id FROM registered JOIN shared USING (key)
        ORDER BY 1, 3, 2, 4
        """
    )
    pairs: list[tuple[int, int]] = []
    of_key: int | None = None
    waiting: tuple[list[tuple[date, int]], list[tuple[date, int]]] = ([], [])
    while page := cursor.fetchmany(_PAGE):
        for number, is_registered, day, id_ in page:
            if number != of_key:
                pairs += _nearest(*waiting, days)
                of_key, waiting = number, ([], [])
            waiting[is_registered].append((day, id_))
    pairs += _nearest(*waiting, days)
    if pairs:
        cursor.execute(
            """
            INSERT INTO temp.matched_case
            SELECT CAST(unnest(string_split($listed, chr(31))) AS BIGINT),
                CAST(unnest(string_split($registered, chr(31))) AS BIGINT)
            """,
            {
                "listed": _SPLIT.join(str(listed) for listed, _ in pairs),
                "registered": _SPLIT.join(str(registered) for _, registered in pairs),
            },
        )


def _nearest(
    listed: Sequence[tuple[date, int]], registered: Sequence[tuple[date, int]], days: int
) -> list[tuple[int, int]]:
    """As many pairs as there can be, both sides by day: the earliest of one with the earliest it can have of the other
    leaves the most to those that follow."""
    pairs, i, j = [], 0, 0
    while i < len(listed) and j < len(registered):
        apart = (listed[i][0] - registered[j][0]).days
        if abs(apart) <= days:
            pairs.append((listed[i][1], registered[j][1]))
            i, j = i + 1, j + 1
        elif apart < 0:
            i += 1
        else:
            j += 1
    return pairs


def _outcome(
    cursor: duckdb.DuckDBPyConnection,
    scope: Scope,
    form: Form,
    local: LocalList,
    rows: Sequence[int],
    key: str,
    days: int,
    codes: tuple[str, ...],
    padded: int,
) -> LocalMatch:
    within = f"day >= DATE '{scope.period.first}' AND day < DATE '{scope.period.end}'"
    matched = "id IN (SELECT registered FROM matched_case)"
    unmatched = "id NOT IN (SELECT listed FROM matched_case)"
    counted = cursor.execute(
        f"""
        SELECT year(day) AS y, count(*) FILTER (side = 'registry'), count(*) FILTER (side = 'both'),
            count(*) FILTER (side = 'list'), count(*) FILTER (draft)
        FROM (
            SELECT day, if({matched}, 'both', 'registry') AS side, draft FROM registered_case WHERE {within}
            UNION ALL SELECT day, 'list', FALSE FROM listed_case WHERE {within} AND {unmatched})
        GROUP BY y ORDER BY y
        """
    ).fetchall()
    years = tuple(Group(*row[:4]) for row in counted)
    whole = Group(0, sum(y.registry_only for y in years), sum(y.both for y in years), sum(y.list_only for y in years))
    here, reference = whole.registry_only + whole.both, whole.both + whole.list_only
    (of_all,) = scope.shares(here, here + whole.list_only)
    of_reference = Figure(
        shown=Shown.VALUE if reference else Shown.NO_CASES,
        kind="ratio",
        value=min(1.0, here / reference) if reference else None,
        numerator=here,
        denominator=reference,
        own=True,
        definition_version=scope.definition.version,
        data_as_of=scope.data_as_of,
    )
    missing = cursor.execute(
        f"SELECT place FROM listed_case WHERE {within} AND {unmatched} ORDER BY day, place LIMIT {MOST_LISTED}"
    ).fetchall()
    unkeyed = cursor.execute(
        f"""
        SELECT count(*) FROM {scope.table(form)}
        WHERE unit = $unit AND form_status <> 'deleted' AND {within.replace("day", "event_date")}
            AND coalesce(CAST("{key}" AS VARCHAR), '') = ''
        """,
        {"unit": scope.unit},
    ).fetchone()
    outside = cursor.execute(f"SELECT count(*) FROM listed_row WHERE NOT ({within})").fetchone()
    return LocalMatch(
        form=form.id,
        key=key,
        days=days,
        codes=codes,
        whole=whole,
        years=years,
        of_all=of_all,
        of_reference=of_reference,
        unkeyed=unkeyed[0] if unkeyed else 0,
        drafts=sum(row[4] for row in counted),
        completed_keys=padded,
        left_out=local.left_out,
        other_codes=len(local.keys) - len(rows),
        outside=outside[0] if outside else 0,
        registry_only_records=_records(cursor, form, f"{within} AND NOT ({matched})"),
        both_records=_records(cursor, form, f"{within} AND {matched}"),
        missing=tuple(
            MissingCase(local.lines[place], local.keys[place], local.days[place], local.codes[place])
            for (place,) in missing
        ),
    )


def _records(cursor: duckdb.DuckDBPyConnection, form: Form, where: str) -> RecordsWanted | None:
    row = cursor.execute(
        f"""
        SELECT string_agg(record_id, chr(31) ORDER BY record_id)
        FROM (SELECT record_id FROM registered_case WHERE {where} ORDER BY record_id LIMIT {MOST_IDS})
        """
    ).fetchone()
    return RecordsWanted(form.id, "", tuple(row[0].split(_SPLIT))) if row and row[0] else None
