"""The columns of a form's records, as the codebook describes them, in one language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from local_cache.errors import ColumnNotHere, FormNotHere
from local_cache.registry import Code, Definition, Form, VariableType, text_in

SYSTEM: Mapping[str, VariableType] = {
    "record_id": "text",
    "event_date": "date",
    "form_status": "code",
    "first_completed": "timestamp",
    "version": "integer",
    "episode": "text",
    "patient": "text",
}
"""The columns that every record has, of those that say something to a reader."""

STATUSES = ("completed", "draft", "returned", "deleted")
"""The codes of `form_status`."""

MASKED_SYSTEM = frozenset({"patient"})

NO_WORDS: Mapping[str, str] = {}


@dataclass(frozen=True)
class Column:
    """A column of a form's records.

    label: what people call it; section: the form's section by its id, "" for the columns every record has; unit: of the
    measurement; codes: values with their labels, in the list's order, empty where there is no list; unknown: the codes
    that say the answer is not known; masked: holds a direct identifier; help: the registry's own explanation.
    """

    name: str
    type: VariableType
    label: str
    section: str = ""
    unit: str = ""
    codes: tuple[tuple[str, str], ...] = ()
    unknown: frozenset[str] = frozenset()
    masked: bool = False
    help: str = ""

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """The labels by their codes."""
        return dict(self.codes)

    @property
    def is_number(self) -> bool:
        return self.type in ("integer", "decimal")

    @property
    def is_date(self) -> bool:
        return self.type in ("date", "timestamp")

    @property
    def is_coded(self) -> bool:
        return self.type in ("code", "multi-code")


def form_of(definition: Definition, form: str) -> Form:
    """The form of that id; FormNotHere where there is none."""
    for known in definition.forms:
        if known.id == form:
            return known
    raise FormNotHere(registry=definition.registry, form=form[:60])


def columns_of_form(
    definition: Definition, form: Form, language: str, words: Mapping[str, str] = NO_WORDS
) -> tuple[Column, ...]:
    """The columns every record has, then the form's variables in the codebook's order.

    words: what the former are called ("event_date") and the statuses ("form_status/draft"); their names where it is
    not said.
    """
    lists = {c.id: c.codes for c in definition.code_lists}
    system = [
        Column(
            name,
            kind,
            words.get(name, name),
            codes=tuple((s, words.get(f"form_status/{s}", s)) for s in STATUSES) if name == "form_status" else (),
            masked=name in MASKED_SYSTEM,
        )
        for name, kind in SYSTEM.items()
    ]
    none: tuple[Code, ...] = ()
    variables = []
    for variable in form.variables:
        codes = lists[variable.codes] if variable.codes is not None else none
        variables.append(
            Column(
                variable.id,
                variable.type,
                text_in(variable.label, language) or variable.id,
                variable.section,
                variable.unit,
                tuple((code.value, text_in(code.label, language) or code.value) for code in codes),
                frozenset(code.value for code in codes if code.missing),
                variable.identifier,
                text_in(variable.help, language),
            )
        )
    return (*system, *variables)


def identifiers_of(form: Form) -> frozenset[str]:
    """Names of the columns that hold direct identifiers."""
    return MASKED_SYSTEM | {v.id for v in form.variables if v.identifier}


def column_named(columns: tuple[Column, ...], name: str) -> Column:
    """The column of that name; ColumnNotHere where there is none."""
    for column in columns:
        if column.name == name:
            return column
    raise ColumnNotHere(column=name[:60])
