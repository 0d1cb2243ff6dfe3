"""Numbers of clauses: where they may stand in a text, and which of them form the document's own count.

A document numbers its measures in one way (1. · （一） · 一、 · 第一条) from its beginning to its end; other numbers
start again in each measure. The way whose numbers run on longest, one 责任单位 to each, is the document's.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.importers import phones
from knowledge.importers.flat import tidy
from knowledge.importers.vocabulary import either
from nlu.numerals import parse

CN = "[一二三四五六七八九十百]{1,5}"
_BEFORE = r"(?:^|(?<=[\n。；！？]))[ \t]*"
_AFTER = r"(?=\s*[\u4e00-\u9fff“《〈A-Z‘]|\s*20\d\d\s*年)"
_STYLES = {
    "dot": re.compile(rf"{_BEFORE}(?P<n>\d{{1,3}})\s?(?:[.]{_AFTER}|[.](?=\d{{5}}\D))"),
    "mark": re.compile(rf"{_BEFORE}(?P<n>\d{{1,3}})、(?=\s*[\u4e00-\u9fff“《])"),
    "bracket": re.compile(rf"{_BEFORE}[（(]\s?(?P<c>{CN})\s?[）)]"),
    "digit_bracket": re.compile(rf"{_BEFORE}[（(](?P<n>\d{{1,3}})[）)]"),
    "chapter": re.compile(rf"{_BEFORE}(?P<c>{CN})、"),
    "article": re.compile(rf"{_BEFORE}第\s?(?:(?P<c>{CN})|(?P<n>\d{{1,3}}))\s?条(?!规定|、|第)"),
}
_TITLE = rf"(?P<title>[^。；：！\n]{{2,50}}?)(?=\n|（{CN}）|\d{{1,3}}[.]{_AFTER}|$)"
_HEADING = re.compile(rf"(?:^|(?<=[\n。；）)\d”]))[ \t]*(?:(?P<chapter>{CN})、|（(?P<sub>{CN})）){_TITLE}")
_SUB = re.compile(rf"（(?P<sub>{CN})）{_TITLE}")
RUN_ON = re.compile(rf"(?<![\d-])(?P<run>\d{{7,8}}[-—–]\d{{2,9}}|\d{{8,15}})\s?[.．、]{_AFTER}")
_INLINE = re.compile(rf"(?<=[\u4e00-\u9fff”》）)])(?P<n>\d{{1,3}})[.]{_AFTER}")
_MOST = 4000  # candidates looked at, and how far back from each: a text with more numbers is no list of measures
_WINDOW = 120
_GAP = 10


@dataclass(frozen=True, slots=True)
class Anchor:
    """A number that may begin a measure: ``start`` where the number stands, ``end`` where the measure's words begin."""

    number: int
    start: int
    end: int


def value(numeral: str) -> int:
    """二十三 → 23; 0 for what is no number."""
    found = parse(numeral)
    return int(found) if found is not None and found < 1000 else 0


def _number(match: re.Match[str]) -> int:
    groups = match.groupdict()
    return int(groups["n"]) if groups.get("n") else value(groups.get("c") or "")


def run_ons(text: str) -> list[list[Anchor]]:
    """Numbers that ran into a telephone number: for each place the possible readings, likeliest first."""
    found = []
    for match in RUN_ON.finditer(text):
        options = phones.splits(match["run"])
        if options:
            end = match.start("run") + len(match["run"])
            found.append([Anchor(n, end - len(str(n)), match.end()) for _, n in options])
    return found


@dataclass(frozen=True, slots=True)
class Heading:
    """A chapter (一、) or section （一） heading."""

    start: int
    end: int
    chapter: str | None
    sub: str | None
    text: str


def headings(text: str) -> Iterator[Heading]:
    """Every heading; a section's may follow its chapter's on the same line."""
    for match in _HEADING.finditer(text):
        yield Heading(match.start(), match.end(), match["chapter"], match["sub"], tidy(match.group()))
        under = _SUB.match(text, match.end()) if match["chapter"] else None
        if under:
            yield Heading(under.start(), under.end(), None, under["sub"], tidy(under.group()))


