"""What the ranking is made of. The product uses :data:`PRODUCT`; benchmarks switch parts off to see their worth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

WEIGHTS = Path(__file__).with_name("weights.yml")


@dataclass(frozen=True)
class Options:
    """How much each part counts, in units of evidence: one more makes a measure e times as likely the right one.

    Attributes:
        fields: For each kind of term (words, characters, sounds) how much each field counts.
        synonyms: A synonym's share of what the word itself would count.
        question: What a sample question counts that is the same as what was asked.
        question_from: How near a sample question must be to count at all, 0 to 1.
    """

    fields: Mapping[str, Mapping[str, float]]
    synonyms: float
    question: float
    question_from: float

    @classmethod
    def load(cls, path: Path = WEIGHTS) -> Options:
        """The weights of a file."""
        return cls(**yaml.safe_load(path.read_text("utf-8")))


PRODUCT = Options.load()
