"""Reports that are made anew after each synchronisation: what was ordered, and how it went last; kept in the ledger."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from local_cache import audit
from local_cache.errors import QT_TRANSLATE_NOOP, Problem
from local_cache.ledger import Ledger

ORDERS = "report/orders"
"""The ledger's choice that lists them."""

MOST_NEWS = 50
"""Kept of one order until they are seen; of more, the newest."""


class OrderNotHere(Problem):
    code = "order-not-here"
    exit_code = 2
    happened = QT_TRANSLATE_NOOP("Problem", "There is no standing order {order} here.")
    meaning = QT_TRANSLATE_NOOP("Problem", "Nothing was changed.")
    action = QT_TRANSLATE_NOOP("Problem", "“egnetall report --orders” lists those there are.")


class Headline(msgspec.Struct, frozen=True):
    """What a reader must be told when it changes. attainments: of each indicator, by "registry/indicator"; lights: the
    colour of readiness, by registry; signals: of each indicator's series, by what and when."""

    attainments: dict[str, str] = {}
    lights: dict[str, str] = {}
    signals: dict[str, tuple[str, ...]] = {}


class News(msgspec.Struct, frozen=True):
    """That a headline changed, in the report's language; at: when the version that says so was made (UTC)."""

    at: datetime
    words: str


class Order(msgspec.Struct, frozen=True):
    """A standing order. period: its name, which may be one that moves with the data; folder: where files go; digest:
    of what the newest file says, without its age; file, made_at: the newest; headline: as it stands there; problem: the
    code of what stopped it the last time, "" where nothing did; news: what changed of the headline and nobody has said
    to have seen, the oldest first."""

    id: str
    template: str
    registry: str
    unit: str
    period: str
    folder: str
    format: str
    language: str
    for_others: bool
    ordered_at: datetime
    digest: str = ""
    file: str = ""
    made_at: datetime | None = None
    headline: Headline | None = None
    problem: str = ""
    news: tuple[News, ...] = ()

    @property
    def place(self) -> Path:
        return Path(self.folder)


def orders(ledger: Ledger) -> tuple[Order, ...]:
    """All, in the order they were given."""
    return msgspec.convert(ledger.choice(ORDERS) or [], tuple[Order, ...])


def new_order(
    template: str, registry: str, unit: str, period: str, folder: Path, format: str, language: str, for_others: bool
) -> Order:
    return Order(
        secrets.token_hex(4),
        template,
        registry,
        unit,
        period,
        str(folder),
        format,
        language,
        for_others,
        datetime.now(UTC),
    )


def add_order(ledger: Ledger, order: Order) -> Order:
    """On disk when this returns. The same wanted twice is one order: the one there was is given back."""
    with ledger.writing():
        kept = orders(ledger)
        same = next((o for o in kept if _what(o) == _what(order)), None)
        if same is not None:
            return same
        _keep(ledger, (*kept, order))
    audit.record(ledger, "ordered", f"{order.registry}/{order.unit}", f"report {order.template} · {order.id}")
    return order


def cancel_order(ledger: Ledger, order: str) -> None:
    """Files that were made stay. Raises OrderNotHere."""
    with ledger.writing():
        kept = orders(ledger)
        gone = next((o for o in kept if o.id == order), None)
        if gone is None:
            raise OrderNotHere(order=order[:20])
        _keep(ledger, tuple(o for o in kept if o.id != order))
    audit.record(ledger, "cancelled", f"{gone.registry}/{gone.unit}", f"report {gone.template} · {gone.id}")


def keep_order(ledger: Ledger, order: Order, news: Iterable[str] = ()) -> None:
    """How it went, and what is new in its headline; nothing where it was cancelled meanwhile. News that were seen
    meanwhile stay seen."""
    at = datetime.now(UTC)
    fresh = [News(at, words) for words in news]
    with ledger.writing():
        _keep(
            ledger,
            tuple(
                msgspec.structs.replace(order, news=(*o.news, *fresh)[-MOST_NEWS:]) if o.id == order.id else o
                for o in orders(ledger)
            ),
        )


def see_news(ledger: Ledger, order: str) -> None:
    """The person has seen what changed of this order's headline. Raises OrderNotHere."""
    with ledger.writing():
        kept = orders(ledger)
        if all(o.id != order for o in kept):
            raise OrderNotHere(order=order[:20])
        _keep(ledger, tuple(msgspec.structs.replace(o, news=()) if o.id == order else o for o in kept))


def _keep(ledger: Ledger, kept: tuple[Order, ...]) -> None:
    ledger.choose(ORDERS, msgspec.to_builtins(kept))


def _what(order: Order) -> tuple[object, ...]:
    return (
        order.template,
        order.registry,
        order.unit,
        order.period,
        order.folder,
        order.format,
        order.language,
        order.for_others,
    )