def after_headings(text: str) -> Iterator[Anchor]:
    """Numbers that follow a heading on the same line: （二）社会保险费2.落实…"""
    ends = {heading.end for heading in headings(text)}
    for match in _INLINE.finditer(text):
        if match.start() in ends:
            yield Anchor(int(match["n"]), match.start(), match.end())


def candidates(text: str, style: str) -> list[Anchor]:
    """Where a number of that style may begin a measure."""
    found = {a.start: a for a in (Anchor(_number(m), m.start(), m.end()) for m in _STYLES[style].finditer(text))}
    if style == "dot":
        found |= {a.start: a for a in after_headings(text)}
        found |= {a.start: a for options in run_ons(text) for a in options}
    return sorted((a for a in found.values() if a.number), key=lambda a: a.start)[:_MOST]


@dataclass(frozen=True, slots=True)
class Chain:
    """A rising count of numbers and how well it fits the text."""

    style: str
    anchors: tuple[Anchor, ...]
    score: float


def _gain(before: Anchor, after: Anchor, marks: int, own: int) -> float:
    """Better for each number: little by little upwards, one 责任单位 since the last, one soon after it."""
    step = after.number - before.number
    return 1.0 + (1.0 if marks == 1 else 0.0) - 0.6 * (step - 1) - (0.2 if marks > 1 else 0.0) + (0.25 if own else 0.0)


def best_chain(text: str, style: str, markers: list[int]) -> Chain:
    """The rising count with the most numbers and about one 责任单位 between each two."""
    found = _without_lists(candidates(text, style), markers)
    ranks = _ranks(found, markers)
    scores: list[float] = []
    back: list[int] = []
    for j, anchor in enumerate(found):
        own = ranks[j + 1] - ranks[j]
        score, previous = 1.0 - 0.5 * (anchor.number - 1) + (0.25 if own else 0.0), -1
        for i in range(max(0, j - _WINDOW), j):
            step = anchor.number - found[i].number
            if 0 < step <= _GAP and found[i].end <= anchor.start:
                total = scores[i] + _gain(found[i], anchor, ranks[j] - ranks[i], own)
                if total > score + 1e-9:
                    score, previous = total, i
        scores.append(score)
        back.append(previous)
    return _trace(style, found, scores, back)


def _without_lists(found: list[Anchor], markers: list[int]) -> list[Anchor]:
    """Leave out 1. 2. 3. inside a measure: a count that starts again, none of it with a 责任单位 of its own."""
    ranks = _ranks(found, markers)
    own = [ranks[j + 1] - ranks[j] for j in range(len(found))]
    if sum(map(bool, own)) < 2:
        return found
    kept, inside = [], False
    for j, anchor in enumerate(found):
        inside = j > 0 and (anchor.number == 1 or (inside and anchor.number == found[j - 1].number + 1))
        if not inside or own[j]:
            kept.append(anchor)
    return kept


def _ranks(found: list[Anchor], markers: list[int]) -> list[int]:
    """How many 责任单位 stand before each number, and in all."""
    return [bisect_left(markers, anchor.start) for anchor in found] + [len(markers)]


def _trace(style: str, found: list[Anchor], scores: list[float], back: list[int]) -> Chain:
    if not found:
        return Chain(style, (), 0.0)
    j = max(range(len(found)), key=lambda k: (scores[k], -k))
    score, chain = scores[j], []
    while j >= 0:
        chain.append(found[j])
        j = back[j]
    return Chain(style, tuple(reversed(chain)), score)


def chain_of(text: str) -> Chain:
    """How the document counts its measures; no anchors when it does not."""
    marker = re.compile(rf"[（(]\s*{either('responsible')}\s*[：:]")
    markers = [m.start() for m in marker.finditer(text)]
    chains = [best_chain(text, style, markers) for style in _STYLES]
    best = max(chains, key=lambda chain: chain.score)
    return best if len(best.anchors) > 1 else Chain(best.style, (), 0.0)
