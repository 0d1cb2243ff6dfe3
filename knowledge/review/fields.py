"""Names of fields as a reviewer reads them, and what is wrong with a measure that is not complete yet."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from pydantic import BaseModel, ValidationError

from knowledge.files import explain

NAMES = {
    "id": "文件代号",
    "doc": "文号",
    "issuer": "发文单位",
    "district": "地区",
    "published": "发布日期",
    "term": "执行期限（原文说法）",
    "ended": "终止",
    "applies_to": "适用对象",
    "exclusions": "不能同时享受",
    "source_url": "原文网址",
    "number": "编号",
    "key": "代号",
    "section": "章节",
    "title": "标题",
    "summary": "内容摘要",
    "topics": "主题",
    "departments": "责任单位",
    "contacts": "联系人",
    "no_contact_reason": "没有联系人的原因",
    "benefits": "优惠",
    "conditions": "条件",
    "steps": "办理步骤",
    "materials": "材料",
    "addresses": "地址",
    "urls": "网址",
    "notes": "提示",
    "valid_from": "开始日期",
    "valid_to": "截止日期",
    "keywords": "关键词",
    "questions": "常见问法",
    "issues": "存疑",
    "name": "姓名",
    "phones": "电话",
    "email": "邮箱",
    "department": "单位",
    "office": "科室",
    "duty": "职责",
    "text": "文字",
    "kind": "种类",
}
HINTS = {
    "summary": "用两三句平白的话写清给谁、给什么",
    "topics": "至少选一个主题，例如 rent、tax、loan、subsidy",
    "benefits": "至少写一项：kind 写种类（如 subsidy），text 写给什么",
    "department": "写这位联系人是哪个单位的",
    "section": "写原文的章节标题",
    "doc": "写文件的文号，例如 东政办发〔2020〕3号",
    "issuer": "写发文单位的全称",
    "district": "写 东城、西城 或 北京",
    "published": "写发布日期，例如 2022-06-01",
    "valid_from": "写施行日期；原文没有另写的，一般就是发布日期",
    "term": "写原文怎么说执行期限",
}
STATED = ("number", "departments")


def label(path: str) -> str:
    """``contacts.0.phones`` → 联系人第1项的电话."""
    parts = [f"第{int(p) + 1}项" if p.isdigit() else NAMES.get(p, p) for p in path.split(".")]
    text = parts[0]
    for before, part in pairwise(parts):
        text += f"的{part}" if before.startswith("第") else part
    return text


def compact(raw: Mapping[str, Any]) -> dict[str, Any]:
    """Without empty fields, but for those that a measure must state even when it has none."""
    return {k: v for k, v in raw.items() if k in STATED or v not in (None, "", [], (), {})}


def faults(model: type[BaseModel], raw: Mapping[str, Any]) -> list[str]:
    """Every reason why ``raw`` is no complete ``model``, in Chinese; empty when it is."""
    try:
        model.model_validate(raw)
    except ValidationError as errors:
        return [_line(dict(e)) for e in errors.errors()]
    return []


def _line(error: dict[str, Any]) -> str:
    path = ".".join(str(p) for p in error["loc"] if not isinstance(p, str) or p in NAMES or p.islower())
    last = next((str(p) for p in reversed(error["loc"]) if str(p) in HINTS), "")
    wanting = error["type"] in ("missing", "too_short", "string_too_short", "literal_error")
    hint = f"：{HINTS[last]}" if wanting and last else ""
    where = f"{label(path)}（{path}）：" if path else ""
    return f"{where}{explain(error)}{hint}"
