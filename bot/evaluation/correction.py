"""Whether correcting damages clean text: what each correction changes in sentences that are right as they are."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.evaluation.cases import Question
from bot.evaluation.noise.tables import table
from bot.evaluation.noise.tokens import segmenter
from bot.evaluation.ports import Correction, Sentence

# Written badly on purpose; what is changed there is measured by the answers.
_NOT_CLEAN = frozenset({"typo", "traditional"})
_NOW_AND_THEN = 2_000
_LATIN = re.compile(r"[A-Za-z]")


@dataclass(frozen=True, slots=True)
class Change:
    """A sentence that one correction changed; ``right`` when that is what was meant."""

    step: str
    where: str
    before: str
    after: str
    words: tuple[tuple[str, str], ...]
    right: bool


@dataclass(frozen=True, slots=True)
class CorrectionResult:
    """How many sentences were read, and every change."""

    total: int
    steps: tuple[str, ...]
    changes: tuple[Change, ...]

    @property
    def wrong(self) -> tuple[Change, ...]:
        """The changes that damage."""
        return tuple(c for c in self.changes if not c.right)


def clean_questions(questions: Iterable[Question]) -> list[Sentence]:
    """The questions of a folder that were written without mistakes."""
    return [(q.id, q.text) for q in questions if q.tone not in _NOT_CLEAN]


def check_correction(
    sentences: Sequence[Sentence],
    corrections: Sequence[Correction],
    tell: Callable[[int, int], None] = lambda done, total: None,
) -> CorrectionResult:
    """Run the corrections over the sentences in their order, each on what the one before has left.

    ``tell`` hears how many sentences are done, now and then, and at the end.
    """
    distinct = list({text: (where, text) for where, text in sentences}.values())
    changes: list[Change] = []
    for done, (where, text) in enumerate(distinct, start=1):
        changes += _changes(where, text, corrections)
        if done % _NOW_AND_THEN == 0 or done == len(distinct):
            tell(done, len(distinct))
    return CorrectionResult(len(distinct), tuple(name for name, _ in corrections), tuple(changes))


def _changes(where: str, text: str, corrections: Sequence[Correction]) -> Iterator[Change]:
    now = " ".join(unicodedata.normalize("NFKC", text).split())
    for step, correct in corrections:
        before, now = now, correct(now)
        if now != before:
            words = changed_words(before, now)
            yield Change(step, where, before, now, words, _is_meant(before, words))


def changed_words(before: str, after: str) -> tuple[tuple[str, str], ...]:
    """What was changed into what, widened to whole words on both sides: 联系 → 联是, never 系 → 是."""
    old_borders, new_borders = _borders(before), _borders(after)
    found = []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        left = max(_back(old_borders, a), _back(new_borders, c))
        right = max(_ahead(old_borders, b), _ahead(new_borders, d))
        found.append((before[max(0, a - left) : b + right], after[max(0, c - left) : d + right]))
    return tuple(dict.fromkeys(found))


def _back(borders: Sequence[int], place: int) -> int:
    return place - max(x for x in borders if x <= place)


def _ahead(borders: Sequence[int], place: int) -> int:
    return min(x for x in borders if x >= place) - place


def _borders(text: str) -> list[int]:
    """Where ordinary words begin and end; nothing is taken for a word that is in no dictionary."""
    borders = [0]
    for word in segmenter().cut(text, HMM=False):
        borders.append(borders[-1] + len(word))
    return borders


def _is_meant(before: str, words: Sequence[tuple[str, str]]) -> bool:
    """True for traditional characters, dialect, English words, and misspellings listed as written on purpose."""
    reviewed = table("reviewed")
    if not _is_simplified(before) or any(mark in before for mark in reviewed["dialect"]):
        return True
    return all(_LATIN.search(old) or new in reviewed["meant"].get(old, ()) for old, new in words)


def _is_simplified(text: str) -> bool:
    """True when every Chinese character is in the mainland's standard set."""
    try:
        "".join(c for c in text if "\u4e00" <= c <= "\u9fff").encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True
