"""Reading the curated measure files; a fault is named by file, measure and field."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from knowledge.binding import faults
from knowledge.errors import BrokenFile
from knowledge.models import PolicyFile

MEASURES = Path(__file__).parent / "measures"


def measure_files(folder: Path = MEASURES) -> list[Path]:
    """The ``*.yml`` files of the folder in name order."""
    return sorted(folder.glob("*.yml"))


def fingerprint(paths: Iterable[Path]) -> str:
    """Hash of the files' names and bytes: changes when any of them does."""
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _where(raw: Any, location: tuple[int | str, ...]) -> str:
    parts = list(location)
    if len(parts) >= 2 and parts[0] == "measures" and isinstance(parts[1], int):
        try:
            measure = raw["measures"][parts[1]]
            name = measure.get("number") or measure.get("key")
            label = f"第 {name} 条" if name else f"第 {parts[1] + 1} 个措施"
        except (KeyError, IndexError, TypeError, AttributeError):
            label = f"第 {parts[1] + 1} 个措施"
        return f"{label}，字段 {'.'.join(map(str, parts[2:])) or '（整条）'}"
    return f"字段 {'.'.join(map(str, parts)) or '（整个文件）'}"


def explain(error: dict[str, Any]) -> str:
    """What is wrong with one field, in Chinese, from an error of pydantic."""
    kind, message = error["type"], error["msg"]
    given = error.get("input")
    shown = f"（写的是 {given!r}）" if isinstance(given, str | int | float | bool) else ""
    known = {
        "missing": "缺少这个字段",
        "extra_forbidden": "没有这个字段，请核对拼写",
        "string_too_short": "不能为空",
        "too_short": "至少要有一项",
        "string_too_long": "太长了",
        "string_pattern_mismatch": f"写法不对{shown}",
        "string_type": f"应是文字{shown}",
        "tuple_type": f"应是列表{shown}",
        "model_type": f"应是“字段: 内容”的形式{shown}",
        "bool_parsing": f"应是 true 或 false{shown}",
    }
    if kind == "value_error":
        return str(message).removeprefix("Value error, ")
    if kind == "literal_error":
        return f"只能是 {error['ctx']['expected']}{shown}"
    if kind.startswith(("int", "decimal")):
        return f"应是数字{shown}"
    if kind.startswith("date"):
        return f"应是日期，例如 2022-12-31{shown}"
    return known.get(kind, f"{message}{shown}")


def _echo(error: dict[str, Any], errors: Sequence[dict[str, Any]]) -> bool:
    """True for "at least one item" of a list whose items are there but faulty: pydantic counts the sound ones only."""
    here = error["loc"]
    return error["type"] == "too_short" and any(e["loc"][: len(here)] == here and e is not error for e in errors)


def _with_plain_dates(base: Any) -> Any:
    """A loader that leaves days as text, so that one that does not exist is named with its field."""
    resolvers = {
        first: [(tag, pattern) for tag, pattern in found if tag != "tag:yaml.org,2002:timestamp"]
        for first, found in base.yaml_implicit_resolvers.items()
    }
    return type("PlainDates", (base,), {"yaml_implicit_resolvers": resolvers})


_FAST = _with_plain_dates(getattr(yaml, "CSafeLoader", yaml.SafeLoader))
_EXACT = _with_plain_dates(yaml.SafeLoader)


def read_yaml(path: Path) -> Any:
    """Content of a YAML file with its days as text. Raises ``yaml.YAMLError`` and ``UnicodeDecodeError``."""
    text = path.read_text("utf-8")
    try:
        return yaml.load(text, _FAST)  # noqa: S506 - a safe loader
    except yaml.YAMLError:
        return yaml.load(text, _EXACT)  # noqa: S506 - safe too, and it names the line better


def load_file(path: Path) -> PolicyFile:
    """One measure file, typed. Raises :class:`BrokenFile` with every fault found in it."""
    try:
        raw = read_yaml(path)
    except UnicodeDecodeError:
        raise BrokenFile([f"{path.name}：不是 UTF-8 编码的文本"]) from None
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        line = f"第 {mark.line + 1} 行" if mark else "某处"
        raise BrokenFile(
            [f"{path.name}：{line} YAML 写法不对（{getattr(fault, 'problem', '') or '无法解析'}）"]
        ) from None
    try:
        policy = PolicyFile.model_validate(raw)
    except ValidationError as failed:
        errors: list[dict[str, Any]] = [dict(e) for e in failed.errors()]
        problems = [f"{path.name}：{_where(raw, e['loc'])}：{explain(e)}" for e in errors if not _echo(e, errors)]
        raise BrokenFile(problems) from None
    named = [f"{path.name}：第 {m.slug} 条，{fault}" for m in policy.measures for fault in faults(policy.document, m)]
    if named:
        raise BrokenFile(named)
    return policy


def load_all(folder: Path = MEASURES) -> list[PolicyFile]:
    """Every measure file of the folder; all faults of all files are reported together."""
    policies, problems = [], []
    seen: dict[str, str] = {}
    known_docs: dict[str, str] = {}
    for path in measure_files(folder):
        try:
            policy = load_file(path)
        except BrokenFile as broken:
            problems.extend(broken.problems)
            continue
        if other := seen.get(policy.document.id):
            problems.append(f"{path.name}：document.id “{policy.document.id}” 与 {other} 重复")
        if other := known_docs.get(policy.document.doc):
            problems.append(f"{path.name}：文号 {policy.document.doc} 与 {other} 重复")
        seen[policy.document.id] = known_docs[policy.document.doc] = path.name
        policies.append(policy)
    if problems:
        raise BrokenFile(problems)
    return policies
