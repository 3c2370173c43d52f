"""Commands that tell what is here."""

from __future__ import annotations

import argparse
from pathlib import Path

from app.commands.opening import opened
from app.commands.telling import tell


def status(options: argparse.Namespace) -> int:
    from app.status import status_as_json, status_in_words

    with opened(options) as program:
        found = status_as_json(program, options.language)
    return tell(options, found, status_in_words(found))


def results(options: argparse.Namespace) -> int:
    from app.figures_as_json import results_in_words, selected_results

    with opened(options) as program:
        found = selected_results(
            program,
            registry=options.registry,
            unit=options.unit,
            period=options.period,
            indicator=options.indicator,
            language=options.language,
            complete=options.json,
        )
    return tell(options, found, results_in_words(found))


def quality(options: argparse.Namespace) -> int:
    from app.quality_as_json import OwnCases, quality_in_words, selected_quality

    cases = None
    if options.cases is not None:
        codes = tuple(options.code)
        cases = OwnCases(
            Path(options.cases), options.form or "", options.key or "", options.days, codes, options.leave_out
        )
    with opened(options) as program:
        found = selected_quality(
            program,
            registry=options.registry,
            unit=options.unit,
            period=options.period,
            language=options.language,
            cases=cases,
        )
    return tell(options, found, quality_in_words(found))


def variables(options: argparse.Namespace) -> int:
    from app.codebook_as_json import found_variables, variables_in_words

    with opened(options) as program:
        found = found_variables(
            program, text=" ".join(options.text), registry=options.registry, language=options.language
        )
    return tell(options, found, variables_in_words(found))


def records(options: argparse.Namespace) -> int:
    from app.records_as_json import records_in_words, selected_records

    with opened(options) as program:
        found = selected_records(
            program,
            registry=options.registry,
            unit=options.unit,
            form=options.form,
            where=options.where,
            columns=options.columns,
            limit=options.limit,
            labels=options.labels,
            language=options.language,
        )
    return tell(options, found, [] if options.json else records_in_words(found, options.language))
