"""What will be said, before it is put into words."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge import size
from knowledge.clarify import Clarification
from knowledge.eligibility import Verdict
from knowledge.estimate_result import Estimate
from knowledge.standing import NOTHING_BESIDE, Beside


@dataclass(frozen=True)
class Plan:
    """``kind``: answer, none (nothing fits), unclear (not understood), beyond, elsewhere, size, overview or topic.

    ``beyond``: a measure was chosen by a number that was not shown.
    ``nearest``: for what was not understood, the questions that may have been meant.
    """

    kind: str
    verdicts: tuple[Verdict, ...] = ()
    ask: Clarification | None = None
    sized: size.SizeResult | None = None
    trouble: str | None = None
    estimates: tuple[Estimate | None, ...] = ()
    referrals: tuple[tuple[str, ...], ...] = ()
    beside: Beside = NOTHING_BESIDE
    nearest: tuple[str, ...] = ()

    def referral_of(self, verdict: Verdict) -> tuple[str, ...]:
        """Lines on the street or community office this measure sends people to."""
        known = dict(zip((v.measure.id for v in self.verdicts), self.referrals, strict=False))
        return known.get(verdict.measure.id, ())

    def estimate_of(self, verdict: Verdict) -> Estimate | None:
        """What the figures in the question come to for this measure, if they can be used for it."""
        known = dict(zip((v.measure.id for v in self.verdicts), self.estimates, strict=False))
        return known.get(verdict.measure.id)
