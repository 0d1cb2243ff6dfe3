"""What WeChat posts: bytes in, one message out. Pure; refuses whatever is not a flat, honest ``<xml>``.

BadXml   not the XML WeChat sends
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import ParseError, TreeBuilder

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import XMLParser

from bot.channels.message import InboundMessage, Kind
from bot.channels.wechat.menu import question_of

_KINDS: dict[str, Kind] = {
    "text": "text",
    "voice": "voice",
    "image": "image",
    "video": "video",
    "shortvideo": "video",
    "location": "location",
    "link": "link",
    "event": "event",
}
_EVENTS = {name.lower(): name for name in ("subscribe", "unsubscribe", "CLICK", "SCAN", "VIEW", "LOCATION")}
# What a client shows in place of a sticker or a card it cannot pass on arrives as a text of these words.
_NOT_PASSED_ON = "【收到不支持的消息类型，暂无法显示】"
# What XML does not allow but people paste. A space, not nothing: joining the neighbours could make a ``]]>``.
_CONTROL = re.compile(rb"[\x01-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
# "|" parts the name of a user from other things in stored keys.
_NAME = re.compile(r"[^\s|\x00-\x1f\x7f]{1,128}")
_SECONDS = re.compile(r"[0-9]{1,12}")


class BadXml(Exception):
    """The body is not the XML WeChat sends. The text is for the log and holds nothing a user wrote."""


@dataclass(frozen=True, slots=True)
class Posted:
    """A message as it was posted: to which account (``gh_…``), and what it says."""

    account: str
    message: InboundMessage


def read_fields(body: bytes) -> dict[str, str]:
    """The elements directly below ``<xml>`` with their texts. Raises :class:`BadXml`."""
    parser = XMLParser(target=TreeBuilder(), encoding="utf-8", forbid_dtd=True)
    try:
        # The parser would follow the mark of another encoding at the beginning.
        body.decode("utf-8")
        parser.feed(_CONTROL.sub(b" ", body))
        root = parser.close()
    except (ParseError, DefusedXmlException, ValueError) as fault:
        raise BadXml(type(fault).__name__) from None
    if root.tag != "xml":
        raise BadXml("the root is not <xml>")
    fields = {child.tag: child.text or "" for child in root}
    if len(fields) != len(root):
        raise BadXml("an element is repeated")
    return fields


def posted(fields: Mapping[str, str], channel: str = "wechat") -> Posted:
    """The message these fields make; of kind ``unknown`` when we do not know the type. Raises :class:`BadXml`."""
    account, user = (fields.get(name, "").strip() for name in ("ToUserName", "FromUserName"))
    created, sort = (fields.get(name, "").strip() for name in ("CreateTime", "MsgType"))
    if not (_NAME.fullmatch(account) and _NAME.fullmatch(user) and _SECONDS.fullmatch(created) and sort):
        raise BadXml("a common field is missing or wrong")
    if sort == "event":
        return Posted(account, _event(channel, user, created, fields))
    text = _text(sort, fields)
    message = InboundMessage(
        channel=channel,
        user=user,
        kind="unknown" if text == _NOT_PASSED_ON else _KINDS.get(sort, "unknown"),
        text="" if text == _NOT_PASSED_ON else text,
        key=_key(user, fields.get("MsgId", "").strip() or f"{created}:{sort}"),
        event_key=fields.get("bizmsgmenuid", "").strip(),
    )
    return Posted(account, message)


def _text(sort: str, fields: Mapping[str, str]) -> str:
    name = {"text": "Content", "voice": "Recognition"}.get(sort, "")
    return fields.get(name, "").strip()


def _event(channel: str, user: str, created: str, fields: Mapping[str, str]) -> InboundMessage:
    event, event_key = (fields.get(name, "").strip() for name in ("Event", "EventKey"))
    # 企业微信 writes the same events in small letters.
    event = _EVENTS.get(event.lower(), event)
    text = question_of(event_key) if event == "CLICK" else ""
    return InboundMessage(channel, user, "event", text, _key(user, created, event, event_key), event, event_key)


def _key(user: str, *parts: str) -> str:
    """Short whatever the parts: an EventKey may be a long address, and keys are stored."""
    return f"{user}:{hashlib.sha256('|'.join(parts).encode('utf-8', 'replace')).hexdigest()[:32]}"
