"""Chinese words: jieba with the project's dictionaries, and the domain word lists.

``nlu/dictionary/*.txt`` hold one word a line; ``terms.txt`` are the words of the field
(used for typo mending too), the other files only guide the segmentation.
"""

from __future__ import annotations

import logging
from functools import lru_cache
from pathlib import Path

import jieba

from nlu import lookups

HERE = Path(__file__).parent
DICTIONARY = HERE / "dictionary"
LOOKUPS = HERE / "lookups"


@lru_cache(maxsize=16)
def domain_words(name: str) -> tuple[str, ...]:
    """The words of ``nlu/dictionary/<name>.txt`` in file order; comments start with #."""
    lines = (DICTIONARY / f"{name}.txt").read_text("utf-8").splitlines()
    return tuple(dict.fromkeys(w for line in lines if (w := line.split("#")[0].strip())))


@lru_cache(maxsize=1)
def place_names() -> tuple[str, ...]:
    """Streets and landmarks of our districts, and the districts of Beijing, so that no word runs across them."""
    places = lookups.load("places")
    ours = (str(p) for district in ("东城", "西城") for group in places[district].values() for p in group)
    return tuple(dict.fromkeys([*ours, *map(str, places["elsewhere"]["districts"])]))


@lru_cache(maxsize=1)
def _segmenters() -> tuple[jieba.Tokenizer, jieba.Tokenizer]:
    """The project's segmenter and one of ordinary Chinese; the dictionary is read from disk once."""
    jieba.setLogLevel(logging.WARNING)
    ours: jieba.Tokenizer = jieba.dt
    ours.initialize()
    general = jieba.Tokenizer()
    general.FREQ, general.total, general.initialized = ours.FREQ.copy(), ours.total, True
    for path in sorted(DICTIONARY.glob("*.txt")):
        for word in domain_words(path.stem):
            ours.add_word(word)
    for name in place_names():
        ours.add_word(name)
    return ours, general


def tokenizer() -> jieba.Tokenizer:
    """The shared segmenter: jieba's own dictionary plus the project's (the one spaCy uses too)."""
    return _segmenters()[0]


def _general() -> jieba.Tokenizer:
    """Jieba without the project's words: tells ordinary Chinese from typos."""
    return _segmenters()[1]


def frequency(word: str) -> int:
    """How common jieba's general dictionary says the word is; 0 when it does not have it."""
    return int(_general().FREQ.get(word) or 0)


def general_cut(text: str) -> list[str]:
    """Words of the text as ordinary Chinese, without the project's words."""
    return [w for w in _general().cut(text) if w.strip()]


def cut(text: str) -> list[str]:
    """Words of the text, white space left out."""
    return [w for w in tokenizer().cut(text) if w.strip()]


def spans(text: str) -> list[tuple[int, int]]:
    """Borders of each word of the text, by the project's segmenter."""
    return [(start, end) for _, start, end in tokenizer().tokenize(text)]
