"""A document's text → its measures, in order, each with its section."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from knowledge.importers.flat import EMPTY, Flat, tidy
from knowledge.importers.numbering import Chain, Heading, chain_of, headings

CLOSING = re.compile(
    r"(?:^|(?<=[\n。；）\d]))[ \t]*(?:以上(?:各项|政策|各条)*(?:措施|政策)|附则|附件\s*[：:\d]|抄送[：:]"
    r"|本(?:实施|若干)?(?:细则|措施|办法|方案|意见|规定|政策|通知)(?:自|由|有效|中的|所称|适用))"
)
_SIGNATURE = re.compile(r"\n[ \t]*[\u4e00-\u9fff ]{4,30}\n[ \t]*(?:19|20)\d\d\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日")


@dataclass(frozen=True, slots=True)
class Piece:
    """One measure's text. ``number`` is None where the source has lost it."""

    number: int | None
    flat: Flat
    section: str = ""
    key: str | None = None
    issues: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pieces:
    """A document divided: its measures, and what stands before and after them."""

    measures: tuple[Piece, ...]
    closing: Flat = EMPTY
    issues: tuple[str, ...] = field(default=())


def outer(text: str, style: str) -> list[Heading]:
    """The headings of a text that are not themselves the numbers of measures."""
    own = {"chapter": "chapter", "bracket": "sub"}.get(style)
    return [h for h in headings(text) if own is None or getattr(h, own) is None]


def _section(found: list[Heading], position: int) -> str:
    chapter = sub = ""
    for heading in found:
        if heading.start >= position:
            break
        if heading.chapter:
            chapter, sub = heading.text, ""
        else:
            sub = heading.text
    return " / ".join(part for part in (chapter, sub) if part)


def _end_of_last(text: str, start: int) -> int:
    ends = [m.start() for m in (CLOSING.search(text, start), _SIGNATURE.search(text, start)) if m]
    return min(ends, default=len(text))


def _missing(chain: Chain) -> tuple[str, ...]:
    numbers = [a.number for a in chain.anchors]
    lost = sorted(set(range(1, max(numbers) + 1)) - set(numbers))
    return (f"编号不连续，没有找到第{'、'.join(map(str, lost))}条。",) if lost else ()


def split(body: Flat) -> Pieces:
    """The measures of a document whose text is in order."""
    text = body.text
    chain = chain_of(text)
    if not chain.anchors:
        return Pieces((), body)
    found = outer(text, chain.style)
    anchors = chain.anchors
    last = _end_of_last(text, anchors[-1].end)
    pieces = []
    for anchor, after in zip(anchors, [*anchors[1:], None], strict=False):
        end = after.start if after else last
        cut = next((h.start for h in found if anchor.end < h.start < end), end)
        pieces.append(
            Piece(
                anchor.number,
                body.part(anchor.end, cut).stripped(),
                _measure_section(found, body, anchor.start, anchor.end, chain),
            )
        )
    return Pieces(tuple(pieces), body.part(min(last, len(text)), len(text)), _missing(chain))


def _measure_section(found: list[Heading], body: Flat, start: int, end: int, chain: Chain) -> str:
    section = _section(found, start + 1)
    if section or chain.style not in ("bracket", "chapter", "article"):
        return section
    head = re.match(r"[^。；\n]{2,40}(?=[。；\n])", body.text[end : end + 60])
    return tidy(body.text[start:end] + head.group()) if head else ""
