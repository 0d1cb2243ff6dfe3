"""From the text of a source to drafts: its documents, their measures, and what a reviewer should look at."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from knowledge.importers import (
    checks,
    departments,
    documents,
    known,
    measures,
    reading,
    streams,
    terms,
    topics,
    unscramble,
)
from knowledge.importers.documents import Found
from knowledge.importers.draft import DraftDocument, DraftMeasure
from knowledge.importers.flat import tidy
from knowledge.importers.measures import Pieces
from knowledge.importers.source import SourceText
from knowledge.importers.unwrap import has_chinese, paragraphs
from knowledge.importers.vocabulary import words

Progress = Callable[[str, int, int], None]
_RELIEF_SHARE = 0.5
_CONTACT = re.compile(r"联系(?:人|电话|方式)\s*[：:]")


def extract(
    source: SourceText, progress: Progress | None = None, titles: Mapping[str, str] | None = None
) -> list[DraftDocument]:
    """The documents of a source. ``titles`` gives the 文号 of known titles; by default the curated documents'."""
    tell = progress or (lambda stage, done, total: None)
    if not has_chinese(source.text):
        return []
    tell("整理段落", 0, 1)
    found = paragraphs(source.text)
    listed = documents.find(found)
    drafts = []
    for index, item in enumerate(listed):
        tell("读取文件", index, len(listed))
        drafts.append(_document(item, source, tell, titles))
    tell("读取文件", len(listed), len(listed))
    return _with_contents(drafts, documents.entries(found))


def _document(found: Found, source: SourceText, tell: Progress, titles: Mapping[str, str] | None) -> DraftDocument:
    term = terms.read(found)
    mixed = streams.is_mixed(found.body)
    pieces = unscramble.split(found.body) if mixed else measures.split(found.body)
    relief = is_relief(found.name, pieces)
    drafts = _measures(pieces, term.published.year if term.published else None, tell) if relief else ()
    number, doubts = _number(found, source.text, titles)
    title = found.name or (tidy(found.body.text[:40]) or source.name)
    return DraftDocument(
        doc=number,
        title=title,
        issuer=term.issuer,
        district=term.district,
        published=term.published,
        valid_from=term.valid_from,
        valid_to=term.valid_to,
        term=term.text,
        notes=_closing(pieces) if drafts else (),
        source_name=source.name,
        source_sha256=source.sha256,
        measures=drafts,
        evidence={
            **reading.evidence_of(found.number_at),
            **term.evidence,
            "title": found.title.places(0, len(found.title)),
        },
        issues=(
            *doubts,
            *source.notes,
            *(term.doubts if drafts else ()),
            *_verdict(pieces, relief),
            *checks.document(drafts),
        ),
    )


def _number(found: Found, text: str, titles: Mapping[str, str] | None) -> tuple[str | None, list[str]]:
    if found.number:
        return found.number, []
    number = known.number_for(found.name, {**known.cited(text), **(known.curated() if titles is None else titles)})
    if number:
        return number, [f"来源没有文号；标题与已收录或文中引用的{number}相同，据此填写，请核对。"]
    return None, ["没有找到文号，请补上。"]


def _verdict(pieces: Pieces, relief: bool) -> tuple[str, ...]:
    if relief:
        return pieces.issues
    return ("没有找到带编号的惠企措施，只列出标题。",)


def is_relief(title: str, pieces: Pieces) -> bool:
    """Whether a document's measures are about support, by its title and by how many of them speak of it."""
    if not pieces.measures:
        return False
    if any(word in title for word in words("relief_titles")):
        return True
    speaking = sum(any(word in piece.flat.text for word in words("relief")) for piece in pieces.measures)
    return speaking >= _RELIEF_SHARE * len(pieces.measures) and speaking > 1


def _measures(pieces: Pieces, year: int | None, tell: Progress) -> tuple[DraftMeasure, ...]:
    texts = [piece.flat.text for piece in pieces.measures]
    named = [departments.find(text).names for text in texts]
    background = reading.Background(
        year=year,
        departments=tuple(dict.fromkeys(name for names in named for name in names)),
        has_contacts=any(_CONTACT.search(text) for text in texts),
        has_departments=sum(map(bool, named)) * 2 > len(named),
        common=topics.common(texts),
    )
    drafts = []
    for index, piece in enumerate(pieces.measures):
        tell("读取措施", index, len(texts))
        drafts.append(reading.measure(piece, background))
    tell("读取措施", len(texts), len(texts))
    return tuple(drafts)


def _closing(pieces: Pieces) -> tuple[str, ...]:
    sentences = re.split(r"(?<=。)|\n", pieces.closing.text[:4000])
    return tuple(s for s in (tidy(sentence) for sentence in sentences) if s.endswith("。"))


def _with_contents(drafts: list[DraftDocument], entries: Sequence[documents.Entry]) -> list[DraftDocument]:
    """A document that the table of contents lists and the text does not hold is named."""
    here = {draft.doc for draft in drafts}
    missing = [f"目录里的“{e.title}”（{e.number}）在正文里没有找到。" for e in entries if e.number not in here]
    if missing and drafts:
        drafts[0] = drafts[0].model_copy(update={"issues": (*drafts[0].issues, *missing)})
    return drafts


def as_contract(drafts: Sequence[DraftDocument]) -> dict[str, Any]:
    """The drafts as ``huiqi import --dry-run --json`` prints them."""
    return {"documents": [_contract_document(draft) for draft in drafts]}


def _contract_document(draft: DraftDocument) -> dict[str, Any]:
    data = draft.model_dump(
        mode="json", include={"doc", "title", "issuer", "district", "published", "valid_from", "valid_to"}
    )
    return {**data, "measures": [_contract_measure(draft, m) for m in draft.measures], "issues": list(draft.issues)}


def _contract_measure(draft: DraftDocument, measure: DraftMeasure) -> dict[str, Any]:
    plain = {
        "number",
        "title",
        "section",
        "departments",
        "contacts",
        "topics",
        "materials",
        "urls",
        "valid_from",
        "valid_to",
        "issues",
    }
    steps = [f"{step.variant}：{step.text}" if step.variant else step.text for step in measure.steps]
    return {"doc": draft.doc, **measure.model_dump(mode="json", include=plain), "steps": steps}
