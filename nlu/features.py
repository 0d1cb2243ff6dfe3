"""What a sentence is made of, as counted features: spelling, words, figures, radicals, and parts of speech."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from nlu import words
from nlu.tags import tag

NGRAMS = (1, 2, 3, 4)
MARK, RADICAL, SPEECH = "m:", "r:", "p:"
TAGS = (1, 2, 3)
_FIGURE, _LATIN = re.compile(r"\d+(?:[.:]\d+)*|[零〇一二三四五六七八九十百千万亿两]+"), re.compile(r"[a-z]+")
_HAN = re.compile(r"[\u4e00-\u9fff]")
# Unicode orders Chinese characters by radical: neighbours share it, and with it often the field they are from
# (病 痛 症, 炒 炖 炊). Sixty-four neighbours are about as fine as the radicals themselves.
_NEIGHBOURS = 6


def _grams(padded: str, sizes: Iterable[int] = NGRAMS) -> Iterable[str]:
    return (padded[i : i + size] for size in sizes for i in range(len(padded) - size + 1))


def radicals(text: str) -> list[str]:
    """Which part of the character table each character is from, the first and the last also by their place."""
    found = [str(ord(c) >> _NEIGHBOURS) if _HAN.match(c) else c for c in text]
    ends = [f"^{found[0]}", f"{found[-1]}$"] if found else []
    return [f"{RADICAL}{f}" for f in (*found, *ends)]


def speech(tokens: Sequence[str]) -> list[str]:
    """Runs of one to three parts of speech: 打开 + a name is said alike of any name."""
    tags = ["^", *map(tag, tokens), "$"]
    return [f"{SPEECH}{'_'.join(tags[i : i + size])}" for size in TAGS for i in range(len(tags) - size + 1)]


def features(text: str, marks: Iterable[str] = ()) -> Counter[str]:
    """Feature counts of a normalised sentence.

    Character 1- to 4-grams, the same with every figure and Latin word as one sign, words, pairs of words,
    radicals, and runs of parts of speech. ``marks`` are further facts about the sentence, such as the
    entities heard in it.
    """
    lowered = "".join(text.lower().split())
    counts: Counter[str] = Counter(_grams(f"^{lowered}$"))
    folded = _LATIN.sub("A", _FIGURE.sub("#", lowered))
    if folded != lowered:
        counts.update(f"n:{gram}" for gram in _grams(f"^{folded}$") if "#" in gram or "A" in gram)
    tokens = words.cut(lowered)
    counts.update(f"w:{w}" for w in tokens)
    counts.update(f"b:{a}_{b}" for a, b in pairwise(tokens))
    counts.update(radicals(lowered))
    counts.update(speech(tokens))
    counts.update(f"{MARK}{mark}" for mark in marks)
    return counts
