"""Counting: how many right, by what, and how fast; and the whole report as plain data."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from bot.evaluation.cases import Question, SizeCase
from bot.evaluation.noise_tally import correction_json, noise_json
from bot.evaluation.reply import Reply, name_ref
from bot.evaluation.results import Asked, EvalReport, QuestionResult


@dataclass(frozen=True, slots=True)
class Score:
    """So many right of so many."""

    right: int
    total: int

    @property
    def rate(self) -> float | None:
        """Share that is right, None without cases."""
        return self.right / self.total if self.total else None


def score(verdicts: Iterable[bool]) -> Score:
    """Count the right ones."""
    seen = list(verdicts)
    return Score(sum(seen), len(seen))


def scores(report: EvalReport) -> dict[str, Score]:
    """The headline figures of the parts that were run, in reading order."""
    found = {}
    if report.questions is not None:
        found["questions"] = score(r.asked.right for r in report.questions)
    if report.search is not None:
        found["search_top1"] = score(r.top1 for r in report.search)
        found["search_top3"] = score(r.top3 for r in report.search)
    if report.dialogues is not None:
        found["dialogues"] = score(r.right for r in report.dialogues)
        found["turns"] = score(turn.asked.right for r in report.dialogues for turn in r.turns)
    if report.sizes is not None:
        found["sizes"] = score(not r.problems for r in report.sizes)
    return found


GROUPINGS: dict[str, Callable[[Question], str]] = {
    "intent": lambda question: question.intent,
    "register": lambda question: question.tone,
    "origin": lambda question: question.origin,
}


def grouped(results: Iterable[QuestionResult], key: Callable[[Question], str]) -> dict[str, Score]:
    """Right and total by a property of the question, largest group first."""
    groups: dict[str, list[bool]] = {}
    for result in results:
        groups.setdefault(key(result.question), []).append(result.asked.right)
    ordered = sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))
    return {name: score(verdicts) for name, verdicts in ordered}


def latency(report: EvalReport) -> dict[str, float] | None:
    """p50, p95 and the longest, in milliseconds; None when nothing was asked."""
    times = report.latencies
    if not times:
        return None
    return {"p50": _percentile(times, 50), "p95": _percentile(times, 95), "max": times[-1]}


def _percentile(ascending: list[float], percent: int) -> float:
    """Nearest rank: the smallest value that ``percent`` of all do not exceed."""
    return ascending[math.ceil(len(ascending) * percent / 100) - 1]


def misses(report: EvalReport) -> list[dict[str, Any]]:
    """Every wrong case: part, id, what was asked, why it is wrong, what came back."""
    return [
        *_question_misses(report),
        *_search_misses(report),
        *_turn_misses(report),
        *_size_misses(report),
        *_noise_misses(report),
    ]


def _question_misses(report: EvalReport) -> list[dict[str, Any]]:
    wrong = [r for r in report.questions or () if not r.asked.right]
    return [_miss("questions", r.question.id, r.question.text, r.asked) for r in wrong]


def _turn_misses(report: EvalReport) -> list[dict[str, Any]]:
    return [
        _miss("dialogues", f"{result.dialogue.id}#{place}", turn.turn.user, turn.asked, turn.turn.note)
        for result in report.dialogues or ()
        for place, turn in enumerate(result.turns, start=1)
        if not turn.asked.right
    ]


def _noise_misses(report: EvalReport) -> list[dict[str, Any]]:
    return [
        _miss("noise", r.variant.id, r.variant.text, r.asked, "" if r.clean else "不加变化也没答对")
        for r in report.noise or ()
        if not r.asked.right
    ]


def _miss(part: str, case_id: str, asked_for: str, asked: Asked, note: str = "") -> dict[str, Any]:
    case = {"part": part, "id": case_id, "asked": asked_for, "note": note, "problems": list(asked.problems)}
    return case | _returned(asked.reply)


def _returned(reply: Reply | None) -> dict[str, Any]:
    if reply is None:
        return {"text": None, "types": [], "asks": [], "measures": []}
    measures = [name_ref(ref) for ref in reply.top3]
    return {"text": reply.text, "types": list(reply.kinds), "asks": list(reply.asks), "measures": measures}


def _search_misses(report: EvalReport) -> list[dict[str, Any]]:
    return [
        {
            "part": "search",
            "id": result.question.id,
            "asked": result.question.text,
            "problems": ["前三条里没有" + "、".join(name_ref(one.ref) for one in result.question.expect)],
            "measures": [name_ref(ref) for ref in result.found],
        }
        for result in report.search or ()
        if not result.top3
    ]


def _size_misses(report: EvalReport) -> list[dict[str, Any]]:
    return [
        {
            "part": "sizes",
            "id": str(place),
            "asked": _enterprise(result.case),
            "note": result.case.note,
            "problems": list(result.problems),
        }
        for place, result in enumerate(report.sizes or (), start=1)
        if result.problems
    ]


def _enterprise(case: SizeCase) -> str:
    figures = (
        ("从业人员", case.employees, "人"),
        ("营业收入", case.revenue_wan, "万元"),
        ("资产总额", case.assets_wan, "万元"),
    )
    told = [f"{name} {'未提供' if value is None else f'{value} {unit}'}" for name, value, unit in figures]
    return "，".join([case.sector, *told])


def as_json(report: EvalReport) -> dict[str, Any]:
    """The report as plain data for ``json.dumps``."""
    groups = {
        name: {group: _plain(s) for group, s in grouped(report.questions or (), key).items()}
        for name, key in GROUPINGS.items()
    }
    found = {
        "scores": {name: _plain(s) for name, s in scores(report).items()},
        "by": groups,
        "latency_ms": latency(report),
        "skipped": report.skipped,
        "misses": misses(report),
    }
    if report.noise is not None:
        found["noise"] = noise_json(report.noise)
    if report.correction is not None:
        found["correction"] = correction_json(report.correction)
    return found


def _plain(one: Score) -> dict[str, Any]:
    return {"right": one.right, "total": one.total, "rate": one.rate}
