"""Modules come in a little at a time, and what only the type checker needs does not come in."""

from __future__ import annotations

import json
import subprocess
import sys

LOADING = """
import json, sys
import app.main_window
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
    assert len(steps) > 50
    sizes = [len(modules) for modules in steps]
    assert sum(sizes) == len({module for modules in steps for module in modules}) > 60
    # Modules imported from their package by a bare name come with the one that wants them.
    assert max(sizes) <= 6 and sizes.count(1) > 0.9 * len(sizes)
    assert {"app.pages.results", "app.pages.corrections", "app.pages.reports"} <= {m for ms in steps for m in ms}
    assert not {"app.pages.report_documents", "widgets.report.pages", "jinja2", "pypdf"} & set(loaded)
