"""The packet of a hand-off: what the person who takes over has to know, from the log and the assistant's slots."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.desk import answers, heard
from bot.desk.tables import ConversationRow, LineRow
from bot.desk.views import Packet
from knowledge.errors import MeasureNotFound
from knowledge.service import KnowledgeService, understand

_SINCE = timedelta(hours=24)
_MOST_LINES = 60
_NO_QUESTION = ("handoff", "smalltalk", "")


def recent(session: Session, sender: str, at: datetime) -> list[LineRow]:
    """The sender's lines of the last day, oldest first."""
    rows = session.scalars(
        select(LineRow)
        .join(ConversationRow, LineRow.conversation_id == ConversationRow.id)
        .where(ConversationRow.sender == sender, LineRow.at > at - _SINCE)
        .order_by(LineRow.id.desc())
        .limit(_MOST_LINES)
    ).all()
    return list(reversed(rows))


def build(
    given: Mapping[str, Any], lines: Sequence[LineRow], profile: Mapping[str, Any], knowledge: KnowledgeService
) -> dict[str, Any]:
    """The packet as JSON. ``given`` is what the assistant handed over; the log fills what it has not."""
    spoken = [
        [str(line.get("who") or ""), str(line.get("text") or "")[:2000]] for line in given.get("transcript") or ()
    ]
    verdicts = _verdicts(lines) or _from_ids(given.get("measures") or (), knowledge)
    question = str(given.get("question") or _last_question(lines))
    topics = (line.topic for line in reversed(lines) if line.topic)
    return {
        "topic": next(topics, "") or topic_of(question),
        "question": question,
        "profile": heard.together(profile, given.get("profile") or {}),
        "verdicts": verdicts,
        "clauses": list(dict.fromkeys(str(v["source"]) for v in verdicts)),
        "not_understood": [line.question for line in lines if line.miss == "not_understood" and line.question],
        "transcript": spoken or [[line.who, line.text] for line in lines],
    }


def topic_of(text: str) -> str:
    """The topic the words name first; empty when they name none."""
    return next(iter(understand(text).heard), "")


def view(raw: Mapping[str, Any]) -> Packet:
    """A stored packet as pages see it."""
    return Packet(
        question=str(raw.get("question") or ""),
        profile=dict(raw.get("profile") or {}),
        verdicts=tuple(raw.get("verdicts") or ()),
        clauses=tuple(raw.get("clauses") or ()),
        not_understood=tuple(raw.get("not_understood") or ()),
        transcript=tuple((str(who), str(text)) for who, text in raw.get("transcript") or ()),
    )


def _verdicts(lines: Sequence[LineRow]) -> list[dict[str, Any]]:
    """The newest verdict on each measure shown, the latest shown first."""
    found: dict[str, dict[str, Any]] = {}
    for line in reversed(lines):
        for measure in line.measures:
            found.setdefault(
                str(measure.get("id")),
                {
                    "id": measure.get("id"),
                    "source": answers.source(measure),
                    "title": measure.get("title"),
                    "verdict": measure.get("verdict"),
                    "expired": measure.get("expired"),
                },
            )
    return list(found.values())


def _from_ids(ids: Sequence[str], knowledge: KnowledgeService) -> list[dict[str, Any]]:
    found = []
    for measure_id in ids:
        try:
            measure = knowledge.get(str(measure_id))
        except MeasureNotFound:
            continue
        found.append(
            {
                "id": measure.id,
                "source": measure.source,
                "title": measure.content.title,
                "verdict": None,
                "expired": None,
            }
        )
    return found


def _last_question(lines: Sequence[LineRow]) -> str:
    asked = (line.question for line in reversed(lines) if line.who == "assistant" and line.type not in _NO_QUESTION)
    return next((question for question in asked if question), "")
