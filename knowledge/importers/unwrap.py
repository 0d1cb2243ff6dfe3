"""Lines as a PDF or a page breaks them → paragraphs as they were written.

A line is joined to the one before it unless something says that a new paragraph begins: an indentation (where the
source uses it), a number, a label such as 联系人：, a table, or a line that ended early.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from knowledge.importers.flat import CJK, Flat, joined, plain
from knowledge.importers.vocabulary import either

_MARKUP = re.compile(r"^(?:[-*+•·]\s+|#{1,6}\s+|>\s+|<p>)+")
_TABLE = re.compile(r"\t| \| |^\|")
_CN = "一二三四五六七八九十百"
_NUMBERED = re.compile(
    rf"(?:[（(](?:[{_CN}]{{1,4}}|\d{{1,3}})[)）]|[{_CN}]{{1,4}}、|第[{_CN}\d]{{1,4}}[条章节]|\d{{1,3}}(?:[.、](?!\d)|[.](?=\d{{5}}\D))|[①-⑳])"
)
_HEADING = re.compile(rf"(?:[{_CN}]{{1,4}}、|[（(][{_CN}]{{1,4}}[)）]|第[{_CN}\d]{{1,4}}章)[^。；！？]{{1,50}}$")
_OPENING = "为(?:深入|进一步|贯彻|落实|全面|切实|认真|更好)|根据"
_DOC_LINE = re.compile(r"[（(]?[^。；]{0,20}[〔\[【]\s*(?:19|20)\d\d\s*[〕\]】]\s*\d{1,4}\s*号\s*[)）]?$")
_DOC_START = re.compile(
    r"[（(]?[\u4e00-\u9fff]{2,8}\s?[〔\[【]\s*(?:19|20)\d\d\s*[〕\]】]\s*\d{1,4}\s*号\s*(?=[\u4e00-\u9fff])"
)
_ADDRESSEE = re.compile(r"(?:各|区政府|市政府|有关|驻区|全区|全市)[^。；《]{1,120}(?:[：:]$|[，、])")
_DATE_LINE = re.compile(r"(?:19|20)\d\d\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日$")
_ENDED = re.compile(r"[。！？；：]\s*[”」』）)]?$")
_CUT = re.compile(r"[、，,（(“《〔\-—/]$|https?[:：]$|(?:或|转|及|和)$|\.$")
_GOES_ON = re.compile(r"[、，。；：）)”》〕]|//|转\s*\d|或\s*\d")
_LATIN = re.compile(r"[A-Za-z0-9@._:/\-]+")
_WIDE = 120  # display columns; longer lines were not broken to fit a page
_SHORT = 40  # where lines were not broken, one shorter than this that just stops is a line of its own


@dataclass(frozen=True, slots=True)
class Line:
    """One line with its indentation, and whether an empty one stood before it."""

    flat: Flat
    indent: int
    gap: bool
    table: bool

    @property
    def text(self) -> str:
        """What the line says."""
        return self.flat.text


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text[: _WIDE * 2])


@lru_cache(maxsize=1)
def _split() -> re.Pattern[str]:
    """Line ends, and the two wide spaces that begin a paragraph where a page lost its line ends."""
    labels = "|".join(
        either(f"{kind}_labels") for kind in ("office", "name", "phone", "email", "flow", "material", "note")
    )
    begins = (
        rf"[（(][{_CN}]{{1,4}}[)）]|[{_CN}]{{1,4}}、|\d{{1,3}}[.、](?!\d)"
        rf"|[\u4e00-\u9fff]{{0,24}}?(?:{labels})\s*[:：]|{_OPENING}"
    )
    return re.compile(
        rf"\r\n|[\n\r\f\v\x1c-\x1e\x85\u2028\u2029]|(?<=[。；])[ \u3000]{{2,}}(?=\S)"
        rf"|(?<=[：:])[ \u3000]{{2,}}(?=《|{_OPENING})|(?<=\S)[ \u3000]{{2,}}(?={begins})"
    )


def _raw_lines(text: str) -> Iterator[tuple[int, str, bool]]:
    position = 0
    for match in _split().finditer(text):
        yield position, text[position : match.start()], match.group()[0] in "\u3000 "
        position = match.end()
    yield position, text[position:], False


def lines(text: str) -> list[Line]:
    """The lines that say something."""
    found: list[Line] = []
    gap, inline = True, False
    for offset, raw, ends_inline in _raw_lines(text):
        body = raw.lstrip(" \u3000\t\xa0")
        markup = _MARKUP.match(body)
        if markup:
            body = body[markup.end() :]
        flat = plain(body, offset + len(raw) - len(body)).stripped()
        if flat.text:
            indent = 2 if inline else sum(2 if c in "\u3000\t" else 1 for c in raw[: len(raw) - len(raw.lstrip())])
            found.append(Line(flat, indent, gap or inline, bool(_TABLE.search(raw.strip()))))
        gap, inline = not flat.text, ends_inline
    return found


@dataclass(frozen=True, slots=True)
class Habit:
    """How the source breaks its lines: the page's width, and whether paragraphs are indented or set apart."""

    width: int
    indented: bool
    spaced: bool


