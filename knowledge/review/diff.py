"""What a new version of a document changes: measure by measure, field by field, contact by contact. Pure.

Works on plain JSON values, so that published measures, drafts and exports compare alike. Line breaks, spaces and the
width of punctuation are no difference.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Change = Literal["added", "removed", "changed"]
Raw = Mapping[str, Any]

CONTACT_FIELDS = ("name", "phones", "email", "department", "office", "duty")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class FieldChange:
    """One field before and after."""

    field: str
    old: Any
    new: Any


@dataclass(frozen=True)
class ContactChange:
    """A contact that came, went or changed."""

    change: Change
    who: str
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True)
class MeasureDiff:
    """What became of one measure. ``moved_from`` names the number its text had before, if that was another."""

    slug: str
    title: str
    change: Change
    fields: tuple[FieldChange, ...] = ()
    contacts: tuple[ContactChange, ...] = ()
    moved_from: str | None = None


@dataclass(frozen=True)
class DocumentDiff:
    """What a new version changes; empty when it changes nothing."""

    header: tuple[FieldChange, ...]
    measures: tuple[MeasureDiff, ...]

    def of(self, change: Change) -> tuple[MeasureDiff, ...]:
        """The measures that were added, removed or changed."""
        return tuple(m for m in self.measures if m.change == change)

    def __bool__(self) -> bool:
        return bool(self.header or self.measures)


def same(old: Any, new: Any) -> bool:
    """Whether two values say the same."""
    return bool(_plain(old) == _plain(new))


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return _SPACE.sub("", unicodedata.normalize("NFKC", value))
    if isinstance(value, Mapping):
        return {k: p for k, v in value.items() if (p := _plain(v)) not in (None, "", [])}
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    return value


def _empty(value: Any) -> bool:
    return value in (None, "", [], (), {})


def compare_fields(old: Raw, new: Raw, leave_out: Sequence[str] = ()) -> tuple[FieldChange, ...]:
    """The fields whose values differ, in the order in which they are written."""
    names = [n for n in dict.fromkeys((*old, *new)) if n not in leave_out]
    pairs = [(n, old.get(n), new.get(n)) for n in names]
    return tuple(FieldChange(n, a, b) for n, a, b in pairs if not (_empty(a) and _empty(b)) and not same(a, b))


def pair_contacts(old: Sequence[Raw], new: Sequence[Raw]) -> list[tuple[Raw | None, Raw | None]]:
    """Which contact of the new list is which of the old one: same name and phone, same name, or a shared phone."""
    left = list(old)
    found: dict[int, Raw] = {}
    for agree in (_equal, _name_and_phone, _name, _phone):
        for i, contact in enumerate(new):
            match = next((c for c in left if agree(c, contact)), None) if i not in found else None
            if match is not None:
                left.remove(match)
                found[i] = match
    return [(found.get(i), contact) for i, contact in enumerate(new)] + [(c, None) for c in left]


def _equal(a: Raw, b: Raw) -> bool:
    return same(a, b)


def _name(a: Raw, b: Raw) -> bool:
    return bool(a.get("name")) and same(a.get("name"), b.get("name"))


def _phone(a: Raw, b: Raw) -> bool:
    return bool(set(a.get("phones") or ()) & set(b.get("phones") or ()))


def _name_and_phone(a: Raw, b: Raw) -> bool:
    return _name(a, b) and _phone(a, b)


def compare_contacts(old: Sequence[Raw], new: Sequence[Raw]) -> tuple[ContactChange, ...]:
    """Contacts that came, went or changed."""
    changes = []
    for before, after in pair_contacts(old, new):
        if before is None and after is not None:
            changes.append(ContactChange("added", _who(after), compare_fields({}, after)))
        elif after is None and before is not None:
            changes.append(ContactChange("removed", _who(before), compare_fields(before, {})))
        elif before is not None and after is not None and (fields := compare_fields(before, after)):
            changes.append(ContactChange("changed", _who(before), fields))
    return tuple(changes)


def _who(contact: Raw) -> str:
    parts = (contact.get("department"), contact.get("office"), contact.get("name"))
    return " ".join(p for p in parts if p) or "、".join(contact.get("phones") or ()) or "（没有姓名）"


def compare_measure(slug: str, old: Raw | None, new: Raw | None) -> MeasureDiff | None:
    """The difference of one measure; None when both say the same."""
    if old is None and new is None:
        return None
    title = str((new or old or {}).get("title") or "")
    if old is None or new is None:
        return MeasureDiff(slug, title, "added" if old is None else "removed")
    fields = compare_fields(old, new, leave_out=("contacts",))
    contacts = compare_contacts(old.get("contacts") or (), new.get("contacts") or ())
    return MeasureDiff(slug, title, "changed", fields, contacts) if fields or contacts else None


def compare(old_header: Raw, old: Mapping[str, Raw], new_header: Raw, new: Mapping[str, Raw | None]) -> DocumentDiff:
    """The difference of two versions. Measures are keyed by number; a None in ``new`` has gone."""
    found = []
    for slug in dict.fromkeys((*new, *old)):
        difference = compare_measure(slug, old.get(slug), new.get(slug))
        if difference:
            found.append(_with_origin(difference, old, new.get(slug)))
    return DocumentDiff(compare_fields(old_header, new_header), tuple(found))


def _with_origin(difference: MeasureDiff, old: Mapping[str, Raw], new: Raw | None) -> MeasureDiff:
    """Add where the measure stood before, when its text stood under another number."""
    if new is None or not new.get("title"):
        return difference
    before = [s for s, m in old.items() if s != difference.slug and same(m.get("title"), new["title"])]
    own = old.get(difference.slug)
    if len(before) != 1 or (own is not None and same(own.get("title"), new["title"])):
        return difference
    return MeasureDiff(
        difference.slug, difference.title, difference.change, difference.fields, difference.contacts, before[0]
    )
