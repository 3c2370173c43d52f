from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from demo_registry.running import BLUEPRINTS
from local_cache.codebook import (
    Added,
    Altered,
    Bound,
    Change,
    CodeAdded,
    CodeAltered,
    CodeRemoved,
    Limits,
    Removed,
    changes_of,
    compare,
    folded,
    make_codebook,
    retired_codes,
)
from local_cache.expressions import columns_of, compile_expression
from local_cache.registry import (
    Code,
    CodeList,
    Definition,
    Form,
    Indicator,
    Note,
    Range,
    Rule,
    Subgroup,
    Unit,
    Variable,
    check_definition,
)

TODAY = date(2026, 11, 21)
YES_NO = CodeList("ja_nei", (Code("0", {"nb": "Nei", "en": "No"}), Code("1", {"nb": "Ja", "en": "Yes"})))
SIDE = CodeList("side", (Code("1", {"nb": "Høyre", "en": "Right"}), Code("9", {"nb": "Ukjent"}, missing=True)))

FORM = Form(
    "operasjon",
    {"nb": "Operasjon", "en": "Operation"},
    "operated",
    (
        Variable("operated", {"nb": "Operert", "en": "Operated"}, "date", "inngrep",
                 hard_range=Range("admitted", "today")),
        Variable("admitted", {"nb": "Innlagt", "en": "Admitted"}, "date", "inngrep",
                 hard_range=Range("1990-01-01", "now")),
        Variable("blood_loss", {"nb": "Blødning", "en": "Blood loss"}, "integer", "inngrep", "ml",
                 soft_range=Range(0, 2000), help={"nb": "Anslått av operatøren", "en": "As judged by the surgeon"}),
        Variable("side", {"nb": "Side", "en": "Side"}, "code", "inngrep", codes="side", required="TRUE"),
        Variable("cemented", {"nb": "Sementert", "en": "Cemented"}, "code", "protese", codes="ja_nei",
                 required="blood_loss > 10"),
        Variable("remark", {"nb": "Merknad om blødning", "en": "Remark"}, "text"),
    ),
    {"inngrep": {"nb": "Inngrep", "en": "Procedure"}, "protese": {"nb": "Protese", "en": "Implant"}},
)  # fmt: skip
DEFINITION = Definition(
    "hip",
    "1",
    {"nb": "Hofte", "en": "Hip"},
    (Unit("n", "nation", {"nb": "Landet"}),),
    (FORM, structs.replace(FORM, id="kontroll", label={"nb": "Kontroll", "en": "Check-up"})),
    (YES_NO, SIDE),
    rules=(
        Rule("r1", 1, "operasjon", "operated >= admitted", "error", {"nb": "Rekkefølge"}, ("operated",)),
        Rule("r2", 1, "operasjon", "no_such > 1", "warning", {"nb": "Uleselig"}, ("remark",)),
    ),
    subgroups=(Subgroup("bloody", {"nb": "Blodige"}, "blood_loss > 1000", "operasjon"),),
    indicators=(
        Indicator("i1", 1, {"nb": "Sementert"}, "proportion", "operasjon", "cemented = '1'", "side <> '9'", green=0.9),
        Indicator("i2", 1, {"nb": "Blodtap"}, "mean", "operasjon", measure="blood_loss", event_date="admitted"),
    ),
    notes=(
        Note(date(2024, 1, 1), {"nb": "Telles annerledes"}, ("i2",)),
        Note(date(2025, 1, 1), {"nb": "Ny"}, (), ("side",)),
    ),
)  # fmt: skip


def uses(definition: Definition, form: str, variable: str) -> dict[str, tuple[str, ...]]:
    entry = make_codebook(definition).entry(form, variable)
    assert entry is not None
    return {f"{use.kind} {use.id}": use.roles for use in entry.uses}


