"""Counting failed sign-ins by account and by address.

A try is written down before the password is looked at and struck out when it succeeds, so that many tries at
once are all counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from bot.accounts.errors import LockedOut
from bot.accounts.tables import AttemptRow

PER_ACCOUNT, PER_ADDRESS = 5, 30
# From the third failure on an answer takes longer and longer, up to so many seconds.
FREE, FIRST_DELAY, LONGEST_DELAY = 2, 0.5, 4.0


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try: its rows, and how long its refusal is to be held back."""

    rows: tuple[int, ...]
    delay: float


def account_key(name: str) -> str:
    """What failures for that name are counted under, whether or not there is such an account."""
    return f"account:{name.casefold()[:120]}"


def begin(session: Session, name: str, address: str, now: datetime, window: timedelta) -> Attempt:
    """Write a try down. Raises :class:`LockedOut` when there were too many within the window; that try is not counted.

    The caller commits. Old rows go.
    """
    keys = ((account_key(name), PER_ACCOUNT), (f"address:{address}"[:160], PER_ADDRESS))
    _one_at_a_time(session, sorted(key for key, _ in keys))
    session.execute(delete(AttemptRow).where(AttemptRow.at < now - window))
    rows = [AttemptRow(key=key, at=now) for key, _ in keys]
    session.add_all(rows)
    session.flush()
    counts = []
    for key, most in keys:
        count, last = session.execute(
            select(func.count(), func.max(AttemptRow.at)).where(
                AttemptRow.key == key, AttemptRow.id.not_in([r.id for r in rows])
            )
        ).one()
        if count >= most:
            raise LockedOut(int((last + window - now).total_seconds()))
        counts.append(count)
    failures = counts[0] - FREE
    delay = min(LONGEST_DELAY, FIRST_DELAY * 2.0**failures) if failures >= 0 else 0.0
    return Attempt(tuple(r.id for r in rows), delay)


def _one_at_a_time(session: Session, keys: list[str]) -> None:
    """Let nobody else count these keys until the transaction ends; SQLite has one writer anyway."""
    if session.get_bind().dialect.name == "postgresql":
        for key in keys:
            session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(key, 0))))


def succeeded(session: Session, name: str, attempt: Attempt) -> None:
    """Strike out the try and what was counted for the account; the address keeps its other failures."""
    session.execute(delete(AttemptRow).where(AttemptRow.id.in_(attempt.rows)))
    clear(session, name)


def clear(session: Session, name: str) -> None:
    """Forget what was counted for the account."""
    session.execute(delete(AttemptRow).where(AttemptRow.key == account_key(name)))
