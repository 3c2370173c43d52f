"""A unit's own list of cases: an extract (CSV) from its patient administrative system, read and never kept.

Everything about the file is found out and said: encoding, delimiter, columns, forms of dates, rows, duplicates, and
line and column of what was not understood. What is read lives in memory, in the value that is given back, and nowhere
else; no message holds anything of it.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from itertools import chain, islice
from pathlib import Path

from local_cache.errors import ListBroken, ListEmpty, ListNotText, ListTooLarge, ListUnreadable

LARGEST = 256 * 1024 * 1024
"""Bytes of a file; two million rows of ordinary extracts."""
MOST_TROUBLES = 200
"""Troubles that are listed one by one; all are counted."""
SHOWN = 5
"""Rows of the preview."""
LOOKED_AT = 200
"""Rows that tell what the columns are."""
DELIMITERS = (";", ",", "\t")
OLDEST = 1900

_KEYS = (
    "fodselsnummer", "fnr", "personnummer", "personnr", "pasientid", "pasientnummer", "pasientnokkel", "pasient", "pid",
    "nprid", "episodeid", "episode", "forlopsid", "forlop", "oppholdsid", "opphold", "kasusid", "kasus", "nokkel", "id",
    "nationalid", "patientid", "patientkey", "patient", "episodekey", "stayid", "caseid", "case", "recordid", "key",
)  # fmt: skip
"""What columns of keys are called, the surest first; capitals, spaces and signs do not count, and ø is o."""
_DATES = (
    "hendelsesdato", "operasjonsdato", "opdato", "prosedyredato", "innleggelsesdato", "innlagtdato", "innlagt",
    "inndato", "inndatotid", "inntid", "kontaktdato", "oppmotedato", "startdato", "dato", "utskrivningsdato",
    "utskrevet", "utdato",
    "eventdate", "operationdate", "proceduredate", "admissiondate", "admitted", "admission", "startdate", "date",
    "dischargedate",
)  # fmt: skip
_CODES = (
    "prosedyrekode", "prosedyre", "ncsp", "ncmp", "diagnosekode", "hoveddiagnose", "hovedtilstand", "diagnose", "icd10",
    "tilstandskode", "kode", "procedurecode", "procedure", "maindiagnosis", "diagnosiscode", "diagnosis", "icd", "code",
)  # fmt: skip

_TIME = r"(?:[ T]+\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:[.,]\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?"
_DAY_FIRST = re.compile(rf"(\d{{1,2}})([./-])(\d{{1,2}})\2(\d{{4}}|\d{{2}}){_TIME}\Z")
_YEAR_FIRST = re.compile(rf"(\d{{4}})([./-])(\d{{1,2}})\2(\d{{1,2}}){_TIME}\Z")
_EIGHT = re.compile(r"\d{8}\Z")
_SIX = re.compile(r"\d{6}\Z")
_ROUNDED = re.compile(r"\d[.,]\d+E\+?\d+\Z|\d+E\+\d+\Z")
_WHOLE = re.compile(r"(\d+)[.,]0+\Z")
_LINE_END = re.compile(r"\r\n|\n|\r")
_TWO_BYTES = re.compile(rb"[\xc3-\xc5][\x80-\xbf]")


class Role(Enum):
    """What a column is for."""

    KEY = "key"
    DATE = "date"
    CODE = "code"


class TroubleKind(Enum):
    """What was not understood."""

    LETTERS = "letters"
    """A letter fits no encoding; the row is used all the same."""
    FIELDS = "fields"
    """The row has another number of columns than the header, as when a decimal comma parts two columns."""
    QUOTES = "quotes"
    """A line break inside a field: a quotation mark that is not closed, as a rule."""
    NO_KEY = "no-key"
    ROUNDED_KEY = "rounded-key"
    """A spreadsheet has turned the key into a rounded number."""
    NO_DATE = "no-date"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Trouble:
    """line, column: from 1, as an editor and a spreadsheet count them; column 0: the row as a whole."""

    line: int
    column: int
    kind: TroubleKind

    @property
    def hinders(self) -> bool:
        """Whether the row cannot be used."""
        return self.kind is not TroubleKind.LETTERS


@dataclass(frozen=True, slots=True, eq=False)
class LocalList:
    """What was understood of a file.

    encoding: "utf-8", "utf-8-sig", "utf-16", "windows-1252" or "utf-8 and windows-1252"; delimiter: one of DELIMITERS;
    headers: "" for each column where the file has none; columns: by role, from 0; date_forms: such as "dd.mm.yyyy",
    each with how many rows, the commonest first; rows: that are not blank, without the header; left_out: rows that
    cannot be used; duplicates: usable rows with the key and the day of an earlier one; first, last: days, None without
    usable rows; troubles: the first MOST_TROUBLES of `trouble_count`; sample: the first rows.

    keys, days, codes, lines: of the usable rows, in order; they are nobody's to log and are not in the value's text.
    """

    encoding: str
    delimiter: str
    headers: tuple[str, ...]
    columns: dict[Role, int]
    date_forms: tuple[tuple[str, int], ...]
    rows: int
    left_out: int
    duplicates: int
    first: date | None
    last: date | None
    troubles: tuple[Trouble, ...]
    trouble_count: int
    sample: tuple[tuple[str, ...], ...] = field(repr=False)
    keys: Sequence[str] = field(repr=False)
    days: Sequence[date] = field(repr=False)
    codes: Sequence[str] = field(repr=False)
    lines: Sequence[int] = field(repr=False)

    @property
    def complete(self) -> bool:
        """Whether there is a column of keys and one of dates."""
        return Role.KEY in self.columns and Role.DATE in self.columns


def read_local_list(path: Path, today: date, columns: dict[Role, int] | None = None) -> LocalList:
    """Read a file. columns: what the person says the columns are, in place of what is guessed.

    today: decides the century of years of two digits (none lies more than a year ahead).
    Raises ListUnreadable, ListTooLarge, ListNotText, ListBroken, ListEmpty.
    """
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise ListTooLarge(file=path.name, most=f"{LARGEST // 1024**2} MiB")
        raw = path.read_bytes()
    except OSError:
        raise ListUnreadable(file=path.name) from None
    return understood(raw, path.name, today, columns)


def understood(raw: bytes, name: str, today: date, columns: dict[Role, int] | None = None) -> LocalList:
    """The same of a file's bytes; `name` is what messages call it."""
    text, encoding, strange = _decoded(raw, name)
    delimiter, text, skipped = _delimiter(text)
    rows = _rows(text, delimiter, skipped, name)
    # Rows are looked at one by one and not kept: millions of small lists would be looked through again and again for
    # garbage, and the window would stand still for it.
    head = list(islice(rows, LOOKED_AT))
    if not head:
        raise ListEmpty(file=name)
    headed, roles = _columns([row for _, row in head])
    first = head[0][1]
    headers = tuple(cell.strip() for cell in first) if headed else ("",) * max(len(row) for _, row in head)
    body = head[1:] if headed else head
    if not body:
        raise ListEmpty(file=name)
    roles = roles if columns is None else dict(columns)
    reading = _Reading(headers, roles)
    for line, row in chain(body, rows):
        reading.take(line, row)
    reading.letters = [Trouble(line, before.count(delimiter) + 1, TroubleKind.LETTERS) for line, before in strange]
    return reading.outcome(encoding, delimiter, tuple(tuple(row) for _, row in body[:SHOWN]), today)


