"""From what an import found to what would be published. Nothing is made up: what is missing stays missing."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from pypinyin import Style, lazy_pinyin

from knowledge.importers.draft import DraftDocument, DraftMeasure
from knowledge.models import DocumentFile, MeasureFile
from knowledge.review.fields import compact, faults

_MEASURE_FIELDS = tuple(MeasureFile.model_fields)
_DRAFT_ONLY = {"figures", "evidence"}
_DOC = re.compile(r"^(?P<office>.+?)〔(?P<year>\d{4})〕(?P<number>\d+)号$")
_BRACKETS = str.maketrans(dict.fromkeys("[［【（(", "〔") | dict.fromkeys("]］】）)", "〕"))
_NOT_IN_A_KEY = re.compile(r"[^0-9A-Za-z\u4e00-\u9fff]+")
NO_SECTION = "正文"


def measure_raw(draft: DraftMeasure) -> dict[str, Any]:
    """A draft in the shape of ``MeasureFile``, as far as the source goes."""
    raw = draft.model_dump(mode="json", exclude=_DRAFT_ONLY)
    raw["section"] = raw["section"] or NO_SECTION
    if draft.number is not None:
        raw["key"] = None
    only = draft.departments[0] if len(draft.departments) == 1 else None
    raw["contacts"] = [compact({**c, "department": c["department"] or only}) for c in raw["contacts"]]
    for name in ("benefits", "conditions", "steps", "addresses"):
        raw[name] = [compact(part) for part in raw[name]]
    return compact({name: raw.get(name) for name in _MEASURE_FIELDS})


def measures_raw(drafts: Sequence[DraftMeasure]) -> dict[str, tuple[int, dict[str, Any]]]:
    """Index and content by slug; a number that comes twice keeps its first place and the doubt is noted."""
    found: dict[str, tuple[int, dict[str, Any]]] = {}
    for index, draft in enumerate(drafts):
        raw = measure_raw(draft)
        if draft.number is None:
            raw["key"] = _NOT_IN_A_KEY.sub("-", draft.key or "").strip("-")[:40] or f"lost-{index + 1}"
        slug = str(draft.number) if draft.number is not None else raw["key"]
        if slug in found:
            raw["issues"] = [*raw.get("issues", ()), f"编号“{slug}”在原文里出现了两次，这一条要重新编号"]
            raw["number"], raw["key"] = None, f"{slug}-{index + 1}"
            slug = raw["key"]
        found[slug] = (index, raw)
    return found


def measure_faults(raw: Mapping[str, Any]) -> list[str]:
    """What keeps a measure from being published, in Chinese."""
    found = faults(MeasureFile, raw)
    if not raw.get("contacts") and not raw.get("no_contact_reason"):
        line = "没有联系人：补上联系人（contacts），或在 no_contact_reason 写明原因"
        found = [*(f for f in found if "no_contact_reason" not in f), line]
    return found


def measure_advice(raw: Mapping[str, Any]) -> list[str]:
    """What a measure can be published without, but had better not be."""
    advice = []
    if not raw.get("departments"):
        advice.append("没有责任单位（departments）：原文有写的话请补上")
    if not raw.get("questions"):
        advice.append("没有常见问法（questions）：写两三句老板会怎么问，搜索才容易找到它")
    return advice


def header_raw(draft: DraftDocument, document_id: str) -> dict[str, Any]:
    """A document in the shape of ``DocumentFile``, as far as the source goes."""
    raw = draft.model_dump(mode="json", include=set(DocumentFile.model_fields))
    return {"id": document_id, **compact({**raw, "doc": plain_doc(draft.doc)})}


def header_faults(raw: Mapping[str, Any]) -> list[str]:
    """What keeps the document from being published, in Chinese."""
    return [f"文件信息：{f}" for f in faults(DocumentFile, raw)]


def plain_doc(doc: str | None) -> str | None:
    """文号 with the brackets and without the spaces of the official form."""
    return re.sub(r"\s+", "", doc).translate(_BRACKETS) if doc else None


def document_id(doc: str | None, sha256: str, part: int) -> str:
    """A stable id for a new document: 京政办发〔2020〕5号 → jzbf-2020-5."""
    match = _DOC.match(plain_doc(doc) or "")
    if match:
        initials = "".join(lazy_pinyin(match["office"], style=Style.FIRST_LETTER, errors="ignore"))
        letters = re.sub(r"[^a-z0-9]", "", initials.lower())
        if letters:
            return f"{letters[:24]}-{match['year']}-{int(match['number'])}"
    return f"x{sha256[:10]}-{part + 1}"
