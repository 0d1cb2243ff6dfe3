"""The report as tables for a terminal."""

from __future__ import annotations

from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from bot.evaluation.choosing import PARTS
from bot.evaluation.correction import Change
from bot.evaluation.noise import KINDS
from bot.evaluation.noise_tally import correction_counts, noise_scores
from bot.evaluation.results import EvalReport
from bot.evaluation.tally import GROUPINGS, Score, grouped, latency, misses, scores

_HEADLINES = {
    "questions": "问题",
    "search_top1": "检索：第一条",
    "search_top3": "检索：前三条",
    "dialogues": "对话：整段",
    "turns": "对话：轮次",
    "sizes": "企业划型",
}
_GROUPS = {"intent": "按意图", "register": "按语体", "origin": "按来源"}
_LONGEST = 300


def render(report: EvalReport, verbose: bool = False) -> RenderableType:
    """Tables of what was right; with ``verbose`` also every miss and what came back."""
    blocks: list[RenderableType] = [_table("总计", {_HEADLINES[name]: s for name, s in scores(report).items()})]
    if report.questions:
        blocks += [_table(_GROUPS[name], grouped(report.questions, key)) for name, key in GROUPINGS.items()]
    blocks += [*_noise(report), *_correction(report)]
    blocks += _latency(report)
    blocks += [Text(reason, style="yellow") for reason in report.skipped.values()]
    if verbose:
        blocks += [_miss(one) for one in misses(report)]
        blocks += [_changed(c) for c in (report.correction.changes if report.correction else ())]
    return Group(*blocks)


def _table(title: str, rows: dict[str, Score]) -> Table:
    table = _columns(title, ("答对", "总数", "比例"))
    for name, one in rows.items():
        rate = "—" if one.rate is None else f"{one.rate:.1%}"
        table.add_row(Text(name), str(one.right), str(one.total), rate)
    return table


def _columns(title: str, headings: tuple[str, ...]) -> Table:
    table = Table(title=title, title_justify="left")
    table.add_column("")
    for heading in headings:
        table.add_column(heading, justify="right")
    return table


def _noise(report: EvalReport) -> list[RenderableType]:
    if not report.noise:
        return []
    table = _columns("变体：同一批题换个样子问", ("答对", "总数", "比例", "原题", "差"))
    for kind, one in noise_scores(report.noise).items():
        rates = (f"{one.rate:.1%}", f"{one.clean_rate:.1%}", f"{one.difference * 100:+.1f}")
        table.add_row(Text(f"{KINDS[kind]}（{kind}）"), str(one.right), str(one.total), *rates)
    return [table]


def _correction(report: EvalReport) -> list[RenderableType]:
    if report.correction is None:
        return []
    table = _columns("改错：本来没错的话", ("句子", "改动", "改坏"))
    for step, (changed, wrong) in correction_counts(report.correction).items():
        table.add_row(Text(step), str(report.correction.total), str(changed), str(wrong))
    return [table]


def _changed(change: Change) -> Text:
    text = Text(
        f"\n{'✓' if change.right else '✗'} 改错 {change.step} {change.where}  ", style="" if change.right else "red"
    )
    pairs = "，".join(f"{old} → {new}" for old, new in change.words)
    return text.append(f"{change.before}\n  改动：{pairs}")


def _latency(report: EvalReport) -> list[RenderableType]:
    times = latency(report)
    if times is None:
        return []
    return [Text("答复用时（毫秒）：" + "，".join(f"{name} {ms:.0f}" for name, ms in times.items()))]


def _miss(one: dict[str, Any]) -> Text:
    """One miss; plain text, so that brackets in it are not taken for markup."""
    text = Text(f"\n✗ {PARTS[one['part']]} {one['id']}  ", style="bold red")
    text.append(one["asked"], style="bold")
    for problem in one["problems"]:
        text.append(f"\n  原因：{problem}", style="yellow")
    for label, value in _details(one):
        text.append(f"\n  {label}：{value}", style="not bold default")
    return text


def _details(one: dict[str, Any]) -> list[tuple[str, str]]:
    listed = (("类型", "types"), ("反问", "asks"), ("措施", "measures"))
    lines = [(label, "、".join(one[key])) for label, key in listed if one.get(key)]
    if one.get("note"):
        lines.insert(0, ("要点", one["note"]))
    if one.get("text"):
        text = " ".join(one["text"].split())
        lines.append(("答复", text if len(text) <= _LONGEST else text[:_LONGEST] + "…"))
    return lines
