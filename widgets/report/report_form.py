"""Which report, in which language, for whom; and what there is to say of it and of templates that were refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QFormLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from widgets.card import Card, Muted, Said
from widgets.choosers import Choice, Chooser
from widgets.flow import FlowLayout
from widgets.theme import GAP
from widgets.variable_view import Facts

MOST_ROWS = 9
"""Reports seen at once; more are scrolled to."""


@dataclass(frozen=True, slots=True)
class OfferedReport:
    """name: of the template; inside: for use inside the unit only; own: the unit's own template; languages: it is
    written in."""

    name: str
    title: str
    about: str
    languages: tuple[str, ...]
    inside: bool
    own: bool


@dataclass(frozen=True, slots=True)
class ReportWish:
    """Which report; template: "" where none can be chosen."""

    template: str
    language: str
    for_others: bool


class ReportForm(QWidget):
    """The form. Signals: chosen(ReportWish) when another report is wanted; save_wanted(str format) pdf or html;
    print_wanted()."""

    chosen = Signal(object)
    save_wanted = Signal(str)
    print_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reports: tuple[OfferedReport, ...] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * GAP)
        column.addWidget(self._build_choice())
        self._refused = Card(self.tr("Own templates that cannot be used"))
        self._why = Facts()
        self._refused.body.addWidget(self._why)
        self._refused.hide()
        column.addWidget(self._refused)

    def _build_choice(self) -> Card:
        card = Card(self.tr("Report"))
        self._list = QListWidget()
        self._list.setAccessibleName(self.tr("Reports to choose from"))
        self._list.setWordWrap(True)
        self._list.setSpacing(2)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._list.currentRowChanged.connect(self._take_report)
        card.body.addWidget(self._list)
        self._about = Muted()
        card.body.addWidget(self._about)
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.setHorizontalSpacing(2 * GAP)
        self._language = Chooser(self.tr("Language of the report"), "", widest=20)
        self._language.offer((Choice("nb", "Bokmål"), Choice("en", "English")), "nb")
        self._language.chosen.connect(self._say_chosen)
        form.addRow(self.tr("&Language:"), self._language)
        card.body.addLayout(form)
        self._for_others = QCheckBox(self.tr("Masked, for use outside the unit"))
        self._for_others.toggled.connect(self._say_chosen)
        card.body.addWidget(self._for_others)
        buttons = FlowLayout()
        self._pdf = QPushButton(self.tr("Save as &PDF …"))
        self._pdf.clicked.connect(self._save_pdf)
        self._html = QPushButton(self.tr("Save as &HTML …"))
        self._html.clicked.connect(self._save_html)
        self._print = QPushButton(self.tr("P&rint …"))
        self._print.clicked.connect(self.print_wanted)
        for button in (self._pdf, self._html, self._print):
            buttons.addWidget(button)
        card.body.addLayout(buttons)
        self._said = Said()
        self._facts = Facts()
        self._said.hide()
        self._facts.hide()
        card.body.addWidget(self._said)
        card.body.addWidget(self._facts)
        self.allow(False)
        return card

    def offer(self, reports: Sequence[OfferedReport], refused: Sequence[tuple[str, str]], language: str) -> None:
        """The reports there are, and by file what was refused and why; what was chosen stays. language: the window's,
        in which a report is written until a person wants another."""
        before = self.wish().template
        first = not self._reports
        self._reports = tuple(reports)
        with QSignalBlocker(self._list):
            self._list.clear()
            for report in reports:
                title = self.tr("{title} (own template)").format(title=report.title) if report.own else report.title
                item = QListWidgetItem(title)
                item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, report.about)
                self._list.addItem(item)
            names = [report.name for report in reports]
            self._list.setCurrentRow(names.index(before) if before in names else 0 if names else -1)
        rows = min(max(len(reports), 2), MOST_ROWS)
        self._list.setFixedHeight(rows * (self._list.sizeHintForRow(0) + 2 * self._list.spacing()) + 4)
        if first:
            self._language.offer((Choice("nb", "Bokmål"), Choice("en", "English")), language)
        self._why.show_facts(list(refused))
        self._refused.setVisible(bool(refused))
        self._show_report()
        self.chosen.emit(self.wish())

    def choose(self, template: str) -> None:
        """Bring a report forward by its template's name."""
        names = [report.name for report in self._reports]
        if template in names:
            self._list.setCurrentRow(names.index(template))

    def wish(self) -> ReportWish:
        report = self._report()
        return ReportWish(
            template=report.name if report else "",
            language=self._language.chosen_id(),
            for_others=self._for_others.isChecked() and report is not None and not report.inside,
        )

    def allow(self, there: bool) -> None:
        """Whether there is a report that can be taken along."""
        for button in (self._pdf, self._html, self._print):
            button.setEnabled(there)

    def say(self, sentence: str, facts: Sequence[tuple[str, str]] = ()) -> None:
        """What became of it; nothing for "" and no facts."""
        self._said.say(sentence)
        self._said.setVisible(bool(sentence))
        self._facts.show_facts(list(facts))
        self._facts.setVisible(bool(facts))

    def _report(self) -> OfferedReport | None:
        row = self._list.currentRow()
        return self._reports[row] if 0 <= row < len(self._reports) else None

    def _take_report(self, row: int) -> None:
        self._show_report()
        self._say_chosen()

    def _show_report(self) -> None:
        report = self._report()
        self._about.setText(report.about if report else "")
        inside = report is not None and report.inside
        self._for_others.setEnabled(report is not None and not inside)
        self._for_others.setToolTip(
            self.tr("This report is about the unit's own records and work, and stays inside the unit") if inside else ""
        )

    def _say_chosen(self) -> None:
        self.say("")
        self.chosen.emit(self.wish())

    def _save_pdf(self) -> None:
        self.save_wanted.emit("pdf")

    def _save_html(self) -> None:
        self.save_wanted.emit("html")
