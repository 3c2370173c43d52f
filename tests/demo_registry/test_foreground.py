"""The registry as a process of its own, as `egnetall registry` runs it."""

from __future__ import annotations

import json
import signal
import subprocess
import sys

import pytest
import requests


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_it_says_where_it_is_serves_and_stops_when_told(how: signal.Signals) -> None:
    program = "import demo_registry, sys; sys.exit(demo_registry.run_foreground(0, 300, 1, others=0.02))"
    with subprocess.Popen(
        [sys.executable, "-W", "error", "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as child:
        assert child.stdout is not None
        hello = json.loads(child.stdout.readline())
        assert {u["roles"][-1] for u in hello["users"]} == {"leser", "kvalitetskoordinator", "registrar"}
        for user in hello["users"]:
            answer = requests.get(
                hello["address"] + "/v1/registries", headers={"authorization": f"Bearer {user['token']}"}, timeout=20
            )
            units = {u["unit"] for r in answer.json()["registries"] for u in r["units"]}
            assert units == set(user["units"])
        child.send_signal(how)
        out, err = child.communicate(timeout=20)
        assert (child.returncode, out, err) == (0, b"", b"")
