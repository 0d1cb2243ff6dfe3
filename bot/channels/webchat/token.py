"""The secret of a browser's session, and the name its owner goes by everywhere else."""

from __future__ import annotations

import hashlib
import re
import secrets

CHANNEL = "chat"
# 32 random bytes in the alphabet of URLs.
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


def new_token() -> str:
    """A secret of 256 random bits, kept by the browser and never by the server."""
    return secrets.token_urlsafe(32)


def user_of(token: str) -> str | None:
    """The user's name, from which the token cannot be guessed; None for what cannot be a token."""
    if not _TOKEN.fullmatch(token):
        return None
    return hashlib.sha256(f"huiqi chat {token}".encode()).hexdigest()[:32]


def sender_of(user: str) -> str:
    """The sender under which the assistant and the desk know the user."""
    return f"{CHANNEL}:{user}"


def user_of_sender(sender: str) -> str | None:
    """The user of one of our senders; None for a sender of another channel."""
    channel, _, user = sender.partition(":")
    return user if channel == CHANNEL and user else None
