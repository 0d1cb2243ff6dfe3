"""Delivering what citizens are to be told; what could not be delivered is tried again, then given up."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select, update

from bot.citizen import Outbound
from bot.desk.base import Ground
from bot.desk.learning_tables import OfferRow
from bot.desk.queues import take_due
from bot.desk.tables import OutboxRow

logger = logging.getLogger(__name__)

FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=30), timedelta(hours=6)
GIVE_UP_AFTER = timedelta(days=7)
# Another process may take a delivery over when the one that began it has not finished within this time.
HELD = timedelta(minutes=2)
AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class _Parcel:
    id: int
    sender: str
    event: dict[str, Any]


def pause(tries: int, first: timedelta = FIRST_PAUSE, longest: timedelta = LONGEST_PAUSE) -> timedelta:
    """How long to wait after so many failures: twice as long each time, up to a limit."""
    factor: int = 2 ** min(max(0, tries - 1), 20)
    return min(first * factor, longest)


class Deliveries:
    """Says what waits in the outbox through the channels. One sender's messages keep their order."""

    def __init__(self, ground: Ground, outbound: Outbound | None) -> None:
        """``outbound`` reaches the channels; without one everything waits."""
        self._ground = ground
        self.outbound = outbound

    async def run_due(self) -> int:
        """Deliver what is due now; gives how many were delivered."""
        if self.outbound is None:
            return 0
        delivered, stopped = 0, set()
        for parcel in await asyncio.to_thread(self._claim):
            if parcel.sender in stopped:
                await asyncio.to_thread(self._release, parcel)
            elif await self._say(self.outbound, parcel):
                delivered += 1
            else:
                stopped.add(parcel.sender)
        return delivered

    def waiting(self) -> int:
        """How many messages have not been delivered yet."""
        with self._ground.reading() as session:
            return session.scalar(select(func.count(OutboxRow.id)).where(OutboxRow.done_at.is_(None))) or 0

    async def _say(self, outbound: Outbound, parcel: _Parcel) -> bool:
        try:
            said = await outbound.say(parcel.sender, parcel.event)
        except Exception as fault:  # a channel's trouble must not stop the others
            logger.warning("一条给市民的消息没有送到，稍后再试：%s", type(fault).__name__)
            said = False
        await asyncio.to_thread(self._finish, parcel, said)
        return said

    def _claim(self) -> Sequence[_Parcel]:
        """What is due, oldest first, held for a while so that no other process says it too.

        Of one sender nothing is taken while something older of theirs waits for its next try.
        """
        now = self._ground.now()
        with self._ground.writing() as session:
            rows = take_due(session, OutboxRow, OutboxRow.sender, now, now + HELD, AT_ONCE)
            return [_Parcel(row.id, row.sender, dict(row.event)) for row in rows]

    def _finish(self, parcel: _Parcel, said: bool) -> None:
        now = self._ground.now()
        with self._ground.writing() as session:
            row = session.get(OutboxRow, parcel.id)
            if row is None:  # the sender was forgotten meanwhile
                return
            row.tries += 1
            if said:
                row.done_at = now
                self._delivered(session, row, now)
            elif now - row.created_at > GIVE_UP_AFTER:
                row.done_at, row.given_up = now, True
            else:
                row.next_at = now + pause(row.tries)

    @staticmethod
    def _delivered(session: Any, row: OutboxRow, now: datetime) -> None:
        if row.offer_id is not None:
            session.execute(update(OfferRow).where(OfferRow.id == row.offer_id).values(delivered_at=now))

    def _release(self, parcel: _Parcel) -> None:
        """Due again at once, but behind the older one of the same sender that failed."""
        with self._ground.writing() as session:
            session.execute(update(OutboxRow).where(OutboxRow.id == parcel.id).values(next_at=self._ground.now()))
