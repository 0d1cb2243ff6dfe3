"""What ``check-profile`` and ``replay`` say in the terminal. Pure: findings in, lines out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from knowledge.checklist import MARKS, RULINGS
from knowledge.eligibility import Reason, Verdict
from knowledge.labels import LABELS, told
from knowledge.neighbours import Almost
from knowledge.profile import Profile
from knowledge.standing import Standing
from knowledge.store.location import BEIJING
from knowledge.store.verdicts import Logged, Replay

_STATES = {"met": "满足", "not_met": "不满足", "unknown": "不知道"}


def standing_lines(found: Standing, topic: str | None = None) -> Iterator[str]:
    """The measures that fit, may fit or almost fit, and what cannot be had together."""
    shown = [v for v in found.verdicts if topic is None or topic in v.measure.content.topics]
    yield f"按 {found.as_of.isoformat()} 判断：{_facts(found.profile)}"
    for ruling, title in (("eligible", "符合"), ("needs_check", "要核实")):
        yield from _listed(title, [v for v in shown if v.ruling == ruling])
    near = [a for v in shown if (a := found.almost.get(v.measure.id)) and _worth_telling(a)]
    yield from ("", f"只差一个条件：{len(near)} 条")
    for one in near:
        yield from (_heading(one.verdict), f"    {one.text}")
    yield from _conflicts(found, {v.measure.id for v in shown})
    yield from (
        "",
        f"不符合：{sum(v.ruling == 'not_eligible' for v in shown)} 条（含只差一个条件的）。最后由责任单位审核决定。",
    )


def _facts(profile: Profile) -> str:
    return "；".join(told(profile)) or "什么都没填"


def _listed(title: str, verdicts: Sequence[Verdict]) -> Iterator[str]:
    yield from ("", f"{title}：{len(verdicts)} 条")
    for verdict in verdicts:
        yield _heading(verdict)
        yield from _reasons(r for r in verdict.reasons if r.slot != "district" or r.state != "met")


def _heading(verdict: Verdict) -> str:
    m = verdict.measure
    return f"  {m.id}  {m.content.title}（{m.source}{'，已结束' if verdict.expired else ''}）"


def _reasons(reasons: Iterable[Reason]) -> Iterator[str]:
    for r in reasons:
        yield f"    {MARKS[r.state]} {r.text}{f'（针对{r.applies_to}）' if r.applies_to else ''}"


def _worth_telling(near: Almost) -> bool:
    """Measures of the other district or another trade are near only when something else fits instead."""
    return near.reason.slot != "district" and (near.reason.slot != "sector" or near.instead is not None)


def _conflicts(found: Standing, shown: set[str]) -> Iterator[str]:
    rules = [rule for rule in found.not_together if shown & {v.measure.id for v in rule.verdicts}]
    if rules:
        yield from ("", "不能同时享受：")
    for rule in rules:
        yield f"  {rule.advice}（{rule.source}：{rule.rule.text.rstrip('。')}。）"


def log_lines(records: Sequence[Logged]) -> Iterator[str]:
    """The newest records, one a line."""
    if not records:
        yield "还没有判断记录。"
    for r in records:
        at = r.at.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M:%S")
        yield f"{r.number}  {at}  {r.measure_id} 第 {r.revision} 版  {RULINGS[r.ruling]}  {_facts(r.profile)}"


def replay_lines(found: Replay) -> Iterator[str]:
    """What was said then, what comes out now, and whether it is the same."""
    r = found.logged
    at = r.at.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M:%S")
    yield f"记录 {r.number}：{at} 判断 {r.measure_id} 第 {r.revision} 版，按 {r.as_of.isoformat()} 算"
    yield f"填的情况：{_facts(r.profile)}"
    yield f"当时：{RULINGS[r.ruling]}"
    if found.verdict is None:
        yield "库里已经没有这一版，不能重新判断。"
        return
    yield f"重判：{RULINGS[found.verdict.ruling]}"
    yield from _reasons(found.verdict.reasons)
    yield (
        "结果一样。"
        if found.same
        else "结果不一样，当时各条是：" + "；".join(_state(s, state) for s, state in r.states)
    )


def _state(slot: str, state: str) -> str:
    return f"{LABELS.get(slot, '其他条件')} {_STATES[state]}"
