"""One variable of the codebook in full."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from local_cache.codebook import Change, Entry
from local_cache.registry import Definition, text_in
from local_cache.results.format import format_count, format_date
from widgets.card import Heading, Muted, Words
from widgets.codebook_text import (
    limits_in_words,
    names_of,
    required_in_words,
    type_in_words,
    validity_in_words,
)
from widgets.tables.codebook import ChangesTable, CodesTable, UsesTable, change_rows, place_in_words
from widgets.theme import GAP, em


@dataclass(frozen=True)
class VariableText:
    """What the view is made of. changes: those that concern the variable; earlier: the version they are since, "" where
    it is not known."""

    entry: Entry
    definition: Definition
    changes: Sequence[Change]
    earlier: str
    language: str


class Facts(QWidget):
    """Names and values in two columns; both wrap."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(2 * GAP)
        self._grid.setVerticalSpacing(GAP // 2)
        self._grid.setColumnStretch(1, 1)

    def show_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        """Facts without a value are left out."""
        while self._grid.count():
            item = self._grid.takeAt(0)
            item.widget().deleteLater()
        told = [(name, value) for name, value in facts if value]
        for row, (name, value) in enumerate(told):
            label, words = Muted(name), Words(value)
            label.setFixedWidth(min(label.fontMetrics().horizontalAdvance(name) + 4, 12 * em(self)))
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(words, row, 1, Qt.AlignmentFlag.AlignTop)
        self.setAccessibleName("; ".join(f"{name}: {value}" for name, value in told))


class VariableView(QScrollArea):
    """The view; it scrolls as a whole.

    Signals: indicator_wanted(id), variable_wanted(form, id) when something that uses the variable is opened.
    """

    indicator_wanted = Signal(str)
    variable_wanted = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("The variable"))
        contents = QWidget()
        column = QVBoxLayout(contents)
        column.setContentsMargins(0, 0, GAP, 0)
        column.setSpacing(GAP)
        self._title = Heading()
        self._place = Muted()
        self._help = Words()
        self._facts = Facts()
        self._codes, self._uses, self._changes = CodesTable(), UsesTable(), ChangesTable()
        self._notes = Words()
        self._uses.opened.connect(self._open_use)
        for widget in (self._title, self._place, self._help, self._facts):
            column.addWidget(widget)
        self._codes_title = self._section(column, self._codes)
        self._changes_title = self._section(column, self._changes)
        self._changes_none = Muted()
        column.addWidget(self._changes_none)
        self._notes_title = self._section(column, self._notes)
        self._uses_title = self._section(column, self._uses)
        self._uses_none = Muted(self.tr("No rule, indicator or subgroup reads this variable."))
        column.addWidget(self._uses_none)
        column.addStretch()
        self.setWidget(contents)
        # It stands on a card, whose colour shows through.
        for under in (contents, self.viewport()):
            under.setAutoFillBackground(False)

    def show_variable(self, said: VariableText) -> None:
        entry, language = said.entry, said.language
        variable = entry.variable
        names = names_of(said.definition, entry.form, language)
        self._title.setText(text_in(variable.label, language) or variable.id)
        self._place.setText(f"{variable.id} · {place_in_words(entry, language)}")
        help_text = text_in(variable.help, language)
        self._help.setText(help_text)
        self._help.setVisible(bool(help_text))
        self._facts.show_facts(
            [
                (self.tr("Type"), type_in_words(variable.type)),
                (self.tr("Unit of measurement"), variable.unit),
                (self.tr("Required"), required_in_words(entry)),
                (self.tr("Possible values"), limits_in_words(entry.hard, names, variable.unit, language)),
                (self.tr("Usual values"), limits_in_words(entry.soft, names, variable.unit, language)),
                (self.tr("In use"), validity_in_words(variable.valid_from, variable.valid_to, language)),
                (
                    self.tr("Identifies the patient"),
                    self.tr("yes; it is masked where records are shown") if variable.identifier else "",
                ),
                (self.tr("Dates the form"), self.tr("yes; records count by it") if entry.dates_records else ""),
            ]
        )
        self._show_codes(said)
        self._show_changes(said)
        notes = "\n".join(
            f"{self.tr('From {date}').format(date=format_date(n.since, language))}: {text_in(n.text, language)}"
            for n in entry.notes
        )
        self._notes.setText(notes)
        self._notes_title.setText(self.tr("Comparability"))
        for widget in (self._notes, self._notes_title):
            widget.setVisible(bool(notes))
        self._show_uses(said)
        self.setAccessibleName(self._title.text())
        self.verticalScrollBar().setValue(0)

    def _show_codes(self, said: VariableText) -> None:
        codes = said.entry.codes
        self._codes.codes.show_rows(codes, said.language)
        self._codes_title.setText(self.tr("Code list ({n})").format(n=format_count(len(codes), said.language)))
        for widget in (self._codes, self._codes_title):
            widget.setVisible(bool(codes))

    def _show_changes(self, said: VariableText) -> None:
        self._changes.changes.show_rows(change_rows(said.changes, said.definition, said.language), said.language)
        self._changes_title.setVisible(bool(said.earlier))
        self._changes_title.setText(self.tr("Changed since version {version}").format(version=said.earlier))
        self._changes.setVisible(bool(said.changes))
        self._changes_none.setVisible(bool(said.earlier) and not said.changes)
        self._changes_none.setText(self.tr("Nothing about this variable, or about what uses it, has changed."))

    def _show_uses(self, said: VariableText) -> None:
        uses = said.entry.uses
        definition = said.definition
        self._uses.uses.expressions = {
            **{("rule", rule.id): rule.expression for rule in definition.rules},
            **{("subgroup", group.id): group.expression for group in definition.subgroups},
        }
        self._uses.uses.show_rows(uses, said.language)
        self._uses_title.setText(self.tr("Used by"))
        self._uses.setVisible(bool(uses))
        self._uses_none.setVisible(not uses)

    def _section(self, column: QVBoxLayout, widget: QWidget) -> QLabel:
        title = Heading()
        title.setContentsMargins(0, GAP, 0, 0)
        column.addWidget(title)
        column.addWidget(widget)
        return title

    def _open_use(self, row: int) -> None:
        use = self._uses.uses.rows[row]
        if use.kind == "indicator":
            self.indicator_wanted.emit(use.id)
        elif use.kind == "variable":
            self.variable_wanted.emit(use.form, use.id)
