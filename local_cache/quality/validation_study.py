"""A validation study: a random sample of a unit's records, to be read again in the journal without seeing the first.

What is drawn can be drawn again: the records come in the order of a digest of the seed and their id, and the first of
them are the sample. That is a simple random sample of those that were completed in the period when it was drawn.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import duckdb
import msgspec

from local_cache.expressions import columns_of, compile_expression
from local_cache.registry import Definition, Variable, record_table
from local_cache.values import Value, value_from_cache

LARGEST_SAMPLE = 2_000
"""More records than anybody reads in a journal."""


class Sampling(msgspec.Struct, frozen=True):
    """What to draw: `number` completed records of a form and unit with their event from `first` up to `end`.

    where: an expression over the form's columns, "" for all; by_month: each month gives its share of the sample.
    """

    registry: str
    unit: str
    form: str
    first: date
    end: date
    number: int
    seed: int
    by_month: bool = False
    where: str = ""


@dataclass(frozen=True, slots=True)
class Sample:
    """The records drawn, in random order, and how many there were to draw from."""

    records: tuple[str, ...]
    population: int


@dataclass(frozen=True, slots=True)
class RecordKey:
    """What a record is found by in the journal; identifiers only where they were asked for."""

    record: str
    event_date: date | None
    patient: str
    identifiers: tuple[tuple[Variable, Value | None], ...] = ()


def new_seed() -> int:
    return secrets.randbelow(2**31)


def draw_sample(cursor: duckdb.DuckDBPyConnection, definition: Definition, sampling: Sampling) -> Sample:
    """Draw. At most `LARGEST_SAMPLE`, and no more than there are. Raises ExpressionRefused for `where`.

    Drafts, returned and deleted records are never drawn; who has withdrawn is not in the cache.
    """
    form = definition.form(sampling.form)
    wanted = ["unit = $unit", "form_status = 'completed'", "event_date >= $first", "event_date < $end"]
    if sampling.where.strip():
        wanted.append(f"({compile_expression(sampling.where, columns_of(form), wanted='boolean').sql})")
    source = f"""
        (SELECT record_id, md5($seed || ':' || record_id) AS place,
                CAST(date_trunc('month', event_date) AS DATE) AS month
         FROM {record_table(sampling.registry, form.id)} WHERE {" AND ".join(wanted)})
    """
    asked = {"unit": sampling.unit, "first": sampling.first, "end": sampling.end, "seed": str(sampling.seed)}
    months = cursor.execute(f"SELECT month, count(*) FROM {source} GROUP BY month ORDER BY month", asked).fetchall()
    population = sum(n for _, n in months)
    number = min(sampling.number, population, LARGEST_SAMPLE)
    if number < 1:
        return Sample((), population)
    if not sampling.by_month:
        drawn = cursor.execute(
            f"SELECT record_id FROM {source} ORDER BY place, record_id LIMIT $number", {**asked, "number": number}
        )
    else:
        shares = allocated(number, dict(months))
        drawn = cursor.execute(
            f"""
            SELECT record_id FROM {source}
            JOIN (SELECT CAST(split_part(said, '=', 1) AS DATE) AS month,
                         CAST(split_part(said, '=', 2) AS BIGINT) AS share
                  FROM (SELECT unnest(string_split($shares, ' ')) AS said)) USING (month)
            QUALIFY row_number() OVER (PARTITION BY month ORDER BY place, record_id) <= share
            ORDER BY place, record_id
            """,
            {**asked, "shares": " ".join(f"{month}={share}" for month, share in shares.items())},
        )
    return Sample(tuple(record for (record,) in drawn.fetchall()), population)


def allocated(number: int, sizes: Mapping[date, int]) -> dict[date, int]:
    """A sample shared out over strata in proportion to their sizes, by largest remainders (the earlier first in a tie).

    Adds up to `number`, which must be at most the sum of the sizes; no stratum gives more than it has.
    """
    total = sum(sizes.values())
    if number > total:
        raise ValueError("more than there are")
    if total == 0:
        return dict.fromkeys(sizes, 0)
    quotas = {stratum: Fraction(number * size, total) for stratum, size in sizes.items()}
    shares = {stratum: int(quota) for stratum, quota in quotas.items()}
    by_remainder = sorted(sizes, key=lambda stratum: (shares[stratum] - quotas[stratum], stratum))
    for stratum in by_remainder[: number - sum(shares.values())]:
        shares[stratum] += 1
    return shares


def registry_values(
    cursor: duckdb.DuckDBPyConnection, definition: Definition, sampling: Sampling, record: str, variables: Sequence[str]
) -> dict[str, Value | None] | None:
    """What the registry has for a record now; None where the record is not here (any more)."""
    named = ", ".join(f'"{definition.form(sampling.form).variable(name).id}"' for name in variables) or "record_id"
    row = cursor.execute(
        f"""
        SELECT {named} FROM {record_table(sampling.registry, sampling.form)}
        WHERE unit = ? AND record_id = ? AND form_status <> 'deleted'
        """,
        [sampling.unit, record],
    ).fetchone()
    return None if row is None else dict(zip(variables, map(value_from_cache, row), strict=False))


def record_key(
    cursor: duckdb.DuckDBPyConnection, definition: Definition, sampling: Sampling, record: str, *, identified: bool
) -> RecordKey | None:
    """What the record is found by; `identified`: with the form's direct identifiers. None where it is not here."""
    row = cursor.execute(
        f"SELECT event_date, patient FROM {record_table(sampling.registry, sampling.form)}"
        " WHERE unit = ? AND record_id = ?",
        [sampling.unit, record],
    ).fetchone()
    if row is None:
        return None
    known = [v for v in definition.form(sampling.form).variables if v.identifier] if identified else []
    values = registry_values(cursor, definition, sampling, record, [v.id for v in known]) or {}
    return RecordKey(record, row[0], row[1] or "", tuple((v, values.get(v.id)) for v in known))


def variables_to_validate(definition: Definition, form: str) -> tuple[Variable, ...]:
    """What can be read again without having been seen: not the identifiers, by which the journal is found."""
    return tuple(v for v in definition.form(form).variables if not v.identifier)
