"""From files on disk to what the review or the directory takes in. Reads only; nothing is stored here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge.directory import Entry, read_sheet
from knowledge.directory.sheets import LARGEST, looks_like_sheet
from knowledge.importers.draft import DraftContact, DraftDocument, DraftMeasure
from knowledge.importers.errors import TooBig
from knowledge.importers.extract import as_contract, extract
from knowledge.importers.limits import MIB, Limits
from knowledge.importers.source import read_source
from knowledge.models import MeasureFile, PolicyFile
from knowledge.review.export import looks_like_export, read_export
from knowledge.review.incoming import Incoming

Progress = Callable[[str, int, int], None]
_HEAD = 4096


@dataclass(frozen=True)
class Table:
    """A table of the contact directory."""

    name: str
    entries: tuple[Entry, ...]


def read_file(
    path: Path, progress: Progress | None = None, titles: Mapping[str, str] | None = None
) -> Incoming | Table:
    """A policy document, an export of ours, or a directory table. Raises ``KnowledgeError`` with what to do."""
    head = _head(path)
    if looks_like_export(head):
        return read_export(path.name, _whole(path, Limits().file_bytes))
    if head[:4] == b"PK\x03\x04" or path.suffix.lower() == ".csv":
        data = _whole(path, LARGEST) if path.stat().st_size <= LARGEST else b""
        if looks_like_sheet(path.name, data):
            return Table(path.name, tuple(read_sheet(path.name, data)))
    source = read_source(path)
    return Incoming(source.name, source.sha256, source.text, tuple(extract(source, progress, titles)), source.notes)


def _head(path: Path) -> bytes:
    """The first bytes; none when the file cannot be opened, which the reader of documents explains."""
    try:
        if not path.is_file():
            return b""
        with path.open("rb") as file:
            return file.read(_HEAD)
    except OSError:
        return b""


def _whole(path: Path, limit: int) -> bytes:
    with path.open("rb") as file:
        data = file.read(limit + 1)
    if len(data) > limit:
        raise TooBig(f"文件超过了 {limit // MIB} MiB 的上限", file=path.name)
    return data


def contract(sources: Sequence[Incoming]) -> dict[str, Any]:
    """What was found, in the shape that ``huiqi import --dry-run --json`` prints."""
    documents = [d for source in sources for d in source.documents]
    return as_contract([d if isinstance(d, DraftDocument) else _as_draft(d) for d in documents])


def _as_draft(policy: PolicyFile) -> DraftDocument:
    d = policy.document
    return DraftDocument(
        doc=d.doc,
        title=d.title,
        issuer=d.issuer,
        district=d.district,
        published=d.published,
        valid_from=d.valid_from,
        valid_to=d.valid_to,
        term=d.term,
        source_name="",
        source_sha256="",
        measures=tuple(_draft_measure(m) for m in policy.measures),
        issues=d.issues,
    )


def _draft_measure(content: MeasureFile) -> DraftMeasure:
    return DraftMeasure(
        number=content.number,
        key=content.key,
        section=content.section,
        title=content.title,
        topics=content.topics,
        departments=content.departments,
        contacts=tuple(DraftContact(**c.model_dump()) for c in content.contacts),
        steps=content.steps,
        materials=content.materials,
        urls=content.urls,
        valid_from=content.valid_from,
        valid_to=content.valid_to,
        issues=content.issues,
    )
