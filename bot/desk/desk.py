"""The desk as one object: its services, and its work in the background."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm.exc import StaleDataError

from bot.citizen import Outbound
from bot.desk import retention, store, sweeping
from bot.desk.base import Ground, utc_now
from bot.desk.citizens import CitizenServices
from bot.desk.consents import Consents
from bot.desk.figures import FigureService
from bot.desk.hooks import Hooks
from bot.desk.learning import Learning
from bot.desk.outbox import Deliveries
from bot.desk.push import Push
from bot.desk.runtime import DeskRuntime
from bot.desk.settings import DeskSettings
from bot.desk.tickets import TicketBook
from bot.desk.transcripts import ConversationLog
from bot.desk.work import TicketWork
from bot.ports import AssistantRuntime
from knowledge.service import KnowledgeService
from knowledge.store.database import Database
from knowledge.store.location import beijing_today

logger = logging.getLogger(__name__)

DELIVER_EVERY, SWEEP_EVERY = 2.0, 60.0


class Desk:
    """Everything the desk offers. Blocking calls but for :meth:`start`, :meth:`stop` and :meth:`deliver`."""

    def __init__(self, ground: Ground, outbound: Outbound | None = None) -> None:
        """Over migrated tables; see :meth:`open`."""
        self.ground = ground
        self.log = ConversationLog(ground)
        self.consents = Consents(ground, self.log)
        self.citizens = CitizenServices(ground, self.log, self.consents)
        self.tickets = TicketBook(ground, self.log)
        self.work = TicketWork(ground)
        self.learning = Learning(ground)
        self.push = Push(ground)
        self.figures = FigureService(ground)
        self.outbox = Deliveries(ground, outbound)
        self.hooks = Hooks(ground)
        self._tasks: list[asyncio.Task[None]] = []

    @classmethod
    def open(
        cls,
        database: Database,
        knowledge: KnowledgeService,
        settings: DeskSettings,
        *,
        outbound: Outbound | None = None,
        today: Callable[[], date] = beijing_today,
        now: Callable[[], datetime] = utc_now,
    ) -> Desk:
        """Migrate the desk's tables in the database of the knowledge store, and open the desk over them."""
        store.migrate(database)
        return cls(Ground(database, knowledge, settings, now, today), outbound)

    def runtime(self, inner: AssistantRuntime) -> DeskRuntime:
        """The assistant with the desk around it."""
        return DeskRuntime(inner, self)

    def open_ticket(self, sender: str, channel: str, kind: str, packet: dict[str, Any]) -> int:
        """``actions.services.TicketDesk``: what a hand-off calls in place of the plain table."""
        return self.tickets.hand_off(sender, channel, kind, packet)

    def reach_through(self, outbound: Outbound) -> None:
        """Use these channels to reach citizens from now on."""
        self.outbox.outbound = outbound

    async def deliver(self) -> int:
        """Say now what is due to be said, as after an operator's reply; gives how many messages arrived."""
        return await self.outbox.run_due()

    async def start(self) -> None:
        """Begin the work in the background: deliveries, webhook, offers, clocks, retention."""
        self._tasks = [
            asyncio.create_task(_every(DELIVER_EVERY, self.outbox.run_due)),
            asyncio.create_task(_every(DELIVER_EVERY, self.hooks.run_due)),
            asyncio.create_task(_every(SWEEP_EVERY, self._sweep)),
        ]

    async def stop(self) -> None:
        """End the work in the background; what waits is in the database."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks = []

    async def _sweep(self) -> None:
        await self.ground.knowledge.refresh_if_changed()
        await asyncio.to_thread(sweeping.let_go, self.ground)
        await asyncio.to_thread(sweeping.escalate_late, self.ground)
        await asyncio.to_thread(self.push.run)
        await asyncio.to_thread(self.learning.tell_published)
        await asyncio.to_thread(retention.purge, self.ground)


async def _every(seconds: float, work: Callable[[], Any]) -> None:
    """Do the work again and again; trouble with the database or a colleague's change ends one round, not the rest."""
    while True:
        try:
            await work()
        except (SQLAlchemyError, StaleDataError) as fault:
            logger.warning("工单后台这一轮没有做完，稍后再做：%s", type(fault).__name__)
        except Exception:  # a fault of ours in one round must not end the deliveries
            logger.exception("工单后台这一轮出了错，稍后再做")
        await asyncio.sleep(seconds)
