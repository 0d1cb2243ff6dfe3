"""One evaluation run over a folder: which cases, in which order, and what was skipped and why."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from bot.evaluation.asking import Examiner
from bot.evaluation.cases import CaseSet, load_folder
from bot.evaluation.errors import EvaluationError
from bot.evaluation.ports import Asker, KnownPhone, Progress, Search, Size
from bot.evaluation.results import EvalReport
from bot.evaluation.search_eval import check_search
from bot.evaluation.sizes import check_size

PARTS = {"questions": "问题", "search": "检索", "dialogues": "对话", "sizes": "企业划型"}
_FILES = {
    "questions": "questions.jsonl",
    "search": "questions.jsonl",
    "dialogues": "dialogues.jsonl",
    "sizes": "size_cases.jsonl",
}

C = TypeVar("C")
R = TypeVar("R")


async def evaluate(
    folder: Path,
    asker: Asker | None,
    search: Search | None,
    size: Size | None,
    known_phone: KnownPhone,
    *,
    only: str | None = None,
    progress: Progress | None = None,
) -> EvalReport:
    """Put a folder's cases to the assistant.

    Args:
        folder: holds ``questions.jsonl``, ``dialogues.jsonl``, ``size_cases.jsonl`` or some of them.
        asker: the assistant; None skips questions and dialogues.
        search: the search; None skips that part.
        size: the size judge; None skips that part.
        known_phone: whether the store has a phone number.
        only: a part (see ``PARTS``), an intent, or the id of a question or dialogue; None runs all.
        progress: told after every case.

    Raises:
        EvaluationError: the folder cannot be read, ``only`` names nothing, or the assistant cannot be reached.
    """
    cases, parts = _choose(load_folder(folder), only)
    tools: dict[str, object] = {"questions": asker, "search": search, "dialogues": asker, "sizes": size}
    skipped = _skipped(cases, parts, tools)
    run = _Run([part for part in parts if part not in skipped], progress)
    examiner = Examiner(asker, known_phone) if asker else None
    with_measure = [q for q in cases.questions or () if q.expect]
    return EvalReport(
        questions=await run.each("questions", cases.questions, examiner.question if examiner else None),
        search=await run.each("search", with_measure, _later(partial(check_search, search=search)) if search else None),
        dialogues=await run.each("dialogues", cases.dialogues, examiner.dialogue if examiner else None),
        sizes=await run.each("sizes", cases.sizes, _later(partial(check_size, size=size)) if size else None),
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


def _later(check: Callable[[C], R]) -> Callable[[C], Awaitable[R]]:
    async def checked(case: C) -> R:
        return check(case)

    return checked


def _choose(cases: CaseSet, only: str | None) -> tuple[CaseSet, list[str]]:
    """The cases and parts that ``only`` leaves."""
    if only is None:
        return cases, list(PARTS)
    if only in PARTS:
        return cases, [only]
    questions = tuple(q for q in cases.questions or () if only in (q.id, q.intent))
    dialogues = tuple(d for d in cases.dialogues or () if d.id == only)
    if not questions and not dialogues:
        raise EvaluationError(f"没有“{only}”：可以写 {'、'.join(PARTS)}，或一个意图名，或一道题、一段对话的 id。")
    parts = ["questions", "search"] if questions else []
    return replace(cases, questions=questions, dialogues=dialogues), parts + (["dialogues"] if dialogues else [])


def _skipped(cases: CaseSet, parts: Sequence[str], tools: Mapping[str, object]) -> dict[str, str]:
    """The parts that were asked for but cannot be run, with the reason in Chinese."""
    have = {"questions": cases.questions, "search": cases.questions, "dialogues": cases.dialogues, "sizes": cases.sizes}
    skipped = {}
    for part in parts:
        if have[part] is None:
            skipped[part] = f"没有 {_FILES[part]}，跳过{PARTS[part]}"
        elif tools[part] is None:
            skipped[part] = f"没有可用的接口，跳过{PARTS[part]}"
    return skipped
