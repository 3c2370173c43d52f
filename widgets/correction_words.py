"""Queries and corrections in words: states, answers, and what waits to be sent."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QCoreApplication

from local_cache.results.format import EN_DASH, format_clock, format_count
from widgets.quality_words import counted

STAGES = (
    "not opened", "open", "returned", "conflict", "rejected", "draft", "ready", "sending", "applied", "confirmed",
    "gone", "answered", "corrected", "closed", "verified",
)  # fmt: skip
"""States of queries and of corrections, those that wait for a person first."""

MARKS = {
    "not opened": "●",
    "open": "○",
    "returned": "↩",
    "conflict": "≠",
    "rejected": "✕",
    "draft": "✎",
    "ready": "▸",
    "sending": "↑",
    "applied": "✓",
    "confirmed": "✓",
    "gone": "∅",
    "answered": "◐",
    "corrected": "◑",
    "closed": "■",
    "verified": "◆",
}
"""A shape beside each state's words."""

COLOURS = {
    "not opened": "signal",
    "open": "signal",
    "returned": "alert",
    "conflict": "alert",
    "rejected": "alert",
    "draft": "text",
    "ready": "own",
    "sending": "own",
}
"""The theme's colour of a state; others stand back."""


def stage_in_words(stage: str) -> str:
    translate = QCoreApplication.translate
    return {
        "not opened": translate("CorrectionWords", "not opened"),
        "open": translate("CorrectionWords", "open"),
        "returned": translate("CorrectionWords", "returned"),
        "conflict": translate("CorrectionWords", "conflict"),
        "rejected": translate("CorrectionWords", "rejected"),
        "draft": translate("CorrectionWords", "draft"),
        "ready": translate("CorrectionWords", "ready"),
        "sending": translate("CorrectionWords", "sending"),
        "applied": translate("CorrectionWords", "accepted"),
        "confirmed": translate("CorrectionWords", "accepted and fetched"),
        "gone": translate("CorrectionWords", "gone"),
        "answered": translate("CorrectionWords", "answered"),
        "corrected": translate("CorrectionWords", "corrected"),
        "closed": translate("CorrectionWords", "closed"),
        "verified": translate("CorrectionWords", "rare but true"),
        "withdrawn": translate("CorrectionWords", "discarded"),
    }.get(stage, stage)


def response_in_words(response: str) -> str:
    translate = QCoreApplication.translate
    return {
        "typing_error": translate("CorrectionWords", "Typing error"),
        "misread_source": translate("CorrectionWords", "The source was misread"),
        "source_was_wrong": translate("CorrectionWords", "The source was wrong"),
        "cannot_be_found_out": translate("CorrectionWords", "Cannot be found out"),
        "rare_but_true": translate("CorrectionWords", "Rare but true"),
        "other": translate("CorrectionWords", "Other"),
    }.get(response, response)


def event_in_words(what: str) -> str:
    """An event of a query's or a correction's history, as the ledger names it."""
    translate = QCoreApplication.translate
    name, _, rest = what.partition(": ")
    if name == "the registry":
        return translate("CorrectionWords", "The registry: {state}").format(state=stage_in_words(rest))
    words = {
        "raise": translate("CorrectionWords", "asked"),
        "open": translate("CorrectionWords", "opened"),
        "assign": translate("CorrectionWords", "given to"),
        "comment": translate("CorrectionWords", "comment"),
        "answer": translate("CorrectionWords", "answered"),
        "correct": translate("CorrectionWords", "began a correction"),
        "verify": translate("CorrectionWords", "confirmed as rare but true"),
        "close": translate("CorrectionWords", "closed"),
        "reopen": translate("CorrectionWords", "opened again"),
        "return": translate("CorrectionWords", "returned"),
        "written": translate("CorrectionWords", "written"),
        "explained": translate("CorrectionWords", "explained"),
        "made ready": translate("CorrectionWords", "made ready"),
        "not ready": translate("CorrectionWords", "no longer ready"),
        "taken back": translate("CorrectionWords", "discarded"),
        "sent": translate("CorrectionWords", "sent"),
        "confirmed": translate("CorrectionWords", "accepted and fetched"),
        "conflict": translate("CorrectionWords", "conflict"),
        "rebased": translate("CorrectionWords", "goes on from the registry's newer version"),
        "already so": translate("CorrectionWords", "the registry already has it"),
        "theirs taken": translate("CorrectionWords", "the registry's value kept"),
        "mine": translate("CorrectionWords", "own value kept"),
        "edited": translate("CorrectionWords", "edited"),
        "taken in": translate("CorrectionWords", "taken in from a copy"),
        "superseded": translate("CorrectionWords", "goes on as a new correction"),
        "the record has left": translate("CorrectionWords", "the record has left"),
    }.get(name, name)
    return f"{words} ({response_in_words(rest)})" if rest else words


def days_shortly(days: int | None, language: str) -> str:
    """ "12 d", for a narrow column."""
    if days is None:
        return EN_DASH
    return QCoreApplication.translate("CorrectionWords", "{n} d").format(n=format_count(days, language))


def waiting_sentence(corrections: int, answers: int, language: str) -> str:
    """What waits to be sent; "" where nothing does."""
    translate = QCoreApplication.translate
    if corrections and answers:
        return translate("CorrectionWords", "{n} corrections and {m} answers wait to be sent").format(
            n=format_count(corrections, language), m=format_count(answers, language)
        )
    if answers:
        one = translate("CorrectionWords", "{n} answer waits to be sent")
        return counted(answers, one, translate("CorrectionWords", "{n} answers wait to be sent"), language)
    if corrections:
        one = translate("CorrectionWords", "{n} correction waits to be sent")
        return counted(corrections, one, translate("CorrectionWords", "{n} corrections wait to be sent"), language)
    return ""


def sent_by_itself(waiting: str, at: datetime) -> str:
    """What waits, and when it is sent without anybody asking. `at`: in UTC."""
    words = QCoreApplication.translate("CorrectionWords", "{waiting}, automatically at {time}")
    return words.format(waiting=waiting, time=format_clock(at))


def sent_sentence(applied: int, answered: int, rejected: int, conflict: int, gone: int, language: str) -> str:
    """What became of what was sent; "" where nothing was."""
    translate = QCoreApplication.translate
    rejected_words, conflict_words = (
        translate("CorrectionWords", "{n} rejected"),
        translate("CorrectionWords", "{n} in conflict"),
    )
    parts = [
        (
            applied,
            translate("CorrectionWords", "{n} correction accepted"),
            translate("CorrectionWords", "{n} corrections accepted"),
        ),
        (answered, translate("CorrectionWords", "{n} answer taken"), translate("CorrectionWords", "{n} answers taken")),
        (rejected, rejected_words, rejected_words),
        (conflict, conflict_words, conflict_words),
        (
            gone,
            translate("CorrectionWords", "{n} about a record that is gone"),
            translate("CorrectionWords", "{n} about records that are gone"),
        ),
    ]
    told = ", ".join(counted(n, one, several, language) for n, one, several in parts if n)
    return translate("CorrectionWords", "Sent: {told}.").format(told=told) if told else ""
