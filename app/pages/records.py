"""Egne data: every record the unit has sent, as a table that is as long as it needs to be."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import ClassVar

from msgspec import structs
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QHideEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QMenu,
    QSplitter,
    QStackedLayout,
    QWidget,
)

from app.jobs import Job, Jobs
from app.pages.page import Destination, Page, View
from app.problems import problem_in_words, problem_sentences
from app.program import Program
from app.records.filter_bar import FilterBar
from app.records.foot import Foot
from app.records.kept_views import AS_LEFT, KeptViews
from app.records.look import Look, only_value, standard_look
from app.records.reading import (
    MOST_COPIED,
    Copied,
    Opened,
    Ordered,
    Pages,
    copy_rows,
    open_table,
    order_table,
    read_pages,
)
from app.records.revealing import Revealed, Revealing
from app.records.side_panel import PANELS, SidePanel
from local_cache.errors import FilterRefused, Problem, RecordsMoved
from local_cache.records.behind import Records
from local_cache.records.columns import Column, column_named, columns_of_form
from local_cache.records.filter import (
    EVERYTHING,
    Condition,
    During,
    RecordFilter,
)
from local_cache.records.query import NEWEST_FIRST, RecordQuery
from local_cache.records.saved_views import SavedView, fitted, kept_part
from local_cache.records.window import Order
from local_cache.registry import Form, text_in
from local_cache.results.format import format_count, format_period
from local_cache.sync.outcome import Changed
from widgets.card import Card, Notice
from widgets.choosers import Choice
from widgets.record_words import (
    CALLED,
    FLAGGED,
    RECORDS,
    SEARCH,
    condition_in_words,
    count_in_words,
    filter_in_words,
    system_words,
    titled,
)
from widgets.tables.filter_editor import FilterEditor
from widgets.tables.records import FLAGS, RecordsTable
from widgets.theme import GAP, em

SIDE_BY_SIDE = 54
"""Ems of width from which the side panel stands beside the table."""

PANEL_EMS = 26
"""Width of the side panel beside the table."""


class RecordsPage(Page):
    """The page.

    Attributes: opened (what is shown, None while nothing is), look, query (what is wanted).
    """

    name: ClassVar[str] = "records"
    depends_on: ClassVar[Changed] = Changed.DEFINITION | Changed.RECORDS | Changed.QUERIES

    def __init__(self, jobs: Jobs, program: Program, parent: QWidget | None = None) -> None:
        super().__init__(jobs, program, parent)
        self.opened: Opened | None = None
        self.query: RecordQuery | None = None
        self.look = Look((), 0)
        self._views = KeptViews(jobs, program.ledger, self)
        self._views.found.connect(self._take_views)
        self._views.changed.connect(self._offer_views)
        self._views.refused.connect(self._say_shortly)
        self._revealing = Revealing(jobs, program.ledger, self)
        self._revealing.revealed.connect(self._show_revealed)
        self._revealing.refused.connect(self._say_shortly)
        self._order: Order | None = None
        self._columns: tuple[Column, ...] = ()
        self._at = ("", "")
        self._wanted: Records | None = None
        self._logged: RecordFilter = EVERYTHING
        self._job: Job | None = None
        self._editor: FilterEditor | None = None
        self._foot = Foot()
        self._foot.stop_wanted.connect(self._stop_reading)
        card = Card()
        card.body.setContentsMargins(GAP, GAP, GAP, GAP)
        card.body.addWidget(self._build_bar())
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setHandleWidth(2 * GAP)
        self._splitter.addWidget(self._build_table())
        self._splitter.addWidget(self._build_panel())
        self._splitter.setStretchFactor(0, 1)
        self._splitter.setSizes([64 * em(self), PANEL_EMS * em(self)])
        card.body.addWidget(self._splitter, 1)
        card.body.addWidget(self._foot)
        self._nothing = Notice()
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._nothing)
        self._stack.addWidget(card)
        self._card = card
        self._nothing.say(self.tr("Reading …"))
        self._show_panel("")

    # What is on the page

    def _build_bar(self) -> QWidget:
        self._bar = FilterBar()
        self._bar.form_chosen.connect(self._choose_form)
        self._bar.search_wanted.connect(self._search)
        self._bar.period_wanted.connect(self._choose_period)
        self._bar.flagged_wanted.connect(self._choose_flagged)
        self._bar.labels_wanted.connect(self._choose_labels)
        self._bar.part_removed.connect(self._remove_part)
        self._bar.panel_wanted.connect(self._toggle_panel)
        self._bar.saved.view_wanted.connect(self.show_saved)
        self._bar.saved.view_removed.connect(self.remove_saved)
        self._bar.saved.name_given.connect(self.save_as)
        self._bar.saved.standard_wanted.connect(self._start_over)
        QShortcut(QKeySequence.StandardKey.Find, self, self._bar.go_to_search)
        return self._bar

    def _build_table(self) -> QWidget:
        place = QWidget()
        self._place = QStackedLayout(place)
        self._table = RecordsTable()
        self._table.records.pages_wanted.connect(self._read_pages)
        self._table.sort_wanted.connect(self._sort_by)
        self._table.filter_wanted.connect(self._edit_filter)
        self._table.unfilter_wanted.connect(self._unfilter)
        self._table.menu_wanted.connect(self._show_menu)
        self._table.copy_wanted.connect(self._copy)
        self._table.opened.connect(self._open_episode)
        self._notice = Notice()
        self._notice.acted.connect(self._act_on_notice)
        self._place.addWidget(self._notice)
        self._place.addWidget(self._table)
        place.setMinimumWidth(16 * em(self))
        return place

    def _build_panel(self) -> QWidget:
        self._panel = SidePanel(self.jobs, self._table)
        self._panel.turned.connect(self._bar.show_panel)
        self._panel.refused.connect(self._say_shortly)
        self._panel.episode.reveal_wanted.connect(self._reveal)
        self._panel.columns.chosen.connect(self._choose_columns)
        return self._panel

    # What is asked for

    def load(self, view: View) -> None:
        at = (view.summary.registry, view.unit)
        wanted, self._wanted = self._wanted, None
        if not view.definition.forms or view.summary.kind != "service":
            self._nothing.say(
                self.tr("There are no own records here"),
                self.tr(
                    "This registry's figures are published results. Records come from a registry's own service, which "
                    "one connects to with access to the unit."
                ),
            )
            self._stack.setCurrentWidget(self._nothing)
            return
        self._bar.explain_period(
            self.tr("Only forms with an event date in {period}").format(
                period=format_period(view.period, view.language)
            )
        )
        if wanted is not None:
            self._at = at
            self._show_form(view, wanted.form, wanted.filter)
        elif at != self._at or self.query is None or self.query.form not in {f.id for f in view.definition.forms}:
            self._at = at
            main = next((f for f in view.definition.forms if f.follows is None), view.definition.forms[0])
            self._show_form(view, main.id, EVERYTHING)
        else:
            self._show_form(view, self.query.form, self.query.filter, keep=True)

    def open_records(self, records: Records) -> None:
        """Show these records; the page may not have been shown before."""
        self._wanted = records
        if self.view is not None and self.isVisible():
            self.load(self.view)
        else:
            self._stale = True

    def views(self) -> tuple[str, ...]:
        return ("table", *PANELS)

    def show_view(self, view: str) -> None:
        self._show_panel("" if view == "table" else view)

    def _show_form(self, view: View, form: str, asked: RecordFilter, *, keep: bool = False) -> None:
        """Read a form's records anew. keep: the same form as before, with its order and columns."""
        definition = view.definition
        if form not in {f.id for f in definition.forms}:  # a later definition may have lost it
            form, asked = definition.forms[0].id, EVERYTHING
        self._bar.offer_forms([Choice(f.id, text_in(f.label, view.language)) for f in definition.forms], form)
        self._columns = columns_of_form(definition, definition.form(form), view.language, system_words())
        before = self.query
        self.query = RecordQuery(
            registry=view.summary.registry,
            form=form,
            unit=view.unit,
            filter=asked.within(c.name for c in self._columns),
            sort=before.sort if keep and before else NEWEST_FIRST,
            descending=before.descending if keep and before else True,
            language=view.language,
            today=self.program.clock.today(),
        )
        if keep:
            known = {c.name for c in self._columns}
            self.look = replace(self.look, columns=tuple(n for n in self.look.columns if n in known))
        else:
            self.look = standard_look(self._columns)
            self._table.forget_widths()
            self._views.look_up(definition.registry, form)
            return
        self._read()

    def _take_views(self, form: str) -> None:
        """The columns as they were left, if they ever were."""
        if self.view is None or self.query is None or self.query.form != form:
            return
        left = self._views.named(AS_LEFT)
        if left is not None:
            kept = fitted(left, self.view.definition, self._form_shown())
            if kept.columns:
                self.look = Look(kept.columns, kept.frozen, kept.labels)
        self._read()

    def _form_shown(self) -> Form:
        assert self.view is not None and self.query is not None
        return self.view.definition.form(self.query.form)

    def _shown(self) -> tuple[Column, ...]:
        return tuple(column_named(self._columns, name) for name in self.look.columns)

    def _read(self) -> None:
        """Ask for the records of the query."""
        view, query = self.view, self.query
        assert view is not None and query is not None
        ledger, columns = self.ledger, self._shown()
        log = query.filter != self._logged
        self._stack.setCurrentWidget(self._card)
        if self.opened is None:
            self._notice.say(self.tr("Reading …"))
            self._place.setCurrentWidget(self._notice)
        self._show_state()
        self._foot.begin()
        definition = view.definition
        self._job = self.jobs.query(
            lambda cursor: open_table(cursor, ledger, definition, query, columns, log=log),
            self._take_opened,
            self._refuse,
        )

    def _take_opened(self, opened: Opened) -> None:
        self._logged = opened.query.filter
        self._views.take(opened.views)
        same = self.opened is not None and self.opened.query == opened.query
        self.opened, self._order = opened, opened.start.order
        assert self.view is not None
        if not opened.start.total:
            self._notice.say(
                self.tr("No form of this kind has been sent"),
                self.tr("The registry has none from {unit}. Choose another form above.").format(
                    unit=self.view.unit_name
                ),
            )
        elif not opened.start.matching:
            self._notice.say(
                self.tr("No form fits the filter"),
                self.tr("{n} forms are here.").format(n=format_count(opened.start.total, self.view.language)),
                self.tr("Remove the filter"),
            )
        self._place.setCurrentWidget(self._table if opened.start.matching else self._notice)
        self._fill_table(same)
        if opened.start.complete:
            self._end_reading()
            return
        definition, query = self.view.definition, opened.query
        self._foot.go_on_ordering()
        self._job = self.jobs.query(
            lambda cursor: order_table(cursor, definition, query), self._take_order, self._refuse
        )

    def _take_order(self, ordered: Ordered) -> None:
        if self.opened is None or ordered.query != self.opened.query:
            return
        if len(ordered.order) != self.opened.start.matching:
            self._read()
            return
        self._order = ordered.order
        self._end_reading()
        self._table.viewport().update()  # what was seen while there was no order is asked for again

    def _fill_table(self, same: bool) -> None:
        opened, look = self.opened, self.look
        assert opened is not None
        table = self._table
        at, top = table.currentIndex(), table.verticalScrollBar().value()
        table.records.show_records(
            opened.columns,
            [c.name for c in opened.columns],
            opened.start.matching,
            opened.first,
            labels=look.labels,
            language=opened.query.language,
        )
        table.fit()
        table.freeze(look.frozen + 1)
        if opened.start.matching:
            row = min(at.row(), opened.start.matching - 1) if same and at.isValid() else 0
            column = min(max(at.column(), 1), table.records.columnCount() - 1)
            table.setCurrentIndex(table.records.index(row, column))
            if same:
                table.verticalScrollBar().setValue(top)
        self._show_state()
        self._tell_panel()
        self._panel.refresh()

    def _tell_panel(self) -> None:
        self._panel.take(self.view, self.opened, self._columns, self.look)

    def _read_pages(self, pages: tuple[int, ...]) -> None:
        opened, placed, view = self.opened, self._order, self.view
        if opened is None or placed is None or view is None:
            return
        last = self._table.records.rows_of(pages[-1])
        if not last or last[-1] >= len(placed):
            self._table.records.refuse_pages()  # the order is still being read
            return
        definition, query, columns = view.definition, opened.query, self._shown()
        self.jobs.query(
            lambda cursor: read_pages(cursor, definition, query, placed, pages, columns),
            self._take_pages,
            self._refuse_pages,
        )

    def _take_pages(self, pages: Pages) -> None:
        if pages.order is not self._order or pages.columns != self._shown():
            self._table.records.refuse_pages()
            return
        for page, rows in pages.pages:
            self._table.records.take_page(page, rows)
        self._panel.rows_arrived()

    def _refuse_pages(self, problem: Problem) -> None:
        self._table.records.refuse_pages()
        if isinstance(problem, RecordsMoved):
            self._read()
        else:
            self._say_shortly(problem)

    def _refuse(self, problem: Problem) -> None:
        """What was asked for is not to be had: said in place of the table."""
        if isinstance(problem, RecordsMoved):
            self._read()
            return
        self._end_reading()
        self.opened = self._order = None
        happened, meaning, action = problem_sentences(problem)
        way_out = self.tr("Remove the filter") if isinstance(problem, FilterRefused) else self.tr("Try again")
        self._notice.say(happened, f"{meaning} {action}".strip(), way_out)
        self._place.setCurrentWidget(self._notice)
        self._show_state()
        self._tell_panel()
        self._panel.refresh()

    def _act_on_notice(self) -> None:
        assert self.query is not None
        self._filter_by(EVERYTHING if self.query.filter else self.query.filter)

    def _say_shortly(self, problem: Problem) -> None:
        self._say(problem_in_words(problem), alert=True)

    def _say(self, words: str, *, alert: bool = False) -> None:
        self._foot.say(words, alert=alert)

    def _end_reading(self) -> None:
        self._job = None
        self._foot.end()

    def _stop_reading(self) -> None:
        """What is shown stays, and is again what is wanted."""
        if self._job is not None:
            self._job.cancel()
        self._end_reading()
        if self.opened is not None and self.query != self.opened.query:
            self.query = self.opened.query
            self._show_state()
        elif self._order is None or self.opened is None or not self.opened.start.complete:
            self._notice.say(self.tr("The reading was stopped"), "", self.tr("Try again"))
            self._place.setCurrentWidget(self._notice)
            self.opened = self._order = None

    # What the page says of the query

    def _show_state(self) -> None:
        view, query = self.view, self.query
        if view is None or query is None:
            return
        table, language = self._table, view.language
        self._bar.show_state(flagged=query.filter.flagged, labels=self.look.labels, search=query.filter.search)
        if self._bar.show_parts(filter_in_words(query.filter, self._columns, language)):
            table.setFocus(Qt.FocusReason.OtherFocusReason)
        shown = table.records.columns
        filters = {}
        for place, column in enumerate(shown, 1):
            condition = query.filter.on(column.name)
            if condition is not None:
                filters[place] = condition_in_words(column, condition, language)
        table.header.show_state(
            filters,
            sorted_by=table.records.place_of(query.sort),
            descending=query.descending,
            unsorted=frozenset({FLAGS, *(i for i, c in enumerate(shown, 1) if c.masked)}),
            unfiltered=frozenset({FLAGS}),
            explained=(self.tr("What is flagged"), *(self._explained(c) for c in shown)),
        )
        start = self.opened.start if self.opened is not None else None
        self._foot.count.setText(
            count_in_words(start.total, start.matching, bool(query.filter), language) if start else ""
        )

    def _explained(self, column: Column) -> str:
        return "\n".join(t for t in (titled(column), column.name, column.help) if t)

    # Filtering and sorting

    def _filter_by(self, asked: RecordFilter) -> None:
        assert self.query is not None
        self.query = replace(self.query, filter=asked)
        self._say("")
        self._read()

    def _remove_part(self, key: str) -> None:
        assert self.query is not None
        asked = self.query.filter
        kept = {
            "": EVERYTHING,
            f"/{CALLED}": structs.replace(asked, expressions=(), called=""),
            f"/{RECORDS}": structs.replace(asked, records=()),
            f"/{SEARCH}": structs.replace(asked, search=""),
            f"/{FLAGGED}": structs.replace(asked, flagged=False),
        }
        self._filter_by(kept[key] if key in kept else asked.with_condition(key, None))

    def _choose_form(self, form: str) -> None:
        if self.view is not None:
            self.opened = self._order = None
            self._show_form(self.view, form, EVERYTHING)

    def _choose_flagged(self, on: bool) -> None:
        assert self.query is not None
        self._filter_by(structs.replace(self.query.filter, flagged=on))

    def _choose_period(self) -> None:
        """The period chosen at the top becomes the event date's condition."""
        assert self.query is not None and self.view is not None
        period = self.view.period
        condition = During(period.first, period.end - timedelta(days=1))
        self._filter_by(self.query.filter.with_condition(NEWEST_FIRST, condition))

    def _search(self, words: str) -> None:
        if self.query is not None and words != self.query.filter.search:
            self._filter_by(structs.replace(self.query.filter, search=words))

    def _sort_by(self, place: int) -> None:
        """By that column; by the column it already is, the other way round."""
        column = self._table.records.column_at(place)
        if column is None or self.query is None:
            return
        turned = column.name == self.query.sort and not self.query.descending
        self._sort(column.name, turned)

    def _sort(self, name: str, descending: bool) -> None:
        assert self.query is not None
        self.query = replace(self.query, sort=name, descending=descending)
        self._read()

    def _edit_filter(self, place: int) -> None:
        column = self._table.records.column_at(place)
        if column is None or self.query is None or self.view is None:
            return
        self._editor = FilterEditor(column, self.query.filter.on(column.name), self.view.language, self)
        self._editor.chosen.connect(self._take_condition)
        header = self._table.header
        self._editor.open_at(header.mapTo(self, header.filter_place(place).bottomLeft()))

    def _take_condition(self, column: str, condition: Condition | None) -> None:
        if self.query is not None and self.query.filter.on(column) != condition:
            self._filter_by(self.query.filter.with_condition(column, condition))

    def _unfilter(self, place: int) -> None:
        column = self._table.records.column_at(place)
        if column is not None:
            self._take_condition(column.name, None)

    # Columns

    def _choose_columns(self, names: tuple[str, ...]) -> None:
        frozen = sum(n in names for n in self.look.columns[: self.look.frozen])
        self._take_look(replace(self.look, columns=tuple(names), frozen=frozen))

    def _take_look(self, look: Look) -> None:
        """Show other columns, or the same in another order; values that are not here yet are read."""
        table, opened = self._table, self.opened
        before, self.look = self.look, look
        if opened is not None:
            at, top, side = table.currentIndex(), table.verticalScrollBar().value(), table.horizontalScrollBar().value()
            current = table.records.column_at(at.column())
            columns = self._shown()
            if look.columns != before.columns:
                self.opened = replace(opened, columns=columns)
                table.records.show_columns(columns, [c.name for c in columns])
                table.records.forget_pages()
                table.fit()
            if look.labels != before.labels:
                table.records.show_labels(look.labels)
                table.fit()
            table.freeze(look.frozen + 1)
            place = table.records.place_of(current.name) if current else 1
            if at.isValid():
                table.setCurrentIndex(table.records.index(at.row(), max(place, 1)))
            table.verticalScrollBar().setValue(top)
            table.horizontalScrollBar().setValue(side)
            self._tell_panel()
        self._show_state()
        self._remember_look()

    def _remember_look(self) -> None:
        look = self.look
        self._views.keep(SavedView(AS_LEFT, look.columns, look.frozen, labels=look.labels))

    def _choose_labels(self, on: bool) -> None:
        self._table.forget_widths()
        self._take_look(replace(self.look, labels=on))
        self._panel.refresh()

    def _move_column(self, name: str, step: int) -> None:
        names = list(self.look.columns)
        at = names.index(name)
        to = min(max(at + step, 0), len(names) - 1)
        names.insert(to, names.pop(at))
        self._take_look(replace(self.look, columns=tuple(names)))

    def _hide_column(self, name: str) -> None:
        self._choose_columns(tuple(n for n in self.look.columns if n != name))

    def _freeze_through(self, name: str) -> None:
        self._take_look(replace(self.look, frozen=self.look.columns.index(name) + 1))

    # Saved views

    def _offer_views(self) -> None:
        self._bar.saved.offer(self._views.names())

    def save_as(self, name: str) -> None:
        """Keep columns, order and filter under a name; what tells of one patient is left out, and that is said."""
        assert self.query is not None and self.view is not None
        name = " ".join(name.split())
        if not name:
            return
        kept = kept_part(self.view.definition, self.query)
        view = SavedView(
            name, self.look.columns, self.look.frozen, kept, self.look.labels, self.query.sort, self.query.descending
        )
        self._views.keep(view)
        words = self.tr("The view “{name}” is saved.").format(name=name)
        if kept != self.query.filter:
            words += " " + self.tr("Searches, single forms and what tells who a patient is are not kept in it.")
        self._say(words)

    def remove_saved(self, name: str) -> None:
        self._views.remove(name)
        self._say(self.tr("The view “{name}” is removed.").format(name=name))

    def show_saved(self, name: str) -> None:
        """Show a saved view, as far as the definition still has its columns."""
        assert self.query is not None and self.view is not None
        found = self._views.named(name)
        if found is None:
            return
        view = fitted(found, self.view.definition, self._form_shown())
        self.query = replace(self.query, filter=view.filter, sort=view.sort, descending=view.descending)
        if view.columns:
            self.look = Look(view.columns, view.frozen, view.labels)
        self._say("")
        self._read()

    def _start_over(self) -> None:
        assert self.query is not None
        self.look = standard_look(self._columns)
        self.query = replace(self.query, filter=EVERYTHING, sort=NEWEST_FIRST, descending=True)
        self._remember_look()
        self._read()

    # A menu on a cell or a title

    def _show_menu(self, row: int, place: int, where: QPoint) -> None:
        menu = self.menu_of(row, place)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(where)

    def menu_of(self, row: int, place: int) -> QMenu:
        """What can be done with a cell, or (row -1) with a column."""
        column = self._table.records.column_at(place)
        menu = QMenu(self)
        if row >= 0:
            menu.addAction(self.tr("&Copy with titles"), self._table.copy)
            menu.addAction(self.tr("Show the &episode"), partial(self._open_episode, row))
            menu.addSeparator()
        menu.addAction(self.tr("Save the records as a &table …"), self._take_along)
        menu.addSeparator()
        if column is not None:
            self._add_column_actions(menu, column, row, place)
        return menu

    def _take_along(self) -> None:
        """To the page that writes tables, which asks for the purpose first."""
        if self.query is not None:
            records = Records(self.query.form, self.query.filter)
            self.go_to.emit(Destination("reports", self.query.registry, self.query.unit, records=records))

    def _add_column_actions(self, menu: QMenu, column: Column, row: int, place: int) -> None:
        record = self._table.records.row_at(row) if row >= 0 else None
        if record is not None and column.masked and self._table.records.value(record, place) is not None:
            menu.addAction(
                self.tr("&Reveal (is logged)"),
                partial(self._reveal, self._form_shown().id, record.record_id, column.name),
            )
        if record is not None and not column.masked:
            condition = only_value(column, self._table.records.value(record, place))
            if condition is not None:
                words = self.tr("&Only forms with this value")
                menu.addAction(words, partial(self._take_condition, column.name, condition))
        menu.addAction(self.tr("&Filter by this column …"), partial(self._edit_filter, place))
        if not column.masked:
            menu.addAction(self.tr("Sort &upwards"), partial(self._sort, column.name, False))
            menu.addAction(self.tr("Sort &downwards"), partial(self._sort, column.name, True))
        menu.addAction(self.tr("Show &statistics"), partial(self._open_statistics, column.name))
        menu.addSeparator()
        menu.addAction(self.tr("&Keep the columns to here in sight"), partial(self._freeze_through, column.name))
        menu.addAction(self.tr("Move to the &left"), partial(self._move_column, column.name, -1))
        menu.addAction(self.tr("Move to the ri&ght"), partial(self._move_column, column.name, 1))
        if len(self.look.columns) > 1:
            menu.addAction(self.tr("&Hide the column"), partial(self._hide_column, column.name))

    # Copying

    def _copy(self, first: int, last: int, places: tuple[int, ...]) -> None:
        opened, placed, view = self.opened, self._order, self.view
        columns = tuple(c for p in places if (c := self._table.records.column_at(p)) is not None)
        if opened is None or placed is None or view is None or not columns or last >= len(placed):
            return
        definition, query, labels, rows = view.definition, opened.query, self.look.labels, range(first, last + 1)
        self.jobs.query(
            lambda cursor: copy_rows(cursor, definition, query, placed, rows, columns, labels=labels),
            self._take_copied,
            self._say_shortly,
        )

    def _take_copied(self, copied: Copied) -> None:
        assert self.view is not None
        QGuiApplication.clipboard().setText(copied.text)
        n = format_count(copied.rows, self.view.language)
        if copied.rows < copied.wanted:
            most = format_count(MOST_COPIED, self.view.language)
            self._say(
                self.tr("The first {n} rows are copied, with titles: more than {most} are an export.").format(
                    n=n, most=most
                )
            )
        else:
            self._say(self.tr("{n} rows are copied, with titles.").format(n=n))

    # The side panel

    def _show_panel(self, panel: str) -> None:
        """Open the side panel at a tab, or close it ("")."""
        self._bar.show_panel(panel)
        self._panel.open_at(panel)

    def _toggle_panel(self, panel: str, on: bool) -> None:
        self._show_panel(panel if on else "")
        if on:
            self._panel.currentWidget().setFocus(Qt.FocusReason.OtherFocusReason)

    def _open_episode(self, row: int) -> None:
        self._show_panel("episode")

    def _open_statistics(self, name: str) -> None:
        self._bar.show_panel("statistics")
        self._panel.open_statistics(name)

    # Identifiers

    def _reveal(self, form: str, record_id: str, name: str) -> None:
        assert self.view is not None
        self._revealing.reveal(self.view, form, record_id, name)

    def _show_revealed(self, revealed: Revealed) -> None:
        if self.query is not None and self.query.form == revealed.form:
            self._table.records.show_revealed(revealed.record_id, revealed.column, revealed.text)
        self._panel.episode.show_revealed(revealed.form, revealed.record_id, revealed.column, revealed.text)
        self._say(self.tr("The value is shown until you leave the page. That it was revealed is in the audit log."))

    # Qt

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._table.records.hide_revealed()
        self._panel.episode.hide_revealed()
        self._bar.stop_typing()
        self._foot.stop_waiting()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < SIDE_BY_SIDE * em(self)
        wanted = Qt.Orientation.Vertical if narrow else Qt.Orientation.Horizontal
        if self._splitter.orientation() != wanted:
            self._splitter.setOrientation(wanted)
            # Above each other the panel, which has words over its own table, needs the more of the height.
            self._splitter.setSizes([200, 300] if narrow else [64 * em(self), PANEL_EMS * em(self)])
