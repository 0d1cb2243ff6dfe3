"""What an import proposes to publish, measured against what is published already. Pure.

A first import of a document that is published in our own words keeps those words: it proposes only facts that
differ (contacts, dates, addresses of pages). A later import proposes what differs from the import before it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from knowledge.importers.draft import DraftDocument
from knowledge.models import DocumentFile, MeasureFile, PolicyFile
from knowledge.review import convert
from knowledge.review.diff import DocumentDiff, compare, compare_fields, pair_contacts, same
from knowledge.review.fields import compact

_HEADER_FACTS = ("title", "issuer", "district", "published", "valid_from", "valid_to")
_OF_THE_CONTACT = ("department", "office", "duty")


@dataclass(frozen=True)
class Known:
    """A document as it is published now."""

    document: DocumentFile
    measures: Mapping[str, MeasureFile]


@dataclass(frozen=True)
class Proposal:
    """One measure to add, change or remove (``raw`` is None). ``source_index`` is its place in the import."""

    slug: str
    raw: dict[str, Any] | None
    source_index: int | None = None


@dataclass(frozen=True)
class Proposed:
    """Everything an import proposes. ``order`` lists the measures as the import has them."""

    header: dict[str, Any]
    order: tuple[str, ...]
    items: tuple[Proposal, ...]
    diff: DocumentDiff


def plain_measure(content: MeasureFile) -> dict[str, Any]:
    """A measure as JSON without the fields that say nothing."""
    return compact(content.model_dump(mode="json", exclude_defaults=True))


def plain_header(document: DocumentFile) -> dict[str, Any]:
    """A document as JSON without the fields that say nothing."""
    return compact(document.model_dump(mode="json", exclude_defaults=True))


def from_draft(draft: DraftDocument, document_id: str, known: Known | None, base: DraftDocument | None) -> Proposed:
    """What a document found in a source proposes; ``base`` is the import of the same document before it."""
    found = _aligned(convert.measures_raw(draft.measures), known)
    header = convert.header_raw(draft, document_id)
    if known is None:
        return _proposed(header, {s: Proposal(s, raw, i) for s, (i, raw) in found.items()}, None)
    before = _aligned(convert.measures_raw(base.measures), known) if base else {}
    items = {}
    for slug, (index, raw) in found.items():
        published = known.measures.get(slug)
        earlier = before[slug][1] if slug in before else None
        items[slug] = Proposal(slug, raw if published is None else _onto(published, raw, earlier), index)
    base_header = convert.header_raw(base, document_id) if base else None
    return _proposed(_header_onto(known.document, header, base_header), items, known)


def from_policy(policy: PolicyFile, document_id: str, known: Known | None) -> Proposed:
    """What a complete export proposes: exactly itself."""
    items = {m.slug: Proposal(m.slug, plain_measure(m), i) for i, m in enumerate(policy.measures)}
    return _proposed({**plain_header(policy.document), "id": document_id}, items, known)


def _proposed(header: dict[str, Any], items: dict[str, Proposal], known: Known | None) -> Proposed:
    published = {s: plain_measure(m) for s, m in known.measures.items()} if known else {}
    gone = {s: Proposal(s, None) for s in published if s not in items}
    diff = compare(
        plain_header(known.document) if known else {},
        published,
        header,
        {s: p.raw for s, p in (items | gone).items()},
    )
    changed = {m.slug for m in diff.measures}
    kept = tuple(p for s, p in (items | gone).items() if s in changed or _exactly_differs(published.get(s), p.raw))
    return Proposed(header, tuple(items), kept, diff)


def _exactly_differs(published: Mapping[str, Any] | None, raw: Mapping[str, Any] | None) -> bool:
    return published != raw


def _aligned(
    found: dict[str, tuple[int, dict[str, Any]]], known: Known | None
) -> dict[str, tuple[int, dict[str, Any]]]:
    """Give the one measure without a number the key of the one published without a number."""
    keyed = [s for s, (_, raw) in found.items() if raw.get("number") is None]
    published = [s for s, m in known.measures.items() if m.number is None] if known else []
    if len(keyed) != 1 or len(published) != 1 or published[0] in found:
        return found
    return {
        published[0] if s == keyed[0] else s: (i, {**raw, "key": published[0]} if s == keyed[0] else raw)
        for s, (i, raw) in found.items()
    }


def _onto(published: MeasureFile, raw: dict[str, Any], earlier: dict[str, Any] | None) -> dict[str, Any]:
    """The published measure with what the source changes."""
    now = plain_measure(published)
    if earlier is not None:
        return _with_changes(now, earlier, raw)
    facts: dict[str, Any] = {}
    if raw.get("contacts"):
        facts["contacts"] = _merged_contacts(now.get("contacts", []), raw["contacts"])
    new_urls = [u for u in raw.get("urls", ()) if not any(_same_page(u, known) for known in now.get("urls", ()))]
    if new_urls:
        facts["urls"] = [*now.get("urls", ()), *new_urls]
    facts |= {name: raw[name] for name in ("valid_from", "valid_to") if raw.get(name)}
    merged = compact({**now, **facts})
    if merged.get("contacts"):
        merged.pop("no_contact_reason", None)
    return merged


def _with_changes(now: dict[str, Any], earlier: dict[str, Any], raw: dict[str, Any]) -> dict[str, Any]:
    """What is published with the fields in which two imports differ; new doubts join the known ones."""
    changes = {c.field: c.new for c in compare_fields(earlier, raw, leave_out=("issues",))}
    doubts = [i for i in raw.get("issues", ()) if i not in earlier.get("issues", ()) and i not in now.get("issues", ())]
    return compact({**now, **changes, "issues": [*now.get("issues", ()), *doubts]})


def _same_page(a: str, b: str) -> bool:
    return a.rstrip("/").lower() == b.rstrip("/").lower()


def _merged_contacts(old: list[dict[str, Any]], new: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The new contacts; where one is known, the names of its office and its duty stay in our words."""
    pairs = [(before, after) for before, after in pair_contacts(old, new) if after is not None]
    merged = [compact({**after, **_ours(before)}) if before else dict(after) for before, after in pairs]
    merged += [c for c in old if all(c is not before for before, _ in pairs) and any(_covers(n, c) for n in new)]
    if same(sorted(map(str, old)), sorted(map(str, merged))):
        return old
    return merged


def _covers(new: Mapping[str, Any], old: Mapping[str, Any]) -> bool:
    """Whether one new contact stands for this one too, which we list apart by its duty."""
    return same(new.get("name"), old.get("name")) and set(old.get("phones", ())) <= set(new.get("phones", ()))


def _ours(contact: Mapping[str, Any]) -> dict[str, Any]:
    return {name: contact[name] for name in _OF_THE_CONTACT if contact.get(name)}


def _header_onto(document: DocumentFile, raw: dict[str, Any], earlier: dict[str, Any] | None) -> dict[str, Any]:
    now = plain_header(document)
    if earlier is not None:
        return _with_changes(now, earlier, raw)
    return compact({**now, **{name: raw[name] for name in _HEADER_FACTS if raw.get(name)}})
