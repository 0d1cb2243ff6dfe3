"""The requests in one message: sentences that ask something each for itself.

>>> requests("东城水费能缓交吗？另外医保晚交了影响报销吗")
['东城水费能缓交吗', '医保晚交了影响报销吗']
"""

from __future__ import annotations

import re
from functools import lru_cache

from nlu import lookups, words
from nlu.entities import extract

# Where one request ends and the next begins: announced by words, or by the end of a sentence.
_ANNOUNCED = (
    r"[,，。?？!！;； ]*(?:另外|再就是|还有就是|还有(?=[,，])|其次|顺便|第[23二三](?:个问题)?(?=[,，:是])|"
    r"(?:还|再|也)(?:想|要|请|得)*(?:问|咨询|打听|了解)(?:一?[下句]|问)?)(?:是|想|请|再|也)*(?:问|咨询|了解)?(?:一?[下句])?[,，:]?"
)
_JOINT = re.compile(rf"(?P<said>{_ANNOUNCED})|[。?？!！;；]+")
_QUESTION = re.compile(
    r"[吗么?呢啥谁怎咋几]|多少|哪|什么|有没有|能不能|是不是|(?P<or>[\u4e00-\u9fff])不(?P=or)|可不可以|行不|是否|如何|不$"
)
# What is asked about a measure, and what is told of oneself, name no matter.
_NO_MATTER = frozenset(
    "aspect district size size_group sector year employees revenue_wan role landlord ordinal elsewhere".split()
)
# So many words with spaces between are keywords, and ask without a question.
_KEYWORDS = 3
# A request says at least so many words that could be searched for.
_WORDS = 2


@lru_cache(maxsize=1)
def _little() -> frozenset[str]:
    return frozenset(str(word) for word in lookups.load("stopwords")["words"])  # type: ignore[index]


def _names_a_matter(sentence: str) -> bool:
    """True when the sentence can be searched for by its own words."""
    entities = extract(sentence)
    if any(e.name in ("topic", "doc", "contact", "department") for e in entities):
        return True
    told = [(e.start, e.end) for e in entities if e.name in _NO_MATTER]
    spoken = {
        sentence[a:b]
        for a, b in words.spans(sentence)
        if b - a > 1 and not any(start < b and a < end for start, end in told)
    }
    return len([w for w in spoken - _little() if not _QUESTION.search(w) and not w.isdigit()]) >= _WORDS


def requests(text: str) -> list[str]:
    """The sentences of a normalised message that ask for something by themselves, in reading order.

    What only tells a story is left out; so is a question that makes sense only with the one before it (找谁).
    """
    found: list[str] = []
    start, joined = 0, False
    for match in [*_JOINT.finditer(text), None]:
        sentence = text[start : match.start() if match else len(text)].strip(" ,，")
        by_word = bool(match and match["said"])
        asked = bool(match and match.group()[0] in "?？") or bool(_QUESTION.search(sentence))
        asks = joined or by_word or asked or len(sentence.split()) >= _KEYWORDS
        if sentence and asks and _names_a_matter(sentence):
            found.append(sentence)
        start, joined = (match.end() if match else len(text)), by_word
    return found
