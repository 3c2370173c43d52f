"""Standing orders: reports made anew when a synchronisation has changed something, each version a file of its own.

A version's file carries its day; the one before stays as it was. Where the report would say the same, nothing is
written. What stops one (a folder that is gone, a full disk) is told, stops no other and no synchronisation, and is
tried again the next time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

from msgspec import structs
from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

from app.jobs import Jobs, Report
from app.problems import problem_in_words
from app.program import Program
from app.reports.composing import Composed, compose
from app.reports.reading import ReportRead, ReportStays, Wanted, read_report, templates
from app.reports.writing import Content, Format, Reported, drawn_in_steps, html_in_steps, place, suggested_name
from app.speaking import speaking
from local_cache.cache import Cursor
from local_cache.errors import Problem
from local_cache.export.placing import FolderGone, said
from local_cache.quality.findings import Light
from local_cache.registry import text_in
from local_cache.reports.orders import Headline, Order, add_order, keep_order, new_order, orders
from local_cache.results.figure import Attainment
from local_cache.results.format import format_count, format_moment
from local_cache.sync.outcome import Changed
from local_cache.sync.stop import Stop
from widgets.words import attainment_in_words

MOST_OF_A_DAY = 100
"""Versions of one report and day."""


@dataclass(frozen=True, slots=True)
class Anew:
    """What came of an order. title: the report's, "" where it could not be read; file: the new one, None where nothing
    was written; news: what changed of its headline, in words; problem: what stopped it."""

    order: Order
    title: str = ""
    file: Path | None = None
    news: tuple[str, ...] = ()
    problem: Problem | None = None

    @property
    def unchanged(self) -> bool:
        return self.file is None and self.problem is None


def order_report(
    program: Program,
    template: str,
    *,
    registry: str | None,
    unit: str | None,
    period: str | None,
    folder: Path,
    format: Format,
    language: str,
    for_others: bool = False,
) -> Order:
    """Order the report; it is first made after the next synchronisation. registry, unit, period: as in `Wanted`.

    What is named is looked up now, so that a mistake is told at once: raises the Problems of `read_report`, and
    FolderGone.
    """
    wanted = Wanted(template, registry, unit, period, language, for_others)
    with said(folder / "report"):
        if not folder.is_dir():
            raise FolderGone(place=folder.name[:60])
    found = templates(program).template(template)
    if for_others and found.inside:
        raise ReportStays(title=found.title(language))
    with program.cache.reading() as cursor:
        view = read_report(program, cursor, wanted).registries[0].view
    moving = period if period is not None else view.period_id
    return add_order(
        program.ledger,
        new_order(template, view.summary.registry, view.unit, moving, folder, format, language, for_others),
    )


def due(program: Program, changed: Iterable[Changed]) -> tuple[Order, ...]:
    """Those to be made now: all where anything changed, else those never made or stopped the last time."""
    everything = any(changed)
    return tuple(o for o in orders(program.ledger) if everything or o.problem or not o.digest)


def renew(program: Program, changed: Iterable[Changed]) -> tuple[Anew, ...]:
    """Make anew what is due, one after the other. On the main thread, with an application."""
    made = []
    for order in due(program, changed):
        try:
            with program.cache.reading() as cursor:
                read = read_order(program, cursor, order)
            *_, version = version_in_steps(order, compose(read))
            made.append(finish(program, order, version))
        except Problem as problem:
            made.append(failed(program, order, problem))
    return tuple(made)


# The parts, each on the thread it belongs to


def read_order(program: Program, cursor: Cursor, order: Order, stop: Stop | None = None) -> ReportRead:
    """In a job. Raises the Problems of `read_report`."""
    wanted = Wanted(order.template, order.registry, order.unit, order.period, order.language, order.for_others)
    return read_report(program, cursor, wanted, stop)


@dataclass(frozen=True)
class Version:
    """The report as it is now. digest: of what it says, without its age and provenance; content: the file, None where
    the newest file says the same; news: what is otherwise in its headline, in words."""

    composed: Composed
    digest: str
    content: Content | None
    headline: Headline
    news: tuple[str, ...]


def version_in_steps(order: Order, composed: Composed) -> Iterator[Version | None]:
    """Draw it, a figure or page at a time; the last given is the version. On the main thread."""
    bare = replace(composed, document=replace(composed.document, age="", provenance=()))
    bare_content: Content | None = None
    for step in html_in_steps(bare):
        bare_content = step
        yield None
    assert bare_content is not None
    digest = hashlib.sha256(bare_content()).hexdigest()
    content: Content | None = None
    if digest != order.digest or not _there(order):
        for step in drawn_in_steps(composed, cast(Format, order.format)):
            content = step
            yield None
    headline = headline_of(composed.read)
    yield Version(composed, digest, content, headline, headline_news(composed.read, order.headline, headline))


def finish(program: Program, order: Order, version: Version) -> Anew:
    """Put the file in its place and remember how it went. In any thread that may write."""
    composed = version.composed
    done = structs.replace(order, digest=version.digest, headline=version.headline, problem="")
    title = composed.document.title
    if version.content is None:
        keep_order(program.ledger, done)
        return Anew(done, title)
    reported: Reported = place(
        program, composed, version.content, _free_name(order, composed), cast(Format, order.format)
    )
    file = reported.written.files[0]
    done = structs.replace(done, file=str(file), made_at=datetime.now(UTC))
    keep_order(program.ledger, done, version.news)
    return Anew(done, title, file, version.news)


def failed(program: Program, order: Order, problem: Problem) -> Anew:
    """Remember that it is to be tried again."""
    stopped = structs.replace(order, problem=problem.code)
    keep_order(program.ledger, stopped)
    return Anew(stopped, problem=problem)


def headline_of(read: ReportRead) -> Headline:
    """As far as the report says it."""
    attainments, lights, signals = {}, {}, {}
    for one in read.registries:
        registry = one.view.summary.registry
        if one.readiness is not None:
            lights[registry] = one.readiness.light.value
        for indicator in one.indicators:
            name = f"{registry}/{indicator.result.indicator}"
            if indicator.result.attainment is not None:
                attainments[name] = indicator.result.attainment.value
            drawn = indicator.over_time
            if drawn is not None:
                signals[name] = tuple(
                    f"{s.kind.name} {s.side} {drawn.own[s.first].month.isoformat()}" for s in drawn.signals
                )
    return Headline(attainments, lights, signals)


def headline_news(read: ReportRead, before: Headline | None, now: Headline) -> tuple[str, ...]:
    """What is otherwise than before, a sentence each, in the report's language; nothing of the first version. On the
    main thread."""
    if before is None:
        return ()
    with speaking(read.wanted.language):
        return tuple(_news(read, before, now))


def _news(read: ReportRead, before: Headline, now: Headline) -> Iterator[str]:
    translate = QCoreApplication.translate
    lights = {
        Light.GREEN.value: translate("Report", "green"),
        Light.YELLOW.value: translate("Report", "yellow"),
        Light.RED.value: translate("Report", "red"),
    }
    for one in read.registries:
        registry, name = one.view.summary.registry, text_in(one.view.summary.names, read.wanted.language)
        then, light = before.lights.get(registry), now.lights.get(registry)
        if then is not None and light is not None and then != light:
            words = translate("Report", "{registry}: readiness is {now}, before it was {before}.")
            yield words.format(registry=name, now=lights[light], before=lights[then])
        for indicator in one.indicators:
            key, title = f"{registry}/{indicator.result.indicator}", indicator.result.title
            was, level = before.attainments.get(key), now.attainments.get(key)
            if was is not None and level is not None and was != level:
                words = translate("Report", "{indicator}: {now}. Before: {before}.")
                yield words.format(
                    indicator=title,
                    now=attainment_in_words(Attainment(level)),
                    before=attainment_in_words(Attainment(was)),
                )
            if key in before.signals and set(now.signals.get(key, ())) - set(before.signals[key]):
                yield translate("Report", "{indicator}: a new signal of change over time.").format(indicator=title)


def _there(order: Order) -> bool:
    try:
        return bool(order.file) and Path(order.file).is_file()
    except OSError:
        return False


def _free_name(order: Order, composed: Composed) -> Path:
    """The day's name, with a number where that day has had one. The same version is never written over another."""
    read = composed.read
    title = read.template.title(order.language)
    view = read.registries[0].view
    name = "" if "registries" in read.template.choices else text_in(view.summary.names, order.language)
    day = read.moment.astimezone().date().isoformat()
    with said(order.place / "report"):
        for number in range(1, MOST_OF_A_DAY):
            mark = day if number == 1 else f"{day} ({number})"
            wanted = order.place / suggested_name(title, name, view.unit_name, mark, order.format)
            if not wanted.exists():
                return wanted
    return wanted


