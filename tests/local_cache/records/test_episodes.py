"""A main form with what follows it."""

from __future__ import annotations

from bones import DEFINITION, FOLLOWING, RECORDS, TODAY, UNIT

from local_cache.cache import Cache
from local_cache.records.episodes import read_episode
from local_cache.records.text import MASKED


def test_an_episode_is_the_units_records_of_every_form(kept: Cache) -> None:
    both = 0
    for episode in ("E1", "E2", "E3", "E4"):
        with kept.reading() as cursor:
            found = read_episode(cursor, DEFINITION, UNIT, episode, "nb", TODAY)
        for form, records in (("main", RECORDS), ("after", FOLLOWING)):
            expected = {r["record_id"] for r in records if r["episode"] == episode and r["unit"] == UNIT}
            assert {r.row.record_id for r in found if r.form == form} == expected
        forms = [r.form for r in found]
        both += len(set(forms)) == 2
        assert forms == sorted(forms, reverse=True)  # "main" before "after"
        dates = [str(r.value("event_date") or "~") for r in found if r.form == "main"]
        assert dates == sorted(dates)
        assert {r.value("patient") for r in found} <= {None, MASKED}
    assert both


def test_an_episode_that_is_not_here(kept: Cache) -> None:
    with kept.reading() as cursor:
        assert read_episode(cursor, DEFINITION, UNIT, "gone", "nb", TODAY) == ()
