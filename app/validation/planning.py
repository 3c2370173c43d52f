"""What a new study is drawn from: the forms and variables on offer, and the draw itself."""

from __future__ import annotations

from app.pages.page import View
from app.validation.reading import Loaded
from local_cache.quality.validation_study import Sampling, new_seed, variables_to_validate
from local_cache.registry import Form, text_in
from widgets.forms.new_study import OfferedForm, OfferedVariable, WantedStudy


def offered(loaded: Loaded, form: Form, language: str) -> OfferedForm:
    """The form's variables; those that an indicator counts are ticked, or all where none is."""
    counted = set()
    for entry in loaded.codebook.entries:
        roles = {role for use in entry.uses if use.kind == "indicator" for role in use.roles}
        if entry.form == form.id and roles - {"dated by"}:
            counted.add(entry.id)
    variables = variables_to_validate(loaded.definition, form.id)
    chosen = {v.id for v in variables} & counted or {v.id for v in variables}
    on_offer = tuple(
        OfferedVariable(
            v.id,
            text_in(v.label, language) or v.id,
            text_in(form.sections.get(v.section, {}), language),
            v.id in chosen,
        )
        for v in variables
    )
    return OfferedForm(form.id, text_in(form.label, language) or form.id, on_offer)


def sampling_of(view: View, wanted: WantedStudy) -> Sampling:
    """The draw a person asked for, of the unit and period chosen, with a seed of its own."""
    return Sampling(
        view.summary.registry,
        view.unit,
        wanted.form,
        view.period.first,
        view.period.end,
        wanted.number,
        new_seed(),
        wanted.by_month,
        wanted.where,
    )