def test_an_entry_says_what_a_variable_is() -> None:
    book = make_codebook(DEFINITION)
    assert [(e.form, e.id) for e in book.entries] == [
        (f, v.id) for f in ("operasjon", "kontroll") for v in FORM.variables
    ]
    operated, admitted, blood, side, cemented, remark = book.entries[:6]
    assert operated.hard == Limits(Bound("variable", variable="admitted"), Bound("today"))
    assert admitted.hard == Limits(Bound("day", day=date(1990, 1, 1)), None), "what is no date bounds nothing"
    assert (blood.soft, blood.hard) == (Limits(Bound("number", number=0), Bound("number", number=2000)), None)
    assert (operated.dates_records, admitted.dates_records) == (True, False)
    assert [c.value for c in side.codes] == ["1", "9"]
    assert remark.codes == ()
    assert (side.required, cemented.required, remark.required) == ("always", "when", "never")
    assert (side.required_when, cemented.required_when) == ("", "blood_loss > 10")
    assert (side.section_label, remark.section_label) == ({"nb": "Inngrep", "en": "Procedure"}, {})
    assert [n.text["nb"] for n in side.notes] == ["Ny"]
    assert [n.text["nb"] for n in blood.notes] == ["Telles annerledes"]
    assert admitted.notes == (), "an indicator that is only dated by a variable is not counted by it"
    assert book.entry("operasjon", "nowhere") is None


def test_where_a_variable_is_used() -> None:
    assert uses(DEFINITION, "operasjon", "blood_loss") == {
        "indicator i2": ("measure",),
        "subgroup bloody": ("condition",),
        "variable cemented": ("required when",),
    }
    assert uses(DEFINITION, "operasjon", "operated") == {"rule r1": ("checked",), "indicator i1": ("dated by",)}
    assert uses(DEFINITION, "operasjon", "admitted") == {
        "rule r1": ("checked",),
        "indicator i2": ("dated by",),
        "variable operated": ("range",),
    }
    assert uses(DEFINITION, "operasjon", "side") == {"indicator i1": ("denominator",)}
    assert uses(DEFINITION, "operasjon", "remark") == {"rule r2": ("concerned",)}, "its expression is refused"
    assert uses(DEFINITION, "kontroll", "side") == {}, "another form's variable of the same name"


@pytest.mark.parametrize("blueprint", BLUEPRINTS, ids=lambda b: b.registry)
def test_uses_are_exactly_what_the_compiled_expressions_read(blueprint: Any) -> None:
    definition = blueprint.definition(blueprint.versions[-1], TODAY)
    expected: set[tuple[str, str, str]] = set()
    for form in definition.forms:
        mine = [(r.id, (r.expression,)) for r in definition.rules if r.form == form.id]
        mine += [(s.id, (s.expression,)) for s in definition.subgroups if s.form == form.id]
        mine += [
            (i.id, (i.numerator, i.denominator, i.measure)) for i in definition.indicators if i.form == form.id
        ]  # fmt: skip
        names = {v.id for v in form.variables}
        for name, texts in mine:
            for text in filter(None, texts):
                read = compile_expression(text, columns_of(form), today=TODAY).columns
                expected |= {(name, form.id, column) for column in read & names}
    found = {
        (use.id, entry.form, entry.id)
        for entry in make_codebook(definition).entries
        for use in entry.uses
        if use.kind != "variable" and set(use.roles) - {"dated by", "concerned"}
    }
    assert found == expected
    assert len(found) > 50


# Searching


def found(text: str) -> list[str]:
    return [e.id for e in make_codebook(DEFINITION).search(text) if e.form == "operasjon"]


def test_every_word_must_occur_whatever_its_case_and_diacritics() -> None:
    assert found("BLODNING") == ["blood_loss", "remark"]
    assert found("blødning merknad") == ["remark"]
    assert found("blødning ukjent") == []
    assert found("  ") == [v.id for v in FORM.variables]
    assert found("hoyre") == ["side"]
    assert found("surgeon") == ["blood_loss"]
    assert found("protese") == ["cemented"], "a section"
    assert found("%_*?") == []


def test_the_id_comes_before_labels_and_labels_before_codes_and_help() -> None:
    assert found("side")[0] == "side"
    assert found("operated") == ["operated"]
    assert found("blood") == ["blood_loss"]
    assert found("inn")[0] == "admitted", "a label's beginning before a section's"
    assert found("ja") == ["cemented"]


@given(st.text(max_size=40))
def test_folding_is_stable_and_blind_to_case(text: str) -> None:
    assert folded(folded(text)) == folded(text)
    assert folded(text.casefold()) == folded(text)


