"""How an enterprise stands: every measure judged, what it almost fits, and what cannot be had together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from knowledge.eligibility import Ruling, Verdict, judge
from knowledge.measure import Measure
from knowledge.neighbours import Almost, almost
from knowledge.profile import Profile
from knowledge.together import EstimateOf, NotTogether, estimates_from, not_together

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
    return Standing(profile, as_of, verdicts, near, tuple(not_together(verdicts, estimates_from(profile))))


@dataclass(frozen=True)
class Beside:
    """What lies beside the measures of one answer: near misses by measure id, and supports that exclude each other."""

    almost: Mapping[str, Almost]
    not_together: tuple[NotTogether, ...]


NOTHING_BESIDE = Beside({}, ())


def beside(
    measures: Iterable[Measure], shown: Sequence[Verdict], profile: Profile, estimate_of: EstimateOf | None = None
) -> Beside:
    """What has to be said beside the verdicts of an answer; looks only at measures for the same matters.

    ``estimate_of`` gives what is known of a measure's amount; by default what the profile allows.
    """
    topics = {t for v in shown for t in v.measure.content.topics}
    ids = {v.measure.id for v in shown}
    others = [m for m in measures if m.id not in ids and topics & set(m.content.topics)]
    judged = [*shown, *(judge(m, profile, shown[0].as_of) for m in others)] if shown else []
    near = {v.measure.id: found for v in shown if (found := almost(v, judged, profile))}
    conflicts = not_together(judged, estimate_of or estimates_from(profile))
    return Beside(near, tuple(c for c in conflicts if ids & {v.measure.id for v in c.verdicts}))


def _rank(verdict: Verdict) -> tuple[int, bool]:
    return _BEST_FIRST.index(verdict.ruling), verdict.expired
