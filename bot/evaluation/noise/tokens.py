"""Words of a clean sentence and what kind of words they are, by ordinary Chinese alone.

Not by the project's own segmenter: a change of its dictionaries must not change the noise.
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

HAN = re.compile(r"[\u4e00-\u9fff]+")
MARKS = re.compile(r"[，。？！、；：…,?!;~～]+|(?<!\d)\.(?!\d)")
# 能不能, 有没有: one word although jieba cuts them, and no denial.
WHETHER = re.compile(r"(能|会|行|是|要|让|给|可|该)不\1(?:以|能)?|有没有|能否|是否|可否")
_CONTENT = frozenset("nvatmsjbilzf")
# Words of these kinds carry no matter of their own, whatever their tag says.
_LIGHT = frozenset(
    "是 有 能 要 会 可以 可 想 让 请 请问 问 问问 问一下 说 说是 觉得 一下 一点 点 能够 应该 到 来 去 应 得 可能 是否 "
    "知道 听说 麻烦 了 着 过".split()
)
_DENIALS = frozenset(["不", "没", "没有", "未", "别", "无", "非"])
_ASKING = frozenset("谁 什么 怎么 怎么办 咋 咋办 咋整 哪 哪儿 哪里 哪个 多少 几 多久 啥 何时 如何 怎样".split())


@dataclass(frozen=True, slots=True)
class Token:
    """A word, where it begins, and its part of speech (jieba's letters)."""

    text: str
    start: int
    flag: str

    @property
    def han(self) -> bool:
        """True for a word in Chinese characters only."""
        return HAN.fullmatch(self.text) is not None

    @property
    def content(self) -> bool:
        """True when the word carries matter: what a search box would get."""
        named = self.flag[:1] in _CONTENT and self.flag != "zg"  # zg: what jieba cannot place, such as 啊
        return self.text not in _LIGHT and (named or self.flag == "eng")

    @property
    def kept(self) -> bool:
        """True when leaving the word out would change what is asked."""
        return self.content or self.text in _DENIALS or self.text in _ASKING


@lru_cache(maxsize=1)
def segmenter() -> Any:
    """Jieba with its own dictionary only."""
    import jieba

    jieba.setLogLevel(logging.WARNING)
    general = jieba.Tokenizer()
    general.initialize()
    return general


@lru_cache(maxsize=1)
def _tagger() -> Any:
    from jieba.posseg import POSTokenizer

    return POSTokenizer(segmenter())


@lru_cache(maxsize=2048)
def tokens(text: str) -> tuple[Token, ...]:
    """Every word of the text, marks and spaces included, in order."""
    found = []
    position = 0
    for pair in _tagger().cut(text):
        found.append(Token(pair.word, position, pair.flag))
        position += len(pair.word)
    return tuple(found)
