"""Two versions side by side: fields in words, with what went and what came marked. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

from knowledge.review.diff import FieldChange, MeasureDiff
from knowledge.review.fields import NAMES
from nlu import words

Kind = Literal["same", "gone", "new"]
_CHANGES = {"added": "新增", "changed": "修改", "removed": "删去"}
# Above this the comparison of characters takes too long to wait for.
LONGEST = 4000


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that stayed, went or came."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """One field before and after, in pieces."""

    label: str
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]


def rows(diff: MeasureDiff | None) -> list[Row]:
    """The differences of a measure, field by field, then contact by contact."""
    if diff is None:
        return []
    found = [_row(NAMES.get(change.field, change.field), change) for change in diff.fields]
    for contact in diff.contacts:
        label = f"{_CHANGES[contact.change]}联系人 {contact.who}"
        found += [_row(f"{label}：{NAMES.get(c.field, c.field)}", c) for c in contact.fields]
    return found


def field_rows(changes: Sequence[FieldChange]) -> list[Row]:
    """The differences of a document's description."""
    return [_row(NAMES.get(change.field, change.field), change) for change in changes]


def _row(label: str, change: FieldChange) -> Row:
    before, after = "\n".join(lines(change.old)), "\n".join(lines(change.new))
    if not before or not after or len(before) + len(after) > LONGEST:
        return Row(label, _whole("gone", before), _whole("new", after))
    gone: list[Piece] = []
    came: list[Piece] = []
    old, new = _words(before), _words(after)
    for op, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        left, right = "".join(old[a:b]), "".join(new[c:d])
        gone += _whole("same" if op == "equal" else "gone", left)
        came += _whole("same" if op == "equal" else "new", right)
    return Row(label, tuple(gone), tuple(came))


def _words(text: str) -> list[str]:
    """The text cut into words; into characters where cutting would lose some."""
    cut = list(words.cut(text))
    return cut if "".join(cut) == text else list(text)


def _whole(kind: Kind, text: str) -> tuple[Piece, ...]:
    return (Piece(kind, text),) if text else ()


def lines(value: Any) -> list[str]:
    """A value of a field in words, one item a line."""
    if value in (None, "", [], {}, ()):
        return []
    if isinstance(value, list | tuple):
        return [_inline(item) for item in value]
    return [_inline(value)]


def _inline(value: Any) -> str:
    if isinstance(value, dict):
        said = {k: _inline(v) for k, v in value.items() if v not in (None, "", [], {}, ())}
        return "；".join(v if k == "text" else f"{NAMES.get(k, k)} {v}" for k, v in said.items())
    if isinstance(value, list | tuple):
        return "、".join(map(_inline, value))
    return {True: "是", False: "否"}.get(value, str(value)) if isinstance(value, bool) else str(value)
