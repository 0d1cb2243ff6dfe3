"""One spelling for what people type: width, characters, decoration, English, dialect, numerals, typos, fillers.

>>> normalize("嗯那個社宝能緩缴嗎").text
'那个社保能缓缴吗'
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from nlu import dialect, english, fillers, gist, homophones, numerals, spacing

MAX_CHARS = 2000
_PASSES = 6
_INVISIBLE = re.compile(r"[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb]")
_CONTROL = re.compile(r"[\u0000-\u001f\u007f-\u009f\u2028\u2029\ud800-\udfff\ue000-\uf8ff]")
# A new line ends a sentence.
_LINES = re.compile(r"(?<=[0-9A-Za-z\u4e00-\u9fff])[ \t\u3000]*[\r\n]+\s*(?=\S)")
_SPACES = re.compile(r"\s+")
_CONTENT = re.compile(r"[0-9A-Za-z\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Normalized:
    """``text`` is what the understanding works on; ``original`` is what the person typed."""

    original: str
    text: str
    truncated: bool = False

    @property
    def blank(self) -> bool:
        """True when nothing is left that could be understood (spaces, emoji, punctuation)."""
        return not _CONTENT.search(self.text)


@lru_cache(maxsize=1)
def _simplifier() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")


def simplify(text: str) -> str:
    """Traditional characters as simplified ones."""
    simplified: str = _simplifier().convert(text)
    return simplified


def fold(text: str) -> str:
    """Width, traditional characters, control characters, decoration and white space made plain."""
    text = _LINES.sub("。", _INVISIBLE.sub("", text))
    text = unicodedata.normalize("NFKC", _CONTROL.sub(" ", text))
    return spacing.tidy(_SPACES.sub(" ", simplify(text)).strip())


def clean(text: str) -> str:
    """:func:`fold`, plus English and dialect in standard Chinese, 汉字 amounts as digits and misspelt words mended."""
    return homophones.mend(numerals.to_digits(dialect.standard(english.translate(fold(text)))))


@lru_cache(maxsize=4096)
def normalize(text: str) -> Normalized:
    """What the person meant to type. Texts over :data:`MAX_CHARS` characters are cut and marked.

    Repeated until nothing changes, since what a filler or a typo had hidden may then be read too.
    """
    before, now = "", text[:MAX_CHARS]
    for _ in range(_PASSES):
        if now == before:
            break
        before, now = now, gist.gist(fillers.drop(clean(now)))[:MAX_CHARS]
    return Normalized(original=text, text=now, truncated=len(text) > MAX_CHARS)
