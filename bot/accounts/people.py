"""Accounts: adding, listing, disabling, passwords, roles and second factors."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.accounts import lockout, passwords, second_factor
from bot.accounts.errors import BadAccount, NoSuchAccount
from bot.accounts.roles import Role
from bot.accounts.tables import AccountRow, SessionRow
from knowledge.store.database import Database

_SECRET = re.compile(r"[A-Z2-7]{32}")
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,31}")


@dataclass(frozen=True, slots=True)
class Account:
    """A person who may sign in; nothing secret. ``shown`` is the name colleagues and citizens see."""

    id: int
    name: str
    shown: str
    role: Role
    disabled: bool
    second_factor: bool
    created_at: datetime
    signed_in_at: datetime | None


def account_of(row: AccountRow) -> Account:
    """The account without its secrets."""
    return Account(
        row.id,
        row.name,
        row.shown,
        Role(row.role),
        row.disabled,
        row.totp_secret is not None,
        row.created_at,
        row.signed_in_at,
    )


class People:
    """The accounts of the console."""

    def __init__(self, database: Database, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        """Work on migrated tables; ``now`` is another clock in tests."""
        self._database = database
        self._now = now

    def any(self) -> bool:
        """Whether there is an account that can be used."""
        with self._database.session() as session:
            return bool(session.scalar(select(func.count()).where(AccountRow.disabled.is_(False))))

    def all(self) -> list[Account]:
        """Every account, by name."""
        with self._database.session() as session:
            return [account_of(r) for r in session.scalars(select(AccountRow).order_by(AccountRow.name))]

    def get(self, name: str) -> Account:
        """The account of that name. Raises :class:`NoSuchAccount`."""
        with self._database.session() as session:
            return account_of(_row(session, name))

    def add(self, name: str, password: str, role: Role, shown: str = "") -> Account:
        """A new account. Raises :class:`BadAccount` for a name or password that cannot be taken."""
        plain = _name(name)
        stored = passwords.hashed(passwords.check(password, plain))
        row = AccountRow(
            name=plain,
            shown=_shown(shown) or plain,
            role=role.value,
            password=stored,
            disabled=False,
            created_at=self._now(),
        )
        try:
            with self._database.session.begin() as session:
                session.add(row)
        except IntegrityError:
            raise BadAccount(f"已经有叫“{plain}”的账号了。") from None
        return account_of(row)

    def set_disabled(self, name: str, disabled: bool) -> None:
        """Close or open an account; closing ends its sessions."""
        with self._database.session.begin() as session:
            row = _row(session, name)
            row.disabled = disabled
            _end_sessions(session, row)

    def set_role(self, name: str, role: Role) -> None:
        """Give another role; sessions end, so that none keeps the old rights."""
        with self._database.session.begin() as session:
            row = _row(session, name)
            row.role = role.value
            _end_sessions(session, row)

    def set_password(self, name: str, password: str) -> None:
        """A new password; all sessions end and failures are forgotten."""
        stored = passwords.hashed(passwords.check(password, name))
        with self._database.session.begin() as session:
            row = _row(session, name)
            row.password = stored
            _end_sessions(session, row)
            lockout.clear(session, row.name)

    def password_is(self, name: str, password: str) -> bool:
        """Whether it is the password of the account."""
        with self._database.session() as session:
            stored = _row(session, name).password
        return passwords.matches(stored, password)

    def unlock(self, name: str) -> None:
        """Forget failed sign-ins of the account."""
        with self._database.session.begin() as session:
            lockout.clear(session, _row(session, name).name)

    def set_second_factor(self, name: str, secret: str, code: str) -> None:
        """Ask for codes from now on; ``code`` proves that the app has the secret. Raises :class:`BadAccount`."""
        known = _SECRET.fullmatch(secret)
        step = second_factor.step_of(secret, code, self._now().timestamp()) if known else None
        if step is None:
            raise BadAccount("验证码不对，请看应用里最新的 6 位数字，并核对手机时间。")
        with self._database.session.begin() as session:
            row = _row(session, name)
            row.totp_secret, row.totp_step = secret, step

    def drop_second_factor(self, name: str) -> None:
        """Ask for no codes any more."""
        with self._database.session.begin() as session:
            row = _row(session, name)
            row.totp_secret = row.totp_step = None


def _row(session: Session, name: str) -> AccountRow:
    row = session.scalar(select(AccountRow).where(AccountRow.name == name.strip().casefold()))
    if row is None:
        raise NoSuchAccount(name)
    return row


def _end_sessions(session: Session, row: AccountRow) -> None:
    session.execute(delete(SessionRow).where(SessionRow.account_id == row.id))


def _name(name: str) -> str:
    plain = name.strip().casefold()
    if not _NAME.fullmatch(plain):
        raise BadAccount("用户名要有 2 到 32 个字符，只用小写字母、数字、点、下划线和短横线，以字母或数字开头。")
    return plain


def _shown(shown: str) -> str:
    plain = " ".join("".join(c for c in shown if c.isprintable()).split())
    if len(plain) > 32:
        raise BadAccount("显示的姓名最多 32 个字。")
    return plain
