"""From the assistant's replies to a delivery plan for channels that show plain text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.channels.message import DeliveryPlan, Option

# Where a bare number is an answer of its own, options are not numbered.
_FIGURES = frozenset({"employees", "revenue_wan", "assets_wan", "rd_spend_wan", "loan_wan", "founded_years"})
# A text longer than one message of the narrowest channel gives way to the short form of the card.
LONGEST = 1900


def silent(messages: Sequence[dict[str, Any]]) -> bool:
    """True when the assistant keeps still because a person has the conversation: nothing is to be said."""
    return bool(messages) and all(_card(m).get("type") == "silent" and not _text(m) for m in messages)


def plan_of(messages: Sequence[dict[str, Any]]) -> DeliveryPlan:
    """Texts, numbered options, and the page of the best measure; a long answer in its short form."""
    texts = tuple(text for m in messages if (text := _text(m)))
    best = _best(messages)
    return DeliveryPlan(
        texts=texts,
        options=_options(messages),
        link=f"/m/{best['id']}" if best else None,
        title=str(best["title"]) if best else None,
        messages=tuple(m for m in messages if not silent([m])),
    )


def _text(message: dict[str, Any]) -> str:
    text = str(message.get("text") or "").strip()
    brief = str(_card(message).get("brief") or "")
    return brief if brief and len(text.encode("utf-8", "surrogatepass")) > LONGEST else text


def _card(message: dict[str, Any]) -> dict[str, Any]:
    card = message.get("custom")
    return card if isinstance(card, dict) else {}


def _options(messages: Sequence[dict[str, Any]]) -> tuple[Option, ...]:
    asked = {_card(m).get("asks") for m in messages}
    buttons = [b for m in messages for b in m.get("buttons") or () if b.get("title")]
    if asked & _FIGURES:
        return ()
    unique = {str(b["title"]): str(b.get("payload") or b["title"]) for b in buttons}
    return tuple(Option(n, title, payload) for n, (title, payload) in enumerate(unique.items(), 1))


def _best(messages: Sequence[dict[str, Any]]) -> dict[str, Any] | None:
    for message in messages:
        measures = _card(message).get("measures")
        if isinstance(measures, list) and measures and measures[0].get("id"):
            best: dict[str, Any] = measures[0]
            return best
    return None