class _Reading:
    """A list on its way in: what stands in the columns that matter, row by row, and what is wrong with it."""

    def __init__(self, headers: tuple[str, ...], roles: dict[Role, int]) -> None:
        self.headers = headers
        self.roles = roles
        self.letters: list[Trouble] = []
        self._key_at, self._date_at, self._code_at = (roles.get(role, -1) for role in (Role.KEY, Role.DATE, Role.CODE))
        self._rows = 0
        self._left_out = 0
        self._troubles: list[Trouble] = []
        self._keys: list[str] = []
        self._said: list[str] = []
        self._codes: list[str] = []
        self._lines: list[int] = []

    def take(self, line: int, row: list[str]) -> None:
        """A row's key, date and code as they stand; what is wrong with its shape or its key."""
        self._rows += 1
        wrong = _shape(row, line, len(self.headers))
        key, key_at, date_at, code_at = "", self._key_at, self._date_at, self._code_at
        if wrong is None and key_at >= 0:
            key = normal_key(row[key_at]) if key_at < len(row) else ""
            if not key:
                wrong = Trouble(line, key_at + 1, TroubleKind.NO_KEY)
            elif _ROUNDED.match(key):
                wrong = Trouble(line, key_at + 1, TroubleKind.ROUNDED_KEY)
        if wrong is not None:
            self._leave_out(wrong)
            return
        self._keys.append(key)
        self._said.append(row[date_at].strip() if 0 <= date_at < len(row) else "")
        self._codes.append(normal_code(row[code_at]) if 0 <= code_at < len(row) else "")
        self._lines.append(line)

    def _leave_out(self, wrong: Trouble) -> None:
        self._left_out += 1
        if self._left_out <= MOST_TROUBLES:
            self._troubles.append(wrong)

    def outcome(self, encoding: str, delimiter: str, sample: tuple[tuple[str, ...], ...], today: date) -> LocalList:
        """The whole: dates are understood last, since the column decides the order of eight digits."""
        by_shape, self._troubles = self._troubles, []
        shape_left_out, self._left_out = self._left_out, 0
        understood_dates = _dates(self._said, today)
        keys: list[str] = []
        days: list[date] = []
        codes: list[str] = []
        lines: list[int] = []
        forms: dict[str, int] = {}
        seen: set[str] = set()
        complete = self._key_at >= 0 and self._date_at >= 0
        for key, said, code, line in zip(self._keys, self._said, self._codes, self._lines, strict=True):
            found = understood_dates.get(said)
            if self._date_at >= 0 and found is None:
                kind = TroubleKind.DATE if said else TroubleKind.NO_DATE
                self._leave_out(Trouble(line, self._date_at + 1, kind))
            elif found is not None:
                day, form = found
                forms[form] = forms.get(form, 0) + 1
                if complete:
                    keys.append(key)
                    days.append(day)
                    codes.append(code)
                    lines.append(line)
                    seen.add(f"{key}/{day}")
        troubles = sorted([*by_shape, *self._troubles, *self.letters], key=lambda t: (t.line, t.column))
        left_out = shape_left_out + self._left_out
        return LocalList(
            encoding=encoding,
            delimiter=delimiter,
            headers=self.headers,
            columns=self.roles,
            date_forms=tuple(sorted(forms.items(), key=lambda f: -f[1])),
            rows=self._rows,
            left_out=left_out,
            duplicates=len(keys) - len(seen),
            first=min(days, default=None),
            last=max(days, default=None),
            troubles=tuple(troubles[:MOST_TROUBLES]),
            trouble_count=left_out + len(self.letters),
            sample=sample,
            keys=keys,
            days=days,
            codes=codes,
            lines=lines,
        )


