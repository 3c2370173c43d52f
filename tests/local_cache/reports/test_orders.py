"""Standing orders are kept, sealed, and go when they are cancelled."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from local_cache import audit
from local_cache.ledger import Ledger
from local_cache.reports.orders import (
    Headline,
    OrderNotHere,
    add_order,
    cancel_order,
    keep_order,
    new_order,
    orders,
    see_news,
)

KEY = bytes(range(32))


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    opened = Ledger.open(tmp_path / "ledger.sqlite", KEY)
    yield opened
    opened.close()


def order(name: str = "quarterly", folder: str = "Øre") -> object:
    return new_order(name, "hoftebrudd", "1", "last12", Path("/x") / folder, "pdf", "nb", False)


def test_orders_are_kept_over_starts(tmp_path: Path, ledger: Ledger) -> None:
    one = add_order(ledger, order())
    other = add_order(ledger, order("morning"))
    ledger.close()
    again = Ledger.open(tmp_path / "ledger.sqlite", KEY)
    try:
        assert orders(again) == (one, other) and one.place == Path("/x/Øre")
        assert b"hoftebrudd" not in (tmp_path / "ledger.sqlite").read_bytes()
    finally:
        again.close()


def test_the_same_twice_is_one(ledger: Ledger) -> None:
    one = add_order(ledger, order())
    assert add_order(ledger, order()) == one and len(orders(ledger)) == 1
    add_order(ledger, order(folder="Å"))
    assert len(orders(ledger)) == 2


def test_how_it_went_is_remembered(ledger: Ledger) -> None:
    one, other = add_order(ledger, order()), add_order(ledger, order("morning"))
    headline = Headline({"r/i": "low"}, {"r": "green"}, {"r/i": ("shift 1 2026-01-01",)})
    made = msgspec.structs.replace(one, digest="x", file="y", made_at=datetime.now(UTC), headline=headline)
    keep_order(ledger, made)
    assert orders(ledger) == (made, other)


def test_a_cancelled_one_is_gone_and_stays_so(ledger: Ledger) -> None:
    one = add_order(ledger, order())
    cancel_order(ledger, one.id)
    keep_order(ledger, msgspec.structs.replace(one, digest="made meanwhile"))
    assert orders(ledger) == ()
    with pytest.raises(OrderNotHere):
        cancel_order(ledger, one.id)
    assert [e.action for e in audit.entries(ledger)] == ["ordered", "cancelled"]


def test_news_are_kept_until_they_are_seen(tmp_path: Path, ledger: Ledger) -> None:
    one = add_order(ledger, order())
    keep_order(ledger, one, ["A"])
    keep_order(ledger, one, ["B"])  # of an order that was read before the first
    ledger.close()
    again = Ledger.open(tmp_path / "ledger.sqlite", KEY)
    assert [news.words for news in orders(again)[0].news] == ["A", "B"]
    (kept,) = orders(again)
    see_news(again, one.id)
    keep_order(again, kept)  # read before they were seen
    assert orders(again)[0].news == ()
    with pytest.raises(OrderNotHere):
        see_news(again, "none")
    again.close()
