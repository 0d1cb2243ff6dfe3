"""Parts of speech of single words, from jieba's own dictionary; compact, since only the tag of a word is asked for."""

from __future__ import annotations

from functools import lru_cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from nlu import words

_LONGEST_OTHER = 3


@lru_cache(maxsize=1)
def _table() -> tuple[NDArray[np.uint32], NDArray[np.uint8], tuple[str, ...]]:
    """Checksums of the words in order, the number of each word's tag, and the tags.

    A checksum is a twentieth of a Python string. A few words of 350,000 share one; a wrong tag among them
    is one feature of a sentence.
    """
    keys: list[int] = []
    tags: list[int] = []
    numbers: dict[str, int] = {}
    with words.tokenizer().get_dict_file() as file:
        for line in file:
            word, _, tag = line.split()
            keys.append(crc32(word))
            tags.append(numbers.setdefault(tag.decode(), len(numbers)))
    found, first = np.unique(np.array(keys, dtype=np.uint32), return_index=True)
    return found, np.array(tags, dtype=np.uint8)[first], tuple(numbers)


def tag(word: str) -> str:
    """``n``, ``v``, ``ns``, ``m`` …; ``eng`` for Latin words, ``x`` and a length for what the dictionary lacks."""
    keys, tags, names = _table()
    key = crc32(word.encode())
    place = int(np.searchsorted(keys, np.uint32(key)))
    if place < len(keys) and int(keys[place]) == key:
        return names[int(tags[place])]
    if word.isdigit():
        return "m"
    if word.isascii() and word.isalpha():
        return "eng"
    return f"x{min(len(word), _LONGEST_OTHER)}"
