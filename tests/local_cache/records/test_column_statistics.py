"""The statistics of a column equal those of its values in Python."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from bones import DEFINITION, MAIN, OWN, TODAY, UNIT

from local_cache.cache import Cache
from local_cache.errors import ColumnNotHere
from local_cache.records.columns import columns_of_form
from local_cache.records.filter import Between, Missing, RecordFilter
from local_cache.records.query import RecordQuery
from local_cache.records.statistics import MOST_FREQUENT, column_statistics

ALL = RecordQuery("bones", "main", UNIT, today=TODAY)
COLUMNS = {c.name: c for c in columns_of_form(DEFINITION, MAIN, "nb")}


def plain(value: Any) -> Any:
    """What is no number and no date is no value."""
    return None if value == "infinity" or (isinstance(value, float) and not math.isfinite(value)) else value


@pytest.mark.parametrize("name", COLUMNS)
@pytest.mark.parametrize("wanted", [RecordFilter(), RecordFilter((("age", Between(75, 84)),))], ids=["all", "some"])
def test_statistics_are_those_of_the_values(kept: Cache, name: str, wanted: RecordFilter) -> None:
    with kept.reading() as cursor:
        found = column_statistics(cursor, DEFINITION, replace(ALL, filter=wanted), name)
    records = [r for r in OWN if not wanted or (r["age"] is not None and 75 <= r["age"] <= 84)]
    values = [v for r in records if (v := plain(r[name])) is not None]
    each = [code for value in values for code in (value if isinstance(value, list) else [value])]
    assert (found.n, found.missing) == (len(records), len(records) - len(values))
    assert found.distinct == len(set(each))
    column = COLUMNS[name]
    if column.masked:
        assert (found.frequent, found.spread, found.unknown) == ((), None, ())
        return
    times = Counter(each)
    assert [n for _, n in found.frequent] == sorted(times.values(), reverse=True)[:MOST_FREQUENT]
    assert all(times[value] == n for value, n in found.frequent)  # type: ignore[index]
    assert found.others == len(times) - len(found.frequent)
    if name == "sex":
        assert found.unknown == (("9", times["9"]),)
    if not (column.is_number or column.is_date):
        assert found.spread is None
    elif column.is_number:
        assert found.spread is not None
        expected = [min(values), *np.quantile(values, (0.25, 0.5, 0.75)), max(values)]
        spread = found.spread
        ends = (spread.least, spread.first_quartile, spread.median, spread.third_quartile, spread.greatest)
        assert ends == pytest.approx(expected)
    else:
        assert found.spread is not None
        assert (found.spread.least, found.spread.greatest) == (min(values), max(values))
        assert found.spread.median in values
        assert sum(v <= found.spread.median for v in values) * 2 >= len(values)


def test_a_column_without_values(kept: Cache) -> None:
    query = replace(ALL, filter=RecordFilter((("age", Missing()),)))
    with kept.reading() as cursor:
        found = column_statistics(cursor, DEFINITION, query, "age")
        assert found.missing == found.n > 0
        assert (found.distinct, found.spread, found.frequent) == (0, None, ())
        with pytest.raises(ColumnNotHere):
            column_statistics(cursor, DEFINITION, query, "gone")
