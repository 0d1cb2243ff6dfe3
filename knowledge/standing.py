"""How an enterprise stands: every measure judged, what it almost fits, and what cannot be had together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from knowledge.eligibility import Ruling, Verdict, judge
from knowledge.measure import Measure
from knowledge.neighbours import Almost, almost
from knowledge.profile import Profile
from knowledge.together import NotTogether, estimates_for, not_together

_BEST_FIRST: tuple[Ruling, ...] = ("eligible", "needs_check", "not_eligible")


@dataclass(frozen=True)
class Standing:
    """The verdicts, those that fit first and in force before ended; ``almost`` by measure id."""

    profile: Profile
    as_of: date
    verdicts: tuple[Verdict, ...]
    almost: Mapping[str, Almost]
    not_together: tuple[NotTogether, ...]


def standing(measures: Iterable[Measure], profile: Profile, as_of: date) -> Standing:
    """Judge all measures for the profile as of that day; the same input gives the same standing."""
    verdicts = tuple(sorted((judge(m, profile, as_of) for m in measures), key=_rank))
    near = {v.measure.id: found for v in verdicts if (found := almost(v, verdicts, profile))}
    return Standing(profile, as_of, verdicts, near, tuple(not_together(verdicts, estimates_for(verdicts, profile))))


def _rank(verdict: Verdict) -> tuple[int, bool]:
    return _BEST_FIRST.index(verdict.ruling), verdict.expired
