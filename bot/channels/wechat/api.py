"""Calling an interface of WeChat's kind: a token in the address, JSON both ways, ``errcode`` for what went wrong."""

from __future__ import annotations

import asyncio
import json
import time
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any, Self

import aiohttp

from bot.channels.wechat.errors import BUSY, NO_ANSWER, NO_CONNECTION, ApiError, Codes
from bot.channels.wechat.token import AccessToken

PAUSES = (0.5, 1.0, 2.0)
# How long no message is tried: after the account turned out to have no right, and after nothing got through.
BARRED_SECONDS, TROUBLE_SECONDS = 3600.0, 30.0

Reply = dict[str, Any]
Query = dict[str, str]


class ApiClient(ABC):
    """One account at one interface; the base of the clients. All calls raise :class:`ApiError`."""

    codes: Codes

    def __init__(
        self,
        base: str,
        able: bool,
        pauses: Sequence[float] = PAUSES,
        seconds: float = 8.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Use within :meth:`running`.

        Args:
            base: What the addresses begin with.
            able: False when the settings lack what a token needs.
            pauses: Seconds before each new try.
            seconds: For one call.
            clock: Seconds that never run backwards.
        """
        self._base = base
        self._able = able
        self._pauses = tuple(pauses)
        self._timeout = aiohttp.ClientTimeout(total=seconds, connect=min(3.0, seconds))
        self._clock = clock
        self._session: aiohttp.ClientSession | None = None
        self._token = AccessToken(self._fetch_token, clock)
        self._barred_until = 0.0

    @asynccontextmanager
    async def running(self) -> AsyncIterator[Self]:
        """The client with its one session, which is closed at the end."""
        async with aiohttp.ClientSession(timeout=self._timeout) as self._session:
            yield self
        self._session = None

    @property
    def may_send(self) -> bool:
        """False when messages are known not to be allowed for this account."""
        return self._able and self._clock() >= self._barred_until

    async def token_works(self) -> None:
        """Raises :class:`ApiError` when no access token can be had."""
        await self._token.get()

    @abstractmethod
    async def send_text(self, user: str, text: str) -> None:
        """One text to a user."""

    @abstractmethod
    async def send_menu(self, user: str, head: str, items: Sequence[tuple[str, str]]) -> None:
        """Choices to tap on, each an id of ours and its title."""

    @abstractmethod
    def _token_request(self, force: bool) -> tuple[str, Reply | None, Query | None]:
        """Path, body and query of the call for a token; ``force``: a new one in place of the current."""

    async def _send(self, path: str, message: Reply) -> Reply:
        """A call that sends a message: after some refusals none is tried for a while."""
        try:
            return await self._call(path, message)
        except ApiError as fault:
            if fault.code in self.codes.no_right:
                self._barred_until = self._clock() + BARRED_SECONDS
            elif fault.code in self.codes.trouble:
                self._barred_until = self._clock() + TROUBLE_SECONDS
            raise

    async def _call(self, path: str, payload: Reply | None = None) -> Reply:
        """One call: with a new token when WeChat refuses ours, again after a pause when it is busy."""
        token, renewed, pauses = await self._token.get(), False, iter(self._pauses)
        while True:
            reply = await self._request(path, payload, {"access_token": token})
            code = code_of(reply)
            if code == 0:
                return reply
            if code in self.codes.bad_token and not renewed:
                token, renewed = await self._token.renew(token), True
            elif code in (BUSY, NO_CONNECTION) and (pause := next(pauses, None)) is not None:
                await asyncio.sleep(pause)
            else:
                raise self._error(code, reply)

    async def _fetch_token(self, force: bool) -> tuple[str, float]:
        reply = await self._request(*self._token_request(force))
        token, seconds = reply.get("access_token"), reply.get("expires_in")
        if isinstance(token, str) and token and isinstance(seconds, int | float):
            return token, float(seconds)
        raise self._error(code_of(reply) or NO_ANSWER, reply)

    def _error(self, code: int, reply: Reply) -> ApiError:
        return ApiError(code, str(reply.get("errmsg", "")), self.codes)

    async def _request(self, path: str, payload: Reply | None, query: Query | None = None) -> Reply:
        """WeChat's JSON. The address holds secrets: no error of the library, which may name it, goes further."""
        if self._session is None:
            raise RuntimeError("use the client within running()")
        method, body = (
            ("GET", None)
            if payload is None
            else ("POST", json.dumps(payload, ensure_ascii=False).encode("utf-8", "replace"))
        )
        headers = {"Content-Type": "application/json; charset=utf-8"} if body else None
        try:
            async with self._session.request(
                method, self._base + path, params=query, data=body, headers=headers, allow_redirects=False
            ) as response:
                reply = json.loads(await response.read())
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError):
            return {"errcode": NO_CONNECTION}
        except (aiohttp.ClientError, TimeoutError, ValueError):
            raise ApiError(NO_ANSWER, codes=self.codes) from None
        if not isinstance(reply, dict):
            raise ApiError(NO_ANSWER, codes=self.codes)
        return reply


def code_of(reply: Reply) -> int:
    """The error code of a reply; 0 when all is well."""
    code = reply.get("errcode", 0)
    return code if isinstance(code, int) else NO_ANSWER
