"""无感推送: a newly published measure that fits a kept profile is offered to its owner, once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.desk import record, wording
from bot.desk.base import Ground
from bot.desk.learning_tables import ConsentRow, KnownMeasureRow, OfferRow
from knowledge.errors import MeasureNotFound
from knowledge.measure import Measure
from knowledge.profile import Profile


@dataclass(frozen=True, slots=True)
class Reach:
    """How far one measure went; nobody's name, sender or profile.

    Attributes:
        offered: How many people it was offered to.
        delivered: How many of these offers have arrived.
        stopped: How many unsubscribed after it, before the next offer.
    """

    measure: str
    title: str
    first_at: datetime
    offered: int
    delivered: int
    stopped: int


class Push:
    """Offers to those who agreed. Only measures in force that the verdict calls eligible."""

    def __init__(self, ground: Ground) -> None:
        """Work on a migrated database."""
        self._ground = ground

    def run(self) -> int:
        """Offer what was published since the last run; gives how many offers were made.

        The first run only notes what there is: what was published before anyone could agree is not news.
        """
        try:
            with self._ground.writing() as session:
                known = set(session.scalars(select(KnownMeasureRow.measure_id)))
                new = [m for m in self._ground.knowledge.measures if m.id not in known]
                session.add_all(KnownMeasureRow(measure_id=m.id, since=self._ground.now()) for m in new)
                session.flush()
                return self._offer(session, new) if known else 0
        except IntegrityError:  # another process notes the same measures just now, and offers them
            return 0

    def reach(self) -> list[Reach]:
        """For supervisors: every measure offered so far, newest first."""
        row = OfferRow
        query = (
            select(
                row.measure_id,
                func.min(row.at),
                func.count(row.id),
                func.count(row.delivered_at),
                func.sum(case((row.stopped, 1), else_=0)),
            )
            .group_by(row.measure_id)
            .order_by(func.min(row.at).desc(), row.measure_id)
        )
        with self._ground.reading() as session:
            return [
                Reach(measure, self._title(measure), at, offered, delivered, int(stopped or 0))
                for measure, at, offered, delivered, stopped in session.execute(query)
            ]

    def _offer(self, session: Session, new: list[Measure]) -> int:
        today = self._ground.today()
        live = [m for m in new if m.validity(today) == "in_force"]
        if not live:
            return 0
        count = 0
        for consent in session.scalars(select(ConsentRow).where(ConsentRow.withdrawn_at.is_(None))).all():
            profile = Profile.from_slots(consent.profile)
            for measure in live:
                if self._ground.knowledge.judge(measure.id, profile, today).ruling == "eligible":
                    count += self._once(session, consent.sender, measure)
        return count

    def _once(self, session: Session, sender: str, measure: Measure) -> bool:
        had = select(OfferRow.id).where(OfferRow.sender == sender, OfferRow.measure_id == measure.id)
        if session.scalar(had) is not None:
            return False
        offer = OfferRow(sender=sender, measure_id=measure.id, at=self._ground.now())
        session.add(offer)
        session.flush()
        valid = f"到{measure.valid_to.isoformat()}" if measure.valid_to else measure.document.term
        text = wording.offer(measure.content.title, measure.source, valid)
        event = {"type": "offer", "text": text, "measure": measure.id, "link": f"/m/{measure.id}"}
        record.tell(session, self._ground, sender, event, offer.id)
        return True

    def _title(self, measure_id: str) -> str:
        try:
            return self._ground.knowledge.get(measure_id).content.title
        except MeasureNotFound:
            return "（已不在库中）"
