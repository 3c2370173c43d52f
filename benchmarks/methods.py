"""Limits and intervals for many units over five years, against scipy called unit by unit as statistics scripts do.

Every line is measured in this one run: ours for all units and months at once; the other, one scipy call per figure,
for a share of the figures, scaled up to all. Both must agree at relative 1e-9 before a time is printed.

    python benchmarks/methods.py [--units 10000] [--months 60] [--loop 2000]
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binom, binomtest, chi2, t

from local_cache.results import intervals
from local_cache.results.control_charts import control_chart
from local_cache.results.funnel import binomial_limits, poisson_limits, proportion_funnel
from local_cache.results.making_data_count import making_data_count
from local_cache.results.run_chart import run_chart

Floats = NDArray[np.float64]
Pair = tuple[float, float]
AIM = 10
"""Times faster than the loop."""


def scipy_wilson(x: int, n: int) -> Pair:
    found = binomtest(x, n).proportion_ci(method="wilson")
    return float(found.low), float(found.high)


def scipy_exact_count(x: int, n: int) -> Pair:
    return float(chi2.ppf(0.025, 2 * x) / 2) if x else 0.0, float(chi2.ppf(0.975, 2 * x + 2) / 2)


def scipy_mean(x: int, n: int) -> Pair:
    low, high = t.interval(0.95, n - 1, loc=x / n, scale=1 / np.sqrt(n))
    return float(low), float(high)


def scipy_binomial(x: int, n: int) -> Pair:
    ends = []
    for p in (0.025, 0.975):
        r = binom.ppf(p, n, 0.3)
        at, before = binom.cdf(r, n, 0.3), binom.cdf(r - 1, n, 0.3)
        ends.append(min(max((r - (at - p) / (at - before)) / n, 0.0), 1.0))
    return float(ends[0]), float(ends[1])


def scipy_poisson(x: int, n: int) -> Pair:
    return float(chi2.ppf(0.025, 2 * n) / (2 * n)), float(chi2.ppf(0.975, 2 * (n + 1)) / (2 * n))


def timed(work: Callable[[], object]) -> tuple[float, object]:
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, default=10_000)
    parser.add_argument("--months", type=int, default=60)
    parser.add_argument("--loop", type=int, default=2_000, help="figures given to the loop")
    asked = parser.parse_args()
    rng = np.random.default_rng(1)
    n = rng.integers(5, 400, (asked.units, asked.months))
    x = rng.binomial(n, 0.3)
    figures = n.size
    loop = min(asked.loop, figures)
    few = np.minimum(x, intervals.EXACT_BELOW - 1)
    cases: dict[str, tuple[Callable[[], tuple[Floats, Floats]], Callable[[int, int], Pair], NDArray[np.int64]]] = {
        "Wilson interval": (lambda: intervals.wilson(x, n), scipy_wilson, x),
        "exact count interval": (lambda: intervals.count(few), scipy_exact_count, few),
        "t interval": (lambda: intervals.mean(x / n, np.ones(n.shape), n), scipy_mean, x),
        "funnel limits, binomial": (lambda: binomial_limits(n, 0.3), scipy_binomial, x),
        "funnel limits, Poisson": (lambda: poisson_limits(n), scipy_poisson, x),
    }
    intervals.count(1), intervals.mean(1, 1, 3)  # imports scipy.special before any clock runs
    print(f"{asked.units:,} units x {asked.months} months = {figures:,} figures; loop over {loop:,}")
    ours_all = loop_all = 0.0
    for name, (ours, theirs, values) in cases.items():
        seconds, (low, high) = timed(ours)  # type: ignore[misc]
        pairs = list(zip(values.flat[:loop].tolist(), n.flat[:loop].tolist(), strict=True))
        spent, found = timed(lambda: [theirs(a, b) for a, b in pairs])  # noqa: B023
        np.testing.assert_allclose(np.stack([low.flat[:loop], high.flat[:loop]], axis=1), found, rtol=1e-9, atol=1e-12)
        scaled = spent * figures / loop
        ours_all, loop_all = ours_all + seconds, loop_all + scaled
        print(f"{name:26} {seconds:8.3f} s   scipy loop {scaled:9.1f} s   {scaled / seconds:8.0f} x")
    print(f"{'together':26} {ours_all:8.3f} s   scipy loop {loop_all:9.1f} s   {loop_all / ours_all:8.0f} x")
    print("without a counterpart in scipy or statsmodels:")
    alone: dict[str, Callable[[], object]] = {
        "p chart": lambda: control_chart("p", x, n),
        "p' chart": lambda: control_chart("pp", x, n),
        "i chart": lambda: control_chart("i", x),
        "run chart": lambda: run_chart(x / n),
        "Making Data Count": lambda: making_data_count(x / n, improvement=1),
        "60 funnels, 95 and 99.8 %": lambda: proportion_funnel(x.T, n.T),
    }
    for name, work in alone.items():
        print(f"{name:26} {timed(work)[0]:8.3f} s")
    if loop_all < AIM * ours_all:
        raise SystemExit(f"slower than the aim of {AIM} x")


if __name__ == "__main__":
    main()
