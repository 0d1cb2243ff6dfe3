"""Chinese for one judged measure: what it gives, whether it fits, how, until when, whom to call.

Pure text from typed facts; no sentence here states a figure that is not in the measure.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import date

from knowledge.eligibility import Reason, Verdict, benefits_of, lost_benefits
from knowledge.estimate_result import Estimate
from knowledge.measure import Measure
from knowledge.models import Contact
from knowledge.neighbours import Almost
from knowledge.standing import Beside
from knowledge.together import pays

RULINGS = {
    "eligible": "从您说的情况看，符合条件",
    "not_eligible": "从您说的情况看，不符合条件",
    "needs_check": "是否符合还要核实",
}
_MARKS = {"met": "✓", "not_met": "✗", "unknown": "？"}
MANY_CONTACTS = 4
_FIGURE = re.compile(r"\d[\d.\-%]*")
_TIME = re.compile(r"\d+\s*(?:年|个?月|日|天|小时|个工作日)|月底|年底|截止|到期|期限")
_PUNCTUATION = re.compile(r"[^\w]")


def day(value: date) -> str:
    """2022年12月31日."""
    return f"{value.year}年{value.month}月{value.day}日"


def headline(measure: Measure) -> str:
    """Place, title and source of a measure."""
    return f"【{measure.district}】{measure.content.title}（{measure.source}）"


def validity(measure: Measure, as_of: date) -> str:
    """One line: the term, and plainly whether it had ended by that day."""
    state, document = measure.validity(as_of), measure.document
    term = f"有效期到{day(measure.valid_to)}" if measure.valid_to else document.term.rstrip("。")
    if state == "not_yet":
        return f"还没开始：{day(measure.valid_from)}起施行，{term}。"
    if state == "in_force":
        caution = "" if measure.valid_to else "（原文没写截止日，办之前请先打电话确认）"
        return f"在有效期内：{term}{caution}。"
    if document.ended and not (measure.valid_to and as_of > measure.valid_to):
        term = document.ended.reason.rstrip("。")
    return f"已经结束：{term}。"


def gives(measure: Measure) -> list[str]:
    """What the measure gives: its summary, then the benefits and notes that say something more."""
    lines = [measure.content.summary]
    for text in (*(b.text for b in measure.content.benefits), *measure.content.notes):
        if _adds(text, "".join(lines)):
            lines.append(f"· {text}")
    return lines


def _adds(text: str, said: str) -> bool:
    """True when the text has a figure or enough words that have not been said yet."""
    if any(figure not in said for figure in _FIGURE.findall(text)):
        return True
    plain = _PUNCTUATION.sub("", text)
    pairs = [plain[i : i + 2] for i in range(len(plain) - 1)]
    return sum(pair not in said for pair in pairs) > 0.35 * len(pairs)


def not_twice(measure: Measure, beside: Beside) -> list[str]:
    """What cannot be received beside this measure, and which to choose; else the document's rules in general."""
    if not pays(measure):
        return []
    found = [c for c in beside.not_together if measure.id in {v.measure.id for v in c.verdicts}]
    told = {c.rule.text for c in found}
    return [
        *(f"· 不能重复享受：{c.advice}（{c.source}）" for c in found),
        *(f"· 不能重复享受：{rule.text}" for rule in measure.exclusions if rule.text not in told),
    ]


def amounts(measure: Measure) -> list[str]:
    """The benefits, one a line, with whom each is for."""
    return [
        f"· {b.text}{f'（适用：{b.for_whom}）' if b.for_whom and b.for_whom not in b.text else ''}"
        for b in measure.content.benefits
    ]


def has_figures(measure: Measure) -> bool:
    """True when the benefits say how much."""
    return any(character.isdigit() for benefit in measure.content.benefits for character in benefit.text)


def estimate(found: Estimate | None) -> list[str]:
    """What the figures in the question come to, with the working and who decides; nothing without a figure."""
    if found is None or not (found.results or found.missing or found.unfit):
        return []
    lines = ["按您说的数算一算："]
    for result in found.results:
        lines += [f"· {result.benefit.rstrip('。')}：{result.text}", *(f"  {step}" for step in result.working)]
    if not found.results and found.missing:
        wanted = "、".join(f"{m.label}（{m.unit}）" for m in found.missing)
        lines.append(f"· 要算出钱数，还需要知道：{wanted}。")
    return [*lines, *(f"  {note}" for note in found.notes[1 if found.expired else 0 :])]


