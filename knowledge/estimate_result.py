"""What an estimate says: amounts with their working, what is missing, what does not fit, and the notes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from knowledge.estimate_inputs import InputSpec, Value
from knowledge.estimate_working import chinese_day, yuan
from knowledge.measure import Measure


@dataclass(frozen=True, slots=True)
class Result:
    """What one benefit gives. ``low`` equals ``high`` when the document leads to one number; None is not stated.

    ``kind`` is that of the formula, ``tier`` the input the benefit is graded by, ``ended`` the day its values ceased.
    """

    kind: str
    benefit: str
    for_whom: str | None
    low: Decimal | None
    high: Decimal | None
    unit: str
    working: tuple[str, ...]
    cap: Decimal | None
    capped: bool
    until: date | None
    clause: str
    wants: tuple[str, ...]
    tier: str | None = None
    ended: date | None = None

    @property
    def text(self) -> str:
        """The amount in words: 3万元, 24万元到40万元, 最多10万元, 3万元可以缓缴, 到2023年1月15日."""
        if self.kind == "deferral" and self.low is not None:
            return f"{yuan(self.low)}可以缓缴" + (f"到{chinese_day(self.until)}" if self.until else "")
        if self.low is not None and self.high is not None:
            return yuan(self.low) if self.low == self.high else f"{yuan(self.low)}到{yuan(self.high)}"
        if self.high is not None:
            return f"最多{yuan(self.high)}"
        if self.low is not None:
            return f"至少{yuan(self.low)}"
        return f"到{chinese_day(self.until)}" if self.until else ""


@dataclass(frozen=True, slots=True)
class Unfit:
    """A benefit that does not come into question, and why."""

    benefit: str
    why: str


@dataclass(frozen=True, slots=True)
class Estimate:
    """The results for a measure; several when the document leaves several cases open."""

    measure: Measure
    as_of: date
    figures: Mapping[str, Value]
    results: tuple[Result, ...]
    missing: tuple[InputSpec, ...]
    unfit: tuple[Unfit, ...]
    notes: tuple[str, ...]

    @property
    def expired(self) -> bool:
        """True when the measure had ended by ``as_of``."""
        return self.measure.expired(self.as_of)

    @property
    def note(self) -> str:
        """All notes as one text; it always says who decides."""
        return "".join(self.notes)
