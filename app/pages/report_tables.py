"""Rapporter, tables: a table into a file, as `egnetall export` writes it; and whether a file is as it was written."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QScrollArea, QVBoxLayout, QWidget

from app.exporting import MAY_EXPORT_IDENTIFIERS, Exported, Wanted, What, export, suggested_name, verified_as_json
from app.jobs import Job, Jobs, Lane, Report
from app.pages.page import View
from app.pages.saving import keep_folder, usual_folder
from app.problems import problem_sentences
from app.program import Program
from local_cache.cache import Cursor
from local_cache.corrections.person import person_here
from local_cache.errors import Problem
from local_cache.export.tables import Labels, Shape
from local_cache.export.text_files import CsvStyle
from local_cache.export.writing import FORMATS, Format
from local_cache.records.behind import Records
from local_cache.records.columns import columns_of_form
from local_cache.registry import ALL_PATIENTS, text_in
from local_cache.results.format import format_count, format_period
from local_cache.sync.outcome import Changed
from local_cache.sync.stop import Stop
from widgets.choosers import Choice
from widgets.record_words import filter_in_words, system_words
from widgets.report.table_form import TableChoices, TableForm, TableWish


@dataclass(frozen=True)
class Offered:
    """What the view has to offer. roles: of the person in the unit."""

    view: View
    roles: tuple[str, ...]


def read_offered(cursor: Cursor, view: View) -> Offered:
    return Offered(view, tuple(sorted(person_here(cursor, view.summary.registry, view.unit).roles)))


class TablesPart(QScrollArea):
    """The part of the page. Attributes: form; job (what is being written). Signals: offered() when the form has its
    choices."""

    offered = Signal()

    def __init__(self, jobs: Jobs, program: Program, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs, self._program = jobs, program
        self._view: View | None = None
        self._wish: TableWish | None = None
        self._records: Records | None = None
        self.job: Job | None = None
        self.form = TableForm()
        self.form.save_wanted.connect(self._ask_where)
        self.form.verify_wanted.connect(self._ask_which)
        self.form.cancelled.connect(self._cancel)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        held = QWidget()
        column = QVBoxLayout(held)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.form)
        self.setWidget(held)

    def load(self, view: View) -> None:
        self._jobs.query(lambda cursor: read_offered(cursor, view), self._offer, self._say_problem)

    def _offer(self, offered: Offered) -> None:
        view = self._view = offered.view
        definition, language = view.definition, view.language
        indicators = definition.indicators
        used = {s for i in indicators for s in i.subgroups}
        subgroups = [Choice(s.id, text_in(s.label, language)) for s in definition.subgroups if s.id in used]
        forms = definition.forms if view.summary.records else ()
        self.form.offer(
            TableChoices(
                indicators=tuple(Choice(i.id, text_in(i.title, language)) for i in indicators),
                subgroups=(Choice(ALL_PATIENTS, self.tr("All patients")), *subgroups),
                forms=tuple(Choice(f.id, text_in(f.label, language)) for f in forms),
                roles=", ".join(self._role_in_words(role) for role in offered.roles),
                language=language,
                identifiers=self._program.policy.identifiers_in_exports
                and not MAY_EXPORT_IDENTIFIERS.isdisjoint(offered.roles),
            )
        )
        self.offered.emit()

    def choose_records(self, records: Records) -> None:
        """Bring these own records forward, as they are filtered on their page."""
        view = self._view
        if view is None or all(form.id != records.form for form in view.definition.forms):
            return
        self._records = records
        form = view.definition.form(records.form)
        columns = columns_of_form(view.definition, form, view.language, system_words())
        told = "; ".join(words for _, words in filter_in_words(records.filter, columns, view.language))
        self.form.choose_records(records.form, told or self.tr("all, whatever their date"))

    def _role_in_words(self, role: str) -> str:
        """Registries say their roles in the field's own words."""
        words = {
            "leser": self.tr("reader"),
            "registrar": self.tr("registrar"),
            "kvalitetskoordinator": self.tr("quality coordinator"),
        }
        return words.get(role, role)

    # Writing

    def wanted(self, wish: TableWish, file: Path) -> Wanted:
        """The form's wish as the command line would have it; a file named as of another kind is written as that."""
        assert self._view is not None
        kind, _, style = wish.kind.partition("-")
        kind = next((f for f in FORMATS if f == file.suffix.casefold().removeprefix(".")), kind)
        return Wanted(
            what=cast(What, wish.what),
            file=file,
            format=cast(Format, kind),
            registry=self._view.summary.registry,
            unit=self._view.unit,
            period=self._view.period_id,
            indicator=wish.indicator or None,
            subgroup=wish.subgroup or ALL_PATIENTS,
            form=wish.form or None,
            identifiers=wish.identifiers,
            filter=self._records.filter if wish.filtered and self._records is not None else None,
            labels=cast(Labels, wish.labels),
            shape=cast(Shape, wish.shape),
            csv_style=cast(CsvStyle, style or "excel"),
            for_others=wish.for_others,
            purpose=wish.purpose,
            language=self._view.language,
        )

    def _ask_where(self, wish: TableWish) -> None:
        assert self._view is not None
        view, self._wish = self._view, wish
        format = cast(Format, wish.kind.partition("-")[0])
        assert format in FORMATS
        name = suggested_name(
            cast(What, wish.what),
            text_in(view.summary.names, view.language),
            view.unit_name,
            format_period(view.period, view.language),
            format,
            view.language,
        )
        dialog = QFileDialog(self, self.tr("Save the table"), usual_folder(self._program))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([f"*.{format}"])
        dialog.setDefaultSuffix(format)
        dialog.selectFile(str(name))
        dialog.fileSelected.connect(self._save_there)
        dialog.open()

    def _save_there(self, place: str) -> None:
        assert self._wish is not None
        self.save(self._wish, Path(place))

    def save(self, wish: TableWish, file: Path) -> None:
        """Write the table."""
        program, wanted = self._program, self.wanted(wish, file)
        keep_folder(program, file)

        def work(stop: Stop, report: Report) -> tuple[Changed, Exported]:
            return Changed.NOTHING, export(program, wanted, report, stop)

        self.form.show_progress(0)
        self.job = self._jobs.change(work, self._show, self._refuse, lane=Lane.FILES, progress=self.form.show_progress)

    def _cancel(self) -> None:
        if self.job is not None:
            self.job.cancel()
            self.job = None
        self.form.end_progress()
        self.form.show_result(self.tr("Cancelled"), self.tr("No file was written."))

    def _show(self, exported: Exported) -> None:
        self.job = None
        assert self._view is not None
        language, provenance = self._view.language, exported.written.provenance
        facts = [(self.tr("File"), str(file)) for file in exported.written.files]
        facts += [
            (self.tr("Rows"), format_count(provenance.rows, language)),
            (self.tr("SHA-256 of the content"), provenance.sha256),
            (self.tr("Masked"), "; ".join(hidden.what for hidden in provenance.masked)),
            (self.tr("Left out"), "; ".join(provenance.left_out)),
            *((self.tr("Warning"), warning) for warning in exported.warnings),
        ]
        if exported.warnings:
            said = self.tr("The table is written, but look at the warnings before you pass it on.")
        elif provenance.masked:
            said = self.tr("The table is written; figures on few patients are masked.")
        elif provenance.masking:
            said = self.tr("The table is written. Nothing in it had to be masked.")
        else:
            said = self.tr("The table is written, for use inside the unit.")
        self.form.end_progress()
        self.form.show_result(self.tr("Written"), said, facts)

    def _refuse(self, problem: Problem) -> None:
        self.job = None
        self.form.end_progress()
        self._say_problem(problem)

    def _say_problem(self, problem: Problem) -> None:
        happened, meaning, action = problem_sentences(problem)
        self.form.show_result(happened, f"{meaning} {action}".strip())

    # Verifying

    def _ask_which(self) -> None:
        dialog = QFileDialog(self, self.tr("Verify a file"), usual_folder(self._program))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters(
            [self.tr("Tables of this program (*.xlsx *.csv *.parquet *.jsonl)"), self.tr("All files (*)")]
        )
        dialog.fileSelected.connect(self.verify)
        dialog.open()

    def verify(self, place: str) -> None:
        """Say whether a file is as it was written."""
        program, file = self._program, Path(place)
        self._jobs.query(lambda cursor: verified_as_json(program, file), self._show_verified, self._say_problem)

    def _show_verified(self, found: dict[str, Any]) -> None:
        if found["apart"]:
            title = self.tr("Changed")
            said = self.tr(
                "The file and the provenance beside it do not belong together: the file has been changed since, or the "
                "writing of a new version was cut short. Export it anew."
            )
        elif not found["as_written"]:
            title = self.tr("Changed")
            said = self.tr("The file is not as it was written: its content or its provenance has been changed since.")
        elif found["in_audit_log"]:
            title = self.tr("As it was written")
            said = self.tr("The file is as it was written, and the audit log here knows it.")
        else:
            title = self.tr("As it was written")
            said = self.tr("The file is as it was written. It was not written here: the audit log does not know it.")
        told = [(str(name), str(text)) for name, text in found["provenance"]]
        self.form.show_result(title, said, [(self.tr("File"), found["file"]), *told])
