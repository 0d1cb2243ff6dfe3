"""What of a text is looked for: its words, its characters, and how it sounds.

Words find what is meant, characters what is said in another order or cut otherwise, sounds what is misspelt.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from functools import lru_cache
from itertools import pairwise

from pypinyin import Style, lazy_pinyin

from knowledge.measure import Measure
from nlu import lookups, words
from nlu.normalize import clean

_OUTSIDE = re.compile(r"[^0-9a-z\u4e00-\u9fff@.]+")
# A Chinese character, or a run of others: letters and digits say nothing one by one.
_SINGLE = re.compile(r"[\u4e00-\u9fff]|[0-9a-z@.]+")
# zh, ch, sh as z, c, s, and -ang, -eng, -ing without the g: many speakers do not tell them apart.
_ROUGH = re.compile(r"(?<=[zcs])h|(?<=[aei]n)g")
# Which place is asked for is known from elsewhere; in the words of measures it only says whose they are.
_PLACE = re.compile(r"北京市?|[东西]城区?")
LONGEST_GRAM = 3

Terms = Mapping[str, int]


@lru_cache(maxsize=1)
def stop_words() -> frozenset[str]:
    """Words that say nothing about which measure is meant."""
    return frozenset(lookups.load("stopwords")["words"])


@lru_cache(maxsize=1)
def _synonyms() -> dict[str, tuple[str, ...]]:
    table: dict[str, set[str]] = defaultdict(set)
    for group in lookups.load("synonyms")["groups"]:
        for word in group:
            table[word].update(set(group) - {word})
    return {word: tuple(sorted(others)) for word, others in table.items()}


def _words(text: str) -> Counter[str]:
    return Counter(w for w in words.cut(text) if w not in stop_words() and _OUTSIDE.sub("", w))


def _characters(text: str) -> Counter[str]:
    return Counter(_SINGLE.findall(text))


@lru_cache(maxsize=20_000)
def _sound(character: str) -> str:
    """One reading of a character whatever stands beside it: a misspelt neighbour must not change it."""
    return _ROUGH.sub("", lazy_pinyin(character, style=Style.NORMAL)[0])


def _sounds(text: str) -> Counter[str]:
    pairs: Counter[str] = Counter()
    for run in _OUTSIDE.split(text):
        sounds = [_sound(character) for character in _SINGLE.findall(run)]
        pairs.update(f"{a} {b}" for a, b in pairwise(sounds))
    return pairs


KINDS: dict[str, Callable[[str], Counter[str]]] = {"words": _words, "characters": _characters, "sounds": _sounds}


@lru_cache(maxsize=16_384)
def terms(kind: str, text: str) -> Terms:
    """The terms of one kind in a text with their counts; the text is spelt as :func:`nlu.normalize.clean` does."""
    return KINDS[kind](text.lower())


@lru_cache(maxsize=4096)
def wanted(kind: str, query: str) -> Terms:
    """The terms to look for, all of a query's but those of its district, unless it says nothing else."""
    return terms(kind, _PLACE.sub(" ", query)) or terms(kind, query)


@lru_cache(maxsize=4096)
def spelt(text: str) -> str:
    """A text of the store, spelt as questions are."""
    return clean(text)


@lru_cache(maxsize=4096)
def grams(text: str) -> Terms:
    """Runs of one to three characters, over word borders."""
    plain = _OUTSIDE.sub("", text.lower())
    return Counter(plain[i : i + n] for n in range(1, LONGEST_GRAM + 1) for i in range(len(plain) - n + 1))


def synonyms(text: str) -> frozenset[str]:
    """Words that mean the same as some word of the text and are not in it themselves."""
    said = terms("words", text)
    others = (o for word in said for o in _synonyms().get(word, ()))
    return frozenset(p for o in others for p in words.cut(o) if p not in said and p not in stop_words())


def fields(measure: Measure) -> dict[str, str]:
    """The texts of a measure by field."""
    c = measure.content
    people = " ".join(
        " ".join(filter(None, (k.name, k.department, k.office, k.duty, k.email, *k.phones))) for k in c.contacts
    )
    body = [b.text for b in c.benefits] + [x.text for x in c.conditions] + [s.text for s in c.steps]
    return {
        "title": c.title,
        "keywords": " ".join(c.keywords),
        "questions": " ".join(c.questions),
        "summary": c.summary,
        "body": " ".join([*body, *c.materials, *c.notes, *c.urls, c.section]),
        "people": f"{people} {' '.join(c.departments)}",
        "ids": f"{measure.doc} {measure.source}",
    }
