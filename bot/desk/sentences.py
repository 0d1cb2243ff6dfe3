"""Training sentences and synonyms: what may become one, and the files they are handed over in.

The files have the shape of ``nlu/intents/*.yml`` and ``nlu/lookups/synonyms.yml``. A person reads them, puts them
where they belong and trains; nothing here touches ``nlu/``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import yaml

import nlu
from bot.desk.errors import BadInput
from bot.desk.lessons import Lesson

_INTENTS = Path(nlu.__file__).parent / "intents"
_MARKUP = re.compile(r"[\[\]{}()\n\r\t]")
_PERSONAL = re.compile(r"(?<!\d)(?:1[3-9]\d{9}|\d{17}[\dXx])(?!\d)")
LONGEST, MOST = 80, 40
_NOTE = "# 话务台整理的{what}，还没有并入；请审核后放进 {place}，再训练和评测。\n"


@lru_cache(maxsize=1)
def intents() -> tuple[str, ...]:
    """The intents a sentence can be taught for, by name."""
    names = set()
    for path in sorted(_INTENTS.glob("*.yml")):
        entries = (yaml.safe_load(path.read_text("utf-8")) or {}).get("nlu") or ()
        names |= {str(entry["intent"]) for entry in entries if "intent" in entry}
    return tuple(sorted(names))


def checked(intent: str, said: Sequence[str]) -> tuple[str, list[str]]:
    """Intent and sentences as they are kept. Raises :class:`BadInput` with every fault."""
    faults: dict[str, str] = {}
    if intent not in intents():
        faults["intent"] = f"没有叫“{intent}”的意图，请从列表里选。"
    kept = [line for line in dict.fromkeys(" ".join(s.split()) for s in said) if line]
    if not kept or len(kept) > MOST:
        faults["sentences"] = f"请写 1 到 {MOST} 句训练语句，每行一句。"
    for line in kept:
        if fault := _fault(line):
            faults.setdefault("sentences", f"“{line[:20]}”{fault}")
    if faults:
        raise BadInput(faults)
    return intent, kept


def _fault(line: str) -> str:
    if not 2 <= len(line) <= LONGEST:
        return f"要有 2 到 {LONGEST} 个字。"
    if _MARKUP.search(line) or line.startswith(("/", "-")):
        return "里不能有括号，也不能以“/”“-”开头。"
    return "里有电话或证件号，请去掉。" if _PERSONAL.search(line) else ""


def checked_group(words: Sequence[str]) -> list[str]:
    """A group of synonyms as it is kept. Raises :class:`BadInput`."""
    kept = [w for w in dict.fromkeys("".join(w.split()) for w in words) if w]
    if not 2 <= len(kept) <= 12:
        raise BadInput({"words": "同义词一组要有 2 到 12 个，用顿号或换行隔开。"})
    for word in kept:
        if len(word) > 12 or not word.isalnum():
            raise BadInput({"words": f"“{word[:20]}”不像一个词：只能有汉字、字母和数字，最多 12 个字。"})
    return kept


def intents_yaml(lessons: Sequence[Lesson]) -> str:
    """Sentences by intent in the shape of ``nlu/intents/*.yml``, each once, in the order they were taught."""
    by_intent: dict[str, dict[str, None]] = {}
    for lesson in reversed(lessons):
        by_intent.setdefault(lesson.intent, {}).update(dict.fromkeys(lesson.words))
    head = _NOTE.format(what="训练语句", place="nlu/intents/")
    blocks = [
        f"- intent: {intent}\n  examples: |\n" + "".join(f"    - {line}\n" for line in by_intent[intent])
        for intent in sorted(by_intent)
    ]
    return f'{head}version: "3.1"\n\nnlu:' + ("\n" + "\n".join(blocks) if blocks else " []\n")


def synonyms_yaml(lessons: Sequence[Lesson]) -> str:
    """Groups in the shape of ``nlu/lookups/synonyms.yml``."""
    groups = list(dict.fromkeys(tuple(lesson.words) for lesson in reversed(lessons)))
    head = _NOTE.format(what="同义词", place="nlu/lookups/synonyms.yml")
    return f"{head}groups:" + ("\n" + "".join(f"  - [{', '.join(g)}]\n" for g in groups) if groups else " []\n")
