"""What is found in a unit's records, as values; how each is found is in the module of its name."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from local_cache.registry import Code, Duplicates, Texts
from local_cache.results.figure import Figure
from local_cache.results.intervals import Quartiles
from local_cache.results.kaplan_meier import Survival

Whole = NDArray[np.int64]
Floats = NDArray[np.float64]

# --- scope ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RecordsWanted:
    """Records of a form to show: those for which the expression is true, or those of the ids where there are any.

    The expression is in the one language and may use today(), which stands for the data's age.
    """

    form: str
    expression: str
    record_ids: tuple[str, ...] = ()


# --- coverage ------------------------------------------------------------------------------------------------------


LINES = (0.6, 0.8)
"""Shares that matter to a registry: stage 3 asks for more than 60 %, stage 4 for more than 80 %."""


class Formula(Enum):
    """The two formulas in use, which do not give the same number."""

    OF_ALL = "of-all"
    """(registry only + both) / (registry only + both + reference only)"""
    OF_REFERENCE = "of-reference"
    """registry / reference, that is (registry only + both) / (both + reference only), at most 1"""
    PUBLISHED = "published"
    """a share that came without counts, by its publisher's own formula"""


@dataclass(frozen=True, slots=True)
class YearCoverage:
    """One year of the whole registry, with the counts behind it, None where only a share is published.

    of_all has Wilson's interval; of_reference none: it is no share of anything. shown: the one to hold against the
    lines, by `formula`. level: how many of the lines it is at or above. source, method: as the registry says them.
    """

    year: int
    registry_only: int | None
    both: int | None
    reference_only: int | None
    source: str
    method: str
    of_all: Figure
    of_reference: Figure
    shown: Figure
    formula: Formula
    level: int | None


@dataclass(frozen=True, slots=True)
class Coverage:
    """The unit's coverage, oldest year first. of_units: share of the eligible units that report, None where the
    registry does not give it."""

    unit: str
    years: tuple[YearCoverage, ...]
    of_units: Figure | None = None

    @property
    def newest(self) -> YearCoverage | None:
        return max((y for y in self.years if y.level is not None), key=lambda y: y.year, default=None)


# --- completeness --------------------------------------------------------------------------------------------------


class Duty(Enum):
    """Whether a value must be there."""

    REQUIRED = "required"
    CONDITIONAL = "conditional"
    """Required of some records only, by an expression."""
    OPTIONAL = "optional"


@dataclass(frozen=True, slots=True, eq=False)
class VariableCompleteness:
    """A variable over the period's months; arrays of shape (months,).

    asked: completed forms that should have the value (of an optional variable: all, while it is valid); filled,
    unknown (a code that says the answer is not known) and missing add up to it. complete: filled of asked.
    unknown_codes: the codes that count as unknown. refused: why `required` could not be read; then counted as optional.
    missing_records, unknown_records: None where there are none.
    """

    form: str
    variable: str
    duty: Duty
    asked: Whole
    filled: Whole
    unknown: Whole
    missing: Whole
    complete: Figure
    unknown_share: Figure
    unknown_codes: tuple[Code, ...]
    missing_records: RecordsWanted | None
    unknown_records: RecordsWanted | None
    refused: str = ""

    @property
    def must(self) -> bool:
        """Whether a missing value is one that should be there."""
        return self.duty is not Duty.OPTIONAL

    @property
    def shares(self) -> Floats:
        """Filled of asked in every month, NaN where nobody was asked."""
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.where(self.asked > 0, self.filled / self.asked, np.nan)

    @property
    def count_missing(self) -> int:
        return int(self.missing.sum())

    @property
    def count_unknown(self) -> int:
        return int(self.unknown.sum())


@dataclass(frozen=True, slots=True, eq=False)
class FormCompleteness:
    """A form's variables, those first that cost the unit most: required values that are missing, then unknown ones.

    records: completed forms in the period; required: filled of asked over all required values; incomplete: forms that
    lack a required value; incomplete_records: those, None where there are none.
    """

    form: str
    records: int
    variables: tuple[VariableCompleteness, ...]
    required: Figure
    incomplete: int
    incomplete_records: RecordsWanted | None

    @property
    def shares(self) -> Floats:
        """Shape (variables, months): filled of asked, NaN where nobody was asked."""
        return np.array([v.shares for v in self.variables]) if self.variables else np.zeros((0, 0))

    @property
    def count_missing(self) -> int:
        """Required values that are missing."""
        return sum(v.count_missing for v in self.variables if v.must)


# --- timeliness ----------------------------------------------------------------------------------------------------


AGES = ((0, 30), (31, 90), (91, 180), (181, 365), (366, None))
"""Age classes of what waits, days since the event, both ends included; the last has no upper end."""