@given(st.lists(st.sampled_from(["blod", "ope", "a", "ml", "høyre", "side", "x"]), max_size=3))
def test_more_words_never_find_more(words: list[str]) -> None:
    book = make_codebook(DEFINITION)
    for n in range(len(words)):
        assert set(map(id, book.search(" ".join(words)))) <= set(map(id, book.search(" ".join(words[:n]))))


# Changes


def changed(**changes: Any) -> Definition:
    definition = structs.replace(DEFINITION, version="2", **changes)
    check_definition(definition)
    return definition


def with_variable(name: str, **changes: Any) -> Definition:
    def form(one: Form) -> Form:
        made = tuple(structs.replace(v, **changes) if v.id == name else v for v in one.variables)
        return structs.replace(one, variables=made)

    return changed(forms=(form(DEFINITION.forms[0]), DEFINITION.forms[1]))


def told(after: Definition, before: Definition = DEFINITION) -> list[tuple[Any, ...]]:
    """The changes in short."""
    return [short(c) for c in compare(before, after)]


def short(change: Change) -> tuple[Any, ...]:
    subject = f"{change.subject.kind} {change.subject.id}"
    match change:
        case Altered():
            return (subject, change.aspect, change.before, change.after)
        case CodeAltered():
            return (subject, "code", change.before, change.after)
        case CodeAdded() | CodeRemoved():
            return (subject, type(change).__name__, change.code.value)
        case _:
            return (subject, type(change).__name__)


@pytest.mark.parametrize(
    ("changes", "aspect"),
    [
        ({"label": {"nb": "Blodtap"}}, "label"),
        ({"help": {}}, "help"),
        ({"section": "protese"}, "section"),
        ({"type": "decimal"}, "type"),
        ({"unit": "dl"}, "unit"),
        ({"soft_range": None}, "soft range"),
        ({"hard_range": Range(0, "operated")}, "hard range"),
        ({"required": "TRUE"}, "required"),
        ({"identifier": True}, "identifier"),
        ({"valid_from": date(2025, 1, 1)}, "valid from"),
        ({"valid_to": date(2025, 1, 1)}, "valid to"),
    ],
)
def test_every_aspect_of_a_variable_is_compared(changes: dict[str, Any], aspect: str) -> None:
    (change,) = compare(DEFINITION, with_variable("blood_loss", **changes))
    assert isinstance(change, Altered)
    assert (change.subject.kind, change.subject.form, change.subject.id) == ("variable", "operasjon", "blood_loss")
    assert change.aspect == aspect
    assert change.before != change.after


def test_ranges_are_told_as_limits() -> None:
    ((_, aspect, before, after),) = told(with_variable("blood_loss", soft_range=Range(0, "operated")))
    assert aspect == "soft range"
    assert (before.high, after.high) == (Bound("number", number=2000), Bound("variable", variable="operated"))


INDICATOR_CHANGES = {
    "numerator": {"numerator": "cemented <> '0'"}, "denominator": {"denominator": None}, "direction": {"direction": 0},
    "green level": {"green": 0.95}, "yellow level": {"yellow": 0.8}, "fewest cases": {"minimum_denominator": 5},
    "kind": {"kind": "count"}, "measure": {"measure": "blood_loss"}, "event date": {"event_date": "admitted"},
    "subgroups": {"subgroups": ("bloody",)}, "format": {"format": ",.0%"}, "title": {"title": {"nb": "x"}},
    "short title": {"short": {"nb": "x"}}, "description": {"description": {"nb": "x"}}, "unit": {"unit": {"nb": "x"}},
    "form": {"form": "kontroll"}, "valid from": {"valid_from": TODAY}, "valid to": {"valid_to": TODAY},
    "version": {"version": 2},
}  # fmt: skip


@pytest.mark.parametrize("aspect", INDICATOR_CHANGES)
def test_every_aspect_of_an_indicator_is_compared(aspect: str) -> None:
    first, second = DEFINITION.indicators
    after = changed(indicators=(structs.replace(first, **INDICATOR_CHANGES[aspect]), second))
    ((subject, told_aspect, before, now),) = told(after)
    assert (subject, told_aspect) == ("indicator i1", aspect)
    assert before != now
    fields = set(Indicator.__struct_fields__) - {"id"}
    assert len(INDICATOR_CHANGES) == len(fields), "an aspect for every field"


