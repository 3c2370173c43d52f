"""Every page is drawn and saved."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot
from windows import nothing_left  # noqa: F401

from app.program import Program
from app.screenshots import save_screenshots
from app.settings import read_settings


def colours(image: QImage) -> int:
    return len({image.pixel(x, y) for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)})


def test_every_page_and_tab_is_saved_and_none_is_blank(qtbot: QtBot, program: Program, tmp_path: Path) -> None:
    before = read_settings(program.data_dir / "settings.json")
    saved = save_screenshots(program, tmp_path / "pictures", languages=("nb",), themes=("light", "dark"))
    names = {p.stem for p in saved}
    pages = ("overview", "results-over-time", "results-comparison", "results-table", "results-about")
    pages += tuple(f"records-{view}" for view in ("table", "episode", "statistics", "columns"))
    assert names == {f"{page}-nb-{theme}-100" for page in pages for theme in ("light", "dark")}
    for file in saved:
        image = QImage(str(file))
        assert (image.width(), image.height()) == (1440, 900)
        assert colours(image) > 10
        corner = image.pixelColor(image.width() - 3, image.height() - 60)
        assert (corner.lightness() < 60) == ("-dark-" in file.stem)
    after = read_settings(program.data_dir / "settings.json")
    assert (after.language, after.theme, after.text_scale) == (before.language, before.theme, before.text_scale)
