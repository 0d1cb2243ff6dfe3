"""One spelling for what people type: width, characters, numerals, typos, fillers.

>>> normalize("嗯那個社宝能緩缴嗎").text
'那个社保能缓缴吗'
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from nlu import english, homophones, numerals

MAX_CHARS = 2000
_PASSES = 6
_INVISIBLE = re.compile(r"[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb]")
_CONTROL = re.compile(r"[\u0000-\u001f\u007f-\u009f\u2028\u2029\ud800-\udfff\ue000-\uf8ff]")
_SPACES = re.compile(r"\s+")
_FILLERS = re.compile(
    r"(?:(?:嗯|呃|诶|唉|欸)+[，, ]*|哎+[呀哟呦]*[，, ]*|那个那个|就是那个|那个就是(?:说|那个)?|就是就是|"
    r"就是说(?!不)[，, ]*|这个这个|怎么说呢[，, ]*|"
    r"(?:我想|我要|想|请|麻烦您?|麻烦)?(?:问一下|问下|咨询一下|咨询下)(?:就是)?|请问|(?:跟您|跟你|向您)?打听(?:一下|下))"
)
# 额 and 喂 are words too (营业额, 喂养): fillers only where a clause begins and something else follows.
_OPENERS = re.compile(r"(?:^|(?<=[，, 。!?]))(?:喂+|额+)(?:[，, ]+|(?=你好|您好|请|那个|我|就是|这个|想))")
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


def fold(text: str) -> str:
    """Width, traditional characters, control characters and white space made plain."""
    text = unicodedata.normalize("NFKC", _CONTROL.sub(" ", _INVISIBLE.sub("", text)))
    text = _simplifier().convert(text)
    return _SPACES.sub(" ", text).strip()


def clean(text: str) -> str:
    """:func:`fold`, plus English words in Chinese, 汉字 amounts as digits and known homophone typos mended."""
    return homophones.mend(numerals.to_digits(english.translate(fold(text))))


def _without_fillers(text: str) -> str:
    spoken = _FILLERS.sub("", _OPENERS.sub("", text)).strip(" ,，。")
    return spoken if _CONTENT.search(spoken) else text


@lru_cache(maxsize=4096)
def normalize(text: str) -> Normalized:
    """What the person meant to type. Texts over :data:`MAX_CHARS` characters are cut and marked.

    Repeated until nothing changes, since what a filler or a typo had hidden may then be read too.
    """
    before, now = "", text[:MAX_CHARS]
    for _ in range(_PASSES):
        if now == before:
            break
        before, now = now, _without_fillers(clean(now))[:MAX_CHARS]
    return Normalized(original=text, text=now, truncated=len(text) > MAX_CHARS)
