"""The codebook and a study's agreement in words."""

from __future__ import annotations

from datetime import date
from typing import Any, get_args

import pytest
from msgspec import structs

from demo_registry.hip_fracture import VERSIONS, definition
from local_cache.codebook import Aspect, Bound, Limits, Role, SubjectKind, compare, make_codebook
from local_cache.quality.agreement import Agreement, Difference, Kappa, agreement, difference, kappa, share
from local_cache.registry import Code, Definition, Range, VariableType
from widgets.agreement_text import (
    agreement_sentence,
    difference_in_words,
    kappa_in_words,
    missing_in_words,
    share_in_words,
)
from widgets.codebook_text import (
    aspect_in_words,
    change_in_words,
    limits_in_words,
    role_in_words,
    subject_kind_in_words,
    subject_name,
    type_in_words,
    validity_in_words,
    value_in_words,
)

DEFINITION = definition(VERSIONS[-1], date(2026, 11, 21))
BOOK = make_codebook(DEFINITION)


def test_everything_has_its_words(qapp: object) -> None:
    for said, kinds in (
        (aspect_in_words, Aspect),
        (role_in_words, Role),
        (subject_kind_in_words, SubjectKind),
        (type_in_words, VariableType),
    ):
        words = [said(kind) for kind in get_args(kinds)]  # type: ignore[operator]
        assert all(words)
        assert len(set(words)) >= len(words) - 1


def variable(name: str, **changes: Any) -> Definition:
    forms = tuple(
        structs.replace(f, variables=tuple(structs.replace(v, **changes) if v.id == name else v for v in f.variables))
        for f in DEFINITION.forms
    )
    return structs.replace(DEFINITION, version="3", forms=forms)


def indicator(name: str, **changes: Any) -> Definition:
    made = tuple(structs.replace(i, **changes) if i.id == name else i for i in DEFINITION.indicators)
    return structs.replace(DEFINITION, version="3", indicators=made)


def code_list(name: str, *codes: Code) -> Definition:
    made = tuple(structs.replace(c, codes=codes) if c.id == name else c for c in DEFINITION.code_lists)
    return structs.replace(DEFINITION, version="3", code_lists=made)


SIDE = (Code("1", {"nb": "Høyre", "en": "Right"}), Code("2", {"nb": "Venstre", "en": "Left"}))


@pytest.mark.parametrize(
    ("after", "words"),
    [
        (variable("age", soft_range=Range(40, 105)), "Usual range: from 50 to 105 → from 40 to 105"),
        (variable("age", hard_range=None), "Possible range: from 0 to 120 → nothing"),
        (variable("operated_at", hard_range=Range("fractured_at", None)),
         "Possible range: from “Admitted” to today → at least “Time of fracture”"),
        (variable("age", required=None), "Required: always → no"),
        (variable("age", required="asa = '1'"), "Required: always → asa = '1'"),
        (variable("age", type="decimal"), "Type: whole number → number with decimals"),
        (variable("age", identifier=True), "Identifies the patient: no → yes"),
        (variable("age", valid_to=date(2025, 12, 31)), "In use until: nothing → 31 Dec 2025"),
        (variable("age", label={"nb": "Alder ved operasjon", "en": "Age"}), "Label: “Age at operation” → “Age”"),
        (variable("age", label={"nb": "Alder", "en": "Age at operation"}), "Label: changed in another language"),
        (indicator("operert_24t", green=0.7), "Level for high attainment: 65% → 70%"),
        (indicator("liggetid", yellow=7.5), "Level for moderate attainment: 8 → 7.5"),
        (indicator("operert_24t", direction=0), "Better is: higher → lower"),
        (indicator("operert_24t", kind="count"), "What is measured: share of the cases → number of cases"),
        (indicator("operert_24t", numerator="cemented"),
         "Numerator: minutes_between(admitted_at, operated_at) <= 1440 → cemented"),
        (indicator("operert_24t", minimum_denominator=None), "Fewest cases shown: 10 → nothing"),
        (code_list("side", SIDE[0]), "Code removed: 2 Left"),
        (code_list("side", *SIDE, Code("9", {"en": "Unknown"}, missing=True)),
         "New code: 9 Unknown (says that the answer is not known)"),
        (code_list("side", SIDE[0], Code("2", {"en": "The left"})), "Code changed: 2 Left → 2 The left"),
    ],
)  # fmt: skip
def test_a_change_is_told_in_words(qapp: object, after: Definition, words: str) -> None:
    changes = compare(DEFINITION, after)
    assert words in [change_in_words(c, after, "en") for c in changes]


