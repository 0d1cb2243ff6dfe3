"""Unanswered questions in clusters, what editors make of them, and telling those who wanted to know."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.desk import clustered, clusters, drafting, lessons, record, sentences, wording
from bot.desk.base import Ground
from bot.desk.clustered import Cluster
from bot.desk.clusters import Group
from bot.desk.errors import BadInput, NotAllowed
from bot.desk.learning_tables import LessonRow, UnansweredRow
from bot.desk.lessons import Lesson
from bot.desk.people import EDITORS, Actor

NEWEST = 3000


class Learning:
    """What the assistant could not do becomes knowledge, by way of an editor. Nothing is trained from here."""

    def __init__(self, ground: Ground) -> None:
        """Work on a migrated database."""
        self._ground = ground
        self._last: tuple[tuple[int, ...], list[Group]] = ((), [])

    def clusters(self, limit: int = 50) -> list[Cluster]:
        """The questions nobody has dealt with yet, grouped, largest group first."""
        newest = select(UnansweredRow).where(UnansweredRow.lesson_id.is_(None)).order_by(UnansweredRow.id.desc())
        with self._ground.reading() as session:
            rows = list(session.scalars(newest.limit(NEWEST)))[::-1]
        return [clustered.view(rows, group) for group in self._grouped(rows)[:limit]]

    def teach(self, ids: Sequence[int], intent: str, said: Sequence[str], actor: Actor) -> Lesson:
        """New training sentences for an intent, kept for review. Raises :class:`BadInput` on what cannot be used."""
        intent, kept = sentences.checked(intent, said)
        return self._lesson(ids, actor, kind="sentence", intent=intent, words=kept)

    def synonym(self, ids: Sequence[int], words: Sequence[str], actor: Actor) -> Lesson:
        """Words that mean the same, kept for review; at least two, one of which the search knows or not."""
        return self._lesson(ids, actor, kind="synonym", words=sentences.checked_group(words))

    def draft(self, ids: Sequence[int], content: drafting.NewMeasure, actor: Actor) -> Lesson:
        """A draft measure in the review, with the questions as its source. Raises :class:`BadInput`."""
        self._editor(actor)
        with self._ground.reading() as session:
            asked = [row.text for row in _open(session, ids)]
        draft_id = drafting.submit(self._ground, content, asked, actor)
        return self._lesson(ids, actor, kind="draft", words=[content.title], draft_id=draft_id)

    def dismiss(self, ids: Sequence[int], reason: str, actor: Actor) -> Lesson:
        """Nothing to learn from these; the reason is kept."""
        if not reason.strip():
            raise BadInput({"reason": "请写明为什么不用处理。"})
        return self._lesson(ids, actor, kind="dismissed", reason=reason.strip()[:500])

    def lessons(self, kind: str = "", limit: int = 200) -> list[Lesson]:
        """What editors made of questions, newest first; of one kind (sentence, synonym, draft, dismissed) if given."""
        with self._ground.reading() as session:
            return lessons.find(session, kind, limit)

    def export_sentences(self) -> str:
        """Training sentences not yet published, as YAML in the shape of ``nlu/intents/*.yml``."""
        with self._ground.reading() as session:
            return sentences.intents_yaml(lessons.find(session, "sentence", None, waiting=True))

    def export_synonyms(self) -> str:
        """Synonym groups not yet published, as YAML in the shape of ``nlu/lookups/synonyms.yml``."""
        with self._ground.reading() as session:
            return sentences.synonyms_yaml(lessons.find(session, "synonym", None, waiting=True))

    def mark_published(self, lesson_ids: Sequence[int], actor: Actor) -> int:
        """Sentences or synonyms are in the trained model now; those who wanted to know are told. Gives how many."""
        self._editor(actor)
        with self._ground.writing() as session:
            rows = session.scalars(
                select(LessonRow).where(
                    LessonRow.id.in_(list(lesson_ids)),
                    LessonRow.kind.in_(("sentence", "synonym")),
                    LessonRow.published_at.is_(None),
                )
            ).all()
            return sum(self._published(session, row) for row in rows)

    def tell_published(self) -> int:
        """Find drafts that have been published since, and tell those who wanted to know; gives how many were told."""
        with self._ground.writing() as session:
            waiting = session.scalars(
                select(LessonRow).where(LessonRow.kind == "draft", LessonRow.published_at.is_(None))
            ).all()
            published = drafting.published(session, [row.draft_id for row in waiting if row.draft_id])
            return sum(self._published(session, row) for row in waiting if row.draft_id in published)

    def _grouped(self, rows: Sequence[UnansweredRow]) -> list[Group]:
        """Groups of the questions; those of the last look when the questions are still the same."""
        ids = tuple(row.id for row in rows)
        if self._last[0] != ids:
            self._last = (ids, clusters.group([row.text for row in rows]))
        return self._last[1]

    def _published(self, session: Session, lesson: LessonRow) -> int:
        """Tell each asker once, however many questions of theirs it answers, and whichever process is first."""
        now = self._ground.now()
        first = update(LessonRow).where(LessonRow.id == lesson.id, LessonRow.published_at.is_(None))
        if not session.execute(first.values(published_at=now)).rowcount:  # type: ignore[attr-defined]
            return 0
        asked = session.scalars(
            select(UnansweredRow).where(
                UnansweredRow.lesson_id == lesson.id, UnansweredRow.agreed, UnansweredRow.told_at.is_(None)
            )
        ).all()
        told: set[str] = set()
        for row in asked:
            row.told_at = now
            if row.sender not in told:
                told.add(row.sender)
                event = {"type": "offer", "text": wording.told_later(row.text), "measure": "", "link": ""}
                record.tell(session, self._ground, row.sender, event)
        return len(told)

    def _lesson(self, ids: Sequence[int], actor: Actor, **content: Any) -> Lesson:
        self._editor(actor)
        with self._ground.writing() as session:
            rows = _open(session, ids)
            lesson = LessonRow(
                at=self._ground.now(), who=actor.username, name=actor.name, **{"words": [], "reason": "", **content}
            )
            session.add(lesson)
            session.flush()
            session.execute(
                update(UnansweredRow).where(UnansweredRow.id.in_([r.id for r in rows])).values(lesson_id=lesson.id)
            )
            return lessons.view(lesson, len(rows), sum(r.agreed for r in rows))

    @staticmethod
    def _editor(actor: Actor) -> None:
        if actor.role not in EDITORS:
            raise NotAllowed("您的账号不能改知识，请找编辑或班长。")


def _open(session: Session, ids: Sequence[int]) -> list[UnansweredRow]:
    query = select(UnansweredRow).where(UnansweredRow.id.in_(list(ids)[:NEWEST]), UnansweredRow.lesson_id.is_(None))
    rows = list(session.scalars(query.order_by(UnansweredRow.id)))
    if not rows:
        raise BadInput({"ids": "这些问题已经处理过了，或者已经到期清除。请刷新列表。"})
    return rows
