"""What an import hands to the review: documents found in one source, or one export read back."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from knowledge.importers.draft import DraftDocument
from knowledge.models import PolicyFile


@dataclass(frozen=True)
class Incoming:
    """One source and the documents in it, extracted (drafts) or complete (an export of ours)."""

    name: str
    sha256: str
    text: str
    documents: tuple[DraftDocument | PolicyFile, ...]
    notes: tuple[str, ...] = ()


def of_export(name: str, data: bytes, documents: tuple[PolicyFile, ...]) -> Incoming:
    """An export read back; its own text is the source that reviewers see."""
    return Incoming(name, hashlib.sha256(data).hexdigest(), data.decode("utf-8"), documents)