def test_a_code_list_goes_by_the_variables_that_use_it(qapp: object) -> None:
    after = code_list("side", SIDE[0])
    (change,) = compare(DEFINITION, after)
    assert subject_name(change, after, "nb") == "side (Side)"
    (change,) = compare(DEFINITION, variable("age", unit="months"))
    assert subject_name(change, DEFINITION, "en") == "Age at operation (Operation)"


def test_ranges_and_validity_in_words(qapp: object) -> None:
    day, number = Bound("day", day=date(2025, 1, 31)), Bound("number", number=2.5)
    assert limits_in_words(Limits(day, Bound("today")), {}, "", "nb") == "from 31.01.2025 to today"
    assert limits_in_words(Limits(number, None), {}, "kg", "nb") == "at least 2,5 kg"
    assert limits_in_words(Limits(None, number), {}, "kg", "en") == "at most 2.5 kg"
    assert limits_in_words(None, {}, "kg", "en") == ""
    assert validity_in_words(None, None, "nb") == ""
    assert validity_in_words(None, date(2025, 1, 31), "nb") == "until 31.01.2025"


def test_values_are_told_by_their_labels(qapp: object) -> None:
    def told(name: str, value: Any) -> str:
        entry = BOOK.entry("operasjon", name)
        assert entry is not None
        return value_in_words(entry, value, "nb")

    assert told("side", "2") == "Venstre"
    assert told("side", "7") == "7"
    assert told("comorbidity", ("hjerte", "nyre")) == "Hjertesykdom, Nyresvikt"
    assert told("comorbidity", ()) == "none"
    assert told("cemented", True) == "yes"
    assert told("weight", 72.5) == "72,5"
    assert told("discharged_on", date(2025, 3, 1)) == "01.03.2025"
    assert told("age", None) == "–"


# Agreement


def made(kind: VariableType = "code", **more: Any) -> Agreement:
    return Agreement("v", kind, **{
        "both_missing": 0, "registry_missing": 0, "journal_missing": 0, "compared": 10, "equal": 9,
        "share": None, "kappa": None, "difference": None, **more,
    })  # fmt: skip


def test_shares_kappa_and_differences_in_words(qapp: object) -> None:
    assert share_in_words(share(81, 263), "nb") == "30,8\u00a0% (25,5–36,6)"
    assert share_in_words(None, "nb") == "–"
    table = [(i, j) for i, row in enumerate([(20, 5), (10, 15)]) for j, n in enumerate(row) for _ in range(n)]
    assert kappa_in_words(made(kappa=kappa(table)), "nb") == "0,40 (0,15–0,65)"
    assert kappa_in_words(made(kappa=Kappa(1.0, None, None, None)), "en") == "1.00"
    assert kappa_in_words(made(), "en") == "not defined"
    assert kappa_in_words(made("integer"), "en") == ""
    assert kappa_in_words(made(compared=0), "en") == ""
    assert difference_in_words(difference([1.0, 2.0, 3.0]), "en") == "2.0 (SD 1.0; 0.0 to 4.0)"
    assert difference_in_words(Difference(1, "days", -3.0, None, None, None), "nb") == "−3,0 days"
    assert difference_in_words(None, "nb") == ""
    some = made(registry_missing=2, both_missing=1)
    assert missing_in_words(some, "en") == "2 only in the journal; 1 in neither"
    assert missing_in_words(made(), "en") == ""


def test_all_variables_together(qapp: object) -> None:
    both = (made(), made(compared=2000, equal=1000))
    assert agreement_sentence(both, 12, "en") == "1,009 of 2,010 values in 12 records are the same (50.2%)."
    assert agreement_sentence((agreement("v", "code", []),), 0, "en") == "No value could be compared."
