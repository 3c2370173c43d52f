from __future__ import annotations

import base64
import hashlib
import json
import unicodedata
from pathlib import Path

import keyring
import keyring.backends.fail
import keyring.backends.null
import msgspec
import pytest
from keyring.backend import KeyringBackend

from local_cache.errors import (
    DiskFull,
    KeyDoesNotFit,
    KeyFileDamaged,
    KeyFileMissing,
    NoKeyring,
    NotWritable,
    PassphraseNeeded,
    PassphraseTooShort,
    WrongPassphrase,
)
from local_cache.keys import STRONG, STRONGEST, Cost, open_keys, throwaway_keys, usable_keyring
from tests.local_cache.disks import fill, make_read_only, small_disk

CHEAP = Cost("scrypt", (2, 8, 1))
WORDS = "fire blå hester på Hadseløya"


class PlainFileKeyring(KeyringBackend):
    """What no key may be trusted to: it would keep it in the open."""

    priority = 9  # type: ignore[assignment]

    def set_password(self, service: str, username: str, password: str) -> None:
        raise AssertionError("a key was given to a keyring that is not on the list")

    def get_password(self, service: str, username: str) -> str | None:
        raise AssertionError("a key was asked of a keyring that is not on the list")


@pytest.fixture(params=[keyring.backends.fail.Keyring, keyring.backends.null.Keyring, PlainFileKeyring])
def no_keyring(request: pytest.FixtureRequest) -> object:
    before = keyring.get_keyring()
    keyring.set_keyring(request.param())
    yield
    keyring.set_keyring(before)


def contents(directory: Path) -> dict[str, object]:
    return dict(json.loads((directory / "keys.json").read_bytes())["contents"])


def rewrite(directory: Path, changed: dict[str, object]) -> None:
    """A file that is whole and says something else."""
    text = msgspec.json.encode(changed)
    (directory / "keys.json").write_bytes(
        msgspec.json.encode({"sha256": hashlib.sha256(text).hexdigest(), "contents": msgspec.Raw(text)})
    )


def test_a_passphrase_opens_what_it_made(tmp_path: Path) -> None:
    made = open_keys(tmp_path, passphrase=WORDS, cost=CHEAP)
    assert made.mode == "passphrase"
    assert len({made.cache, made.ledger, made.spool}) == 3
    assert all(len(key) == 32 for key in (made.cache, made.ledger, made.spool))
    assert open_keys(tmp_path, passphrase=WORDS) == made
    assert open_keys(tmp_path, passphrase=unicodedata.normalize("NFD", WORDS)) == made


