"""What the administrator has decided for everyone on the computer: a JSON file where only administrators write."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import msgspec
import platformdirs

from local_cache.errors import QT_TRANSLATE_NOOP, Problem

Decision = Literal["choice", "always", "never"]
"""choice: each person decides."""


class PolicyUnreadable(Problem):
    code = "policy-unreadable"
    exit_code = 2
    happened = QT_TRANSLATE_NOOP("Problem", "The rules for this computer cannot be read ({file}: {reason}).")
    meaning = QT_TRANSLATE_NOOP(
        "Problem", "Until they can, the strictest ones hold: nothing is sent unless someone asks for it."
    )
    action = QT_TRANSLATE_NOOP("Problem", "Ask whoever looks after the computer to mend the file.")


class Policy(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """automatic_sending: whether corrections that are ready are sent without anybody asking for it;
    identifiers_in_exports: whether those whose role allows it may export what identifies patients."""

    version: Literal[1] = 1
    automatic_sending: Decision = "choice"
    identifiers_in_exports: bool = False

    def sends_by_itself(self, wanted: bool) -> bool:
        """`wanted`: by the person who uses the program."""
        return wanted if self.automatic_sending == "choice" else self.automatic_sending == "always"


STRICTEST = Policy(automatic_sending="never")
"""Holds while the file cannot be read: what was forbidden must not be allowed by a slip in writing."""


def policy_file() -> Path:
    """Of this system, for everyone on the computer; it need not exist."""
    return Path(platformdirs.site_config_dir("egnetall", appauthor=False)) / "policy.json"


def read_policy(path: Path) -> Policy:
    """The file's rules; where there is no file, everyone chooses. Raises PolicyUnreadable."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Policy)
    except (FileNotFoundError, NotADirectoryError):
        return Policy()
    except OSError as error:
        raise PolicyUnreadable(file=str(path), reason=error.strerror or type(error).__name__) from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:  # msgspec names the field that is wrong
        raise PolicyUnreadable(file=str(path), reason=str(error)) from None
