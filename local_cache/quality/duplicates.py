"""Duplicates: records of one patient that may be about one event.

Three kinds, each pair of records in one of them: the same form twice (events on the same day), the same event within
the form's window of days, and near duplicates (further apart, with enough of the registry's named variables equal).
"""

from __future__ import annotations

import duckdb

from local_cache.quality.findings import Alike, DuplicateRecords, Likeness, Pair, RecordsWanted
from local_cache.quality.scope import MOST_IDS, Scope
from local_cache.registry import Duplicates, Form

MOST_LISTED = 500
"""Pairs that are listed one by one; all are counted."""


def duplicates(cursor: duckdb.DuckDBPyConnection, scope: Scope, form: Form) -> DuplicateRecords:
    """Pairs of a form's records, whatever their status, but no deleted ones; patients without a key are left out."""
    settings = form.duplicates
    if settings is None:
        return DuplicateRecords(form.id, None, (), (), 0, None)
    parameters = {
        "unit": scope.unit,
        "first": scope.period.first,
        "end": scope.period.end,
        "days": max(0, settings.days),
        "reach": max(0, settings.days, settings.near_days if settings.agreeing else 0),
        "agreeing": settings.agreeing,
        "near": bool(settings.agreeing),
    }
    cursor.execute(f"CREATE OR REPLACE TEMP TABLE alike AS {_pairs(scope, form, settings)}", parameters)
    rows = cursor.execute(
        f"""
        WITH member AS (SELECT likeness, record_id FROM alike, unnest([one, other]) AS t(record_id))
        SELECT coalesce(likeness, -1), count(DISTINCT record_id),
            array_to_string(list_sort(list(DISTINCT record_id))[:{MOST_IDS}], chr(31)),
            (SELECT count(*) FROM alike WHERE alike.likeness = member.likeness)
        FROM member GROUP BY GROUPING SETS ((likeness), ())
        """
    ).fetchall()
    listed = cursor.execute(f"FROM alike ORDER BY other_date DESC, likeness, one, other LIMIT {MOST_LISTED}").fetchall()
    cursor.execute("DROP TABLE alike")
    likenesses = tuple(Likeness)
    found = {likeness: (records, ids, number) for likeness, records, ids, number in rows if ids}
    everything = found.get(-1, (0, "", 0))
    return DuplicateRecords(
        form=form.id,
        looked_for=settings,
        kinds=tuple(
            Alike(kind, number, records, _wanted(form, ids))
            for place, kind in enumerate(likenesses)
            for records, ids, number in (found.get(place, (0, "", 0)),)
        ),
        pairs=tuple(
            Pair(one, other, one_date, other_date, likenesses[place], days, agreeing)
            for one, other, one_date, other_date, days, agreeing, place in listed
        ),
        records=everything[0],
        wanted=_wanted(form, everything[1]),
    )


def _wanted(form: Form, ids: str) -> RecordsWanted | None:
    return RecordsWanted(form.id, "", tuple(ids.split(chr(31)))) if ids else None


def _pairs(scope: Scope, form: Form, settings: Duplicates) -> str:
    """SQL: (one, other, one_date, other_date, days, agreeing, likeness), the earlier record first; of the same day, by
    id. Only patients with several records go into the join, which is by patient alone and therefore quick."""
    named = [f'"{variable}"' for variable in settings.variables]
    columns = "".join(f", {name}" for name in named)
    equal = " + ".join(f"CAST(coalesce(a.{name} = b.{name}, FALSE) AS INTEGER)" for name in named) or "0"
    there = "unit = $unit AND form_status <> 'deleted' AND patient IS NOT NULL"
    return f"""
        WITH several AS MATERIALIZED (
            SELECT record_id, patient, event_date{columns} FROM {scope.table(form)}
            WHERE {there} AND patient IN (
                SELECT patient FROM {scope.table(form)} WHERE {there} GROUP BY patient HAVING count(*) > 1))
        SELECT a.record_id AS one, b.record_id AS other, a.event_date AS one_date, b.event_date AS other_date,
            CAST(b.event_date - a.event_date AS INTEGER) AS days, {equal} AS agreeing,
            CASE WHEN b.event_date = a.event_date THEN 0 WHEN b.event_date - a.event_date <= $days THEN 1 ELSE 2 END
                AS likeness
        FROM several a JOIN several b ON a.patient = b.patient
        WHERE (a.event_date < b.event_date OR a.event_date = b.event_date AND a.record_id < b.record_id)
            AND b.event_date - a.event_date <= $reach AND b.event_date >= $first AND b.event_date < $end
            AND (b.event_date - a.event_date <= $days OR $near AND {equal} >= $agreeing)
    """
