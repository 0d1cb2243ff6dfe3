"""The contacts of one measure, put together: read, given their department and duty, doubles joined, doubts named."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from knowledge.importers import contact_lists, contacts, phones
from knowledge.importers.contacts import Found
from knowledge.importers.departments import Responsible
from knowledge.importers.flat import tidy
from knowledge.importers.vocabulary import load

_SUBHEAD = re.compile(r"(?:^|\n|(?<=：))[ \t]*(?:\d{1,2}[.、](?!\d)|[（(]\d{1,2}[）)])\s*(?P<title>[^。；：\n]{2,40})")
_CLAUSE = 24
_LINE = re.compile(r"(?P<duty>[\u4e00-\u9fff]{0,20}(?:热线|专线|电话))\s*[，,：:为是（(]{0,2}\s*(?=\d)")
_SERVICE = re.compile(r"\s*(?P<word>[\u4e00-\u9fff]{0,8}?(?:热线平台|服务热线|热线|服务平台|平台|服务))")


@dataclass
class Callers:
    """The contacts, the characters they take up, and what a person should check."""

    found: list[Found] = field(default_factory=list)
    taken: list[tuple[int, int]] = field(default_factory=list)
    issues: list[str] = field(default_factory=list)


def read(text: str, responsible: Responsible, elsewhere: Sequence[str]) -> Callers:
    """Everyone to call for a measure. ``elsewhere`` are departments named in the rest of the document."""
    known = list(dict.fromkeys([*responsible.names, *elsewhere]))
    listed = contact_lists.read(text, known)
    labelled = contacts.Reader(text, known).read() if not listed else []
    result = Callers([*listed, *labelled], [(c.start, c.end) for c in [*listed, *labelled]])
    _duties(text, result.found)
    _departments(result, responsible.names)
    _shares(text, result.found)
    _doubts(text, result)
    _lines(text, result)
    _merge(result)
    return result


def _duties(text: str, found: list[Found]) -> None:
    """Where several numbered items have contacts of their own, the item is the duty."""
    heads = list(_SUBHEAD.finditer(text))
    starts = [h.end() for h in heads]
    owned = [(c, bisect_right(starts, c.start)) for c in found if not c.titled]
    if len({i for _, i in owned if i}) < 2:
        return
    for contact, i in owned:
        if i:
            title = _clause(heads[i - 1]["title"])
            start = heads[i - 1].start("title")
            contact.put("duty", tidy(title), (start, start + len(title)))


def _clause(title: str) -> str:
    """The item's first words, up to a comma when there are many."""
    comma = max(title.rfind("，", 4, _CLAUSE), title.find("，", 4) if "，" not in title[4:_CLAUSE] else -1)
    return title[:comma] if len(title) > _CLAUSE and comma > 0 else title


def _departments(result: Callers, names: Sequence[str]) -> None:
    lacking = [c for c in result.found if c.department is None and c.name]
    for contact in lacking:
        contact.department = names[0] if names else None
    if lacking and len(names) > 1:
        who = "、".join(dict.fromkeys(c.name or "" for c in lacking))
        result.issues.append(f"来源没有写明{who}属于哪个责任单位，暂记在排在第一的{names[0]}名下，请核对。")


def _shares(text: str, found: list[Found]) -> None:
    """区科信局负责众创空间；区发改委负责商务楼宇: the department's part is its contact's duty."""
    for contact in found:
        if contact.department and contact.duty is None:
            match = re.search(rf"{re.escape(contact.department)}负责(?P<duty>[^；;，,。（）()]{{2,40}})", text)
            if match:
                contact.put("duty", tidy(match["duty"]), match.span("duty"))


def _doubts(text: str, result: Callers) -> None:
    for contact in result.found:
        names = (contact.name or "").split("、")
        shown = "、".join(names)
        if 1 < len(names) == len(contact.numbers):
            result.issues.append(
                f"{shown}：{len(names)}位联系人、{len(contact.numbers)}个电话并列，来源没有写明谁对应哪个号码。"
            )
        place = contact.places.get("name")
        raw = re.sub(r"\s", "", text[place[0] : place[1]]) if place else ""
        if len(names) == 2 and len(raw) == 6 and "、" not in raw:
            result.issues.append(f"联系人写作“{raw}”，中间没有顿号，按{names[0]}、{names[1]}两人记，请核对。")
        for phone in contact.numbers:
            if phones.odd(phone.number):
                digits = len(re.sub(r"[^0-9]", "", phone.number))
                result.issues.append(
                    f"{shown or '联系'}电话{phone.number}的位数不对（{digits}位），照原样保留，请核实。"
                )


def _lines(text: str, result: Callers) -> None:
    """Numbers that stand in a sentence: a technical-support line, a service hotline."""
    had = {p.number for c in result.found for p in c.numbers}
    for match in _LINE.finditer(text):
        value = re.split("[；。]", text[match.end() : match.end() + 80], maxsplit=1)[0]
        fresh = [p for p in phones.find(value) if p.number not in had]
        if fresh and fresh[0].start == 0:
            numbers = [phones.Phone(p.number, p.start + match.end(), p.end + match.end()) for p in fresh]
            _line(result, match["duty"], match.span("duty"), numbers)
            had |= {p.number for p in numbers}
    for phone in phones.hotlines(text):
        after = _SERVICE.match(text, phone.end)
        if after and phone.number not in had and phone.number not in map(str, load()["general_hotlines"]):
            _line(result, tidy(after["word"]), after.span("word"), [phone])
            had.add(phone.number)


def _line(result: Callers, duty: str, place: tuple[int, int], numbers: list[phones.Phone]) -> None:
    contact = Found(numbers=numbers, start=numbers[0].start, end=numbers[0].start)
    contact.put("duty", duty or None, place)
    result.found.append(contact)
    result.issues.append(f"电话{'、'.join(p.number for p in numbers)}（{duty}）写在正文里，来源没有写明属于哪个单位。")


def _merge(result: Callers) -> None:
    """The same person named again for another item: once, with both duties."""
    once: dict[tuple[object, ...], Found] = {}
    kept = []
    for contact in result.found:
        key = (
            contact.name,
            tuple(p.number for p in contact.numbers),
            contact.email,
            contact.department,
            contact.office,
        )
        first = once.setdefault(key, contact)
        if first is contact:
            kept.append(contact)
        elif contact.duty and contact.duty not in (first.duty or "").split("；"):
            first.duty = f"{first.duty}；{contact.duty}" if first.duty else contact.duty
    result.issues = list(dict.fromkeys(result.issues))
    result.found = kept
