"""What a sentence says about place, enterprise, money, time and aspect.

A blank Chinese spaCy pipeline segmented by jieba, with one rule component that
reads the dictionaries of ``nlu/lookups`` and the figures of :mod:`nlu.figures`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from nlu import figures, lookups, places, published, times, words
from nlu.phrases import PhraseFinder, crosses_word

Fact = tuple[int, int, str, Any]

_TRUTH = {"true": True, "false": False}
_COUNTED_PERSON = re.compile(r"[\d几来多两半]个$")  # 3个人的公司 says nothing of a landlord (个人的)
# Who lets tenants off some rent lets the house; the word for tenants alone would say the opposite.
_LETS_OFF = re.compile(
    r"(?:给|对|向|替)[^,，。;；!?！？我]{0,5}(?:租户|租客|承租[方人]|商户|商家|房客)[^,，。;；!?！？]{0,6}[减免降]"
)

if not Doc.has_extension("facts"):
    Doc.set_extension("facts", default=())


@dataclass(frozen=True, slots=True)
class Entity:
    """One fact heard: slot ``name``, normalised ``value``, and where in the text."""

    name: str
    value: Any
    start: int
    end: int
    text: str


@lru_cache(maxsize=1)
def _enterprise() -> dict[str, PhraseFinder]:
    return {
        slot: PhraseFinder({str(p): str(value) for value, items in values.items() for p in items})
        for slot, values in lookups.load("enterprise").items()
    }


@lru_cache(maxsize=1)
def _sectors() -> PhraseFinder:
    table: dict[str, str] = {}
    for name, entry in lookups.load("sectors").items():
        for phrase in (name, *entry.get("names", ())):
            table.setdefault(str(phrase), str(name))
    return PhraseFinder(table)


@lru_cache(maxsize=1)
def _whole_sectors() -> dict[str, str]:
    """Words that name a sector only when they are the whole answer."""
    return {str(p): str(name) for name, entry in lookups.load("sectors").items() for p in entry.get("exact", ())}


@lru_cache(maxsize=1)
def _topic_patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Ways of naming a topic that no single word shows, with the intent each speaks for."""
    table = lookups.load("topic_patterns")
    return tuple((re.compile("|".join(f"(?:{p})" for p in patterns)), intent) for intent, patterns in table.items())


@lru_cache(maxsize=4)
def _simple(name: str) -> PhraseFinder:
    return PhraseFinder(lookups.phrases(name))


def _enterprise_facts(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[Fact]:
    for slot, finder in _enterprise().items():
        for start, end, value in finder.find(text):
            if (end - start == 2 and crosses_word(start, end, spans)) or _COUNTED_PERSON.search(text[: start + 1]):
                continue
            yield start, end, slot, _TRUTH.get(value, value)
    for match in _LETS_OFF.finditer(text):
        yield *match.span(), "role", "业主或运营方"


def _sector_facts(text: str) -> Iterator[Fact]:
    whole = text.strip(" 。.!?,")
    if sector := _whole_sectors().get(whole):
        start = text.index(whole)
        yield start, start + len(whole), "sector", sector
        return
    for start, end, value in _sectors().find(text):
        yield start, end, "sector", value


def _dictionary_facts(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[Fact]:
    yield from places.find(text, spans)
    yield from _enterprise_facts(text, spans)
    yield from _sector_facts(text)
    for start, end, value in published.departments().find(text):
        yield start, end, "department", value
    for start, end, value in published.contacts().find(text):
        yield start, end, "contact", value
    for pattern, intent in _topic_patterns():
        for match in pattern.finditer(text):
            yield *match.span(), "topic", intent
    for label, name in (("aspect", "aspects"), ("topic", "topics")):
        for start, end, value in _simple(name).find(text):
            yield start, end, label, value


@Language.component("policy_facts")
def policy_facts(doc: Doc) -> Doc:
    """Fill ``doc._.facts`` with the :class:`Entity` objects of the text (a spaCy component)."""
    text = doc.text
    spans = [(token.idx, token.idx + len(token)) for token in doc]
    found = [*_dictionary_facts(text, spans), *figures.find(text, times.this_year())]
    found.sort(key=lambda f: (f[0], -f[1]))
    doc._.facts = tuple(Entity(name, value, a, b, text[a:b]) for a, b, name, value in found)
    return doc


@lru_cache(maxsize=1)
def pipeline() -> Language:
    """The shared spaCy pipeline (blank ``zh``, jieba segmentation with the project's words)."""
    import spacy

    words.tokenizer()
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": "jieba"}}})
    nlp.add_pipe("policy_facts")
    return nlp


def extract(text: str) -> tuple[Entity, ...]:
    """Entities of a normalised sentence, in reading order.

    When the sentence names a district of ours, a bare 北京 beside it is left out:
    北京市东城区 is 东城.
    """
    return _extract(text, times.this_year())


def forget() -> None:
    """What was understood is to be understood anew, with other names."""
    _extract.cache_clear()


@lru_cache(maxsize=4096)
def _extract(text: str, _year: int) -> tuple[Entity, ...]:
    facts: tuple[Entity, ...] = pipeline()(text)._.facts
    districts = {f.value for f in facts if f.name == "district"}
    if districts & {"东城", "西城"}:
        facts = tuple(f for f in facts if not (f.name == "district" and f.value == "北京"))
    return facts