@dataclass(frozen=True, slots=True, eq=False)
class Delay:
    """How long forms of some events took.

    cases: completed or still open; open: not completed yet, followed until the data's age; early: completed before the
    event, which cannot be and is left out of all else. quartiles: of days, over the completed alone (type 7), NaN
    where there are none. curve: Kaplan–Meier over completed and open, in days. within: share completed within the
    registry's limit by the curve; counted: the same among those that are completed, which is too good as long as the
    slow ones are open; both None without limit.
    """

    cases: int
    open: int
    early: int
    quartiles: Quartiles
    curve: Survival
    within: Figure | None
    counted: Figure | None

    @property
    def median(self) -> float:
        return self.curve.median


@dataclass(frozen=True, slots=True)
class Waiting:
    """Forms of one status that wait, by age. counts: one per class of AGES; records: None where there are none."""

    status: str
    counts: tuple[int, ...]
    records: tuple[RecordsWanted | None, ...]

    @property
    def count(self) -> int:
        return sum(self.counts)


@dataclass(frozen=True, slots=True, eq=False)
class Timeliness:
    """A form's timeliness for events in the period, as a whole and by month.

    limit: the registry's, in days; late: completed after the limit; overdue: open ones older than the limit; early:
    those completed before their event; each with the records, None where there are none (and without limit). waiting:
    drafts and returned forms, whatever their event's day.
    """

    form: str
    limit: int | None
    whole: Delay
    months: tuple[date, ...]
    by_month: tuple[Delay, ...]
    late: int
    late_records: RecordsWanted | None
    overdue: int
    overdue_records: RecordsWanted | None
    early_records: RecordsWanted | None
    waiting: tuple[Waiting, ...]


# --- validity ------------------------------------------------------------------------------------------------------


Severity = Literal["error", "warning"]


class Fault(Enum):
    """What is wrong with a value."""

    RULE = "rule"
    HARD_RANGE = "hard-range"
    SOFT_RANGE = "soft-range"
    """Outside what is expected, within what is possible."""
    IMPOSSIBLE_DATE = "impossible-date"
    """After the data's age, or outside what the codebook says is possible."""
    INVALID_CODE = "invalid-code"
    """Not in the code list, or not valid on the day of the event."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One check of completed forms. subject: the rule's id, or the variable's.

    found: records that fail it, of `checked` for which it is known; share: of these two; records: those that fail,
    None where there are none; asked_about: of them, those about which the registry has an open query by this rule;
    codes: the most frequent codes that should not be there, each with how often.
    """

    form: str
    fault: Fault
    subject: str
    severity: Severity
    found: int
    checked: int
    share: Figure
    records: RecordsWanted | None
    asked_about: int = 0
    codes: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Unchecked:
    """A check that could not be made, and why."""

    form: str
    fault: Fault
    subject: str
    reason: str


@dataclass(frozen=True, slots=True)
class Validity:
    """A form's checks: errors before warnings, most found first. records: completed forms in the period; erroneous: of
    them, those with at least one error; share_sound: those without."""

    form: str
    records: int
    erroneous: int
    share_sound: Figure
    findings: tuple[Finding, ...]
    unchecked: tuple[Unchecked, ...]

    def of(self, *faults: Fault) -> tuple[Finding, ...]:
        return tuple(f for f in self.findings if f.fault in faults)


# --- duplicates ----------------------------------------------------------------------------------------------------


class Likeness(Enum):
    """How alike two records of one patient are, the surest first."""

    TWICE = "twice"
    WITHIN_DAYS = "within-days"
    NEAR = "near"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records, the earlier first. days: between their events; agreeing: how many of the named variables have the
    same known value."""

    first: str
    second: str
    first_date: date
    second_date: date
    likeness: Likeness
    days: int
    agreeing: int


@dataclass(frozen=True, slots=True)
class Alike:
    """All pairs of a kind. records: in such pairs, by id (the first MOST_IDS); None where there are none."""

    likeness: Likeness
    pairs: int
    records: int
    wanted: RecordsWanted | None


@dataclass(frozen=True, slots=True)
class DuplicateRecords:
    """A form's pairs of which the later event lies in the period. looked_for: the registry's settings, None where one
    patient may have any number; kinds: all three, in order; pairs: the newest, at most MOST_LISTED; records: in any
    pair, by id."""

    form: str
    looked_for: Duplicates | None
    kinds: tuple[Alike, ...]
    pairs: tuple[Pair, ...]
    records: int
    wanted: RecordsWanted | None

    @property
    def count(self) -> int:
        return sum(kind.pairs for kind in self.kinds)


# --- comparability -------------------------------------------------------------------------------------------------


class Change(Enum):
    """What changes on a day."""

    NOTE = "note"
    """The registry says in words that something is counted differently."""
    VARIABLE_BEGINS = "variable-begins"
    VARIABLE_ENDS = "variable-ends"
    INDICATOR_BEGINS = "indicator-begins"
    INDICATOR_ENDS = "indicator-ends"
    INDICATOR_VERSION = "indicator-version"
    """Counted by another version since the definition in use came."""
    INDICATOR_ADDED = "indicator-added"
    INDICATOR_REMOVED = "indicator-removed"
    VARIABLE_CHANGED = "variable-changed"
    VARIABLE_ADDED = "variable-added"
    VARIABLE_REMOVED = "variable-removed"


@dataclass(frozen=True, slots=True)
class Break:
    """From `since` on, figures are not quite what they were. indicators, variables: what it is about, none for all;
    text: the registry's own words, of notes; versions: of the definition or indicator, before and after."""

    since: date
    change: Change
    indicators: tuple[str, ...] = ()
    variables: tuple[str, ...] = ()
    text: Texts | None = None
    versions: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Comparability:
    """within: breaks inside the period, after its first day; others: those outside it; both oldest first. A break on
    the period's first day leaves the period in one piece."""

    within: tuple[Break, ...]
    others: tuple[Break, ...]

    def marks(self, *, indicator: str = "", variable: str = "") -> tuple[Break, ...]:
        """The breaks to draw in a series of an indicator or a variable; without either, those about everything."""
        return tuple(
            b
            for b in self.within
            if not (b.indicators or b.variables) or indicator in b.indicators or variable in b.variables
        )


