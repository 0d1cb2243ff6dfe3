"""What a business owner calls the trade → the class of the size standard and the tags of measures.

The names are data: ``nlu/lookups/sectors.yml``.

>>> find_sector("我开了家小面馆")
'面馆'
>>> sector_class("面馆")
'餐饮业'
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

from knowledge.errors import KnowledgeError
from nlu import lookups

_BLANK = re.compile(r"\s+")
_BEFORE = re.compile(r"^(?:我们|我|咱们|咱|本公司)?(?:是|开|做|搞|办|干|从事|经营)?(?:的是|了)?(?:一家|个|家)?")
_AFTER = re.compile(r"(?:的|生意|行业|产业|企业|公司|门店|商店|个体户|店铺|店|业|厂|铺|馆|行)$")
_SHOWN = 20
_COMMON = ("饭馆", "零售店", "批发商", "软件公司", "工厂", "建筑公司")


class UnknownSector(KnowledgeError, ValueError):
    """The sector name is not in the lookup. ``suggestions`` are canonical names that look like it."""

    def __init__(self, name: str, suggestions: tuple[str, ...]) -> None:
        """Name what was given and what could be said instead."""
        self.name = name
        self.suggestions = suggestions
        shown = name.strip()[:_SHOWN] or "（空白）"
        super().__init__(
            f"不知道“{shown}”属于哪个行业。您是不是指：{'、'.join(suggestions)}？"
            "也可以直接说标准里的行业名，例如餐饮业、零售业、批发业、工业、建筑业。"
        )


@dataclass(frozen=True, slots=True)
class Sector:
    """One everyday trade: its class in the size standard, its tags, and a remark on sizing it."""

    name: str
    class_name: str
    tags: frozenset[str]
    note: str | None = None


@lru_cache(maxsize=1)
def all_sectors() -> dict[str, Sector]:
    """Every sector of the lookup by its canonical name, in file order."""
    return {
        str(name): Sector(str(name), entry["class"], frozenset(entry["tags"]), entry.get("note"))
        for name, entry in lookups.load("sectors").items()
    }


def _plain(text: str) -> str:
    return _BLANK.sub("", unicodedata.normalize("NFKC", text)).lower()


@lru_cache(maxsize=1)
def _phrases() -> dict[str, str]:
    """Phrases that count inside a sentence, longest first."""
    table: dict[str, str] = {}
    for name, entry in lookups.load("sectors").items():
        for phrase in (name, *entry.get("names", ())):
            table.setdefault(_plain(str(phrase)), str(name))
    return dict(sorted(table.items(), key=lambda item: -len(item[0])))


@lru_cache(maxsize=1)
def _whole() -> dict[str, str]:
    """Phrases that count when they are all that was said."""
    table = dict(_phrases())
    for name, entry in lookups.load("sectors").items():
        for phrase in entry.get("exact", ()):
            table.setdefault(_plain(str(phrase)), str(name))
    return table


def _stem(phrase: str) -> str:
    """The phrase without such endings as 店, 业 and 公司, while two characters remain: 花店 stays 花店."""
    while (shorter := _AFTER.sub("", phrase)) != phrase and len(shorter) >= 2:
        phrase = shorter
    return phrase


@lru_cache(maxsize=1)
def _stems() -> dict[str, str]:
    table: dict[str, str] = {}
    for phrase, name in _whole().items():
        table.setdefault(_stem(phrase), name)
    return table


def _inside(text: str) -> str | None:
    """Canonical name of the longest phrase in the text; of equals the last, where Chinese puts the head."""
    best, at, length = None, -1, 0
    for phrase, name in _phrases().items():
        if len(phrase) < length:
            break
        if (found := text.rfind(phrase)) > at:
            best, at, length = name, found, len(phrase)
    return best


@lru_cache(maxsize=4096)
def find_sector(text: str) -> str | None:
    """Canonical sector named by a sector name or a sentence; None when there is none.

    A text that is itself a name or a class wins, then the longest name inside it, then
    the text without 我们是… and without endings such as 店, 业, 公司.
    """
    plain = _plain(text)
    bare = _BEFORE.sub("", plain)
    whole = _whole()
    stems = _stems()
    return whole.get(plain) or whole.get(bare) or _inside(plain) or stems.get(_stem(plain)) or stems.get(_stem(bare))


def _by_head(name: str) -> str | None:
    """Sector of a stated name by the word it ends with: 钢材贸易 is 贸易. Not for sentences (寄快递)."""
    stem = _stem(_plain(name))
    endings = (stem[start:] for start in range(1, len(stem) - 1))
    return next((found for ending in endings if (found := _whole().get(ending))), None)


def _stated(name: str) -> str | None:
    return find_sector(name) or (_by_head(name) if len(name) <= _SHOWN else None)


def _suggestions(name: str) -> tuple[str, ...]:
    whole = _whole()
    plain = _plain(name)[:_SHOWN]
    close = get_close_matches(plain, whole, n=4, cutoff=0.5)
    pairs = {plain[i : i + 2] for i in range(len(plain) - 1)}
    shared = [phrase for phrase in whole if any(pair in phrase for pair in pairs)]
    return tuple(dict.fromkeys(whole[p] for p in (*close, *shared)))[:5] or _COMMON


def sector(name: str) -> Sector:
    """The sector a name stands for. Raises :class:`UnknownSector`."""
    found = _stated(name)
    if found is None:
        raise UnknownSector(name, _suggestions(name))
    return all_sectors()[found]


def sector_class(name: str) -> str:
    """One of the 16 classes of 工信部联企业〔2011〕300号. Raises :class:`UnknownSector`."""
    return sector(name).class_name


def sector_tags(name: str) -> frozenset[str]:
    """Tags that the sector conditions of measures use; none for a name that is not known."""
    found = _stated(name)
    return all_sectors()[found].tags if found else frozenset()
