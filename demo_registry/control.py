"""A door for tests that drive a registry in another process; served only when asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from demo_registry.faults import FaultKind
from local_cache.sync.messages import JSON

if TYPE_CHECKING:
    from demo_registry.running import RunningRegistry


class Order(msgspec.Struct, forbid_unknown_fields=True):
    """What to do, with what it needs.

    `do`: fault (kind, path, how), clear, change, edit (record, values), delete (record), ask (record; rule in values),
    query (its id in record; state and text in values), withdraw, new_epoch, expire, publish, revoke, log, rows (sql).
    """

    do: str
    registry: str = ""
    form: str = ""
    number: int = 1
    unit: str = ""
    user: str = ""
    kind: FaultKind = "delay"
    path: str = "*"
    how: dict[str, Any] = {}
    record: str = ""
    values: dict[str, Any] = {}
    sql: str = ""


def control_route(running: RunningRegistry) -> Route:
    """POST /demo/control with an Order as JSON; answers {"result": …}."""

    async def control(request: Request) -> Response:
        try:
            order = msgspec.json.decode(await request.body(), type=Order)
        except msgspec.DecodeError as error:
            return Response(msgspec.json.encode({"problem": str(error)}), 400, media_type=JSON)
        return Response(msgspec.json.encode({"result": _obey(running, order)}), media_type=JSON)

    return Route("/demo/control", control, methods=["POST"])


def _obey(running: RunningRegistry, order: Order) -> Any:
    unit = order.unit or running.unit
    match order.do:
        case "fault":
            running.faults.add(order.kind, order.path, **order.how)
        case "clear":
            running.faults.clear()
        case "change":
            return running.change(order.registry, order.form, order.number, unit)
        case "edit":
            return running.edit(order.registry, order.form, order.record, order.values)
        case "delete":
            running.delete(order.registry, order.form, order.record)
        case "ask":
            return running.ask(order.registry, order.form, order.record, order.values["rule"])
        case "query":
            running.move_query(order.registry, order.record, order.values["state"], order.values["text"])
        case "rows":
            return running.query(order.sql)
        case "withdraw":
            return running.withdraw(order.registry, order.number, unit)
        case "new_epoch":
            return running.new_epoch(order.registry)
        case "expire":
            running.expire_cursors(order.registry)
        case "publish":
            running.publish(order.registry or None)
        case "revoke":
            running.revoke(order.user, order.registry, unit)
        case "log":
            return [[r.method, r.path, r.status, r.sent, r.fault] for r in running.log]
        case _:
            return "unknown"
    return None
