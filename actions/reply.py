"""Whole replies: text, buttons and card, ready for the dispatcher."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from actions import wording
from actions.brief import brief
from actions.cards import card
from actions.focus import Focus
from actions.phrases import ASK, BUTTONS, FOLLOW_UPS, HOTLINE, OUT_OF_SCOPE, SIZE_NOTE, STARTERS, TALK, all_ended
from actions.planned import Plan
from actions.sections import asked, section, working
from knowledge.eligibility import Verdict
from knowledge.profile import Profile

Message = dict[str, Any]
# Words by which a contact's duty names the kind of house.
_LANDLORD_HINTS = {
    "区属国企": ("区属国企", "区属国有企业"),
    "国有": ("区属国企", "区属国有企业", "国有房屋租金"),
    "其他国有": ("其他国有", "央属国有"),
    "非国有": ("非国有",),
}
# Words by which a contact's duty names the side of a lease it deals with.
_ROLE_HINTS = {"承租方": ("房屋租金减免", "租金减免"), "业主或运营方": ("补贴",)}
_SECTIONS = ("eligibility", "process", "materials", "address", "contact")


def _message(text: str, custom: dict[str, Any], titles: Sequence[str] = ()) -> Message:
    return {"text": text, "buttons": [{"title": t, "payload": t} for t in titles], "json_message": custom}


def _full(plan: Plan, verdict: Verdict, focus: Focus, today: date, preview: bool = False) -> list[str]:
    """A measure in full: what was asked about first, then the rest."""
    m = verdict.measure
    lead = [a for a in dict.fromkeys(focus.aspects) if a != "eligibility" or focus.follow_up]
    lines = [wording.headline(m), wording.validity(m, today), *wording.estimate(plan.estimate_of(verdict))]
    for aspect in lead:
        lines += section(aspect, plan, verdict, focus)
    if focus.follow_up and lead:
        return lines if "contact" in lead else [*lines, *section("contact", plan, verdict, focus)]
    given = wording.gives(m)
    lines += ["能得到什么：", *(given[:1] if "amount" in lead else given)]
    lines += [] if preview or verdict.ruling == "not_eligible" else wording.not_twice(m, plan.beside)
    rest = ("contact",) if preview else _SECTIONS
    for aspect in rest:
        if aspect in lead or (aspect == "address") or (aspect == "materials" and not m.content.materials):
            continue
        lines += section(aspect, plan, verdict, focus)
    return lines


def _brief(plan: Plan, verdict: Verdict, focus: Focus) -> list[str]:
    m = verdict.measure
    ended = "（已结束）" if verdict.expired else ""
    found = plan.estimate_of(verdict)
    return [
        f"{wording.headline(m)}{ended}",
        m.content.summary,
        *(wording.estimate(found) if found and found.results else ()),
        *wording.contacts(m, focus.text, focus.departments, 2),
    ]


def _body(plan: Plan, focus: Focus, today: date, preview: bool = False) -> list[str]:
    if not plan.verdicts:
        return []
    districts = {v.measure.district for v in plan.verdicts}
    several = len(focus.parts) > 1 or (plan.ask and plan.ask.slot == "district" and len(districts) > 1)
    best, others = plan.verdicts[0], plan.verdicts[1:]
    lines = _full(plan, best, focus, today, preview)
    if focus.follow_up and "amount" in focus.aspects and not wording.has_figures(best.measure):
        others = tuple(v for v in others if wording.has_figures(v.measure))
        several = True
    if several and others:
        for other in others:
            lines += ["", *_full(plan, other, focus, today, preview=True)]
        return lines
    if others and not focus.follow_up:
        lines += ["", "还可以看看："]
        for other in others:
            lines += _brief(plan, other, focus)
    return lines


def _known(plan: Plan, focus: Focus) -> list[str]:
    """The measures of the message before, named again with whom to call: they have been shown already."""
    best = plan.verdicts[0]
    state = wording.RULINGS[best.ruling]
    return [
        f"记下了。还是这条：{wording.headline(best.measure)}{'（已结束）' if best.expired else ''}，{state}。",
        *wording.estimate(plan.estimate_of(best)),
        *wording.contacts(best.measure, focus.text, focus.departments, 2),
    ]


def _with_enterprise(focus: Focus, profile: Profile) -> Focus:
    """The focus with what is known of the premises, so that the contact who deals with them comes first."""
    side = _LANDLORD_HINTS.get(profile.landlord or "") or _ROLE_HINTS.get(profile.role or "", ())
    hints = (*side, *filter(None, (profile.building_type,)))
    return replace(focus, departments=(*focus.departments, *hints))


def _custom(kind: str, plan: Plan, focus: Focus, today: date, slot: str | None = None) -> dict[str, Any]:
    """The card, with what a small screen shows first: the answer in short, what was asked, and the working."""
    return {
        **card(kind, today, focus, plan, asks=slot),
        "brief": brief(plan, focus, today, slot),
        "asked": asked(plan, focus),
        "working": working(plan),
    }


def answer(plan: Plan, focus: Focus, profile: Profile, today: date, failures: int = 0) -> Message:
    """The answer to the focus: measures, a size, an honest "none", or "not understood"."""
    focus = _with_enterprise(focus, profile)
    if plan.kind == "unclear":
        return not_understood(failures, today, plan.nearest)
    if plan.kind == "beyond":
        return _beyond(focus, today)
    if plan.kind == "elsewhere":
        return elsewhere(focus.elsewhere or "", today)
    if plan.kind == "size":
        return _size(plan, focus, today)
    if plan.kind == "none" or not plan.verdicts:
        return _nothing(focus, profile, today)
    lines = _body(plan, focus, today)
    if plan.kind == "overview":
        lines = [
            "常问的几件事，先各给您一条：",
            *(line for v in plan.verdicts for line in [*_brief(plan, v, focus), ""]),
        ]
    if all(v.expired for v in plan.verdicts):
        lines += ["", all_ended(today)]
    titles = [t for a, t in FOLLOW_UPS.items() if a not in focus.aspects]
    custom = _custom("answer", plan, focus, today)
    return _message("\n".join(lines), custom, titles)


def question(slot: str, plan: Plan, focus: Focus, profile: Profile, today: date, short: bool = False) -> Message:
    """What is known so far, and one question with its reason and buttons."""
    focus = _with_enterprise(focus, profile)
    ask = plan.ask
    lines = [] if short else _known(plan, focus) if focus.shown else _body(plan, focus, today, preview=True)
    if lines:
        lines.append("")
    lines.append(ASK[slot])
    if ask and ask.why and not short:
        lines.append(f"（为什么问：{ask.why}。说“不知道”也行。）")
    answers = ask.answers if ask else ()
    titles = [BUTTONS.get((slot, a), str(a)) for a in answers]
    if slot != "topic":
        titles.append("不知道")
    custom = _custom("clarify", plan, focus, today, slot)
    return _message("\n".join(lines), custom, titles)


def _size(plan: Plan, focus: Focus, today: date) -> Message:
    lines = [SIZE_NOTE]
    if plan.sized:
        lines = [
            f"按《中小企业划型标准规定》（工信部联企业〔2011〕300号），您是{plan.sized.size}企业（{plan.sized.class_name}）。",
            *plan.sized.reasons,
        ]
    elif plan.trouble:
        lines = [plan.trouble, SIZE_NOTE]
    return _message("\n".join(lines), card("answer", today, focus), STARTERS)


def _nothing(focus: Focus, profile: Profile, today: date) -> Message:
    place = f"{profile.district}区的" if profile.district in ("东城", "西城") else ""
    more = "就这些，没有更多了。" if focus.offset else f"{place}文件里没有查到这件事的措施，我不能乱说。"
    return _message(f"{more}{HOTLINE}", card("answer" if focus.offset else "out_of_scope", today, focus), STARTERS)


def _beyond(focus: Focus, today: date) -> Message:
    titles = tuple(f"第{number}个" for number in range(1, len(focus.measures) + 1))
    text = f"刚才只列了{len(titles)}条，没有第{focus.beyond}条。您想看哪一条？说第几条就行，也可以直接说要办的事。"
    return _message(text, card("clarify", today, focus, asks="measure"), titles)


def elsewhere(place: str, today: date) -> Message:
    """Another district or city: said so, 12345 given, no measure of the wrong place."""
    text = (
        f"您问的是{place}的事。我这里只有北京市和东城区、西城区的文件，{place}的规定查不到，不能拿别处的来答。{HOTLINE}"
    )
    return _message(text, card("out_of_scope", today), ("东城的", "西城的"))


def small_talk(intent: str, today: date) -> Message:
    """A greeting, thanks, goodbye, or what this assistant is."""
    return _message(TALK[intent], card("smalltalk", today), STARTERS if intent not in ("goodbye", "thanks") else ())


def hand_off(kind: str, number: int, focus: Focus, today: date) -> Message:
    """The ticket's number, and 12345 for those who cannot wait."""
    opening = "好的，转人工。您的问题" if kind == "转人工" else "很抱歉给您添堵了。您反映的情况"
    text = f"{opening}已经登记，编号 {number}，刚才的对话会一起交给工作人员。着急的话请直接拨12345（24小时人工客服）。"
    return _message(text, {**card("handoff", today, focus), "ticket": number})


def out_of_scope(today: date) -> Message:
    """Not our field; 12345."""
    text = f"{OUT_OF_SCOPE}{HOTLINE}"
    return _message(text, card("out_of_scope", today), STARTERS)


def not_understood(failures: int, today: date, nearest: Sequence[str] = ()) -> Message:
    """Asks whether one of the nearest questions is meant; from the second time on it offers a person."""
    text = "抱歉，我没听懂。可以换个说法吗？比如直接说要办的事：房租能减吗、社保能缓缴吗、贷款还不上了。"
    titles: tuple[str, ...] = STARTERS
    if nearest:
        text = "这句我没有把握听懂，怕答错。您想问的是不是下面哪一个？都不是的话，换个说法再说一遍就行。"
        titles = (*nearest, "转人工")
    if failures >= 2:
        text = "不好意思，还是没听懂。要不要转人工？点“转人工”我就登记，也可以直接拨12345问工作人员。"
        titles = tuple(dict.fromkeys(("转人工", *(nearest or STARTERS))))
    return _message(text, card("out_of_scope", today), titles)


def start_over(today: date) -> Message:
    """Everything told before is forgotten."""
    return _message("好的，重新开始，前面说的都清空了。请问想了解什么？", card("smalltalk", today), STARTERS)
