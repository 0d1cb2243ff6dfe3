"""Words written as they sound: typos of a pinyin keyboard, mixed-up sounds, and words heard as others.

Only the pronunciation of ordinary Chinese is used, never the project's dictionaries.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import lru_cache
from random import Random

from pypinyin import Style, lazy_pinyin

from bot.evaluation.noise.tokens import HAN, segmenter, tokens

# Sounds that many speakers do not tell apart, either way.
_INITIALS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l"))
_FINALS = (("ang", "an"), ("eng", "en"), ("ing", "in"))
# f and h change places before u only, and take it with them: 福建 → 胡建, 飞机 → 灰机.
_BREATHS = (
    ("fu", "hu"),
    ("fei", "hui"),
    ("fan", "huan"),
    ("fang", "huang"),
    ("fen", "hun"),
    ("feng", "hong"),
    ("fa", "hua"),
)
_COMMON_WORD = 60


def _sounds(text: str) -> list[str]:
    return list(lazy_pinyin(text, style=Style.NORMAL))


def _is_everyday(char: str) -> bool:
    """True for the 3,755 characters of the first level of GB 2312."""
    try:
        return 0xB0 <= char.encode("gb2312")[0] <= 0xD7
    except UnicodeEncodeError:
        return False


@lru_cache(maxsize=1)
def _characters() -> dict[str, dict[str, float]]:
    """Everyday characters by sound, with how likely a keyboard offers them."""
    seen: Counter[str] = Counter()
    for word, count in segmenter().FREQ.items():
        if 1 < len(word) <= 4 and count:
            seen.update(dict.fromkeys(word, count))
    table: dict[str, dict[str, float]] = defaultdict(dict)
    for char, count in seen.items():
        if HAN.fullmatch(char) and _is_everyday(char):
            table[_sounds(char)[0]][char] = count**0.5
    return table


@lru_cache(maxsize=1)
def _words() -> dict[tuple[str, ...], list[str]]:
    """Common words of two and three characters by sound."""
    table: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for word, count in segmenter().FREQ.items():
        if 2 <= len(word) <= 3 and count >= _COMMON_WORD and HAN.fullmatch(word):
            table[tuple(_sounds(word))].append(word)
    return table


@lru_cache(maxsize=1024)
def _near(sound: str) -> tuple[str, ...]:
    """Other syllables that the sound is mixed up with."""
    found = []
    for one, other in (*_INITIALS, *((b, a) for a, b in _INITIALS)):
        # A plain z also begins zh: the longer initial decides.
        longer = len(other) > len(one) and sound.startswith(other)
        if sound.startswith(one) and not longer:
            found.append(other + sound[len(one) :])
    for one, other in (*_FINALS, *((b, a) for a, b in _FINALS)):
        if sound.endswith(one):
            found.append(sound[: -len(one)] + other)
    found += [b for a, b in (*_BREATHS, *((b, a) for a, b in _BREATHS)) if a == sound]
    return tuple(s for s in dict.fromkeys(found) if s in _characters())


def _places(text: str) -> list[int]:
    """Where the characters of words that carry matter stand; single characters are hardly mistyped."""
    return [t.start + i for t in tokens(text) if t.han and t.content and len(t.text) > 1 for i in range(len(t.text))]


def _other(sound: str, char: str, rng: Random) -> str | None:
    choice = {c: w for c, w in _characters().get(sound, {}).items() if c != char}
    return rng.choices(list(choice), list(choice.values()))[0] if choice else None


def _substitute(text: str, rng: Random, near: bool) -> str | None:
    sounds = _char_sounds(text)
    places = _places(text)
    rng.shuffle(places)
    chars, left = list(text), rng.choice((1, 1, 2))
    for place in places:
        options = _near(sounds[place]) if near else (sounds[place],)
        new = _other(rng.choice(options), text[place], rng) if options else None
        if new and left:
            chars[place], left = new, left - 1
    return "".join(chars)


def _char_sounds(text: str) -> list[str]:
    sounds = [""] * len(text)
    for run in HAN.finditer(text):
        for i, sound in enumerate(_sounds(run.group())):
            sounds[run.start() + i] = sound
    return sounds


def homophones(text: str, rng: Random) -> str | None:
    """One or two characters written as another of the same sound: 社保 → 社宝."""
    return _substitute(text, rng, near=False)


def near_homophones(text: str, rng: Random) -> str | None:
    """One or two characters written as another of nearly the same sound: 贷款 → 赖款, 城 → 陈."""
    return _substitute(text, rng, near=True)


def misheard(text: str, rng: Random) -> str:
    """One stretch of sounds taken for other words, which may run across the borders of the words meant."""
    sounds = _char_sounds(text)
    places = _places(text)
    rng.shuffle(places)
    for place in places:
        for size in rng.sample((2, 3), 2):
            window = text[place : place + size]
            others = [w for w in _words().get(tuple(sounds[place : place + size]), ()) if w != window]
            if HAN.fullmatch(window) and others:
                return text[:place] + rng.choice(others) + text[place + size :]
    return text
