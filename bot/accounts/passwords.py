"""Passwords: which are good enough, and their Argon2 hashes."""

from __future__ import annotations

import threading
import unicodedata
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from bot.accounts.errors import BadAccount

SHORTEST, LONGEST = 10, 256
FEWEST_DIFFERENT = 5
# Each hash takes 46 MiB and a core: more at once would only slow all of them down.
_AT_ONCE = threading.Semaphore(2)


@lru_cache(maxsize=1)
def _hasher() -> PasswordHasher:
    # The second choice of OWASP's table; about 40 ms.
    return PasswordHasher(time_cost=1, memory_cost=47104, parallelism=1)


def check(password: str, name: str) -> str:
    """The password as it is hashed. Raises :class:`BadAccount` when it is too weak."""
    plain = unicodedata.normalize("NFKC", password)
    faults = []
    if not SHORTEST <= len(plain) <= LONGEST:
        faults.append(f"要有 {SHORTEST} 到 {LONGEST} 个字符")
    if len(set(plain)) < FEWEST_DIFFERENT:
        faults.append(f"至少要有 {FEWEST_DIFFERENT} 种不同的字符")
    if name.casefold() in plain.casefold():
        faults.append("不能包含用户名")
    if faults:
        raise BadAccount(f"密码不行：{'；'.join(faults)}。")
    return plain


def hashed(password: str) -> str:
    """The Argon2id hash of a checked password."""
    with _AT_ONCE:
        return _hasher().hash(password)


def matches(stored: str | None, password: str) -> bool:
    """Whether the password is the one; takes as long when there is no account."""
    plain = unicodedata.normalize("NFKC", password[: LONGEST * 2])
    try:
        with _AT_ONCE:
            return _hasher().verify(stored or _nobody(), plain) and stored is not None
    except (Argon2Error, InvalidHashError):
        return False


def outdated(stored: str) -> bool:
    """Whether the hash was made with weaker parameters than today's."""
    return _hasher().check_needs_rehash(stored)


@lru_cache(maxsize=1)
def _nobody() -> str:
    return _hasher().hash("nobody has this password")
