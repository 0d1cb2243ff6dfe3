"""Asking the noisy variants, and the clean questions they are compared with."""

from __future__ import annotations

from collections.abc import Sequence

from bot.evaluation.asking import Examiner
from bot.evaluation.cases import Question
from bot.evaluation.noise import KINDS, variants
from bot.evaluation.ports import Progress
from bot.evaluation.results import NoiseResult, QuestionResult


async def ask_noise(
    examiner: Examiner,
    questions: Sequence[Question],
    kinds: Sequence[str],
    *,
    drawing: int = 0,
    clean: Sequence[QuestionResult] | None = None,
    progress: Progress | None = None,
) -> tuple[NoiseResult, ...]:
    """Ask every variant of every kind.

    Args:
        examiner: asks and judges.
        questions: the clean questions.
        kinds: names from ``KINDS``.
        drawing: which throw of the dice makes the variants.
        clean: the answers to the clean questions, where they have been asked already.
        progress: told after every message.
    """
    made = {kind: variants(kind, questions, drawing) for kind in kinds}
    right = {r.question.id: r.asked.right for r in clean or ()}
    missing = {q.id: q for found in made.values() for v in found for q in v.questions if q.id not in right}
    for done, question in enumerate(missing.values(), start=1):
        right[question.id] = (await examiner.question(question)).asked.right
        _tell(progress, "变体的原题", done, len(missing))
    results: list[NoiseResult] = []
    for kind, found in made.items():
        for done, variant in enumerate(found, start=1):
            asked = await examiner.message(variant.text, variant.questions)
            results.append(NoiseResult(variant, asked, all(right[q.id] for q in variant.questions)))
            _tell(progress, f"变体·{KINDS[kind]}", done, len(found))
    return tuple(results)


def _tell(progress: Progress | None, part: str, done: int, total: int) -> None:
    if progress:
        progress(part, done, total)
