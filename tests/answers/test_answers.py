"""Whole conversations with the real model, the real actions and the real measures (``*.yml`` beside this file).

A conversation may state its ``day``. A turn may state: ``type`` and ``asks`` of the card, ``measures`` (exactly these, in order), ``first`` (the best one),
``measures_any`` (at least one of these is shown), ``never`` (documents of which nothing is shown), ``verdict``,
``topic``, ``aspect``, ``buttons`` (all of them are offered), ``says`` and ``not_says`` (parts of the text, white space
apart), and ``replies`` (how many messages).
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest
import yaml

HERE = Path(__file__).parent
CHECKS = frozenset(
    "type asks measures first measures_any never verdict topic aspect buttons says not_says replies".split()
)
CONVERSATIONS = [
    pytest.param(case, id=f"{path.stem}-{case['name']}")
    for path in sorted(HERE.glob("*.yml"))
    for case in yaml.safe_load(path.read_text("utf-8"))
]


def squash(text: Any) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", str(text)))


class Heard:
    """The messages of one turn, read together as a person does."""

    def __init__(self, replies: list[dict[str, Any]]) -> None:
        self.count = len(replies)
        self.text = squash("".join(r["text"] for r in replies))
        self.cards = [r["custom"] for r in replies if r.get("custom")]
        self.last = self.cards[-1] if self.cards else {}
        self.buttons = [b["title"] for r in replies for b in r.get("buttons", [])]
        self.measures = list({m["id"]: m for card in self.cards for m in card["measures"]}.values())

    @property
    def ids(self) -> list[str]:
        return [m["id"] for m in self.measures]


def check(heard: Heard, turn: dict[str, Any]) -> None:
    unknown = set(turn) - CHECKS - {"user"}
    assert not unknown, f"没有这种检查：{unknown}"
    for name in ("type", "asks", "topic", "aspect"):
        if name in turn:
            assert heard.last.get(name) == turn[name], name
    if "measures" in turn:
        assert heard.ids == turn["measures"]
    if "first" in turn:
        assert heard.ids[:1] == [turn["first"]]
    if "measures_any" in turn:
        assert set(heard.ids) & set(turn["measures_any"]), heard.ids
    for prefix in turn.get("never", ()):
        assert not [i for i in heard.ids if i.startswith(prefix)]
    for measure_id, ruling in turn.get("verdict", {}).items():
        assert {m["id"]: m["verdict"] for m in heard.measures}[measure_id] == ruling
    for title in turn.get("buttons", ()):
        assert title in heard.buttons
    for part in turn.get("says", ()):
        assert squash(part) in heard.text
    for part in turn.get("not_says", ()):
        assert squash(part) not in heard.text
    if "replies" in turn:
        assert heard.count == turn["replies"]


def always(heard: Heard) -> None:
    """What holds of every reply, whatever was said."""
    assert heard.text and heard.buttons == list(dict.fromkeys(heard.buttons))
    for measure in heard.measures[:1] if heard.last["type"] == "answer" else ():
        assert squash(measure["title"]) in heard.text
        assert ("已经结束" in heard.text or "已结束" in heard.text) or not measure["expired"]


@pytest.mark.parametrize("case", CONVERSATIONS)
def test_conversation(case, request):
    day = case.get("day", "2026-11-21")
    assistant = request.getfixturevalue({"2026-11-21": "assistant", "2022-07-01": "assistant_in_2022"}[str(day)])
    for number, turn in enumerate(case["turns"], 1):
        heard = Heard(assistant.say(f"answers-{request.node.name}", turn["user"]))
        try:
            always(heard)
            check(heard, turn)
        except (AssertionError, KeyError) as fault:
            shown = (
                f"类型 {heard.last.get('type')}，问 {heard.last.get('asks')}，措施 {heard.ids}，按钮 {heard.buttons}"
            )
            pytest.fail(f"第 {number} 轮“{turn['user']}”：{fault}\n{shown}\n{heard.text[:1500]}", pytrace=False)


def test_names_of_the_conversations_differ():
    names = [p.id for p in CONVERSATIONS]
    assert len(names) == len(set(names))
