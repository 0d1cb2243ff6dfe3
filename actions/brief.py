"""An answer in short, for channels whose messages are small: the best measure on one screen, the page has the rest."""

from __future__ import annotations

from datetime import date

from actions import wording
from actions.focus import Focus
from actions.phrases import ASK, all_ended
from actions.planned import Plan
from knowledge.eligibility import Verdict

# What an aspect's section is given of its lines, and what a line is given of its words.
MOST_LINES, MOST_CHARS = 6, 90
MOST_CONTACTS = 3


def brief(plan: Plan, focus: Focus, today: date, asks: str | None = None) -> str:
    """Measure, term, what was asked about, verdict, whom to call; and the question back, if there is one."""
    if not plan.verdicts:
        return ""
    lines = _measure(plan, plan.verdicts[0], focus, today)
    for other in plan.verdicts[1:]:
        ended = "（已结束）" if other.expired else ""
        lines.append(f"还有：{wording.headline(other.measure)}{ended}")
    if all(v.expired for v in plan.verdicts) and not asks:
        lines.append(all_ended(today))
    if asks:
        lines += ["", ASK[asks]]
        if plan.ask and plan.ask.why:
            lines.append(f"（为什么问：{_short(plan.ask.why)}。说“不知道”也行。）")
    return "\n".join(lines)


def _measure(plan: Plan, verdict: Verdict, focus: Focus, today: date) -> list[str]:
    m, aspects = verdict.measure, focus.aspects
    lines = [wording.headline(m), wording.validity(m, today), *wording.estimate(plan.estimate_of(verdict))]
    if "materials" in aspects:
        lines += ["要带的材料：", *_cut(wording.materials(m))]
    if "process" in aspects or "address" in aspects:
        lines += ["怎么办：", *_cut(wording.steps(m)), *wording.places(m)[:2]]
    if {"deadline", "validity"} & set(aspects):
        lines += ["时间：", *_cut(wording.times(m))]
    if "amount" in aspects or not aspects:
        lines += _cut(wording.amounts(m)) or [_short(m.content.summary)]
    lines += _verdict(plan, verdict)
    return [*lines, "联系谁：", *wording.contacts(m, focus.text, focus.departments, MOST_CONTACTS)]


def _verdict(plan: Plan, verdict: Verdict) -> list[str]:
    """The ruling, with what fails or is not known; what is met needs no words here."""
    said = wording.ruling(verdict, plan.beside.almost.get(verdict.measure.id))
    return [said[0], *_cut([line for line in said[1:] if not line.startswith("✓")])] if said else []


def _cut(lines: list[str]) -> list[str]:
    kept = [_short(line) for line in lines[:MOST_LINES]]
    return [*kept, "……（全文见下面的链接）"] if len(lines) > MOST_LINES else kept


def _short(line: str) -> str:
    """The line up to the end of the sentence nearest to the limit. Figures behind it are in the full text only."""
    if len(line) <= MOST_CHARS:
        return line
    end = max(line.rfind(mark, 0, MOST_CHARS) for mark in "。；，")
    return f"{line[: end if end > MOST_CHARS // 2 else MOST_CHARS]}……"
