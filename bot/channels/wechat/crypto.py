"""WeChat's encryption of messages (safe mode): AES-256-CBC, padded to 32 bytes, with the AppID inside.

CannotOpen   the one error: not encrypted with our keys, damaged, or meant for another account
"""

from __future__ import annotations

import base64
import binascii
import hmac
import secrets
from collections.abc import Callable, Sequence

from cryptography.hazmat.primitives.ciphers import Cipher, CipherContext, algorithms, modes

_BLOCK = 32
_RANDOM, _LENGTH = 16, 4


class CannotOpen(Exception):
    """The message cannot be decrypted; why is not told, so that nobody can probe the keys."""


def key_from(encoding_aes_key: str) -> bytes:
    """The 32 bytes an EncodingAESKey stands for. Raises ``ValueError``."""
    if len(encoding_aes_key) != 43:
        raise ValueError("an EncodingAESKey has 43 characters")
    return base64.b64decode(encoding_aes_key + "=", validate=True)


class MessageCrypto:
    """Opens and seals messages of one account."""

    def __init__(
        self, appid: str, keys: Sequence[str], randomness: Callable[[int], bytes] = secrets.token_bytes
    ) -> None:
        """``keys``: the current EncodingAESKey, then the previous one while WeChat changes over. At least one.

        Raises ``ValueError`` for a key that is none, and without an AppID.
        """
        if not appid:
            raise ValueError("an account has an AppID")
        self._appid = appid.encode()
        self._keys = [key_from(key) for key in keys]
        self._randomness = randomness

    def open(self, encrypted: str) -> tuple[bytes, int]:
        """The content, and which key it was encrypted with. Raises :class:`CannotOpen` whatever is wrong."""
        try:
            sealed = base64.b64decode(encrypted, validate=True)
        except (binascii.Error, ValueError):
            raise CannotOpen from None
        if not sealed or len(sealed) % 16:
            raise CannotOpen
        for number, key in enumerate(self._keys):
            content = self._content(_aes(key).decryptor(), sealed)
            if content is not None:
                return content, number
        raise CannotOpen

    def _content(self, decryptor: CipherContext, sealed: bytes) -> bytes | None:
        plain = decryptor.update(sealed) + decryptor.finalize()
        padding = plain[-1]
        if not 1 <= padding <= _BLOCK or plain[-padding:] != bytes([padding]) * padding:
            return None
        rest = plain[_RANDOM:-padding]
        length = int.from_bytes(rest[:_LENGTH], "big")
        # Where the length reaches beyond the end there is no AppID either.
        content, appid = rest[_LENGTH : _LENGTH + length], rest[_LENGTH + length :]
        return content if hmac.compare_digest(appid, self._appid) else None

    def seal(self, content: bytes, key: int = 0) -> str:
        """The content encrypted for WeChat with the key of that number."""
        plain = self._randomness(_RANDOM) + len(content).to_bytes(_LENGTH, "big") + content + self._appid
        padding = _BLOCK - len(plain) % _BLOCK
        encryptor = _aes(self._keys[key]).encryptor()
        sealed = encryptor.update(plain + bytes([padding]) * padding) + encryptor.finalize()
        return base64.b64encode(sealed).decode()


def _aes(key: bytes) -> Cipher[modes.CBC]:
    return Cipher(algorithms.AES(key), modes.CBC(key[:16]))
