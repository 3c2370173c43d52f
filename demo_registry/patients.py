"""Who the invented patients are: drawn by the patient's number, so that two episodes of one patient agree."""

from __future__ import annotations

from demo_registry.draws import patient_uniform, pick_from


def sex(women: float) -> str:
    return pick_from(patient_uniform("sex"), {"2": women, "1": 1 - women})


def birth_date(women: float, men: float, deviation: float, youngest: float, oldest: float) -> str:
    """From the age (mean of women and men, years) the patient had when first seen."""
    bell = f"sqrt(-2 * ln(1e-12 + {patient_uniform('age')})) * cos(2 * pi() * {patient_uniform('age.angle')})"
    age = f"(CASE WHEN sex = '2' THEN {women} ELSE {men} END) + {deviation} * {bell}"
    return f"(patient_day - CAST(365.2425 * least({oldest}, greatest({youngest}, {age})) AS INTEGER))"


AGE = "CAST(floor(date_diff('day', birth_date, day) / 365.2425) AS BIGINT)"

NATIONAL_ID = (
    "(strftime(birth_date, '%d') || CAST(month(birth_date) + 20 AS VARCHAR) || strftime(birth_date, '%y')"
    f" || lpad(CAST(CAST(floor({patient_uniform('national_id')} * 1e5) AS BIGINT) AS VARCHAR), 5, '0'))"
)
"""Eleven digits like a real one, but with 20 added to the month, which no numbering scheme in Norway uses."""
