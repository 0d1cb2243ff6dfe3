"""How far confidences can be trusted: calibration error, and what a threshold costs and saves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np


def calibration_error(confidences: Sequence[float], right: Sequence[bool], bins: int = 10) -> float:
    """Expected calibration error: mean distance between confidence and accuracy over equal-width bins."""
    confidence, correct = np.array(confidences), np.array(right, dtype=float)
    which = np.minimum((confidence * bins).astype(int), bins - 1)
    gaps = [
        abs(confidence[which == b].mean() - correct[which == b].mean()) * (which == b).mean()
        for b in range(bins)
        if (which == b).any()
    ]
    return float(sum(gaps))


@dataclass(frozen=True)
class Point:
    """At a threshold: the share answered at once, the share of errors among those, and how good the rest is.

    ``below`` is the share of right ones among what stays under the threshold: asking back about those is wasted.
    """

    threshold: float
    coverage: float
    risk: float
    below: float


def risk_coverage(confidences: Sequence[float], right: Sequence[bool], steps: int = 19) -> Iterator[Point]:
    """One point for each threshold 0.05, 0.10, …"""
    confidence, correct = np.array(confidences), np.array(right, dtype=float)
    for threshold in np.linspace(0.05, 0.95, steps):
        sure = confidence >= threshold
        risk = 1 - float(correct[sure].mean()) if sure.any() else 0.0
        below = float(correct[~sure].mean()) if (~sure).any() else 0.0
        yield Point(float(threshold), float(sure.mean()), risk, below)
