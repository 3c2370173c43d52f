"""Reports: every number is the screen's, masked ones give nothing away, and files are whole, valid and traceable."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from pytestqt.qtbot import QtBot
from windows import Filled, opened, settle

from app.cli import main
from app.exporting import verified_as_json
from app.figures_as_json import NotHere, selected_results
from app.program import Program, open_program
from app.quality_as_json import selected_quality
from app.reports.composing import Composed, compose
from app.reports.reading import ReportStays, Wanted, moved, read_report
from app.reports.writing import FORMATS, Format, drawn, suggested_name, write_report
from app.speaking import speaking
from local_cache import audit
from local_cache.errors import PeriodNotOffered
from local_cache.export import given
from local_cache.export.masking import is_small
from local_cache.export.placing import FolderGone, FolderNotWritable, NameNotPossible
from local_cache.export.writing import BESIDE
from local_cache.registry import Indicator
from local_cache.reports.document import Block, Bullets, Figure, Heading, Paragraph, TableBlock
from local_cache.reports.library import FOLDER, TemplateNotHere
from local_cache.reports.template import TemplateRefused
from local_cache.results import summary
from local_cache.results.figure import Shown
from local_cache.results.format import format_date
from local_cache.results.over_time import OverTime
from tests.app.test_export import egnetall
from tests.local_cache.disks import make_read_only, small_disk
from tests.local_cache.reports.test_html import Read, validated

TEMPLATES = ("quarterly", "morning", "quality", "readiness", "annual")
REGISTRY = "hoftebrudd"
NUMBER = re.compile(r"[\u2212-]?\d[\d\u00a0,.]*\d(?:\u00a0?%)?|\d+(?:\u00a0?%)?")


def composed(program: Program, template: str, **more: Any) -> Composed:
    wanted = Wanted(template, **({} if template == "annual" else {"registry": REGISTRY}) | more)
    with program.cache.reading() as cursor:
        read = read_report(program, cursor, wanted)
    return compose(read)


@dataclass(frozen=True)
class Whole:
    """Every report in both languages, made once; html: by template and language."""

    program: Program
    made: dict[tuple[str, str], Composed]
    html: dict[tuple[str, str], str]


@pytest.fixture(scope="module")
def whole(filled: Filled, tmp_path_factory: pytest.TempPathFactory, qapp: object) -> Iterator[Whole]:
    directory = tmp_path_factory.mktemp("whole") / "data"
    copytree(filled.directory, directory)
    with open_program(directory, keys=filled.keys) as program:
        made = {(t, of): composed(program, t, language=of) for t in TEMPLATES for of in ("nb", "en")}
        yield Whole(program, made, {key: drawn(one, "html")().decode("utf-8") for key, one in made.items()})


def said_in(blocks: tuple[Block, ...]) -> list[str]:
    """Every text of a document."""
    said: list[str] = []
    for block in blocks:
        match block:
            case Heading():
                said.append(block.text)
            case Paragraph():
                said.append("".join(run.text for run in block.text))
            case Bullets():
                said += ["".join(run.text for run in item) for item in block.items]
            case TableBlock():
                said += [block.caption, *(c.header for c in block.columns), *(c for row in block.rows for c in row)]
            case Figure():
                said += [block.caption, block.text]
    return said


# Every number is the screen's


def texts_of(value: Any) -> Iterator[str]:
    """Every string that stands anywhere in a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from texts_of(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from texts_of(part)


@pytest.mark.parametrize("language", ["nb", "en"])
@pytest.mark.parametrize("template", TEMPLATES)
def test_every_figure_of_the_tables_is_the_commands(whole: Whole, template: str, language: str) -> None:
    """The table of indicators, cell by cell, against what `egnetall results --json` gives."""
    made, program = whole.made[template, language], whole.program
    tables = [b for b in made.document.blocks if isinstance(b, TableBlock)]
    compared = 0
    for registry in made.read.registries:
        told = selected_results(
            program,
            registry=registry.view.summary.registry,
            unit=registry.view.unit,
            period=registry.view.period_id,
            indicator=None,
            language=language,
        )
        wanted = told["registries"][0]["indicators"]
        for table in tables:
            if len(table.columns) != 7 or len(table.rows) != len(wanted):
                continue
            if not table.rows[0][0].startswith(wanted[0]["title"]):
                continue
            for row, one in zip(table.rows, wanted, strict=True):
                assert row[0].startswith(one["title"])
                if one["own"]["text"] is not None:
                    assert row[1] == one["own"]["text"]
                assert row[2] == (one["own"]["interval_text"] or "–")
                assert row[3] == (one["own"]["denominator_text"] or "–")
                assert row[4] == (one["nation"]["text"] or "–")
                assert row[5] == (one["region"]["text"] or "–")
                compared += 1
    assert compared > 8 or template in ("quality", "readiness")


def test_every_sentence_is_the_screens(qtbot: QtBot, program: Program) -> None:
    """What the pages say of each indicator and of data quality stands in the reports, letter by letter."""
    reports = {
        t: "\n".join(said_in(composed(program, t).document.blocks)) for t in ("quarterly", "quality", "readiness")
    }
    found = 0
    with opened(qtbot, program, registry=REGISTRY, period="last12") as window:
        window.show_page("results")
        settle(qtbot, window)
        page = window.pages["results"]
        for row in range(page._indicators.indicators.rowCount()):
            page._indicators.choose(row)
            settle(qtbot, window)
            result = page.table.results[row]
            if result.own.value is None:
                continue
            sentence = page._over_time._said.text()
            part = reports["quarterly"]
            head = next(p for p in part.split("\n") if p and sentence.startswith(p.split(" Det er tydelig")[0]))
            assert sentence.removeprefix(head.split(" Det er tydelig")[0]).strip() in part
            assert page._comparison._said.text() in part
            found += 1
        window.show_page("quality")
        settle(qtbot, window)
        quality = window.pages["quality"]
        for number in range(quality._forms.count()):
            quality._forms.setCurrentIndex(number)
            quality._choose_form()
            settle(qtbot, window)
            views = [tab.chart_view for tab in (quality.coverage, quality.completeness, quality.timeliness)]
            for said in (*(view._said for view in views), quality.validity.said, quality.duplicates.said):
                assert said.text() in reports["quality"], said.text()
        title, sentence, rule = (
            w.text() for w in (quality._meter._title, quality._meter._sentence, quality._meter._rule)
        )
        for words in (title, sentence, rule):
            assert words in reports["readiness"]
        for row in quality._todo.table.todo.rows:
            assert quality._todo.table.todo.text(row, 0) in reports["readiness"]
            assert quality._todo.table.todo.below(row) in reports["readiness"]
    assert found > 8


@pytest.mark.parametrize("language", ["nb", "en"])
@pytest.mark.parametrize("template", TEMPLATES)
def test_every_number_of_the_html_stands_on_a_screen(whole: Whole, template: str, language: str) -> None:
    """No number of the file's text but those that the pages' models, sentences and charts give."""
    made, program = whole.made[template, language], whole.program
    read = Read(whole.html[template, language])
    body = " ".join(text for tag, text in read.said if tag not in ("style", "text", "dd", "dt", "title"))
    known = " ".join([*said_in(made.document.blocks), made.document.title, made.document.selection, made.document.age])
    screen = " ".join(on_the_screen(program, made, language))
    numbers = set(NUMBER.findall(body))
    assert numbers and numbers <= set(NUMBER.findall(known))
    counted = {str(len(getattr(v, part))) for v in [made.read] for part in ("registries",)}
    counted |= {str(n) for n in range(len(made.read.registries[0].indicators) + 12)}  # how many there are of something
    strange = {n for n in numbers if n not in counted} - set(NUMBER.findall(screen))
    assert strange == set()


def on_the_screen(program: Program, made: Composed, language: str) -> Iterator[str]:
    """The strings of the commands' JSON, and of the models and sentences that the pages show."""
    from app.reports import drawing
    from widgets.quality_words import (
        completeness_sentence,
        coverage_sentence,
        duplicates_sentence,
        readiness_rule,
        readiness_sentence,
        readiness_title,
        timeliness_sentence,
        validity_sentence,
    )
    from widgets.series_words import chart_in_words, over_time_sentence
    from widgets.words import comparison_sentence, data_age_sentence, figure_in_words, result_sentence

    with speaking(language):
        for one in made.read.registries:
            view = one.view
            chosen = {"registry": view.summary.registry, "unit": view.unit, "period": view.period_id}
            yield from texts_of(selected_results(program, **chosen, indicator=None, language=language, complete=True))
            quality = selected_quality(program, **chosen, language=language)
            yield from texts_of(quality)
            changes = quality["registries"][0]["comparability"]
            yield from (format_date(b["since"], language) for b in (*changes["within"], *changes["others"]))
            yield data_age_sentence(view.summary.data_as_of, made.read.moment.replace(tzinfo=None), language)
            for i in one.indicators:
                indicator = view.definition.indicator(i.result.indicator)
                unit = indicator.unit.get(language, "")
                yield result_sentence(i.result, view.period, language, unit)
                yield figure_in_words(i.result.previous, language)
                if i.over_time:
                    yield over_time_sentence(i.over_time, indicator, language)
                    yield chart_in_words(i.over_time.choice, i.over_time.chart, language, i.over_time.granularity)
                if i.comparison:
                    yield comparison_sentence(i.comparison, language)
            if one.coverage:
                yield coverage_sentence(one.coverage, language)
                yield from said_in((drawing.coverage_table(one),))
            if one.readiness:
                text = (one.readiness.text or {}).get(language, "")
                yield readiness_title(one.readiness, language)
                yield readiness_sentence(one.readiness, language)
                yield readiness_rule(one.readiness, text, language)
                yield from said_in((drawing.todo_table(one),))
            for form in one.forms:
                yield completeness_sentence(form.completeness, language)
                yield timeliness_sentence(form.timeliness, language)
                yield validity_sentence(form.validity, language)
                yield duplicates_sentence(form.duplicates, language)
                for kind in ("completeness", "timeliness", "validity"):
                    yield from said_in((drawing.form_table(kind, one, form),))


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_registry_and_a_unit_without_records_can_be_reported(qapp: object, whole: Whole, template: str) -> None:
    with whole.program.cache.reading() as cursor:
        registries = summary.registries(cursor)
    for one in registries:
        fewest = min(one.units, key=lambda u: u.own_records)
        made = composed(whole.program, template, registry=one.registry, unit=fewest.unit)
        assert len(made.document.blocks) > 1 and made.document.title.endswith(fewest.names["nb"])


# Files


def test_the_five_are_valid_html_that_fetches_nothing(whole: Whole, tmp_path: Path) -> None:
    (tmp_path / "html").mkdir()
    for (template, language), made in whole.made.items():
        text = whole.html[template, language]
        (tmp_path / "html" / f"{template}-{language}.html").write_text(text, encoding="utf-8")
        assert not re.search(r"https?://|<script|<link|@import|\bsrc=", text)
        assert text.count("<svg") == sum(isinstance(b, Figure) for b in made.document.blocks)
        read = Read(text)
        assert read.tags[0] == ("html", {"lang": language})
        foreign = {"nb": ("Indicators", "over time", "The share"), "en": ("Indikator", "over tid", "Andelen")}[language]
        prose = " ".join(t for tag, t in read.said if tag in ("p", "li", "caption", "figcaption", "th"))
        assert language == "nb" or not any(word in prose for word in foreign)
    assert validated(tmp_path / "html") == ""


@pytest.mark.parametrize("format", FORMATS)
def test_a_file_says_where_it_is_from_and_whether_it_was_changed(
    qtbot: QtBot, program: Program, tmp_path: Path, format: Format
) -> None:
    file = tmp_path / f"Møte om Åre – ½.{format}"
    done = write_report(program, Wanted("morning", REGISTRY), file, format)
    assert done.written.files == (file, file.with_name(file.name + BESIDE))
    found = verified_as_json(program, file)
    assert found["as_written"] and found["in_audit_log"]
    assert found["sha256"] == done.written.provenance.sha256
    assert [e.action for e in audit.entries(program.ledger)][-2:] == ["export", "exported"]
    told = dict(found["provenance"])
    assert REGISTRY in told.values() and done.written.provenance.unit in told.values()
    content = file.read_bytes()
    file.write_bytes(content.replace(b"e", b"a", 1) if format == "html" else content + b"\n")
    assert not verified_as_json(program, file)["as_written"]


def test_the_provenance_stands_in_the_document(qtbot: QtBot, program: Program) -> None:
    made = composed(program, "quarterly")
    told = dict(made.document.provenance)
    assert told["Register-ID"] == REGISTRY and "SHA-256" not in " ".join(told)
    assert "operert_24t: 1" in told["Indikatorversjon"]
    assert made.provenance.period_id == "last12" and made.provenance.registry == REGISTRY


# For others


@pytest.mark.parametrize("template", ["quarterly", "annual"])
def test_what_is_for_others_shows_no_small_figure(whole: Whole, template: str) -> None:
    made = composed(whole.program, template, for_others=True)
    text = unescape(re.sub(r"<[^>]+>", " ", drawn(made, "html")().decode("utf-8")))
    assert made.provenance.masking and made.provenance.masked
    hidden = shown = months = 0
    for one in made.read.registries:
        assert one.readiness is None and one.forms == () and one.queries is None
        selection_of = {r.result.indicator: r for r in one.indicators}
        inside = next(
            r
            for r in whole.made[template, "nb"].read.registries
            if r.view.summary.registry == one.view.summary.registry
        )
        for known in inside.indicators:
            indicator = one.view.definition.indicator(known.result.indicator)
            rule, masked = given.rule_for(indicator), selection_of[known.result.indicator]
            assert masked.distribution is None
            if masked.over_time is not None:
                months += assert_no_small_point(masked.over_time, known.over_time, indicator)
            for whose in ("own", "nation", "region"):
                figure, seen = getattr(known.result, whose), getattr(masked.result, whose)
                count = given.counted(indicator, figure.numerator, figure.denominator)
                if seen.value is None:
                    hidden += figure.value is not None
                    if seen.shown is Shown.WITHHELD:
                        assert seen.numerator is seen.denominator is seen.low is seen.high is None
                    else:  # it has no value anyway, and its number of cases is not small
                        assert seen == figure and not is_small(count, rule)
                else:
                    shown += 1
                    assert not is_small(count, rule) and seen.value == figure.value
            assert masked.result.previous.value is None and masked.result.trend == ()
            if masked.result.own.value is None:
                assert masked.result.attainment is None
    assert hidden and shown and f"{len(made.read.masking.hidden)}" in text.replace("\u00a0", "")
    assert months or template != "annual"


def assert_no_small_point(masked: OverTime, known: OverTime, indicator: Indicator) -> int:
    """Points of a series that are shown, each as it is inside the unit and none of them small; gives how many."""
    rule, seen = given.rule_for(indicator), 0
    for name in ("own", "nation"):
        inside = {point.month: point for point in getattr(known, name)}
        for point in getattr(masked, name):
            if point.figure.shown is Shown.VALUE:
                seen += 1
                assert point == inside[point.month]
                count = given.counted(indicator, point.figure.numerator, point.figure.denominator)
                assert not is_small(count, rule)
            else:
                assert point.figure.numerator is point.figure.denominator is None or not point.figure.denominator
    return seen


def test_hidden_units_stand_by_name_and_say_nothing(qtbot: QtBot, program: Program) -> None:
    made = composed(program, "quarterly", for_others=True)
    seen = 0
    for one in made.read.registries[0].indicators:
        if one.comparison is None:
            continue
        names = [u.name for u in one.comparison.units if u.figure.value is None and u.figure.denominator is None]
        seen += len(names)
        assert all(u.attainment is None and u.stands is None for u in one.comparison.units if u.name in names)
        assert all(u.previous is None for u in one.comparison.units)
    assert seen > 0


def test_what_was_shown_is_remembered_when_it_is_written(qtbot: QtBot, program: Program, tmp_path: Path) -> None:
    made = composed(program, "quarterly", for_others=True)
    first = made.read.registries[0].indicators[0].result.indicator
    assert given.earlier_exports(program.ledger, REGISTRY, first) == ()
    write_report(program, Wanted("quarterly", REGISTRY, for_others=True), tmp_path / "a.html", "html")
    remembered = given.earlier_exports(program.ledger, REGISTRY, first)
    assert [g.file for g in remembered] == ["a.html"] and remembered[0].rows


def test_an_earlier_export_of_nearly_the_same_is_warned_about(qtbot: QtBot, program: Program, tmp_path: Path) -> None:
    wanted = Wanted("quarterly", REGISTRY, for_others=True)
    assert write_report(program, wanted, tmp_path / "a.html", "html").warnings == ()
    assert write_report(program, wanted, tmp_path / "b.html", "html").warnings == ()  # the same again tells nothing new
    made = composed(program, "quarterly", for_others=True)
    indicator, before, unit = next(
        (i.result.indicator, g, u)
        for i in made.read.registries[0].indicators
        for g in given.earlier_exports(program.ledger, REGISTRY, i.result.indicator)
        for u, counts in g.rows.items()
        if counts[1]
    )
    numerator, n = before.rows[unit]
    assert n is not None
    other = given.Given(before.at, "menn.csv", before.first, before.end, "men", {unit: (numerator, n - 2)})
    given.remember(program.ledger, REGISTRY, indicator, other)
    warned = write_report(program, wanted, tmp_path / "c.html", "html")
    assert len(warned.warnings) == 1 and "menn.csv" in warned.warnings[0]
    assert warned.warnings[0] in warned.written.provenance.notes
    assert "menn.csv" in (tmp_path / "c.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("template", ["morning", "quality", "readiness"])
def test_what_is_about_own_records_stays(program: Program, tmp_path: Path, template: str) -> None:
    with pytest.raises(ReportStays):
        write_report(program, Wanted(template, REGISTRY, for_others=True), tmp_path / "a.html", "html")
    assert list(tmp_path.glob("a.*")) == []


# Bad input


def test_own_templates_are_used_and_bad_ones_told(qtbot: QtBot, program: Program, tmp_path: Path) -> None:
    folder = program.data_dir / FOLDER
    folder.mkdir()
    body = (
        "title.nb: Vår\n--- nb\n## {{ registry.name }}\n\n{% for i in registry.low %}\n- {{ i.title }}\n{% endfor %}\n"
    )
    (folder / "vår.md").write_text(body, encoding="utf-8")
    (folder / "dårlig.md").write_text(body + "{% for x in range(9) %}{% endfor %}", encoding="utf-8")
    made = composed(program, "vår")
    assert made.document.blocks[1] == Heading(2, made.read.registries[0].view.summary.names["nb"])
    with pytest.raises(TemplateRefused) as said:
        composed(program, "dårlig")
    assert said.value.facts["line"] == 8
    with pytest.raises(TemplateNotHere):
        composed(program, "ingen")


def test_what_is_not_there_is_said(program: Program) -> None:
    with pytest.raises(NotHere):
        composed(program, "morning", registry="ingen")
    with pytest.raises(NotHere):
        composed(program, "morning", unit="ingen")
    with pytest.raises(PeriodNotOffered):
        composed(program, "morning", period="1950")


@pytest.mark.parametrize("format", FORMATS)
def test_places_that_cannot_be_written_to_are_said(
    qtbot: QtBot, program: Program, tmp_path: Path, format: Format
) -> None:
    wanted = Wanted("morning", REGISTRY)
    with pytest.raises(FolderGone):
        write_report(program, wanted, tmp_path / "gone" / f"a.{format}", format)
    with pytest.raises(NameNotPossible):
        write_report(program, wanted, tmp_path / (f"{'å' * 200}.{format}"), format)
    with small_disk(tmp_path / "small", 4) as disk:
        make_read_only(disk)
        with pytest.raises(FolderNotWritable):
            write_report(program, wanted, disk / f"a.{format}", format)
    assert list(tmp_path.rglob("a.*")) == []


def test_names_with_slashes_and_norwegian_letters() -> None:
    name = suggested_name("Rapport: æøå?", "Hofte/brudd", "Ålesund\\øst", "2025", "pdf")
    assert name.parent == Path() and name.suffix == ".pdf" and not set('/\\:*?"<>|') & set(name.name)


def test_periods_that_move() -> None:
    from datetime import date

    days = {date(2026, 1, 15): "2025Q4", date(2026, 3, 31): "2025Q4", date(2026, 4, 1): "2026Q1"}
    days |= {date(2026, 12, 31): "2026Q3"}
    assert {day: moved("last-quarter", day) for day in days} == days
    assert moved("this-year", date(2026, 1, 1)) == "2026" and moved("last-year", date(2026, 1, 1)) == "2025"
    assert moved("last12", date(2026, 1, 1)) == "last12" and moved(None, date(2026, 1, 1)) is None


def test_the_language_of_a_report_is_not_that_of_the_window(qtbot: QtBot, program: Program) -> None:
    with opened(qtbot, program, registry=REGISTRY) as window:
        assert window.settings.language == "nb"
        english = "\n".join(said_in(composed(program, "morning", language="en").document.blocks))
        norwegian = "\n".join(said_in(composed(program, "morning").document.blocks))
        assert window.tr("Synchronise") == "Synkroniser"
    assert "Indicator" in english and "attainment" in english
    assert "Indikator" in norwegian and "måloppnåelse" in norwegian


# The command line


def test_the_command_as_a_scheduler_runs_it(
    filled: Filled, tmp_path: Path, qapp: object, capsys: pytest.CaptureFixture[str]
) -> None:
    passphrase, out = tmp_path / "passphrase", tmp_path / "Øre & tall.html"
    passphrase.write_text("blåbær på fjellet\n", encoding="utf-8")
    (tmp_path / "fast").mkdir()
    common = ("--data-dir", tmp_path / "data", "--passphrase-file", passphrase, "--json")

    def here(*arguments: object, code: int = 0) -> tuple[Any, str]:
        """The command in this process, which is quicker than one of its own."""
        assert main([str(a) for a in (*arguments, *common)]) == code
        said = capsys.readouterr()
        return json.loads(said.out), said.err

    with open_program(tmp_path / "data", passphrase="blåbær på fjellet") as program:
        program.connect(filled.registry.address, filled.registry.user("leser").token)
        program.synchronise()
    told, words = here("report", "--list")
    assert sorted(TEMPLATES) == sorted(t["template"] for t in told["templates"]) and "quarterly" in words
    wanted = ("report", "morning", "--registry", REGISTRY, "--period", "last24", "--out")
    done, words = egnetall(*wanted, out, *common)
    assert Path(done["file"]) == out and done["period"] == "last24" and out.name in words
    found, _ = here("verify-export", out)
    assert found["as_written"] and found["in_audit_log"]
    done, _ = here(*wanted, tmp_path / "Møte.pdf")
    assert Path(done["file"]).read_bytes().startswith(b"%PDF")
    for arguments, code, error in (
        (("report", "none", "--registry", REGISTRY, "--out", tmp_path / "x.html"), 2, "template-not-here"),
        (("report", "morning"), 2, "wrong-usage"),
        ((*wanted, tmp_path / "gone" / "x.html"), 6, "folder-gone"),
    ):
        refused, _ = here(*arguments, code=code)
        assert refused["error"]["code"] == error
    assert not (tmp_path / "x.html").exists()
    order = ("report", "morning", "--registry", REGISTRY, "--period", "last-quarter", "--format", "html")
    ordered, _ = here(*order, "--every-sync", tmp_path / "fast")
    listed, words = here("report", "--orders")
    assert [o["order"] for o in listed["orders"]] == [ordered["order"]["order"]] and "not made yet" in words
    synced, words = egnetall("sync", *common)
    (made,) = synced["reports"]
    assert Path(made["file"]).parent == tmp_path / "fast" and made["problem"] is None and Path(made["file"]).exists()
    left, words = here("report", "--cancel-order", ordered["order"]["order"])
    assert left == {"orders": []} and "No report" in words and Path(made["file"]).exists()
