"""Mends homophone typos of domain words by pinyin: 社宝 → 社保, 带款 → 贷款.

A window of characters is replaced when it reads like a word of ``terms.txt`` and is no ordinary
Chinese itself; clean text is left alone. ``lookups/spelling.yml`` lists what must never be touched,
and the misspellings that sound alone cannot decide.
"""

from __future__ import annotations

import re
from functools import lru_cache

from pypinyin import Style, lazy_pinyin

from nlu import lookups, words

LONGEST = 8
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_ROUGH = re.compile(r"(?<=[zcs])h|(?<=[aei]n)g")
# Characters that stand on their own so often that they are hardly ever half of a mistyped word.
_STANDING = frozenset("不是在就也都没把给跟和说住的了我你他这那有要去二三四五六七八九十百千万两")

_VARIANTS = frozenset({("交", "缴"), ("缴", "交"), ("帐", "账"), ("账", "帐")})  # either spelling is right

Sounds = tuple[str, ...]


@lru_cache(maxsize=20_000)
def _syllables(run: str) -> Sounds:
    return tuple(lazy_pinyin(run, style=Style.NORMAL))


@lru_cache(maxsize=2_000)
def _plain(syllable: str) -> str:
    """zh, ch, sh as z, c, s; -ang, -eng, -ing without the g: many speakers do not tell them apart."""
    return _ROUGH.sub("", syllable)


@lru_cache(maxsize=1)
def _by_sound() -> dict[Sounds, str]:
    table: dict[Sounds, str] = {}
    districts = (name for name in words.place_names() if name.endswith("区"))
    for word in (*words.domain_words("terms"), *districts):
        if 2 <= len(word) <= LONGEST and _HAN.fullmatch(word):
            table.setdefault(tuple(map(_plain, _syllables(word))), word)
    return table


@lru_cache(maxsize=1)
def _known_typos() -> tuple[re.Pattern[str], dict[str, str]]:
    table = {wrong: right for right, group in lookups.load("spelling")["typos"].items() for wrong in group}
    return re.compile("|".join(map(re.escape, sorted(table, key=len, reverse=True)))), table


@lru_cache(maxsize=1)
def _ordinary() -> frozenset[str]:
    return frozenset(lookups.load("spelling")["ordinary"])


def _is_word(text: str) -> bool:
    return words.frequency(text) > 0 or text in _ordinary()


def _is_typo(window: str, word: str, exact: bool) -> bool:
    """True when the window is best explained as ``word`` misspelt."""
    differing = [(w, r) for w, r in zip(window, word, strict=True) if w != r]
    changed = [w for w, r in differing if (w, r) not in _VARIANTS]
    if not changed or _is_word(window) or len(differing) == len(window):
        return False
    if len(window) >= 4 and exact:
        return True  # four syllables do not sound alike by chance
    if len(window) == 2:
        return changed[0] not in _STANDING
    pieces = words.general_cut(window)
    return not all(piece in _STANDING or (len(piece) > 1 and _is_word(piece)) for piece in pieces)


def _cuts_word(pieces: list[tuple[int, int]], start: int, end: int) -> bool:
    """True when the window begins or ends inside an ordinary word that reaches beyond it."""
    return any((a < start < b) or (a < end < b) for a, b in pieces)


def _mended_at(run: str, sounds: Sounds, pieces: list[tuple[int, int]], start: int) -> str:
    """The longest domain word that begins here, rightly spelt or mended; else one character."""
    rough = tuple(map(_plain, sounds[start : start + LONGEST]))
    for size in range(min(LONGEST, len(run) - start), 1, -1):
        window, word = run[start : start + size], _by_sound().get(rough[:size])
        if word is None:
            continue
        exact = sounds[start : start + size] == _syllables(word)
        if word == window or (_is_typo(window, word, exact) and not _cuts_word(pieces, start, start + size)):
            return word
    return run[start]


def _mend_run(run: str) -> str:
    sounds = _syllables(run)
    if len(sounds) != len(run):
        return run
    pieces = [(a, b) for a, b in words.spans(run) if b - a > 1 and _is_word(run[a:b])]
    mended: list[str] = []
    position = 0
    while position < len(run):
        mended.append(_mended_at(run, sounds, pieces, position))
        position += len(mended[-1])
    return "".join(mended)


@lru_cache(maxsize=4096)
def mend(text: str) -> str:
    """The text with domain words spelled right where only their sound was."""
    pattern, table = _known_typos()
    text = pattern.sub(lambda m: table[m.group()], text)
    return _HAN.sub(lambda m: _mend_run(m.group()), text)
