"""Keys in a real keyring: every test runs in a session of its own, with its own D-Bus and GNOME Keyring daemon."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MISSING = [name for name in ("dbus-run-session", "gnome-keyring-daemon") if shutil.which(name) is None]

pytestmark = pytest.mark.skipif(
    bool(MISSING), reason=f"not installed: {', '.join(MISSING)} (Debian: apt-get install dbus gnome-keyring)"
)

UNLOCKED = "printf 'ci\\n' | gnome-keyring-daemon --unlock --components=secrets >/dev/null"
LOCKED = "gnome-keyring-daemon --start --components=secrets >/dev/null"
NONE = "export DBUS_SESSION_BUS_ADDRESS=unix:path=/nonexistent"

PREAMBLE = """
import sys
from pathlib import Path
from local_cache.errors import *
from local_cache.keys import *
directory = Path(sys.argv[1])

def raised(kind, *, passphrase=None):
    try:
        open_keys(directory, passphrase=passphrase)
    except kind as problem:
        assert type(problem) is kind, type(problem)
        return True
    return False

def collection():
    import secretstorage
    connection = secretstorage.dbus_init()
    return secretstorage.get_default_collection(connection)
"""


class Session:
    """A person's login sessions, one after the other: the keyring's files stay, the daemon does not."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.directory = home / "data"
        self.directory.mkdir(parents=True)

    def run(self, script: str, *, keyring: str = UNLOCKED) -> str:
        runtime = self.home / "run"
        runtime.mkdir(mode=0o700, exist_ok=True)
        others = ("DBUS_", "XDG_", "GNOME_", "DISPLAY", "PYTHON_KEYRING")
        environment = {name: value for name, value in os.environ.items() if not name.startswith(others)}
        environment |= {"HOME": str(self.home), "XDG_RUNTIME_DIR": str(runtime), "PYTHON": sys.executable}
        done = subprocess.run(
            ["dbus-run-session", "--", "sh", "-c", f'{keyring}; exec "$PYTHON" -c "$0" "$1"', PREAMBLE + script,
             str(self.directory)],
            env=environment, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return Session(tmp_path / "home")


SHOW = "keys = open_keys(directory); print(keys.mode, keys.cache.hex(), keys.ledger.hex(), keys.spool.hex())"


def test_the_keys_are_the_same_in_the_next_session(session: Session) -> None:
    first = session.run(SHOW)
    assert first.startswith("keyring ")
    assert session.run(SHOW) == first


def test_the_root_key_is_in_the_keyring_and_nowhere_in_plain_text(session: Session) -> None:
    secret = session.run(
        "keys = open_keys(directory)\n"
        "item, = [i for i in collection().get_all_items() if i.get_attributes().get('service') == 'egnetall']\n"
        "print(item.get_secret().decode())"
    )
    assert len(secret) == 44
    files = [f for f in session.home.rglob("*") if f.is_file()]
    assert any(f.name.endswith(".keyring") for f in files)
    for file in files:
        assert secret.encode() not in file.read_bytes(), file


def test_two_directories_have_an_entry_each(session: Session) -> None:
    session.run(
        "other = directory.parent / 'other'; other.mkdir()\n"
        "assert open_keys(directory) != open_keys(other)\n"
        "assert len([i for i in collection().get_all_items() if i.get_attributes().get('service') == 'egnetall']) == 2"
    )


def test_a_vanished_entry_is_said_and_no_new_key_made(session: Session) -> None:
    session.run(
        "open_keys(directory)\n"
        "for item in collection().get_all_items(): item.delete()\n"
        "before = (directory / 'keys.json').read_bytes()\n"
        "assert raised(KeyMissing)\n"
        "assert (directory / 'keys.json').read_bytes() == before"
    )


@pytest.mark.parametrize("text", ["", "not base64!", "A" * 2000])
def test_an_entry_that_is_no_key_is_said(session: Session, text: str) -> None:
    session.run(
        "open_keys(directory)\n"
        f"for item in collection().get_all_items(): item.set_secret({text.encode()!r})\n"
        "assert raised(KeyMissing)"
    )


def test_another_key_does_not_fit(session: Session) -> None:
    session.run(
        "import base64\n"
        "open_keys(directory)\n"
        "for item in collection().get_all_items(): item.set_secret(base64.b64encode(bytes(32)))\n"
        "assert raised(KeyDoesNotFit)"
    )


def test_a_locked_keyring_is_said_and_asks_for_no_new_key(session: Session) -> None:
    first = session.run(SHOW)
    session.run("assert raised(KeyringLocked)", keyring=LOCKED)
    assert session.run(SHOW) == first


def test_a_keyring_locked_while_the_program_runs_is_said(session: Session) -> None:
    session.run("open_keys(directory); collection().lock(); assert raised(KeyringLocked)")


def test_a_keyring_that_is_gone_is_said(session: Session) -> None:
    session.run(SHOW)
    session.run("assert raised(KeyringFailed)", keyring=NONE)


def test_without_a_keyring_a_passphrase_is_asked_for(session: Session) -> None:
    session.run(
        "assert usable_keyring() is None\n"
        "assert raised(NoKeyring)\n"
        "assert not list(directory.iterdir())\n"
        "cheap = Cost('scrypt', (2, 8, 1))\n"
        "assert open_keys(directory, passphrase='fire blå hester', cost=cheap).mode == 'passphrase'",
        keyring=NONE,
    )


def test_a_passphrase_directory_stays_one_where_there_is_a_keyring(session: Session) -> None:
    session.run(
        "cheap = Cost('scrypt', (2, 8, 1))\n"
        "made = open_keys(directory, passphrase='fire blå hester', cost=cheap)\n"
        "assert raised(PassphraseNeeded)\n"
        "assert open_keys(directory, passphrase='fire blå hester') == made"
    )


@pytest.mark.parametrize("backend", ["keyring.backends.null.Keyring", "keyring.backends.fail.Keyring"])
def test_a_keyring_that_stores_nothing_is_not_used(session: Session, backend: str) -> None:
    session.run(
        "import os, keyring\n"
        f"os.environ['PYTHON_KEYRING_BACKEND'] = '{backend}'\n"
        "keyring.core.init_backend()\n"
        "assert usable_keyring() is None\n"
        "assert raised(NoKeyring)\n"
        "assert not list(directory.iterdir())"
    )
