from __future__ import annotations

from pathlib import Path

import pytest

from app.settings import Settings, read_settings, save_settings


def test_settings_come_back_as_they_were(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    assert read_settings(file) == Settings()
    chosen = Settings(language="en", theme="dark", text_scale=175, width=900, height=700)
    save_settings(file, chosen)
    assert read_settings(file) == chosen
    assert [f.name for f in tmp_path.iterdir()] == ["settings.json"]


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b'{"language": "xx"}', b'{"version": 2}', b'{"unknown": 1}', b"\xff"]
)
def test_a_file_that_cannot_be_read_is_moved_aside_not_lost(tmp_path: Path, body: bytes) -> None:
    file = tmp_path / "settings.json"
    file.write_bytes(body)
    assert read_settings(file) == Settings()
    assert not file.exists()
    assert (tmp_path / "settings.unreadable.json").read_bytes() == body
