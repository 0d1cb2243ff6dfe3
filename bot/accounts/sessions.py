"""Signing in and staying signed in: random tokens, of which the database has only the hash."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from bot.accounts import lockout, passwords, second_factor
from bot.accounts.errors import SignInRefused
from bot.accounts.lockout import Attempt
from bot.accounts.people import Account, account_of
from bot.accounts.tables import AccountRow, SessionRow
from knowledge.store.database import Database

# How long the second step may take, and how often a session's last use is written.
PENDING = timedelta(minutes=5)
TOUCH = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a session lasts: without use, at most; and how long failures count."""

    idle: timedelta = timedelta(minutes=30)
    absolute: timedelta = timedelta(hours=12)
    lock: timedelta = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A session: its token for the cookie, whose it is, and whether the second factor is still to come."""

    token: str
    account: Account
    pending: bool

    @property
    def csrf(self) -> str:
        """What every form of this session carries."""
        return csrf_of(self.token)


class Refused(SignInRefused):
    """A sign-in that failed; ``delay`` is how long to hold the answer back."""

    def __init__(self, delay: float, message: str = "用户名或密码不对。") -> None:
        """Say so."""
        self.delay = delay
        super().__init__(message)


def csrf_of(token: str) -> str:
    """The form token that belongs to a cookie; nobody without the cookie can make it."""
    return hmac.new(token.encode("utf-8", "replace"), b"form", hashlib.sha256).hexdigest()


def new_token() -> str:
    """256 random bits."""
    return secrets.token_urlsafe(32)


class Sessions:
    """The signed-in browsers."""

    def __init__(
        self, database: Database, limits: Limits | None = None, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        """Work on migrated tables; ``now`` is another clock in tests."""
        self._database = database
        self.limits = limits or Limits()
        self._now = now

    def sign_in(self, name: str, password: str, address: str, old: str | None = None) -> SignedIn:
        """A new session, pending when a second factor is asked for; the browser's ``old`` one ends.

        Raises :class:`LockedOut`, or :class:`Refused` for every other reason alike.
        """
        plain = name.strip().casefold()[:64]
        attempt, row = self._begin(plain, address)
        fits = passwords.matches(row.password if row else None, password)
        if row is None or not fits or row.disabled:
            raise Refused(attempt.delay)
        pending = row.totp_secret is not None
        with self._database.session.begin() as session:
            found = session.get_one(AccountRow, row.id)
            if not pending:
                lockout.succeeded(session, plain, attempt)
                found.signed_in_at = self._now()
            if passwords.outdated(found.password):
                found.password = passwords.hashed(password)
            return self._open(session, found, address, pending, old)

    def second_step(self, token: str, code: str, address: str) -> SignedIn:
        """The full session for a pending one and the right code; each code is taken once."""
        with self._database.session() as session:
            row = self._live(session, token)
            if row is None or not row.pending:
                raise Refused(0.0, "登录已超时，请重新输入用户名和密码。")
            name = row.account.name
        attempt, _ = self._begin(name, address)
        with self._database.session.begin() as session:
            account = session.get_one(AccountRow, row.account_id, with_for_update=True)
            step = second_factor.step_of(account.totp_secret or "", code, self._now().timestamp())
            if step is None or step <= (account.totp_step or 0):
                raise Refused(attempt.delay, "验证码不对或已经用过，请等下一个。")
            account.totp_step, account.signed_in_at = step, self._now()
            lockout.succeeded(session, name, attempt)
            return self._open(session, account, address, False, token)

    def find(self, token: str, used: bool = True) -> SignedIn | None:
        """The session of a cookie, or None when there is none or its time is over; ``used``: note that it is in use."""
        now = self._now()
        with self._database.session() as session:
            row = self._live(session, token)
            if row is None:
                return None
            if used and now - row.seen_at > TOUCH:
                session.execute(update(SessionRow).where(SessionRow.token_hash == row.token_hash).values(seen_at=now))
                session.commit()
            return SignedIn(token, account_of(row.account), row.pending)

    def end(self, token: str) -> None:
        """Sign out."""
        with self._database.session.begin() as session:
            session.execute(delete(SessionRow).where(SessionRow.token_hash == _hash(token)))

    def end_others(self, token: str) -> int:
        """Sign out every other browser of the same person; gives how many."""
        with self._database.session.begin() as session:
            own = session.get(SessionRow, _hash(token))
            if own is None:
                return 0
            gone = session.execute(
                delete(SessionRow).where(
                    SessionRow.account_id == own.account_id, SessionRow.token_hash != own.token_hash
                )
            )
            return int(gone.rowcount)  # type: ignore[attr-defined]

    def _begin(self, name: str, address: str) -> tuple[Attempt, AccountRow | None]:
        """Count the try in a transaction of its own: a refusal must not undo it."""
        with self._database.session.begin() as session:
            attempt = lockout.begin(session, name, address, self._now(), self.limits.lock)
            return attempt, session.scalar(select(AccountRow).where(AccountRow.name == name))

    def _live(self, session: Session, token: str) -> SessionRow | None:
        row, now = session.get(SessionRow, _hash(token)), self._now()
        if row is None or row.account.disabled or now >= row.expires_at or now - row.seen_at >= self.limits.idle:
            return None
        return row

    def _open(self, session: Session, account: AccountRow, address: str, pending: bool, old: str | None) -> SignedIn:
        token, now = new_token(), self._now()
        gone = SessionRow.expires_at <= now
        session.execute(delete(SessionRow).where(gone | (SessionRow.token_hash == _hash(old)) if old else gone))
        session.add(
            SessionRow(
                token_hash=_hash(token),
                account_id=account.id,
                pending=pending,
                address=address[:64],
                created_at=now,
                seen_at=now,
                expires_at=now + (PENDING if pending else self.limits.absolute),
            )
        )
        return SignedIn(token, account_of(account), pending)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
