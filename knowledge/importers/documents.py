"""Which documents a source holds: 文号, title and the text of each; a gazette's table of contents is not a document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.importers.flat import EMPTY, Flat, joined, tidy
from knowledge.importers.unwrap import Line
from knowledge.importers.vocabulary import either, words

_NO = r"[〔\[【（(]\s*(?P<y>(?:19|20)\d\d)\s*[〕\]】）)]\s*第?\s*(?P<n>\d{1,4})\s*号"
DOC_NO = re.compile(rf"(?P<who>(?:[\u4e00-\u9fff]\s?){{2,12}}){_NO}")
_DATE = r"(?:19|20)\d\d\s*(?:年|[-./])\s*\d{1,2}\s*(?:月|[-./])\s*\d{1,2}\s*日?"
_ALONE = re.compile(rf"[（(]?\s*(?P<date>{_DATE})?\s*(?P<doc>[^（()《]{{2,20}}{_NO})\s*[）)]?")
_ADDRESSEE = re.compile(r"\s*(?:各|区|市|县|有关|驻区|全区|全市)[^。；：:《]{2,120}[：:]")
_PUBLISHED = re.compile(rf"(?:发布日期|发布时间|成文日期|公开日期)\s*[：:]\s*(?P<date>{_DATE})")
_ENTRY = re.compile(r"[\s.·…|\t]{1,80}\d{1,4}\s*$")
_STOP = re.compile(r"[。；！？：:]\s*$")
_DATE_ONLY = re.compile(rf"^\s*{_DATE}\s*$")
_INNER = re.compile(r"印发\s*《(?P<title>.{4,150})》\s*的?\s*(?:通知|函|公告)\s*$")
_TITLE_LIMIT, _TITLE_LINES = 220, 6


@dataclass(frozen=True, slots=True)
class Found:
    """One document of a source: its head, and its text from the addressee on."""

    number: str | None
    number_at: Flat
    title: Flat
    published: Flat
    body: Flat

    @property
    def heading(self) -> str:
        """The title as printed."""
        return tidy(self.title.text)

    @property
    def name(self) -> str:
        """The title of what is issued: 关于印发《X》的通知 → X."""
        inner = _INNER.search(self.heading)
        return inner["title"].replace("〈", "《").replace("〉", "》") if inner else self.heading


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a table of contents."""

    number: str | None
    title: str


def written(match: re.Match[str]) -> str:
    """A 文号 as it is quoted: 东政发〔2022〕8号."""
    return f"{_agency(match['who'])}〔{match['y']}〕{int(match['n'])}号"


def _agency(who: str) -> str:
    name = re.sub(r"^[年月日]", "", re.sub(r"\s", "", who))
    kinds = "|".join(map(re.escape, words("document_kinds")))
    return re.split(rf".*(?:{kinds})(?=[\u4e00-\u9fff]{{2}})", name)[-1] or name


@dataclass(frozen=True, slots=True)
class _Head:
    """Where a document begins: the paragraph of its 文号 or addressee, and what stands in it."""

    index: int
    number: str | None
    number_place: tuple[int, int]
    before: int
    after: int


def _head(index: int, line: Line) -> _Head | None:
    text = line.text[:1500]
    alone = _ALONE.fullmatch(text.strip()) if len(text) < 80 else None
    number = DOC_NO.search(text) if alone else None
    if alone and number:
        return _Head(
            index, written(number), (number.end() - len(number.group().lstrip()), number.end()), 0, len(line.text)
        )
    for match in DOC_NO.finditer(text):
        start = match.end() - len(match.group()) + len(match["who"]) - len(_tail(match["who"]))
        cited = text[start - 1 : start] in ("（", "(", "《", "、") if start else False
        if not cited and _ADDRESSEE.match(text, match.end()):
            return _Head(index, written(match), (start, match.end()), start, match.end())
    return None


def _tail(who: str) -> str:
    """The end of the matched characters that is the agency's name, with its spaces."""
    length = len(_agency(who))
    kept = [i for i, c in enumerate(who) if not c.isspace()][-length:]
    return who[kept[0] :] if kept else who