def normal_key(text: str) -> str:
    """A key as it is compared: without spaces, a spreadsheet's ="…" and ,00, capitals alike; without hyphens where all
    else is digits."""
    if text.isalnum():
        return text.upper()
    key = "".join(text.split()).upper()
    if key.startswith('="') and key.endswith('"'):
        key = key[2:-1]
    whole = _WHOLE.match(key)
    if whole:
        return whole[1]
    bare = key.replace("-", "")
    return bare if bare.isdigit() else key


def normal_code(text: str) -> str:
    """A diagnosis or procedure code as it is compared: without spaces and points, in capitals."""
    return "".join(text.split()).replace(".", "").upper()


# --- letters --------------------------------------------------------------------------------------------------------


_Strange = list[tuple[int, str]]
"""Letters that fit no encoding: the line, and what stands before the first of them there."""


def _decoded(raw: bytes, name: str) -> tuple[str, str, _Strange]:
    """The text, the name of its encoding, and where letters fit none."""
    if raw.startswith((b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0")):
        raise ListNotText(file=name)
    for mark, encoding, called in (
        (b"\xef\xbb\xbf", "utf-8-sig", "utf-8-sig"),
        (b"\xff\xfe", "utf-16", "utf-16"),
        (b"\xfe\xff", "utf-16", "utf-16"),
    ):
        if raw.startswith(mark):
            return _strict(raw, encoding, called, name)
    start = raw[:4096]
    if start.count(0):
        # Text in two bytes per letter without a mark: every second byte of Norwegian is 0.
        for encoding, zeros in (("utf-16-le", start[1::2]), ("utf-16-be", start[0::2])):
            if zeros.count(0) > 0.6 * len(zeros):
                return _strict(raw, encoding, "utf-16", name)
        raise ListNotText(file=name)
    try:
        return _checked(raw.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    if not _TWO_BYTES.search(raw):
        return _checked(raw.decode("cp1252", errors="replace"), "windows-1252")
    # Both: somebody has put two files together. What is no UTF-8 is read as Windows-1252, and pointed at.
    mixed = raw.decode("utf-8", errors="surrogateescape")
    strange = _strange(mixed, "\udc80", "\udcff")
    said = re.sub("[\udc80-\udcff]", lambda m: bytes([ord(m[0]) - 0xDC00]).decode("cp1252", errors="replace"), mixed)
    return said, "utf-8 and windows-1252", strange


def _strict(raw: bytes, encoding: str, called: str, name: str) -> tuple[str, str, _Strange]:
    try:
        return _checked(raw.decode(encoding), called)
    except UnicodeDecodeError:
        raise ListNotText(file=name) from None


def _checked(text: str, encoding: str) -> tuple[str, str, _Strange]:
    return text, encoding, _strange(text, "\ufffd", "\ufffd") if "\ufffd" in text else []


def _strange(text: str, low: str, high: str) -> _Strange:
    """Lines with letters between two code points."""
    letters = re.compile(f"[{low}-{high}]")
    found = []
    for number, line in enumerate(_LINE_END.split(text), 1):
        first = letters.search(line)
        if first:
            found.append((number, line[: first.start()]))
    return found


# --- rows and columns -----------------------------------------------------------------------------------------------


def _delimiter(text: str) -> tuple[str, str, int]:
    """The delimiter, the text that is left, and how many lines were taken from its front (a spreadsheet's "sep=;")."""
    first, _, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:
        return first.strip()[-1], rest, 1
    start = [line for line in text[:200_000].splitlines()[:60] if line.strip()][:50]

    def score(delimiter: str) -> tuple[float, int]:
        try:
            widths = [len(row) for row in csv.reader(start, delimiter=delimiter) if row]
        except csv.Error:
            return 0.0, 0
        if not widths or max(widths) == 1:
            return 0.0, 0
        width, times = Counter(widths).most_common(1)[0]
        return (times / len(widths), width) if width > 1 else (0.0, 0)

    # A comma inside numbers makes rows of uneven width; where two fit alike, the semicolon goes first.
    best = max(DELIMITERS, key=lambda d: (round(score(d)[0], 2), -DELIMITERS.index(d)))
    return best if score(best)[1] else DELIMITERS[0], text, 0


def _rows(text: str, delimiter: str, skipped: int, name: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not blank, each with the line it begins in; `skipped`: lines before the text's first."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    before = skipped
    try:
        for row in reader:
            if any(row) and any(cell.strip() for cell in row):
                yield before + 1, row
            before = reader.line_num + skipped
    except csv.Error:
        raise ListBroken(file=name, line=before + 1) from None


def _shape(row: list[str], line: int, wide: int) -> Trouble | None:
    if any("\n" in cell or "\r" in cell for cell in row):
        column = next(c for c, cell in enumerate(row, 1) if "\n" in cell or "\r" in cell)
        return Trouble(line, column, TroubleKind.QUOTES)
    if len(row) > wide and any(cell.strip() for cell in row[wide:]):
        return Trouble(line, wide + 1, TroubleKind.FIELDS)
    if len(row) == 1 < wide:
        return Trouble(line, 0, TroubleKind.FIELDS)
    return None


def _called(header: str) -> str:
    plain = header.casefold().translate({ord("ø"): "o", ord("æ"): "ae", ord("å"): "a"})
    return "".join(letter for letter in plain if letter.isalnum())


def _columns(table: list[list[str]]) -> tuple[bool, dict[Role, int]]:
    """Whether the first row is a header, and the columns' roles, by name or, where that says nothing, by contents."""
    names = [_called(cell) for cell in table[0]]
    roles: dict[Role, int] = {}
    for role, known in ((Role.KEY, _KEYS), (Role.DATE, _DATES), (Role.CODE, _CODES)):
        at = next((names.index(name) for name in known if name in names), None)
        if at is not None:
            roles[role] = at
    headed = bool(roles) or (len(table) > 1 and not any(_like_a_date(cell) for cell in table[0]))
    sample = table[1:] if headed else table
    for column in range(max((len(row) for row in sample), default=0)):
        cells = [row[column].strip() for row in sample if column < len(row) and row[column].strip()]
        if not cells or column in roles.values():
            continue
        if Role.DATE not in roles and sum(map(_like_a_date, cells)) >= 0.8 * len(cells):
            roles[Role.DATE] = column
        elif Role.KEY not in roles and len(set(cells)) >= 0.5 * len(cells) and all(_like_a_key(c) for c in cells):
            roles[Role.KEY] = column
    return headed, roles


def _like_a_date(cell: str) -> bool:
    said = cell.strip()
    return bool(_DAY_FIRST.match(said) or _YEAR_FIRST.match(said) or _as_eight(said, True) or _as_eight(said, False))


def _like_a_key(cell: str) -> bool:
    key = normal_key(cell)
    return len(key) >= 4 and any(letter.isdigit() for letter in key) and not _like_a_date(cell)


# --- dates ----------------------------------------------------------------------------------------------------------


def _dates(said: Iterable[str], today: date) -> dict[str, tuple[date, str]]:
    """Day and form of every text of a column that was understood."""
    texts = set(said)
    eight = [text for text in texts if _EIGHT.match(text)]
    # Eight digits alone say nothing of their order; the order that fits more of the column is the column's.
    year_first = sum(_as_eight(t, True) is not None for t in eight) >= sum(
        _as_eight(t, False) is not None for t in eight
    )
    found = {}
    for text in texts:
        understood_date = _date(text, year_first, today)
        if understood_date is not None:
            found[text] = understood_date
    return found


def _date(text: str, year_first: bool, today: date) -> tuple[date, str] | None:
    if _EIGHT.match(text):
        day = _as_eight(text, year_first)
        return None if day is None else (day, "yyyymmdd" if year_first else "ddmmyyyy")
    if _SIX.match(text):
        day = _real(_century(text[4:], today), text[2:4], text[:2])
        return None if day is None else (day, "ddmmyy")
    matched = _DAY_FIRST.match(text)
    if matched:
        first, sign, month, year = matched.groups()
        day = _real(year if len(year) == 4 else _century(year, today), month, first)
        return None if day is None else (day, f"dd{sign}mm{sign}{'y' * len(year)}")
    matched = _YEAR_FIRST.match(text)
    if matched:
        year, sign, month, last = matched.groups()
        day = _real(year, month, last)
        return None if day is None else (day, f"yyyy{sign}mm{sign}dd")
    return None


def _as_eight(text: str, year_first: bool) -> date | None:
    if not _EIGHT.match(text):
        return None
    return _real(text[:4], text[4:6], text[6:]) if year_first else _real(text[4:], text[2:4], text[:2])


def _century(year: str, today: date) -> str:
    """The year of two digits in full: the last one that is at most a year ahead."""
    full = today.year - today.year % 100 + int(year)
    return str(full if full <= today.year + 1 else full - 100)


def _real(year: str, month: str, day: str) -> date | None:
    try:
        made = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return made if made.year >= OLDEST else None
