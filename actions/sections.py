"""One section of an answer: what was asked about a measure, under its heading."""

from __future__ import annotations

from collections.abc import Callable

from actions import wording
from actions.focus import Focus
from actions.planned import Plan
from knowledge.eligibility import Verdict


def section(aspect: str, plan: Plan, verdict: Verdict, focus: Focus) -> list[str]:
    """One section of an answer with its heading; the source when the aspect has none of its own."""
    m = verdict.measure
    listed = bool(m.content.materials)
    most = None if "contact" in focus.aspects else wording.MANY_CONTACTS
    sections: dict[str, Callable[[], list[str]]] = {
        "contact": lambda: [
            "联系谁：",
            *wording.contacts(m, focus.text, focus.departments, most),
            *plan.referral_of(verdict),
        ],
        "materials": lambda: [
            "要带的材料：",
            *wording.materials(m),
            *(["办理步骤里写的是：", *wording.steps(m)] if not listed and m.content.steps else []),
        ],
        "process": lambda: ["怎么办：", *wording.steps(m), *wording.places(m)],
        "address": lambda: ["在哪办：", *(wording.places(m) or ["文件没有写地址，请先打电话问。"])],
        "eligibility": lambda: wording.ruling(verdict, plan.beside.almost.get(m.id)),
        "amount": lambda: ["能给多少：", *wording.amounts(m)],
        "deadline": lambda: ["时间：", *wording.times(m)],
        "validity": lambda: ["时间：", *wording.times(m)],
    }
    return sections.get(aspect, lambda: [f"出处：{wording.full_title(m)}"])()


def asked(plan: Plan, focus: Focus) -> list[str]:
    """The section on the best measure that was asked for first, heading and lines; empty when none was."""
    if not focus.aspects or not plan.verdicts:
        return []
    return section(focus.aspects[0], plan, plan.verdicts[0], focus)


def working(plan: Plan) -> list[str]:
    """How the figures told come to the best measure's amount; empty without figures."""
    lines = wording.estimate(plan.estimate_of(plan.verdicts[0])) if plan.verdicts else []
    return [line.strip() for line in lines[1:]]
