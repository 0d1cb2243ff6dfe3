"""Which cases and which parts a run is about."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.evaluation.cases import CaseSet
from bot.evaluation.errors import EvaluationError
from bot.evaluation.noise import KINDS

PARTS = {
    "questions": "问题",
    "search": "检索",
    "dialogues": "对话",
    "sizes": "企业划型",
    "noise": "变体",
    "correction": "改错",
}
FILES = {
    "questions": "questions.jsonl",
    "search": "questions.jsonl",
    "dialogues": "dialogues.jsonl",
    "sizes": "size_cases.jsonl",
    "noise": "questions.jsonl",
}
# Run only when asked for.
_EXTRA = ("noise", "correction")


@dataclass(frozen=True, slots=True)
class Chosen:
    """The cases, the parts to run, and the kinds of noise."""

    cases: CaseSet
    parts: tuple[str, ...]
    kinds: tuple[str, ...]


def choose(cases: CaseSet, only: str | None, noise: bool) -> Chosen:
    """What ``only`` leaves: a part, a kind of noise, an intent, or one case; ``noise`` adds the extra parts."""
    kinds = tuple(KINDS)
    if only is None:
        return Chosen(cases, tuple(p for p in PARTS if noise or p not in _EXTRA), kinds)
    if only in PARTS:
        return Chosen(cases, (only,), kinds)
    if only in KINDS:
        return Chosen(cases, ("noise",), (only,))
    questions = tuple(q for q in cases.questions or () if only in (q.id, q.intent))
    dialogues = tuple(d for d in cases.dialogues or () if d.id == only)
    if not questions and not dialogues:
        names = "、".join((*PARTS, *KINDS))
        raise EvaluationError(f"没有“{only}”：可以写 {names}，或一个意图名，或一道题、一段对话的 id。")
    parts = [*(("questions", "search") if questions else ()), *(("dialogues",) if dialogues else ())]
    if noise and questions:
        parts.append("noise")
    return Chosen(replace(cases, questions=questions, dialogues=dialogues), tuple(parts), kinds)
