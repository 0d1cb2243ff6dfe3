"""A published measure together with its document: what answers are made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Literal

from knowledge.binding import Route, conditions_for, routes
from knowledge.models import Condition, Contact, DocumentFile, Exclusion, MeasureFile

Validity = Literal["not_yet", "in_force", "ended"]


@dataclass(frozen=True)
class Measure:
    """One revision of one measure. ``id`` is stable across revisions: document id + number."""

    id: str
    document: DocumentFile
    content: MeasureFile
    revision: int

    @property
    def doc(self) -> str:
        """文号 of the document."""
        return self.document.doc

    @property
    def district(self) -> str:
        """东城, 西城, or 北京 for the whole city."""
        return self.document.district

    @property
    def number(self) -> int | None:
        """The measure's number in its document; None where the source has lost it."""
        return self.content.number

    @property
    def valid_from(self) -> date:
        """First day of the measure's own term, else of the document's."""
        return self.content.valid_from or self.document.valid_from

    @property
    def valid_to(self) -> date | None:
        """Last day of the term; None where the source names no date."""
        return self.content.valid_to or self.document.valid_to

    def validity(self, as_of: date) -> Validity:
        """Whether the measure was in force on that day; a term without a date ends with the document's ``ended``."""
        if as_of < max(self.document.valid_from, self.valid_from):
            return "not_yet"
        if self.valid_to and as_of > self.valid_to:
            return "ended"
        if self.document.ended and as_of >= self.document.ended.since:
            return "ended"
        return "in_force"

    def expired(self, as_of: date) -> bool:
        """True when the measure had ended by that day."""
        return self.validity(as_of) == "ended"

    @cached_property
    def conditions(self) -> tuple[Condition, ...]:
        """The measure's own conditions, and those of its whole document that bind it."""
        return conditions_for(self.document, self.content)

    @cached_property
    def routes(self) -> tuple[Route, ...]:
        """The ways to be supported, each with the positions of the conditions it takes."""
        return routes(self.content.benefits, self.conditions)

    @property
    def exclusions(self) -> tuple[Exclusion, ...]:
        """The document's rules against double support that concern this measure."""
        return tuple(e for e in self.document.exclusions if e.concerns(self.number))

    @property
    def source(self) -> str:
        """文号 and clause, e.g. ``东政办发〔2020〕3号第4条``."""
        return f"{self.doc}第{self.number}条" if self.number is not None else f"{self.doc}（条号缺失）"

    @property
    def departments(self) -> tuple[str, ...]:
        """责任单位 with the district in front: ``区国资委`` → ``东城区国资委``."""
        return tuple(self.full_name(d) for d in self.content.departments)

    def full_name(self, department: str) -> str:
        """A department's name as a caller outside the district needs it."""
        if department.startswith("区") and self.district in ("东城", "西城"):
            return f"{self.district}{department}"
        if department.startswith("市") and not department.startswith("市场"):
            return f"北京{department}"
        return department

    def contact_record(self, contact: Contact) -> dict[str, Any]:
        """A contact in the shape of the contract: name, phones, email, department, office, duty."""
        return {
            "name": contact.name,
            "phones": list(contact.phones),
            "email": contact.email,
            "department": self.full_name(contact.department),
            "office": contact.office,
            "duty": contact.duty,
        }
