"""When φ is called large."""

from __future__ import annotations

import numpy as np

from local_cache.results.funnel import over_dispersed, proportion_funnel


def test_phi_is_called_over_only_where_chance_seldom_gives_it() -> None:
    rng = np.random.default_rng(5)
    n = rng.integers(50, 500, (400, 40))
    chance = proportion_funnel(rng.binomial(n, 0.3), n)
    assert np.mean([over_dispersed(phi, 40) for phi in chance.phi.tolist()]) < 0.03
    spread = proportion_funnel(rng.binomial(n, rng.beta(15, 35, n.shape)), n)
    assert np.mean([over_dispersed(phi, 40) for phi in spread.phi.tolist()]) > 0.97
    assert not over_dispersed(50.0, 1)
