"""A measure as a list to take along: conditions and their state, materials, steps, where, whom to call, source.

Pure: a verdict in, sections out. :func:`as_text` writes them for a terminal; the page has its own template.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from knowledge.eligibility import Ruling, State, Verdict
from knowledge.estimate_working import chinese_day
from knowledge.labels import told
from knowledge.measure import Measure
from knowledge.models import Contact
from knowledge.neighbours import Almost
from knowledge.profile import Profile

MARKS: dict[State, str] = {"met": "✓", "not_met": "✗", "unknown": "□"}
RULINGS: dict[Ruling, str] = {"eligible": "符合", "needs_check": "还要核实", "not_eligible": "不符合"}
_BOX = "□"


@dataclass(frozen=True, slots=True)
class Part:
    """Lines under a heading of their own, or under none."""

    heading: str | None
    lines: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """One section of the list."""

    title: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Checklist:
    """The list for a measure and an enterprise; ``validity``, ``ruling`` and ``near`` are sentences."""

    verdict: Verdict
    told: tuple[str, ...]
    validity: str
    ruling: str
    near: str
    sections: tuple[Section, ...]


def checklist(
    verdict: Verdict, profile: Profile, near: Almost | None = None, referral: Sequence[str] = ()
) -> Checklist:
    """What to see to before going; ``referral`` are lines on the street or community office in charge."""
    m = verdict.measure
    sections = (
        Section("条件", tuple(_conditions(verdict))),
        Section("材料", (_lines([f"{_BOX} {x}" for x in m.content.materials], "文件没有列材料清单，请先打电话问。"),)),
        Section("步骤", tuple(_steps(m)) or (_lines([], "文件没有写具体步骤，请先打电话问。"),)),
        Section("在哪里办", (_lines(_places(m), "文件没有写地址，请先打电话问。"),)),
        Section("找谁", (_lines([*_people(m), *referral, "市民服务热线 12345，随时可以核实"], ""),)),
        Section("要注意", (_lines([*m.content.notes, *(f"不能重复享受：{e.text}" for e in m.exclusions)], ""),)),
        Section("出处", (_lines([_source(m)], ""),)),
    )
    held = tuple(s for s in sections if any(p.lines for p in s.parts))
    missed = near.text if near else ""
    return Checklist(verdict, tuple(told(profile)), _validity(verdict), _ruling(verdict), missed, held)


def as_text(found: Checklist) -> str:
    """The whole list as plain text."""
    m = found.verdict.measure
    told_ = f"填的情况：{'；'.join(found.told)}" if found.told else ""
    head = (f"办理清单：{m.content.title}", f"{m.source}　编号 {m.id}", found.validity, told_, found.ruling, found.near)
    lines = [line for line in head if line]
    for section in found.sections:
        lines += ["", f"【{section.title}】"]
        for part in section.parts:
            lines += [f"{part.heading}："] if part.heading else []
            lines += [f"{i}. {line}" if part.numbered else line for i, line in enumerate(part.lines, 1)]
    return "\n".join(lines)


def _lines(lines: Sequence[str], nothing: str) -> Part:
    return Part(None, tuple(lines) or ((nothing,) if nothing else ()))


def _conditions(verdict: Verdict) -> Iterator[Part]:
    for benefit, reasons in groupby(verdict.reasons, key=lambda r: r.applies_to):
        yield Part(f"针对{benefit}" if benefit else None, tuple(f"{MARKS[r.state]} {r.text}" for r in reasons))


def _steps(measure: Measure) -> Iterator[Part]:
    for variant, steps in groupby(measure.content.steps, key=lambda s: s.variant):
        yield Part(variant, tuple(s.text for s in steps), numbered=True)


def _places(measure: Measure) -> list[str]:
    written = [f"{a.text}（邮编 {a.postcode}）" if a.postcode else a.text for a in measure.content.addresses]
    return [*written, *measure.content.urls]


def _people(measure: Measure) -> list[str]:
    reason = measure.content.no_contact_reason
    return [_person(measure, c) for c in measure.content.contacts] or [reason or "文件没有列联系人"]


def _person(measure: Measure, contact: Contact) -> str:
    who = " ".join(x for x in (measure.full_name(contact.department), contact.office, contact.name) if x)
    email = f"，邮箱 {contact.email}" if contact.email else ""
    return f"{who}：{'、'.join(contact.phones)}{email}{f'（{contact.duty}）' if contact.duty else ''}"


def _ruling(verdict: Verdict) -> str:
    """What came out, and how many conditions are still open."""
    unknown = sum(r.state == "unknown" for r in verdict.reasons)
    more = f"，打{_BOX}的 {unknown} 个条件还不知道" if unknown else ""
    return f"判断：{RULINGS[verdict.ruling]}{more}。最后由责任单位审核决定。"


def _validity(verdict: Verdict) -> str:
    m, day = verdict.measure, chinese_day(verdict.as_of)
    term = f"{chinese_day(m.valid_from)}起" + (f"，{chinese_day(m.valid_to)}止" if m.valid_to else "，原文没写截止日")
    state = {"not_yet": "还没开始", "in_force": "在有效期内", "ended": "已经结束，不能再按它申请"}[
        m.validity(verdict.as_of)
    ]
    ended = m.document.ended
    why = f"；{ended.reason}" if ended and m.expired(verdict.as_of) and not m.valid_to else ""
    return f"有效期：{term}{why}。截至{day}，{state}。"


def _source(measure: Measure) -> str:
    document = measure.document
    url = f" {document.source_url}" if document.source_url else ""
    return f"{measure.source}《{document.title}》，{document.issuer}，{chinese_day(document.published)}发布{url}"