class StandingReports(QObject):
    """The orders of a window: read in jobs, drawn in small steps, placed in jobs.

    Signals: told(tuple of Anew) when all that was due has been made; making(bool) when it begins and ends.
    """

    told = Signal(object)
    making = Signal(bool)

    def __init__(self, jobs: Jobs, program: Program, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs, self._program = jobs, program
        self._due: list[Order] = []
        self._made: list[Anew] = []
        self._order: Order | None = None
        self._steps: Iterator[Version | None] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._step)

    def renew(self, changed: Changed) -> None:
        """Make anew what is due after a synchronisation that changed this; what is under way goes on."""
        known = {order.id for order in self._due} | ({self._order.id} if self._order else set())
        wanted = [order for order in due(self._program, (changed,)) if order.id not in known]
        idle = self._order is None
        self._due += wanted
        if idle and wanted:
            self._made = []
            self.making.emit(True)
            self._next()

    def stop(self) -> None:
        """Make no more; for a window that closes."""
        self._timer.stop()
        self._due, self._order, self._steps = [], None, None

    def _next(self) -> None:
        if not self._due:
            self._order = None
            self.making.emit(False)
            self.told.emit(tuple(self._made))
            return
        order = self._order = self._due.pop(0)
        self._jobs.query(lambda cursor: read_order(self._program, cursor, order), self._take_read, self._refuse)

    def _take_read(self, read: ReportRead) -> None:
        if self._order is None:
            return
        try:
            self._steps = version_in_steps(self._order, compose(read))
        except Problem as problem:
            self._refuse(problem)
            return
        self._timer.start(0)

    def _step(self) -> None:
        if self._steps is None or self._order is None:
            return
        try:
            version = next(self._steps)
        except Problem as problem:
            self._refuse(problem)
            return
        if version is None:
            self._timer.start(0)
            return
        order, self._steps = self._order, None

        def work(stop: Stop, report: Report) -> tuple[Changed, Anew]:
            return Changed.NOTHING, finish(self._program, order, version)

        self._jobs.change(work, self._take_made, self._refuse)

    def _take_made(self, made: Anew) -> None:
        self._made.append(made)
        self._next()

    def _refuse(self, problem: Problem) -> None:
        order, self._steps = self._order, None
        if order is None:
            return

        def work(stop: Stop, report: Report) -> tuple[Changed, Anew]:
            return Changed.NOTHING, failed(self._program, order, problem)

        self._jobs.change(work, self._take_made, self._give_up)

    def _give_up(self, problem: Problem) -> None:
        """Not even that could be remembered."""
        if self._order is not None:
            self._made.append(Anew(self._order, problem=problem))
            self._next()


