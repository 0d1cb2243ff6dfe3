"""Plans about the size of the enterprise (工信部联企业〔2011〕300号)."""

from __future__ import annotations

from actions.focus import Focus
from actions.planned import Plan
from knowledge import size
from knowledge.clarify import Clarification
from knowledge.profile import Profile
from knowledge.sectors import UnknownSector


def plan(focus: Focus, profile: Profile) -> Plan:
    """The size of the enterprise, or the figure that is missing for it."""
    if profile.size == "个体工商户" and profile.employees is None and profile.revenue_wan is None:
        return Plan("size", trouble="个体工商户不按企业划型，多数文件把它单独列出，和小微企业一起照顾。")
    if not profile.sector:
        return _ask(focus, "sector", "行业不同，划分标准也不同")
    try:
        return Plan(
            "size", sized=size.classify(profile.sector, profile.employees, profile.revenue_wan, profile.assets_wan)
        )
    except size.SizeUndecidable as fault:
        return _ask(focus, fault.missing[0], str(fault))
    except UnknownSector as fault:
        return Plan("size", trouble=str(fault))


def _ask(focus: Focus, slot: str, why: str) -> Plan:
    if slot in focus.skipped:
        return Plan("size", trouble=why)
    answers = ("饭馆", "零售", "软件", "工业", "建筑", "物业") if slot == "sector" else ()
    return Plan("size", ask=Clarification(slot, answers, why))
