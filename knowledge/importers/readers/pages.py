"""What belongs to a printed page and not to its text: page numbers, running heads, letter-spaced lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

Page = list[str]

_DASHES = r"[-—–－·\s]*"
_NUMBER = re.compile(
    rf"{_DASHES}(?:第\s*)?(?P<number>[0-9]{{1,4}})(?:\s*页)?(?:\s*[/／,，]?\s*共?\s*[0-9]{{1,4}}\s*页?)?{_DASHES}"
)
_RUNNING_HEAD = 60
_SHORT = 30
_WIDE = "\u2e80"
_EDGES = (0, -1)


def without_furniture(pages: list[Page]) -> list[Page]:
    """The pages without numbers that count along with them and without repeats of a head or foot they share."""
    pages = [[line for line in page if line.strip()] for page in pages]
    for edge in _EDGES:
        pages = _without_numbers(pages, edge)
    for edge in _EDGES:
        pages = _without_running_heads(pages, edge)
    return pages


def _without(page: Page, edge: int) -> Page:
    return page[1:] if edge == 0 else page[:-1]


def _without_numbers(pages: list[Page], edge: int) -> list[Page]:
    offsets: dict[int, int] = {}
    for index, page in enumerate(pages):
        line = page[edge].strip() if page else ""
        if len(line) <= _SHORT and (match := _NUMBER.fullmatch(line)):
            offsets[index] = int(match["number"]) - index
    counted: Counter[int | None] = Counter(offsets.values())
    return [_without(page, edge) if counted[offsets.get(at)] > 1 else page for at, page in enumerate(pages)]


def _without_running_heads(pages: list[Page], edge: int) -> list[Page]:
    shared = Counter(page[edge].strip() for page in pages if page and len(page[edge]) <= _RUNNING_HEAD)
    heads = {line for line, count in shared.items() if count >= max(3, len(pages) // 3)}
    seen: set[str] = set()
    kept: list[Page] = []
    for page in pages:
        head = page[edge].strip() if page else ""
        kept.append(_without(page, edge) if head in seen else page)
        seen |= {head} & heads
    return kept


def close_up(line: str) -> str:
    """A line without the spaces that justified setting puts between all of its characters."""
    tokens = line.split()
    single = sum(len(token) == 1 and token >= _WIDE for token in tokens)
    if len(tokens) < 6 or single < 0.6 * len(tokens):
        return line
    return "".join(_with_gaps(tokens))


def _with_gaps(tokens: Iterable[str]) -> Iterable[str]:
    before = ""
    for token in tokens:
        if before and before[-1].isascii() and token[0].isascii():
            yield " "
        yield token
        before = token
