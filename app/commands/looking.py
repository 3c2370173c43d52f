"""Commands that tell what is here."""

from __future__ import annotations

import argparse
from pathlib import Path

from app.commands.opening import opened
from app.commands.telling import say, show, tell


def status(options: argparse.Namespace) -> int:
    from app.status import status_as_json, status_in_words

    with opened(options) as program:
        status = status_as_json(program, options.language)
    for line in status_in_words(status):
        say(line)
    if options.json:
        show(status)
    return 0


def results(options: argparse.Namespace) -> int:
    from app.figures_as_json import results_in_words, selected_results

    with opened(options) as program:
        results = selected_results(
            program,
            registry=options.registry,
            unit=options.unit,
            period=options.period,
            indicator=options.indicator,
            language=options.language,
            complete=options.json,
        )
    for line in results_in_words(results):
        say(line)
    if options.json:
        show(results)
    return 0


def quality(options: argparse.Namespace) -> int:
    from app.quality_as_json import OwnCases, quality_in_words, selected_quality

    cases = None
    if options.cases is not None:
        codes = tuple(options.code)
        cases = OwnCases(
            Path(options.cases), options.form or "", options.key or "", options.days, codes, options.leave_out
        )
    with opened(options) as program:
        quality = selected_quality(
            program,
            registry=options.registry,
            unit=options.unit,
            period=options.period,
            language=options.language,
            cases=cases,
        )
    return tell(options, quality, quality_in_words(quality))


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
    if options.json:
        show(found)
    else:
        for line in records_in_words(found, options.language):
            say(line)
    return 0
