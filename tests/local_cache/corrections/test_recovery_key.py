"""Recovery keys are files that OpenSSL writes and reads as well; the private half is closed by its passphrase."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey

from local_cache.corrections.recovery_key import (
    RecoveryKeyClosed,
    RecoveryKeyExists,
    fingerprint,
    make_pair,
    read_private_key,
    read_public_key,
)
from local_cache.errors import PassphraseTooShort

WORDS = "tyttebær i skogen"


def test_a_pair_is_made_once_and_opens_with_its_passphrase_alone(tmp_path: Path) -> None:
    file = tmp_path / "unit.pem"
    made = make_pair(file, WORDS)
    assert read_public_key(tmp_path / "unit.pem.pub") == made
    assert read_private_key(file, WORDS).public_key() == made
    assert os.name != "posix" or file.stat().st_mode & 0o077 == 0
    for wrong in (None, "", "tyttebær"):
        with pytest.raises(RecoveryKeyClosed):
            read_private_key(file, wrong)
    before = file.read_bytes()
    with pytest.raises(RecoveryKeyExists):
        make_pair(file, WORDS)
    file.rename(tmp_path / "away")
    with pytest.raises(RecoveryKeyExists):
        make_pair(file, WORDS)
    assert (tmp_path / "away").read_bytes() == before
    with pytest.raises(PassphraseTooShort):
        make_pair(tmp_path / "other.pem", "kort")
    assert sorted(f.name for f in tmp_path.iterdir()) == ["away", "unit.pem.pub"]


def test_a_fingerprint_is_of_the_key_itself() -> None:
    # sha256 of 32 zero bytes begins 66687aadf862bd776c8fc18b8e9f8e20
    zero = X25519PublicKey.from_public_bytes(bytes(32))
    assert fingerprint(zero) == "6668 7aad f862 bd77 6c8f c18b 8e9f 8e20"


def test_openssl_writes_and_reads_the_same_files(tmp_path: Path) -> None:
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")

    def openssl(*arguments: str) -> bytes:
        return subprocess.run(["openssl", *arguments], cwd=tmp_path, check=True, capture_output=True).stdout

    openssl("genpkey", "-algorithm", "X25519", "-out", "theirs.pem")
    openssl("pkey", "-in", "theirs.pem", "-pubout", "-out", "theirs.pub")
    theirs = read_private_key(tmp_path / "theirs.pem", None)
    assert read_public_key(tmp_path / "theirs.pub") == theirs.public_key()
    assert read_private_key(tmp_path / "theirs.pem", "not needed").public_key() == theirs.public_key()
    make_pair(tmp_path / "ours.pem", "lingonberries")
    told = openssl("pkey", "-in", "ours.pem", "-passin", "pass:lingonberries", "-pubout")
    assert told == (tmp_path / "ours.pem.pub").read_bytes()
