"""How a question comes out of a speech recogniser, and how people talk around it."""

from __future__ import annotations

import re
from itertools import pairwise
from random import Random

from bot.evaluation.noise.figures import in_words
from bot.evaluation.noise.sounds import misheard
from bot.evaluation.noise.tables import table
from bot.evaluation.noise.tokens import MARKS, WHETHER, Token, tokens

# Pronouns, prepositions, conjunctions, adverbs, particles, verbs, times and marks: what people pause after.
_BEFORE_PAUSE = frozenset("rpcduyvtx")
# A recogniser writes no spaces but between the words of other languages.
_GAPS = re.compile(r"(?<![A-Za-z])\s+|\s+(?![A-Za-z])")


def unpunctuated(text: str, rng: Random) -> str | None:
    """The same words in one run."""
    return MARKS.sub("", text)


def _strew(text: str, words: list[str], count: int, rng: Random) -> str:
    """Put so many of the words where people pause: after small words, verbs and marks; never inside 能不能."""
    whole = {i for m in WHETHER.finditer(text) for i in range(m.start() + 1, m.end())}
    places = [
        after.start
        for before, after in pairwise(tokens(text))
        if len(after.text) > 1 and after.flag != "eng" and before.flag[:1] in _BEFORE_PAUSE
    ]
    borders = [place for place in places if place not in whole]
    for place in sorted(rng.sample(borders, min(count, len(borders))), reverse=True):
        text = text[:place] + rng.choice(words) + text[place:]
    return text


def _repeat(text: str, rng: Random) -> str:
    """Say one word twice, as people do when they think."""
    choice = [t for t in tokens(text) if t.han and len(t.text) <= 3]
    if not choice:
        return text
    word: Token = rng.choice(choice)
    return text[: word.start] + word.text + text[word.start :]


def voice(text: str, rng: Random) -> str | None:
    """Misheard words, figures as words, fillers, a repeated word, and no punctuation."""
    spoken = table("speech")
    plain = _GAPS.sub("", MARKS.sub("", in_words(misheard(text, rng), rng)))
    plain = _strew(_repeat(plain, rng), spoken["fillers"], rng.choice((1, 2)), rng)
    closer = rng.choice(spoken["closers"]) if rng.random() < 0.3 else ""
    return f"{rng.choice(spoken['openers'])}{plain}{closer}"


def fillers(text: str, rng: Random) -> str | None:
    """A written message with the fillers of speech."""
    spoken = table("speech")
    clauses = [m.end() for m in MARKS.finditer(text) if m.end() < len(text)]
    for place in reversed(clauses):
        if rng.random() < 0.6:
            text = text[:place] + rng.choice(spoken["written_fillers"]) + text[place:]
    text = _strew(text, ["那个", "就是", "嗯", "呃", "啊，", "这个"], 1, rng)
    closer = rng.choice(["", "", *spoken["written_closers"]])
    return f"{rng.choice(spoken['written_fillers'])}{text}{closer}"
