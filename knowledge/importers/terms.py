"""Issuer, district, day and term of a document."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from knowledge.importers import dates
from knowledge.importers.documents import Found
from knowledge.importers.draft import Evidence
from knowledge.importers.flat import Flat, tidy
from knowledge.importers.vocabulary import either

_DATE = r"(?:19|20)\d\d\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日"
_TERM = re.compile(r"之日起(?:施行|实施|执行|生效)|有效期(?:至|为|自|到)|日起(?:施行|实施|执行)")
_LONGEST = 300
_BEGINS = re.compile(r"本(?:实施|若干)?(?:细则|措施|办法|方案|意见|规定|政策|通知)|以上(?:政策)?措施")
_FROM = re.compile(r"自\s*(?P<day>\d{4}\s*年[^起，。]{2,10}?)起(?:施行|实施|执行)")
_TO = re.compile(
    r"(?:有效期至|有效期到|执行至|实施至|执行到|截止到|截至)\s*(?P<day>(?:19|20)\d\d\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日)"
)
_FROM_PUBLICATION = re.compile(r"自(?:发布|印发|公布|颁布)之日起")
_DISTRICT = re.compile(r"(?:北京市)?([\u4e00-\u9fff]{2,3})区")


@dataclass(frozen=True, slots=True)
class Term:
    """When and by whom; ``doubts`` are for the reviewer."""

    issuer: str | None
    district: str | None
    published: date | None
    valid_from: date | None
    valid_to: date | None
    text: str | None
    evidence: Evidence
    doubts: tuple[str, ...]


def _day(text: str) -> date | None:
    found = next(dates.days(text), None)
    return found.first if found else None


def _issuer(found: Found) -> str | None:
    match = re.match(r"([\u4e00-\u9fff\s]{2,40}?)(?=关于|印发|转发)", found.title.text)
    if match and re.search(either("issuers") + r"\s*$", match[1]):
        return tidy(match[1])
    signed = re.search(
        rf"(?:^|(?<=[\n。]))\s*([\u4e00-\u9fff ]{{3,30}}{either('issuers')})\s*(?={_DATE})", found.body.text
    )
    return tidy(signed[1]) if signed else None


def district_of(text: str) -> str | None:
    """东城 for 北京市东城区…, 北京 for the city."""
    match = _DISTRICT.match(text)
    if match:
        return match[1].removeprefix("北京市")
    return "北京" if text.startswith("北京市") else None


def _signed(body: Flat) -> re.Match[str] | None:
    line = re.search(rf"(?:^|\n)\s*(?P<date>{_DATE})\s*(?=\n|$)", body.text)
    inline = re.search(rf"{either('issuers')}\s*(?P<date>{_DATE})", body.text)
    found = [m for m in (line, inline) if m]
    return min(found, key=lambda m: m.start("date")) if found else None


def _term(text: str) -> tuple[int, int] | None:
    """The sentence that says from when and until when the document holds."""
    match = _TERM.search(text)
    if not match:
        return None
    edges = [max(text.rfind(mark, 0, match.start()) for mark in "。\n") + 1]
    edges += [m.start() for m in _BEGINS.finditer(text, max(edges[0], match.start() - _LONGEST), match.end())]
    ends = [end for end in (text.find(mark, match.end(), match.end() + _LONGEST) for mark in "。\n") if end >= 0]
    return max(edges[-1], match.start() - _LONGEST), min(ends, default=min(len(text), match.end() + _LONGEST))


def read(found: Found) -> Term:
    """What the head, the signature and the closing words say."""
    body, evidence, doubts = found.body, {}, []
    signature = _signed(body)
    signed = _day(signature["date"]) if signature else None
    stamped = _day(found.published.text) if found.published.text else None
    if signature:
        evidence["published"] = body.places(*signature.span("date"))
    if stamped:
        evidence["published"] = found.published.places(0, len(found.published))
        if signed and signed != stamped:
            doubts.append(f"落款日期是{signed}，发布日期是{stamped}，两个日期不一致，按发布日期记，请核对。")
    published = stamped or signed
    term = _term(body.text)
    text = None
    if term:
        text, evidence["term"] = tidy(body.text[slice(*term)]), body.places(*term)
    begin, end = _FROM.search(text or ""), _TO.search(text or "")
    valid_from = _day(begin["day"]) if begin else (published if _FROM_PUBLICATION.search(text or "") else None)
    issuer = _issuer(found)
    if published is None:
        doubts.append("没有找到发布日期或落款日期，请补上。")
    if text is None:
        doubts.append("没有找到施行日期和有效期，请补上。")
    place = district_of(issuer or "") or district_of(found.heading)
    return Term(issuer, place, published, valid_from, _day(end["day"]) if end else None, text, evidence, tuple(doubts))
