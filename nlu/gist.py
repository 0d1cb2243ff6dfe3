"""What is asked, without the story around it: of a long message, sentences that name nothing of the field are left out.

>>> gist("昨天晚上跟几个老朋友吃饭,他们都劝我打听打听。我一想也对,今天一早就来了,反正也不花钱。东城的房租能减吗?")
'东城的房租能减吗?'
"""

from __future__ import annotations

import re

from nlu import words
from nlu.decide import tones
from nlu.entities import extract

# Shorter messages are read whole: there is no story in them.
LONG, SENTENCES = 50, 3
_SENTENCE = re.compile(r"[^。!?;\n]+[。!?;\n]*")
# Asking for a person is a matter of its own, although it names nothing.
_PERSON = re.compile(r"人工|真人|客服|活人|12345|投诉|举报")
_MATTER = re.compile(r"[\u4e00-\u9fffA-Za-z0-9]{2}")


def gist(text: str) -> str:
    """The sentences that say what is asked or about whom; the whole text when that cannot be told."""
    sentences = _SENTENCE.findall(text)
    if len(text) < LONG or len(sentences) < SENTENCES:
        return text
    last = next((i for i in range(len(sentences) - 1, -1, -1) if _MATTER.search(sentences[i])), 0)
    telling = [i for i, sentence in enumerate(sentences) if _tells(sentence)]
    if not telling:
        return text
    kept = sorted({*telling, last})
    return "".join(sentences[i] for i in kept)


def _tells(sentence: str) -> bool:
    """True when the sentence names a place, an enterprise, a figure, a matter of the field, or a grievance."""
    if (
        extract(sentence)
        or _PERSON.search(sentence)
        or "grievance" in tones(sentence)
        or "injection" in tones(sentence)
    ):
        return True
    return any(word in _terms() for word in words.cut(sentence))


def _terms() -> frozenset[str]:
    return frozenset(words.domain_words("terms"))
