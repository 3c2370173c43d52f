"""How well registry and journal agree, as texts for a table and a sentence."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from local_cache.quality.agreement import Agreement, Difference, Share
from local_cache.results.format import EN_DASH, format_count, format_number

SHARE, KAPPA, DIFFERENCE = ",.1%", ",.2f", ",.1f"
"""The number formats of the figures."""


def share_in_words(share: Share | None, language: str) -> str:
    """ "94,0 % (83,8–97,9)"; a dash where nothing was compared."""
    if share is None:
        return EN_DASH
    low, high = (format_number(end, SHARE, language).rstrip("%").rstrip() for end in (share.low, share.high))
    return f"{format_number(share.value, SHARE, language)} ({low}{EN_DASH}{high})"


def kappa_in_words(agreement: Agreement, language: str) -> str:
    """ "0,68 (0,50–0,85)"; without an interval where everything agrees; "" for types that have none."""
    kappa = agreement.kappa
    if agreement.type not in ("code", "multi-code", "boolean") or agreement.compared == 0:
        return ""
    if kappa is None:
        return QCoreApplication.translate("Agreement", "not defined")
    value = format_number(kappa.value, KAPPA, language)
    if kappa.low is None or kappa.high is None:
        return value
    return f"{value} ({_between(kappa.low, kappa.high, KAPPA, language)})"


def difference_in_words(difference: Difference | None, language: str) -> str:
    """ "−2,1 (SD 38,8; −78,1 to 73,9)", with the unit of dates; "" where there is none."""
    translate = QCoreApplication.translate
    if difference is None:
        return ""
    unit = {
        "": "",
        "days": translate("Agreement", "days"),
        "minutes": translate("Agreement", "minutes"),
    }[difference.unit]
    mean = f"{format_number(difference.mean, DIFFERENCE, language)} {unit}".strip()
    if difference.deviation is None or difference.low is None or difference.high is None:
        return mean
    spread = translate("Agreement", "SD {deviation}; {low} to {high}").format(
        deviation=format_number(difference.deviation, DIFFERENCE, language),
        low=format_number(difference.low, DIFFERENCE, language),
        high=format_number(difference.high, DIFFERENCE, language),
    )
    return f"{mean} ({spread})"


def missing_in_words(agreement: Agreement, language: str) -> str:
    """Where a value is missing, in words; "" where both sides always have one."""
    translate = QCoreApplication.translate
    parts = [
        (agreement.registry_missing, translate("Agreement", "{n} only in the journal")),
        (agreement.journal_missing, translate("Agreement", "{n} only in the registry")),
        (agreement.both_missing, translate("Agreement", "{n} in neither")),
    ]
    return "; ".join(words.format(n=format_count(n, language)) for n, words in parts if n)


def agreement_sentence(agreements: Sequence[Agreement], records: int, language: str) -> str:
    """All variables together. Values of a record hang together, so there is no interval for this share."""
    translate = QCoreApplication.translate
    compared, equal = sum(a.compared for a in agreements), sum(a.equal for a in agreements)
    if compared == 0:
        return translate("Agreement", "No value could be compared.")
    words = translate("Agreement", "{equal} of {compared} values in {records} records are the same ({share}).")
    return words.format(
        equal=format_count(equal, language),
        compared=format_count(compared, language),
        records=format_count(records, language),
        share=format_number(equal / compared, SHARE, language),
    )


def _between(low: float, high: float, number_format: str, language: str) -> str:
    return f"{format_number(low, number_format, language)}{EN_DASH}{format_number(high, number_format, language)}"
