"""Telling the hotline's own system: signed, in order, again with longer and longer pauses until it says 2xx.

The receiver checks ``X-Huiqi-Signature``: ``sha256=`` and the HMAC-SHA256, in hex, of the timestamp, a full stop and
the body as sent, with the shared secret. ``X-Huiqi-Delivery`` is the same for every repetition.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import aiohttp
from sqlalchemy import func, select, update

from bot.desk.base import Ground
from bot.desk.outbox import HELD, pause
from bot.desk.queues import take_due
from bot.desk.tables import HookRow

logger = logging.getLogger(__name__)

FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=30), timedelta(hours=6)
MOST_TRIES = 15
AT_ONCE = 50
_UNREACHABLE = "连不上"
TIMEOUT = aiohttp.ClientTimeout(total=10)


@dataclass(frozen=True, slots=True)
class _Call:
    id: int
    key: str
    number: str
    payload: dict[str, Any]


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """What ``X-Huiqi-Signature`` holds for this body."""
    made = hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256)
    return f"sha256={made.hexdigest()}"


class Hooks:
    """Sends the changes of tickets to the address of the setting."""

    def __init__(self, ground: Ground) -> None:
        """Off when the settings name no address."""
        self._ground = ground

    @property
    def on(self) -> bool:
        """True when there is an address."""
        return bool(self._ground.settings.webhook_url)

    async def run_due(self) -> int:
        """Send what is due; gives how many were taken. A ticket's changes keep their order."""
        if not self.on:
            return 0
        calls = await asyncio.to_thread(self._claim)
        if not calls:
            return 0
        taken, stopped, gone = 0, set(), False
        async with aiohttp.ClientSession(timeout=TIMEOUT) as http:
            for call in calls:
                if gone or call.number in stopped:
                    await asyncio.to_thread(self._put_off, call)
                    continue
                trouble = await self._send(http, call)
                gone = trouble.startswith(_UNREACHABLE)
                if trouble:
                    stopped.add(call.number)
                else:
                    taken += 1
                await asyncio.to_thread(self._finish, call, trouble)
        return taken

    def waiting(self) -> int:
        """How many changes the other system has not taken yet."""
        with self._ground.reading() as session:
            return session.scalar(select(func.count(HookRow.id)).where(HookRow.done_at.is_(None))) or 0

    async def _send(self, http: aiohttp.ClientSession, call: _Call) -> str:
        """Empty when the other system took it, else what went wrong."""
        settings = self._ground.settings
        body = json.dumps(call.payload, ensure_ascii=False, sort_keys=True).encode()
        stamp = str(int(self._ground.now().timestamp()))
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "X-Huiqi-Delivery": call.key,
            "X-Huiqi-Timestamp": stamp,
            "X-Huiqi-Signature": signature(settings.webhook_secret, stamp, body),
        }
        try:
            async with http.post(settings.webhook_url, data=body, headers=headers, allow_redirects=False) as response:
                return "" if 200 <= response.status < 300 else f"对方答复 {response.status}"
        except (aiohttp.ClientError, TimeoutError) as fault:
            return f"{_UNREACHABLE}（{type(fault).__name__}）"

    def _claim(self) -> Sequence[_Call]:
        """What is due, oldest first, held so that no other process sends it too."""
        now = self._ground.now()
        with self._ground.writing() as session:
            rows = take_due(session, HookRow, HookRow.number, now, now + HELD, AT_ONCE)
            return [_Call(row.id, row.key, row.number, dict(row.payload)) for row in rows]

    def _put_off(self, call: _Call) -> None:
        """Not tried: the address does not answer at all, or an older change of the same ticket failed."""
        later = self._ground.now() + FIRST_PAUSE
        with self._ground.writing() as session:
            session.execute(update(HookRow).where(HookRow.id == call.id).values(next_at=later))

    def _finish(self, call: _Call, trouble: str) -> None:
        now = self._ground.now()
        with self._ground.writing() as session:
            row = session.get(HookRow, call.id)
            if row is None:
                return
            if not trouble:
                row.done_at, row.trouble, row.tries = now, "", row.tries + 1
                return
            row.tries, row.trouble = row.tries + 1, trouble[:200]
            row.next_at = now + pause(row.tries, FIRST_PAUSE, LONGEST_PAUSE)
            if row.tries >= MOST_TRIES:
                row.done_at, row.given_up = now, True
                logger.warning("热线系统一直没有收下工单 %s 的变化，不再通知：%s", row.number, trouble)
