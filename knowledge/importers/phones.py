"""Telephone numbers: reading them with every extension, and cutting off a clause number that ran into one.

>>> [p.number for p in find("64031118 转 2538 或 2539、13681278787")]
['64031118-2538', '64031118-2539', '13681278787']
>>> [(p, n) for p, n in splits("8716066311")]
[('87160663', 11)]
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_BASE = r"(?:[（(]?0\d{2,3}[）)]?[-—– ]?[2-9]\d{6,7}|1[3-9]\d{9}|400[- ]?\d{3,4}[- ]?\d{3,4}|\d{7,12})"
_PHONE = re.compile(
    rf"(?<![\d.@_A-Za-z-])(?P<base>{_BASE})(?![\d@_A-Za-z])(?:\s*(?:[-—–－]|转|分机(?:号)?[：:]?)\s*(?P<ext>\d{{1,6}})(?!\d))?"
    r"(?P<more>(?:\s*(?:或者?|、|/|，|,)\s*(?:转|-)?\s*\d{1,6}(?![\d-]))*)"
)
_EXTENSION = re.compile(r"\d+")
_RUN = re.compile(r"(?P<base>\d{7,8})(?P<dash>[-—–])(?P<rest>\d{2,9})|(?P<digits>\d{8,15})")
_HOTLINE = re.compile(r"(?<![\d.])(1\d{4}|9\d{4})(?!\d)")
_ODD = re.compile(r"(?:0\d{2,3}-)?[2-9]\d{6,7}(?:-\d{1,6})?|1[3-9]\d{9}|1\d{4}|9\d{4}|400\d{7}")
_NUMBER_DIGITS = 3


@dataclass(frozen=True, slots=True)
class Phone:
    """A number as it is dialled (``64031118-2538``) and where it was found."""

    number: str
    start: int
    end: int


def _written(base: str) -> str:
    digits = re.sub(r"\D", "", base)
    area = re.fullmatch(r"(01\d|02\d|0[3-9]\d\d)([2-9]\d{6,7})", digits)
    return f"{area[1]}-{area[2]}" if area else digits


def find(text: str) -> list[Phone]:
    """Every telephone number of the text, extensions one by one."""
    return [phone for match in _PHONE.finditer(text) for phone in _one(match)]


def _one(match: re.Match[str]) -> Iterator[Phone]:
    base, ext = _written(match["base"]), match["ext"]
    end = match.end("ext") if ext else match.end("base")
    yield Phone(f"{base}-{ext}" if ext else base, match.start(), end)
    if ext:
        for more in _EXTENSION.finditer(match["more"]):
            start = match.start("more")
            yield Phone(f"{base}-{more.group()}", start + more.start(), start + more.end())


def hotlines(text: str) -> list[Phone]:
    """Five-digit service numbers (12348)."""
    return [Phone(m[1], m.start(1), m.end(1)) for m in _HOTLINE.finditer(text)]


def odd(phone: str) -> bool:
    """Whether a number does not have the digits of a landline, a mobile or a hotline."""
    return not _ODD.fullmatch(phone)


def splits(run: str) -> list[tuple[str, int]]:
    """The ways digits before a full stop can be a telephone number and then a clause number, likeliest first."""
    match = _RUN.fullmatch(run)
    if not match:
        return []
    if match["digits"]:
        length = 11 if re.match(r"1[3-9]", run) else 8
        return _cut(run, "", (length,))
    rest = match["rest"]
    return _cut(rest, match["base"] + "-", sorted(range(2, len(rest)), key=lambda n: (abs(n - 4), n)))


def _cut(digits: str, head: str, lengths: tuple[int, ...] | list[int]) -> list[tuple[str, int]]:
    found = []
    for length in lengths:
        tail = digits[length:]
        if tail and len(tail) <= _NUMBER_DIGITS and tail[0] != "0":
            found.append((head + digits[:length], int(tail)))
    return found
