"""Typed fields of a short form: reading what was entered, with a Chinese sentence for what cannot be used."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

FieldType = Literal["text", "long", "number", "whole", "date", "choice", "phone"]
_PHONE = re.compile(r"1\d{10}|0\d{2,3}-?\d{7,8}(?:-\d{1,6})?|\d{7,8}(?:-\d{1,6})?")


class _Fault(ValueError):
    """Why a value cannot be used, in Chinese, without the field's name."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form.

    Attributes:
        type: ``text`` is one line, ``long`` several; ``number`` may have decimals, ``whole`` not; a ``date`` is ISO.
        least, most: Limits of a number; ``most`` is the greatest length of a text.
        ahead: For a date: only today or later.
    """

    name: str
    label: str
    type: FieldType = "text"
    required: bool = False
    choices: tuple[str, ...] = ()
    help: str = ""
    least: float = 0
    most: float = 200
    ahead: bool = False

    def read(self, given: Any, today: date) -> Any:
        """The value as it is kept (JSON), or None when nothing was entered. Raises ``ValueError`` with the reason."""
        text = "" if given is None else str(given).strip()
        if not text:
            if self.required:
                raise _Fault(f"请填写“{self.label}”。")
            return None
        return _READERS[self.type](self, text, today)


def _words(field: Field, text: str, _: date) -> str:
    kept = "".join(c for c in text if c == "\n" or c.isprintable())
    if field.type != "long":
        kept = " ".join(kept.split())
    if len(kept) > field.most:
        raise _Fault(f"“{field.label}”最多 {int(field.most)} 个字，现在是 {len(kept)} 个。")
    if len(kept) < field.least:
        raise _Fault(f"“{field.label}”请至少写 {int(field.least)} 个字，说清楚一点。")
    return kept


def _number(field: Field, text: str, _: date) -> int | float:
    try:
        value = Decimal(text.replace(",", "").replace("，", ""))
        if not value.is_finite():
            raise InvalidOperation
    except InvalidOperation:
        raise _Fault(f"“{field.label}”要填数字，例如 50。") from None
    whole = value == value.to_integral_value()
    if field.type == "whole" and not whole:
        raise _Fault(f"“{field.label}”要填整数。")
    if not Decimal(str(field.least)) <= value <= Decimal(str(field.most)):
        raise _Fault(f"“{field.label}”应在 {field.least:g} 到 {field.most:g} 之间。")
    return int(value) if whole else float(value)


def _day(field: Field, text: str, today: date) -> str:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise _Fault(f"“{field.label}”要填真实的日期，例如 {today.isoformat()}。") from None
    if field.ahead and day < today:
        raise _Fault(f"“{field.label}”不能早于今天（{today.isoformat()}）。")
    return day.isoformat()


def _choice(field: Field, text: str, _: date) -> str:
    if text not in field.choices:
        raise _Fault(f"“{field.label}”只能选：{'、'.join(field.choices)}。")
    return text


def _phone(field: Field, text: str, _: date) -> str:
    plain = re.sub(r"[\s()（）]", "", text)
    if not _PHONE.fullmatch(plain):
        raise _Fault(f"“{field.label}”不像电话号码，应是 11 位手机号，或 8 位固话（可带区号、分机）。")
    return plain


_READERS: dict[FieldType, Callable[[Field, str, date], Any]] = {
    "text": _words,
    "long": _words,
    "number": _number,
    "whole": _number,
    "date": _day,
    "choice": _choice,
    "phone": _phone,
}
