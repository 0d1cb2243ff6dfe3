"""A scrape that holds its document twice, both copies cut into sentences and mixed: which sentence is of which copy.

Both copies keep their own order. A sentence found twice is once of each; a number tells which copy goes on; a sentence
found once goes where its sense and its neighbours point.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from knowledge.importers.flat import EMPTY, Flat
from knowledge.importers.measures import CLOSING
from knowledge.importers.numbering import Anchor, Heading, candidates, headings
from knowledge.importers.sense import Sense
from knowledge.importers.vocabulary import either

_SENTENCE = re.compile(r"[^。]+(?:。[”』）]?|$)")
_LONG = 12  # shorter sentences may well stand twice in a text in order
_LIKE, _NEIGHBOUR = 0.1, 0.06
_HELD = 0.3  # the second copy may hold its last measure whole, or only its beginning


@dataclass
class Unit:
    """One sentence: the contact block it begins with, the headings and number after that, and its own words."""

    index: int
    flat: Flat
    is_tail: bool
    closing_at: int | None
    options: tuple[Anchor, ...] = ()
    headings: tuple[Heading, ...] = ()
    preamble: bool = False
    anchor: Anchor | None = None
    copy: int | None = None
    first: bool = True
    guessed: bool = False

    @cached_property
    def text(self) -> str:
        """The sentence without spaces, as it is compared."""
        return re.sub(r"\s", "", self.flat.text)

    @property
    def number(self) -> int | None:
        """The number this sentence begins."""
        return self.anchor.number if self.anchor else None

    @property
    def tail(self) -> Flat:
        """责任单位 and contacts of the measure before."""
        ends = [h.start for h in self.headings] + [a.start for a in (self.anchor,) if a]
        ends += [self.closing_at] if self.closing_at is not None else []
        return self.flat.part(0, min(ends, default=len(self.flat))).stripped() if self.is_tail else EMPTY

    @property
    def body(self) -> Flat:
        """The sentence's own words."""
        if self.anchor:
            return self.flat.part(self.anchor.end, len(self.flat)).stripped()
        return EMPTY if self.is_tail else self.flat.part(0, self.closing_at or len(self.flat)).stripped()

    @property
    def closing(self) -> Flat:
        """The words that end the document, if they follow in this sentence."""
        return self.flat.part(self.closing_at, len(self.flat)) if self.closing_at is not None else EMPTY


def _tail_start() -> re.Pattern[str]:
    return re.compile(
        rf"\s*(?:[（(]\s*{either('responsible')}\s*[：:]|[（(][\u4e00-\u9fff、]{{2,60}}[）)]\s*{either('phone_labels')}\s*[：:]|联系方式\s*[：:])"
    )


def unit(index: int, flat: Flat, tail_start: re.Pattern[str]) -> Unit:
    """Take a sentence apart."""
    text = flat.text
    found = candidates(text, "dot")
    options = tuple(a for a in found if a.end == found[0].end)
    heads = tuple(h for h in headings(text) if not options or h.end <= options[-1].start)
    closing = None if options else CLOSING.search(text)
    return Unit(
        index=index,
        flat=flat,
        is_tail=bool(tail_start.match(text)),
        closing_at=closing.start() if closing else None,
        options=options,
        headings=heads,
        preamble=not options and bool(re.search(either("preamble"), text)),
    )


def units(body: Flat) -> list[Unit]:
    """The sentences of a text; line ends mean nothing here."""
    tail_start = _tail_start()
    found = [body.part(*m.span()).stripped() for m in _SENTENCE.finditer(body.text)]
    return [unit(i, flat, tail_start) for i, flat in enumerate(f for f in found if f.text)]


def is_mixed(body: Flat) -> bool:
    """Whether a good part of the sentences stands in the text twice, numbers among them."""
    found = [s for s in (re.sub(r"\s", "", s) for s in body.text.split("。")[:-1]) if len(s) >= _LONG]
    twice = {text for text, n in Counter(found).items() if n > 1}
    numbered = sum(bool(candidates(text, "dot")) for text in twice if len(text) < 3000)
    return len(twice) >= 5 and numbered >= 2 and 2 * len(twice) >= 0.15 * len(found)


