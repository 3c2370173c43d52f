"""A running demonstration registry: for tests in a thread, for the command line in the foreground."""

from __future__ import annotations

import json
import signal
import socket
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import uvicorn

from demo_registry import corrections
from demo_registry.codebook import Blueprint
from demo_registry.control import control_route
from demo_registry.faults import FaultPlan, Misbehaviour, Request
from demo_registry.hip_fracture import HIP_FRACTURE
from demo_registry.intensive_care import INTENSIVE_CARE
from demo_registry.parts import Parts
from demo_registry.queries import REGISTRAR
from demo_registry.service import Service
from demo_registry.store import Store
from demo_registry.stroke import STROKE
from demo_registry.units import CHOSEN_UNIT
from demo_registry.users import DemoUser, demo_users
from local_cache.registry import Definition

BLUEPRINTS: tuple[Blueprint, ...] = (HIP_FRACTURE, STROKE, INTENSIVE_CARE)


@dataclass(slots=True)
class RunningRegistry:
    """A registry that answers.

    address: http://127.0.0.1:port; users: who can sign in (user, roles, units, token); unit: the chosen unit;
    faults: the misbehaviour to come; log: every request so far with its path, status and bytes sent.
    """

    address: str
    users: tuple[DemoUser, ...]
    store: Store
    unit: str = CHOSEN_UNIT
    faults: FaultPlan = field(default_factory=FaultPlan)
    log: list[Request] = field(default_factory=list)

    @property
    def registries(self) -> tuple[str, ...]:
        return tuple(self.store.states)

    def user(self, role: str = "leser") -> DemoUser:
        """The user whose foremost role it is."""
        return next(u for u in self.users if u.roles[-1] == role)

    def definition(self, registry: str) -> Definition:
        return self.store.definition(registry)

    def query(self, sql: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Rows of the registry's own tables: records_<registry>_<form>, aggregate, distribution, coverage, query, …"""
        return self.store.query(sql, parameters)

    def change(self, registry: str, form: str, number: int, unit: str = CHOSEN_UNIT) -> list[str]:
        """New versions of that many of the unit's records; gives their ids. Published figures stay until `publish`."""
        return self.store.change(registry, form, number, unit)

    def withdraw(self, registry: str, patients: int = 1, unit: str = CHOSEN_UNIT) -> list[str]:
        """That many of the unit's patients object and leave; gives their keys."""
        return self.store.withdraw(registry, patients, unit)

    def edit(self, registry: str, form: str, record: str, values: Mapping[str, Any]) -> int:
        """Somebody else changes a record; gives the new version."""
        return corrections.edit(self.store, registry, form, record, values)

    def delete(self, registry: str, form: str, record: str, why: str = "deleted") -> None:
        self.store.delete(registry, form, record, why)

    def ask(self, registry: str, form: str, record: str, rule: str) -> str:
        """The registry's secretariat asks about a rule in a record; gives the query's id."""
        return corrections.ask(self.store, registry, form, record, rule)

    def move_query(self, registry: str, query: str, state: str, text: str) -> None:
        """The registry's secretariat closes, reopens or returns a query, with a word."""
        with self.store.writing() as cursor:
            said = {"author": REGISTRAR, "at": f"{self.store.server_time():%Y-%m-%dT%H:%M:%S}", "text": text}
            corrections.move_query(cursor, self.store.states[registry], registry, query, state, said)

    def new_epoch(self, registry: str) -> str:
        return self.store.new_epoch(registry)

    def expire_cursors(self, registry: str) -> None:
        self.store.expire_cursors(registry)

    def publish(self, registry: str | None = None) -> None:
        """Publishes aggregates of the records as they are now, of one registry or all."""
        for name in self.registries if registry is None else (registry,):
            self.store.publish(name)

    def revoke(self, user: str, registry: str, unit: str = CHOSEN_UNIT) -> None:
        """Withdraws a person's access to a unit in a registry."""
        next(u for u in self.users if u.user == user).revoked.add((registry, unit))


@contextmanager
def _made(
    records: int,
    seed: int,
    now: date | None,
    others: float,
    canary: str | None,
    port: int,
    control: bool,
    file: Path | None = None,
    registries: Sequence[str] | None = None,
) -> Iterator[tuple[RunningRegistry, uvicorn.Server, socket.socket]]:
    """Everything ready to serve: data made, port bound."""
    with (
        tempfile.TemporaryDirectory(prefix="demo-registry-", ignore_cleanup_errors=True) as name,
        socket.create_server(("127.0.0.1", port), backlog=128) as listener,
    ):
        directory = Path(name)
        chosen = tuple(b for b in BLUEPRINTS if registries is None or b.registry in registries)
        served = directory / "parts"
        served.mkdir()
        store = Store(directory, chosen, records, seed, now or date.today(), others, canary, file)
        try:
            address = f"http://127.0.0.1:{listener.getsockname()[1]}"
            running = RunningRegistry(address, demo_users(store.kept), store)
            more = (control_route(running),) if control else ()
            application = Service(store, Parts(store, served), running.users).application(more)
            server = uvicorn.Server(
                uvicorn.Config(
                    Misbehaviour(application, running.faults, running.log),
                    log_config=None,
                    log_level="critical",
                    access_log=False,
                    lifespan="off",
                    http="h11",
                    ws="none",
                    loop="asyncio",
                    timeout_graceful_shutdown=1,
                    server_header=False,
                )
            )
            yield running, server, listener
        finally:
            store.close()


@contextmanager
def serve(
    records: int = 6000,
    seed: int = 1,
    port: int = 0,
    now: date | None = None,
    others: float = 1.0,
    canary: str | None = None,
    control: bool = False,
    file: Path | None = None,
    registries: Sequence[str] | None = None,
) -> Iterator[RunningRegistry]:
    """A registry that answers until the block ends.

    records: the chosen unit's own, over all registries and forms; now: the day that is the data's present (today);
    others: a factor on the other units' size, small for quick tests;
    canary: a text to plant in remarks of the chosen unit; control: whether POST /demo/control is served;
    file: where the registry is kept, to go on from if it is there; registries: those to serve, all if None.
    """
    with _made(records, seed, now, others, canary, port, control, file, registries) as (running, server, listener):
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, name="demo-registry")
        thread.start()
        try:
            yield running
        finally:
            server.should_exit = True
            thread.join()


def run_foreground(
    port: int = 0,
    records: int = 6000,
    seed: int = 1,
    *,
    others: float = 1.0,
    control: bool = False,
    now: date | None = None,
    file: Path | None = None,
    registries: Sequence[str] | None = None,
) -> int:
    """Serves until SIGINT or SIGTERM; the first line on standard output says where and for whom."""
    with _made(records, seed, now, others, None, port, control, file, registries) as (running, server, listener):
        users = [
            {"user": u.user, "roles": list(u.roles), "units": list(u.units), "token": u.token} for u in running.users
        ]
        sys.stdout.write(json.dumps({"address": running.address, "users": users}) + "\n")
        sys.stdout.flush()

        def stop(number: int, frame: object) -> None:
            server.should_exit = True

        before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
        # uvicorn's own handlers raise the signal again after the shutdown, which is no clean exit.
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, name="demo-registry")
        thread.start()
        try:
            while thread.is_alive():
                thread.join(0.2)
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
    return 0
