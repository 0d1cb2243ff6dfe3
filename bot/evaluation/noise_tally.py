"""Counting what noise costs and what correcting changes; and both as plain data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.evaluation.correction import Change, CorrectionResult
from bot.evaluation.noise import KINDS
from bot.evaluation.results import NoiseResult


@dataclass(frozen=True, slots=True)
class NoiseScore:
    """One kind of noise: right answers, and right answers to the same questions without noise."""

    right: int
    clean: int
    total: int

    @property
    def rate(self) -> float:
        """Share that is right with noise."""
        return self.right / self.total

    @property
    def clean_rate(self) -> float:
        """Share that is right without."""
        return self.clean / self.total

    @property
    def difference(self) -> float:
        """What the noise costs; negative when answers are lost."""
        return (self.right - self.clean) / self.total


def noise_scores(results: Sequence[NoiseResult]) -> dict[str, NoiseScore]:
    """A score for every kind that could be applied, in the order of ``KINDS``."""
    found = {}
    for kind in KINDS:
        own = [r for r in results if r.variant.kind == kind]
        if own:
            found[kind] = NoiseScore(sum(r.asked.right for r in own), sum(r.clean for r in own), len(own))
    return found


def correction_counts(result: CorrectionResult) -> dict[str, tuple[int, int]]:
    """For each correction: sentences changed, and changed wrongly."""
    return {
        step: (
            sum(c.step == step for c in result.changes),
            sum(c.step == step for c in result.wrong),
        )
        for step in result.steps
    }


def noise_json(results: Sequence[NoiseResult]) -> dict[str, dict[str, Any]]:
    """The scores by kind."""
    return {
        kind: {
            "label": KINDS[kind],
            "right": one.right,
            "total": one.total,
            "rate": one.rate,
            "clean_rate": one.clean_rate,
            "difference": one.difference,
        }
        for kind, one in noise_scores(results).items()
    }


def correction_json(result: CorrectionResult) -> dict[str, Any]:
    """Counts by correction, and every change."""
    counts = correction_counts(result)
    return {
        "sentences": result.total,
        "by": {step: {"changed": changed, "wrong": wrong} for step, (changed, wrong) in counts.items()},
        "wrong": len(result.wrong),
        "changes": [_change(c) for c in result.changes],
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "step": change.step,
        "where": change.where,
        "before": change.before,
        "after": change.after,
        "words": [list(pair) for pair in change.words],
        "right": change.right,
    }
