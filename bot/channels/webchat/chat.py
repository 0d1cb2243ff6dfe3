"""The web chat itself: messages in, replies kept and streamed, and what is said without being asked."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, TypeVar

from bot.channels.gateway import Gateway
from bot.channels.message import InboundMessage
from bot.channels.webchat.hub import Hub
from bot.channels.webchat.log import ChatLog, Entry, Known
from bot.channels.webchat.token import CHANNEL, new_token, sender_of, user_of, user_of_sender
from bot.channels.webchat.views import bodies
from bot.citizen import CitizenDesk, TicketState

logger = logging.getLogger(__name__)

_WHO = {"operator": "operator", "offer": "bot"}
_KEPT = ("text", "name", "measure", "link")
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Said:
    """One message of a browser: ``turn`` is its own id for it, ``shown`` what the user sees as said."""

    turn: str
    text: str
    shown: str


class ForgetFailed(Exception):
    """Something of the user's data could not be deleted; it may be tried again."""


class WebChat:
    """Implements ``bot.citizen.Outbound`` for the senders of the web chat."""

    def __init__(self, gateway: Gateway, log: ChatLog, desk: CitizenDesk | None = None, poll: float = 2.0) -> None:
        """``desk``: None hides tickets and feedback; ``poll``: seconds between looks for other processes' entries."""
        self.desk = desk
        self._gateway = gateway
        self._log = log
        self.hub = Hub(lambda: self._read(log.newest), poll)

    async def start(self, district: str = "") -> tuple[str, Known]:
        """A new session: the secret for the browser, and what is known of it."""
        token = new_token()
        user = user_of(token) or ""
        await self._read(lambda: self._log.start(user, district))
        return token, await self._read(lambda: self._log.known(user)) or Known(user, 0.0, 0.0, district)

    async def session(self, token: str) -> Known | None:
        """The session of a secret the server has issued; None for any other."""
        user = user_of(token)
        return await self._read(lambda: self._log.known(user)) if user else None

    async def answered(self, known: Known, turn: str) -> list[Entry]:
        """The entries of a message that has been answered before; none for a new one."""
        entries = await self._read(lambda: self._log.turn(known.user, turn))
        return entries if any(e.part for e in entries) else []

    async def send(self, known: Known, said: Said) -> list[Entry]:
        """Answer a message once, whatever its repetitions; the entries of the turn, the user's own first."""
        user = known.user
        if known.district and not await self._read(lambda: self._log.last(user, 1)):
            await self._gateway.answer(self._inbound(user, f"我在{known.district}", "district"))
        await self._read(lambda: self._log.touch(user))
        await self._keep(user, said.turn, "user", [{"text": said.shown}])
        plan = await self._gateway.answer(self._inbound(user, said.text, said.turn))
        await self._keep(user, said.turn, "bot", bodies(plan.messages, plan.texts), first=1)
        return await self._read(lambda: self._log.turn(user, said.turn))

    async def say(self, sender: str, event: Mapping[str, Any]) -> bool:
        """Keep what an operator or the desk says and show it at once where a page is open; False: no such user."""
        user = user_of_sender(sender)
        if user is None or await self._read(lambda: self._log.known(user)) is None:
            return False
        body = {name: event[name] for name in _KEPT if event.get(name)}
        kind = str(event.get("type", ""))
        if kind == "ticket":
            body["ticket"] = {name: event.get(name) for name in TicketState.__slots__}
        return await self._keep(user, f"out-{secrets.token_hex(8)}", _WHO.get(kind, "system"), [body])

    async def history(self, user: str, most: int, before: int | None = None) -> list[Entry]:
        """The newest entries, or those before one, oldest first."""
        return await self._read(lambda: self._log.last(user, most, before))

    async def since(self, user: str, after: int) -> list[Entry]:
        """What came after an entry."""
        return await self._read(lambda: self._log.since(user, after))

    async def entry(self, user: str, number: int) -> Entry | None:
        """One entry of the user's own."""
        return await self._read(lambda: self._log.entry(user, number))

    async def payload(self, user: str, button: str) -> tuple[str, str] | None:
        """What a button of the user's stands for, and its title; None when there is no such button."""
        number, _, place = button.partition(".")
        entry = await self.entry(user, int(number))
        buttons = entry.body.get("buttons") or [] if entry else []
        chosen = buttons[int(place)] if int(place) < len(buttons) else None
        return (chosen["payload"], chosen["title"]) if chosen else None

    async def judged(self, entry: Entry, useful: bool, reason: str) -> None:
        """Keep whether an answer was useful, for the desk and for the page. Only with a desk."""
        if self.desk is None:
            raise LookupError("no desk")
        turn = await self._read(lambda: self._log.turn(entry.user, entry.turn))
        question = next((e.body.get("text", "") for e in turn if e.who == "user"), "")
        answer = {"text": entry.body.get("text", ""), "custom": entry.body.get("card") or {}}
        await self.desk.feedback(sender_of(entry.user), question, answer, useful, reason)
        await self._read(lambda: self._log.note(entry, feedback={"useful": useful, "reason": reason}))

    async def ticket(self, user: str) -> dict[str, Any] | None:
        """The user's ticket that is open, or may be rated; a desk in trouble does not keep an answer back."""
        try:
            state = await self.desk.ticket(sender_of(user)) if self.desk else None
        except Exception:
            logger.exception("the desk did not tell the state of a ticket")
            return None
        return asdict(state) if state else None

    async def forget(self, user: str) -> None:
        """Delete everything kept of a user, after what is being answered. Raises :class:`ForgetFailed`."""
        key = f"forget-{secrets.token_hex(8)}"
        plan = await self._gateway.answer(InboundMessage(CHANNEL, user, "event", "", key, event="unsubscribe"))
        if not plan.empty:
            raise ForgetFailed
        await self._read(lambda: self._log.forget(user))
        self.hub.wake(user)

    async def forget_silent(self, seconds: float) -> int:
        """Forget the users not heard of for so long; how many. Who cannot be forgotten now is tried again later."""
        forgotten = 0
        for user in await self._read(lambda: self._log.silent_for(seconds)):
            try:
                await self.forget(user)
            except Exception:
                logger.exception("an old conversation of the web chat could not be deleted")
            else:
                forgotten += 1
        return forgotten

    async def close(self) -> None:
        """End the streams and give the log back."""
        await self.hub.close()
        self._log.close()

    @staticmethod
    def _inbound(user: str, text: str, key: str) -> InboundMessage:
        return InboundMessage(CHANNEL, user, "text", text, key)

    async def _keep(self, user: str, turn: str, who: str, parts: list[dict[str, Any]], first: int = 0) -> bool:
        kept = await self._read(lambda: self._log.add(user, turn, who, parts, first))
        if kept:
            self.hub.wake(user)
        return kept

    @staticmethod
    async def _read(work: Callable[[], _T]) -> _T:
        return await asyncio.to_thread(work)
