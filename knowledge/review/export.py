"""Published knowledge as one JSON file, and back: importing it into an empty store gives the same content again."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from pydantic import ValidationError

from knowledge.files import explain
from knowledge.measure import Measure
from knowledge.models import PolicyFile
from knowledge.review.errors import BadContent
from knowledge.review.incoming import Incoming, of_export

FORMAT, VERSION = "huiqi-knowledge", 1
_ADDED = ("id", "doc")


def export_json(measures: Sequence[Measure]) -> bytes:
    """Documents with their measures; every measure also names its id and document."""
    documents = []
    for _, group in groupby(measures, key=lambda m: m.document.id):
        of_document = list(group)
        documents.append(
            {
                **of_document[0].document.model_dump(mode="json"),
                "measures": [{"id": m.id, "doc": m.doc, **m.content.model_dump(mode="json")} for m in of_document],
            }
        )
    content = {"format": FORMAT, "version": VERSION, "documents": documents}
    return f"{json.dumps(content, ensure_ascii=False, indent=2)}\n".encode()


def looks_like_export(data: bytes) -> bool:
    """Whether these bytes may be meant as an export of ours."""
    return data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{" and FORMAT.encode() in data[:4096]


def read_export(name: str, data: bytes) -> Incoming:
    """An export read back. Raises :class:`BadContent` with every fault."""
    what = f"{name} 不能导入"
    try:
        raw = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise BadContent(["不是 UTF-8 编码"], what) from None
    except (json.JSONDecodeError, RecursionError, ValueError) as fault:
        line = getattr(fault, "lineno", None)
        raise BadContent([f"{f'第 {line} 行' if line else '某处'}不是正确的 JSON，文件可能不完整"], what) from None
    if not isinstance(raw, dict) or raw.get("format") != FORMAT or not isinstance(raw.get("documents"), list):
        raise BadContent(["不是惠企导出的 JSON"], what)
    if raw.get("version") != VERSION:
        raise BadContent([f"格式版本是 {raw.get('version')}，这个程序只认 {VERSION}，请用同一版本的程序导出"], what)
    if bad := _control_characters(raw["documents"]):
        raise BadContent([f"含有不可见的控制字符 U+{ord(bad):04X}，请去掉后再导入"], what)
    return of_export(name, data, tuple(_documents(raw["documents"], what)))


def _documents(raw: list[Any], what: str) -> list[PolicyFile]:
    found: list[PolicyFile] = []
    problems: list[str] = []
    for index, document in enumerate(raw):
        try:
            found.append(PolicyFile.model_validate(_policy(document)))
        except ValidationError as errors:
            problems += [f"第 {index + 1} 个文件，{_where(e['loc'])}：{explain(dict(e))}" for e in errors.errors()]
    docs = [policy.document.doc for policy in found]
    problems += [f"{doc} 出现了不止一次" for doc in dict.fromkeys(docs) if docs.count(doc) > 1]
    if problems:
        raise BadContent(problems, what)
    return found


def _policy(document: Any) -> Any:
    if not isinstance(document, dict) or not isinstance(document.get("measures"), list):
        return document
    return {
        "document": {k: v for k, v in document.items() if k != "measures"},
        "measures": [
            {k: v for k, v in m.items() if k not in _ADDED} if isinstance(m, dict) else m for m in document["measures"]
        ],
    }


def _where(location: tuple[int | str, ...]) -> str:
    parts = [str(p) for p in location]
    if parts[:1] == ["measures"] and len(parts) > 1:
        return f"第 {int(parts[1]) + 1} 条措施，字段 {'.'.join(parts[2:]) or '（整条）'}"
    return f"字段 {'.'.join(parts) or '（整个文件）'}"


def _control_characters(value: Any) -> str | None:
    """The first character that a database or a page cannot hold."""
    if isinstance(value, str):
        return next((c for c in value if c not in "\n\t" and unicodedata.category(c) in ("Cc", "Cs")), None)
    parts = [*value.keys(), *value.values()] if isinstance(value, dict) else value if isinstance(value, list) else []
    return next((bad for part in parts if (bad := _control_characters(part))), None)
