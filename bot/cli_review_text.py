"""What the review says in the terminal. Pure: views in, text and tables out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from knowledge.check import Finding
from knowledge.measure import Measure
from knowledge.review.diff import DocumentDiff, FieldChange, MeasureDiff
from knowledge.review.drafts import Submitted
from knowledge.review.fields import NAMES
from knowledge.review.proposals import plain_measure
from knowledge.review.service import LogEntry
from knowledge.review.views import DraftSummary, DraftView, FieldView, ItemSummary, ItemView
from knowledge.review.yaml_text import to_yaml
from knowledge.store.history import Revision
from knowledge.store.location import BEIJING

STATES = {
    "draft": "待审核",
    "in_review": "审核中",
    "published": "已发布",
    "rejected": "已驳回",
    "retired": "已停用",
    "same": "无出入",
}
CHANGES = {"added": "新增", "changed": "修改", "removed": "删去"}
ACTIONS = {
    "import": "导入",
    "start": "开始审核",
    "edit": "修改草稿",
    "approve": "批准发布",
    "reject": "驳回",
    "retire": "停用",
    "rollback": "退回旧版",
    "directory": "更新通讯录",
}
LEVELS = {"error": "错误", "warning": "提醒", "note": "存疑"}
_OUTCOMES = {
    "new": "新文件，已存成草稿 {id}：{n} 条措施。下一步：huiqi review show {id}",
    "changed": "已知文件的新内容，已存成草稿 {id}：{diff}。下一步：huiqi review show {id}",
    "same": "和已发布的内容没有出入，不用处理。",
    "known": "这个文件以前导入过（草稿 {id}），没有变化。",
    "empty": "没有找到带编号的措施，没有保存。",
}
_LONGEST = 70


def _when(moment: datetime) -> str:
    return moment.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M")


def _short(value: Any) -> str:
    text = "（无）" if value in (None, "", [], {}) else value if isinstance(value, str) else _inline(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _inline(value: Any) -> str:
    if isinstance(value, dict):
        return " ".join(_inline(v) for v in value.values() if v not in (None, "", []))
    if isinstance(value, list):
        return "；".join(_inline(v) for v in value)
    return str(value)


def outcome_line(result: Submitted) -> str:
    """What became of one imported document."""
    counts = [f"{CHANGES[c]} {len(result.diff.of(c))} 条" for c in ("added", "changed", "removed") if result.diff.of(c)]
    said = _OUTCOMES[result.outcome].format(
        id=result.draft_id, n=len(result.diff.measures), diff="，".join(counts) or "文件信息有改动"
    )
    return f"{result.doc or '（没有文号）'} {result.title}：{said}"


def diff_lines(diff: DocumentDiff) -> list[str]:
    """The difference of two versions: document, then measure by measure."""
    lines = [f"  文件信息 {line}" for line in _changes(diff.header)]
    for measure in diff.measures:
        lines += [f"  {line}" for line in measure_diff_lines(measure)]
    return lines


def measure_diff_lines(diff: MeasureDiff) -> list[str]:
    """The difference of one measure: field by field, contact by contact."""
    moved = f"（原来是第 {diff.moved_from} 条）" if diff.moved_from else ""
    lines = [f"{CHANGES[diff.change]} 第 {diff.slug} 条 {diff.title}{moved}"]
    lines += [f"  {line}" for line in _changes(diff.fields)]
    for contact in diff.contacts:
        lines.append(f"  {CHANGES[contact.change]}联系人 {contact.who}")
        lines += [f"    {line}" for line in _changes(contact.fields)]
    return lines


def _changes(fields: Sequence[FieldChange]) -> list[str]:
    return [f"{NAMES.get(f.field, f.field)}：{_short(f.old)} → {_short(f.new)}" for f in fields]


def draft_lines(drafts: Sequence[DraftSummary]) -> list[str]:
    """The list of drafts."""
    if not drafts:
        return ["没有草稿。用 huiqi import 导入文件。"]
    return [
        f"{d.id:>4}  {STATES[d.state]}  待定 {d.open}/{d.total} 条  {_when(d.created_at)}  "
        f"{d.doc or '（没有文号）'}  {d.title}  [{d.source_name}]"
        for d in drafts
    ]


def _table(*columns: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, expand=True, show_lines=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def draft_view(view: DraftView) -> RenderableType:
    """A draft: its document beside the source, then its measures."""
    d = view.summary
    parts: list[RenderableType] = [Text(f"草稿 {d.id}（{STATES[d.state]}）{d.doc or '（没有文号）'} {d.title}")]
    parts.append(Text(f"来自 {d.source_name}，{_when(d.created_at)} 导入，发布后代号 {d.document_id}"))
    parts.append(_fields_table(view.fields))
    parts += [Text(f"缺：{fault}") for fault in view.header_faults]
    parts += [Text(f"存疑：{issue}") for issue in view.issues]
    measures = _table("条号", "变化", "状态", "标题", "还缺什么")
    for item in view.items:
        measures.add_row(*map(Text, _item_cells(item)))
    parts.append(measures)
    return Group(*parts)


def _item_cells(item: ItemSummary) -> tuple[str, ...]:
    state = STATES[item.state] + (f"（{item.decided_by}）" if item.decided_by else "")
    return item.slug, CHANGES[item.change], state, item.title, "\n".join(item.faults)


def _fields_table(fields: Sequence[FieldView]) -> Table:
    table = _table("字段", "将发布的内容", "原文")
    for field in fields:
        quotes = "\n".join(dict.fromkeys(q.text for q in field.quotes))
        table.add_row(Text(NAMES.get(field.field, field.field)), Text(_value(field.value)), Text(quotes))
    return table


def _value(value: Any) -> str:
    if isinstance(value, list):
        return "\n".join(_inline(v) for v in value)
    return "" if value is None else _inline(value)


def item_view(view: ItemView) -> RenderableType:
    """A measure of a draft: fields beside their source, the difference, what is missing."""
    item = view.summary
    parts: list[RenderableType] = [
        Text(f"{view.measure_id}（{CHANGES[item.change]}，{STATES[item.state]}）{item.title}"),
        _fields_table(view.fields),
    ]
    if view.diff and view.base_revision is not None:
        parts.append(Text(f"和已发布的第 {view.base_revision} 版相比："))
        parts += [Text(line) for line in measure_diff_lines(view.diff)]
    parts += [Text(f"缺：{fault}") for fault in item.faults]
    parts += [Text(f"建议：{advice}") for advice in view.advice]
    return Group(*parts)


def measure_text(measure: Measure | None, day: date) -> str:
    """A measure as it was published on a day."""
    if measure is None:
        return f"{day.isoformat()} 没有发布过这条措施。"
    head = f"{measure.id} 第 {measure.revision} 版，{measure.source}，{day.isoformat()} 发布的内容"
    return to_yaml(plain_measure(measure.content), (head,))


def revision_lines(revisions: Sequence[Revision]) -> list[str]:
    """The revisions of a measure, oldest first."""
    lines = []
    for r in revisions:
        by = r.published_by or "措施文件"
        line = (
            f"第 {r.measure.revision} 版  {STATES[r.status]}  {_when(r.published_at)} {by}：{r.reason or '随程序载入'}"
        )
        if r.retired_at:
            line += f"；{_when(r.retired_at)} 停用：{r.retired_reason or '（没有记录）'}"
        lines.append(line)
    return lines


def log_lines(entries: Sequence[LogEntry]) -> list[str]:
    """The review log, newest first."""
    if not entries:
        return ["没有审核记录。"]
    lines = []
    for e in entries:
        what = e.measure_id or (f"草稿 {e.draft_id}" if e.draft_id else "")
        revision = f" 第 {e.revision} 版" if e.revision else ""
        lines.append(f"{_when(e.at)}  {e.who}  {ACTIONS[e.action]}  {what}{revision}  {e.reason}")
    return lines


def check_lines(findings: Sequence[Finding], total: int) -> list[str]:
    """What a look over the published measures found."""
    lines = [f"{LEVELS[f.level]}  {f.measure_id}  {NAMES.get(f.field, f.field)}：{f.message}" for f in findings]
    counts = {level: sum(f.level == level for f in findings) for level in LEVELS}
    summary = "，".join(f"{name} {counts[level]} 处" for level, name in LEVELS.items())
    return [*lines, f"共检查 {total} 条措施：{summary}。"]
