"""English words inside Chinese sentences, put into Chinese: ``rent能不能cut`` → ``房租能不能减免``."""

from __future__ import annotations

import re
from functools import lru_cache

from nlu import lookups

_HAN = re.compile(r"[\u4e00-\u9fff]")


@lru_cache(maxsize=1)
def _table() -> tuple[re.Pattern[str], dict[str, str]]:
    words = {k.lower(): v for k, v in lookups.phrases("english").items()}
    ordered = sorted(words, key=len, reverse=True)
    return re.compile(rf"(?<![a-z0-9])(?:{'|'.join(map(re.escape, ordered))})(?![a-z0-9])", re.IGNORECASE), words


def translate(text: str) -> str:
    """The text with its English words of the field in Chinese; a text without any Chinese is left alone."""
    if not _HAN.search(text):
        return text
    pattern, words = _table()
    return pattern.sub(lambda m: words[m.group().lower()], text)
