"""How a demonstration registry is written down: its definition, and for each variable how its values come about."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from local_cache.registry import (
    Code,
    CodeList,
    Definition,
    Duplicates,
    Form,
    Indicator,
    IndicatorKind,
    Minutes,
    Note,
    Range,
    Reason,
    Rule,
    Subgroup,
    Texts,
    Variable,
    VariableType,
)

Bounds = tuple[float | str | None, float | str | None]


@dataclass(frozen=True, slots=True)
class Field:
    """A variable, the SQL that draws its value, and the share of completed forms in which it is left empty."""

    variable: Variable
    value: str
    missing: float = 0.0


@dataclass(frozen=True, slots=True)
class Blueprint:
    """A registry before it has any records.

    definition: makes the definition of a version for a day; versions: the two last, the present one last;
    helpers: values that are drawn but not registered, for the fields to use;
    main, follow_up: the fields of the two forms (the follow-up's values may use the main form's variables);
    yearly: records a year in the nation, without the chosen unit's own number; follow_up_days: when the follow-up is
    due; letter: first of a record's id; winter: how much commoner cases are at midwinter than at midsummer (0..1);
    volatile: a whole-number variable per form that registrars typically correct afterwards;
    remark: the main form's free text.
    """

    registry: str
    definition: Callable[[str, date], Definition]
    versions: tuple[str, str]
    main_form: str
    main: tuple[Field, ...]
    helpers: dict[str, str]
    follow_up_form: str
    follow_up: tuple[Field, ...]
    yearly: int
    follow_up_days: int
    letter: str
    winter: float
    volatile: dict[str, str]
    remark: str = "remark"

    @property
    def forms(self) -> tuple[str, str]:
        return self.main_form, self.follow_up_form


def texts(nb: str, en: str) -> Texts:
    return {"nb": nb, "en": en}


def field(
    name: str,
    type: VariableType,
    nb: str,
    en: str,
    section: str,
    value: str,
    *,
    unit: str = "",
    codes: str | None = None,
    soft: Bounds | None = None,
    hard: Bounds | None = None,
    required: str | None = None,
    identifier: bool = False,
    missing: float = 0.0,
    since: date | None = None,
    help: Texts | None = None,
) -> Field:
    variable = Variable(
        id=name,
        label=texts(nb, en),
        type=type,
        section=section,
        unit=unit,
        codes=codes,
        soft_range=Range(*soft) if soft else None,
        hard_range=Range(*hard) if hard else None,
        required=required,
        identifier=identifier,
        valid_from=since,
        help=help or {},
    )
    return Field(variable, value, missing)


def form(
    name: str,
    label: Texts,
    event_date: str,
    sections: dict[str, Texts],
    fields: tuple[Field, ...],
    follows: str | None = None,
    *,
    timely_days: int,
    minutes: tuple[float, float, float, float],
    duplicates: Duplicates,
    case_key: str | None = None,
) -> Form:
    """minutes: for the whole form, one missing value, one question, one pair of possible duplicates."""
    return Form(
        name,
        label,
        event_date,
        tuple(f.variable for f in fields),
        sections,
        follows,
        timely_days=timely_days,
        minutes=Minutes(*minutes),
        duplicates=duplicates,
        case_key=case_key,
    )


def duplicates(days: int, near_days: int = 0, variables: tuple[str, ...] = (), agreeing: int = 0) -> Duplicates:
    return Duplicates(days, near_days, variables, agreeing)


def codes(
    name: str,
    *values: tuple[str, str, str],
    unknown: str | None = None,
    retired: Mapping[str, date] = MappingProxyType({}),
) -> CodeList:
    """A code list; `unknown` is the value that says the answer is not known, `retired` the last days of values."""
    listed = [Code(value, texts(nb, en), valid_to=retired.get(value)) for value, nb, en in values]
    if unknown is not None:
        listed.append(Code(unknown, texts("Ukjent", "Unknown"), missing=True))
    return CodeList(name, tuple(listed))


REASONS = (
    Reason("tastefeil", texts("Tastefeil", "Typing error")),
    Reason("feil_lest", texts("Feil lest i journalen", "Misread in the patient record")),
    Reason("kilde_feil", texts("Kilden var feil", "The source was wrong")),
    Reason("ny_opplysning", texts("Ny opplysning", "New information")),
    Reason("annet", texts("Annet", "Other"), words_needed=True),
)
"""Why a record is corrected; the same in every demonstration registry."""


def rule(
    name: str, form: str, expression: str, nb: str, en: str, variables: tuple[str, ...], *, warning: bool = False
) -> Rule:
    return Rule(name, 1, form, expression, "warning" if warning else "error", texts(nb, en), variables)


def subgroup(name: str, form: str, nb: str, en: str, expression: str, dimension: str) -> Subgroup:
    return Subgroup(name, texts(nb, en), expression, form, dimension)


def indicator(
    name: str,
    kind: IndicatorKind,
    form: str,
    title: Texts,
    short: Texts,
    description: Texts,
    *,
    numerator: str | None = None,
    denominator: str | None = None,
    measure: str | None = None,
    direction: int = 1,
    green: float | None = None,
    yellow: float | None = None,
    minimum: int | None = None,
    subgroups: tuple[str, ...] = (),
    format: str = ",.1%",
    unit: Texts | None = None,
    version: int = 1,
) -> Indicator:
    return Indicator(
        id=name,
        version=version,
        title=title,
        kind=kind,
        form=form,
        numerator=numerator,
        denominator=denominator,
        measure=measure,
        direction=1 if direction else 0,
        green=green,
        yellow=yellow,
        minimum_denominator=minimum,
        subgroups=subgroups,
        format=format,
        unit=unit or {},
        short=short,
        description=description,
    )


def note(since: date, nb: str, en: str, indicators: tuple[str, ...] = (), variables: tuple[str, ...] = ()) -> Note:
    return Note(since, texts(nb, en), indicators, variables)
