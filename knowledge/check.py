"""Looking over everything that is published: what a person should put right, and what is known to be doubtful."""

from __future__ import annotations

import ipaddress
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal
from urllib.parse import urlsplit

from knowledge.measure import Measure
from knowledge.service import KnowledgeService

Level = Literal["error", "warning", "note"]
_LANDLINE = re.compile(r"(?:010-?)?[2-9]\d{7}(?:-\d{1,6})?")
_MOBILE = re.compile(r"1[3-9]\d{9}")
_HOTLINE = re.compile(r"1\d{4}|9[56]\d{3,4}|[48]00-?\d{3}-?\d{4}|0\d{2,3}-\d{7,8}")
_EMAIL = re.compile(r"[\w.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", re.ASCII)
_POSTCODE = re.compile(r"\d{6}")
_NOT_IN_URLS = re.compile(r"[\s\u3000-\u303f\u4e00-\u9fff\uff00-\uffef<>\"]")
_LOST = re.compile(r"(?:整条|正文|原文|文本).{0,6}(?:丢失|缺失)|不作推测")
_TOP = 3


@dataclass(frozen=True)
class Finding:
    """One thing found. ``note``: a doubt that the measure's or document's ``issues`` already name."""

    level: Level
    measure_id: str
    field: str
    message: str


def check(service: KnowledgeService, as_of: date) -> list[Finding]:
    """Look over every published measure; faults first."""
    measures = service.measures
    found = [*_numbers(measures)]
    for measure in measures:
        found += [*_contacts(measure), *_dates(measure), *_places(measure), *_urls(measure)]
        found += _questions(service, measure, as_of)
    order = {"error": 0, "warning": 1, "note": 2}
    return sorted(found, key=lambda f: order[f.level])


def _known(measure: Measure, *words: str) -> bool:
    """Whether the doubts already recorded name this."""
    recorded = (*measure.content.issues, *measure.document.issues)
    return any(word in issue for issue in recorded for word in words if word)


def _doubt(measure: Measure, field: str, message: str, *words: str, level: Level = "error") -> Finding:
    if _known(measure, *words):
        return Finding("note", measure.id, field, f"{message}（已记在存疑里）")
    return Finding(level, measure.id, field, message)


def _numbers(measures: Sequence[Measure]) -> Iterator[Finding]:
    counts = Counter((m.document.id, m.number) for m in measures)
    for measure in measures:
        if measure.number is not None and counts[measure.document.id, measure.number] > 1:
            yield Finding("error", measure.id, "number", f"{measure.doc}里有不止一条编号为 {measure.number} 的措施")


def _contacts(measure: Measure) -> Iterator[Finding]:
    content = measure.content
    if not content.contacts and not content.no_contact_reason:
        yield Finding("error", measure.id, "contacts", "没有联系人，也没有写明原因")
    for contact in content.contacts:
        who = contact.name or contact.office or contact.department
        if not contact.phones and not contact.email:
            yield _doubt(measure, "contacts", f"{who}没有电话也没有邮箱", who, level="warning")
        for phone in contact.phones:
            if not any(kind.fullmatch(phone) for kind in (_LANDLINE, _MOBILE, _HOTLINE)):
                yield _doubt(measure, "contacts", f"{who}的电话 {phone} {_digits(phone)}", phone)
        if contact.email and not _EMAIL.fullmatch(contact.email):
            yield _doubt(measure, "contacts", f"{who}的邮箱 {contact.email} 写法不对", contact.email)


def _digits(phone: str) -> str:
    count = len(re.sub(r"\D", "", phone.partition("-")[0]))
    if count in (8, 11):
        return "开头的数字不像北京固话或手机号"
    return f"是 {count} 位；北京固话应是 8 位，手机应是 11 位"


def _dates(measure: Measure) -> Iterator[Finding]:
    document = measure.document
    if measure.valid_to and measure.valid_to < measure.valid_from:
        yield Finding("error", measure.id, "valid_to", f"截止日期 {measure.valid_to} 早于开始日期 {measure.valid_from}")
    if document.ended and document.ended.since < document.valid_from:
        yield Finding(
            "error", measure.id, "ended", f"终止日期 {document.ended.since} 早于施行日期 {document.valid_from}"
        )
    for benefit in measure.content.benefits:
        if benefit.until and benefit.until < measure.valid_from:
            yield Finding(
                "error", measure.id, "benefits", f"优惠到 {benefit.until} 为止，早于开始日期 {measure.valid_from}"
            )
    if (measure.valid_from - document.published).days > 3660 or measure.valid_from.year < 1990:
        yield _doubt(measure, "valid_from", f"开始日期 {measure.valid_from} 和发布日期 {document.published} 差得太远")


def _places(measure: Measure) -> Iterator[Finding]:
    for address in measure.content.addresses:
        if len(address.text) < 4:
            yield _doubt(measure, "addresses", f"地址“{address.text}”不完整", address.text)
        if address.postcode and not _POSTCODE.fullmatch(address.postcode):
            yield _doubt(measure, "addresses", f"邮编 {address.postcode} 应是 6 位数字", address.postcode)


def _urls(measure: Measure) -> Iterator[Finding]:
    for url in measure.content.urls:
        host = _host(url)
        if host is None:
            yield _doubt(measure, "urls", f"网址 {url} 写法不对，应以 http:// 或 https:// 开头", url)
        elif _internal(host):
            yield _doubt(measure, "urls", f"网址 {url} 是内网地址，公众打不开", url, host, level="warning")


def _host(url: str) -> str | None:
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and parts.port != 0 and not _NOT_IN_URLS.search(url)
    except ValueError:
        return None
    return parts.hostname if usable else None


def _internal(host: str) -> bool:
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return "." not in host or host.endswith((".local", ".lan", ".internal"))


def _questions(service: KnowledgeService, measure: Measure, as_of: date) -> Iterator[Finding]:
    if _text_is_lost(measure):
        yield Finding("note", measure.id, "questions", "原文丢失，没有能回答的问题")
        return
    if not measure.content.questions:
        yield Finding("error", measure.id, "questions", "没有写常见问法，没法验证搜得到")
        return
    for question in measure.content.questions:
        _, hits = service.search(question, as_of=as_of, limit=_TOP)
        if any(hit.measure.id == measure.id for hit in hits):
            return
    yield Finding("error", measure.id, "questions", f"用它自己的问法搜索，前 {_TOP} 条里都没有它")


def _text_is_lost(measure: Measure) -> bool:
    content = measure.content
    return not content.questions and any(_LOST.search(issue) for issue in content.issues)
