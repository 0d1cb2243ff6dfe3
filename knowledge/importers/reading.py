"""One measure's text → a :class:`DraftMeasure`, each field with its place in the source."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from knowledge.importers import callers, dates, departments, fields, figures, topics
from knowledge.importers.draft import DraftContact, DraftMeasure, Evidence, Figure, Span
from knowledge.importers.flat import Flat, tidy
from knowledge.importers.measures import Piece
from knowledge.models import Address, Benefit, Step

_TITLE = 40
_FULL_TITLE = 45
_SENTENCE_END = re.compile(r"[。！？\n]")


@dataclass
class Places:
    """Collects the evidence of one measure."""

    flat: Flat
    evidence: dict[str, tuple[Span, ...]] = field(default_factory=dict)

    def note(self, key: str, place: tuple[int, int]) -> None:
        """Field ``key`` was read at ``place``."""
        spans = self.flat.places(*place)
        if spans:
            self.evidence[key] = spans


@dataclass(frozen=True, slots=True)
class Background:
    """What the document says for all its measures: its year, its departments, the topic words it always uses."""

    year: int | None
    departments: tuple[str, ...]
    has_contacts: bool
    has_departments: bool
    common: frozenset[str]


def _complement(text: str, end: int, taken: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The parts of the text before ``end`` that are not taken."""
    left, position = [], 0
    for start, stop in sorted(taken):
        if start > position:
            left.append((position, min(start, end)))
        position = max(position, stop)
    left.append((position, max(position, end)))
    return [(a, b) for a, b in left if a < b and text[a:b].strip(" \n：；")]


def title_of(body: str) -> tuple[str, int]:
    """The measure's first words as its working title, and how many characters they take up."""
    first = _SENTENCE_END.split(body.strip(), maxsplit=1)[0].strip()
    if len(first) <= _FULL_TITLE:
        return tidy(first).rstrip("；，：:"), len(first)
    cut = max(first.rfind("，", 12, _TITLE), first.rfind("；", 12, _TITLE))
    short = first[: cut if cut > 0 else _TITLE]
    return tidy(short) + "……", len(short)


def measure(piece: Piece, background: Background) -> DraftMeasure:
    """Read one measure."""
    text, places = piece.flat.text, Places(piece.flat)
    responsible = departments.find(text)
    people = callers.read(text, responsible, background.departments)
    taken = [*people.taken, *responsible.taken]
    parts = fields.parts(text)
    sections = [(_label_start(text, a), b) for a, b in (*parts.flow, *parts.materials, *parts.notes)]
    body = _complement(text, len(text), [*taken, *sections])
    for i, named in enumerate(responsible.named):
        places.note(f"departments.{i}", (named.start, named.end))
    title = _title(piece, body, places)
    said = " ".join([*(text[a:b] for a, b in body), *responsible.names])
    return DraftMeasure(
        number=piece.number,
        key=piece.key,
        section=piece.section,
        title=title,
        summary="\n".join(tidy(text[a:b]) for a, b in body),
        topics=topics.of(said, title, background.common) if body else ("other",),
        departments=responsible.names,
        contacts=_contacts(people, places),
        issues=_issues(piece, responsible, people, background),
        **_procedure(text, parts, taken, places),
        **_stated(text, body, background.year, places),
        evidence=places.evidence,
    )


def _title(piece: Piece, body: Sequence[tuple[int, int]], places: Places) -> str:
    if not body:
        return _nameless(piece)
    text = piece.flat.text
    title, length = title_of(text[slice(*body[0])])
    places.note("title", _shift(text, body[0], length))
    places.evidence["summary"] = tuple(span for a, b in body for span in piece.flat.places(a, b))
    return title or _nameless(piece)


def _nameless(piece: Piece) -> str:
    if piece.number is None:
        return "编号缺失的一条"
    return f"第{piece.number}条（正文缺失）" if piece.flat.text else f"第{piece.number}条（原文缺失）"


def _shift(text: str, place: tuple[int, int], length: int) -> tuple[int, int]:
    start = place[0] + len(text[place[0] : place[1]]) - len(text[place[0] : place[1]].lstrip())
    return start, start + length


