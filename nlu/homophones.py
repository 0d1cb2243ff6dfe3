"""Mends misspelt words by their sound: 社宝 → 社保, 带款 → 贷款, 东层 → 东城.

Of all ways to read a run of characters as words, the likeliest is taken; a word may also be read as another
that sounds the same or nearly so, at a price. Ordinary Chinese is likelier as it stands and is left alone.
``lookups/spelling.yml`` lists what must never be touched, and misspellings that sound alone cannot decide.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import chain
from math import log

from nlu import lookups, words
from nlu.sounding import HAN, LONGEST, Sounds, by_sound, elsewhere, meant, rough, syllables

# Natural logarithms of how likely a word is. Words of the field are far likelier here than in ordinary Chinese.
DISTRICT, OF_THE_FIELD, EVERYDAY, ELSEWHERE, UNKNOWN = -4.0, -7.5, -8.5, -11.0, -16.0
# The sum of all frequencies in the general dictionary, about.
_ALL = log(6e7)
# What reading a character as another costs: one that sounds the same, one that sounds nearly the same.
SAME, NEARLY = 8.5, 10.5
# A whole ordinary word heard as another, or every character wrong: only when the sounds are exactly those.
WHOLE = 8.0

# Words of the field stand beside each other more often than chance has it.
BESIDE = 2.0

_DISTRICTS = frozenset({"东城", "西城", "东城区", "西城区", "东城的", "西城的"})
# Characters that stand on their own so often that they are hardly ever half of a mistyped word.
_STANDING = frozenset("不是在就也都没把给跟和说住的了我你他这那有要去谁哪怎几一二三四五六七八九十百千万两")
_VARIANTS = frozenset({("交", "缴"), ("缴", "交"), ("帐", "账"), ("账", "帐")})  # either spelling is right


_WHETHER = re.compile(r"(.)[不没]\1")

Reading = tuple[float, int, str, bool]  # how likely, how long, the right spelling, a word of the field or not


@lru_cache(maxsize=1)
def _known_typos() -> tuple[re.Pattern[str], dict[str, str]]:
    table = {wrong: right for right, group in lookups.load("spelling")["typos"].items() for wrong in group}
    return re.compile("|".join(map(re.escape, sorted(table, key=len, reverse=True)))), table


@lru_cache(maxsize=1)
def _terms() -> frozenset[str]:
    return frozenset(words.domain_words("terms"))


@lru_cache(maxsize=1)
def _ordinary() -> frozenset[str]:
    """What stands as it is: listed words, and the phrases that the understanding listens for."""
    phrases = (lookups.phrases(name) for name in ("aspects", "topics", "tone"))
    return frozenset(lookups.load("spelling")["ordinary"]).union(*phrases)


@lru_cache(maxsize=50_000)
def _likely(word: str) -> float | None:
    """How likely the word is as it stands; None for what is no word."""
    if word in _DISTRICTS:
        return DISTRICT
    count = words.frequency(word)
    known = log(count) - _ALL if count else None
    if word in _terms():
        return OF_THE_FIELD
    if word in elsewhere():
        return max(ELSEWHERE, known or ELSEWHERE)
    if word in meant() or word in _ordinary():
        return max(EVERYDAY, known or EVERYDAY)
    if known is None:
        return UNKNOWN if len(word) == 1 else EVERYDAY if _WHETHER.fullmatch(word) else None
    return max(known, UNKNOWN)


def _price(window: str, word: str, heard: Sounds) -> float | None:
    """What reading the window as the word costs; None when the two are too far apart."""
    differing = [(w, r, i) for i, (w, r) in enumerate(zip(window, word, strict=True)) if w != r]
    changed = [(r, i) for w, r, i in differing if (w, r) not in _VARIANTS]
    if not changed:
        return None
    if len(window) == 2 and any(window[i] in _STANDING for _, i in changed):
        return None
    said = syllables(word)
    exact = all(heard[i] == said[i] for _, i in changed)
    if len(differing) == len(window):
        if not exact or (len(window) == 2 and not words.frequency(window)):
            return None
        return WHOLE
    cost = sum(SAME if heard[i] == said[i] else NEARLY for _, i in changed)
    return min(cost, WHOLE) if exact else cost


def _readings(run: str, sounds: Sounds, alone: Sounds, start: int) -> list[Reading]:
    """Every word that may begin here, as it stands or mended; ``alone`` is how each character is read by itself."""
    found = []
    heard = {s[start : start + LONGEST] for s in (sounds, alone)}
    for size in range(1, min(LONGEST, len(run) - start) + 1):
        window = run[start : start + size]
        plain = _likely(window)
        if plain is not None:
            found.append((plain, size, window, window in meant()))
        if size == 1 or window in _ordinary() or window in meant():
            continue
        for said in heard:
            for word in by_sound().get(tuple(map(rough, said[:size])), ()):
                price = _price(window, word, said[:size])
                if price is not None:
                    found.append(((_likely(word) or UNKNOWN) - price, size, word, True))
    return found


def _mend_run(run: str) -> str:
    sounds, alone = syllables(run), tuple(chain.from_iterable(map(syllables, run)))
    if not len(sounds) == len(alone) == len(run):
        return run
    # The best way to read the run from each place to its end, beginning with an ordinary word or one of the field.
    best: list[dict[bool, tuple[float, str]]] = [{} for _ in run] + [{False: (0.0, "")}]
    for start in range(len(run) - 1, -1, -1):
        for likely, size, word, ours in _readings(run, sounds, alone, start):
            for beside, (rest, text) in best[start + size].items():
                total = likely + rest + (BESIDE if ours and beside else 0.0)
                if ours not in best[start] or total > best[start][ours][0]:
                    best[start][ours] = (total, word + text)
    return max(best[0].values())[1]


@lru_cache(maxsize=4096)
def mend(text: str) -> str:
    """The text with words spelled right where only their sound was."""
    pattern, table = _known_typos()
    text = pattern.sub(lambda m: table[m.group()], text)
    return HAN.sub(lambda m: _mend_run(m.group()), text)
