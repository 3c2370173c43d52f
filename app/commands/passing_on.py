"""Commands that write what is passed on: tables and reports."""

from __future__ import annotations

import argparse
from pathlib import Path

from app.commands import WrongUsage
from app.commands.opening import data_dir, opened
from app.commands.telling import tell


def export(options: argparse.Namespace) -> int:
    from app.exporting import Wanted, export, export_as_json, export_in_words

    wanted = Wanted(
        what=options.what,
        file=Path(options.out).absolute(),
        format=options.format,
        registry=options.registry,
        unit=options.unit,
        period=options.period,
        indicator=options.indicator,
        form=options.form,
        labels=options.labels,
        shape=options.shape,
        csv_style="plain" if options.plain else "excel",
        for_others=options.for_others,
        identifiers=options.identifiers,
        purpose=options.purpose,
        language=options.language,
    )
    with opened(options) as program:
        exported = export(program, wanted)
    return tell(options, export_as_json(exported), export_in_words(exported, options.language))


def report(options: argparse.Namespace) -> int:
    from app.reports.writing import (
        report_as_json,
        report_in_words,
        templates_as_json,
        templates_in_words,
        write_report,
    )

    if options.list:
        with opened(options) as program:
            listed = templates_as_json(program, options.language)
        return tell(options, listed, templates_in_words(listed))
    if options.orders or options.cancel_order is not None:
        return orders(options)
    if options.template is None or (options.out is None and options.every_sync is None):
        raise WrongUsage("egnetall report: give a TEMPLATE and --out FILE or --every-sync FOLDER; or --list, --orders")
    if options.every_sync is not None:
        return order(options)
    from app.reports.reading import Wanted
    from app.screen import paint_without_screen

    file = Path(options.out).absolute()
    format = options.format or ("html" if file.suffix.casefold() in (".html", ".htm") else "pdf")
    wanted = Wanted(
        options.template, options.registry, options.unit, options.period, options.language, options.for_others
    )
    paint_without_screen()
    with opened(options) as program:
        reported = write_report(program, wanted, file, format)
    return tell(options, report_as_json(reported), report_in_words(reported))


def order(options: argparse.Namespace) -> int:
    from app.reports.standing import order_report, orders_as_json, orders_in_words

    with opened(options) as program:
        order = order_report(
            program,
            options.template,
            registry=options.registry,
            unit=options.unit,
            period=options.period,
            folder=Path(options.every_sync).absolute(),
            format=options.format or "pdf",
            language=options.language,
            for_others=options.for_others,
        )
        told = orders_as_json(program, (order,))
    return tell(options, {"order": told["orders"][0]}, orders_in_words(told))


def orders(options: argparse.Namespace) -> int:
    from app.reports.standing import orders_as_json, orders_in_words
    from local_cache.reports.orders import cancel_order, orders

    with opened(options) as program:
        if options.cancel_order is not None:
            cancel_order(program.ledger, options.cancel_order)
        told = orders_as_json(program, orders(program.ledger))
    return tell(options, told, orders_in_words(told))


def verify_export(options: argparse.Namespace) -> int:
    from app.exporting import verified_as_json

    file = Path(options.file).absolute()
    if (data_dir(options) / "ledger.sqlite").exists():
        with opened(options) as program:
            found = verified_as_json(program, file)
    else:  # whoever was given a file has no data of their own
        found = verified_as_json(None, file)
    words = "is as it was written" if found["as_written"] else "is NOT as it was written"
    if found["apart"]:
        words += ", or the provenance beside it is that of another version: the writing may have been cut short"
    logged = ", and stands in the audit log here" if found["in_audit_log"] else ""
    tell(options, found, [f"{file.name} {words}{logged}."])
    return 0 if found["as_written"] else 4