def _label_start(text: str, start: int) -> int:
    """Where the label before a section begins, so that 具体流程： does not count as body."""
    line = max(text.rfind("\n", 0, start), text.rfind("。", 0, start), text.rfind("）", 0, start)) + 1
    return line if start - line <= 14 else start


def _contacts(people: callers.Callers, places: Places) -> tuple[DraftContact, ...]:
    result = []
    for i, contact in enumerate(people.found):
        for name, place in contact.places.items():
            places.note(f"contacts.{i}.{name}", place)
        for j, phone in enumerate(contact.numbers):
            places.note(f"contacts.{i}.phones.{j}", (phone.start, phone.end))
        numbers = tuple(dict.fromkeys(p.number for p in contact.numbers))
        result.append(
            DraftContact(
                name=contact.name,
                phones=numbers,
                email=contact.email,
                department=contact.department,
                office=contact.office,
                duty=contact.duty,
            )
        )
    return tuple(result)


def _procedure(text: str, parts: fields.Parts, taken: Sequence[tuple[int, int]], places: Places) -> dict[str, Any]:
    steps = fields.steps(text, parts.flow, taken)
    materials = fields.materials(text, parts.materials, taken)
    links, addresses = fields.urls(text), fields.addresses(text)
    notes = [(tidy(text[a:b]), (a, b)) for a, b in parts.notes if text[a:b].strip()]
    for name, items in (
        ("steps", steps),
        ("materials", materials),
        ("urls", links),
        ("addresses", [a for a, _ in addresses]),
    ):
        for i, item in enumerate(items):
            places.note(f"{name}.{i}", item.place)
    for i, (_, place) in enumerate(notes):
        places.note(f"notes.{i}", place)
    return {
        "steps": tuple(Step(text=s.text, variant=s.variant) for s in steps),
        "materials": tuple(m.text for m in materials),
        "urls": tuple(dict.fromkeys(u.text for u in links)),
        "addresses": tuple(Address(text=a.text, postcode=code) for a, code in addresses),
        "notes": tuple(note for note, _ in notes),
    }


def _stated(text: str, body: Sequence[tuple[int, int]], year: int | None, places: Places) -> dict[str, Any]:
    found: list[Figure] = []
    benefits: list[Benefit] = []
    since: date | None = None
    until: date | None = None
    for start, end in body:
        for figure, (a, b) in figures.find(text[start:end], year):
            places.note(f"figures.{len(found)}", (a + start, b + start))
            found.append(figure)
        for benefit, (a, b) in figures.benefits(text[start:end], year):
            places.note(f"benefits.{len(benefits)}", (a + start, b + start))
            benefits.append(benefit)
        for held in dates.ranges(text[start:end], year)[:1] if since is None else []:
            since, until = held.since, held.until
            places.note("valid_from", (held.start + start, held.end + start))
            if until:
                places.note("valid_to", (held.start + start, held.end + start))
    return {"figures": tuple(found), "benefits": tuple(benefits), "valid_from": since, "valid_to": until}


def _issues(
    piece: Piece, responsible: departments.Responsible, people: callers.Callers, background: Background
) -> tuple[str, ...]:
    issues = [*piece.issues, *people.issues]
    if piece.flat.text:
        if not responsible.named and background.has_departments:
            issues.append("没有找到责任单位，没有补。")
        if not people.found and background.has_contacts:
            issues.append("没有找到联系人和电话，没有补。")
    if responsible.unlabelled:
        issues.append("责任单位只写在括号里，没有“责任单位”字样，按责任单位记。")
    if responsible.dangling:
        issues.append("责任单位末尾多一个顿号，可能漏了一个单位。")
    for url in fields.urls(piece.flat.text):
        if fields.intranet(url.text):
            issues.append(f"网址 {url.text} 是内网地址，公众一般打不开。")
    return tuple(dict.fromkeys(issues))


def evidence_of(number_at: Flat) -> Evidence:
    """The place of a 文号."""
    return {"doc": number_at.places(0, len(number_at))} if number_at.text else {}
