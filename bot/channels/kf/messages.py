"""What 微信客服 pushes and what it lists: fields in, messages of the seam out. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.channels.message import InboundMessage, Kind
from bot.channels.wechat.xml import BadXml

_NAME = re.compile(r"[\w@.-]{1,64}", re.ASCII)
_KINDS: dict[str, Kind] = {
    "text": "text",
    "voice": "voice",
    "image": "image",
    "video": "video",
    "location": "location",
    "link": "link",
}
_FROM_CUSTOMER, _FROM_SYSTEM = 3, 4


@dataclass(frozen=True, slots=True)
class Push:
    """There is something for this account; the token lets us fetch it."""

    account: str
    token: str


@dataclass(frozen=True, slots=True)
class Listed:
    """One message from the list: when it was sent, in seconds, and the code for a greeting, if there is one."""

    message: InboundMessage
    sent_at: float
    welcome: str = ""


def push(fields: Mapping[str, str]) -> Push | None:
    """What a push says; None when it is of something else. Raises :class:`BadXml`."""
    if (fields.get("MsgType", "").strip(), fields.get("Event", "").strip()) != ("event", "kf_msg_or_event"):
        return None
    account, token = fields.get("OpenKfId", "").strip(), fields.get("Token", "").strip()
    if not _NAME.fullmatch(account) or len(token) > 512:
        raise BadXml("the account is missing or wrong")
    return Push(account, token)


def listed(raw: Mapping[str, Any]) -> Listed | None:
    """A customer's message, or the customer's entering; None for all others, such as an operator's words."""
    origin, sort = raw.get("origin"), raw.get("msgtype")
    event = _part(raw, "event")
    entered = origin == _FROM_SYSTEM and sort == "event" and event.get("event_type") == "enter_session"
    if not entered and origin != _FROM_CUSTOMER:
        return None
    source = event if entered else raw
    account, customer, key = source.get("open_kfid"), source.get("external_userid"), raw.get("msgid")
    if not all(isinstance(name, str) and _NAME.fullmatch(name) for name in (account, customer)):
        return None
    if not isinstance(key, str) or not 0 < len(key) <= 128:
        return None
    sent = raw.get("send_time")
    sent_at = float(sent) if isinstance(sent, int | float) else 0.0
    user = f"{account}/{customer}"
    if entered:
        return Listed(
            InboundMessage("kf", user, "event", "", key, "enter_session"), sent_at, _word(event, "welcome_code")
        )
    content = _part(raw, "text")
    text, tap = (_word(content, name).strip() if sort == "text" else "" for name in ("content", "menu_id"))
    return Listed(InboundMessage("kf", user, _KINDS.get(str(sort), "unknown"), text, key, event_key=tap), sent_at)


def _part(raw: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = raw.get(name)
    return part if isinstance(part, dict) else {}


def _word(part: Mapping[str, Any], name: str) -> str:
    word = part.get(name)
    return word if isinstance(word, str) else ""
