"""Doubts that show only when a document's measures are seen together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations

from knowledge.importers.draft import DraftContact, DraftMeasure

_MOST_ADDRESSES = 300


def document(measures: Sequence[DraftMeasure]) -> tuple[str, ...]:
    """What to check across the measures of one document."""
    issues = [*_phones(measures), *_emails(measures), *_attachments(measures)]
    seen = [m.number for m in measures if m.number is not None]
    twice = sorted({n for n in seen if seen.count(n) > 1}) if len(seen) != len(set(seen)) else []
    if twice:
        issues.append(f"编号重复：第{'、'.join(map(str, twice))}条。")
    return tuple(dict.fromkeys(issues))


def _people(measures: Sequence[DraftMeasure]) -> Iterable[tuple[str, DraftContact]]:
    return ((measure.slug, contact) for measure in measures for contact in measure.contacts if contact.name)


def _phones(measures: Sequence[DraftMeasure]) -> list[str]:
    """One person of one office with two numbers that look alike: a slip in one of them."""
    numbers: dict[tuple[str | None, ...], dict[str, list[str]]] = {}
    for slug, contact in _people(measures):
        for phone in contact.phones:
            who = (contact.name, contact.department, contact.office)
            numbers.setdefault(who, {}).setdefault(phone, []).append(slug)
    found = []
    for (name, *_), phones in numbers.items():
        for (a, where_a), (b, where_b) in combinations(list(phones.items())[:12], 2):
            if not set(where_a) & set(where_b) and a[:4] == b[:4]:
                found.append(
                    f"{name}的电话第{'、'.join(where_a)}条是{a}，第{'、'.join(where_b)}条是{b}，两处不一致，各按来源保留。"
                )
    return found


def _emails(measures: Sequence[DraftMeasure]) -> list[str]:
    """Two addresses that differ in one letter."""
    where: dict[str, list[str]] = {}
    for measure in measures:
        for contact in measure.contacts:
            if contact.email:
                where.setdefault(contact.email, []).append(measure.slug)
    return [
        f"邮箱{a}（第{'、'.join(dict.fromkeys(where[a]))}条）和{b}（第{'、'.join(dict.fromkeys(where[b]))}条）只差一个字母，请核对。"
        for a, b in combinations(list(where)[:_MOST_ADDRESSES], 2)
        if _nearly(a, b)
    ]


def _nearly(a: str, b: str) -> bool:
    """Whether one letter added, left out or changed makes one of the other."""
    short, long = sorted((a, b), key=len)
    if len(long) - len(short) > 1:
        return False
    same = next((i for i, (x, y) in enumerate(zip(short, long, strict=False)) if x != y), len(short))
    rest = same + (len(long) == len(short))
    return short[rest:] == long[same + 1 :]


def _attachments(measures: Sequence[DraftMeasure]) -> list[str]:
    told = [m.slug for m in measures if "见附件" in m.summary]
    return [f"第{'、'.join(told)}条写“见附件”，附件不在这份措施里，请另外收录。"] if told else []