# As JSON values and in words


def anew_as_json(made: Sequence[Anew]) -> list[dict[str, Any]]:
    return [
        {
            "order": one.order.id,
            "template": one.order.template,
            "file": str(one.file) if one.file else None,
            "unchanged": one.unchanged,
            "news": list(one.news),
            "problem": {"code": one.problem.code, "text": one.problem.sentence()} if one.problem else None,
        }
        for one in made
    ]


def anew_in_words(made: Sequence[Anew]) -> list[str]:
    lines = []
    for one in made:
        if one.problem is not None:
            lines.append(f"Report {one.order.template} was not made: {one.problem.sentence()}")
        elif one.file is not None:
            lines.append(f"Report {one.order.template}: {one.file.name}")
        else:
            lines.append(f"Report {one.order.template}: nothing is new")
        lines += [f"    {news}" for news in one.news]
    return lines


def told_in_words(made: Sequence[Anew]) -> str:
    """For the window's status line: what changed, what was made, what was not; "" where nothing was."""
    translate = QCoreApplication.translate
    said_now = [news for one in made for news in one.news]
    files = [one for one in made if one.file is not None]
    if len(files) == 1:
        said_now.append(translate("Report", "The report {title} was made anew.").format(title=files[0].title))
    elif files:
        n = format_count(len(files), files[0].order.language)
        said_now.append(translate("Report", "{n} reports were made anew.").format(n=n))
    for one in made:
        if one.problem is not None:
            words = translate("Report", "A report was not made anew: {problem}")
            said_now.append(words.format(problem=problem_in_words(one.problem)))
    return " ".join(said_now)


def orders_as_json(program: Program, listed: Sequence[Order]) -> dict[str, Any]:
    return {
        "orders": [
            {
                "order": one.id,
                "template": one.template,
                "registry": one.registry,
                "unit": one.unit,
                "period": one.period,
                "folder": one.folder,
                "format": one.format,
                "language": one.language,
                "for_others": one.for_others,
                "file": one.file or None,
                "made_at": one.made_at.isoformat(timespec="seconds") if one.made_at else None,
                "problem": one.problem or None,
                "news": [{"at": news.at.isoformat(timespec="seconds"), "text": news.words} for news in one.news],
            }
            for one in listed
        ]
    }


def orders_in_words(told: dict[str, Any]) -> list[str]:
    lines = []
    for one in told["orders"]:
        about = f"{one['template']} · {one['registry']} {one['unit']} {one['period']} → {one['folder']}"
        made = datetime.fromisoformat(one["made_at"]) if one["made_at"] else None
        state = f"made {format_moment(made, 'en')}" if made else "not made yet"
        problem = f"; the last time it stopped: {one['problem']}" if one["problem"] else ""
        lines.append(f"{one['order']}: {about} ({one['format']}, {state}{problem})")
        lines += [f"    {format_moment(datetime.fromisoformat(n['at']), 'en')}: {n['text']}" for n in one["news"]]
    return lines or ["No report is made anew after synchronisations."]
