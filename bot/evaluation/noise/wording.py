"""Other words for the same question: bare keywords, English, dialect, and a story before it."""

from __future__ import annotations

import re
from random import Random

from bot.evaluation.noise.tables import table
from bot.evaluation.noise.tokens import MARKS, WHETHER, tokens

_MOST_ENGLISH = 3
_LATIN = re.compile(r"[A-Za-z0-9]")


def keywords(text: str, rng: Random) -> str | None:
    """Only the words that carry matter, as typed into a search box."""
    kept = [t.text for t in tokens(WHETHER.sub(" ", text)) if t.kept]
    return " ".join(kept) if len(kept) > 1 else None


def english(text: str, rng: Random) -> str | None:
    """Up to three words in English: 贷款的截止日期 → loan的deadline日期."""
    words = table("english")
    known = [t for t in tokens(text) if t.text in words]
    for token in sorted(rng.sample(known, min(_MOST_ENGLISH, len(known))), key=lambda t: -t.start):
        before, after = text[: token.start], text[token.start + len(token.text) :]
        text = _spaced(before, rng.choice(words[token.text])) + (" " if _LATIN.match(after) else "") + after
    return text


def _spaced(before: str, word: str) -> str:
    return f"{before} {word}" if _LATIN.fullmatch(before[-1:]) else before + word


def _ends_clause(text: str, end: int) -> bool:
    return end == len(text) or MARKS.match(text, end) is not None


def _said(text: str, words: dict[str, list[str]], rng: Random) -> str:
    longest = max(map(len, words))
    borders = {t.start for t in tokens(text)} | {len(text)}
    said, position = "", 0
    while position < len(text):
        for size in range(longest, 0, -1):
            end = position + size
            word = text[position:end]
            options = words.get(f"{word}$", ()) if _ends_clause(text, end) else ()
            options = options or words.get(word, ())
            if options and {position, end} <= borders:
                said, position = said + rng.choice(list(options)), end
                break
        else:
            said, position = said + text[position], position + 1
    return said


def dialect(text: str, rng: Random) -> str | None:
    """Every word that one part of the country says in its own way, said so."""
    regions = list(table("dialects").values())
    rng.shuffle(regions)
    # The region with the most words of its own for this sentence, of two drawn: varied, yet seldom without any.
    versions = [_said(text, words, rng) for words in regions[:2]]
    return max(versions, key=lambda v: sum(a != b for a, b in zip(v, text, strict=False)) + abs(len(v) - len(text)))


def story(text: str, rng: Random) -> str | None:
    """An owner's story first, the question last."""
    told = table("stories")
    return f"{rng.choice(told['stories'])}{rng.choice(told['links'])}{text}"