def test_rules_subgroups_forms_and_notes_are_compared() -> None:
    rule = structs.replace(DEFINITION.rules[0], expression="operated > admitted", severity="warning", version=2)
    assert told(changed(rules=(rule,))) == [
        ("rule r1", "expression", "operated >= admitted", "operated > admitted"),
        ("rule r1", "severity", "error", "warning"),
        ("rule r1", "version", 1, 2),
        ("rule r2", "Removed"),
    ]
    group = structs.replace(DEFINITION.subgroups[0], expression="blood_loss > 500")
    assert told(changed(subgroups=(group,))) == [
        ("subgroup bloody", "expression", "blood_loss > 1000", "blood_loss > 500")
    ]
    assert told(changed(forms=DEFINITION.forms[:1])) == [("form kontroll", "Removed")]
    moved = structs.replace(FORM, event_date="admitted", label={"nb": "Inngrep"}, follows="kontroll")
    assert [t[1] for t in told(changed(forms=(moved, DEFINITION.forms[1])))] == ["label", "event date", "follows"]
    note = Note(date(2026, 1, 1), {"nb": "Nå"}, ("i1",))
    assert told(changed(notes=(*DEFINITION.notes, note))) == [("note 2026-01-01/i1", "Added")]
    assert told(changed(names={"nb": "x"}, granularity="year")) == [
        ("registry hip", "names", DEFINITION.names, {"nb": "x"}),
        ("registry hip", "granularity", "month", "year"),
    ]


def test_codes_are_told_at_their_list_once_or_at_the_variable_that_took_another_list() -> None:
    fewer = CodeList("side", (Code("1", {"nb": "Høyre", "en": "Right side"}), Code("2", {"nb": "Venstre"})))
    assert told(changed(code_lists=(YES_NO, fewer))) == [
        ("code list side", "code", SIDE.codes[0], fewer.codes[0]),
        ("code list side", "CodeAdded", "2"),
        ("code list side", "CodeRemoved", "9"),
    ]
    marked = CodeList("side", (SIDE.codes[0], structs.replace(SIDE.codes[1], missing=False)))
    assert [t[:2] for t in told(changed(code_lists=(YES_NO, marked)))] == [("code list side", "code")]
    assert sorted(t[:3] for t in told(with_variable("cemented", codes="side"))) == [
        ("variable cemented", "CodeAdded", "9"),
        ("variable cemented", "CodeRemoved", "0"),
        ("variable cemented", "code", YES_NO.codes[1]),
    ]
    renamed = changed(
        code_lists=(YES_NO, structs.replace(SIDE, id="sider")),
        forms=tuple(
            structs.replace(
                f, variables=tuple(structs.replace(v, codes="sider") if v.codes == "side" else v for v in f.variables)
            )
            for f in DEFINITION.forms
        ),
    )
    assert told(renamed) == [("code list sider", "Added"), ("code list side", "Removed")]


def test_codes_that_have_left_a_list() -> None:
    after = changed(code_lists=(YES_NO, CodeList("side", SIDE.codes[:1])))
    side = make_codebook(after).entry("operasjon", "side")
    remark = make_codebook(after).entry("operasjon", "remark")
    assert side is not None and remark is not None
    assert retired_codes(DEFINITION, side) == (SIDE.codes[1],)
    assert retired_codes(after, side) == ()
    assert retired_codes(DEFINITION, remark) == ()
    assert retired_codes(changed(forms=DEFINITION.forms[1:], rules=(), subgroups=(), indicators=()), side) == ()


def test_an_entry_is_told_its_own_changes_and_those_of_what_uses_it() -> None:
    after = changed(
        code_lists=(YES_NO, CodeList("side", SIDE.codes[:1])),
        indicators=(structs.replace(DEFINITION.indicators[0], green=0.8), DEFINITION.indicators[1]),
        notes=(*DEFINITION.notes, Note(TODAY, {"nb": "Side føres for seg"}, (), ("side",))),
    )
    changes = compare(DEFINITION, after)
    book = make_codebook(after)

    def of(variable: str) -> list[str]:
        entry = book.entry("operasjon", variable)
        assert entry is not None
        return [f"{c.subject.kind} {c.subject.id}" for c in changes_of(entry, changes)]

    assert of("side") == ["code list side", "indicator i1", "note 2026-11-21/side"]
    assert of("cemented") == ["indicator i1"]
    assert of("blood_loss") == []


