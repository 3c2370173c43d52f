"""Colours, spacing and fonts: the only place.

The own unit is always the same strong blue, the nation always the same dark grey dashed line, everything else pale.
Attainment has a shape beside its colour. Text contrasts at least 4.5:1 with what it stands on, lines of charts 3:1.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from local_cache.results.figure import Attainment

OUTLINED = ("QCheckBox", "QRadioButton", "QLineEdit", "QPlainTextEdit", "QSpinBox", "QComboBox", "QListWidget")
"""Kinds of widgets whose outline stands 3:1 from what is behind it."""

GAP = 8
"""Device-independent pixels between things that belong together; between groups twice that."""


@dataclass(frozen=True)
class Theme:
    """One set of colours, as "#rrggbb".

    window: behind the cards; surface: cards and bars; raised: quiet boxes on a card; line: borders and grid;
    text, muted; own: the own unit; on_own: text on it; chosen: a selected row; nation; pale: other units;
    high, moderate, low: attainment marks (the field's own colours); *_band: target bands; alert: words that warn;
    signal: points of a chart that are more than chance, told from `own` by every kind of colour vision.
    """

    dark: bool
    window: str
    surface: str
    raised: str
    line: str
    text: str
    muted: str
    own: str
    on_own: str
    chosen: str
    nation: str
    pale: str
    high: str
    moderate: str
    low: str
    high_band: str
    moderate_band: str
    low_band: str
    alert: str
    signal: str

    def colour(self, name: str) -> QColor:
        return QColor(getattr(self, name))

    def attainment(self, attainment: Attainment) -> QColor:
        return self.colour(attainment.value)


LIGHT = Theme(
    dark=False,
    window="#f4f6f8",
    surface="#ffffff",
    raised="#f4f6f8",
    line="#dfe3e8",
    text="#1c2330",
    muted="#5b6675",
    own="#0b57c2",
    on_own="#ffffff",
    chosen="#e6effb",
    nation="#3a414c",
    pale="#758192",
    high="#58a55c",
    moderate="#fd9c00",
    low="#d85140",
    high_band="#e7f4ea",
    moderate_band="#fff3df",
    low_band="#fdeae9",
    alert="#b3261e",
    signal="#b04a00",
)

DARK = Theme(
    dark=True,
    window="#15181c",
    surface="#1e2127",
    raised="#272b33",
    line="#343943",
    text="#e7eaee",
    muted="#a3adba",
    own="#75aeff",
    on_own="#10233f",
    chosen="#25364f",
    nation="#c9d0d9",
    pale="#7c8797",
    high="#6fbf73",
    moderate="#fdb13c",
    low="#ec6f5f",
    high_band="#1f3327",
    moderate_band="#3a301c",
    low_band="#3d2527",
    alert="#ff8a7a",
    signal="#ff9d4d",
)


_drawn_in: list[Theme] = []
_told: dict[int, Theme] = {}
"""What the application's palette told when it was last another."""


def theme() -> Theme:
    """The theme in use, told by the application's palette, so that every widget agrees with it."""
    if _drawn_in:
        return _drawn_in[-1]
    palette = QGuiApplication.palette()
    if palette.cacheKey() not in _told:  # asked for at every cell
        _told.clear()
        _told[palette.cacheKey()] = DARK if palette.window().color().lightness() < 128 else LIGHT
    return _told[palette.cacheKey()]


@contextmanager
def drawn_in(chosen: Theme) -> Iterator[None]:
    """What is painted inside the block has that theme whatever the window has: paper is white."""
    _drawn_in.append(chosen)
    try:
        yield
    finally:
        _drawn_in.pop()


def palette_for(chosen: Theme) -> QPalette:
    """The palette that gives Qt's own widgets the theme's colours in the platform's own style."""
    role = QPalette.ColorRole
    palette = QPalette(chosen.colour("surface"), chosen.colour("window"))
    for name, colour in {
        role.Window: "window",
        role.WindowText: "text",
        role.Base: "surface",
        role.AlternateBase: "raised",
        role.Text: "text",
        role.Button: "surface",
        role.ButtonText: "text",
        role.ToolTipBase: "raised",
        role.ToolTipText: "text",
        role.PlaceholderText: "muted",
        role.Highlight: "own",
        role.HighlightedText: "on_own",
        role.Link: "own",
        role.LinkVisited: "own",
        role.BrightText: "alert",
        role.Accent: "own",
        role.Mid: "line",
        role.Midlight: "line",
    }.items():
        palette.setColor(name, chosen.colour(colour))
    disabled = QPalette.ColorGroup.Disabled
    for name in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(disabled, name, chosen.colour("pale"))
    return palette


def apply_theme(application: QApplication, choice: str) -> None:
    """Use "light", "dark" or what the "system" has."""
    hints = application.styleHints()
    # Window frames and native dialogs follow this; where the platform has no such thing, the palette alone tells.
    scheme = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}.get(choice, Qt.ColorScheme.Unknown)
    hints.setColorScheme(scheme)
    dark = choice == "dark" or (choice == "system" and hints.colorScheme() == Qt.ColorScheme.Dark)
    chosen = DARK if dark else LIGHT
    palette = palette_for(chosen)
    application.setPalette(palette)
    # Qt's own style outlines what one writes and ticks in a darker shade (140 %) of the window's colour, too faint to
    # be seen on a card. These widgets use that colour for nothing else.
    outlined = QPalette(palette)
    outlined.setColor(QPalette.ColorRole.Window, chosen.colour("pale").lighter(140))
    for kind in OUTLINED:
        application.setPalette(outlined, kind)


def apply_text_scale(application: QApplication, percent: int, original: QFont) -> None:
    """All sizes follow the application's font, so this scales the whole window."""
    font = QFont(original)
    font.setPointSizeF(original.pointSizeF() * percent / 100)
    application.setFont(font)


def em(widget: QWidget) -> int:
    """The height of a line of the widget's text: the measure of everything that holds text."""
    return widget.fontMetrics().height()


def strong(font: QFont, factor: float = 1.0) -> QFont:
    """The font in bold, scaled."""
    made = scaled(font, factor)
    made.setBold(True)
    return made


def scaled(font: QFont, factor: float) -> QFont:
    """The font larger or smaller, whether its size is in points (a window's) or in pixels (a picture's)."""
    made = QFont(font)
    if font.pixelSize() > 0:
        made.setPixelSize(max(1, round(font.pixelSize() * factor)))
    else:
        made.setPointSizeF(font.pointSizeF() * factor)
    return made


def faint(colour: QColor, alpha: int) -> QColor:
    """The colour let through: 0 is nothing, 255 all of it."""
    made = QColor(colour)
    made.setAlpha(alpha)
    return made


def contrast(one: str, other: str) -> float:
    """Contrast of two colours, 1..21, by WCAG 2.2's definition."""

    def luminance(colour: str) -> float:
        c = QColor(colour)
        parts = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in (c.redF(), c.greenF(), c.blueF())]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def colour_names() -> tuple[str, ...]:
    return tuple(f.name for f in fields(Theme) if f.name != "dark")
