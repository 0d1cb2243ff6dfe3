"""One-time codes of an authenticator app (TOTP, RFC 6238): thirty seconds each, one step of drift either way."""

from __future__ import annotations

import hmac
import io

import pyotp
import segno

STEP = 30
ISSUER = "惠企工作台"


def new_secret() -> str:
    """A secret to put into the app."""
    return pyotp.random_base32()


def step_of(secret: str, code: str, now: float) -> int | None:
    """The time step whose code this is; None when it is none of the three that are good now."""
    given = "".join(code.split())
    if len(given) != 6 or not given.isascii() or not given.isdigit():
        return None
    totp, current = pyotp.TOTP(secret), int(now) // STEP
    for step in (current, current - 1, current + 1):
        if hmac.compare_digest(totp.generate_otp(step), given):
            return step
    return None


def address(secret: str, name: str) -> str:
    """What the QR code says: the ``otpauth:`` address."""
    return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=ISSUER)


def picture(secret: str, name: str) -> str:
    """The QR code as an SVG picture, without inline styles."""
    out = io.BytesIO()
    segno.make(address(secret, name), error="m").save(
        out, kind="svg", scale=5, border=4, xmldecl=False, svgclass=None, lineclass=None, light="#fff"
    )
    return out.getvalue().decode()
