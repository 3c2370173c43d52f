"""Copies of unsent work on the command line: made for the unit's recovery key, and opened with it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from app.corrections_as_json import correction_as_json
from app.program import Program
from local_cache.corrections import recovery_key
from local_cache.corrections.intake import Intake, take_in
from local_cache.corrections.messages import Message
from local_cache.corrections.unsent import export_unsent, read_unsent
from local_cache.ledger import Ledger
from local_cache.results.format import format_count


def new_key(file: Path, passphrase: str) -> dict[str, Any]:
    """Raises the Problems of `recovery_key.make_pair`."""
    made = recovery_key.make_pair(file, passphrase)
    return {
        "private_key": str(file),
        "public_key": str(recovery_key.public_half(file)),
        "fingerprint": recovery_key.fingerprint(made),
    }


def key_in_words(told: dict[str, Any]) -> list[str]:
    private, public = Path(told["private_key"]).name, Path(told["public_key"]).name
    return [
        f"The recovery key is made. Its fingerprint: {told['fingerprint']}",
        f"Put {private} and its passphrase away where the unit keeps what it must not lose; whoever has both reads the"
        f" copies. {public} is no secret: it belongs on every computer where corrections are written.",
    ]


def copy_unsent(ledger: Ledger, file: Path, public_key: Path) -> dict[str, Any]:
    """Raises the Problems of the key and of the disk."""
    key = recovery_key.read_public_key(public_key)
    copied = export_unsent(ledger, file, key)
    return {"file": str(file), "copied": copied, "fingerprint": recovery_key.fingerprint(key)}


def copy_in_words(told: dict[str, Any]) -> list[str]:
    return [
        f"{format_count(told['copied'], 'en')} unsent corrections and answers are in {Path(told['file']).name}. They"
        f" are still here as well. The copy opens with the recovery key {told['fingerprint']} alone."
    ]


def opened_copy(file: Path, private_key: Path, passphrase: str | None) -> dict[str, Any]:
    """What is in a copy. Raises the Problems of the key and of the copy."""
    copy = read_unsent(file, recovery_key.read_private_key(private_key, passphrase))
    return {
        "made_at": copy.made_at.isoformat(),
        "corrections": [correction_as_json(c) for c in copy.corrections],
        "answers": [message_as_json(m) for m in copy.messages],
    }


def message_as_json(one: Message) -> dict[str, Any]:
    return {
        "op_id": one.op_id,
        "registry": one.registry,
        "unit": one.unit,
        "form": one.form,
        "record": one.record,
        "query": one.query,
        "state": one.state,
        "response": one.response,
        "text": one.text,
        "author": one.author,
        "written_at": one.written_at.isoformat(),
    }


def opened_in_words(told: dict[str, Any]) -> list[str]:
    """Which records it is about; their values are in the JSON alone."""
    corrections, answers = (format_count(len(told[name]), "en") for name in ("corrections", "answers"))
    lines = [f"{corrections} corrections and {answers} answers, copied {told['made_at'][:16].replace('T', ' ')} (UTC)."]
    for one in told["corrections"]:
        what = ", ".join(change["variable"] for change in one["changes"])
        lines.append(f"  {one['registry']} {one['record']} {what} ({one['state']})")
    lines += [f"  {one['registry']} {one['record']} {one['query']} ({one['response']})" for one in told["answers"]]
    if told["corrections"] or told["answers"]:
        lines.append("All of it, with the values, is given with --json.")
    return lines


def taken_in(program: Program, file: Path, private_key: Path, passphrase: str | None) -> dict[str, Any]:
    """Take a copy in. Raises the Problems of the key, of the copy and of the disk; nothing is taken in then."""
    copy = read_unsent(file, recovery_key.read_private_key(private_key, passphrase))
    with program.cache.reading() as cursor:
        found = take_in(cursor, program.ledger, copy, file.name)
    return intake_as_json(found)


def intake_as_json(found: Intake) -> dict[str, Any]:
    return {
        "made_at": found.made_at.isoformat(),
        "corrections": [correction_as_json(c) for c in found.corrections],
        "answers": [message_as_json(m) for m in found.answers],
        "already_here": found.here,
        "left_out": [
            {
                "registry": one.place[0],
                "unit": one.place[1],
                "form": one.place[2],
                "record": one.place[3],
                "op_ids": list(one.op_ids),
                "reason": one.reason,
            }
            for one in found.left_out
        ],
    }


def intake_in_words(told: dict[str, Any]) -> list[str]:
    corrections, answers, here = (
        format_count(n, "en") for n in (len(told["corrections"]), len(told["answers"]), told["already_here"])
    )
    lines = [f"{corrections} corrections and {answers} answers were taken in; {here} were here already."]
    for one in told["left_out"]:
        lines.append(f"  Left out: {one['registry']} {one['record']}. {one['reason']}")
    if told["corrections"] or told["answers"]:
        lines.append("What is ready is sent with the next “egnetall sync”, once, also if some of it was sent before.")
    return lines
