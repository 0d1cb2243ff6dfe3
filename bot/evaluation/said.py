"""What a question already tells, so that asking for it again can be held against the answer."""

from __future__ import annotations

import re
import unicodedata

from bot.evaluation.cases import Question

# Intents that name an aspect of a measure; the topic may still be open. Every other intent is a topic of its own.
_ASPECTS = frozenset({"contact", "amount", "materials", "process", "deadline", "eligibility", "validity"})
_FIGURE = r"[0-9一二两三四五六七八九十百千万几]"
_TELLS = {
    "employees": re.compile(rf"{_FIGURE}+\s*(?:多|来)?\s*(?:个|名|位)?(?:人|员工|职工|伙计)"),
    "revenue_wan": re.compile(rf"(?:营收|营业额|营业收入|销售额|流水|收入)\D{{0,6}}?{_FIGURE}"),
    "assets_wan": re.compile(rf"资产\D{{0,6}}?{_FIGURE}"),
    "landlord": re.compile(r"国企|国有|国资|区属|集体房|私人|个人房东|民营业主"),
    "year": re.compile(r"20[0-9]{2}"),
    "measure": re.compile(rf"第{_FIGURE}+条"),
}


def said_slots(question: Question) -> frozenset[str]:
    """The slots the question has answered, by its labels and its words."""
    text = unicodedata.normalize("NFKC", question.text)
    said = {slot for slot, words in _TELLS.items() if words.search(text)}
    said |= {slot for slot in ("size", "sector") if question.entities.get(slot)}
    if question.district in ("东城", "西城"):
        said.add("district")
    if question.intent not in _ASPECTS:
        said.add("topic")
    return frozenset(said)
