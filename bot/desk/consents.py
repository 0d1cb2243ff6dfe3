"""Who agreed to hear of new measures, with the profile that takes; withdrawing deletes the profile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from bot.desk import unanswered
from bot.desk.base import Ground
from bot.desk.learning_tables import ConsentRow, OfferRow
from bot.desk.transcripts import ConversationLog, anonymous


@dataclass(frozen=True, slots=True)
class ConsentCounts:
    """How many agreed and still do, and how many took it back. No names."""

    given: int
    withdrawn: int


class Consents:
    """Agreeing and taking it back, by citizens themselves."""

    def __init__(self, ground: Ground, log: ConversationLog) -> None:
        """Work on a migrated database; the log knows what a sender told."""
        self._ground = ground
        self._log = log

    def subscribe(self, sender: str, channel: str) -> dict[str, Any]:
        """Keep the profile told so far and offer what fits from now on; gives the profile."""
        profile = self._log.profile(sender)
        with self._ground.writing() as session:
            row = _of(session, sender)
            if row is None:
                row = ConsentRow(sender=sender, channel=channel, given_at=self._ground.now())
                session.add(row)
            if row.withdrawn_at is not None:
                row.given_at, row.withdrawn_at = self._ground.now(), None
            row.profile = profile
        return profile

    def refresh(self, sender: str) -> None:
        """Bring the kept profile of a subscriber up to what was told since."""
        profile = self._log.profile(sender)
        with self._ground.writing() as session:
            row = _of(session, sender)
            if row is not None and row.withdrawn_at is None and profile and row.profile != profile:
                row.profile = profile

    def unsubscribe(self, sender: str) -> bool:
        """No more offers; the kept profile is deleted. False when there was no subscription."""
        with self._ground.writing() as session:
            row = _of(session, sender)
            if row is None or row.withdrawn_at is not None:
                return False
            row.withdrawn_at, row.profile = self._ground.now(), {}
            newest = select(func.max(OfferRow.id)).where(OfferRow.sender == sender)
            session.execute(update(OfferRow).where(OfferRow.id == session.scalar(newest)).values(stopped=True))
            return True

    def tell_me(self, sender: str) -> bool:
        """Be told once when the last unanswered question has an answer; False when there is no such question."""
        with self._ground.writing() as session:
            return unanswered.agree(session, sender, self._ground.now())

    def counts(self) -> ConsentCounts:
        """How many take part."""
        with self._ground.reading() as session:
            all_ = session.scalar(select(func.count(ConsentRow.id))) or 0
            gone = select(func.count(ConsentRow.id)).where(ConsentRow.withdrawn_at.is_not(None))
            withdrawn = session.scalar(gone) or 0
        return ConsentCounts(all_ - withdrawn, withdrawn)

    def forget(self, session: Session, sender: str) -> None:
        """Delete the profile and cut every tie to the sender; the counts stay."""
        row = _of(session, sender)
        if row is not None:
            row.withdrawn_at = row.withdrawn_at or self._ground.now()
            row.profile, row.sender = {}, anonymous()
        session.execute(update(OfferRow).where(OfferRow.sender == sender).values(sender=anonymous()))


def _of(session: Session, sender: str) -> ConsentRow | None:
    return session.scalar(select(ConsentRow).where(ConsentRow.sender == sender))