# --- readiness -----------------------------------------------------------------------------------------------------


PACE = 30
"""Minutes of a working day that a unit can be expected to spend on its registry."""


class Light(Enum):
    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"


class Task(Enum):
    """What there is to do."""

    MISSING = "missing"
    """Find required values that are missing."""
    ERROR = "error"
    """Settle broken rules that are errors."""
    IMPOSSIBLE = "impossible"
    """Correct values outside the hard range, impossible dates and codes outside their list."""
    RETURNED = "returned"
    LATE = "late"
    """Complete drafts that are older than the registry's limit."""
    DUPLICATE = "duplicate"
    QUERY = "query"
    WARNING = "warning"
    UNUSUAL = "unusual"
    """Check values outside the soft range."""
    DRAFT = "draft"
    """Complete drafts within the limit."""


@dataclass(frozen=True, slots=True)
class ToDo:
    """A piece of work. subject: the rule's id, of ERROR and WARNING; the severity, of QUERY; else "".

    count: values (MISSING, IMPOSSIBLE, UNUSUAL), pairs (DUPLICATE), queries (QUERY), else records; records: how many
    of those they are about; blocks: whether it stands between the unit and the deadline; minutes: what it should take
    by the registry's own medians, None where it has none; asked_about: of the records, those an open query is about
    already, whose minutes are counted there; wanted: the records.
    """

    task: Task
    form: str
    subject: str
    count: int
    records: int
    blocks: bool
    minutes: float | None
    wanted: RecordsWanted
    asked_about: int = 0


@dataclass(frozen=True, slots=True)
class Readiness:
    """deadline: the next one; by_registry: whether the registry gave it, with its text; since: from when events are
    looked at; days, working_days: from the data's age to the deadline, the first without and the second with both ends;
    light: as said above; todo: what blocks first, then what takes longest; minutes: of what blocks, as far as known;
    unmeasured: pieces of it the registry has no minutes for."""

    deadline: date
    by_registry: bool
    text: Texts | None
    since: date
    days: int
    working_days: int
    light: Light
    todo: tuple[ToDo, ...]
    minutes: float
    unmeasured: int

    @property
    def blocking(self) -> tuple[ToDo, ...]:
        return tuple(t for t in self.todo if t.blocks)

    @property
    def pace(self) -> float:
        """Minutes of every working day that what blocks takes."""
        return self.minutes / max(1, self.working_days)


# --- missing cases -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class MissingCase:
    """A case of the list that is not registered. line: in the file."""

    line: int
    key: str = field(repr=False)
    day: date = field(repr=False)
    code: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Group:
    """Cases of a year (0: the whole period) in each of the three groups."""

    year: int
    registry_only: int
    both: int
    list_only: int


@dataclass(frozen=True, slots=True)
class LocalMatch:
    """The outcome. whole: over the period; years: the same by year.

    of_all: (registry only + both) / all, with Wilson's interval; of_reference: registry / list, at most 1; key, days,
    codes: what was matched by; unkeyed: registered records of the period without a key, which are in no group; drafts:
    registered cases whose only forms are drafts; completed_keys: keys of the list that got back a leading 0; left_out:
    rows of the list that were not understood; other_codes, outside: those with another code, and those outside the
    period. missing: cases in the list alone, by day (the first MOST_LISTED).
    """

    form: str
    key: str
    days: int
    codes: tuple[str, ...]
    whole: Group
    years: tuple[Group, ...]
    of_all: Figure
    of_reference: Figure
    unkeyed: int
    drafts: int
    completed_keys: int
    left_out: int
    other_codes: int
    outside: int
    registry_only_records: RecordsWanted | None
    both_records: RecordsWanted | None
    missing: tuple[MissingCase, ...] = field(repr=False)
