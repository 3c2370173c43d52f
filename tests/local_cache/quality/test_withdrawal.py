"""A patient who objects is in no finding after the next synchronisation."""

from __future__ import annotations

import secrets
from pathlib import Path

from planted import REGISTRIES, TODAY, ids_of

from demo_registry import serve
from local_cache.cache import Cache, Cursor
from local_cache.quality.completeness import form_completeness
from local_cache.quality.duplicates import duplicates
from local_cache.quality.findings import RecordsWanted
from local_cache.quality.readiness import readiness
from local_cache.quality.scope import Scope, scope_of
from local_cache.quality.timeliness import timeliness
from local_cache.quality.validity import validity
from local_cache.results import summary
from local_cache.results.figure import Period
from local_cache.sync.client import Client
from local_cache.sync.pull import connect, pull

SINCE = Period(TODAY.replace(year=2021, month=1, day=1), TODAY.replace(month=4, day=1))


def pointed_at(cursor: Cursor, scope: Scope) -> set[str]:
    """Every record that any finding points at."""
    wanted: list[RecordsWanted | None] = [t.wanted for t in readiness(cursor, scope, ()).todo]
    ids: set[str] = set()
    for form in scope.definition.forms:
        complete = form_completeness(cursor, scope, form)
        wanted += [complete.incomplete_records, *(v.missing_records for v in complete.variables)]
        wanted += [v.unknown_records for v in complete.variables]
        wanted += [f.records for f in validity(cursor, scope, form).findings]
        times = timeliness(cursor, scope, form)
        wanted += [times.late_records, times.overdue_records, *(r for w in times.waiting for r in w.records)]
        alike = duplicates(cursor, scope, form)
        wanted += [alike.wanted, *(k.wanted for k in alike.kinds)]
        ids |= {i for pair in alike.pairs for i in (pair.first, pair.second)}
    return ids.union(*(ids_of(cursor, scope, w) for w in wanted if w is not None))


def test_who_has_left_is_in_no_finding(tmp_path: Path) -> None:
    key = secrets.token_bytes(32)
    with serve(records=900, seed=4, now=TODAY, others=0.02) as running:
        cache = Cache.open(tmp_path / "cache.duckdb", secrets.token_bytes(32), spill=tmp_path / "spill")
        try:
            with Client(running.address, running.user("leser").token) as client:
                source = connect(cache, client)
                pull(cache, client, source, tmp_path / "spool", spool_key=key)
                before, theirs = {}, {}
                with cache.reading() as cursor:
                    for registry in REGISTRIES:
                        scope = scope_of(cursor, summary.definition(cursor, registry), running.unit, SINCE, TODAY)
                        before[registry] = pointed_at(cursor, scope)
                        theirs[registry] = records_of(cursor, scope, set(running.withdraw(registry, patients=40)))
                result = pull(cache, client, source, tmp_path / "spool", spool_key=key)
            assert not result.problems
            with cache.reading() as cursor:
                for registry in REGISTRIES:
                    known = before[registry] & theirs[registry]
                    assert known, "none of them was pointed at, so this shows nothing"
                    scope = scope_of(cursor, summary.definition(cursor, registry), running.unit, SINCE, TODAY)
                    after = pointed_at(cursor, scope)
                    assert after
                    assert not after & theirs[registry]
                    print(f"{registry}: {len(known)} records of those who left pointed at before, none after")
        finally:
            cache.close()


def records_of(cursor: Cursor, scope: Scope, patients: set[str]) -> set[str]:
    return {
        record
        for form in scope.definition.forms
        for record, patient in cursor.execute(f"SELECT record_id, patient FROM {scope.table(form)}").fetchall()
        if patient in patients
    }
