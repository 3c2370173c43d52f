"""Modules loaded a little at a time, so that the window answers between the steps."""

from __future__ import annotations

import importlib
import importlib.util
import sys
from collections.abc import Iterator
from importlib.abc import InspectLoader

OWN = ("app.", "widgets.", "local_cache.")
FOR_TYPES = ("app.reports.", "app.pages.report_", "widgets.report.")
"""What writes and lays out documents: named in other modules for the type checker alone, and loaded by few windows."""


def loading(module: str) -> Iterator[None]:
    """Import a module of ours, what it imports first, one module a step. ImportError where it is not there.

    A package of others is one step, however large it is.
    """
    return _loading(module, set())


def _loading(module: str, begun: set[str]) -> Iterator[None]:
    """`begun`: modules that are on their way, since two may name each other for the type checker."""
    if module in sys.modules or module in begun:
        return
    begun.add(module)
    for needed in _imported_by(module):
        yield from _loading(needed, begun)
    importlib.import_module(module)
    yield


def _imported_by(module: str) -> Iterator[str]:
    """Modules of ours that are not loaded yet and whose names stand in its compiled code (that of its functions,
    which import late on purpose, is apart). `from package import module` names no module in full and is not seen."""
    spec = importlib.util.find_spec(module) if module.startswith(OWN) else None
    code = spec.loader.get_code(module) if spec is not None and isinstance(spec.loader, InspectLoader) else None
    for name in code.co_names if code is not None else ():
        if name.startswith(OWN) and not name.startswith(FOR_TYPES) and name not in sys.modules:
            yield name