def test_the_demonstrations_two_versions_differ_by_what_was_planted() -> None:
    before, after = (BLUEPRINTS[0].definition(version, TODAY) for version in BLUEPRINTS[0].versions)
    assert told(after, before) == [("rule hb18", "Added"), ("indicator ortogeriatri_75", "Added")]


# An algebra of changes

NAMES = st.sampled_from(["a", "b", "c", "d"])
LABELS = st.dictionaries(st.sampled_from(["nb", "en"]), st.sampled_from(["x", "y"]), max_size=2)
VARIABLES = st.builds(
    Variable,
    id=NAMES,
    label=LABELS,
    type=st.sampled_from(["integer", "text", "date"]),
    codes=st.sampled_from([None, "side", "ja_nei"]),
    hard_range=st.sampled_from([None, Range(0, 5), Range("a", None)]),
    required=st.sampled_from([None, "TRUE"]),
)
CODES = st.lists(
    st.builds(Code, NAMES, LABELS, st.booleans()), max_size=3, unique_by=lambda c: c.value
)  # fmt: skip
RULES = st.builds(
    Rule, NAMES, st.integers(1, 2), st.just("f"), st.sampled_from(["a > 1", "b > 1"]), st.just("error"), LABELS
)


@st.composite
def definitions(draw: st.DrawFn) -> Definition:
    variables = draw(st.lists(VARIABLES, max_size=4, unique_by=lambda v: v.id))
    return Definition(
        "r",
        draw(NAMES),
        {},
        (),
        (Form("f", {}, "a", tuple(variables)),),
        (CodeList("side", tuple(draw(CODES))), CodeList("ja_nei", tuple(draw(CODES)))),
        tuple(draw(st.lists(RULES, max_size=3, unique_by=lambda r: r.id))),
    )


def reversed_change(change: Change) -> tuple[Any, ...]:
    match change:
        case Added(subject):
            return ("removed", subject.key)
        case Removed(subject):
            return ("added", subject.key)
        case CodeAdded(subject, code):
            return ("code removed", subject.key, code)
        case CodeRemoved(subject, code):
            return ("code added", subject.key, code)
        case CodeAltered(subject, before, after):
            return ("code", subject.key, after, before)
        case Altered(subject, aspect, before, after):
            return (aspect, subject.key, after, before)


def plain_change(change: Change) -> tuple[Any, ...]:
    match change:
        case Added(subject):
            return ("added", subject.key)
        case Removed(subject):
            return ("removed", subject.key)
        case CodeAdded(subject, code):
            return ("code added", subject.key, code)
        case CodeRemoved(subject, code):
            return ("code removed", subject.key, code)
        case CodeAltered(subject, before, after):
            return ("code", subject.key, before, after)
        case Altered(subject, aspect, before, after):
            return (aspect, subject.key, before, after)


@given(definitions())
def test_nothing_changed_between_a_version_and_itself(definition: Definition) -> None:
    assert compare(definition, definition) == ()


@given(definitions(), definitions())
def test_the_way_back_is_the_way_there_turned_around(one: Definition, other: Definition) -> None:
    there = [reversed_change(c) for c in compare(one, other)]
    back = [plain_change(c) for c in compare(other, one)]
    assert sorted(map(repr, there)) == sorted(map(repr, back))


@given(definitions(), definitions())
def test_no_change_means_the_same_definition(one: Definition, other: Definition) -> None:
    def content(definition: Definition) -> Any:
        """Everything but the version, the order, and the name of a code list that holds the same codes."""
        lists = {c.id: tuple(sorted(map(repr, c.codes))) for c in definition.code_lists}
        variables = {
            repr(structs.replace(v, codes=None)): lists.get(v.codes or "", ()) for v in definition.forms[0].variables
        }
        return variables, lists, {repr(r) for r in definition.rules}

    if not compare(one, other):
        assert content(one) == content(other)
