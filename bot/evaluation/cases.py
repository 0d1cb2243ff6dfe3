"""Evaluation folders: questions, dialogues and enterprise sizes, one JSON object a line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from bot.evaluation.errors import BrokenCase, EvaluationError
from bot.evaluation.ports import Number, Ref

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Texts = tuple[Text, ...]

_KINDS = {
    "missing": "缺少这一项",
    "string_type": "应为文字",
    "string_too_short": "不能为空",
    "int_type": "应为整数",
    "bool_type": "应为 true 或 false",
    "tuple_type": "应为列表",
    "too_short": "至少要有一项",
    "model_type": "应为 JSON 对象",
    "dict_type": "应为 JSON 对象",
}


class Case(BaseModel):
    """Base of every case: immutable; fields this version does not use are passed over."""

    model_config = ConfigDict(frozen=True, strict=True)


class Expected(Case):
    """A measure that counts as right."""

    doc: Text
    number: int | None

    @property
    def ref(self) -> Ref:
        """Document and number."""
        return (self.doc, self.number)


class Question(Case):
    """One question and what makes its answer right."""

    id: Text
    text: str
    tone: Text = Field(alias="register")
    intent: Text
    district: str | None = None
    expect: tuple[Expected, ...] = Field(strict=False)
    must_contain: Texts = Field(default=(), strict=False)
    must_contain_any: Texts = Field(default=(), strict=False)
    entities: dict[str, Any] = {}
    clarify: bool = False
    origin: Text = "written"


class Turn(Case):
    """One thing a person says in a dialogue, and what the reply must and must not say."""

    user: str
    expect_any: Texts = Field(default=(), strict=False)
    expect_all: Texts = Field(default=(), strict=False)
    forbid: Texts = Field(default=(), strict=False)
    note: str = ""


class Dialogue(Case):
    """Turns of one conversation, in order."""

    id: Text
    turns: tuple[Turn, ...] = Field(min_length=1, strict=False)


class SizeCase(Case):
    """An enterprise's figures and the size and class they lead to; money in 万元."""

    sector: Text
    employees: int | None = None
    revenue_wan: Number | None = None
    assets_wan: Number | None = None
    expect: Text
    sector_class: Text = Field(alias="class")
    note: str = ""


C = TypeVar("C", bound=Case)


@dataclass(frozen=True, slots=True)
class CaseSet:
    """Everything in one evaluation folder; None for a file that is not there."""

    questions: tuple[Question, ...] | None
    dialogues: tuple[Dialogue, ...] | None
    sizes: tuple[SizeCase, ...] | None


def load_folder(folder: Path) -> CaseSet:
    """Read the folder's files; every faulty line is named in one ``BrokenCase``."""
    if not folder.is_dir():
        raise EvaluationError(f"没有评测文件夹 {folder}，请检查路径。")
    problems: list[str] = []
    cases = CaseSet(
        _load(folder / "questions.jsonl", Question, problems),
        _load(folder / "dialogues.jsonl", Dialogue, problems),
        _load(folder / "size_cases.jsonl", SizeCase, problems),
    )
    if problems:
        raise BrokenCase(problems)
    if cases == CaseSet(None, None, None):
        names = "questions.jsonl、dialogues.jsonl、size_cases.jsonl"
        raise EvaluationError(f"{folder} 里没有评测文件（{names} 至少要有一个）。")
    return cases


def _load(path: Path, kind: type[C], problems: list[str]) -> tuple[C, ...] | None:
    if not path.is_file():
        return None
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        problems.append(f"{path.name}：不是 UTF-8 编码，请另存为 UTF-8。")
        return ()
    except OSError as error:
        problems.append(f"{path.name}：读不了（{error.strerror}），请检查权限。")
        return ()
    return tuple(_parse(path.name, text, kind, problems))


def _parse(name: str, text: str, kind: type[C], problems: list[str]) -> Iterator[C]:
    # Not splitlines(): a JSON string may hold U+2028 and the like unescaped.
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        place = f"{name} 第 {number} 行"
        try:
            yield kind.model_validate(json.loads(line))
        except json.JSONDecodeError as error:
            problems.append(f"{place}：不是合法的 JSON（第 {error.colno} 个字符处）。")
        except ValidationError as error:
            problems.extend(f"{place}：{fault}" for fault in explain(error))


def explain(error: ValidationError) -> list[str]:
    """Say each fault in Chinese, with the field it is in."""
    faults = []
    for detail in error.errors():
        field = ".".join(str(part) for part in detail["loc"]) or "整行"
        faults.append(f"{field} {_KINDS.get(detail['type'], '的值不对')}。")
    return faults
