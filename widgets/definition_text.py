"""What an indicator is, in the registry's own words and as the program counts it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from PySide6.QtCore import QUrl
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget

from local_cache.registry import Indicator, text_in
from local_cache.results.attainment import levels_crossed
from local_cache.results.format import format_count, format_coverage, format_date
from widgets.words import contradicting_levels, levels_in_words


@dataclass(frozen=True)
class IndicatorText:
    """What the text is made of. coverage: share 0..1 in coverage_year; notes: (since, words), comparability."""

    indicator: Indicator
    language: str
    title: str
    registry: str
    definition_version: str
    form: str
    coverage: float | None
    coverage_year: int | None
    coverage_method: str
    notes: Sequence[tuple[date, str]] = ()
    refused: str = ""


class DefinitionText(QTextBrowser):
    """The text, for reading and copying. A registry's words are never followed to a file or an address."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setAccessibleName(self.tr("About the indicator"))

    def show_indicator(self, said: IndicatorText) -> None:
        indicator, language = said.indicator, said.language
        parts: list[str] = []
        if said.refused:
            parts.append(f"<p><b>{escape(said.refused)}</b></p>")
        description = text_in(indicator.description, language) or text_in(indicator.short, language)
        if description:
            parts.append(_from_markdown(description))
        rows = [
            (self.tr("Registry"), said.registry),
            (self.tr("What is measured"), self._kind(indicator)),
            (self.tr("Form"), said.form),
            (self.tr("Counted over"), indicator.denominator or ""),
            (self.tr("Counts as met"), indicator.numerator or ""),
            (self.tr("Measure"), " ".join(t for t in (indicator.measure, self._unit(said)) if t)),
            (self.tr("Dated by"), indicator.event_date or ""),
            (self.tr("Better is"), self.tr("higher") if indicator.direction == 1 else self.tr("lower")),
            (self.tr("Levels"), self._levels(said)),
            (self.tr("Fewest cases shown"), self._minimum(said)),
            (
                self.tr("Indicator's version"),
                self.tr("{version} (definition {definition})").format(
                    version=indicator.version, definition=said.definition_version
                ),
            ),
            (self.tr("In force"), self._validity(said)),
            (self.tr("Coverage"), self._coverage(said)),
        ]
        cells = "".join(
            f"<tr><td style='padding: 3px 16px 3px 0'>{escape(name)}</td>"
            f"<td style='padding: 3px 0'>{escape(value)}</td></tr>"
            for name, value in rows
            if value
        )
        parts.append(f"<table style='margin-top: 10px'>{cells}</table>")
        if said.notes:
            parts.append(f"<h4>{escape(self.tr('Comparability'))}</h4>")
            parts += [
                f"<p>{escape(self.tr('From {date}').format(date=format_date(since, language)))}: {escape(text)}</p>"
                for since, text in said.notes
            ]
        self.setHtml("".join(parts))

    def _kind(self, indicator: Indicator) -> str:
        return {
            "proportion": self.tr("share of the cases"),
            "mean": self.tr("mean"),
            "median": self.tr("median"),
            "rate": self.tr("events per exposure"),
            "ratio": self.tr("observed over expected"),
            "between": self.tr("time between events"),
            "count": self.tr("number of cases"),
        }[indicator.kind]

    def _unit(self, said: IndicatorText) -> str:
        unit = text_in(said.indicator.unit, said.language)
        return f"({unit})" if unit and said.indicator.measure else unit

    def _levels(self, said: IndicatorText) -> str:
        indicator = said.indicator
        if levels_crossed(indicator.green, indicator.yellow, indicator.direction):
            return contradicting_levels()
        return "; ".join(words for _, words in levels_in_words(indicator, said.language))

    def _minimum(self, said: IndicatorText) -> str:
        minimum = said.indicator.minimum_denominator
        return "" if minimum is None else format_count(minimum, said.language)

    def _validity(self, said: IndicatorText) -> str:
        since, until = said.indicator.valid_from, said.indicator.valid_to
        if since and until:
            return self.tr("{since} to {until}").format(
                since=format_date(since, said.language), until=format_date(until, said.language)
            )
        if since:
            return self.tr("from {since}").format(since=format_date(since, said.language))
        return self.tr("until {until}").format(until=format_date(until, said.language)) if until else ""

    def _coverage(self, said: IndicatorText) -> str:
        if said.coverage is None:
            return self.tr("not known for this unit")
        share = format_coverage(said.coverage, said.language)
        words = self.tr("{share} in {year}").format(share=share, year=said.coverage_year)
        return f"{words} ({said.coverage_method})" if said.coverage_method else words

    def loadResource(self, type: int, name: QUrl | str) -> object:
        return None


def _from_markdown(text: str) -> str:
    """The registry's words with their paragraphs and emphasis; HTML in them is shown as text, not obeyed."""
    document = QTextDocument()
    document.setMarkdown(
        text, QTextDocument.MarkdownFeature.MarkdownDialectGitHub | QTextDocument.MarkdownFeature.MarkdownNoHTML
    )
    html = document.toHtml()
    start, end = html.find("<body"), html.rfind("</body>")
    return html[html.find(">", start) + 1 : end]
