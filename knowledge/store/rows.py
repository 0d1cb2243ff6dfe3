"""Between stored rows and typed content."""

from __future__ import annotations

from typing import Any

from knowledge.models import DocumentFile, MeasureFile
from knowledge.store.tables import ContactRow, DocumentRow, MeasureRow, PhoneRow

_COLUMNS = {"id", "doc", "title", "issuer", "district", "published", "valid_from", "valid_to"}


def content_of(row: MeasureRow) -> MeasureFile:
    """The typed content of a stored revision, contacts and phones put back in."""
    contacts = [
        {
            "name": c.name,
            "phones": [p.number for p in c.phones],
            "email": c.email,
            "department": c.department,
            "office": c.office,
            "duty": c.duty,
        }
        for c in row.contacts
    ]
    return MeasureFile.model_validate({**row.content, "contacts": contacts})


def stored_content(content: MeasureFile) -> dict[str, Any]:
    """What goes into the ``content`` column: everything but the contacts, which have their own rows."""
    return content.model_dump(mode="json", exclude={"contacts"})


def contact_rows(content: MeasureFile) -> list[ContactRow]:
    """Rows for the contacts and their phones."""
    return [
        ContactRow(
            position=i,
            name=c.name,
            department=c.department,
            office=c.office,
            duty=c.duty,
            email=c.email,
            phones=[PhoneRow(position=j, number=p) for j, p in enumerate(c.phones)],
        )
        for i, c in enumerate(content.contacts)
    ]


def document_of(row: DocumentRow) -> DocumentFile:
    """The typed document of a stored row."""
    return DocumentFile.model_validate({**{k: getattr(row, k) for k in _COLUMNS}, **row.details})


def document_row(document: DocumentFile, origin: str) -> DocumentRow:
    """The row of a document."""
    plain = document.model_dump()
    details = document.model_dump(mode="json", exclude=_COLUMNS)
    return DocumentRow(**{k: plain[k] for k in _COLUMNS}, details=details, origin=origin)
