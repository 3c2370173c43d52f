"""Own results per month in the cache, kept up to date in proportion to what changed.

The publisher imports the queries from here; see `counting.py` for what is counted.
"""

from __future__ import annotations

from local_cache.results.counting import CountingQueries, Refusal, counting_queries, refusals

__all__ = ["CountingQueries", "Refusal", "counting_queries", "refusals"]
