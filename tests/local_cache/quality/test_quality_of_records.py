"""Every number equals an independent count over the registry's own records, and every planted fault is found."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from planted import (
    PERIOD,
    REGISTRIES,
    TODAY,
    Planted,
    Row,
    breaking,
    days_to_finish,
    has_invalid_code,
    ids_of,
    in_period,
    is_impossible_date,
    is_missing,
    is_outside,
    judged,
    required,
)

from local_cache.quality.completeness import form_completeness
from local_cache.quality.duplicates import duplicates
from local_cache.quality.findings import AGES, Duty, Fault, Likeness
from local_cache.quality.timeliness import timeliness
from local_cache.quality.validity import validity
from local_cache.registry import Form
from local_cache.results.figure import Period, add_months

PERIODS = (PERIOD, Period(date(2025, 1, 1), date(2026, 1, 1)), Period(date(2025, 10, 1), date(2026, 1, 1)))


@pytest.fixture(params=REGISTRIES)
def registry(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.mark.parametrize("period", PERIODS, ids=lambda p: f"{p.first}")
def test_completeness_of_every_variable_and_month(planted: Planted, registry: str, period: Period) -> None:
    compared = 0
    with planted.cache.reading() as cursor:
        scope = planted.scope(cursor, registry, period)
        lists = {c.id: c.codes for c in scope.definition.code_lists}
        for form in scope.definition.forms:
            rows = judged(planted.rows(registry, form.id), period)
            found = form_completeness(cursor, scope, form)
            assert found.records == len(rows)
            assert {v.variable for v in found.variables} == {v.id for v in form.variables}
            lacking: set[str] = set()
            for one in found.variables:
                variable = form.variable(one.variable)
                must = None if variable.required is None else required(planted.registry, registry, form, variable)
                assert one.duty is (
                    Duty.OPTIONAL
                    if must is None
                    else Duty.REQUIRED
                    if variable.required == "TRUE"
                    else Duty.CONDITIONAL
                )
                unknown_codes = {c.value for c in lists.get(variable.codes or "", ()) if c.missing}
                assert {c.value for c in one.unknown_codes} == unknown_codes
                missing_ids, unknown_ids = set(), set()
                for i, month in enumerate(scope.months):
                    asked = [
                        r
                        for r in rows
                        if month <= r["event_date"] < add_months(month, 1) and (must is None or r["record_id"] in must)
                    ]
                    missing = [r for r in asked if is_missing(r, variable)]
                    unknown = [r for r in asked if says_unknown(r, one.variable, unknown_codes)]
                    assert one.asked[i] == len(asked), (one.variable, month)
                    assert one.missing[i] == len(missing), (one.variable, month)
                    assert one.unknown[i] == len(unknown), (one.variable, month)
                    assert one.filled[i] == len(asked) - len(missing) - len(unknown)
                    if asked:
                        assert one.shares[i] == one.filled[i] / len(asked)
                    else:
                        assert np.isnan(one.shares[i])
                    missing_ids |= {r["record_id"] for r in missing}
                    unknown_ids |= {r["record_id"] for r in unknown}
                    compared += 4
                for wanted, ids in ((one.missing_records, missing_ids), (one.unknown_records, unknown_ids)):
                    assert (ids_of(cursor, scope, wanted) if wanted else set()) == ids
                if one.must:
                    lacking |= missing_ids
                assert one.complete.numerator == one.filled.sum()
                assert one.complete.denominator == one.asked.sum()
            assert found.incomplete == len(lacking)
            if found.incomplete_records:
                assert ids_of(cursor, scope, found.incomplete_records) == lacking
            costs = [(not v.must, -v.count_missing, -v.count_unknown) for v in found.variables]
            assert costs == sorted(costs)
            assert found.shares.shape == (len(form.variables), len(scope.months))
    print(f"{registry}: {compared} numbers equal")
    assert compared > 400


def says_unknown(row: Row, variable: str, codes: set[str]) -> bool:
    value = row[variable]
    return bool(value is not None and (set(value) & codes if isinstance(value, list) else value in codes))


def independent_faults(
    planted: Planted, registry: str, form: Form, period: Period
) -> dict[tuple[Fault, str], set[str]]:
    """By check, the ids that fail it: rules in plain SQL, everything else in Python."""
    definition = planted.registry.definition(registry)
    lists = {c.id: c.codes for c in definition.code_lists}
    rows = judged(planted.rows(registry, form.id), period)
    found: dict[tuple[Fault, str], set[str]] = {}
    for rule in definition.rules:
        if rule.form == form.id:
            found[Fault.RULE, rule.id] = breaking(planted.registry, registry, rule, period)[0]
    for v in form.variables:
        is_date = v.type in ("date", "timestamp")

        def those(fails: Any) -> set[str]:
            return {r["record_id"] for r in rows if fails(r)}

        if is_date:
            found[Fault.IMPOSSIBLE_DATE, v.id] = those(lambda r, v=v: is_impossible_date(r, v))
        elif v.hard_range:
            found[Fault.HARD_RANGE, v.id] = those(lambda r, v=v: is_outside(r, v, v.hard_range))
        if v.soft_range:
            found[Fault.SOFT_RANGE, v.id] = those(
                lambda r, v=v: is_outside(r, v, v.soft_range) and not is_outside(r, v, v.hard_range)
            )
        if v.codes and v.type in ("code", "multi-code"):
            found[Fault.INVALID_CODE, v.id] = those(lambda r, v=v: has_invalid_code(r, v, lists[v.codes]))
    return found


@pytest.mark.parametrize("period", PERIODS, ids=lambda p: f"{p.first}")
def test_validity_finds_all_and_nothing_else(planted: Planted, registry: str, period: Period) -> None:
    hit = reported = true = checks = 0
    with planted.cache.reading() as cursor:
        scope = planted.scope(cursor, registry, period)
        for form in scope.definition.forms:
            found = validity(cursor, scope, form)
            truth = independent_faults(planted, registry, form, period)
            assert found.unchecked == ()
            assert {(f.fault, f.subject) for f in found.findings} == set(truth)
            assert found.records == len(judged(planted.rows(registry, form.id), period))
            erring: set[str] = set()
            for finding in found.findings:
                expected = truth[finding.fault, finding.subject]
                ids = ids_of(cursor, scope, finding.records) if finding.records else set()
                assert finding.found == len(ids), finding
                assert ids == expected, finding
                hit, reported, true, checks = (
                    hit + len(ids & expected),
                    reported + len(ids),
                    true + len(expected),
                    checks + 1,
                )
                if finding.severity == "error":
                    erring |= expected
                if finding.fault is Fault.RULE:
                    rule = next(r for r in scope.definition.rules if r.id == finding.subject)
                    assert finding.checked == breaking(planted.registry, registry, rule, period)[1]
                    assert finding.severity == rule.severity
                    open_ids = {
                        r
                        for (r,) in planted.registry.query(
                            "SELECT record_id FROM query"
                            " WHERE registry = ? AND unit = ? AND rule = ? AND state = 'open'",
                            [registry, scope.unit, rule.id],
                        )
                    }
                    assert finding.asked_about == len(expected & open_ids)
            assert found.erroneous == len(erring)
    print(
        f"{registry}: {checks} checks, {true} faults, precision {hit / max(1, reported)}, recall {hit / max(1, true)}"
    )
    assert hit == reported == true


PLANTED_FAULTS: dict[str, tuple[Fault, str]] = {
    "rule error": (Fault.RULE, "hb03"),
    "rule warning": (Fault.RULE, "hb12"),
    "hard, high": (Fault.HARD_RANGE, "haemoglobin"),
    "hard, low": (Fault.HARD_RANGE, "blood_loss"),
    "hard, other variable": (Fault.IMPOSSIBLE_DATE, "operated_at"),
    "soft": (Fault.SOFT_RANGE, "creatinine"),
    "date in the future": (Fault.IMPOSSIBLE_DATE, "reoperated_on"),
    "date too early": (Fault.IMPOSSIBLE_DATE, "birth_date"),
    "code": (Fault.INVALID_CODE, "side"),
    "code in a list": (Fault.INVALID_CODE, "comorbidity"),
}


def test_every_planted_fault_is_found(planted: Planted) -> None:
    with planted.cache.reading() as cursor:
        scope = planted.scope(cursor, "hoftebrudd")
        form = scope.definition.form("operasjon")
        found = validity(cursor, scope, form)
        by_check = {(f.fault, f.subject): f for f in found.findings}
        for name, check in PLANTED_FAULTS.items():
            finding = by_check[check]
            assert finding.records is not None, name
            ids = ids_of(cursor, scope, finding.records)
            assert planted.planted[name] <= ids, name
        # What never happens by itself is found exactly where it was planted.
        for name in ("hard, high", "hard, low", "date in the future", "date too early", "code", "code in a list"):
            wanted = by_check[PLANTED_FAULTS[name]].records
            assert wanted is not None
            assert ids_of(cursor, scope, wanted) == planted.planted[name]
            print(f"{name}: precision 1.0, recall 1.0")
        assert by_check[Fault.INVALID_CODE, "side"].codes == (("3", 5),)
        assert by_check[Fault.INVALID_CODE, "comorbidity"].codes == (("tull", 5),)
        complete = {v.variable: v for v in form_completeness(cursor, scope, form).variables}
        for name, variable in (
            ("missing", "side"),
            ("missing, conditional", "cemented"),
            ("empty text", "national_id"),
        ):
            missing = complete[variable].missing_records
            assert missing is not None
            assert planted.planted[name] <= ids_of(cursor, scope, missing)
        unknown = complete["asa"].unknown_records
        assert unknown is not None
        assert planted.planted["unknown code"] <= ids_of(cursor, scope, unknown)


def independent_pairs(rows: list[Row], form: Form, period: Period) -> dict[Likeness, set[tuple[str, str]]]:
    settings = form.duplicates
    assert settings is not None
    of_patient: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row["form_status"] != "deleted" and row["patient"] is not None:
            of_patient[row["patient"]].append(row)
    found: dict[Likeness, set[tuple[str, str]]] = {likeness: set() for likeness in Likeness}
    for records in of_patient.values():
        for pair in itertools.combinations(sorted(records, key=lambda r: (r["event_date"], r["record_id"])), 2):
            one, other = pair
            if not in_period(other, period):
                continue
            days = (other["event_date"] - one["event_date"]).days
            agreeing = sum(one[v] is not None and one[v] == other[v] for v in settings.variables)
            ids = (one["record_id"], other["record_id"])
            if days == 0:
                found[Likeness.TWICE].add(ids)
            elif days <= settings.days:
                found[Likeness.WITHIN_DAYS].add(ids)
            elif settings.agreeing and days <= settings.near_days and agreeing >= settings.agreeing:
                found[Likeness.NEAR].add(ids)
    return found


@pytest.mark.parametrize("period", PERIODS, ids=lambda p: f"{p.first}")
def test_duplicates_are_all_there_and_nothing_else(planted: Planted, registry: str, period: Period) -> None:
    with planted.cache.reading() as cursor:
        scope = planted.scope(cursor, registry, period)
        for form in scope.definition.forms:
            found = duplicates(cursor, scope, form)
            truth = independent_pairs(planted.rows(registry, form.id), form, period)
            for kind in found.kinds:
                pairs = {(p.first, p.second) for p in found.pairs if p.likeness is kind.likeness}
                expected = truth[kind.likeness]
                assert pairs == expected, (form.id, kind.likeness)
                assert kind.pairs == len(expected)
                ids = {i for pair in expected for i in pair}
                assert kind.records == len(ids)
                assert (set(kind.wanted.record_ids) if kind.wanted else set()) == ids
                right = len(pairs & expected)
                precision, recall = right / max(1, len(pairs)), right / max(1, len(expected))
                print(f"{form.id} {kind.likeness.value}: {len(expected)} pairs, precision {precision}, recall {recall}")
            every = {i for pairs in truth.values() for pair in pairs for i in pair}
            assert found.records == len(every)
            assert (set(found.wanted.record_ids) if found.wanted else set()) == every
            assert found.count == sum(len(pairs) for pairs in truth.values())


def test_planted_duplicates_are_found_and_decoys_are_not(planted: Planted) -> None:
    with planted.cache.reading() as cursor:
        scope = planted.scope(cursor, "hoftebrudd")
        found = duplicates(cursor, scope, scope.definition.form("operasjon"))
    kinds = {k.likeness: set(k.wanted.record_ids) if k.wanted else set() for k in found.kinds}
    assert planted.planted["twice"] <= kinds[Likeness.TWICE]
    assert planted.planted["within days"] <= kinds[Likeness.WITHIN_DAYS]
    assert planted.planted["near"] <= kinds[Likeness.NEAR]
    copies = {
        i for name in ("not near enough", "too far", "another patient") for i in planted.planted[name] if i[0] == "K"
    }
    assert len(copies) == 15
    assert not copies & set().union(*kinds.values())


@pytest.mark.parametrize("period", PERIODS, ids=lambda p: f"{p.first}")
def test_timeliness_counts_the_first_completion(planted: Planted, registry: str, period: Period) -> None:
    with planted.cache.reading() as cursor:
        scope = planted.scope(cursor, registry, period)
        for form in scope.definition.forms:
            found = timeliness(cursor, scope, form)
            every = [r for r in planted.rows(registry, form.id) if r["form_status"] != "deleted"]
            rows = [r for r in every if in_period(r, period)]
            limit = form.timely_days
            assert limit is not None
            assert found.limit == limit
            done = [d for r in rows if (d := days_to_finish(r)) is not None and d >= 0]
            still = [(TODAY - r["event_date"]).days for r in rows if r["first_completed"] is None]
            assert found.whole.early == sum((days_to_finish(r) or 0) < 0 for r in rows)
            assert (found.whole.cases, found.whole.open) == (len(done) + len(still), len(still))
            expected = np.percentile(done, (25, 50, 75))
            assert tuple(found.whole.quartiles) == pytest.approx(tuple(expected), rel=1e-12)
            assert found.whole.counted is not None
            assert found.whole.counted.value == pytest.approx(sum(d <= limit for d in done) / len(done), rel=1e-12)
            assert found.whole.within is not None
            assert found.whole.within.value == pytest.approx(float(1 - product_limit(done, still, limit)), rel=1e-9)
            assert found.whole.median == pytest.approx(median_of(done, still), rel=1e-12)
            assert found.late == sum(d > limit for d in done)
            assert found.overdue == sum(d > limit for d in still)
            for wanted, ids in (
                (found.late_records, {r["record_id"] for r in rows if (days_to_finish(r) or 0) > limit}),
                (
                    found.overdue_records,
                    {
                        r["record_id"]
                        for r in rows
                        if r["first_completed"] is None and (TODAY - r["event_date"]).days > limit
                    },
                ),
                (found.early_records, {r["record_id"] for r in rows if (days_to_finish(r) or 0) < 0}),
            ):
                assert (ids_of(cursor, scope, wanted) if wanted else set()) == ids
            for i, month in enumerate(found.months):
                of_month = [r for r in rows if month <= r["event_date"] < add_months(month, 1)]
                counted = [r for r in of_month if (days_to_finish(r) or 0) >= 0]
                assert found.by_month[i].cases == len(counted)
            assert [w.status for w in found.waiting] == ["draft", "returned"]
            for waiting in found.waiting:
                ages = Counter(
                    next(
                        k for k, (_, high) in enumerate(AGES) if high is None or (TODAY - r["event_date"]).days <= high
                    )
                    for r in every
                    if r["form_status"] == waiting.status
                )
                assert waiting.counts == tuple(ages[k] for k in range(len(AGES)))
                for n, wanted in zip(waiting.counts, waiting.records, strict=True):
                    assert (len(ids_of(cursor, scope, wanted)) if wanted else 0) == n


def product_limit(done: list[int], still: list[int], at: int) -> Fraction:
    remaining = Fraction(1)
    for when in sorted({d for d in done if d <= at}):
        at_risk = sum(d >= when for d in (*done, *still))
        remaining *= 1 - Fraction(done.count(when), at_risk)
    return remaining


def median_of(done: list[int], still: list[int]) -> float:
    """Where the curve falls below a half; in the middle of the step on which it is a half exactly."""
    half = Fraction(1, 2)
    curve = {d: product_limit(done, still, d) for d in sorted(set(done))}
    under = next(d for d, share in curve.items() if share < half)
    at = [d for d, share in curve.items() if share == half]
    return (at[0] + under) / 2 if at else float(under)


def test_planted_days_fall_on_the_right_side_of_the_limit(planted: Planted) -> None:
    with planted.cache.reading() as cursor:
        scope = planted.scope(cursor, "hoftebrudd")
        found = timeliness(cursor, scope, scope.definition.form("operasjon"))
        assert found.late_records is not None
        late = ids_of(cursor, scope, found.late_records)
        assert planted.planted["late"] <= late
        assert not planted.planted["on the limit"] & late
        assert found.early_records is not None
        assert ids_of(cursor, scope, found.early_records) == planted.planted["before the event"]
