"""What an import yields: documents and measures as found in a source, each field with its place in it.

A draft says what the source says. What the source does not say stays empty; what is doubtful is kept and
named in ``issues``. Nothing here is published: a person reviews it first.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import Field

from knowledge.models import Address, Benefit, Condition, Step, Strict, Topic


class Span(Strict):
    """Characters ``start`` to ``end`` (exclusive) of ``SourceText.text``."""

    start: int
    end: int


Evidence = dict[str, tuple[Span, ...]]


class DraftContact(Strict):
    """One person or desk to call, as written; an odd phone is kept and named in the issues."""

    name: str | None = None
    phones: tuple[str, ...] = ()
    email: str | None = None
    department: str | None = None
    office: str | None = None
    duty: str | None = None


class Figure(Strict):
    """An amount (元), percentage, date or range of dates that the text states."""

    kind: Literal["amount", "percent", "date"]
    text: str
    low: Decimal | None = None
    high: Decimal | None = None
    since: date | None = None
    until: date | None = None


class DraftMeasure(Strict):
    """One measure. ``number`` is None where the source has lost it; ``key`` then names it."""

    number: int | None
    key: str | None = None
    section: str = ""
    title: str
    summary: str = ""
    topics: tuple[Topic, ...] = ()
    departments: tuple[str, ...] = ()
    contacts: tuple[DraftContact, ...] = ()
    benefits: tuple[Benefit, ...] = ()
    conditions: tuple[Condition, ...] = ()
    steps: tuple[Step, ...] = ()
    materials: tuple[str, ...] = ()
    addresses: tuple[Address, ...] = ()
    urls: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    figures: tuple[Figure, ...] = ()
    evidence: Evidence = Field(default_factory=dict)
    issues: tuple[str, ...] = ()

    @property
    def slug(self) -> str:
        """The measure's part of its id: the number, or the key where the number is lost."""
        return str(self.number) if self.number is not None else str(self.key)


class DraftDocument(Strict):
    """One document of a source. Documents without relief measures are listed with ``measures`` empty."""

    doc: str | None
    title: str
    issuer: str | None = None
    district: str | None = None
    published: date | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    term: str | None = None
    notes: tuple[str, ...] = ()
    source_name: str
    source_sha256: str
    measures: tuple[DraftMeasure, ...] = ()
    evidence: Evidence = Field(default_factory=dict)
    issues: tuple[str, ...] = ()
