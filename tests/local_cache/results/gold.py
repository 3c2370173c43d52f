"""Gold tables computed with the field's reference programs: read as columns, compared at relative 1e-9."""

from __future__ import annotations

import csv
from itertools import groupby
from pathlib import Path

import numpy as np
import numpy.typing as npt

RELATIVE = 1e-9
MISSING = ("", "NA", "NULL")


def rows(shared_data: Path, name: str) -> list[dict[str, str]]:
    with (shared_data / "statistics" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def cases(table: list[dict[str, str]], *keys: str) -> dict[tuple[str, ...], list[dict[str, str]]]:
    return {case: list(part) for case, part in groupby(table, key=lambda row: tuple(row[k] for k in keys))}


def numbers(table: list[dict[str, str]], column: str) -> npt.NDArray[np.float64]:
    return np.array([np.nan if row[column] in MISSING else float(row[column]) for row in table])


def flags(table: list[dict[str, str]], column: str) -> npt.NDArray[np.bool_]:
    return np.array([row[column] == "TRUE" for row in table])


def same(found: npt.ArrayLike, gold: npt.ArrayLike, relative: float = RELATIVE) -> None:
    """Equal at relative 1e-9, missing for missing; 1e-12 beside 0, where no ratio can be taken."""
    np.testing.assert_allclose(found, gold, rtol=relative, atol=1e-12, equal_nan=True)
