"""What a sentence does in a conversation, by cue words: whole sentence, beginning, or somewhere inside."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from nlu import lookups
from nlu.phrases import PhraseFinder

# What people put before and after a cue without changing it.
_BEFORE = re.compile(r"^(?:那个|我觉得|我说|[嗯恩哦噢啊呃额哎诶那就]|[\s,，。.!?！？~～…]){1,4}(?=.)")
_AFTER = re.compile(r"(?:[啊呀哦噢嘛吧呢哈啦了的捏滴哒哟喔嗷呗么]|[\s,，。.!?！？~～…])+$")


@lru_cache(maxsize=1)
def _finders() -> dict[str, PhraseFinder]:
    return {act: PhraseFinder({str(p): act for p in phrases}) for act, phrases in lookups.load("cues").items()}


@lru_cache(maxsize=1)
def _whole() -> dict[str, tuple[str, ...]]:
    """Acts of each cue, by the cue itself and by what is left of it without particles."""
    table: dict[str, set[str]] = {}
    for act, phrases in lookups.load("cues").items():
        for phrase in map(str, phrases):
            for form in {phrase, bare(phrase)}:
                table.setdefault(form, set()).add(act)
    return {form: tuple(sorted(acts)) for form, acts in table.items()}


def bare(text: str) -> str:
    """The sentence without what frames it, in lower case; the sentence itself when nothing else would be left."""
    lowered = text.lower().strip()
    return _AFTER.sub("", _BEFORE.sub("", lowered)) or lowered


def cues(text: str) -> Iterator[str]:
    """``is=affirm`` when the whole sentence is a cue, ``begins=`` and ``says=`` when it begins with or has one."""
    core = bare(text)
    for form in {core, text.lower().strip()}:
        yield from (f"is={act}" for act in _whole().get(form, ()))
    for act, finder in _finders().items():
        starts = [start for start, _, _ in finder.find(core)]
        if starts:
            yield f"begins={act}" if starts[0] == 0 else f"says={act}"