def times(measure: Measure) -> list[str]:
    """The document's term, and the benefits and notes that name a date or a length of time."""
    content = measure.content
    said = (*(b.text for b in content.benefits), *(x.text for x in content.steps), *content.notes)
    return [
        f"· {measure.doc}：{measure.document.term}。".replace("。。", "。"),
        *(f"· {t}" for t in said if _TIME.search(t)),
    ]


def reasons(found: Sequence[Reason]) -> list[str]:
    """One line per condition: ✓ met, ✗ not met, ？ not known. Of benefits that are lost only what they fail on."""
    lost = lost_benefits(tuple(found))
    told = [r for r in found if r.state == "not_met" or not (r.applies_to and set(benefits_of(r)) <= lost)]
    return [f"{_MARKS[r.state]} {r.text}{f'（针对：{r.applies_to}）' if r.applies_to else ''}" for r in told]


def ruling(verdict: Verdict, near: Almost | None = None) -> list[str]:
    """The verdict and its reasons, and what fits instead of a near miss; nothing when there is no condition."""
    if len(verdict.reasons) <= 1 and not verdict.measure.content.conditions:
        return []
    return [f"{RULINGS[verdict.ruling]}：", *reasons(verdict.reasons), *([near.text] if near else [])]


def steps(measure: Measure) -> list[str]:
    """The procedure, numbered within each variant; says so when the document names none."""
    if not measure.content.steps:
        return ["文件没有写具体流程，请打联系电话问。"]
    lines: list[str] = []
    variant, number = None, 0
    for step in measure.content.steps:
        if step.variant != variant:
            variant, number = step.variant, 0
            if variant:
                lines.append(f"{variant}：")
        number += 1
        lines.append(f"{number}. {step.text}")
    return lines


def materials(measure: Measure) -> list[str]:
    """The papers to bring; says so when the document lists none."""
    if not measure.content.materials:
        return ["文件没有列材料清单，要带什么请先打电话问承办部门。"]
    return [f"· {m}" for m in measure.content.materials]


def places(measure: Measure) -> list[str]:
    """Addresses and web addresses."""
    addresses = [f"· {a.text}{f'（邮编{a.postcode}）' if a.postcode else ''}" for a in measure.content.addresses]
    return addresses + [f"· {url}" for url in measure.content.urls]


def contact(measure: Measure, person: Contact) -> str:
    """One contact: department, office, name, phones, email and duty."""
    who = measure.full_name(person.department) + (f" {person.office}" if person.office else "")
    name = f" {person.name}" if person.name else ""
    email = f"，邮箱 {person.email}" if person.email else ""
    duty = f"（{person.duty}）" if person.duty else ""
    return f"{who}{name}：{'、'.join(person.phones)}{email}{duty}"


def contacts(
    measure: Measure, query: str = "", departments: Collection[str] = (), most: int | None = None
) -> list[str]:
    """Whom to call, those nearest to the question first; ``most`` cuts the list and says how many are left."""
    people = ranked_contacts(measure, query, departments)
    if not people:
        reason = (measure.content.no_contact_reason or "文件没有列联系人").rstrip("。")
        return [f"{reason}。" if "12345" in reason else f"{reason}，可拨12345咨询。"]
    shown = people if most is None else people[:most]
    lines = [contact(measure, p) for p in shown]
    if len(shown) < len(people):
        lines.append(f"另有{len(people) - len(shown)}个联系人，问“还有谁的电话”可以看全。")
    return lines


def ranked_contacts(measure: Measure, query: str, departments: Collection[str] = ()) -> list[Contact]:
    """Contacts ordered by how much of their duty, office and department the question names."""

    def nearness(person: Contact) -> int:
        known = f"{person.duty or ''}{person.office or ''}{person.department}{person.name or ''}"
        shared = {query[i : i + 2] for i in range(len(query) - 1)} & {known[i : i + 2] for i in range(len(known) - 1)}
        named = any(d in known for d in departments)
        exact = bool(person.name and person.name in query) or any(phone in query for phone in person.phones)
        return len(shared) + 5 * named + 5 * exact

    return sorted(measure.content.contacts, key=nearness, reverse=True)


def full_title(measure: Measure) -> str:
    """文号 and official title of the document, and the clause."""
    clause = f"，第{measure.number}条" if measure.number is not None else ""
    document = measure.document
    return f"{measure.doc}《{document.title}》{clause}，{document.issuer}，{day(document.published)}"
