"""What is installed and whether it works here: for the person who is asked why it does not."""

from __future__ import annotations

import platform
import sys
import tempfile
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from app.policy import STRICTEST, PolicyUnreadable, policy_file, read_policy
from app.screen import has_screen
from local_cache.errors import Problem

PACKAGES = (
    "egnetall",
    "duckdb",
    "duckdb-extension-httpfs",
    "PySide6-Essentials",
    "pyqtgraph",
    "numpy",
    "keyring",
    "sqlglot",
)


def examine(data_dir: Path) -> dict[str, Any]:
    """Try each thing the program stands on; nothing of the person's is opened or changed."""
    report: dict[str, Any] = {
        "system": platform.platform(),
        "python": platform.python_version(),
        "frozen": bool(getattr(sys, "frozen", False)),
        "packages": {name: _version(name) for name in PACKAGES},
        "keyring": _keyring(),
        "encryption": _encryption(),
        "window": _window(),
        "policy": _policy(),
        "data_dir": {
            "path": str(data_dir),
            "exists": data_dir.is_dir(),
            "files": _files(data_dir),
        },
    }
    report["ready"] = report["encryption"]["works"] and report["window"]["works"]
    return report


def examination_in_words(report: dict[str, Any]) -> list[str]:
    lines = [f"Python {report['python']} on {report['system']}"]
    lines += [f"{name} {found or 'is missing'}" for name, found in report["packages"].items()]
    keyring, encryption, window = report["keyring"], report["encryption"], report["window"]
    lines.append(
        f"Keyring: {keyring['backend']}"
        if keyring["usable"]
        else f"Keyring: none that can be used ({keyring['backend']}); a passphrase is asked for instead"
    )
    lines.append(
        "Encryption: an encrypted cache was written and read"
        if encryption["works"]
        else f"Encryption: does not work ({encryption['reason']})"
    )
    screen = "" if window["screen"] else ", but there is no screen here"
    lines.append(f"Window: Qt starts{screen}" if window["works"] else f"Window: Qt does not start ({window['reason']})")
    policy = report["policy"]
    lines.append(
        policy["reason"]
        or f"Rules for this computer: {policy['file']}"
        + ("" if policy["exists"] else " (no such file: everyone chooses)")
        + f"; sending by itself: {policy['automatic_sending']}"
        + f"; exports with what identifies patients: {'allowed' if policy['identifiers_in_exports'] else 'never'}"
    )
    lines.append(
        f"Data: {report['data_dir']['path']}" + ("" if report["data_dir"]["exists"] else " (no such folder yet)")
    )
    return lines


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _keyring() -> dict[str, Any]:
    import keyring

    from local_cache.keys import usable_keyring

    backend = type(keyring.get_keyring())
    return {"backend": f"{backend.__module__}.{backend.__qualname__}", "usable": usable_keyring() is not None}


def _encryption() -> dict[str, Any]:
    from local_cache.cache import Cache
    from local_cache.keys import throwaway_keys

    key = throwaway_keys().cache
    try:
        with tempfile.TemporaryDirectory(prefix="egnetall-", ignore_cleanup_errors=True) as directory:
            for _ in range(2):
                Cache.open(Path(directory) / "cache.duckdb", key, spill=Path(directory) / "spill").close()
    except Problem as problem:
        return {"works": False, "reason": problem.code}
    except OSError:
        return {"works": False, "reason": "no temporary folder can be written to"}
    return {"works": True, "reason": None}


def _policy() -> dict[str, Any]:
    file = policy_file()
    try:
        policy, reason = read_policy(file), None
    except PolicyUnreadable as problem:
        policy, reason = STRICTEST, problem.sentence()
    return {
        "file": str(file),
        "exists": file.exists(),
        "reason": reason,
        "automatic_sending": policy.automatic_sending,
        "identifiers_in_exports": policy.identifiers_in_exports,
    }


def _window() -> dict[str, Any]:
    try:
        from PySide6 import QtWidgets
    except ImportError as error:
        return {"works": False, "reason": f"a system library is missing: {error.name or error}", "screen": False}
    return {"works": bool(QtWidgets.QApplication.__name__), "reason": None, "screen": has_screen()}


def _files(directory: Path) -> dict[str, int]:
    """Names and sizes in bytes; empty where the folder may not be looked into."""
    try:
        return {f.name: f.stat().st_size for f in sorted(directory.glob("*")) if f.is_file()}
    except OSError:
        return {}
