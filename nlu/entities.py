"""What a sentence says about place, enterprise, money, time and aspect.

A blank Chinese spaCy pipeline segmented by jieba, with one rule component that
reads the dictionaries of ``nlu/lookups`` and the figures of :mod:`nlu.figures`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from nlu import figures, lookups, words
from nlu.phrases import PhraseFinder

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
def _places() -> PhraseFinder:
    data = lookups.load("places")
    table = {str(p): "" for p in data["neither"]}
    for group in data["elsewhere"].values():
        table |= {str(p): f"elsewhere:{p}" for p in group}
    for district in ("北京", "东城", "西城"):
        for group in data[district].values():
            table |= {str(p): district for p in group}
    return PhraseFinder(table)


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


@lru_cache(maxsize=4)
def _simple(name: str) -> PhraseFinder:
    return PhraseFinder(lookups.phrases(name))


def _dictionary_facts(text: str) -> list[tuple[int, int, str, Any]]:
    found: list[tuple[int, int, str, Any]] = []
    for start, end, value in _places().find(text):
        if value.startswith("elsewhere:"):
            found.append((start, end, "elsewhere", value.removeprefix("elsewhere:")))
        elif value:
            found.append((start, end, "district", value))
    for slot, finder in _enterprise().items():
        for start, end, value in finder.find(text):
            found.append((start, end, slot, {"true": True, "false": False}.get(value, value)))
    for start, end, value in _sectors().find(text):
        found.append((start, end, "sector", value))
    for label, name in (("aspect", "aspects"), ("topic", "topics"), ("department", "departments")):
        found.extend((start, end, label, value) for start, end, value in _simple(name).find(text))
    return found


@Language.component("policy_facts")
def policy_facts(doc: Doc) -> Doc:
    """spaCy component: fills ``doc._.facts`` with the :class:`Entity` objects of the text."""
    text = doc.text
    found = _dictionary_facts(text) + figures.find(text, date.today().year)
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


@lru_cache(maxsize=4096)
def extract(text: str) -> tuple[Entity, ...]:
    """Entities of a normalised sentence, in reading order.

    When the sentence names a district of ours, a bare 北京 beside it is left out:
    北京市东城区 is 东城.
    """
    facts: tuple[Entity, ...] = pipeline()(text)._.facts
    districts = {f.value for f in facts if f.name == "district"}
    if districts & {"东城", "西城"}:
        facts = tuple(f for f in facts if not (f.name == "district" and f.value == "北京"))
    return facts
