from __future__ import annotations

from pathlib import Path

import pytest

from app.policy import Policy, PolicyUnreadable, policy_file, read_policy


def test_without_a_file_everyone_chooses(tmp_path: Path) -> None:
    policy = read_policy(tmp_path / "none" / "policy.json")
    assert policy == Policy()
    assert policy.sends_by_itself(True) and not policy.sends_by_itself(False)


@pytest.mark.parametrize("decided", ["always", "never"])
def test_what_is_decided_holds_whatever_a_person_wants(tmp_path: Path, decided: str) -> None:
    file = tmp_path / "policy.json"
    file.write_text(f'{{"version": 1, "automatic_sending": "{decided}"}}')
    policy = read_policy(file)
    assert policy.sends_by_itself(True) == policy.sends_by_itself(False) == (decided == "always")


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b'{"automatic_sending": true}', b'{"automatic_sendin": "never"}', b'{"version": 2}', b"\xff"],
)
def test_a_slip_is_named_and_never_taken_for_permission(tmp_path: Path, body: bytes) -> None:
    file = tmp_path / "policy.json"
    file.write_bytes(body)
    with pytest.raises(PolicyUnreadable) as refused:
        read_policy(file)
    assert "policy.json" in refused.value.sentence()


def test_a_folder_in_its_place_is_said(tmp_path: Path) -> None:
    (tmp_path / "policy.json").mkdir()
    with pytest.raises(PolicyUnreadable):
        read_policy(tmp_path / "policy.json")


def test_it_is_the_computers_file_not_the_persons(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.delenv("XDG_CONFIG_DIRS", raising=False)
    assert tmp_path not in policy_file().parents
