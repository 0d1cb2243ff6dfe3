"""Text that remembers where each of its characters came from.

Lines are joined, widths made plain and sentences re-ordered; every character keeps its offset in the source, so
that a field found in the result can be shown in the original.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Iterable
from dataclasses import dataclass

from knowledge.importers.draft import Span

CJK = "\u3400-\u4dbf\u4e00-\u9fff\u3007"
_NEAR = 40  # a jump of more characters than this between two neighbours is shown as two places
_FULL_WIDTH = {c: unicodedata.normalize("NFKC", chr(c)) for c in range(0xFF01, 0xFF5F)}
_KEPT = frozenset("，：；！？（）～")
_WIDTH = {c: plain for c, plain in _FULL_WIDTH.items() if chr(c) not in _KEPT} | {0x3000: " ", 0xA0: " "}
_PUNCTUATION = {"(": "（", ")": "）", ",": "，", ":": "：", ";": "；"}
_CHINESE = re.compile(f"[{CJK}，。、；：！？（）《》〈〉“”‘’【】〔〕]")
_ASCII_MARK = re.compile(r"[(),:;]")
_OPEN_ASCII = re.compile(r"\((?=[^()（）\n]{0,40}）)")
_CLOSE_ASCII = re.compile(r"(（[^()（）\n]{0,40})\)")
_SCHEME = re.compile(r"(?:(?<=http)|(?<=https))：")
_DROPPED = re.compile(
    r"\*\*|</?(?:p|br|b|strong|span|div)\b[^<>\n]{0,80}>|<(?=https?:)|(?<=[/\w])>(?=[^\w]|$)", re.IGNORECASE
)
_LOOSE = re.compile(rf"(?<=[{CJK}，。、；：！？（）《》“”〔〕%]) +| +(?=[{CJK}，。、；：！？（）《》“”〔〕%])")


@dataclass(frozen=True, slots=True)
class Flat:
    """A string and, for each character, its offset in the source."""

    text: str
    at: array[int]

    def __len__(self) -> int:
        return len(self.text)

    def part(self, start: int, end: int) -> Flat:
        """The characters ``start`` to ``end``."""
        return Flat(self.text[start:end], self.at[start:end])

    def stripped(self) -> Flat:
        """Without white space at either end."""
        start = len(self.text) - len(self.text.lstrip())
        return self.part(start, max(start, len(self.text.rstrip())))

    def places(self, start: int, end: int) -> tuple[Span, ...]:
        """Where the characters ``start`` to ``end`` stand in the source: several places if brought together."""
        found: list[list[int]] = []
        for offset in self.at[start:end]:
            if found and 0 <= offset - found[-1][1] <= _NEAR:
                found[-1][1] = offset + 1
            elif not found or offset + 1 != found[-1][1]:
                found.append([offset, offset + 1])
        return tuple(Span(start=a, end=b) for a, b in found)


EMPTY = Flat("", array("L"))


def joined(parts: Iterable[Flat], separator: str = "") -> Flat:
    """The parts one after the other; a separator takes the place of the character before it."""
    text: list[str] = []
    at = array("L")
    for part in parts:
        if text and separator:
            text.append(separator)
            at.extend([at[-1] if at else 0] * len(separator))
        text.append(part.text)
        at.extend(part.at)
    return Flat("".join(text), at)


def plain(text: str, offset: int = 0) -> Flat:
    """One line of a source: widths made plain, marks beside Chinese made Chinese, markup dropped."""
    text = _SCHEME.sub(":", text.translate(_WIDTH))
    keep = array("L")
    pieces: list[str] = []
    position = 0
    for match in _DROPPED.finditer(text):
        pieces.append(text[position : match.start()])
        keep.extend(range(offset + position, offset + match.start()))
        position = match.end()
    pieces.append(text[position:])
    keep.extend(range(offset + position, offset + len(text)))
    return Flat(_chinese_marks("".join(pieces)), keep)


def _chinese_marks(text: str) -> str:
    def replace(match: re.Match[str]) -> str:
        start, end = match.span()
        while start and text[start - 1] == " ":
            start -= 1
        while end < len(text) and text[end] == " ":
            end += 1
        near = text[start - 1 : start] + text[end : end + 1]
        return _PUNCTUATION[match.group()] if _CHINESE.search(near) else match.group()

    text = _ASCII_MARK.sub(replace, text)
    return _CLOSE_ASCII.sub(r"\1）", _OPEN_ASCII.sub("（", text))


def tidy(text: str) -> str:
    """For reading: one line, no spaces beside Chinese characters."""
    return _LOOSE.sub("", re.sub(r"\s+", " ", text)).strip()
