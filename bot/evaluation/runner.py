"""One evaluation run over a folder: which cases, in which order, and what was skipped and why."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from bot.evaluation.asking import Examiner
from bot.evaluation.cases import load_folder
from bot.evaluation.choosing import FILES, PARTS, Chosen, choose
from bot.evaluation.correction import CorrectionResult, check_correction, clean_questions
from bot.evaluation.noisy import ask_noise
from bot.evaluation.ports import Asker, Correction, KnownPhone, Progress, Search, Sentence, Size
from bot.evaluation.results import EvalReport, NoiseResult, QuestionResult
from bot.evaluation.search_eval import check_search
from bot.evaluation.sizes import check_size

C = TypeVar("C")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Proofs:
    """For the part on correction: the corrections in their order, and sentences known to be right."""

    corrections: tuple[Correction, ...]
    sentences: tuple[Sentence, ...]


async def evaluate(
    folder: Path,
    asker: Asker | None,
    search: Search | None,
    size: Size | None,
    known_phone: KnownPhone,
    *,
    proofs: Proofs | None = None,
    only: str | None = None,
    noise: bool = False,
    drawing: int = 0,
    progress: Progress | None = None,
) -> EvalReport:
    """Put a folder's cases to the assistant.

    Args:
        folder: holds ``questions.jsonl``, ``dialogues.jsonl``, ``size_cases.jsonl`` or some of them.
        asker: the assistant; None skips questions, dialogues and noise.
        search: the search; None skips that part.
        size: the size judge; None skips that part.
        known_phone: whether the store has a phone number.
        proofs: what the part on correction needs; None skips that part.
        only: a part (see ``PARTS``), a kind of noise, an intent, or the id of a question or dialogue; None runs all.
        noise: run the parts on noise and correction too; they take several times as long as the rest.
        drawing: which throw of the dice makes the noisy variants.
        progress: told after every case.

    Raises:
        EvaluationError: the folder cannot be read, ``only`` names nothing, or the assistant cannot be reached.
    """
    chosen = choose(load_folder(folder), only, noise)
    tools = {
        "questions": asker,
        "search": search,
        "dialogues": asker,
        "sizes": size,
        "noise": asker,
        "correction": proofs,
    }
    skipped = _skipped(chosen, tools)
    run = _Run([part for part in chosen.parts if part not in skipped], progress)
    examiner = Examiner(asker, known_phone) if asker else None
    cases = chosen.cases
    with_measure = [q for q in cases.questions or () if q.expect]
    questions = await run.each("questions", cases.questions, examiner.question if examiner else None)
    return EvalReport(
        questions=questions,
        search=await run.each("search", with_measure, _later(partial(check_search, search=search)) if search else None),
        dialogues=await run.each("dialogues", cases.dialogues, examiner.dialogue if examiner else None),
        sizes=await run.each("sizes", cases.sizes, _later(partial(check_size, size=size)) if size else None),
        noise=await run.noise(chosen, examiner, drawing, questions),
        correction=run.correction(chosen, proofs),
        skipped=skipped,
    )


class _Run:
    """Runs the chosen parts, reporting after every case."""

    def __init__(self, parts: Sequence[str], progress: Progress | None) -> None:
        self._parts = parts
        self._progress = progress

    async def each(
        self, part: str, cases: Sequence[C] | None, check: Callable[[C], Awaitable[R]] | None
    ) -> tuple[R, ...] | None:
        """Check every case of a part; None when the part is not to be run."""
        if part not in self._parts or cases is None or check is None:
            return None
        results = []
        for done, case in enumerate(cases, start=1):
            results.append(await check(case))
            if self._progress:
                self._progress(PARTS[part], done, len(cases))
        return tuple(results)

    async def noise(
        self, chosen: Chosen, examiner: Examiner | None, drawing: int, clean: Sequence[QuestionResult] | None
    ) -> tuple[NoiseResult, ...] | None:
        """Ask the noisy variants; None when they are not to be asked."""
        if "noise" not in self._parts or examiner is None:
            return None
        questions = chosen.cases.questions or ()
        return await ask_noise(examiner, questions, chosen.kinds, drawing=drawing, clean=clean, progress=self._progress)

    def correction(self, chosen: Chosen, proofs: Proofs | None) -> CorrectionResult | None:
        """See what correcting does to clean sentences; None when that is not to be seen."""
        if "correction" not in self._parts or proofs is None:
            return None
        sentences = [*clean_questions(chosen.cases.questions or ()), *proofs.sentences]
        tell = partial(self._progress, PARTS["correction"]) if self._progress else lambda done, total: None
        return check_correction(sentences, proofs.corrections, tell)


def _later(check: Callable[[C], R]) -> Callable[[C], Awaitable[R]]:
    async def checked(case: C) -> R:
        return check(case)

    return checked


def _skipped(chosen: Chosen, tools: Mapping[str, object]) -> dict[str, str]:
    """The parts that were asked for but cannot be run, with the reason in Chinese."""
    cases = chosen.cases
    have: Mapping[str, object] = {
        "questions": cases.questions,
        "search": cases.questions,
        "dialogues": cases.dialogues,
        "sizes": cases.sizes,
        "noise": cases.questions,
        "correction": (),  # has sentences of its own
    }
    skipped = {}
    for part in chosen.parts:
        if have[part] is None:
            skipped[part] = f"没有 {FILES[part]}，跳过{PARTS[part]}"
        elif tools[part] is None:
            skipped[part] = f"没有可用的接口，跳过{PARTS[part]}"
    return skipped
