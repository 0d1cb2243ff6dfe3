"""Errors of the evaluation package; messages are Chinese and meant for people.

EvaluationError
├── BrokenCase    an evaluation file that cannot be read; says file, line and field
├── AssistantUnreachable    the assistant cannot be asked at all; the run stops
├── AskFailed     one question got no usable reply; it counts as a miss and the run goes on
└── Undecidable   an enterprise size cannot be told from the figures; the case counts as a miss
"""

from __future__ import annotations


class EvaluationError(Exception):
    """The evaluation cannot be done as asked."""


class BrokenCase(EvaluationError):
    """An evaluation file is wrong. ``problems`` has one line a fault: file, line, field."""

    def __init__(self, problems: list[str]) -> None:
        """Keep every fault, so that all can be mended in one go."""
        self.problems = problems
        super().__init__("评测文件有问题，没有开始评测：\n" + "\n".join(f"  - {p}" for p in problems))


class AssistantUnreachable(EvaluationError):
    """The assistant cannot be asked at all."""


class AskFailed(EvaluationError):
    """One question got no usable reply."""


class Undecidable(EvaluationError):
    """The figures given do not settle the size."""
