"""Errors of accounts, in Chinese for people.

AccountProblem
├── BadAccount      a name, password or role that cannot be taken
├── NoSuchAccount   nobody has that name
└── SignInRefused   the sign-in failed
    └── LockedOut   too many failures; says when to try again
"""

from __future__ import annotations


class AccountProblem(Exception):
    """Something about an account; the message is Chinese and meant for people."""


class BadAccount(AccountProblem):
    """What was given cannot be taken; the message says what can."""


class NoSuchAccount(AccountProblem):
    """Nobody has that name."""

    def __init__(self, name: str) -> None:
        """Name what was asked for."""
        super().__init__(f"没有叫“{name[:64]}”的账号。用 huiqi user list 看有哪些。")


class SignInRefused(AccountProblem):
    """The same words whether the name, the password or the account's state is the reason."""

    def __init__(self, message: str = "用户名或密码不对。") -> None:
        """Say so."""
        super().__init__(message)


class LockedOut(SignInRefused):
    """Too many failures; ``seconds`` until the next try."""

    def __init__(self, seconds: int) -> None:
        """Say how long."""
        self.seconds = max(1, seconds)
        minutes = -(-self.seconds // 60)
        super().__init__(f"失败次数太多，请 {minutes} 分钟后再试，或请管理员用 huiqi user unlock 解锁。")
