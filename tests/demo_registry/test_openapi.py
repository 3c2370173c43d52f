"""The written description and the service agree."""

from __future__ import annotations

import json
import re
from pathlib import Path

from demo_registry import openapi
from demo_registry.service import Service

WRITTEN = Path(__file__).resolve().parents[2] / "docs" / "protocol" / "openapi.json"


def test_the_written_copy_is_up_to_date() -> None:
    assert WRITTEN.read_text(encoding="utf-8") == openapi.text(), "run python -m demo_registry.openapi"


def test_every_call_is_described_and_every_reference_leads_somewhere() -> None:
    document = openapi.document()
    described = {(call["operationId"], path) for path, calls in document["paths"].items() for call in calls.values()}
    routes = Service(None, None, ()).application().routes  # type: ignore[arg-type]
    assert described == {(r.name, r.path) for r in routes}  # type: ignore[attr-defined]
    referred = set(re.findall(r"#/components/schemas/(\w+)", json.dumps(document)))
    assert referred <= set(document["components"]["schemas"])
