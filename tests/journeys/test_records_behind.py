"""The records behind a figure are exactly those it counts; a patient who withdraws is in none of them."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from demo_registry import RunningRegistry, serve
from local_cache.cache import Cache
from local_cache.ledger import Ledger
from local_cache.records.behind import records_behind
from local_cache.records.columns import columns_of_form
from local_cache.records.episodes import read_episode
from local_cache.records.filter import Equals, RecordFilter
from local_cache.records.query import RecordQuery
from local_cache.records.record import RecordRow
from local_cache.records.saved_views import SavedView, save_view, saved_views
from local_cache.records.statistics import column_statistics
from local_cache.records.window import order, read_page, start
from local_cache.registry import ALL_PATIENTS, Definition
from local_cache.results import summary
from local_cache.results.figure import Period, Selection, Shown
from local_cache.sync.client import Client
from local_cache.sync.pull import connect, pull


@dataclass
class Place:
    """A synchronised cache; `synchronise` fetches what is new."""

    registry: RunningRegistry
    cache: Cache
    directory: Path
    key: bytes

    def synchronise(self) -> None:
        with Client(self.registry.address, self.registry.user("leser").token) as client:
            source = connect(self.cache, client)
            result = pull(self.cache, client, source, self.directory / "spool", spool_key=self.key)
        assert not result.problems


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    directory = tmp_path_factory.mktemp("behind")
    with serve(records=1500, seed=3, others=0.05) as running:
        cache = Cache.open(directory / "cache.duckdb", secrets.token_bytes(32), spill=directory / "spill")
        try:
            filled = Place(running, cache, directory, secrets.token_bytes(32))
            filled.synchronise()
            yield filled
        finally:
            cache.close()


def all_rows(place: Place, definition: Definition, query: RecordQuery) -> list[RecordRow]:
    columns = columns_of_form(definition, definition.form(query.form), "nb")
    found: list[RecordRow] = []
    with place.cache.reading() as cursor:
        whole = order(cursor, definition, query)
        for at in range(0, len(whole), 200):
            ids = whole.ids[at : at + 200].tolist()
            found += read_page(cursor, definition, query, whole.stamp, ids, columns)
    return found


@pytest.mark.parametrize("registry", ["hoftebrudd", "hjerneslag", "intensiv"])
def test_as_many_records_stand_behind_every_figure_as_it_says(place: Place, registry: str) -> None:
    definition = place.registry.definition(registry)
    unit = place.registry.unit
    today = date.today()
    months = today.year * 12 + today.month - 1
    spans = [Period(date(y, 1, 1), date(y + 1, 1, 1)) for y in range(today.year - 3, today.year + 1)]
    spans.append(Period(date((months - 12) // 12, (months - 12) % 12 + 1, 1), date(months // 12, months % 12 + 1, 1)))
    compared = 0
    with place.cache.reading() as cursor:
        for span in spans:
            for subgroup in (ALL_PATIENTS, *(s.id for s in definition.subgroups)):
                selection = Selection(registry, unit, span, subgroup)
                for result in summary.indicator_results(cursor, definition, selection, "nb"):
                    indicator = definition.indicator(result.indicator)
                    if subgroup not in (ALL_PATIENTS, *indicator.subgroups):
                        continue
                    behind = records_behind(definition, result.indicator, selection)
                    query = RecordQuery(registry, behind.form, unit, behind.filter)
                    found = start(cursor, definition, query, 1).matching
                    assert found == (result.own.denominator or 0), (result.indicator, subgroup, span)
                    assert result.own.own or result.own.shown is Shown.NO_CASES
                    compared += found > 0
    print(f"{registry}: {compared} figures with as many records behind them")
    assert compared > 50


def test_a_patient_who_withdraws_is_nowhere_after_the_next_synchronisation(place: Place, tmp_path: Path) -> None:
    registry, unit = "hjerneslag", place.registry.unit
    definition = place.registry.definition(registry)
    main = RecordQuery(registry, "akutt", unit)
    before = all_rows(place, definition, main)
    here = {row.record_id: row.episode for row in before}
    ledger = Ledger.open(tmp_path / "ledger.sqlite", secrets.token_bytes(32))
    view = SavedView("Alle kvinner", ("record_id", "sex"), filter=RecordFilter(expressions=("sex IS NOT NULL",)))
    save_view(ledger, registry, "akutt", view)

    patients = place.registry.withdraw(registry, 5)
    assert len(patients) == 5
    with place.cache.reading() as cursor:  # still here until the next synchronisation
        gone = {
            r
            for p in patients
            for (r,) in cursor.execute(
                "SELECT record_id FROM records_hjerneslag_akutt WHERE patient = ?", [p]
            ).fetchall()
        }
        counted = column_statistics(cursor, definition, main, "patient")
    assert gone
    place.synchronise()

    def shown(query: RecordQuery) -> set[str]:
        return {row.record_id for row in all_rows(place, definition, query)}

    assert shown(main) == here.keys() - gone
    for patient in patients:  # also for who knows the key
        by_key = RecordFilter((("patient", Equals(patient)),))
        for form in ("akutt", "oppfolging"):
            assert shown(RecordQuery(registry, form, unit, by_key)) == set()
    (again,) = saved_views(ledger, registry, "akutt")
    assert not shown(replace(main, filter=again.filter)) & gone
    with place.cache.reading() as cursor:
        for record in gone:
            episode = here[record]
            assert episode is not None
            assert read_episode(cursor, definition, unit, episode, "nb", date.today()) == ()
        left = column_statistics(cursor, definition, main, "patient")
        assert (left.n, left.distinct) == (counted.n - len(gone), counted.distinct - len(patients))
        ids = column_statistics(cursor, definition, main, "record_id")
        assert not {str(v) for v, _ in ids.frequent} & gone
    ledger.close()