def is_entry(line: Line) -> bool:
    """Whether a paragraph is a line of a table of contents."""
    return bool(DOC_NO.search(line.text[:400]) and _ENTRY.search(line.text[-90:]) and len(line.text) < 300)


def entries(found: Sequence[Line]) -> list[Entry]:
    """The table of contents, if the source has one."""
    result = []
    for line in found:
        if is_entry(line):
            number = list(DOC_NO.finditer(line.text))[-1]
            title = tidy(line.text[: number.start() + number.group().find(_tail(number["who"]))]).rstrip("（( ")
            result.append(Entry(written(number), title))
    return result


def _heads(found: Sequence[Line]) -> list[_Head]:
    heads: list[_Head] = []
    for index, line in enumerate(found):
        if is_entry(line):
            continue
        head = _head(index, line)
        if head is None and _ADDRESSEE.fullmatch(line.text[:200]) and not (heads and index - heads[-1].index <= 2):
            titled = _title_lines(found, index)
            head = _Head(index, None, (0, 0), 0, 0) if titled else None
        if head and not (heads and head.number and heads[-1].number == head.number):
            heads.append(head)
    return heads


def _title_lines(found: Sequence[Line], index: int) -> list[int]:
    """The paragraphs above a head that are its title, from the issuer's name on."""
    lines: list[int] = []
    for i in range(index - 1, max(-1, index - 1 - _TITLE_LINES), -1):
        text = found[i].text
        if found[i].table or _STOP.search(text) or _DATE_ONLY.match(text) or is_entry(found[i]):
            break
        if sum(len(found[k].text) for k in lines) + len(text) > _TITLE_LIMIT or _ALONE.fullmatch(text.strip()[:80]):
            break
        lines.insert(0, i)
        whole = "".join(found[k].text for k in lines)
        if _begins(text) and re.search(r"关于|印发|转发", whole):
            return lines
    named = [i for i in lines if re.search(either("document_kinds") + r"[》\s]*$", found[i].text)]
    return lines[lines.index(named[0]) :] if named else []


def _begins(text: str) -> bool:
    return bool(re.match(rf"[\u4e00-\u9fff\s]{{2,24}}?{either('issuers')}", text))


def find(found: Sequence[Line]) -> list[Found]:
    """The documents in order; one without a head if none has any."""
    heads = _heads(found)
    if not heads:
        return list(_headless(found))
    starts = []
    for head in heads:
        lines = [] if head.before else _title_lines(found, head.index)
        starts.append((head, lines, lines[0] if lines else head.index))
    ends = [start for _, _, start in starts[1:]] + [len(found)]
    return [_document(found, head, lines, end) for (head, lines, _), end in zip(starts, ends, strict=True)]


def _document(found: Sequence[Line], head: _Head, lines: Sequence[int], end: int) -> Found:
    line = found[head.index].flat
    title = joined([found[i].flat for i in lines]) if lines else line.part(0, head.before)
    above = joined([*(found[i].flat for i in lines), line], "\n")
    date = _PUBLISHED.search(above.text[:2000]) or re.search(
        f"(?P<date>{_DATE})(?=\\s*{DOC_NO.pattern})", above.text[:2000]
    )
    stamp = _PUBLISHED.search(title.text)
    if stamp:
        title = title.part(0, stamp.start())
    rest = [line.part(head.after, len(line))] if head.after < len(line) else []
    return Found(
        number=head.number,
        number_at=line.part(*head.number_place),
        title=title.stripped(),
        published=above.part(*date.span("date")) if date else EMPTY,
        body=joined([*rest, *(found[i].flat for i in range(head.index + 1, max(end, head.index + 1)))], "\n"),
    )


def _headless(found: Sequence[Line]) -> Iterator[Found]:
    if not found:
        return
    first = found[0].flat
    titled = len(first) <= 120 and not _STOP.search(first.text)
    number = next((m for m in DOC_NO.finditer(first.text) if titled), None)
    body = joined([line.flat for line in (found[1:] if titled else found)], "\n")
    place = first.part(*number.span()) if number else EMPTY
    yield Found(written(number) if number else None, place, first if titled else EMPTY, EMPTY, body)
