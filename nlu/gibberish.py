"""Signs that a text is no sentence: keys hit at random, one sound again and again, nothing but signs, no words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlu import words

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "1234567890", "qazwsxedcrfvtgbyhnujmikolp")
_RUNS = _ROWS + tuple(row[::-1] for row in _ROWS)
_LATIN, _HAN = re.compile(r"[a-z]+"), re.compile(r"[\u4e00-\u9fff]+")
_CONTENT = re.compile(r"[a-z0-9\u4e00-\u9fff]")
_VOWEL, _STUMBLE = re.compile(r"[aeiouy]"), re.compile(r"[bcdfghjklmnpqrstvwxz]{5}")
_SOUND = re.compile(r"[啊哈嘿嘻呵哦噢喔嗯呃额哎唉诶咦哇呀哟嗨呐咯啦喵汪咕嘟噜嘎吱嗡咚砰叮嗖呜嘤嗷呸哼啧嘘嗒吧哒啪嘣]")
_EVERYDAY = 50


def _rolled(word: str) -> int:
    """Length of the longest run of neighbouring keys in the word."""
    lengths = (
        size for size in range(len(word), 2, -1) for i in range(len(word) - size + 1) if _in_row(word[i : i + size])
    )
    return next(lengths, 0)


def _in_row(run: str) -> bool:
    return any(run in row for row in _RUNS)


def _is_mash(word: str) -> bool:
    """Mostly neighbouring keys, a run without a vowel, or a short piece again and again."""
    if len(word) < 3:
        return False
    silent = not _VOWEL.search(word) or bool(_STUMBLE.search(word))
    return silent or repeats(word) or 2 * _rolled(word) > len(word)


def repeats(text: str) -> bool:
    """True when the text is a piece of at most four characters said at least twice, three times if it is one."""
    return any(
        len(text) >= max(3, 2 * size) and all(text[i] == text[i - size] for i in range(size, len(text)))
        for size in range(1, 5)
    )


def signs(text: str) -> Iterator[str]:
    """Names of the signs found in a normalised text: ``symbols repeats mash digits sounds loose``."""
    lowered = "".join(text.lower().split())
    if not _CONTENT.search(lowered):
        yield "symbols"
        return
    if repeats(lowered):
        yield "repeats"
    if any(_is_mash(run) for run in _LATIN.findall(text.lower())):
        yield "mash"
    if lowered.isdigit():
        yield "digits"
    han = "".join(_HAN.findall(lowered))
    if han and len(_SOUND.findall(han)) * 2 > len(han):
        yield "sounds"
    if len(han) > 2 and not any(len(w) > 1 and words.frequency(w) > _EVERYDAY for w in words.cut(han)):
        yield "loose"
