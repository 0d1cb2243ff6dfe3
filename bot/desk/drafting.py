"""A draft measure out of questions: handed to the review, where it waits for its source and a second person."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.desk.base import Ground, beijing_day
from bot.desk.errors import BadInput
from bot.desk.people import Actor
from knowledge.importers.draft import DraftDocument, DraftMeasure
from knowledge.models import Topic
from knowledge.review.incoming import Incoming
from knowledge.review.service import ReviewService
from knowledge.store.review_tables import DraftItemRow

_NEEDS_SOURCE = "由市民问题整理，没有出处：补上文件名、文号、依据条款和期限后才能发布"


@dataclass(frozen=True, slots=True)
class NewMeasure:
    """What the editor knows already. ``doc``: 文号, when there is one; ``topics`` are those of the knowledge store."""

    title: str
    summary: str
    topics: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    district: str = ""


def submit(ground: Ground, content: NewMeasure, asked: Sequence[str], actor: Actor) -> int:
    """Put it into the review; gives the draft's number. Raises :class:`BadInput` with every fault."""
    _check(content)
    day = beijing_day(ground.now())
    text = "\n".join([content.title, content.summary, "市民这样问：", *dict.fromkeys(asked)])
    digest = hashlib.sha256(f"{ground.now().isoformat()}\n{text}".encode()).hexdigest()
    name = f"市民问题 {day.isoformat()} {content.title[:20]}"
    measure = DraftMeasure(
        number=None,
        key=f"asked-{digest[:8]}",
        section="市民问题",
        title=content.title.strip(),
        summary=content.summary.strip(),
        topics=content.topics,  # type: ignore[arg-type]
        departments=content.departments,
        issues=(_NEEDS_SOURCE,),
    )
    document = DraftDocument(
        doc=None,
        title=content.title.strip(),
        district=content.district or None,
        source_name=name,
        source_sha256=digest,
        measures=(measure,),
        issues=(_NEEDS_SOURCE,),
    )
    review = ReviewService(ground.database, ground.now)
    submitted = review.submit([Incoming(name, digest, text, (document,))], actor.name)[0][0]
    if submitted.draft_id is None:
        raise BadInput({"title": "审核没有收下这份草稿，请换个标题再试。"})
    return submitted.draft_id


def _check(content: NewMeasure) -> None:
    faults: dict[str, str] = {}
    if not 2 <= len(content.title.strip()) <= 100:
        faults["title"] = "标题要有 2 到 100 个字。"
    if not 2 <= len(content.summary.strip()) <= 2000:
        faults["summary"] = "内容要有 2 到 2000 个字。"
    if not content.topics or not set(content.topics) <= set(get_args(Topic)):
        faults["topics"] = "请从列表里选至少一个主题。"
    if content.district not in ("", "东城", "西城", "北京"):
        faults["district"] = "区只能是东城、西城或北京。"
    if faults:
        raise BadInput(faults)


def published(session: Session, draft_ids: Sequence[int]) -> set[int]:
    """Those drafts of which something has been published."""
    if not draft_ids:
        return set()
    query = select(DraftItemRow.draft_id).where(DraftItemRow.draft_id.in_(draft_ids), DraftItemRow.state == "published")
    return set(session.scalars(query))