def test_two_directories_never_share_a_key(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    one, other = (open_keys(tmp_path / d, passphrase=WORDS, cost=CHEAP) for d in "ab")
    assert {one.cache, one.ledger, one.spool}.isdisjoint({other.cache, other.ledger, other.spool})


def test_a_wrong_passphrase_is_said(tmp_path: Path) -> None:
    open_keys(tmp_path, passphrase=WORDS, cost=CHEAP)
    for wrong in ("", WORDS + " ", WORDS.upper()):
        with pytest.raises(WrongPassphrase):
            open_keys(tmp_path, passphrase=wrong)
    with pytest.raises(PassphraseNeeded):
        open_keys(tmp_path)


def test_a_short_passphrase_makes_nothing(tmp_path: Path) -> None:
    with pytest.raises(PassphraseTooShort):
        open_keys(tmp_path, passphrase="kort", cost=CHEAP)
    assert not list(tmp_path.iterdir())


def test_no_key_and_no_passphrase_is_in_the_file(tmp_path: Path) -> None:
    keys = open_keys(tmp_path, passphrase=WORDS, cost=CHEAP)
    written = (tmp_path / "keys.json").read_bytes()
    for secret in (keys.cache, keys.ledger, keys.spool):
        assert secret not in written
        assert base64.b64encode(secret) not in written
        assert secret.hex().encode() not in written
        assert repr(secret) not in repr(keys)
    assert WORDS.encode() not in written
    assert (tmp_path / "keys.json").stat().st_mode & 0o077 == 0
    assert [f.name for f in tmp_path.iterdir()] == ["keys.json"]


def test_the_cost_of_a_guess_is_the_design_s(tmp_path: Path) -> None:
    assert Cost("argon2id", (3, 256 * 1024, 2)) == STRONGEST
    assert Cost("scrypt", (2**17, 8, 1)) == STRONG
    open_keys(tmp_path, passphrase=WORDS)
    found = msgspec.convert(contents(tmp_path)["derivation"]["cost"], Cost)  # type: ignore[index]
    assert found in (STRONGEST, STRONG)


def test_without_a_trusted_keyring_nothing_is_stored(no_keyring: None, tmp_path: Path) -> None:
    assert usable_keyring() is None
    with pytest.raises(NoKeyring):
        open_keys(tmp_path)
    assert not list(tmp_path.iterdir())
    assert open_keys(tmp_path, passphrase=WORDS, cost=CHEAP).mode == "passphrase"


def test_every_changed_bit_of_the_file_is_noticed(tmp_path: Path) -> None:
    made = open_keys(tmp_path, passphrase=WORDS, cost=CHEAP)
    file = tmp_path / "keys.json"
    good = file.read_bytes()
    for at in range(0, len(good), 3):
        file.write_bytes(good[:at] + bytes([good[at] ^ 1]) + good[at + 1 :])
        with pytest.raises(KeyFileDamaged):
            open_keys(tmp_path, passphrase=WORDS)
    file.write_bytes(good)
    assert open_keys(tmp_path, passphrase=WORDS) == made


@pytest.mark.parametrize("content", [b"", b"{}", b"null", b"\0" * 500, b"\xff\xfe", b'{"sha256": "", "contents": {}}'])
def test_another_kind_of_file_is_damaged(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "keys.json").write_bytes(content)
    with pytest.raises(KeyFileDamaged):
        open_keys(tmp_path, passphrase=WORDS)


def test_a_whole_file_that_asks_too_much_or_lacks_something_is_refused(tmp_path: Path) -> None:
    open_keys(tmp_path, passphrase=WORDS, cost=CHEAP)
    good = contents(tmp_path)
    derivation = dict(good["derivation"])  # type: ignore[call-overload]
    for changed in (
        {**good, "derivation": {**derivation, "cost": {"method": "scrypt", "numbers": [2**30, 8, 1]}}},
        {**good, "derivation": {**derivation, "cost": {"method": "argon2id", "numbers": [3, 2**31, 1]}}},
        {**good, "derivation": {**derivation, "cost": {"method": "scrypt", "numbers": [0, 8, 1]}}},
        {**good, "derivation": {**derivation, "cost": {"method": "scrypt", "numbers": [3, 8, 1]}}},
        {**good, "derivation": {**derivation, "salt": "*"}},
        {**good, "derivation": None},
        {**good, "mode": "keyring"},
        {**good, "version": 2},
        {**good, "wrapped": {}},
        {**good, "wrapped": {"cache": "*", "ledger": "*", "spool": "*"}},
    ):
        rewrite(tmp_path, changed)
        with pytest.raises(KeyFileDamaged):
            open_keys(tmp_path, passphrase=WORDS)
    rewrite(tmp_path, good)
    open_keys(tmp_path, passphrase=WORDS)


def test_keys_cannot_change_places(tmp_path: Path) -> None:
    open_keys(tmp_path, passphrase=WORDS, cost=CHEAP)
    good = contents(tmp_path)
    wrapped = dict(good["wrapped"])  # type: ignore[call-overload]
    rewrite(tmp_path, {**good, "wrapped": {**wrapped, "cache": wrapped["ledger"], "ledger": wrapped["cache"]}})
    with pytest.raises(WrongPassphrase):
        open_keys(tmp_path, passphrase=WORDS)


@pytest.mark.parametrize("left", ["ledger.sqlite", "cache.duckdb"])
def test_a_lost_key_file_is_never_replaced_by_a_key_that_does_not_fit(tmp_path: Path, left: str) -> None:
    (tmp_path / left).write_bytes(b"x")
    with pytest.raises(KeyFileMissing):
        open_keys(tmp_path, passphrase=WORDS, cost=CHEAP)
    assert not (tmp_path / "keys.json").exists()


def test_throwaway_keys_are_new_each_time() -> None:
    one, other = throwaway_keys(), throwaway_keys()
    assert one.mode == "memory"
    assert len({one.cache, one.ledger, one.spool, other.cache, other.ledger, other.spool}) == 6


def test_a_full_or_read_only_disk_is_said(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 1) as disk:
        fill(disk)
        with pytest.raises(DiskFull):
            open_keys(disk, passphrase=WORDS, cost=CHEAP)
        assert [f.name for f in disk.iterdir()] == ["filling"]
        (disk / "filling").unlink()
        keys = open_keys(disk, passphrase=WORDS, cost=CHEAP)
        make_read_only(disk)
        assert open_keys(disk, passphrase=WORDS) == keys
        with pytest.raises(NotWritable):
            open_keys(disk / "nowhere", passphrase=WORDS, cost=CHEAP)


def test_the_key_of_another_directory_does_not_fit_its_files(tmp_path: Path) -> None:
    from local_cache.cache import Cache

    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    one, other = (open_keys(tmp_path / d, passphrase=WORDS, cost=CHEAP) for d in "ab")
    Cache.open(tmp_path / "a" / "cache.duckdb", one.cache, spill=tmp_path / "a" / "spill").close()
    with pytest.raises(KeyDoesNotFit):
        Cache.open(tmp_path / "a" / "cache.duckdb", other.cache, spill=tmp_path / "a" / "spill")
