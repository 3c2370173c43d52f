"""Modules come in a little at a time, and what only the type checker needs does not come in."""

from __future__ import annotations

import json
import subprocess
import sys

LOADING = """
import json, sys
from app.stepwise import OWN, loading

def ours():
    # Modules of ours; a folder comes in with the first of its modules.
    return {name for name, module in sys.modules.items() if name.startswith(OWN) and not hasattr(module, "__path__")}

steps, before = [], ours()
for page in ("results", "corrections", "reports"):
    for _ in loading(f"app.pages.{page}"):
        steps.append(sorted(ours() - before))
        before = ours()
print(json.dumps([steps, sorted(sys.modules)]))
"""


def test_a_page_comes_in_a_module_at_a_time() -> None:
    done = subprocess.run([sys.executable, "-c", LOADING], capture_output=True, check=True, timeout=120)
    steps, loaded = json.loads(done.stdout)
    assert len(steps) > 60
    assert max(len(modules) for modules in steps) == 1, "of what the three pages are made of, one module a step"
    assert {"app.pages.results", "app.pages.corrections", "app.pages.reports"} <= {m for ms in steps for m in ms}
    assert not {"app.pages.report_documents", "widgets.report.pages", "jinja2", "pypdf"} & set(loaded)
