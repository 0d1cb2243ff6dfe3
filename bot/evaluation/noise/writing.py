"""The same words in other characters: traditional ones, full width, stray spaces, emoji, marks in heaps."""

from __future__ import annotations

from functools import lru_cache
from random import Random
from typing import Any

from bot.evaluation.noise.tokens import HAN, MARKS, tokens

_EMOJI = ("😭", "🙏", "😂", "❤️", "👍🏻", "😅", "🌹", "💪", "[流泪]", "(ಥ_ಥ)")
_HEAPS = ("？？？", "！！！", "。。。", "~~~", "……", "???", "!!!", "？！？！")
_WIDE = {ord(c): ord(c) + 0xFEE0 for c in map(chr, range(0x21, 0x7F))}


@lru_cache(maxsize=4)
def _writer(region: str) -> Any:
    from opencc import OpenCC

    return OpenCC(region)


def traditional(text: str, rng: Random) -> str | None:
    """As typed in Taiwan or Hong Kong, with their own characters and words; now and then only half of it."""
    written: str = _writer(rng.choice(("s2tw", "s2hk", "s2twp", "s2t"))).convert(text)
    if rng.random() < 0.15 and len(written) == len(text):
        half = len(text) // 2
        return written[:half] + text[half:]
    return written


def _spaced(text: str, rng: Random) -> str:
    inside = [m.start() + i for m in HAN.finditer(text) for i in range(1, len(m.group()))]
    for place in sorted(rng.sample(inside, min(rng.choice((1, 2, 3)), len(inside))), reverse=True):
        text = text[:place] + rng.choice((" ", "\u3000", "  ")) + text[place:]
    return text


def _with_emoji(text: str, rng: Random) -> str:
    borders = [t.start for t in tokens(text) if t.start]
    place = rng.choice([*borders, len(text)])
    return (
        text[:place] + rng.choice(_EMOJI) * rng.choice((1, 1, 3)) + text[place:] + rng.choice(("", rng.choice(_EMOJI)))
    )


def widths(text: str, rng: Random) -> str | None:
    """Full-width letters and figures, stray spaces, emoji and heaps of marks: two or three of these."""
    habits = rng.sample(("wide", "spaced", "emoji", "heaps"), rng.choice((2, 3)))
    if "heaps" in habits:
        text = MARKS.sub(lambda _: rng.choice(_HEAPS), text) + rng.choice(_HEAPS)
    if "spaced" in habits:
        text = _spaced(text, rng)
    if "emoji" in habits:
        text = _with_emoji(text, rng)
    return text.translate(_WIDE) if "wide" in habits else text
