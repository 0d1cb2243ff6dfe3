"""What leaves the server of an entry: titles of buttons with ids, never what they stand for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from typing import Any

from bot.channels.webchat.log import Entry
from bot.web.links import tel
from knowledge.errors import MeasureNotFound
from knowledge.estimate import with_formula
from knowledge.service import KnowledgeService

_BEIJING = timezone(timedelta(hours=8))
_SENT = frozenset({"answer", "clarify", "handoff", "smalltalk", "out_of_scope"})
_OTHER_DISTRICT = {"东城": "西城", "西城": "东城"}


def bodies(messages: Sequence[dict[str, Any]], texts: Sequence[str]) -> list[dict[str, Any]]:
    """What is kept of the assistant's replies; of plain texts where there are no replies."""
    kept = [_body(message) for message in messages] or [{"text": text} for text in texts]
    return kept or [{"silent": True}]


def _body(message: dict[str, Any]) -> dict[str, Any]:
    card = message.get("custom")
    card = card if isinstance(card, dict) else {}
    if card.get("type") == "silent":
        return {"silent": True}
    buttons = [
        {"title": str(b["title"]), "payload": str(b.get("payload") or b["title"])}
        for b in message.get("buttons") or ()
        if b.get("title")
    ]
    return {"text": str(message.get("text") or ""), "buttons": [*buttons, *_elsewhere(card)], "card": card}


def _elsewhere(card: dict[str, Any]) -> list[dict[str, str]]:
    """The same question for the other district, where an answer is about one."""
    districts = {m.get("district") for m in card.get("measures") or ()} & set(_OTHER_DISTRICT)
    if card.get("type") != "answer" or len(districts) != 1:
        return []
    other = _OTHER_DISTRICT[districts.pop()]
    return [{"title": f"换个区：{other}", "payload": f"{other}呢"}]


def views(entries: Sequence[Entry], service: KnowledgeService) -> list[dict[str, Any]]:
    """The entries as the browser gets them; what is not to be shown is left out."""
    return [view(entry, service) for entry in entries if not entry.body.get("silent")]


def view(entry: Entry, service: KnowledgeService) -> dict[str, Any]:
    """One entry as the browser gets it."""
    body = entry.body
    shown: dict[str, Any] = {
        "id": entry.id,
        "turn": entry.turn,
        "who": entry.who,
        "at": datetime.fromtimestamp(entry.at, _BEIJING).isoformat(timespec="seconds"),
        "text": body.get("text", ""),
        "buttons": [{"id": f"{entry.id}.{n}", "title": b["title"]} for n, b in enumerate(body.get("buttons") or ())],
    }
    for name in ("name", "feedback", "ticket", "link", "measure"):
        if body.get(name):
            shown[name] = body[name]
    if body.get("card", {}).get("type") in _SENT:
        shown["card"] = _card(body["card"], shown["text"], service)
    return shown


def _card(card: dict[str, Any], text: str, service: KnowledgeService) -> dict[str, Any]:
    asks = card.get("asks")
    question = str(card.get("brief") or text).rpartition("\n\n")[2] if asks else ""
    return {
        "type": card["type"],
        "aspect": card.get("aspect"),
        "asks": asks,
        "as_of": card.get("as_of"),
        "question": question,
        "asked": list(card.get("asked") or ()),
        "working": list(card.get("working") or ()),
        "measures": [_measure(m, service) for m in card.get("measures") or ()],
    }


def _measure(measure: dict[str, Any], service: KnowledgeService) -> dict[str, Any]:
    number = f"第{measure['number']}条" if measure.get("number") else ""
    contacts = [
        {**c, "phones": [{"text": p, "tel": tel(p)} for p in c.get("phones") or ()]}
        for c in measure.get("contacts") or ()
    ]
    return {
        **measure,
        "contacts": contacts,
        "source": f"{measure.get('doc') or ''}{number}",
        "page": f"/m/{measure['id']}",
        "estimable": _estimable(measure["id"], service),
    }


def _estimable(measure: str, service: KnowledgeService) -> bool:
    try:
        return bool(with_formula(service.get(measure)))
    except MeasureNotFound:
        return False
