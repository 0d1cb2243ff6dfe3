"""How Chinese sounds, and which words of the field sound like what: pinyin, and the sounds people mix up."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from itertools import chain

from pypinyin import Style, lazy_pinyin

from nlu import lookups, words

LONGEST = 8
HAN = re.compile(r"[\u4e00-\u9fff]+")
_FLAT = re.compile(r"(?<=^[zcs])h|(?<=[aei]n)g$")
_LIQUID = re.compile(r"^n(?=.)")
# Speakers of the south say f where others say hu, or the other way round.
_BREATH = re.compile(r"^hu(?=[aein])|^h(?=u$|ong$)")
_FROM_BREATH = {"fi": "fei", "fong": "feng"}

Sounds = tuple[str, ...]


@lru_cache(maxsize=20_000)
def syllables(run: str) -> Sounds:
    """Pinyin without tones of a run of Chinese characters."""
    return tuple(lazy_pinyin(run, style=Style.NORMAL))


@lru_cache(maxsize=2_000)
def rough(syllable: str) -> str:
    """One spelling for sounds that many speakers do not tell apart.

    zh, ch, sh as z, c, s; -ang, -eng, -ing without the g; n as l; hu- as f.
    """
    plain = _BREATH.sub("f", syllable)
    plain = _FROM_BREATH.get(plain, plain)
    return _FLAT.sub("", _LIQUID.sub("l", plain))


@lru_cache(maxsize=1)
def elsewhere() -> dict[str, None]:
    """Districts, cities and countries that are not ours, and are meant less often; in the order of their file."""
    return dict.fromkeys(map(str, chain.from_iterable(lookups.load("places")["elsewhere"].values())))


@lru_cache(maxsize=1)
def _listed() -> tuple[str, ...]:
    """Words that a misspelling may have been meant to be; of two that sound alike the first is likelier."""
    everyday = chain.from_iterable(lookups.load("everyday")["words"].values())
    # 国税, 地税: so short a name sounds like too much else.
    departments = (name for name in lookups.phrases("departments") if len(name) > 2)
    outside = lookups.load("tone")["outside"]
    found = chain(words.domain_words("terms"), everyday, departments, outside, words.place_names(), elsewhere())
    never = frozenset(lookups.load("spelling")["never_meant"])
    suited = (w for w in map(str, found) if 2 <= len(w) <= LONGEST and HAN.fullmatch(w) and w not in never)
    return tuple(dict.fromkeys(suited))


@lru_cache(maxsize=1)
def meant() -> frozenset[str]:
    """Words that a misspelling may have been meant to be."""
    return frozenset(_listed())


@lru_cache(maxsize=1)
def by_sound() -> dict[Sounds, tuple[str, ...]]:
    """The words of :func:`meant` by their rough sound."""
    table: dict[Sounds, list[str]] = defaultdict(list)
    for word in _listed():
        table[tuple(map(rough, syllables(word)))].append(word)
    return {sounds: tuple(found) for sounds, found in table.items()}
