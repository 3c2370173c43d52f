"""What there is to find in the demonstration's data: each story bends one process in one hospital.

A process is the name of a draw in the registries' modules (`draws.happens`, `draws.effect`). The bend is given in log
odds; with `months` it grows evenly from nothing that many months ago to its whole size now, or has been there `at_once`
since then; without, it was always there. `start` is how far the hospital lay from the others before.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from demo_registry.units import CHOSEN_UNIT, hospital
from local_cache.registry import Texts

StoryKind = Literal[
    "slides", "improves", "outlier", "coverage hole", "late", "duplicates", "rule violations", "unknown codes",
    "unfinished", "withdrawn",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Story:
    kind: StoryKind
    registry: str
    unit: str
    text: Texts
    indicator: str = ""
    process: str = ""
    bend: float = 0.0
    months: int | None = None
    at_once: bool = False
    start: float = 0.0


STORIES: tuple[Story, ...] = (
    Story(
        "slides", "hoftebrudd", CHOSEN_UNIT,
        {"nb": "Stadig færre opereres innen 24 timer de siste tolv månedene.",
         "en": "Fewer and fewer are operated on within 24 hours over the last twelve months."},
        indicator="operert_24t", process="waiting", bend=2.4, months=12,
    ),
    Story(
        "improves", "hjerneslag", CHOSEN_UNIT,
        {"nb": "Flere får trombolyse innen 40 minutter etter at rutinen ble lagt om for fjorten måneder siden.",
         "en": "More get thrombolysis within 40 minutes since the routine was changed fourteen months ago."},
        indicator="trombolyse_40min", process="needle", bend=-1.9, months=14, at_once=True, start=1.0,
    ),
    Story(
        "outlier", "intensiv", hospital("Granvik sykehus"),
        {"nb": "Granvik sykehus har langt flere reinnleggelser innen 72 timer enn landet.",
         "en": "Granvik has far more readmissions within 72 hours than the nation."},
        indicator="reinnleggelse_72t", process="readmission", bend=2.0,
    ),
    Story(
        "outlier", "hoftebrudd", hospital("Tindeborg sykehus"),
        {"nb": "Tindeborg sykehus reopererer mer enn dobbelt så ofte som landet.",
         "en": "Tindeborg reoperates more than twice as often as the nation."},
        indicator="reoperert_120d", process="reoperation", bend=1.5,
    ),
    Story(
        "coverage hole", "hjerneslag", hospital("Kornåker sykehus"),
        {"nb": "Kornåker sykehus registrerte nesten ingen fra januar til juni i fjor.",
         "en": "Kornåker registered hardly anybody from January to June last year."},
    ),
    Story(
        "late", "intensiv", hospital("Furumo sykehus"),
        {"nb": "Furumo sykehus ferdigstiller skjemaene flere måneder etter oppholdet.",
         "en": "Furumo completes its forms months after the stay."},
        process="lateness", bend=2.1,
    ),
    Story(
        "late", "hoftebrudd", CHOSEN_UNIT,
        {"nb": "Ferdigstillingen har tatt stadig lengre tid det siste halvåret.",
         "en": "Forms have taken longer and longer to complete over the last half year."},
        process="lateness", bend=0.7, months=6,
    ),
    Story(
        "duplicates", "hoftebrudd", CHOSEN_UNIT,
        {"nb": "Noen operasjoner er registrert to ganger.", "en": "Some operations are registered twice."},
        process="twice", bend=2.4,
    ),
    Story(
        "rule violations", "hjerneslag", CHOSEN_UNIT,
        {"nb": "Utskrivning før innleggelse forekommer oftere enn ellers i landet.",
         "en": "Discharge before admission is commoner than elsewhere."},
        process="slip", bend=1.6,
    ),
    Story(
        "unknown codes", "hoftebrudd", CHOSEN_UNIT,
        {"nb": "ASA-klasse føres som ukjent stadig oftere det siste året.",
         "en": "The ASA class is ever more often entered as unknown over the last year."},
        process="asa_unknown", bend=2.2, months=12,
    ),
    Story(
        "unfinished", "intensiv", CHOSEN_UNIT,
        {"nb": "Mange skjema ligger som kladd eller er returnert.", "en": "Many forms are drafts or were returned."},
        process="unfinished", bend=1.3,
    ),
    Story(
        "withdrawn", "hjerneslag", CHOSEN_UNIT,
        {"nb": "Pasienter har reservert seg etter at de ble registrert.",
         "en": "Patients have objected after they were registered."},
    ),
)  # fmt: skip


def of(registry: str, kind: StoryKind) -> tuple[Story, ...]:
    return tuple(s for s in STORIES if s.registry == registry and s.kind == kind)
