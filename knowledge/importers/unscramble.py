"""A mixed-up scrape → its measures: every sentence once, in order, with the contact block that belongs to it.

What is lost stays lost and is named; where a sentence was placed by its sense or its neighbours, the issue says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.importers.flat import EMPTY, Flat, joined, tidy
from knowledge.importers.measures import Piece, Pieces
from knowledge.importers.sections import sections_of
from knowledge.importers.streams import Unit, sort_out, units

_SHOWN = 24
_CLEARLY = 0.05
_SPEAKS = 0.03  # less in common than this, and a block speaks of something else


class Assembly:
    """The sentences of one mixed document, each given its measure."""

    def __init__(self, body: Flat) -> None:
        """Take the text apart and decide where each sentence belongs."""
        self.found = units(body)
        self.places, self.meaning = sort_out(self.found)
        self.copies: dict[str, list[Unit]] = {}
        for item in self.found:
            self.copies.setdefault(item.text, []).append(item)
        self.members: dict[int | None, list[Unit]] = {}
        self.tails: dict[int | None, list[Unit]] = {}
        self.notes: dict[int | None, list[str]] = {}
        self.closing: list[Flat] = []
        ended = False
        for item in self.found:
            ended = ended or item.closing_at is not None
            if item.first:
                self._place(item, ended)

    def _place(self, item: Unit, ended: bool) -> None:
        if item.closing_at is not None or (ended and not item.anchor):
            self.closing.append(item.closing if item.closing_at is not None else item.flat)
        if item.anchor:
            self.members.setdefault(item.anchor.number, []).append(item)
            if item.tail.text:
                self.tails.setdefault(item.anchor.number - 1, []).append(item)
                self._split_note(item)
        elif not item.preamble and (item.is_tail or not ended):
            home = self._home(item)
            if item.is_tail:
                self.tails.setdefault(home, []).append(item)
            elif home != 0 and item.body.text:
                self.members.setdefault(home, []).append(item)

    def _split_note(self, item: Unit) -> None:
        if len(item.options) > 1 and item.anchor:
            run = re.search(r"[\d-]+$", item.tail.text)
            if run:
                written = f"{run.group()}{item.anchor.number}"
                self._note(
                    item.anchor.number - 1,
                    f"电话与下一条编号连写成“{written}”，拆成{run.group()}和第{item.anchor.number}条。",
                )

    def _note(self, home: int | None, text: str) -> None:
        self.notes.setdefault(home, []).append(text)

    def _home(self, item: Unit) -> int | None:
        """The number a sentence belongs to; None for the block after the last number whose own is lost."""
        choices: set[int] = set(self.places.numbers(item.index, item.copy or 0))
        for other in self.copies[item.text]:
            choices &= set(self.places.numbers(other.index, other.copy or 0))
        if not choices:
            return self.places.between(item.index, item.copy or 0)[0]
        home = (
            self._after_last(item, min(choices))
            if self._open(item)
            else self._between(item, min(choices), max(choices))
        )
        if item.guessed:
            near, _ = self.places.between(item.index, 0)
            self._note(home, f"“{_short(item)}”只出现一次，夹在第{near}条附近，按意思放在本条，没有第二处可以核对。")
        return home

    def _open(self, item: Unit) -> bool:
        return item.copy == 0 and self.places.between(item.index, 0)[1] is None

    def _run(self, item: Unit, step: int) -> Iterator[Unit]:
        """The neighbours of the same copy, without a break, in one direction, up to the next number."""
        index = item.index + step
        while 0 <= index < len(self.found) and self.found[index].copy == item.copy:
            yield self.found[index]
            if self.found[index].anchor:
                return
            index += step

    def _joins_head(self, item: Unit) -> bool:
        return any(other.anchor for other in self._run(item, -1))

    def _joins_tail(self, item: Unit) -> bool:
        return any(other.anchor and other.is_tail for other in self._run(item, 1))

    def _after_last(self, item: Unit, last: int) -> int | None:
        """After the last number: its own, unless a break and other subjects speak for a number that is lost."""
        ends = {self.places.highest[other.copy or 0] for other in self.copies[item.text]}
        if self._joins_head(item) or (len(self.copies[item.text]) > 1 and ends == {last}):
            return last
        block = [u for u in (item, *self._run(item, -1), *self._run(item, 1)) if not u.anchor]
        text = "".join(u.tail.text + u.body.text for u in block)
        if not any(u.is_tail for u in block) or self.meaning.likeness(text, last) >= _SPEAKS:
            self._note(last, f"“{_short(item)}”与前文断开，按意思放在本条，没有第二处可以核对。")
            return last
        return None

    def _between(self, item: Unit, low: int, high: int) -> int:
        if low == high:
            return low
        head, tail = self._joins_head(item), self._joins_tail(item)
        if head and tail:
            tail = self.meaning.likeness(item.body.text, high) > self.meaning.likeness(item.body.text, low)
            head = not tail
        if tail:
            self._note(high, f"“{_short(item)}”按紧接其后的责任单位放在本条，开头已丢失，无法核对。")
        return high if tail else low if head else self._nearest(item, low, high)

    def _nearest(self, item: Unit, low: int, high: int) -> int:
        """With a break before and after: the number it speaks of most, the first where that is not clear."""
        likeness = {n: self.meaning.likeness(item.body.text, n) for n in range(low, high + 1)}
        best = max(likeness, key=lambda n: likeness[n])
        home = best if likeness[best] > likeness[low] + _CLEARLY else low
        told = f"“{_short(item)}”前后都断开，可能属于第{low}条至第{high}条中的一条，按先后和意思放在第{home}条。"
        self._note(home, told)
        return home

    def ordered(self, home: int | None) -> list[Unit]:
        """A measure's sentences: in the second copy's order where it has them, the others after their neighbours."""
        mine = self.members.get(home, [])
        second = {u.index: next((o.index for o in self.copies[u.text] if o.copy == 1), None) for u in mine}
        result = sorted((u for u in mine if second[u.index] is not None), key=lambda u: second[u.index] or 0)
        follows: dict[int, list[Unit]] = {}
        before = -1
        for item in sorted((u for u in mine if u.copy == 0), key=lambda u: u.index):
            if second[item.index] is None:
                follows.setdefault(before, []).append(item)
            else:
                before = item.index
        merged = [*follows.get(-1, []), *(u for r in result for u in (r, *follows.get(r.index, [])))]
        return sorted(merged, key=lambda u: u.anchor is None)


def _short(item: Unit) -> str:
    text = tidy(item.body.text or item.flat.text)
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "……"


def split(body: Flat) -> Pieces:
    """The measures of a mixed-up document."""
    work = Assembly(body)
    numbers = [n for n in {*work.members, *work.tails} if n]
    top = max(numbers, default=0)
    sections, lost = sections_of(work.found, top)
    pieces = [_piece(work, n, sections, lost) for n in range(1, top + 1)]
    if None in work.tails or None in work.members:
        pieces.append(_unnumbered(work, sections.get(top, ""), top))
    gone = [str(n) for n in range(1, top + 1) if not work.members.get(n) and not work.tails.get(n)]
    issues = ["来源的句子打乱并重复，已去重、按编号和意思重排；只出现一遍的句子没有第二处可以核对。"]
    if gone:
        issues.append(f"第{'、'.join(gone)}条的文字在来源中全部缺失，没有补。")
    return Pieces(tuple(pieces), joined(work.closing), tuple(issues))


def _text(work: Assembly, home: int | None) -> Flat:
    body = joined(u.body for u in work.ordered(home))
    tails = [u.tail for u in work.tails.get(home, []) if u.tail.text]
    return joined([p for p in (body, *_distinct(tails)) if p.text], "\n") if body.text or tails else EMPTY


def _distinct(tails: list[Flat]) -> list[Flat]:
    return list({tidy(t.text): t for t in tails}.values())


def _piece(work: Assembly, number: int, sections: dict[int, str], lost: set[int]) -> Piece:
    issues = list(dict.fromkeys(work.notes.get(number, [])))
    members = work.members.get(number, [])
    if not members and not work.tails.get(number):
        issues.append("这一条在来源中整条缺失，等拿到原文再补，不作推测。")
    elif not any(u.anchor for u in members):
        issues.append(f"编号和开头在来源中缺失，依据责任单位后面紧接第{number + 1}条推定为第{number}条。")
    if number in lost:
        issues.append("所在章节的标题在来源中缺失，不能确定。")
    return Piece(number, _text(work, number), sections.get(number, ""), None, tuple(issues))


def _unnumbered(work: Assembly, section: str, top: int) -> Piece:
    issues = [
        *dict.fromkeys(work.notes.get(None, [])),
        f"编号和前面的文字在来源中缺失；排在第{top}条之后，不能确定是第几条。",
    ]
    return Piece(None, _text(work, None), section, "lost-1", tuple(issues))
