"""The kinds of noise, and the noisy variants of a set of questions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from bot.evaluation.cases import Question
from bot.evaluation.noise import figures, sounds, speech, together, wording, writing

Maker = Callable[[str, Random], str | None]

# Greetings and the like: there is nothing to tell a story about, and no keyword to keep.
_TALK = frozenset({"greet", "goodbye", "thanks", "bot_challenge", "human_handoff", "complaint"})
TOGETHER = "together"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of noise: its Chinese name, how a text is changed, and whether it suits small talk too."""

    label: str
    make: Maker
    talk: bool = True


KINDS: dict[str, str] = {}
"""Kinds by the name used with ``--only``, with their Chinese names."""

_MAKERS: dict[str, Kind] = {
    "homophones": Kind("同音错字", sounds.homophones),
    "near_homophones": Kind("近音错字", sounds.near_homophones),
    "voice": Kind("语音转写", speech.voice),
    "traditional": Kind("繁体字", writing.traditional),
    "widths": Kind("全角、空格、表情", writing.widths),
    "unpunctuated": Kind("没有标点", speech.unpunctuated),
    "numerals": Kind("汉字数字", figures.numerals),
    "fillers": Kind("口头语", speech.fillers),
    "story": Kind("先讲经历再问", wording.story, talk=False),
    "keywords": Kind("只有关键词", wording.keywords, talk=False),
    "english": Kind("夹英文", wording.english),
    "dialect": Kind("方言", wording.dialect),
}
KINDS |= {name: kind.label for name, kind in _MAKERS.items()} | {TOGETHER: "一次问两件事"}


@dataclass(frozen=True, slots=True)
class Variant:
    """A noisy message; right when it answers every one of the clean questions it was made of."""

    kind: str
    questions: tuple[Question, ...]
    text: str

    @property
    def id(self) -> str:
        """Kind and ids, to find the case again."""
        return f"{self.kind}/{'+'.join(q.id for q in self.questions)}"


def variants(kind: str, questions: Sequence[Question], drawing: int = 0) -> tuple[Variant, ...]:
    """A variant of every question the noise can be applied to; ``drawing`` gives other dice."""
    if kind == TOGETHER:
        pairs = together.pairs(questions, lambda q: _dice(kind, q, drawing))
        return tuple(Variant(kind, pair, text) for pair, text in pairs)
    maker = _MAKERS[kind]
    found = []
    for question in questions:
        if question.intent in _TALK and not maker.talk:
            continue
        text = maker.make(question.text, _dice(kind, question, drawing))
        if text and text != question.text:
            found.append(Variant(kind, (question,), text))
    return tuple(found)


def _dice(kind: str, question: Question, drawing: int) -> Random:
    return Random(f"{kind}/{question.id}/{drawing}")  # noqa: S311 - dice for test cases, not secrets
