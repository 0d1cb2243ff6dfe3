"""WeChat's signature of a request: it knows our token."""

from __future__ import annotations

import hashlib
import hmac


def sign(token: str, timestamp: str, nonce: str, encrypted: str | None = None) -> str:
    """Hexadecimal SHA-1 of the parts, sorted by bytes and joined; with the ciphertext it is ``msg_signature``."""
    parts = [token, timestamp, nonce, *([] if encrypted is None else [encrypted])]
    joined = b"".join(sorted(part.encode("utf-8", "surrogateescape") for part in parts))
    return hashlib.sha1(joined, usedforsecurity=False).hexdigest()


def matches(given: str, expected: str) -> bool:
    """Whether two signatures are equal, in a time that does not tell where they differ."""
    return hmac.compare_digest(given.encode("utf-8", "surrogateescape"), expected.encode())
