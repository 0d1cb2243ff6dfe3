"""口径: what an operator reads out to the caller, made of the measure's own facts. Pure."""

from __future__ import annotations

from datetime import date

from actions import wording
from knowledge.eligibility import Reason, Verdict, Way
from knowledge.labels import told
from knowledge.measure import Measure
from knowledge.neighbours import Almost
from knowledge.profile import Profile

MOST_CONTACTS, MOST_REASONS, MOST_CHARS = 2, 3, 180
_RULINGS = {
    "eligible": "按您说的情况，符合条件",
    "not_eligible": "按您说的情况，不符合条件",
    "needs_check": "是否符合，还要核实",
}


def read_out(verdict: Verdict, profile: Profile, as_of: date, near: Almost | None = None, query: str = "") -> str:
    """Sentences to speak or to copy: what it gives, for whom, until when, whom to call, the source and the day."""
    measure = verdict.measure
    parts = [_place(measure)]
    if measure.validity(as_of) != "in_force":
        parts.append("请注意，这条政策" + wording.validity(measure, as_of).replace("：", "，", 1))
    parts.append(_short(measure.content.summary))
    parts += _verdict(verdict, profile, near)
    parts.append(_contacts(measure, query))
    if measure.validity(as_of) == "in_force":
        parts.append(wording.validity(measure, as_of))
    parts.append(f"以上依据{wording.full_title(measure)}，按{wording.day(as_of)}的情况答复，最终以主管部门审核为准。")
    return "".join(_sentence(p) for p in parts if p)


def _place(measure: Measure) -> str:
    where = "北京市" if measure.district == "北京" else f"北京市{measure.district}区"
    return f"您问的是{where}的“{measure.content.title}”"


def _short(summary: str) -> str:
    """The first sentences; the whole stands beside it on the screen."""
    if len(summary) <= MOST_CHARS:
        return summary
    end = summary.rfind("。", 0, MOST_CHARS)
    return summary[: end + 1] if end > 0 else summary


def _verdict(verdict: Verdict, profile: Profile, near: Almost | None) -> list[str]:
    if not told(profile) or (len(verdict.reasons) <= 1 and not verdict.measure.content.conditions):
        return []
    wanted = {"not_eligible": "not_met", "needs_check": "unknown"}.get(verdict.ruling)
    named = [r.text.rstrip("。") for r in _nearest(verdict) if r.state == wanted]
    more = f"，等 {len(named)} 项" if len(named) > MOST_REASONS else ""
    why = f"：{'；'.join(named[:MOST_REASONS])}{more}" if named else ""
    return [_RULINGS[verdict.ruling] + why, near.text if near else ""]


def _nearest(verdict: Verdict) -> tuple[Reason, ...]:
    """The conditions of the way to be supported that has the fewest of them failed or open, and most of them met."""

    def distance(way: Way) -> tuple[int, int, int]:
        states = [r.state for r in way.reasons]
        return states.count("not_met"), states.count("unknown"), -states.count("met")

    ways = verdict.ways
    return min(ways, key=distance).reasons if ways else verdict.reasons


def _contacts(measure: Measure, query: str) -> str:
    people = wording.ranked_contacts(measure, query)[:MOST_CONTACTS]
    if not people:
        return wording.contacts(measure)[0]
    named = [
        f"{measure.full_name(p.department)}{p.office or ''}{p.name or ''}，电话 {'、'.join(p.phones) or '（没有列出）'}"
        for p in people
    ]
    return f"办理和咨询请联系{'；或者'.join(named)}"


def _sentence(text: str) -> str:
    plain = text.strip()
    return plain if plain.endswith(("。", "！", "？")) else f"{plain}。"
