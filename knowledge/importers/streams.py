"""A scrape that holds its document twice, both copies cut into sentences and mixed: which sentence is of which copy.

Both copies keep their own order. A sentence found twice is once of each; a number tells which copy goes on; a sentence
found once goes where its sense and its neighbours point.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from knowledge.importers.flat import EMPTY, Flat
from knowledge.importers.measures import CLOSING, Heading, headings
from knowledge.importers.numbering import Anchor, candidates
from knowledge.importers.sense import Sense
from knowledge.importers.vocabulary import either

_SENTENCE = re.compile(r"[^。]+(?:。[”』）]?|$)")
_LONG = 12  # shorter sentences may well stand twice in a text in order
_LIKE, _NEIGHBOUR = 0.1, 0.06


@dataclass
class Unit:
    """One sentence: the contact block it begins with, the headings and number after that, and its own words."""

    index: int
    text: str
    tail: Flat
    body: Flat
    closing: Flat
    options: tuple[Anchor, ...] = ()
    headings: tuple[Heading, ...] = ()
    number: int | None = None
    copy: int | None = None
    first: bool = True
    preamble: bool = False
    guessed: bool = False
    homes: tuple[int, int] = field(default=(0, 0))


def _tail_start() -> re.Pattern[str]:
    return re.compile(rf"\s*(?:[（(]\s*{either('responsible')}\s*[：:]|[（(][\u4e00-\u9fff、]{{2,60}}[）)]\s*{either('phone_labels')}\s*[：:]|联系方式\s*[：:])")


def _preamble(text: str, number: Anchor | None) -> bool:
    return number is None and bool(re.search(either("preamble"), text))


def unit(index: int, flat: Flat, tail_start: re.Pattern[str]) -> Unit:
    """Take a sentence apart."""
    text = flat.text
    found = candidates(text, "dot")
    options = tuple(a for a in found if a.end == found[0].end)
    heads = tuple(h for h in headings(text, "dot") if not options or h.end <= options[0].end)
    is_tail = bool(tail_start.match(text))
    closing = CLOSING.search(text, 1) if not options else None
    end = min([h.start for h in heads] + [a.start for a in options[:1]] + ([closing.start()] if closing else []), default=len(text))
    body = flat.part(options[0].end, len(text)) if options else (EMPTY if is_tail or closing else flat)
    return Unit(
        index, re.sub(r"\s", "", text), flat.part(0, end) if is_tail else EMPTY, body.stripped(),
        flat.part(closing.start(), len(text)) if closing else EMPTY, options, heads,
        preamble=_preamble(text, options[0] if options else None),
    )  # fmt: skip


def units(body: Flat) -> list[Unit]:
    """The sentences of a text; line ends mean nothing here."""
    tail_start = _tail_start()
    found = [body.part(*m.span()).stripped() for m in _SENTENCE.finditer(body.text)]
    return [unit(i, flat, tail_start) for i, flat in enumerate(f for f in found if f.text)]


def is_mixed(body: Flat) -> bool:
    """Whether a good part of the sentences stands in the text twice, numbers among them."""
    found = [re.sub(r"\s", "", s) for s in re.findall(r"[^。]{%d,}。" % _LONG, body.text)]
    twice = {text for text, n in Counter(found).items() if n > 1}
    numbered = sum(bool(candidates(text, "dot")) for text in twice if len(text) < 3000)
    return len(twice) >= 5 and numbered >= 2 and 2 * len(twice) >= 0.15 * len(found)


def number_units(found: list[Unit]) -> None:
    """Give every numbered sentence its copy and number, each copy counting upwards."""
    counts, seen = Counter(u.text for u in found), Counter[str]()
    last = [0, 0]
    for item in found:
        if counts[item.text] > 1 and len(item.text) >= _LONG:
            item.copy = min(seen[item.text], 1)
            item.first = seen[item.text] == 0
            seen[item.text] += 1
        if not item.options:
            continue
        numbers = [a.number for a in item.options]
        choices = [(n, c) for n in numbers for c in ((0, 1) if item.copy is None else (item.copy,)) if n > last[c]]
        if choices:
            item.number, item.copy = min(choices, key=lambda nc: (nc[0] - last[nc[1]], numbers.index(nc[0]), nc[1]))
            last[item.copy] = item.number
    for item in found:
        if item.number is not None and item.tail.text:
            _cut_tail(item)


def _cut_tail(item: Unit) -> None:
    """The telephone number before a run-on clause number ends where that number begins."""
    chosen = next(a for a in item.options if a.number == item.number)
    if not item.headings:
        item.tail = item.tail.part(0, len(item.tail) + chosen.start - item.options[0].start) if chosen.start < item.options[0].start else _longer(item, chosen)


def _longer(item: Unit, chosen: Anchor) -> Flat:
    return item.tail if chosen.start == item.options[0].start else EMPTY
