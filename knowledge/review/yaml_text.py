"""A measure or a document as YAML that a reviewer edits, and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel

from knowledge.review.errors import BadContent
from knowledge.review.fields import faults

LONGEST, MOST_NESTED = 200_000, 2_000
_NESTING = ("[", "{", "- - ", "? ? ")  # the time a parser takes grows with the square of these
_Model = TypeVar("_Model", bound=BaseModel)


def to_yaml(raw: Mapping[str, Any], notes: Sequence[str] = ()) -> str:
    """YAML of the fields in their usual order; the notes stand above it as comments."""
    comments = "".join(f"# {line}\n" for note in notes for line in note.splitlines())
    body = yaml.safe_dump(dict(raw), allow_unicode=True, sort_keys=False, width=110, default_flow_style=False)
    return f"{comments}{body}"


def from_yaml(text: str, model: type[_Model]) -> _Model:
    """The typed content. Raises :class:`BadContent` with every fault."""
    raw = _load(text)
    if problems := faults(model, raw):
        raise BadContent(problems)
    return model.model_validate(raw)


def _load(text: str) -> dict[str, Any]:
    if len(text) > LONGEST:
        raise BadContent([f"太长了，最多 {LONGEST} 个字"])
    if sum(text.count(mark) for mark in _NESTING) > MOST_NESTED:
        raise BadContent(["层层嵌套的括号或列表太多了"])
    try:
        if any(isinstance(token, yaml.AliasToken) for token in yaml.scan(text, Loader=yaml.SafeLoader)):
            raise BadContent(["不支持 YAML 的引用（*名字），请直接写出内容"])
        raw = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError) as fault:
        mark = getattr(fault, "problem_mark", None)
        line = f"第 {mark.line + 1} 行" if mark else "某处"
        raise BadContent([f"{line} YAML 写法不对，请核对缩进、冒号和引号"]) from None
    if not isinstance(raw, dict):
        raise BadContent(["应是“字段: 内容”的形式"])
    return {str(k): v for k, v in raw.items()}