def habit(found: list[Line]) -> Habit:
    """What most lines do."""
    widths = sorted(_width(line.text) for line in found if not line.table) or [0]
    width = widths[min(len(widths) - 1, int(len(widths) * 0.9))]
    wrapped = width <= _WIDE and sum(w >= 0.8 * width for w in widths) >= 0.25 * len(widths)
    indents = sum(line.indent >= 2 for line in found)
    gaps = sum(line.gap for line in found)
    return Habit(
        width=width if wrapped else 0,
        indented=0.05 * len(found) < indents < 0.8 * len(found),
        spaced=not wrapped or gaps < 0.7 * len(found),
    )


def _label() -> re.Pattern[str]:
    names = [
        either(f"{kind}_labels") for kind in ("office", "name", "phone", "email", "flow", "material", "note", "address")
    ]
    return re.compile(rf"(?:{'|'.join(names)})\s*(?:[:：]|$)")


@lru_cache(maxsize=1)
def _title_end() -> re.Pattern[str]:
    return re.compile(either("document_kinds") + r"[》）)]?$")


def _starts(line: Line, label: re.Pattern[str]) -> bool:
    text = line.text
    return any(pattern.match(text) for pattern in (_NUMBERED, label, _DOC_LINE, _DOC_START, _DATE_LINE))


def _stands_alone(before: Line, line: Line, label: re.Pattern[str]) -> bool:
    """Table rows, the lines of a document's head, and labels with nothing after them."""
    if before.table or line.table or any(p.fullmatch(before.text) for p in (_DOC_LINE, _DATE_LINE, label)):
        return True
    return bool(_ADDRESSEE.match(line.text) and _title_end().search(before.text))


def _continues(first: Line, before: Line, line: Line, how: Habit, label: re.Pattern[str]) -> bool:
    if _stands_alone(before, line, label):
        return False
    if _starts(line, label):
        return before.text.endswith(".") and before.text[-2:-1].isalnum()
    if _GOES_ON.match(line.text) or _CUT.search(before.text):
        return True
    if (how.indented and line.indent >= 2) or _ENDED.search(before.text):
        return False
    indented = how.indented and first.indent >= 2 and not _HEADING.match(before.text)
    return indented or (not line.gap and how.spaced) or _ran_on(before, how)


def _ran_on(before: Line, how: Habit) -> bool:
    """Whether a line that just stops is long enough to have been broken, and is no heading."""
    width = _width(before.text)
    if _HEADING.match(before.text) and (not how.width or width < 0.9 * how.width):
        return False
    return width >= (0.55 * how.width if how.width else _SHORT)


def _glue(before: Flat, after: Flat) -> str:
    """A space between two Latin words; none inside an address, a number or Chinese."""
    tail, head = before.text[-1:], after.text[:1]
    if not (tail.isascii() and head.isascii() and tail.isalpha() and head.isalpha()):
        return ""
    around = re.search(r"[A-Za-z0-9@._:/\-]{1,80}$", before.text)
    word = _LATIN.match(after.text)
    return "" if re.search(r"[@/]", (around.group() if around else "") + (word.group() if word else "")) else " "


def paragraphs(text: str) -> list[Line]:
    """The source's paragraphs and table rows in order."""
    found = lines(text)
    how, label = habit(found), _label()
    groups: list[list[Line]] = []
    before: Line | None = None
    for line in found:
        if before is not None and _continues(groups[-1][0], before, line, how, label):
            groups[-1].append(line)
        else:
            groups.append([line])
        before = line
    return [_merge(group) for group in groups]


def _merge(group: list[Line]) -> Line:
    first = group[0]
    if len(group) == 1:
        return first
    parts: list[Flat] = []
    for line in group:
        if parts and (space := _glue(parts[-1], line.flat)):
            parts.append(Flat(space, line.flat.at[:1]))
        parts.append(line.flat)
    return Line(joined(parts), first.indent, first.gap, first.table)


def has_chinese(text: str) -> bool:
    """Whether there is anything to read for this importer."""
    return bool(re.search(f"[{CJK}]", text))
