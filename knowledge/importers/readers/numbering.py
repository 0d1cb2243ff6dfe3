"""The numbers Word writes before paragraphs: they are not in the text and have to be counted out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from lxml import etree

from knowledge.importers.readers.package import tree

_PLACE = re.compile(r"%([1-9])")
_CHINESE = ("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting", "ideographDigital")
_CIRCLED = ("decimalEnclosedCircle", "decimalEnclosedCircleChinese")
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_DIGITS = "零一二三四五六七八九"
_DEPTH = 20


def chinese(number: int) -> str:
    """1 to 999 in Chinese as lists write it: 十一, 二十, 一百零五."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else _DIGITS[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    return text + (_DIGITS[ones] if ones else "")


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        text += letters * count
    return text


def written(number: int, style: str) -> str:
    """A number in one of Word's number styles; plain digits for those it has no use for here."""
    letter = chr(ord("a") + (number - 1) % 26)
    if style in _CHINESE and 0 < number < 1000:
        return chinese(number)
    if style in _CIRCLED and 0 < number <= 20:
        return chr(0x2460 + number - 1)
    if style == "ideographTraditional" and 0 < number <= 10:
        return "甲乙丙丁戊己庚辛壬癸"[number - 1]
    if style in ("lowerLetter", "upperLetter"):
        return letter if style == "lowerLetter" else letter.upper()
    if style in ("lowerRoman", "upperRoman") and 0 < number < 50:
        return _roman(number) if style == "lowerRoman" else _roman(number).upper()
    return str(number)


def local(name: object) -> str:
    """A tag or attribute name without its namespace: the strict and the usual form of DOCX differ only there."""
    return str(name).rpartition("}")[2]


def _value(node: etree._Element, *path: str) -> str | None:
    """The ``val`` of a descendant."""
    for step in path:
        found = next((child for child in node if local(child.tag) == step), None)
        if found is None:
            return None
        node = found
    return next((str(value) for key, value in node.attrib.items() if local(key) == "val"), None)


def _attribute(node: etree._Element, name: str) -> str:
    return next((str(value) for key, value in node.attrib.items() if local(key) == name), "")


def _children(nodes: Iterable[etree._Element], name: str) -> list[etree._Element]:
    return [child for node in nodes for child in node if local(child.tag) == name]


def _integer(text: str | None, default: int = 0) -> int:
    return int(text) if text and re.fullmatch(r"[0-9]{1,6}", text) else default


@dataclass
class _Level:
    start: int
    style: str
    text: str
    legal: bool = False
    """Whether the levels above are written in digits here whatever their style: 一、 but 1.1."""


@dataclass
class _List:
    levels: dict[int, _Level]
    counts: dict[int, int] = field(default_factory=dict)

    def label(self, depth: int) -> str:
        level = self.levels.get(depth)
        if not level:
            return ""
        self.counts = {at: count for at, count in self.counts.items() if at <= depth}
        self.counts[depth] = self.counts.get(depth, level.start - 1) + 1
        if level.style in ("bullet", "none"):
            return "- " if level.style == "bullet" else ""
        label = _PLACE.sub(lambda place: self._number(int(place[1]) - 1, level.legal), level.text)
        return f"{label} " if label and label[-1].isascii() else label

    def _number(self, depth: int, legal: bool) -> str:
        level = self.levels.get(depth, _Level(1, "decimal", ""))
        return written(self.counts.get(depth, level.start), "decimal" if legal else level.style)


class Numbering:
    """Counts the numbered paragraphs of one document in reading order."""

    def __init__(self, numbering: list[bytes], styles: list[bytes]) -> None:
        """Take the list definitions and the styles that refer to them."""
        roots = [tree(part) for part in numbering]
        kinds = {_attribute(node, "abstractNumId"): _levels(node) for node in _children(roots, "abstractNum")}
        shared = {kind: _List(levels) for kind, levels in kinds.items()}
        self._lists: dict[str, _List] = {}
        for node in _children(roots, "num"):
            kind = _value(node, "abstractNumId") or ""
            if kind in shared:
                self._lists[_attribute(node, "numId")] = _restarted(shared[kind], node)
        self._styles = {_attribute(n, "styleId"): n for p in styles for n in _children([tree(p)], "style")}

    def label(self, style: str, number: str | None, depth: str | None) -> str:
        """What stands before the next paragraph, from its own list or that of its style."""
        for _ in range(_DEPTH):
            if number is not None or style not in self._styles:
                break
            node = self._styles[style]
            number = _value(node, "pPr", "numPr", "numId")
            depth = depth or _value(node, "pPr", "numPr", "ilvl")
            style = _value(node, "basedOn") or ""
        found = self._lists.get(number or "")
        return found.label(_integer(depth)) if found else ""


def _levels(node: etree._Element) -> dict[int, _Level]:
    return {_integer(_attribute(level, "ilvl")): _level(level) for level in _children([node], "lvl")}


def _level(node: etree._Element) -> _Level:
    return _Level(
        start=_integer(_value(node, "start"), 1),
        style=_value(node, "numFmt") or "decimal",
        text=_value(node, "lvlText") or "",
        legal=bool(_children([node], "isLgl")),
    )


def _restarted(shared: _List, node: etree._Element) -> _List:
    """The list of a ``num``: the shared one, or its own count where it overrides the start."""
    overrides = _children([node], "lvlOverride")
    if not overrides:
        return shared
    levels = dict(shared.levels)
    for override in overrides:
        depth = _integer(_attribute(override, "ilvl"))
        levels |= _levels(override)
        start = _value(override, "startOverride")
        if start is not None and depth in levels:
            levels[depth] = replace(levels[depth], start=_integer(start, 1))
    return _List(levels)
