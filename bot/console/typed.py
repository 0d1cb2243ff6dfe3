"""Pinyin typed without an input method: ``zjjm``, ``zujin``, ``zujjm`` are read as words of the store.

Each syllable may be written whole or by its first letter, the last one in part. What is read is looked for as if
it had been typed in Chinese.
"""

from __future__ import annotations

import re
import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, product

from pypinyin import lazy_pinyin

from knowledge.measure import Measure
from knowledge.service import KnowledgeService
from nlu import lookups, words
from nlu.topics import intent_topics

_LETTERS = re.compile(r"[a-z]{2,30}")
# Pinyin as input methods show it before a choice is made: zu'jin, zu jin.
_ONLY_LETTERS, _APART = re.compile(r"[A-Za-z]+(?:[' ][A-Za-z]+)+"), re.compile(r"[' ]")
_LATIN = re.compile(r"[a-z]{2,}")
_CHINESE = re.compile(r"[\u4e00-\u9fff]{2,}")
TITLE, KEYWORD, PEOPLE, QUESTION, SYNONYM = 4.0, 4.0, 2.0, 1.0, 1.0
# A reading that ends in the middle of a word is probably not what was meant.
CUT = 0.3
# What two words are worth that no measure has both of.
APART = 0.01
MOST = 3
LEAST_SHARE = 0.15


@dataclass(frozen=True, slots=True)
class Reading:
    """What letters may stand for; ``share`` compares with the best reading, which has 1."""

    text: str
    share: float


@dataclass(frozen=True, slots=True)
class _Phrase:
    text: str
    syllables: tuple[str, ...]
    ends: frozenset[int]
    weight: float


class Typed:
    """Readings of typed letters, from the words of the published measures."""

    def __init__(self, measures: Sequence[Measure]) -> None:
        """Read the measures once; some tenths of a second."""
        weights: dict[str, float] = defaultdict(float)
        for text, weight in chain.from_iterable(map(_texts, measures)):
            for run in _CHINESE.findall(text):
                weights[run] += weight
        for text in _everyday():
            weights[text] += SYNONYM
        self._starts: dict[str, list[tuple[_Phrase, int]]] = defaultdict(list)
        for text, weight in weights.items():
            phrase = _phrase(text, weight)
            for start in {0, *phrase.ends} - {len(text)}:
                self._starts[phrase.syllables[start][0]].append((phrase, start))
        self._bodies = ["\n".join(text for text, _ in _texts(m)) for m in measures]
        self._latin = frozenset(w for m in measures for t, _ in _texts(m) for w in _LATIN.findall(t.lower()))
        self.readings = lru_cache(maxsize=2048)(self._readings)

    def _readings(self, query: str) -> tuple[Reading, ...]:
        """The query with its letters read as Chinese, best first; empty when there is nothing to read."""
        query = _APART.sub("", query) if _ONLY_LETTERS.fullmatch(query) else query
        run = next((r for r in _LETTERS.finditer(query.lower()) if r[0] not in self._latin), None)
        if run is None:
            return ()
        found = self._whole(run[0]) or self._in_two(run[0])
        ranked = sorted(found.items(), key=lambda item: (-item[1], len(item[0]), item[0]))[:MOST]
        before, after = query[: run.start()], query[run.end() :]
        best = ranked[0][1] if ranked else 1.0
        return tuple(
            Reading(f"{before}{text}{after}", weight / best) for text, weight in ranked if weight >= LEAST_SHARE * best
        )

    def _whole(self, letters: str) -> dict[str, float]:
        """Neighbouring words that the letters spell."""
        found: dict[str, float] = defaultdict(float)
        for phrase, start in self._starts.get(letters[0], ()):
            for end in _match(letters, phrase.syllables, start):
                if end - start > 1 or len(letters) > 1 + len(phrase.syllables[start]) // 2:
                    whole = end in phrase.ends
                    found[phrase.text[start:end]] += phrase.weight * (1.0 if whole else CUT)
        return {text: weight for text, weight in found.items() if len(text) > 1}

    def _in_two(self, letters: str) -> dict[str, float]:
        """Two words that the letters spell one after the other, by how many measures have both."""
        found: dict[str, float] = {}
        for cut in range(2, len(letters) - 1):
            for first, second in product(self._best(letters[:cut]), self._best(letters[cut:])):
                together = sum(first[0] in text and second[0] in text for text in self._bodies)
                found[first[0] + second[0]] = together + APART * min(first[1], second[1], 1.0)
        return found

    def _best(self, letters: str) -> list[tuple[str, float]]:
        found = self._whole(letters)
        return sorted(found.items(), key=lambda item: (-item[1], item[0]))[:MOST]


def _phrase(text: str, weight: float) -> _Phrase:
    ends, at = [], 0
    for word in words.cut(text):
        at += len(word)
        ends.append(at)
    syllables = tuple(s.lower() for s in lazy_pinyin(text))
    return _Phrase(text, syllables, frozenset(ends), weight)


def _texts(measure: Measure) -> Iterator[tuple[str, float]]:
    c = measure.content
    yield c.title, TITLE
    for keyword in c.keywords:
        yield keyword, KEYWORD
    for question in c.questions:
        yield question, QUESTION
    for department in c.departments:
        yield department, PEOPLE
    for contact in c.contacts:
        for text in filter(None, (contact.name, contact.office)):
            yield text, PEOPLE


def _everyday() -> Iterable[str]:
    """Words people use for what the store calls otherwise, and names of topics."""
    for group in lookups.load("synonyms")["groups"]:
        yield from (w for w in map(str, group) if _CHINESE.fullmatch(w))
    for entry in intent_topics().values():
        yield from _CHINESE.findall(str(entry["label"]))


def _match(letters: str, syllables: Sequence[str], start: int) -> Iterator[int]:
    """Where the letters may end, read as syllables from ``start`` on."""
    open_ = [(0, start)]
    while open_:
        done, at = open_.pop()
        rest = letters[done:]
        if not rest:
            yield at
            continue
        if at == len(syllables):
            continue
        syllable = syllables[at]
        if len(rest) < len(syllable) and syllable.startswith(rest):
            yield at + 1
        steps = {len(syllable)} if rest.startswith(syllable) else set()
        if rest[0] == syllable[0] and len(rest) > 1:
            steps.add(1)
        if syllable[1:2] == "h" and rest.startswith(syllable[:2]) and len(rest) > 2:
            steps.add(2)
        open_ += [(done + step, at + 1) for step in steps]


class TypedNow:
    """The readings for what is published now: made again when something else has been."""

    def __init__(self) -> None:
        """Nothing is read before it is asked for."""
        self._lock = threading.Lock()
        self._held: tuple[int, Typed] | None = None

    def of(self, service: KnowledgeService) -> Typed:
        """The readings over the service's measures."""
        with self._lock:
            version = service.version
            if self._held is None or self._held[0] != version:
                self._held = version, Typed(service.measures)
            return self._held[1]
