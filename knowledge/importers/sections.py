"""Chapters and sections of a mixed-up document, and the measures for which a heading must have been lost."""

from __future__ import annotations

from knowledge.importers.numbering import Heading, value
from knowledge.importers.streams import Unit


def sections_of(found: list[Unit], top: int) -> tuple[dict[int, str], set[int]]:
    """Each number's chapter and section; the numbers for which a heading between must have been lost."""
    at: dict[int, list[Heading]] = {}
    for item in found:
        if item.anchor and item.first:
            at[item.anchor.number] = list(item.headings) or at.get(item.anchor.number, [])
    result: dict[int, str] = {}
    uncertain: set[int] = set()
    chapter, sub, since = None, None, 0
    for number in range(1, top + 1):
        for heading in at.get(number, []):
            broken = _skips(chapter, sub, heading)
            if broken:
                uncertain |= set(range(since + 1, number))
                if heading.chapter is None:
                    chapter = None
                    uncertain.add(number)
            chapter, sub = (heading, None) if heading.chapter else (chapter, heading)
            since = number
        result[number] = " / ".join(h.text for h in (chapter, sub) if h)
    return result, uncertain


def _skips(chapter: Heading | None, sub: Heading | None, heading: Heading) -> bool:
    """Whether a heading must have stood before this one."""
    if heading.chapter:
        return bool(chapter and value(heading.chapter) != value(chapter.chapter or "") + 1)
    return value(heading.sub or "") != (value(sub.sub or "") if sub else 0) + 1