def number_units(found: list[Unit]) -> None:
    """Give every numbered sentence its copy and number, each copy counting upwards."""
    texts = [item.text for item in found]
    counts, seen, last = Counter(texts), Counter[str](), [0, 0]
    for item, text in zip(found, texts, strict=True):
        if counts[text] > 1 and len(text) >= _LONG:
            item.copy, item.first = min(seen[text], 1), seen[text] == 0
            seen[text] += 1
        copies = (0, 1) if item.copy is None else (item.copy,)
        choices = [(a, c) for a in item.options for c in copies if a.number > last[c]]
        if choices:
            item.anchor, item.copy = min(choices, key=lambda ac: (ac[0].number - last[ac[1]], ac[1]))
            last[item.copy] = item.anchor.number


class Places:
    """For each copy, between which numbers a sentence stands."""

    def __init__(self, found: list[Unit]) -> None:
        """Note every numbered sentence."""
        self._numbered = [[(u.index, u.number) for u in found if u.copy == c and u.number] for c in (0, 1)]
        self.highest = [numbers[-1][1] if numbers else 0 for numbers in self._numbered]

    def between(self, index: int, copy: int) -> tuple[int, int | None]:
        """The last number before a sentence, and the last it could still belong to (None: open)."""
        numbers = self._numbered[copy]
        at = bisect_right(numbers, index, key=lambda pair: pair[0])
        low = numbers[at - 1][1] or 0 if at else 0
        return low, (numbers[at][1] or 1) - 1 if at < len(numbers) else None

    def numbers(self, index: int, copy: int) -> range:
        """The numbers a sentence of that copy may belong to."""
        low, high = self.between(index, copy)
        return range(low, (high if high is not None else low) + 1)


class Meaning:
    """How much a sentence speaks of what a number is known to be about."""

    def __init__(self, found: list[Unit], places: Places) -> None:
        """Learn from the sentences whose number is certain."""
        self._words = known_words(found, places)
        self._sense = Sense([u.flat.text for u in found if u.first])

    def likeness(self, text: str, number: int) -> float:
        """From 0 (nothing in common) upwards."""
        return self._sense.likeness(text, self._words.get(number, ""))


def sort_out(found: list[Unit]) -> tuple[Places, Meaning]:
    """Decide for every sentence which copy it is of."""
    number_units(found)
    places = Places(found)
    meaning = Meaning(found, places)
    loose = [item for item in found if item.copy is None and not _settled(item, places)]
    leanings = {item.index: _leaning(item, places, meaning) for item in loose}
    for item in loose:
        near = [found[i] for i in (item.index - 1, item.index + 1) if 0 <= i < len(found)]
        pull = sum(_pull(other, leanings) for other in near)
        item.guessed = leanings[item.index] + pull > _LIKE
        item.copy = int(item.guessed)
    return places, meaning


def _settled(item: Unit, places: Places) -> bool:
    """Cases that need no sense: a contact block goes on with the first copy, what the first lacks is in the second."""
    if not places.highest[1] or item.is_tail or item.preamble:
        item.copy = 0
    elif _last_home(item, places) < places.highest[1]:
        item.copy = 1  # the second copy holds these measures too, and any sentence of both would stand here twice
    return item.copy is not None


def _last_home(item: Unit, places: Places) -> int:
    low, high = places.between(item.index, 0)
    return low if high is None else high


def _leaning(item: Unit, places: Places, meaning: Meaning) -> float:
    """How much more a sentence speaks of the second copy's measure than of the first's."""
    first, second = (
        max((meaning.likeness(item.body.text, n) for n in places.numbers(item.index, c)), default=0.0) for c in (0, 1)
    )
    return second - first + (_HELD if _last_home(item, places) == places.highest[1] else 0.0)


def _pull(other: Unit, leanings: dict[int, float]) -> float:
    """A neighbour draws a sentence to its own copy, less if that is only a leaning."""
    if other.index not in leanings:
        return _NEIGHBOUR if other.copy else -_NEIGHBOUR
    return max(-_NEIGHBOUR, min(_NEIGHBOUR, leanings[other.index]))


def known_words(found: list[Unit], places: Places) -> dict[int, str]:
    """What is certain of each number: its first sentence, its contact block, and sentences between close numbers."""
    words: dict[int, list[str]] = {}
    for item in found:
        if item.number:
            words.setdefault(item.number, []).append("".join(h.text for h in item.headings) + item.body.text)
            words.setdefault(item.number - 1, []).append(item.tail.text)
        elif item.copy is not None:
            homes = places.numbers(item.index, item.copy)
            if len(homes) == 1:
                words.setdefault(homes[0], []).append(item.body.text)
    return {number: "".join(texts) for number, texts in words.items()}
